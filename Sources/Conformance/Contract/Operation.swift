package import Diagnostics

/// One method of one path: what it takes and what it answers.
///
/// A class, since calls, requests and answers all refer to the one that the contract has.
package final class Operation: Sendable {
  /// The method and the path template.
  package let id: OperationID
  /// The path, taken apart.
  package let path: PathTemplate
  /// The contract's own name for it; nil when it gives none.
  package let operationID: String?
  /// The line about it; empty when the contract has none.
  package let summary: String
  /// The groups the contract puts it in.
  package let tags: [String]
  /// Whether the contract calls it deprecated.
  package let isDeprecated: Bool
  /// Its parameters, those of the path item first, each name and location once.
  package let parameters: [Parameter]
  /// The body it takes; nil when it takes none.
  package let requestBody: RequestBody?
  /// Its responses.
  package let responses: Responses
  /// The ways to be let in, each a set of schemes with the scopes they need.
  ///
  /// An empty list asks for nothing, and an empty set in the list lets the anonymous in as well.
  package let security: [[String: [String]]]
  /// The servers of the operation, or of its path item; empty for those of the contract.
  package let servers: [Server]
  /// The requests that the API sends because of it, in document order; they are not run.
  package let callbacks: [Callback]
  /// Whether everything about it could be read; otherwise an absent part says nothing.
  package let isComplete: Bool
  /// Where it stands in the contract.
  package let node: ContractNode
  /// The media types in which it answers, as an `Accept` field has them.
  let acceptedMediaTypes: String

  /// Creates an operation from its parts.
  init(
    id: OperationID, path: PathTemplate, operationID: String?, summary: String, tags: [String],
    isDeprecated: Bool, parameters: [Parameter], requestBody: RequestBody?, responses: Responses,
    security: [[String: [String]]], servers: [Server], callbacks: [Callback], isComplete: Bool,
    node: ContractNode
  ) {
    self.id = id
    self.path = path
    self.operationID = operationID
    self.summary = summary
    self.tags = tags
    self.isDeprecated = isDeprecated
    self.parameters = parameters
    self.requestBody = requestBody
    self.responses = responses
    self.security = security
    self.servers = servers
    self.callbacks = callbacks
    self.isComplete = isComplete
    self.node = node
    acceptedMediaTypes = responses.acceptedMediaTypes
  }

  /// The way from the contract's root to the operation.
  package var pointer: JSONPointer { node.pointer }
  /// The line and column of the operation, found on demand.
  package var location: SourceLocation { node.location }

  /// Whether a request without credentials is let in.
  package var allowsAnonymous: Bool { security.isEmpty || security.contains(where: \.isEmpty) }

  /// The parameter with a name in a place; header names have no letter case.
  package func parameter(_ name: String, in location: Parameter.Location) -> Parameter? {
    parameters.first { $0.isNamed(name, in: location) }
  }
}

extension Parameter {
  /// Whether this is the parameter with a name in a place.
  func isNamed(_ name: String, in location: Location) -> Bool {
    guard location == self.location else { return false }
    if location == .header { return name.lowercased() == self.name.lowercased() }
    return name.utf8.elementsEqual(self.name.utf8)
  }
}

/// The operation that a request to a URL path means.
package struct OperationMatch: Sendable {
  /// The value of a path parameter as a request carries it.
  package struct Value: Sendable, Hashable {
    /// The parameter's name.
    package let name: String
    /// The text as it stands in the URL.
    package let raw: String
    /// The text with percent-encoding resolved.
    package let text: String
  }

  /// The operation.
  package let operation: Operation
  /// The path parameters in the order they stand in the path.
  package let pathParameters: [Value]
}
