/// ERR-14: a request made to be refused is not answered as if the server had failed.
///
/// 501 is an answer to a method, and 502 to 504 speak for what stands behind a gateway: none of
/// them says that the request broke the server.
struct ClientFaultIsNoServerFault: ExchangeCheck {
  static let requirements: [RequirementID] = ["ERR-14"]

  private static let othersFaults = 501...504

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    let status = exchange.response.status
    guard exchange.isFaulty, !Self.othersFaults.contains(status) else { return }
    report.judge("ERR-14")
    guard status >= 500 else { return }
    report.depart(
      from: "ERR-14", "a fault of the client was answered \(status)", at: .status,
      expected: "a status below 500", got: "status \(status)")
  }
}
