/// HTTP-01: a 405 says which methods there are.
///
/// Source: [RFC 9110 section 15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6)
struct MethodNotAllowedNamesMethods: ExchangeCheck {
  static let requirements: [RequirementID] = ["HTTP-01"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.response.status == 405 else { return }
    report.judge("HTTP-01")
    // An empty list is allowed: it says that the resource has no methods for now.
    guard exchange.response.fields.value(named: "Allow") == nil else { return }
    // The standard leaves no choice here, unlike in the choice of the status.
    report.depart(
      from: "HTTP-01", severity: .fail, "a 405 does not say which methods are allowed",
      at: .header("allow"), expected: "Allow with the methods of the resource",
      got: "no Allow field")
  }
}
