/// RSP-01: the status of a response is one that its operation documents.
///
/// Nothing is said about requests that no operation answers to, nor where the contract's
/// responses could not be read.
struct StatusIsDocumented: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-01"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard let operation = exchange.operation else { return }
    if exchange.declaredResponse == nil, !operation.responses.isComplete { return }
    report.judge("RSP-01")
    let status = exchange.response.status
    guard exchange.declaredResponse == nil, !isAnswerToCondition(exchange),
      !isAnswerToKey(exchange, context.conventions)
    else { return }
    let isFromGateway = exchange.isFromGateway(context.conventions)
    let isAmbient = context.conventions.ambientStatuses.contains(status)
    // A contract need not document how requests are refused that break it.
    if exchange.isFaulty, isAmbient { return }
    let isRefusal = operation.unlistedRefusals(isFaulty: exchange.isFaulty).contains(status)
    report.depart(
      from: "RSP-01", severity: isFromGateway || isAmbient || isRefusal ? .warn : nil,
      "the operation does not document the status \(status)", at: .status,
      expected: operation.responses.all.map(\.status.description).alternatives,
      got: "\(status)", clause: (operation.node["responses"] ?? operation.node).clause,
      details: isFromGateway ? exchange.senderDetails : [])
  }

  /// Whether the status tells that the request with this idempotency key is still under way.
  ///
  /// Contracts seldom list it, since it is the convention's answer and not the operation's.
  private func isAnswerToKey(_ exchange: AnsweredExchange, _ conventions: Conventions) -> Bool {
    guard let idempotency = conventions.idempotency else { return false }
    return idempotency.inFlightStatuses.contains(exchange.response.status)
      && exchange.request.fields.contains { $0.isNamed(idempotency.header) }
  }

  /// Whether the status is HTTP's own answer to a header field of the request, whatever the
  /// contract says: 304 and 412 to a condition, 206 and 416 to a range.
  private func isAnswerToCondition(_ exchange: AnsweredExchange) -> Bool {
    let fields = exchange.request.fields
    switch exchange.response.status {
    case 304, 412: return fields.contains { $0.name.lowercased().hasPrefix("if-") }
    case 206, 416: return fields.contains { $0.isNamed("Range") }
    default: return false
    }
  }
}

extension Operation {
  /// The statuses of refusals that many contracts leave out, and need not list: how a wrong request
  /// or credential is refused, and what nothing has.
  func unlistedRefusals(isFaulty: Bool) -> Set<Int> {
    var statuses: Set<Int> = isFaulty ? [400, 401, 404, 422] : []
    if !allowsAnonymous { statuses.insert(401) }
    if !path.parameterNames.isEmpty { statuses.formUnion([404, 410]) }
    return statuses
  }
}
