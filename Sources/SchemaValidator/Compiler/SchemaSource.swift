public import Diagnostics

/// A document with its schemas found, from which programs are compiled.
///
/// Compiling one schema reads only what that schema reaches, so many schemas of a large contract
/// are compiled one by one without cost for the rest.
public struct SchemaSource: Sendable {
  private let store: SchemaStore
  private let options: CompilationOptions
  private let checksMetaSchema: Bool

  init(store: SchemaStore, options: CompilationOptions, checksMetaSchema: Bool) {
    self.store = store
    self.options = options
    self.checksMetaSchema = checksMetaSchema
  }

  /// The document.
  public var document: JSONDocument { store.documents[0].document }

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
    let root = document.root
    guard let value = root.value(at: pointer) else {
      throw SchemaError([
        Diagnostic(
          code: "schema.nothing-there",
          "found nothing at \(pointer.fragment); expected a schema", pointer: pointer,
          fix: "correct the pointer")
      ])
    }
    let place = SchemaPlace(
      document: 0, resource: store.documents[0].resource(holding: value.index), node: value.index)
    var builder = GraphBuilder(store: store, options: options)
    builder.build(place)
    CycleCheck.run(&builder)
    var diagnostics = builder.store.takeDiagnostics()
    if checksMetaSchema, !diagnostics.contains(where: { $0.severity == .error }) {
      diagnostics += MetaSchemaCheck.run(value, place, store)
    }
    if diagnostics.contains(where: { $0.severity == .error }) { throw SchemaError(diagnostics) }
    return (SchemaProgram(graph: builder.graph), diagnostics)
  }
}
