import Diagnostics
import SchemaValidator

/// RSP-10: the request id of an answer was not handed out before in the run.
///
/// An answer may repeat an id when it may be a stored one: to a request with an idempotency key,
/// marked as a replay, or served by a cache.
struct RequestIDIsNew: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-10"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    let conventions = context.conventions
    let pointers =
      exchange.isError
      ? [conventions.errors?.requestID, conventions.success?.requestID]
      : [conventions.success?.requestID]
    guard
      let (pointer, id) = pointers.compactMap({ $0 }).lazy.compactMap({ pointer in
        exchange.value(at: pointer)?.stringValue.map { (pointer, $0) }
      }).first, !id.isEmpty
    else { return }
    let isNew = context.memory.isNew(requestID: id)
    if !isNew, mayBeStored(exchange, conventions) { return }
    report.judge("RSP-10")
    guard !isNew else { return }
    report.depart(
      from: "RSP-10", "the request id was handed out before in this run", at: .body(pointer),
      expected: "an id of its own for every exchange", got: id.quoted)
  }

  private func mayBeStored(_ exchange: AnsweredExchange, _ conventions: Conventions) -> Bool {
    let fields = exchange.response.fields
    if fields.contains(where: { $0.isNamed("Age") }) { return true }
    guard let idempotency = conventions.idempotency else { return false }
    if exchange.request.fields.contains(where: { $0.isNamed(idempotency.header) }) { return true }
    return idempotency.replayHeader.flatMap { fields.value(named: $0) }?.lowercased() == "true"
  }
}
