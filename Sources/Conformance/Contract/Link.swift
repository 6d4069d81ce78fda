package import Diagnostics
package import SchemaValidator

/// What can be called next with what a response holds.
///
/// Source: [OpenAPI 3.1.2, Link Object](https://spec.openapis.org/oas/v3.1.2.html#link-object)
package struct Link: Sendable {
  /// The operation a link leads to, as the contract names it.
  package enum Target: Sendable, Hashable {
    /// By its `operationId`.
    case operationID(String)
    /// By a reference, `operationRef`.
    case reference(String)
  }

  /// A value that is given, or found in the exchange.
  package enum Value: Sendable {
    /// The same for every exchange.
    case constant(JSONValue)
    /// Found in the exchange, its type kept when it is one expression alone.
    case runtime(RuntimeTemplate)
  }

  /// A parameter of the operation and its value.
  package struct Argument: Sendable {
    /// The name of the parameter.
    package let name: String
    /// Where the parameter stands; nil when the link does not say.
    package let location: Parameter.Location?
    /// Its value.
    package let value: Value
    /// Where it stands in the contract.
    package let node: ContractNode
  }

  /// The name under `links`.
  package let name: String
  /// The operation; nil when the contract names none.
  package let target: Target?
  /// Values for parameters, in document order; those that cannot be read are left out.
  package let arguments: [Argument]
  /// The body to send; nil for none, or for one that cannot be read.
  package let requestBody: Value?
  /// The sentence about it; empty when the contract has none.
  package let description: String
  /// The server to call; nil for that of the operation.
  package let server: Server?
  /// Where it stands in the contract.
  package let node: ContractNode

  /// The way from the contract's root to the link.
  package var pointer: JSONPointer { node.pointer }
}

extension Contract {
  /// The operation a link leads to; nil when the contract has none like that.
  package func operation(of link: Link) -> Operation? { operation(of: link, among: operations) }

  /// The operation of some that a link leads to.
  func operation(of link: Link, among operations: [Operation]) -> Operation? {
    switch link.target {
    case nil: return nil
    case .operationID(let name):
      return operations.first { $0.operationID?.isSameText(as: name) == true }
    case .reference(let reference):
      if let node = schemas.documents.target(of: reference, from: link.node),
        let operation = operations.first(where: { $0.node.identity == node.identity })
      {
        return operation
      }
      // A path item that is written elsewhere has no such place in this document.
      let parts = reference.utf8.split(
        separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].isEmpty,
        let fragment = String(validating: PercentEncoding.decode(parts[1]), as: UTF8.self),
        let tokens = JSONPointer(parsing: fragment)?.tokens, tokens.count == 3,
        tokens[0] == "paths"
      else { return nil }
      return operation(named: OperationID(method: tokens[2], path: tokens[1]))
    }
  }
}
