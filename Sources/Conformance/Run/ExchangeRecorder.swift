/// Turns exchanges into evidence: masked, and cut where they are long.
struct ExchangeRecorder {
  /// The longest body that is kept, in bytes.
  static let bodyLimit = 64 << 10

  let redactor: Redactor
  /// How the exchanges reached the server.
  let transport: TransportOptions

  /// The record of an exchange; bodies only where they are evidence.
  func record(_ exchange: KeptExchange, keepsBodies: Bool) -> ExchangeRecord {
    let response = exchange.response
    var failure: TransportError?
    if case .failure(let error) = exchange.result { failure = error }
    let hidden = Array(Redactor.mask.utf8)
    return ExchangeRecord(
      purpose: exchange.purpose, operation: exchange.operation,
      request: message(
        exchange.request.fields, exchange.request.body ?? [], keepsBodies: keepsBodies),
      method: exchange.request.method, url: redactor.masked(exchange.request.url),
      status: response?.status,
      response: response.map {
        message(
          $0.fields, exchange.hidesBody ? hidden : $0.body, keepsBodies: keepsBodies)
      },
      transportError: failure.map { redactor.masked($0.message) },
      startedAfter: exchange.startedAfter,
      duration: (response?.timings ?? failure?.timings)?.total ?? .zero,
      curl: CurlCommand.text(for: exchange.request, over: transport, redactor: redactor))
  }

  private func message(
    _ fields: [HTTPField], _ body: [UInt8], keepsBodies: Bool
  ) -> MessageRecord {
    // The whole body is masked before it is cut, lest half a secret remain at the cut.
    let clean = keepsBodies ? redactor.masked(body) : []
    return MessageRecord(
      fields: fields.map {
        .init(
          name: redactor.masked($0.name),
          value: redactor.maskedField(name: $0.name, value: $0.value))
      },
      body: keepsBodies && !body.isEmpty
        ? String(decoding: clean.prefix(Self.bodyLimit), as: UTF8.self) : nil,
      bodyLength: body.count, isCut: clean.count > Self.bodyLimit)
  }
}
