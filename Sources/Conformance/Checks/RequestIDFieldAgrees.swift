import SchemaValidator

/// RSP-11: a request id in a header field is the one in the body.
///
/// An answer without the field says the id in one place only, and is not judged.
struct RequestIDFieldAgrees: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-11"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    let conventions = context.conventions
    let pointer =
      exchange.isError ? conventions.errors?.requestID : conventions.success?.requestID
    guard let name = conventions.requestIDHeader,
      let id = exchange.value(at: pointer)?.stringValue
    else { return }
    // A gateway may add a field of its own name for its own purposes: one that agrees will do.
    let values = exchange.response.fields.values(named: name)
    guard !values.isEmpty else { return }
    report.judge("RSP-11")
    guard !values.contains(where: { $0.isSameText(as: id) }) else { return }
    report.depart(
      from: "RSP-11", "the field \(name) is not the request id of the body",
      at: .header(name.lowercased()), expected: id.quoted,
      got: values.map(\.quoted).joined(separator: ", "))
  }
}
