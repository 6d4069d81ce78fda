import Conformance
import Diagnostics
import SchemaValidator

/// The schema that a command line chooses: its document, its dialect and its place.
struct SchemaChoice {
  /// A compiled schema, and what is doubtful about it.
  struct Compiled {
    let program: SchemaProgram
    let warnings: [Diagnostic]
    /// What was read to compile it.
    let files: SchemaFiles
  }

  private let command: ValidateCommand
  private let document: SourceDocument
  private let files: SchemaFiles

  /// Reads the document.
  ///
  /// - Throws: ``Diagnostics`` when it, or what `--registry` names, cannot be read.
  init(_ command: ValidateCommand) throws(Diagnostics) {
    self.command = command
    document = try SourceDocument(reading: ByteStream.text(command.schema))
    files = try SchemaFiles(schema: command.schema, registry: command.registry)
    files.name(document)
  }

  /// Compiles the schema.
  ///
  /// - Throws: ``Diagnostics`` with every mistake found in it and in what it refers to.
  func compile() throws(Diagnostics) -> Compiled {
    let dialect = try dialect()
    let pointer = try place()
    do throws(SchemaError) {
      let (program, warnings) = try compile(dialect, pointer)
      return Compiled(
        program: program, warnings: warnings + doubts(program, at: pointer), files: files)
    } catch {
      throw Diagnostics(files.mistakes + error.diagnostics)
    }
  }

  /// How long it takes from the document, once it is read, to the program.
  ///
  /// The check against the meta-schema counts; that the meta-schema has to be compiled itself, once
  /// a process, does not when the schema was compiled before.
  func compileTime() throws(Diagnostics) -> Duration {
    let (dialect, pointer) = (try dialect(), try place())
    let started = ContinuousClock.now
    _ = try? compile(dialect, pointer)
    return ContinuousClock.now - started
  }

  private func compile(
    _ dialect: SchemaDialect, _ pointer: JSONPointer
  ) throws(SchemaError) -> (SchemaProgram, warnings: [Diagnostic]) {
    let compiler = SchemaCompiler(
      registry: files.registry, defaultDialect: dialect,
      formats: command.assertFormat ? .assert : .dialect)
    return try compiler.load(
      document.root.document, uri: files.base, origin: document.origin
    ).compileWithWarnings(at: pointer)
  }

  // MARK: - Dialect

  /// The dialect of schemas that name none themselves: the one that was asked for, an OpenAPI
  /// document's own, else the newest.
  private func dialect() throws(Diagnostics) -> SchemaDialect {
    if let named = command.dialect { return named }
    if let swagger = document.root["swagger"], document.root["paths"] != nil {
      throw Diagnostics([
        document.diagnostic(
          code: "validate.unsupported-version",
          "this is a Swagger \(swagger.stringValue ?? "2.0") document; expected JSON Schema or "
            + "OpenAPI 3.0, 3.1 or 3.2",
          at: swagger, fix: "convert it to OpenAPI 3, or read its schemas with --dialect draft-04")
      ])
    }
    guard let member = document.root["openapi"] else { return .draft202012 }
    // YAML reads an unquoted 3.1 as a number; its spelling still says what is meant.
    let text = member.stringValue ?? member.numberValue?.text ?? ""
    guard let version = SpecificationVersion(text) else {
      throw Diagnostics([
        document.diagnostic(
          code: "validate.unsupported-version",
          "\"openapi\" is \"\(text)\"; expected 3.0, 3.1 or 3.2 with a patch number", at: member,
          fix: "correct the version, or name the dialect of its schemas with --dialect")
      ])
    }
    guard version.line >= .v3_1, let own = document.root["jsonSchemaDialect"] else {
      return version.line.dialect
    }
    guard let dialect = own.stringValue.flatMap(SchemaDialect.init(metaSchemaURI:)) else {
      throw Diagnostics([
        document.diagnostic(
          code: "validate.unknown-dialect",
          "\"jsonSchemaDialect\" names no dialect that is known; expected a published one",
          at: own, fix: "name the dialect with --dialect: one of \(DialectName.list)")
      ])
    }
    return dialect
  }

  // MARK: - Place

  private func place() throws(Diagnostics) -> JSONPointer {
    let place = try SchemaPlace(command.at, in: document)
    guard document.root["openapi"] != nil, document.root["$schema"] == nil else {
      return place.pointer
    }
    // A contract is no schema. Read as one it would be found to have no keyword, and every
    // instance to be valid.
    if place.isSchemaOfContract { return place.pointer }
    throw Diagnostics([place.refusal(isGiven: command.at != ValidateCommand.wholeDocument)])
  }

  /// A warning about a schema that no instance can fail.
  private func doubts(_ program: SchemaProgram, at pointer: JSONPointer) -> [Diagnostic] {
    guard program.acceptsEverything, let schema = document.root.value(at: pointer),
      schema.kind == .object, schema.count > 0
    else { return [] }
    return [
      Diagnostic(
        .warning, code: "validate.allows-everything",
        "nothing in this schema decides about an instance, so all are valid",
        at: document.location(of: schema), pointer: pointer,
        fix: pointer.tokens.isEmpty
          ? "give the schema first and the instances after it; name a schema inside with --at"
          : "correct --at if another schema was meant")
    ]
  }
}
