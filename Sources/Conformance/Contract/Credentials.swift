internal import FoundationEssentials

/// Where a request carries a credential.
package enum CredentialCarrier: Sendable, Hashable {
  /// A header field, by its name without letter case.
  case field(String)
  /// A query parameter.
  case query(String)
  /// A cookie.
  case cookie(String)
  /// The connection, by a client certificate.
  case connection
}

extension SecurityScheme {
  /// Where a request carries the scheme's credential.
  package var carrier: CredentialCarrier {
    switch kind {
    case .http, .oauth2, .openIDConnect: .field("Authorization")
    case .apiKey(let name, .query): .query(name)
    case .apiKey(let name, .cookie): .cookie(name)
    case .apiKey(let name, _): .field(name)
    case .mutualTLS: .connection
    }
  }

  /// The word that comes before the credential in an `Authorization` field; nil for other places.
  ///
  /// OAuth 2 and OpenID Connect present what they give out as bearer tokens (RFC 6750).
  var authorizationScheme: String? {
    switch kind {
    case .http("basic", _): "Basic"
    case .http("bearer", _), .oauth2, .openIDConnect: "Bearer"
    case .http(let other, _): other
    case .apiKey, .mutualTLS: nil
    }
  }

  /// Puts a credential where the scheme wants it.
  ///
  /// - Parameters:
  ///   - credential: `user:password` for basic, else the token or key.
  ///   - fields: gains a field, or a pair in the one `Cookie` field a request may have.
  ///   - query: gains a pair, percent-encoded.
  package func present(
    _ credential: String, in fields: inout [HTTPField], _ query: inout [String]
  ) {
    switch carrier {
    case .field(let name):
      guard let scheme = authorizationScheme else {
        return fields.append(HTTPField(name, credential))
      }
      let isBasic = scheme == "Basic"
      let token = isBasic ? Data(credential.utf8).base64EncodedString() : credential
      fields.append(HTTPField(name, "\(scheme) \(token)"))
    case .query(let name):
      let encoding = PercentEncoding.unreserved
      query.append("\(encoding.encode(name))=\(encoding.encode(credential))")
    case .cookie(let name):
      let pair = "\(name)=\(credential)"
      if let index = fields.firstIndex(where: { $0.isNamed("Cookie") }) {
        fields[index].value += "; \(pair)"
      } else {
        fields.append(HTTPField("Cookie", pair))
      }
    case .connection: break  // the handshake has presented it
    }
  }

  /// Whether a request carries a credential of the scheme, right or wrong.
  ///
  /// - Returns: nil for a client certificate, which a request does not show.
  func isPresented(in fields: [HTTPField], _ query: [TextPair]) -> Bool? {
    switch carrier {
    case .field(let name):
      let values = fields.values(named: name)
      guard let scheme = authorizationScheme else { return !values.isEmpty }
      return values.contains { value in
        value.prefix { $0 != " " }.lowercased() == scheme.lowercased()
      }
    case .query(let name): return query.contains { $0.isNamed(name, .form) }
    case .cookie(let name):
      return fields.values(named: "Cookie").contains { field in
        TextPair.pairs(ofCookie: Array(field.utf8)).contains { $0.isNamed(name, .none) }
      }
    case .connection: return nil
    }
  }
}

extension TextPair {
  /// Whether the pair has a name.
  func isNamed(_ name: String, _ decoding: TextDecoding) -> Bool {
    (try? decoding.text(self.name))?.isSameText(as: name) == true
  }
}

extension Contract {
  /// The ways to be let in to an operation: alternatives, each of them schemes that are needed
  /// together, with the scopes that tokens need.
  ///
  /// An empty list and an empty alternative ask for nothing. An alternative that names a scheme
  /// which the contract does not declare is left out, since nothing can satisfy it.
  package func alternatives(
    for operation: Operation
  ) -> [[(scheme: SecurityScheme, scopes: [String])]] {
    operation.security.compactMap { requirement in
      var alternative: [(scheme: SecurityScheme, scopes: [String])] = []
      for (name, scopes) in requirement.sorted(by: { $0.key < $1.key }) {
        guard let scheme = securitySchemes[name] else { return nil }
        alternative.append((scheme, scopes))
      }
      return alternative
    }
  }

  /// Where requests to an operation carry credentials, each place once.
  package func carriers(for operation: Operation) -> [CredentialCarrier] {
    var carriers: [CredentialCarrier] = []
    for scheme in alternatives(for: operation).joined().map(\.scheme)
    where !carriers.contains(scheme.carrier) {
      carriers.append(scheme.carrier)
    }
    return carriers
  }
}
