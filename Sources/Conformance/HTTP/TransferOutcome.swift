import CCurl

/// What came of an exchange, read from what was received and from libcurl's result.
///
/// To be made before the easy handle is used for the next exchange.
struct TransferOutcome {
  private let transfer: Transfer
  private let code: CURLcode
  private let detail: String
  private let head: ResponseHead
  private let timings: Timings
  private let wireBodyLength: Int
  private let isRefusedByProxy: Bool

  init(
    _ easy: CurlEasy, _ transfer: Transfer, _ code: CURLcode, unwatched: Duration,
    _ known: inout KnownFields
  ) {
    self.transfer = transfer
    self.code = code
    self.detail = code == CURLE_OK ? "" : easy.message(for: code)
    self.head = ResponseHead(reading: transfer.head, &known)
    self.wireBodyLength = easy.offset(CURLINFO_SIZE_DOWNLOAD_T)
    self.timings = Self.timings(easy, transfer, unwatched: unwatched)
    self.isRefusedByProxy = code != CURLE_OK && easy.proxyStatus >= 300
  }

  /// The response, or why there is none.
  var result: Submission.Outcome {
    guard code == CURLE_OK else { return .failure(failure) }
    guard let response, head.isComplete else {
      return .failure(error(.invalidResponse, "the response has no status line"))
    }
    let lengths = response.fields.values(named: "Content-Length")
    if lengths.count > 1, lengths.contains(where: { $0 != lengths[0] }) {
      let list = Set(lengths).sorted().joined(separator: " and ")
      return .failure(error(.lengthMismatch, "the response has Content-Length \(list)"))
    }
    if transfer.hasExcess {
      return .failure(
        error(.lengthMismatch, "more bytes followed than belong to the response"))
    }
    return .success(response)
  }

  /// An error of the given kind, with everything known about the exchange.
  func error(_ kind: TransportError.Kind, _ message: String) -> TransportError {
    TransportError(
      kind, phase: phase, code: Int(code.rawValue), message, partial: response, timings: timings)
  }

  /// The response as far as it arrived; nil without a status line.
  private var response: HTTPResponse? {
    guard let final = head.final else { return nil }
    return HTTPResponse(
      status: final.status, version: final.version, reason: final.reason, fields: final.fields,
      trailers: head.trailers,
      head: final.range == transfer.head.indices
        ? transfer.head : Array(transfer.head[final.range]),
      body: transfer.body,
      wireBodyLength: wireBodyLength,
      interim: head.interim.map {
        HTTPResponse.Interim(status: $0.status, reason: $0.reason, fields: $0.fields)
      },
      timings: timings)
  }

  private var phase: TransportError.Phase {
    if transfer.firstByte != nil { return .receiving }
    if transfer.sent != nil { return .awaitingResponse }
    return timings.nameLookup == .zero ? .nameLookup : .connecting
  }

  private var failure: TransportError {
    let limit = transfer.submission.prepared.request.maximumBodySize
    switch transfer.stopReason {
    case .bodyTooLarge:
      return error(.bodyTooLarge, "the body is larger than the limit of \(limit) bytes")
    case .headTooLarge:
      return error(
        .invalidResponse, "the header is larger than \(Transfer.maximumHeadSize) bytes")
    case .resendRefused where head.isComplete:
      // The answer to an `Expect` in the request; libcurl drops its body before sending again.
      return error(.other, "the server answered \(head.final?.status ?? 0) without its body read")
    case .resendRefused:
      return error(
        .connectionLost,
        """
        the server closed a kept connection without answering; \
        the request may have been processed and was not sent again
        """)
    case .startCalledOff:
      return error(.cancelled, "the group of requests was called off before it started")
    case nil:
      let kind = self.kind
      return error(kind, "\(Self.sentence(for: kind)): \(detail)")
    }
  }

  private var kind: TransportError.Kind {
    switch code {
    case CURLE_URL_MALFORMAT: .invalidRequest
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      transfer.sent == nil ? .invalidRequest : .invalidResponse
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY: .connectionFailed
    case CURLE_OPERATION_TIMEDOUT: transfer.sent == nil ? .connectTimeout : .timeout
    case CURLE_PARTIAL_FILE: .truncatedBody
    case CURLE_BAD_CONTENT_ENCODING: .invalidEncoding
    case CURLE_GOT_NOTHING: .connectionLost
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR: kindOfLostConnection
    // The server broke the rules of HTTP/2, or gave this one exchange up.
    case CURLE_HTTP2: transfer.sent == nil ? .other : .invalidResponse
    case CURLE_HTTP2_STREAM: head.isComplete ? .truncatedBody : .connectionLost
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT:
      .tlsFailed
    // libcurl gives up on a header line beyond 100 KB as if memory had run out.
    case CURLE_OUT_OF_MEMORY: transfer.sent == nil ? .other : .invalidResponse
    default: .other
    }
  }

  private var kindOfLostConnection: TransportError.Kind {
    // libcurl has no code of its own for broken chunk framing.
    if detail.contains("chunk") { return .invalidResponse }
    if isRefusedByProxy { return .connectionFailed }
    if transfer.sent == nil { return transfer.submission.prepared.usesTLS ? .tlsFailed : .other }
    return head.isComplete ? .truncatedBody : .connectionLost
  }

  private static func sentence(for kind: TransportError.Kind) -> String {
    switch kind {
    case .invalidRequest: "the request cannot be sent"
    case .cancelled: "the request was cancelled"
    case .engineStopped: "the HTTP engine was shut down"
    case .nameNotResolved: "the host name has no address"
    case .connectionFailed: "no connection could be made"
    case .tlsFailed: "the TLS handshake failed"
    case .connectTimeout: "the connection was not ready in time"
    case .timeout: "the response was not complete in time"
    case .connectionLost: "the connection was closed before a response"
    case .invalidResponse: "the answer is not valid HTTP"
    case .truncatedBody: "the connection was closed before the body was complete"
    case .lengthMismatch: "the body does not have the announced length"
    case .invalidEncoding: "the body is not encoded as Content-Encoding says"
    case .bodyTooLarge: "the body is too large"
    case .other: "libcurl failed"
    }
  }

  private static func timings(
    _ easy: CurlEasy, _ transfer: Transfer, unwatched: Duration
  ) -> Timings {
    let submission = transfer.submission
    let opened = easy.connectionsOpened
    var timings = Timings(
      startedAt: submission.submitted - submission.epoch,
      queued: transfer.begun - submission.submitted,
      total: .now - submission.submitted,
      reusedConnection: opened == 0 && transfer.attempts > 0,
      attempts: transfer.attempts)
    timings.unwatched = unwatched
    if opened > 0 || transfer.attempts == 0 {
      // libcurl counts each from the start of the exchange; a phase not reached is 0.
      let lookup = easy.time(CURLINFO_NAMELOOKUP_TIME_T)
      let connected = easy.time(CURLINFO_CONNECT_TIME_T)
      let secured = easy.time(CURLINFO_APPCONNECT_TIME_T)
      timings.nameLookup = lookup
      timings.connect = max(.zero, connected - lookup)
      timings.tls = max(.zero, secured - connected)
    }
    if let sent = transfer.sent { timings.sent = sent - submission.submitted }
    if let first = transfer.firstByte { timings.firstByte = first - submission.submitted }
    return timings
  }
}
