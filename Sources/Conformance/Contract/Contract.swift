package import Diagnostics
package import SchemaValidator

/// An OpenAPI document, read: every operation with what it takes and what it answers.
///
/// Immutable and freely shared; every schema is compiled once. What is odd about the document is
/// kept in `warnings`, and nothing that could be read is left out because of it.
package final class Contract: Sendable {
  /// The API's name; the document's name when it gives none.
  package let title: String
  /// The version of the API as `info` states it; empty when it states none.
  package let version: String
  /// The version of OpenAPI the document is written in.
  package let specificationVersion: SpecificationVersion
  /// The operations of all paths, in document order.
  package let operations: [Operation]
  /// The ways to say who is asking, by name.
  package let securitySchemes: [String: SecurityScheme]
  /// The base URLs of the API.
  package let servers: [Server]
  /// The requests the API sends to whoever asked for them, in document order; they are not run.
  package let webhooks: [Webhook]
  /// What is doubtful or not understood, in document order; none of it an error.
  package let warnings: [Diagnostic]
  /// The document itself.
  package let document: SourceDocument

  private let operationNumbers: [OperationID: Int]
  private let index: PathIndex
  /// For each path of the index: its operations by method.
  private let routes: [[String: Int]]
  let schemas: ContractSchemas
  private let compiled: [ContractSchemas.Key: ContractSchemas.Compilation]

  init(_ parts: Parts) {
    title = parts.title
    version = parts.version
    specificationVersion = parts.specificationVersion
    operations = parts.operations
    securitySchemes = parts.securitySchemes
    servers = parts.servers
    webhooks = parts.webhooks
    warnings = parts.warnings
    document = parts.document
    schemas = parts.schemas
    compiled = parts.compiled
    var numbers: [OperationID: Int] = [:]
    var routes: [[String: Int]] = []
    var templates: [PathTemplate] = []
    for (number, operation) in parts.operations.enumerated() {
      numbers[operation.id] = number
      if templates.last?.text.utf8.elementsEqual(operation.path.text.utf8) != true {
        templates.append(operation.path)
        routes.append([:])
      }
      routes[routes.count - 1][operation.id.method] = number
    }
    operationNumbers = numbers
    self.routes = routes
    index = PathIndex(templates)
  }

  /// What a contract is made of.
  struct Parts {
    var title: String
    var version: String
    var specificationVersion: SpecificationVersion
    var operations: [Operation]
    var securitySchemes: [String: SecurityScheme]
    var servers: [Server]
    var webhooks: [Webhook]
    var warnings: [Diagnostic]
    var document: SourceDocument
    var schemas: ContractSchemas
    var compiled: [ContractSchemas.Key: ContractSchemas.Compilation]
  }
}

extension Contract {
  /// The files it consists of: the one it starts with, then the others by name.
  package var files: [String] {
    let names = schemas.documents.all.map(\.document.text.name)
    return [document.text.name] + names.filter { $0 != document.text.name }.sorted()
  }
}

// MARK: - Finding an operation

extension Contract {
  /// The operations in which the API calls others: those of webhooks and of all callbacks.
  package var outgoingOperations: [Operation] {
    var outgoing: [Operation] = []
    var pending = operations.flatMap(\.callbacks).flatMap(\.operations)
    pending += webhooks.flatMap(\.operations)
    while !pending.isEmpty {
      outgoing += pending
      pending = pending.flatMap(\.callbacks).flatMap(\.operations)
    }
    return outgoing
  }

  /// The operation with a name; nil when the contract has none.
  package func operation(named id: OperationID) -> Operation? {
    operationNumbers[id].map { operations[$0] }
  }

  /// The operation a person means by `GET /labels/{id}` or by its `operationId`.
  package func operation(called name: String) -> Operation? {
    if let id = OperationID(name), let operation = operation(named: id) { return operation }
    return operations.first { $0.operationID?.utf8.elementsEqual(name.utf8) == true }
  }

  /// The known spelling that is nearest to a name which no operation has.
  package func nearestName(to name: String) -> String? {
    let names = operations.map(\.id.description) + operations.compactMap(\.operationID)
    return EditDistance.nearest(to: name, in: names)
  }

  /// The operation that a request means.
  ///
  /// Of several paths that fit, the most concrete one that has the method is taken. The path is
  /// relative to the base URL and percent-encoded, as it stands in the request; a query is left
  /// out. Methods are compared with their letter case (RFC 9110 section 9.1).
  package func match(method: String, path: String) -> OperationMatch? {
    match(method: method, path: path) { _ in true }
  }

  /// The operation that a request means, of those that are accepted.
  func match(
    method: String, path: String, where accepts: (Operation) -> Bool
  ) -> OperationMatch? {
    let match = index.firstMatch(for: path) { path in
      routes[path][method].map { accepts(operations[$0]) } ?? false
    }
    guard let match, let number = routes[match.path][method] else { return nil }
    let operation = operations[number]
    let values = zip(operation.path.parameterNames, match.values).map { name, bytes in
      OperationMatch.Value(
        name: name, raw: String(decoding: bytes, as: UTF8.self),
        text: String(decoding: PercentEncoding.decode(bytes), as: UTF8.self))
    }
    return OperationMatch(operation: operation, pathParameters: values)
  }

  /// The methods of every path that fits, sorted; empty for a path the contract does not know.
  package func methods(forPath path: String) -> [String] {
    var methods: Set<String> = []
    _ = index.firstMatch(for: path) { number in
      methods.formUnion(routes[number].keys)
      return false  // go on: less concrete paths count as well
    }
    return methods.sorted()
  }
}

// MARK: - Finding a schema

extension Contract {
  /// What a schema of the contract says about types and members.
  func shape(of schema: ContractSchema) -> SchemaShape {
    SchemaShape(schema.node, schemas.documents)
  }

  /// The schema at a place such as `/components/schemas/ApiErrorEnvelope`.
  ///
  /// Only in OpenAPI 3.0 does it matter which way the messages travel that it judges.
  ///
  /// - Throws: ``Diagnostics`` when nothing stands there, or when it cannot be compiled.
  package func schema(
    at pointer: JSONPointer, direction: MessageDirection = .response
  ) throws(Diagnostics) -> ContractSchema {
    guard let node = ContractNode(rootOf: document).descendant(at: pointer) else {
      throw Diagnostics([unknownSchema(pointer)])
    }
    let target = schemas.target(of: node)
    let compilation =
      compiled[schemas.key(target, direction)] ?? schemas.compile(target, direction: direction)
    return ContractSchema(program: try compilation.requireProgram(), node: node)
  }

  private func unknownSchema(_ pointer: JSONPointer) -> Diagnostic {
    let siblings = document.root.value(at: pointer.parent)?.members.map(\.name) ?? []
    let near = pointer.tokens.last.flatMap { EditDistance.nearest(to: $0, in: siblings) }
    return Diagnostic(
      code: ContractCode.unresolvedReference.rawValue,
      "\"\(pointer.fragment)\" leads nowhere in \(document.text.name)", pointer: pointer,
      fix: near.map { "write \"\(pointer.parent.appending($0).fragment)\"" }
        ?? "name a schema of the contract, such as \"#/components/schemas/…\"")
  }
}
