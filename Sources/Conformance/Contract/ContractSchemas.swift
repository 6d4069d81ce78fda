internal import Diagnostics
internal import SchemaValidator

/// The schemas of a contract: each document is loaded once, and compiled from any place in it.
struct ContractSchemas: Sendable {
  /// What one program is compiled from.
  struct Key: Hashable, Sendable {
    let place: ContractNode.Identity
    let direction: MessageDirection
  }

  /// What one document's programs are compiled from.
  struct SourceKey: Hashable, Sendable {
    let document: ObjectIdentifier
    let direction: MessageDirection
  }

  /// The documents the schemas stand in.
  let documents: ContractDocuments
  private let dialect: SchemaDialect
  private let registry: SchemaRegistry

  init(_ documents: ContractDocuments, _ dialect: SchemaDialect) {
    self.documents = documents
    self.dialect = dialect
    var registry = SchemaRegistry()
    if !documents.isSingle {
      for (path, document) in documents.all {
        registry.add(document.root.document, uri: Self.uri(path))
      }
    }
    self.registry = registry
  }

  /// The base of references in a file; only the way from one to the other matters.
  private static func uri(_ path: String) -> String { "contract:/" + path }

  /// What the program for a node is known by.
  func key(_ node: ContractNode, _ direction: MessageDirection) -> Key {
    Key(place: node.identity, direction: effective(direction))
  }

  /// What the source for a node is known by.
  func sourceKey(_ node: ContractNode, _ direction: MessageDirection) -> SourceKey {
    SourceKey(document: node.document.identity, direction: effective(direction))
  }

  /// Only in 3.0 does the direction of a message change what a schema asks for.
  private func effective(_ direction: MessageDirection) -> MessageDirection {
    dialect == .openAPI30 ? direction : .either
  }

  /// The document of a node, made ready to compile schemas from.
  ///
  /// - Throws: ``Diagnostics`` when the document cannot be a source of schemas at all.
  func source(
    for node: ContractNode, direction: MessageDirection
  ) throws(Diagnostics) -> SchemaSource {
    let compiler = SchemaCompiler(
      registry: registry, defaultDialect: dialect, formats: .assert,
      direction: effective(direction))
    let uri = documents.isSingle ? "" : Self.uri(documents.path(of: node.document))
    do {
      // Without the text: mistakes would be placed by offsets in the JSON form, which are not
      // those of YAML. Their pointers serve both.
      return try compiler.load(node.document.root.document, uri: uri)
    } catch {
      throw located(error, in: ContractNode(rootOf: node.document))
    }
  }

  /// Compiles the schema at a node, and tells what is doubtful about it.
  ///
  /// - Throws: ``Diagnostics`` with every mistake found in it and in what it refers to.
  func compile(
    _ node: ContractNode, from source: SchemaSource
  ) throws(Diagnostics) -> (program: SchemaProgram, warnings: [Diagnostic]) {
    do {
      return try source.compileWithWarnings(at: node.pointer)
    } catch {
      throw located(error, in: node)
    }
  }

  /// The schema that a node is, or the one it means when it is nothing but a reference: hundreds of
  /// messages that refer to one component share its program.
  func target(of node: ContractNode) -> ContractNode {
    var current = node
    var steps = 0
    while current.value.count == 1, let reference = current.value["$ref"]?.stringValue,
      steps < 16, let next = target(of: reference, from: current), next.value.kind == .object
    {
      current = next
      steps += 1
    }
    return current
  }

  private func target(of reference: String, from node: ContractNode) -> ContractNode? {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard case .document(let document) = documents.lookup(parts[0], from: node.document) else {
      return nil
    }
    let fragment = parts.count > 1 ? PercentEncoding.decode(parts[1].utf8) : []
    return String(validating: fragment, as: UTF8.self).flatMap { JSONPointer(parsing: $0) }
      .flatMap { ContractNode(rootOf: document).descendant(at: $0) }
  }

  /// The mistakes of a schema with the lines and columns their pointers lead to.
  ///
  /// A pointer does not say in which file it counts: with several files it is trusted below the
  /// schema itself, and other mistakes are placed at the schema that led to them.
  private func located(_ error: SchemaError, in schema: ContractNode) -> Diagnostics {
    let root = ContractNode(rootOf: schema.document)
    return Diagnostics(
      error.diagnostics.map { found in
        let isHere =
          documents.isSingle || found.pointer?.starts(with: schema.pointer) == true
        let node = isHere ? found.pointer.flatMap { root.descendant(at: $0) } : schema
        return (node ?? schema).place.diagnostic(
          found.severity, code: found.code, found.message, fix: found.fix, notes: found.notes)
      })
  }
}
