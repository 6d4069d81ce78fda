import Diagnostics

/// RATE-02: a 429 is an error like any other, JSON in the configured envelope.
struct TooManyRequestsWearsEnvelope: ExchangeCheck {
  static let requirements: [RequirementID] = ["RATE-02"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.response.status == 429, exchange.canHaveBody, !exchange.isEncoded,
      let errors = context.conventions.errors
    else { return }
    report.judge("RATE-02")
    guard let json = exchange.json else {
      report.depart(
        from: "RATE-02", "a 429 without the error envelope", at: .body(.root),
        expected: "JSON in the error envelope",
        got: exchange.response.body.isEmpty
          ? "no body"
          : String(decoding: exchange.response.body.prefix(200), as: UTF8.self).quoted,
        details: exchange.senderDetails)
      return
    }
    if let type = exchange.mediaType, !type.isJSON {
      report.depart(
        from: "RATE-02", "a 429 is not labelled as JSON", at: .header("content-type"),
        expected: "a JSON media type", got: type.description)
    }
    guard !errors.isEnvelope(json) else { return }
    report.depart(
      from: "RATE-02", "a 429 without the error envelope", at: .body(errors.root ?? .root),
      expected: "the error envelope", got: json.shortText)
  }
}
