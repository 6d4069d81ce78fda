import Diagnostics
import SchemaValidator

/// PAG-01 to PAG-03: a page has its items, its end mark and its next cursor, and the last two
/// agree.
///
/// A page is the success of a read whose schema names the end mark or the next cursor, or, where
/// the schema leaves its members open, whose operation takes a cursor.
struct PageHasItsMembers: ExchangeCheck {
  static let requirements: [RequirementID] = ["PAG-01", "PAG-02", "PAG-03"]

  private let outlines = SchemaOutlines()

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard let convention = context.conventions.pagination, isPage(exchange, convention),
      let json = exchange.json
    else { return }
    report.judge("PAG-01")
    expect("an array", at: convention.items, in: json, &report) { $0.kind == .array }
    expect("true or false", at: convention.more, in: json, &report) { $0.kind == .boolean }
    expect("a string or null", at: convention.next, in: json, &report) {
      $0.kind == .string || $0.isNull
    }
    guard let more = json.value(at: convention.more)?.boolValue,
      let next = json.value(at: convention.next)
    else { return }
    judge(next, more: more, convention, &report)
  }

  private func isPage(
    _ exchange: AnsweredExchange, _ convention: Conventions.Pagination
  ) -> Bool {
    guard exchange.isSuccess, exchange.request.method == "GET",
      let operation = exchange.operation
    else { return false }
    if let outline = exchange.contentEntry?.schema.map(outlines.outline(of:)),
      outline.members != nil
    {
      return outline.names(convention.more) || outline.names(convention.next)
    }
    return operation.parameter(convention.cursorParameter, in: .query) != nil
  }

  private func expect(
    _ expected: String, at pointer: JSONPointer, in json: JSONValue, _ report: inout CheckReport,
    _ holds: (JSONValue) -> Bool
  ) {
    let value = json.value(at: pointer)
    if let value, holds(value) { return }
    report.depart(
      from: "PAG-01",
      value == nil ? "a page without \(pointer)" : "\(pointer) of a page has another type",
      at: .body(pointer), expected: expected, got: value?.shortText ?? "nothing")
  }

  private func judge(
    _ next: JSONValue, more: Bool, _ convention: Conventions.Pagination,
    _ report: inout CheckReport
  ) {
    if more {
      report.judge("PAG-02")
      guard next.isNull || next.stringValue?.isEmpty == true else { return }
      report.depart(
        from: "PAG-02", "a page with more to come has no next cursor", at: .body(convention.next),
        expected: "a non-empty string, since \(convention.more) is true", got: next.shortText)
    } else {
      report.judge("PAG-03")
      guard next.kind == .string else { return }
      report.depart(
        from: "PAG-03", "the last page has a next cursor", at: .body(convention.next),
        expected: "null, since \(convention.more) is false", got: next.shortText)
    }
  }
}
