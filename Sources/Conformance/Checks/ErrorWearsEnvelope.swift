import Diagnostics
import SchemaValidator

/// ERR-01: the body of every documented error is in the envelope the contract gives it.
///
/// The schema of the response counts; the configured error schema where the response has none.
/// Members that ERR-04 and ERR-05 judge are left to them.
struct ErrorWearsEnvelope: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-01"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.isError, exchange.canHaveBody, !exchange.isEncoded,
      let declared = exchange.declaredResponse
    else { return }
    // A default response without content leaves everything open, also to a proxy's own answers.
    if declared.status == .any, declared.content.isEmpty { return }
    let own = exchange.contentEntry ?? declared.content.first(where: \.range.isJSON)
    let schema = own.map(\.schema) ?? context.errorSchema
    let root = context.conventions.errors?.root
    guard schema != nil || root != nil else { return }
    let clause = schema?.node.clause ?? declared.node.clause
    if exchange.isFromGateway(context.conventions) {
      report.depart(
        from: "ERR-01", severity: .warn,
        "an error that seems to come from a gateway is not in the envelope", at: .body(.root),
        expected: "the error envelope", got: bodyInWords(exchange), clause: clause,
        details: exchange.senderDetails)
      return
    }
    guard let json = exchange.json else {
      // A body that calls itself JSON and is none is RSP-03's.
      if exchange.mediaType?.isJSON == true, !exchange.response.body.isEmpty { return }
      report.depart(
        from: "ERR-01", "an error without the envelope", at: .body(.root),
        expected: "a JSON body in the error envelope", got: bodyInWords(exchange), clause: clause)
      return
    }
    if let schema {
      judge(json, by: schema, context, &report)
    } else if let root {
      report.judge("ERR-01")
      guard json.value(at: root) == nil else { return }
      report.depart(
        from: "ERR-01", "an error without the member \(root)", at: .body(root),
        expected: "the error envelope", got: "nothing", clause: clause)
    }
  }

  private func judge(
    _ json: JSONValue, by schema: ContractSchema, _ context: CheckContext,
    _ report: inout CheckReport
  ) {
    let verdict = schema.program.evaluate(json)
    for reason in verdict.undecided { report.leaveOpen("ERR-01", reason) }
    if verdict.outcome == .valid { report.judge("ERR-01") }
    for violation in verdict.violations
    where !isJudgedElsewhere(violation, json, context.conventions.errors) {
      report.depart(
        from: "ERR-01", "an error body does not match its schema: \(violation.description)",
        at: .body(violation.instanceLocation), expected: violation.want, got: violation.got,
        clause: violation.clause(in: schema, of: context.contract), details: violation.branchLines)
    }
  }

  /// Whether a violation is about a member that ERR-04 or ERR-05 reports.
  private func isJudgedElsewhere(
    _ violation: SchemaViolation, _ json: JSONValue, _ errors: Conventions.Errors?
  ) -> Bool {
    guard let errors, errors.isEnvelope(json) else { return false }
    let strings = errors.strings.map(\.pointer)
    if violation.keyword == "required" {
      return strings.contains {
        $0.parent == violation.instanceLocation && json.value(at: $0) == nil
      }
    }
    let place = violation.instanceLocation
    return violation.keyword == "type" && (strings.contains(place) || errors.param == place)
  }

  private func bodyInWords(_ exchange: AnsweredExchange) -> String {
    let body = exchange.response.body
    if body.isEmpty { return "no body" }
    return exchange.json?.shortText ?? String(decoding: body.prefix(200), as: UTF8.self).quoted
  }
}

extension Conventions.Errors {
  /// The members that are strings in every error, with their words for messages.
  var strings: [(name: String, pointer: JSONPointer)] {
    let members = [
      ("type", type), ("code", code), ("message", message), ("request id", requestID),
    ]
    return members.compactMap { name, pointer in pointer.map { (name, $0) } }
  }

  /// Whether a body is in the envelope at all, as far as its root tells.
  func isEnvelope(_ json: JSONValue) -> Bool {
    guard let root else { return json.kind == .object }
    return json.value(at: root)?.kind == .object
  }
}
