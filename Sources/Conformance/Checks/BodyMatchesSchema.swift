import Diagnostics
import SchemaValidator

/// RSP-02 and RSP-06 to RSP-08: the body of a success is what the contract's schema says.
///
/// One evaluation serves four requirements: what is missing or null, a broken format and a value
/// outside its enumeration have ids of their own. A page without items proves nothing about
/// items, and does not count as looked at.
struct BodyMatchesSchema: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-02", "RSP-06", "RSP-07", "RSP-08"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.canHaveBody, !exchange.isError else { return }
    if case .empty = exchange.body { return judgeEmpty(exchange, &report) }
    guard let json = exchange.json, let entry = exchange.contentEntry, let schema = entry.schema
    else { return }
    let verdict = schema.program.evaluate(json)
    for reason in verdict.undecided { report.leaveOpen("RSP-02", reason) }
    // What a server only takes it cannot be asked to show.
    let violations = context.contract.binding(
      verdict.violations, of: json, by: schema, in: .response)
    if verdict.outcome != .undecided, violations.isEmpty,
      !isEmptyPage(json, exchange.operation, context.conventions), let outline = entry.outline
    {
      note(outline, &report)
    }
    for violation in violations {
      let hasFraction = isDurationWithFraction(violation, json, schema, context.contract)
      report.depart(
        from: requirement(of: violation, in: json), severity: hasFraction ? .warn : nil,
        message(violation), at: .body(violation.instanceLocation), expected: violation.want,
        got: violation.got, clause: violation.clause(in: schema, of: context.contract),
        details: violation.branchLines + (hasFraction ? [Self.aboutFractions] : []))
    }
  }

  /// What is told of a duration with a fraction.
  private static let aboutFractions =
    "ISO 8601 allows a fraction in the last number of a duration; RFC 3339, by which the format "
    + "\"duration\" goes, does not"

  /// Whether a text breaks its format only by being a duration of ISO 8601 instead of RFC 3339.
  private func isDurationWithFraction(
    _ violation: SchemaViolation, _ json: JSONValue, _ schema: ContractSchema,
    _ contract: Contract
  ) -> Bool {
    guard violation.keyword == "format",
      let text = json.value(at: violation.instanceLocation)?.stringValue,
      let format = contract.schemas.documents.node(at: violation, of: schema.node)
    else { return false }
    return format.value.stringValue?.isSameText(as: "duration") == true
      && FractionalDuration.holds(text)
  }

  /// Notes what a valid body was held to.
  private func note(_ outline: SchemaOutline, _ report: inout CheckReport) {
    report.judge("RSP-02")
    if outline.keywords.contains("required") { report.judge("RSP-06") }
    if outline.keywords.contains("format") { report.judge("RSP-07") }
    if !outline.keywords.isDisjoint(with: ["enum", "const"]) { report.judge("RSP-08") }
  }

  /// An empty body where JSON is documented is no JSON text.
  private func judgeEmpty(_ exchange: AnsweredExchange, _ report: inout CheckReport) {
    guard let declared = exchange.declaredResponse, !declared.content.isEmpty,
      declared.content.allSatisfy({ $0.range.isJSON && $0.schema != nil })
    else { return }
    report.depart(
      from: "RSP-02", "the body is empty where the contract documents one", at: .body(.root),
      expected: declared.content.map(\.range.description).alternatives, got: "no body",
      clause: (declared.node["content"] ?? declared.node).clause)
  }

  private func isEmptyPage(
    _ json: JSONValue, _ operation: Operation?, _ conventions: Conventions
  ) -> Bool {
    guard let items = conventions.pagination(of: operation).flatMap({ json.value(at: $0.items) })
    else {
      return false
    }
    return items.kind == .array && items.count == 0
  }

  private func requirement(
    of violation: SchemaViolation, in json: JSONValue
  ) -> RequirementID {
    switch violation.keyword {
    case "required": "RSP-06"
    case "type", "nullable":
      json.value(at: violation.instanceLocation)?.isNull == true ? "RSP-06" : "RSP-02"
    case "format": "RSP-07"
    case "enum", "const": "RSP-08"
    default: "RSP-02"
    }
  }

  private func message(_ violation: SchemaViolation) -> String {
    let place = violation.instanceLocation
    return place.tokens.isEmpty
      ? "the body does not match its schema: \(violation.message)"
      : "\(place) does not match its schema: \(violation.message)"
  }

}

extension SchemaViolation {
  /// The keyword's place in the contract, in whichever of its files; the schema's where it is not
  /// found.
  func clause(in schema: ContractSchema, of contract: Contract) -> Finding.Clause {
    (contract.schemas.documents.node(at: self, of: schema.node) ?? schema.node).clause
  }

  /// Why each branch of an `anyOf` or `oneOf` does not match, the nearest first.
  var branchLines: [String] {
    branches.map { branch in
      let reasons = branch.violations.prefix(3).map(\.description)
      return "not \(branch.name): \(reasons.joined(separator: "; "))"
    }
  }
}
