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
      let documents = schemas.documents
      guard
        case .node(let target) = documents.lead(
          of: reference, from: link.node, throughReferences: true),
        let node = ReferenceFollower(documents: documents).resolved(target)
      else { return nil }
      let found = operations.filter { $0.node.identity == node.identity }
      // Several paths may share one path item; the reference says which one is meant.
      let names = ContractDocuments.ReferenceParts(reference).pointer?.tokens ?? []
      return found.first { operation in names.contains { $0.isSameText(as: operation.path.text) } }
        ?? found.first
    }
  }
}
