import Diagnostics
import SchemaValidator

/// ERR-04 and ERR-05: the members of an error that programs read are strings with content, and
/// the parameter at fault, where it is named, is a string.
struct ErrorMembersAreStrings: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-04", "ERR-05"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isError, exchange.canHaveBody, let errors = context.conventions.errors,
      let json = exchange.json, errors.isEnvelope(json)
    else { return }
    for (name, pointer) in errors.strings {
      if isNumberByContract(pointer, of: json, exchange, context) { continue }
      report.judge("ERR-04")
      judge(json.value(at: pointer), name, at: pointer, &report)
    }
    guard let pointer = errors.param, let param = json.value(at: pointer) else { return }
    report.judge("ERR-05")
    if param.kind != .string {
      report.depart(
        from: "ERR-05", "the parameter that an error names is not a string", at: .body(pointer),
        expected: "a string, or no such member", got: param.shortText)
    }
  }

  /// Whether a member is a number because the contract has it so; where the contract has nothing of
  /// an answer, it may be.
  private func isNumberByContract(
    _ pointer: JSONPointer, of json: JSONValue, _ exchange: AnsweredExchange,
    _ context: CheckContext
  ) -> Bool {
    guard json.value(at: pointer)?.kind == .number else { return false }
    guard let schema = exchange.contentEntry?.schema ?? context.errorSchema else {
      return exchange.operation == nil
    }
    let asText = JSONEdit.replacing(pointer, in: json, with: JSONEdit.literal("17"))
    guard schema.program.isValid(json), let other = try? JSONDocument(parsing: asText) else {
      return false
    }
    return !schema.program.isValid(other.root)
  }

  private func judge(
    _ value: JSONValue?, _ name: String, at pointer: JSONPointer, _ report: inout CheckReport
  ) {
    guard let text = value?.stringValue else {
      report.depart(
        from: "ERR-04",
        value == nil ? "an error without its \(name)" : "the \(name) of an error is not a string",
        at: .body(pointer), expected: "a string", got: value?.shortText ?? "nothing")
      return
    }
    if text.isEmpty {
      report.depart(
        from: "ERR-04", "the \(name) of an error is empty", at: .body(pointer),
        expected: "a string with content", got: "\"\"")
    }
  }
}
