import FoundationEssentials

/// How a reference server is to be started.
package struct ReferenceServerOptions: Sendable {
  /// The loopback address to listen on.
  package var host = "127.0.0.1"
  /// The port to listen on; 0 asks for a free one.
  package var port = 0
  /// Decides ids, keys and numbers: the same seed gives the same ones.
  package var seed: UInt64 = 1
  /// How long every operation takes at least.
  package var latency = Duration.zero
  /// The rules to break, by the ids of ``FaultCatalogue``.
  package var faults: [String] = []
  /// The liberties to take, by the ids of ``LegalVariation``.
  package var variations: [String] = []
  /// The bearer token of the main organization; nil draws one from the seed.
  package var apiKey: String?
  /// The limits to enforce on each organization; nil enforces none.
  package var rateLimits: RateLimits?
  /// Rows on a page when no limit is asked for.
  package var defaultPageSize = 25
  /// The largest limit that may be asked for.
  package var maximumPageSize = 100
  /// Whether a limit above the largest is cut to it; it is refused otherwise.
  package var clampsOversizedLimits = false
  /// Whether the main organization has a second connected account.
  package var hasSecondAccount = false
  /// Whether the main organization has two teams, so that creating a label must name one.
  package var hasSecondTeam = false
  /// Of how many requests the connection of one is reset in place of an answer, by turns before the
  /// request was carried out and after it; nil resets none.
  package var resetsEvery: Int?
  /// Whether webhooks are delivered, to plain HTTP on this machine only; without it a delivery counts
  /// as given up at once.
  package var deliversWebhooks = false
  /// The header field that holds the signature of a delivery.
  package var signatureHeader = "Webhook-Signature"
  /// The largest body accepted, in bytes.
  package var maximumBodySize = 256 * 1024
  /// The time since 1970 in UTC.
  package var now: @Sendable () -> Duration = {
    .milliseconds(Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// A correct server on a free port.
  package init() {}
}
