internal import Diagnostics

/// Checks a schema against the meta-schema of its dialect.
enum MetaSchemaCheck {
  /// The violations as mistakes of the schema at a place.
  static func run(
    _ place: SchemaPlace, _ store: SchemaStore, _ severity: Diagnostic.Severity
  ) -> [SchemaMistake] {
    let loaded = store.documents[place.document]
    let value = JSONValue(document: loaded.document, index: place.node)
    let draft = loaded.resources[place.resource].dialect.draft
    guard let program = program(draft) else { return [] }
    if program.isValid(value) { return [] }
    let base = value.pointer
    let verdict = program.evaluate(value)
    if verdict.outcome == .undecided {
      return [
        loaded.mistake(
          place.node, .error, code: "schema.too-deep",
          "found a schema that the meta-schema cannot judge: \(verdict.undecided.first ?? ""); "
            + "expected a simpler one", fix: "nest the schemas less deeply")
      ]
    }
    let mistakes = verdict.violations.flatMap(nearest).map { violation in
      let name = name(of: base.appending(violation.instanceLocation))
      let node = value.value(at: violation.instanceLocation)?.index ?? place.node
      return loaded.mistake(
        node, severity, code: "schema.meta-schema", "\(name) is wrong: \(violation.message)")
    }
    return mistakes.cut(
      in: loaded, at: place.node, omitting: verdict.omitsViolations ? severity : nil)
  }

  /// The violations of the nearest branch in place of "no branch matches".
  private static func nearest(_ violation: SchemaViolation) -> [SchemaViolation] {
    guard let branch = violation.branches.first, !branch.violations.isEmpty else {
      return [violation]
    }
    return branch.violations.flatMap(nearest)
  }

  private static func name(of pointer: JSONPointer) -> String {
    pointer.tokens.isEmpty ? "the schema" : Phrase.cut(pointer.fragment, to: 200)
  }

  /// The compiled meta-schemas, each made at its first use.
  private static func program(_ draft: SchemaDialect) -> SchemaProgram? {
    switch draft {
    case .draft4: draft4
    case .draft6: draft6
    case .draft7: draft7
    case .draft201909: draft201909
    case .draft202012: draft202012
    case .openAPI31: openAPI31
    case .openAPI32: openAPI32
    case .openAPI30: nil
    }
  }

  private static let draft4 = compiled(.draft4)
  private static let draft6 = compiled(.draft6)
  private static let draft7 = compiled(.draft7)
  private static let draft201909 = compiled(.draft201909)
  private static let draft202012 = compiled(.draft202012)
  private static let openAPI31 = compiled(.openAPI31)
  private static let openAPI32 = compiled(.openAPI32)

  private static func compiled(_ draft: SchemaDialect) -> SchemaProgram? {
    let compiler = SchemaCompiler(
      defaultDialect: draft, formats: .annotate, checksMetaSchema: false)
    return draft.metaSchemaURI.flatMap(MetaSchemas.document).flatMap {
      try? compiler.compile($0)
    }
  }
}
