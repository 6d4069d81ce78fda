/// HTTP-14: an answer to a request with a credential does not invite shared caches to keep it,
/// and one that holds a secret forbids storing.
///
/// Source: [RFC 9111 section 3.5](https://www.rfc-editor.org/rfc/rfc9111#section-3.5)
struct CredentialedAnswerIsPrivate: ExchangeCheck {
  static let requirements: [RequirementID] = ["HTTP-14"]

  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport
  ) {
    guard exchange.request.isCredentialed(by: context.contract) else { return }
    report.judge("HTTP-14")
    let values = exchange.response.fields.values(named: "Cache-Control")
    let directives = values.flatMap { $0.split(separator: ",") }
      .map { $0.trimmingBlanks.lowercased() }
    let forbidsStoring = directives.contains("no-store")
    if context.holdsSecret(exchange.response.body), !forbidsStoring {
      report.depart(
        from: "HTTP-14", "an answer with a secret may be stored", at: .header("cache-control"),
        expected: "no-store",
        got: values.isEmpty ? "no Cache-Control field" : values.joined(separator: ", "))
    }
    let isPrivate = forbidsStoring || directives.contains { $0.hasPrefix("private") }
    let sharing = directives.first { $0 == "public" || isPositive($0, "s-maxage=") }
    guard !isPrivate, let sharing else { return }
    report.depart(
      from: "HTTP-14", "an answer to a request with a credential invites shared caches to keep it",
      at: .header("cache-control"), expected: "neither public nor s-maxage", got: sharing)
  }

  private func isPositive(_ directive: String, _ name: String) -> Bool {
    directive.hasPrefix(name)
      && directive.dropFirst(name.count).contains { "123456789".contains($0) }
  }
}

extension HTTPRequest {
  /// Whether the request carries what some security scheme of the contract asks for, or any
  /// credential HTTP knows of.
  func isCredentialed(by contract: Contract) -> Bool {
    if fields.contains(where: { $0.isNamed("Authorization") || $0.isNamed("Cookie") }) {
      return true
    }
    return contract.securitySchemes.values.contains { scheme in
      switch scheme.kind {
      case .apiKey(let name, .header): fields.contains { $0.isNamed(name) }
      case .apiKey(let name, .query): url.contains("?\(name)=") || url.contains("&\(name)=")
      default: false
      }
    }
  }
}
