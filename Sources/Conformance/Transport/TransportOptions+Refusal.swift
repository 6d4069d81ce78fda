import Diagnostics

extension TransportOptions {
  /// Refuses what cannot be meant for a server and its contract.
  ///
  /// A field that carries credentials of the contract, or its idempotency keys, would be added
  /// where a case leaves it out on purpose, and make the server look wrong.
  /// - Throws: ``Diagnostics`` with every mistake.
  func check(
    for baseURL: BaseURL, _ contract: Contract, _ conventions: Conventions
  ) throws(Diagnostics) {
    var mistakes: [Diagnostic] = []
    if httpVersion == .http2, !baseURL.usesTLS {
      mistakes.append(
        Diagnostic(
          code: "transport.http-version",
          "--http-version 2 needs TLS, and the base URL is \(baseURL.text)",
          fix: "give an https:// URL: HTTP/2 is agreed on in the TLS handshake"))
    }
    let carriers = contract.securitySchemes.values.sorted { $0.name < $1.name }.map(\.carrier)
    for field in fields {
      let isCredential = carriers.contains { carrier in
        switch carrier {
        case .field(let name): field.isNamed(name)
        case .cookie: field.isNamed("Cookie")
        case .query, .connection: false
        }
      }
      if isCredential {
        mistakes.append(
          Diagnostic(
            code: "transport.header",
            "--header: by \(field.name) the contract lets requests in, and cases decide on it",
            fix: "let \"auth\" in the profile say what to present"))
      } else if let header = conventions.idempotency?.header, field.isNamed(header) {
        mistakes.append(
          Diagnostic(
            code: "transport.header",
            "--header: one \(field.name) for all requests makes each a repetition of the first",
            fix: "leave it out; cases invent their keys"))
      }
    }
    guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
  }
}

extension BaseURL {
  /// Whether the target is reached over TLS.
  fileprivate var usesTLS: Bool { text.hasPrefix("https://") }
}
