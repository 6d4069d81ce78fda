/// Requests that the API sends to a URL found in an exchange.
///
/// Kept with its operations, and not run: somebody else would have to answer.
/// Source: [OpenAPI 3.1.2, Callback Object](https://spec.openapis.org/oas/v3.1.2.html#callback-object)
package struct Callback: Sendable {
  /// The name under `callbacks`.
  package let name: String
  /// The URL; nil when it cannot be read.
  package let url: RuntimeTemplate?
  /// The requests, each named by its method and the URL as the contract spells it.
  package let operations: [Operation]
  /// Where the path item stands in the contract.
  package let node: ContractNode
}

/// Requests that the API sends to whoever has asked for them.
///
/// Kept with its operations, and not run.
package struct Webhook: Sendable {
  /// The name under `webhooks`.
  package let name: String
  /// The requests, each named by its method and the name.
  package let operations: [Operation]
  /// Where the path item stands in the contract.
  package let node: ContractNode
}
