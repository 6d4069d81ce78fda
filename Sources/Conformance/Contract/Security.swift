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
  /// The OAuth 2 flows and their scopes as the contract describes them; nil for other kinds.
  ///
  /// Tokens are given to a run, not fetched by it, so that the flows are only kept.
  package let flows: ContractNode?
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the scheme.
  package var pointer: JSONPointer { node.pointer }
}
