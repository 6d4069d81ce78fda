import Diagnostics
import SchemaValidator

/// RSP-03 and RSP-05: a body that is to be JSON is one strict JSON text, and no object in it
/// repeats a member.
///
/// What is to be JSON is what its Content-Type calls JSON, and a body without one where the
/// contract documents nothing but JSON. An empty body is for the schema checks to judge.
struct BodyIsOneJSONText: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-03", "RSP-05"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.canHaveBody, !exchange.isEncoded, isToBeJSON(exchange) else { return }
    switch exchange.body {
    case .empty: return
    case .malformed(let error): judge(error, exchange, context, &report)
    case .json(let document):
      report.judge("RSP-03")
      report.judge("RSP-05")
      for duplicate in document.duplicateMembers() {
        let first = duplicate.firstNameRange.lowerBound
        let second = duplicate.secondNameRange.lowerBound
        report.depart(
          from: "RSP-05", "an object has two members of one name",
          at: .body(duplicate.pointer), expected: "every name once in an object",
          got: "\((duplicate.pointer.tokens.last ?? "").quoted) at byte \(first) and \(second)")
      }
    }
  }

  private func judge(
    _ error: JSONSyntaxError, _ exchange: AnsweredExchange, _ context: CheckContext,
    _ report: inout CheckReport
  ) {
    let body = exchange.response.body
    switch error.kind {
    case .tooDeep, .tooLarge, .tooManyValues:
      // Our own limits: the text may well be JSON.
      report.leaveOpen("RSP-03", "the body could not be read: \(error.message)")
    case .empty, .unexpectedEnd, .unexpectedByte, .trailingContent, .byteOrderMark, .invalidUTF8,
      .controlCharacter, .invalidEscape, .invalidNumber:
      report.depart(
        from: "RSP-03", "the body is not one well-formed JSON text: \(error.message)",
        at: .body(.root), expected: "one JSON text in UTF-8 and nothing else",
        // Of a secret that a cut goes through a part would be left.
        got: context.holdsSecret(body)
          ? "\(Redactor.mask) (byte \(error.byteOffset))"
          : excerpt(of: body, at: error.byteOffset))
    }
  }

  private func isToBeJSON(_ exchange: AnsweredExchange) -> Bool {
    if exchange.response.fields.value(named: "Content-Type") != nil {
      return exchange.mediaType?.isJSON == true
    }
    let content = exchange.declaredResponse?.content ?? []
    return !content.isEmpty && content.allSatisfy(\.range.isJSON)
  }

  /// The bytes around the place, for a person to see.
  private func excerpt(of body: [UInt8], at offset: Int) -> String {
    let start = max(0, offset - 30)
    let end = min(body.count, offset + 10)
    let text = String(decoding: body[min(start, end)..<end], as: UTF8.self)
    return "\(start > 0 ? "…" : "")\(text)\(end < body.count ? "…" : "") (byte \(offset))"
  }
}
