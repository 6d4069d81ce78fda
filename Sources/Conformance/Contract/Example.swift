package import SchemaValidator

/// An example of a value, as the contract gives it.
package struct Example: Sendable {
  /// The name under `examples`; nil for the one under `example`.
  package let name: String?
  /// The line about it; empty when the contract has none.
  package let summary: String
  /// The value, as `value` or `dataValue` gives it; nil when only its text or its place is given.
  package let value: JSONValue?
  /// The text of the value as a message holds it (OpenAPI 3.2).
  package let serialized: String?
  /// The URI of the text of the value; it is not fetched.
  package let externalValue: String?
  /// Where it stands in the contract.
  package let node: ContractNode
}
