package import Diagnostics

/// A way to say who is asking, as the contract declares it.
package struct SecurityScheme: Sendable {
  /// What a request has to carry.
  package enum Kind: Sendable, Hashable {
    /// An `Authorization` field with a scheme of the HTTP registry, in lower case.
    case http(scheme: String, bearerFormat: String?)
    /// A key in a header field, the query or a cookie.
    case apiKey(name: String, location: Parameter.Location)
    /// A bearer token from an OAuth 2 flow.
    case oauth2
    /// A bearer token from an OpenID provider, described at a URL.
    case openIDConnect(url: String)
    /// A client certificate.
    case mutualTLS
  }

  /// The name by which operations ask for it.
  package let name: String
  /// What a request has to carry.
  package let kind: Kind
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the scheme.
  package var pointer: JSONPointer { node.pointer }
}

/// A base URL of the contract with its variables.
package struct Server: Sendable {
  /// A part of a URL to be chosen.
  package struct Variable: Sendable {
    /// The value when nothing is chosen.
    package let defaultValue: String
    /// The values to choose from; empty for any.
    package let choices: [String]
  }

  /// The URL, with `{name}` where a variable stands.
  package let template: String
  /// The sentence about it; empty when the contract has none.
  package let description: String
  /// The variables by name.
  package let variables: [String: Variable]
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The URL with the given values, and the defaults of all other variables.
  package func url(with values: [String: String] = [:]) -> String {
    var url = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      let name = String(rest[rest.index(after: open)..<close])
      url += rest[..<open]
      url += values[name] ?? variables[name]?.defaultValue ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return url + rest
  }
}
