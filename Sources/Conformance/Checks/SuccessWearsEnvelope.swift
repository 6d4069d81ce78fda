import Diagnostics
import SchemaValidator

/// RSP-09: the JSON body of a success has the members of the configured envelope.
///
/// An operation whose schema describes its members without the envelope's is left alone.
struct SuccessWearsEnvelope: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-09"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isSuccess, exchange.canHaveBody, exchange.operation != nil,
      let convention = context.conventions.success, let json = exchange.json
    else { return }
    let outline = exchange.contentEntry?.outline
    if let data = convention.data, outline?.allows(data) != false {
      report.judge("RSP-09")
      if json.value(at: data) == nil {
        report.depart(
          from: "RSP-09", "a success without the member \(data)", at: .body(data),
          expected: "the payload", got: "nothing")
      }
    }
    if let pointer = convention.requestID, outline?.allows(pointer) != false {
      report.judge("RSP-09")
      judge(json.value(at: pointer), at: pointer, &report)
    }
  }

  private func judge(
    _ value: JSONValue?, at pointer: JSONPointer, _ report: inout CheckReport
  ) {
    guard let text = value?.stringValue else {
      report.depart(
        from: "RSP-09", "a success without a request id at \(pointer)", at: .body(pointer),
        expected: "a string", got: value?.shortText ?? "nothing")
      return
    }
    if text.isEmpty {
      report.depart(
        from: "RSP-09", severity: .warn, "the request id at \(pointer) is empty",
        at: .body(pointer), expected: "a string with content", got: "\"\"")
    }
  }
}
