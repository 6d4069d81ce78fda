internal import Diagnostics
internal import SchemaValidator

/// The schemas of a contract, whichever of its documents they stand in.
///
/// All are compiled from one source for each direction of messages, so that what many refer to is
/// read once and every program shares the code.
struct ContractSchemas: Sendable {
  /// What one program is compiled from.
  struct Key: Hashable, Sendable {
    let place: ContractNode.Identity
    let direction: MessageDirection
  }

  /// What is odd about a schema, and the place that is odd.
  struct Mistake: Sendable {
    let diagnostic: Diagnostic
    let node: ContractNode
  }

  /// What became of a schema.
  struct Compilation: Sendable {
    /// The program; nil when one of the mistakes is an error.
    let program: SchemaProgram?
    let mistakes: [Mistake]
  }

  /// The documents the schemas stand in.
  let documents: ContractDocuments
  /// Schemas of the first document that name a dialect which nobody knows.
  let unknownDialects: [Mistake]
  private let unknownPlaces: Set<ContractNode.Place>
  private let dialect: SchemaDialect
  private let sources: [MessageDirection: SchemaSource]

  /// Makes the documents ready to compile schemas from.
  ///
  /// - Throws: ``Diagnostics`` when the first document cannot be a source of schemas at all.
  init(_ documents: ContractDocuments, _ dialect: SchemaDialect) throws(Diagnostics) {
    self.documents = documents
    self.dialect = dialect
    var registry = SchemaRegistry()
    for (_, document) in documents.all where document.identity != documents.entry.identity {
      registry.add(document.root.document, uri: documents.uri(of: document))
    }
    let directions: [MessageDirection] =
      dialect == .openAPI30 ? [.either, .request, .response] : [.either]
    var unknown: [ContractNode] = []
    var sources: [MessageDirection: SchemaSource] = [:]
    for direction in directions {
      var compiler = SchemaCompiler(
        registry: registry, defaultDialect: dialect, formats: .assert, direction: direction)
      // Contracts are slightly wrong more often than not; what can be judged by is.
      compiler.metaSchemaSeverity = .warning
      sources[direction] = try Self.source(of: documents, compiler, &unknown)
    }
    self.sources = sources
    unknownDialects = unknown.map { Mistake(unknownDialect: $0) }
    unknownPlaces = Set(unknown.map(\.quickPlace))
  }

  /// Takes the first document as a source of schemas.
  ///
  /// A dialect that nobody knows costs the schemas that name it, and not the others: it is taken for
  /// one whose words say nothing about values.
  private static func source(
    of documents: ContractDocuments, _ compiler: SchemaCompiler, _ unknown: inout [ContractNode]
  ) throws(Diagnostics) -> SchemaSource {
    let root = ContractNode(rootOf: documents.entry)
    var compiler = compiler
    var known: Set<String> = []
    while true {
      do {
        // Without the text: mistakes would be placed by offsets in the JSON form, which are not
        // those of YAML. Their values serve both.
        return try compiler.load(root.value.document, uri: documents.uri(of: documents.entry))
      } catch {
        let nodes = error.diagnostics.compactMap { found in
          found.code == "schema.unknown-dialect"
            ? found.pointer.flatMap { root.descendant(at: $0) } : nil
        }
        let names = Set(nodes.compactMap(\.value.stringValue)).subtracting(known)
        guard nodes.count == error.diagnostics.count, !names.isEmpty,
          let standIn = try? JSONDocument(parsing: openMetaSchema),
          !documents.all.contains(where: { names.contains(documents.uri(of: $0.document)) })
        else { throw placed(error, in: documents.entry) }
        for name in names { compiler.registry.add(standIn, uri: name) }
        known.formUnion(names)
        unknown += nodes
      }
    }
  }

  /// The meta-schema of a dialect whose words say nothing about values.
  private static let openMetaSchema = """
    {"$schema": "https://json-schema.org/draft/2020-12/schema",
      "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true}}
    """

  /// What the program for a node is known by.
  func key(_ node: ContractNode, _ direction: MessageDirection) -> Key {
    Key(place: node.identity, direction: effective(direction))
  }

  /// Only in 3.0 does the direction of a message change what a schema asks for.
  private func effective(_ direction: MessageDirection) -> MessageDirection {
    dialect == .openAPI30 ? direction : .either
  }

  /// Compiles the schema at a node, and tells what is wrong or doubtful about it.
  func compile(_ node: ContractNode, direction: MessageDirection) -> Compilation {
    if let name = documents.dialect(at: node), unknownPlaces.contains(name.quickPlace) {
      return Compilation(program: nil, mistakes: [Mistake(unknownDialect: name)])
    }
    let uri = documents.uri(of: node.document)
    guard
      let compilation = sources[effective(direction)]?.compile(node.value, ofDocument: uri)
    else { preconditionFailure("every document of the contract is known to its sources") }
    let mistakes = compilation.mistakes.map { mistake in
      let document = documents.holding(mistake.value)
      return Mistake(
        diagnostic: mistake.diagnostic,
        node: document.map {
          ContractNode(document: $0, pointer: mistake.value.pointer, value: mistake.value)
        } ?? node)
    }
    return Compilation(program: compilation.program, mistakes: mistakes)
  }

  /// The schema that a node is, or the one it means when it is nothing but a reference: hundreds of
  /// messages that refer to one component share its program.
  func target(of node: ContractNode) -> ContractNode {
    var current = node
    var steps = 0
    while current.value.count == 1, let reference = current.value["$ref"]?.stringValue,
      steps < 16, let next = documents.target(of: reference, from: current),
      next.value.kind == .object
    {
      current = next
      steps += 1
    }
    return current
  }

  /// The mistakes of a document with the lines and columns their pointers lead to.
  private static func placed(_ error: SchemaError, in document: SourceDocument) -> Diagnostics {
    let root = ContractNode(rootOf: document)
    return Diagnostics(
      error.diagnostics.map { found in
        let node = found.pointer.flatMap { root.descendant(at: $0) } ?? root
        return Mistake(diagnostic: found, node: node).placed
      })
  }
}

extension ContractSchemas.Mistake {
  /// That nobody knows the dialect which a `$schema` names.
  fileprivate init(unknownDialect name: ContractNode) {
    let text = name.value.stringValue ?? ""
    self.init(
      diagnostic: Diagnostic(
        code: ContractCode.unknownDialect.rawValue,
        "\"\(text)\" is no dialect of schemas that is known; this schema judges nothing",
        fix: "name a published dialect, or remove \"$schema\""),
      node: name)
  }

  /// The diagnostic with the line and column of its place.
  var placed: Diagnostic {
    node.place.diagnostic(
      diagnostic.severity, code: diagnostic.code, diagnostic.message, fix: diagnostic.fix,
      notes: diagnostic.notes)
  }
}

extension ContractSchemas.Compilation {
  /// The program.
  ///
  /// - Throws: ``Diagnostics`` with everything that is wrong when there is none.
  func requireProgram() throws(Diagnostics) -> SchemaProgram {
    guard let program else { throw Diagnostics(mistakes.map(\.placed)) }
    return program
  }
}
