/// AUTH-02: a 401 says how to authenticate.
///
/// Source: [RFC 9110 section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)
struct UnauthorizedHasChallenge: ExchangeCheck {
  static let requirements: [RequirementID] = ["AUTH-02"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.response.status == 401 else { return }
    report.judge("AUTH-02")
    let values = exchange.response.fields.values(named: "WWW-Authenticate")
    guard !values.contains(where: startsWithScheme) else { return }
    report.depart(
      from: "AUTH-02", "a 401 without a challenge", at: .header("www-authenticate"),
      expected: "WWW-Authenticate with an authentication scheme",
      got: values.first?.quoted ?? "no WWW-Authenticate field")
  }

  /// Whether a value begins with the name of a scheme: a token, then a blank or nothing.
  private func startsWithScheme(_ value: String) -> Bool {
    let name = value.utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ",") }
    return !name.isEmpty && name.allSatisfy(\.isTokenByte)
  }
}
