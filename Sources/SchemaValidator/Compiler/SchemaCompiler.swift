public import Diagnostics

/// Turns schema documents into programs.
///
/// ```swift
/// let source = try SchemaCompiler().load(SourceText(text, name: "contact.json"))
/// let program = try source.compile()
/// program.isValid(try JSONDocument(parsing: body).root)
/// ```
public struct SchemaCompiler: Sendable {
  /// Where references to other documents lead.
  public var registry: SchemaRegistry
  /// The dialect of documents without `$schema`.
  public var defaultDialect: SchemaDialect
  /// When `format` decides about validity.
  public var formats: FormatPolicy
  /// Which way the messages travel that the programs judge; it matters for OpenAPI 3.0 only.
  public var direction: MessageDirection
  /// What `discriminator` does; it matters for the dialects of OpenAPI only.
  public var discriminators: DiscriminatorPolicy
  /// Whether schemas are checked against the meta-schema of their dialect.
  public var checksMetaSchema: Bool
  /// How much a violation of the meta-schema weighs; only an error keeps a schema from being
  /// compiled.
  ///
  /// What the validator itself cannot make sense of is an error in any case.
  public var metaSchemaSeverity: Diagnostic.Severity = .error

  /// Creates a compiler.
  public init(
    registry: SchemaRegistry = .init(), defaultDialect: SchemaDialect = .draft202012,
    formats: FormatPolicy = .dialect, direction: MessageDirection = .either,
    discriminators: DiscriminatorPolicy = .explain, checksMetaSchema: Bool = true
  ) {
    self.registry = registry
    self.defaultDialect = defaultDialect
    self.formats = formats
    self.direction = direction
    self.discriminators = discriminators
    self.checksMetaSchema = checksMetaSchema
  }

  /// Takes a document in which schemas stand, to compile any number of them.
  ///
  /// The document may be a schema, or an OpenAPI document with schemas inside. Its `$id`s and
  /// anchors are found once, here. A `uri` is the base for relative references; with an `origin`
  /// mistakes are shown with line and column.
  /// - Throws: ``SchemaError`` when a `$schema` names no known dialect, or a URI is given twice.
  public func load(
    _ document: JSONDocument, uri: String = "", origin: SchemaOrigin? = nil
  ) throws(SchemaError) -> SchemaSource {
    var store = SchemaStore(registry: registry, defaultDialect: ActiveDialect(defaultDialect))
    _ = store.load(document, uri: URIReference.withoutFragment(uri), origin: origin)
    let diagnostics = store.documents[0].mistakes.cut(in: store.documents[0], at: 0)
      .map(\.diagnostic)
    if diagnostics.contains(where: { $0.severity == .error }) { throw SchemaError(diagnostics) }
    return SchemaSource(
      store: store,
      options: CompilationOptions(
        formats: formats, direction: direction, discriminators: discriminators),
      metaSchemaSeverity: checksMetaSchema ? metaSchemaSeverity : nil)
  }

  /// Reads a text and takes it as a document in which schemas stand.
  ///
  /// - Throws: ``SchemaError`` when the text is no JSON, and as
  ///   ``load(_:uri:origin:)`` does.
  public func load(_ text: SourceText, uri: String = "") throws(SchemaError) -> SchemaSource {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: text.bytes)
    } catch {
      throw SchemaError([error.diagnostic(in: text)])
    }
    return try load(document, uri: uri, origin: SchemaOrigin(text))
  }

  /// Compiles the schema that a whole document is.
  ///
  /// - Throws: ``SchemaError`` with every mistake found.
  public func compile(_ document: JSONDocument, uri: String = "") throws(SchemaError)
    -> SchemaProgram
  {
    try load(document, uri: uri).compile()
  }
}
