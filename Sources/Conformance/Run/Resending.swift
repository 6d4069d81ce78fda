import Synchronization

/// Whether a request is sent once more, and after how long.
///
/// What may have taken effect is not sent again: a request that changes something is repeated
/// only when the target says that it did not carry it out, or cannot have seen it. PUT and DELETE
/// have the same effect however often they come (RFC 9110 section 9.2.2), and so has what the suite
/// calls idempotent: they are repeated as well where the connection was lost before anything of an
/// answer came. What a target has to refuse changes nothing, and is repeated like what only reads.
struct Resending {
  /// How often a request is sent at most when the target asks to wait.
  static let maximumAttempts = 10
  /// How often a request is sent at most when connections break.
  static let maximumConnections = 4
  /// How often what undoes something is sent at most that a gateway's status answers.
  static let maximumUndoings = 6

  /// When to send again, and why.
  struct Decision: Sendable, Equatable {
    /// How long to wait before.
    let delay: Duration
    /// Why, as a short sentence.
    let reason: String
    /// Whether the target itself asked to wait, so that others should wait as well.
    var isAskedFor = false
  }

  /// The request.
  let request: HTTPRequest
  /// Whether it does no harm to carry it out twice.
  let isRepeatable: Bool
  /// The statuses that say that an earlier attempt with the same key is still under way.
  var inFlightStatuses: Set<Int> = []
  /// Whether it undoes what the run did, so that it matters that it gets through.
  var isUndoing = false
  /// How often it is sent at most, as what undoes something, that a gateway's status answers.
  var undoingAttempts = Resending.maximumUndoings
  /// How the server's own errors are told from a gateway's.
  let conventions: Conventions
  /// Whether the suite says that the effect is the same however often the request comes.
  var isDeclaredIdempotent = false
  /// Whether an earlier attempt may be under way: it got no answer, or a gateway's.
  var mayBeUnderWay = false

  /// Whether a request that undoes something may come twice.
  ///
  /// What is gone already needs no removing, and what puts members back puts them back again.
  /// Operations of a JSON Patch may add up, and a condition does not hold twice.
  static func mayUndoTwice(_ request: HTTPRequest) -> Bool {
    switch request.method {
    case "DELETE": true
    case "PUT", "PATCH":
      request.fields.value(named: "If-Match") == nil
        && request.fields.value(named: "Content-Type")?.lowercased()
          .hasPrefix("application/json-patch+json") != true
    default: false
    }
  }

  /// Whether the effect is the same however often the request comes.
  var isIdempotent: Bool { isDeclaredIdempotent || ["PUT", "DELETE"].contains(request.method) }

  /// Whether a status says that an earlier attempt is still being carried out.
  func isUnderWay(_ status: Int) -> Bool { mayBeUnderWay && inFlightStatuses.contains(status) }

  /// Decides after an attempt, the first of which is 1; nil leaves it at what came.
  func decision(
    after result: Result<HTTPResponse, TransportError>, attempt: Int, now: Double
  ) -> Decision? {
    switch result {
    case .success(let response): decision(after: response, attempt: attempt, now: now)
    case .failure(let error): decision(after: error, attempt: attempt)
    }
  }

  private func decision(
    after response: HTTPResponse, attempt: Int, now: Double
  ) -> Decision? {
    guard attempt < Self.maximumAttempts else { return nil }
    let asked = RetryAfter.delay(of: response, now: now)
    switch response.status {
    case 429:
      // Too many requests: this one was not carried out.
      let delay = asked ?? min(.seconds(1) * (1 << (attempt - 1)), .seconds(30))
      return Decision(delay: delay, reason: "429, waiting \(delay)", isAskedFor: true)
    case 502...504 where isRepeatable:
      if isUndoing, attempt >= undoingAttempts { return nil }
      if response.status == 503, let asked {
        return Decision(delay: asked, reason: "503, waiting \(asked)", isAskedFor: true)
      }
      return decision(afterGateway: response, attempt: attempt)
    case let status where isUnderWay(status):
      let delay = asked ?? min(.milliseconds(200) * (1 << (attempt - 1)), .seconds(5))
      return Decision(
        delay: delay, reason: "\(status), the first attempt is under way, waiting \(delay)")
    default: return nil
    }
  }

  /// What is sent again of which nobody knows whether it reached the server: what undoes
  /// something until it does, and what only reads once, since a gateway's answer says nothing of the
  /// server.
  private func decision(afterGateway response: HTTPResponse, attempt: Int) -> Decision? {
    let isWorthIt =
      isUndoing
      || request.isSafe && attempt == 1 && response.isFromGateway(conventions)
    guard isWorthIt else { return nil }
    let delay = Duration.milliseconds(250) * (1 << (attempt - 1))
    return Decision(delay: delay, reason: "\(response.status), waiting \(delay)")
  }

  private func decision(after error: TransportError, attempt: Int) -> Decision? {
    let delay = Duration.milliseconds(100) * (1 << (attempt - 1))
    switch error.kind {
    case .connectionFailed, .connectionLost:
      let isUnanswered = error.phase < .receiving
      guard attempt < Self.maximumConnections,
        isRepeatable || !error.mayHaveArrived || isIdempotent && isUnanswered
      else { return nil }
      return Decision(delay: delay, reason: "\(error.message), waiting \(delay)")
    case .invalidResponse, .truncatedBody, .lengthMismatch, .invalidEncoding:
      // Once may be the network; the same cut a second time is the server's doing.
      guard attempt == 1, request.isSafe else { return nil }
      return Decision(delay: .zero, reason: error.message)
    case .invalidRequest, .cancelled, .engineStopped, .nameNotResolved, .tlsFailed,
      .connectTimeout, .timeout, .bodyTooLarge, .other:
      return nil
    }
  }
}

/// How patient what undoes something is with a gateway that keeps it from the server.
///
/// Where one was kept away to its last attempt the others would fare the same: each of them is tried
/// once, until one gets through.
final class UndoingPatience: Sendable {
  /// How often what undoes something is sent at most once the run is being stopped.
  static let hurriedAttempts = 2

  private let isSpent = Mutex(false)

  /// How often what undoes something may be sent now.
  func attempts(isHurried: Bool) -> Int {
    let isSpent = self.isSpent.withLock { $0 }
    if isSpent { return 1 }
    return isHurried ? Self.hurriedAttempts : Resending.maximumUndoings
  }

  /// Notes what the last attempt at undoing something came to.
  func note(_ result: Result<HTTPResponse, TransportError>) {
    guard case .success(let response) = result, response.status != 429 else { return }
    let isKeptAway = response.hasGatewayStatus
    isSpent.withLock { $0 = isKeptAway }
  }
}
