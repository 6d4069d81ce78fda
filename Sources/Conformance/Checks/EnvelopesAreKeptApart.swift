import Diagnostics
import SchemaValidator

/// ERR-18: a success does not carry the error member, and an error does not carry the payload.
///
/// A member that the contract's own schema of the response describes is respected, and a null
/// one carries nothing.
struct EnvelopesAreKeptApart: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-18"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    let conventions = context.conventions
    let pointer = exchange.isError ? conventions.success?.data : conventions.errors?.root
    guard exchange.isSuccess || exchange.isError, exchange.canHaveBody, let pointer,
      !pointer.tokens.isEmpty, let json = exchange.json,
      exchange.contentEntry?.outline?.names(pointer) != true
    else { return }
    report.judge("ERR-18")
    guard let value = json.value(at: pointer), !value.isNull else { return }
    report.depart(
      from: "ERR-18",
      exchange.isError ? "an error carries the payload \(pointer)" : "a success carries \(pointer)",
      at: .body(pointer),
      expected: "a status of 400 or above with an error, and below it without one",
      got: "\(exchange.response.status) with \(value.shortText)")
  }
}
