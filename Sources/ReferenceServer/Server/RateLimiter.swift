import Synchronization

/// How many requests an organization may make.
package struct RateLimits: Sendable {
  /// Requests a minute that change something.
  package var writesPerMinute: Int
  /// Requests a minute that only look.
  package var readsPerMinute: Int
  /// How many requests of a kind may come at once; nil for those of a minute.
  package var burst: Int?

  /// Limits for each minute.
  package init(writesPerMinute: Int, readsPerMinute: Int, burst: Int? = nil) {
    self.writesPerMinute = writesPerMinute
    self.readsPerMinute = readsPerMinute
    self.burst = burst
  }

  /// The limits of the API's free tier.
  package static let freeTier = RateLimits(writesPerMinute: 60, readsPerMinute: 600)
}

/// A bucket of tokens for each organization and kind of request, refilled steadily.
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var filledAt: Timestamp
  }

  private let limits: RateLimits
  private let buckets = Mutex<[String: Bucket]>([:])

  /// Starts with full buckets.
  init(_ limits: RateLimits) {
    self.limits = limits
  }

  /// Takes a token for a request, and gives the fields that tell the client where it stands.
  ///
  /// - Throws: ``APIError`` with status 429 and `Retry-After`, if no token is left.
  func admit(organizationID: String, isSafe: Bool, at now: Timestamp) throws(APIError)
    -> [HTTPField]
  {
    let perMinute = isSafe ? limits.readsPerMinute : limits.writesPerMinute
    let limit = limits.burst ?? perMinute
    let perSecond = Double(perMinute) / 60
    let name = organizationID + (isSafe ? " read" : " write")
    let (isAdmitted, tokens) = buckets.withLock { buckets -> (Bool, Double) in
      var bucket = buckets[name] ?? Bucket(tokens: Double(limit), filledAt: now)
      let (seconds, attoseconds) = (now.sinceEpoch - bucket.filledAt.sinceEpoch).components
      let elapsed = max(0, Double(seconds) + Double(attoseconds) / 1e18)
      bucket.tokens = min(Double(limit), bucket.tokens + elapsed * perSecond)
      bucket.filledAt = now
      let isAdmitted = bucket.tokens >= 1
      if isAdmitted { bucket.tokens -= 1 }
      buckets[name] = bucket
      return (isAdmitted, bucket.tokens)
    }
    let secondsToFull = Int(((Double(limit) - tokens) / perSecond).rounded(.up))
    let fields = [
      HTTPField(name: "X-RateLimit-Limit", value: String(limit)),
      HTTPField(name: "X-RateLimit-Remaining", value: String(Int(tokens))),
      HTTPField(name: "X-RateLimit-Reset", value: String(Int(now.seconds) + secondsToFull)),
    ]
    guard isAdmitted else {
      var error = APIError.rateLimited(
        retryAfter: max(1, Int(((1 - tokens) / perSecond).rounded(.up))))
      error.fields += fields
      throw error
    }
    return fields
  }

  /// Fills all buckets.
  func reset() {
    buckets.withLock { $0 = [:] }
  }
}
