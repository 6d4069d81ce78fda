internal import Diagnostics
internal import SchemaValidator

/// The schemas of a contract: the document is loaded once, and compiled from any place in it.
struct ContractSchemas: Sendable {
  /// What one program is compiled from.
  struct Key: Hashable, Sendable {
    let pointer: JSONPointer
    let direction: MessageDirection
  }

  private let root: ContractNode
  private let either: SchemaSource
  /// In 3.0 the direction of a message changes what a schema asks for; later it does not.
  private let directed: [MessageDirection: SchemaSource]

  /// - Throws: ``Diagnostics`` when the document cannot be a source of schemas at all.
  init(
    _ document: SourceDocument, _ line: SpecificationVersion.Line, _ dialect: SchemaDialect
  ) throws(Diagnostics) {
    root = ContractNode(rootOf: document)
    var sources: [MessageDirection: SchemaSource] = [:]
    do {
      either = try Self.source(document, dialect, .either)
      for direction in line >= .v3_1 ? [] : [MessageDirection.request, .response] {
        sources[direction] = try Self.source(document, dialect, direction)
      }
    } catch {
      throw Self.located(error, in: root)
    }
    directed = sources
  }

  private static func source(
    _ document: SourceDocument, _ dialect: SchemaDialect, _ direction: MessageDirection
  ) throws(SchemaError) -> SchemaSource {
    let compiler = SchemaCompiler(
      defaultDialect: dialect, formats: .assert,
      direction: direction)
    // Without the text: mistakes would be placed by offsets in the JSON form, which are not those
    // of YAML. Their pointers serve both.
    return try compiler.load(document.root.document)
  }

  /// What the program for a node is known by.
  func key(_ node: ContractNode, _ direction: MessageDirection) -> Key {
    Key(pointer: node.pointer, direction: directed[direction] == nil ? .either : direction)
  }

  /// The schema that a node is, or the one it means when it is nothing but a reference: hundreds of
  /// messages that refer to one component share its program.
  func target(of node: ContractNode) -> ContractNode {
    var current = node
    var steps = 0
    while current.value.count == 1, let reference = current.value["$ref"]?.stringValue,
      reference.hasPrefix("#/"), steps < 16,
      let text = String(
        validating: PercentEncoding.decode(reference.utf8.dropFirst()), as: UTF8.self),
      let pointer = JSONPointer(parsing: text), let next = root.descendant(at: pointer),
      next.value.kind == .object
    {
      current = next
      steps += 1
    }
    return current
  }

  /// Compiles the schema at a node, and tells what is doubtful about it.
  ///
  /// - Throws: ``Diagnostics`` with every mistake found in it and in what it refers to.
  func compile(
    _ node: ContractNode, direction: MessageDirection
  ) throws(Diagnostics) -> (program: SchemaProgram, warnings: [Diagnostic]) {
    do {
      let source = directed[direction] ?? either
      return try source.compileWithWarnings(at: node.pointer)
    } catch {
      throw Self.located(error, in: root)
    }
  }

  /// The mistakes of a schema with the lines and columns their pointers lead to.
  private static func located(_ error: SchemaError, in root: ContractNode) -> Diagnostics {
    Diagnostics(
      error.diagnostics.map { found in
        let node = found.pointer.flatMap { root.descendant(at: $0) } ?? root
        return node.place.diagnostic(
          found.severity, code: found.code, found.message, fix: found.fix, notes: found.notes)
      })
  }
}
