public import Diagnostics
internal import Synchronization

/// A document with its schemas found, from which programs are compiled.
///
/// Compiling a schema reads what that schema reaches and has not been read for another one
/// before, so all schemas of a large contract cost little more than the contract is long. Programs
/// compiled before the first of them is run share one code.
public final class SchemaSource: Sendable {
  /// The document.
  public let document: JSONDocument
  /// The weight of a violation of the meta-schema; nil when it is not looked for.
  private let metaSchemaSeverity: Diagnostic.Severity?
  private let state: Mutex<State>

  /// What grows from program to program.
  private struct State {
    var builder: GraphBuilder
    /// The programs compiled since code was last made.
    var batch = ProgramBatch()
    /// Their schemas, in the order of their numbers in the code.
    var roots: [SchemaGraph.NodeID] = []
    var entries: [SchemaGraph.NodeID: Int] = [:]

    /// The number that a schema has in the code to be made.
    mutating func entry(of root: SchemaGraph.NodeID) -> Int {
      if let known = entries[root] { return known }
      entries[root] = roots.count
      roots.append(root)
      return roots.count - 1
    }
  }

  init(
    store: SchemaStore, options: CompilationOptions, metaSchemaSeverity: Diagnostic.Severity?
  ) {
    document = store.documents[0].document
    self.metaSchemaSeverity = metaSchemaSeverity
    state = Mutex(State(builder: GraphBuilder(store: store, options: options)))
  }

  /// Compiles the schema at a place in the document; the root by default.
  ///
  /// The place may be anywhere a schema stands, such as `/components/schemas/Contact`.
  /// - Throws: ``SchemaError`` with every mistake found in the schema and in what it refers to.
  public func compile(at pointer: JSONPointer = .root) throws(SchemaError) -> SchemaProgram {
    let (program, _) = try compileWithWarnings(at: pointer)
    return program
  }

  /// Compiles a schema and returns what is doubtful about it as well.
  ///
  /// - Throws: ``SchemaError`` as ``compile(at:)`` does.
  public func compileWithWarnings(
    at pointer: JSONPointer
  ) throws(SchemaError) -> (SchemaProgram, warnings: [Diagnostic]) {
    guard let value = document.root.value(at: pointer) else {
      throw SchemaError([
        Diagnostic(
          code: "schema.nothing-there",
          "found nothing at \(pointer.fragment); expected a schema", pointer: pointer,
          fix: "correct the pointer")
      ])
    }
    let compilation = state.withLock { compile(value, inDocument: 0, &$0) }
    let diagnostics = compilation.mistakes.map(\.diagnostic)
    guard let program = compilation.program else { throw SchemaError(diagnostics) }
    return (program, diagnostics)
  }

  /// Compiles the schema at a value of the document, or of one that is registered.
  ///
  /// The URI is the one under which the value's document was loaded or registered; nil comes back
  /// when no document has it.
  package func compile(_ value: JSONValue, ofDocument uri: String) -> SchemaCompilation? {
    state.withLock { state in
      guard let number = state.builder.store.document(uri),
        state.builder.store.documents[number].document === value.document
      else { return nil }
      return compile(value, inDocument: number, &state)
    }
  }

  private func compile(
    _ value: JSONValue, inDocument number: Int, _ state: inout State
  ) -> SchemaCompilation {
    let root = state.builder.build(at: value.index, inDocument: number)
    var mistakes = state.builder.mistakes(reachedFrom: root)
    if let metaSchemaSeverity, !mistakes.hasError {
      mistakes += MetaSchemaCheck.run(
        state.builder.graph.nodes[root].place, state.builder.store, metaSchemaSeverity)
    }
    if mistakes.hasError { return SchemaCompilation(program: nil, mistakes: mistakes) }
    let program = SchemaProgram(
      source: self, batch: state.batch, root: root, entry: state.entry(of: root))
    return SchemaCompilation(program: program, mistakes: mistakes)
  }

  /// The code of a batch of programs, made now if none of them was run before.
  func code(of batch: ProgramBatch) -> FastProgram {
    state.withLock { state in
      if let code = batch.code { return code }
      // Without code a batch is still the open one.
      let code = FastProgram(state.builder.graph, roots: state.roots)
      batch.complete(with: code)
      state.batch = ProgramBatch()
      state.roots = []
      state.entries = [:]
      return code
    }
  }
}

extension [SchemaMistake] {
  fileprivate var hasError: Bool { contains { $0.diagnostic.severity == .error } }
}
