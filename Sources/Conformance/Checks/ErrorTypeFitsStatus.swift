import SchemaValidator

/// ERR-06: the type of an error is one that the configured table gives for its status.
struct ErrorTypeFitsStatus: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-06"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isError, let errors = context.conventions.errors, let pointer = errors.type,
      let types = errors.types[exchange.response.status],
      let type = exchange.value(at: pointer)?.stringValue
    else { return }
    report.judge("ERR-06")
    guard !types.contains(where: { $0.isSameText(as: type) }) else { return }
    report.depart(
      from: "ERR-06",
      "the type of an error does not go with the status \(exchange.response.status)",
      at: .body(pointer), expected: types.map(\.quoted).alternatives, got: type.quoted)
  }
}
