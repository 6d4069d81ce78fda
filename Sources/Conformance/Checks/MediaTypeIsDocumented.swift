/// RSP-04 and ERR-02: a body is labelled with a media type that the contract documents for its
/// response; the first for answers below 400, the second for errors.
///
/// Parameters are not compared: a charset is everybody's right, and nothing else is asked of a
/// server by the keys of `content`.
struct MediaTypeIsDocumented: ExchangeCheck {
  static let requirements: [RequirementID] = ["RSP-04", "ERR-02"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.canHaveBody, !exchange.response.body.isEmpty,
      let declared = exchange.declaredResponse, !declared.content.isEmpty, declared.isComplete
    else { return }
    let requirement: RequirementID = exchange.isError ? "ERR-02" : "RSP-04"
    report.judge(requirement)
    guard let problem = problem(exchange, declared) else { return }
    let isFromGateway = exchange.isFromGateway(context.conventions)
    report.depart(
      from: requirement, severity: isFromGateway ? .warn : nil, problem.message,
      at: .header("content-type"),
      expected: declared.content.map(\.range.description).alternatives, got: problem.got,
      clause: (declared.node["content"] ?? declared.node).clause,
      details: isFromGateway ? exchange.senderDetails : [])
  }

  private func problem(
    _ exchange: AnsweredExchange, _ declared: Response
  ) -> (message: String, got: String)? {
    let values = exchange.response.fields.values(named: "Content-Type")
    guard let value = values.first else {
      return ("the body has no Content-Type", "no Content-Type field")
    }
    let types = values.count == 1 ? [exchange.mediaType] : values.map { MediaTypeRange($0) }
    if types.contains(where: { $0?.type != types[0]?.type || $0?.subtype != types[0]?.subtype }) {
      return ("the response has several Content-Type fields", values.joined(separator: " and "))
    }
    guard let type = types[0], !type.isRange else {
      return ("the Content-Type is not a media type", value.quoted)
    }
    let isKnown = declared.content.contains { entry in
      (entry.range.type == "*" || entry.range.type == type.type)
        && (entry.range.subtype == "*" || entry.range.subtype == type.subtype)
    }
    return isKnown
      ? nil : ("the response does not document the media type \(type.type)/\(type.subtype)", value)
  }
}
