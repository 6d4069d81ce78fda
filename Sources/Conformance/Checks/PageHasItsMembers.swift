import Diagnostics
import SchemaValidator

/// PAG-01 to PAG-03 and PAG-09: a page has its items, its end mark and its way on, the last two
/// agree, and it is full unless it is the last.
///
/// A page is the success of a read that the profile names; otherwise one whose schema names the end
/// mark or the way on, or, where the schema leaves its members open or the client counts, whose
/// operation takes what says where a page begins.
struct PageHasItsMembers: ExchangeCheck {
  static let requirements: [RequirementID] = ["PAG-01", "PAG-02", "PAG-03", "PAG-09"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isSuccess, exchange.request.method == "GET",
      let operation = exchange.operation,
      let convention = context.conventions.pagination(of: operation),
      isPage(exchange, operation, convention), let json = exchange.json
    else { return }
    report.judge("PAG-01")
    expect("an array", at: convention.items, in: json, &report) { $0.kind == .array }
    if let more = convention.more {
      expect("true or false", at: more, in: json, &report) { $0.kind == .boolean }
    }
    expectWayOn(in: json, exchange, convention, &report)
    expectTotal(in: json, exchange, convention, &report)
    judgeEnd(exchange, json, convention, &report)
    if !exchange.isFaulty { judgeLength(exchange, json, convention, &report) }
  }

  private func isPage(
    _ exchange: AnsweredExchange, _ operation: Operation, _ convention: Conventions.Pagination
  ) -> Bool {
    if convention.names(operation) { return true }
    let marks = [convention.more, convention.style.next].compactMap(\.self)
    if !marks.isEmpty,
      let outline = exchange.contentEntry?.outline,
      outline.members != nil
    {
      return marks.contains(where: outline.names)
    }
    return convention.style.positionParameter.map { operation.parameter($0, in: .query) != nil }
      ?? false
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

  private func expectWayOn(
    in json: JSONValue, _ exchange: AnsweredExchange, _ convention: Conventions.Pagination,
    _ report: inout CheckReport
  ) {
    switch convention.style {
    case .cursor(_, let next):
      // Whether a position is a text or a number is for its schema to say.
      expect("a string or null", at: next, in: json, &report) {
        $0.kind == .string || $0.kind == .number || $0.isNull
      }
    case .token(_, let next), .nextURL(let next):
      guard json.value(at: next) != nil else { return }
      expect("a string, null or nothing", at: next, in: json, &report) {
        $0.kind == .string || $0.kind == .number || $0.isNull
      }
    case .linkHeader:
      let fields = exchange.response.fields
      guard !LinkField.isReadable(fields) else { return }
      report.depart(
        from: "PAG-01", "the links of a page cannot be read", at: .header("link"),
        expected: "links such as <https://example.com/items?page=2>; rel=\"next\"",
        got: fields.values(named: "Link").joined(separator: ", ").quoted)
    case .offset, .page: return
    }
  }

  private func expectTotal(
    in json: JSONValue, _ exchange: AnsweredExchange, _ convention: Conventions.Pagination,
    _ report: inout CheckReport
  ) {
    switch convention.total {
    case .body(let pointer):
      expect("a number of items", at: pointer, in: json, &report) { $0.intValue ?? -1 >= 0 }
    case .field(let name):
      let text = exchange.response.fields.value(named: name)
      guard text.flatMap({ Int($0) }) ?? -1 < 0 else { return }
      report.depart(
        from: "PAG-01",
        text == nil ? "a page without \(name)" : "\(name) of a page is no number of items",
        at: .header(name.lowercased()), expected: "a number of items",
        got: text?.quoted ?? "nothing"
      )
    case nil: return
    }
  }

  private func judgeEnd(
    _ exchange: AnsweredExchange, _ json: JSONValue, _ convention: Conventions.Pagination,
    _ report: inout CheckReport
  ) {
    guard let member = convention.more, let more = json.value(at: member)?.boolValue else { return }
    let noun = convention.style.noun
    let given: String?
    var shown = "nothing"
    switch convention.style {
    case .cursor(_, let next), .token(_, let next), .nextURL(let next):
      let value = json.value(at: next)
      // What is no string at all is told by PAG-01.
      if value == nil, case .cursor = convention.style { return }
      given = value?.stringValue ?? ExactText(value)?.text
      if let value { shown = value.shortText }
    case .linkHeader:
      given = LinkField.target(of: "next", in: exchange.response.fields)
      if let given { shown = given.quoted }
    case .offset, .page: return
    }
    if more {
      report.judge("PAG-02")
      guard given?.isEmpty ?? true else { return }
      report.depart(
        from: "PAG-02", "a page with more to come has no next \(noun)", at: convention.nextPlace,
        expected: "a non-empty string, since \(member) is true", got: shown)
    } else {
      report.judge("PAG-03")
      // Where a token or a URL says it all, an empty one says that nothing follows.
      guard let given, !given.isEmpty || convention.style.name == .cursor else { return }
      report.depart(
        from: "PAG-03", "the last page has a next \(noun)", at: convention.nextPlace,
        expected: "null, since \(member) is false", got: shown)
    }
  }

  /// PAG-09: as many items as were asked for while there is more; fewer are legal, and told.
  private func judgeLength(
    _ exchange: AnsweredExchange, _ json: JSONValue, _ convention: Conventions.Pagination,
    _ report: inout CheckReport
  ) {
    guard let name = convention.limitParameter,
      let limit = URLQuery(of: exchange.request.url)[name].flatMap({ Int($0) }), limit > 0,
      let items = json.value(at: convention.items), items.kind == .array
    else { return }
    let reading = convention.reading(
      of: json, exchange.response.fields, url: exchange.request.url, at: .start, limit: limit)
    guard reading.more == true else { return }
    report.judge("PAG-09")
    let wanted = min(limit, convention.maximumLimit ?? limit)
    guard items.count < wanted else { return }
    report.depart(
      from: "PAG-09", severity: .info, "a page is short and not the last",
      at: .body(convention.items), expected: "\(wanted) items while there is more",
      got: "\(items.count) items")
  }
}
