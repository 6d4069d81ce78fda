/// An exchange that did not come to its end.
///
/// A reference to its parts, so that what may have failed needs no room for how.
package struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The request cannot be sent as it is; nothing was sent.
    case invalidRequest = "invalid-request"
    /// The task was cancelled.
    case cancelled
    /// The engine was shut down.
    case engineStopped = "engine-stopped"
    /// The host name has no address.
    case nameNotResolved = "name-not-resolved"
    /// Nobody listens there, or the network does not lead there.
    case connectionFailed = "connection-failed"
    /// The TLS handshake failed or the certificate is not trusted.
    case tlsFailed = "tls-failed"
    /// The connection was not ready in time.
    case connectTimeout = "connect-timeout"
    /// The exchange was not over in time.
    case timeout
    /// The connection was lost before a whole response head arrived.
    case connectionLost = "connection-lost"
    /// What arrived is not an HTTP response.
    case invalidResponse = "invalid-response"
    /// The connection ended before the body did.
    case truncatedBody = "truncated-body"
    /// More bytes followed than `Content-Length` announced, or two lengths contradict each other.
    case lengthMismatch = "length-mismatch"
    /// The body could not be decoded as `Content-Encoding` says.
    case invalidEncoding = "invalid-encoding"
    /// The body is larger than the request allows.
    case bodyTooLarge = "body-too-large"
    /// libcurl failed in another way; `code` says which.
    case other
  }

  /// How far the exchange had come.
  package enum Phase: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The request was being checked, or waited in the engine.
    case preparing
    /// The host name was being looked up.
    case nameLookup = "name-lookup"
    /// The connection or the TLS handshake was under way.
    case connecting
    /// The request was being sent, or its answer awaited.
    case awaitingResponse = "awaiting-response"
    /// The response was arriving.
    case receiving

    /// Orders by progress.
    package static func < (left: Phase, right: Phase) -> Bool {
      left.order < right.order
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  private struct Parts: Sendable, Hashable {
    var kind: Kind
    var phase: Phase
    var code: Int
    var message: String
    var partial: HTTPResponse?
    var timings: Timings
  }

  private var parts: CopiedOnWrite<Parts>

  /// What went wrong.
  package var kind: Kind {
    get { parts.value.kind }
    _modify { yield &parts.value.kind }
  }
  /// How far the exchange had come.
  package var phase: Phase {
    get { parts.value.phase }
    _modify { yield &parts.value.phase }
  }
  /// The libcurl result code (`CURLE_…`); 0 when the engine itself decided.
  ///
  /// Source: [libcurl errors](https://curl.se/libcurl/c/libcurl-errors.html)
  package var code: Int {
    get { parts.value.code }
    _modify { yield &parts.value.code }
  }
  /// What happened, as one sentence without a full stop.
  package var message: String {
    get { parts.value.message }
    _modify { yield &parts.value.message }
  }
  /// What had been received of the response; nil before a whole response head.
  package var partial: HTTPResponse? {
    get { parts.value.partial }
    _modify { yield &parts.value.partial }
  }
  /// When things happened, as far as they did.
  package var timings: Timings {
    get { parts.value.timings }
    _modify { yield &parts.value.timings }
  }

  /// Creates an error from its parts.
  package init(
    _ kind: Kind, phase: Phase, code: Int = 0, _ message: String,
    partial: HTTPResponse? = nil, timings: Timings = Timings()
  ) {
    parts = CopiedOnWrite(
      Parts(
        kind: kind, phase: phase, code: code, message: message, partial: partial,
        timings: timings))
  }

  /// Whether the server broke HTTP itself, as opposed to the exchange not being possible.
  package var isProtocolViolation: Bool {
    switch kind {
    case .invalidResponse, .truncatedBody, .lengthMismatch, .invalidEncoding: true
    default: false
    }
  }

  /// Whether the server cannot have seen the request.
  package var isBeforeSending: Bool { phase < .awaitingResponse }

  /// The sentence with the kind and phase it belongs to.
  package var description: String { "\(message) (\(kind.rawValue) while \(phase.rawValue))" }
}

extension TransportError {
  /// Whether the request may have arrived and done something, although no response came.
  var mayHaveArrived: Bool { phase >= .awaitingResponse }
}
