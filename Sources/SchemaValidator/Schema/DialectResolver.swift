internal import Diagnostics

/// Finds the dialect that a `$schema` value names, custom meta-schemas included.
struct DialectResolver {
  let registry: SchemaRegistry

  /// Why a dialect cannot be used.
  enum Problem: Error {
    case unknownDialect(String)
    case unknownVocabulary(String, metaSchema: String)

    func mistake(in document: LoadedDocument, node: Int) -> SchemaMistake {
      let message: String
      let fix: String
      switch self {
      case .unknownDialect(let uri):
        message = "found the dialect \"\(uri)\"; expected a published dialect or a registered one"
        fix = "add the meta-schema to the registry, or name a published dialect"
      case .unknownVocabulary(let vocabulary, let metaSchema):
        message =
          "the dialect \"\(metaSchema)\" requires the vocabulary \"\(vocabulary)\"; "
          + "expected only vocabularies that are known"
        fix = "mark the vocabulary as optional in the meta-schema, or use another dialect"
      }
      return document.mistake(node, code: "schema.unknown-dialect", message, fix: fix)
    }
  }

  /// The dialect of a `$schema` value.
  func dialect(_ uri: String) -> Result<ActiveDialect, Problem> {
    dialect(uri, depth: 0)
  }

  private func dialect(_ uri: String, depth: Int) -> Result<ActiveDialect, Problem> {
    if let known = SchemaDialect(metaSchemaURI: uri) { return .success(ActiveDialect(known)) }
    let bare = URIReference.withoutFragment(uri)
    guard depth < 8, let metaSchema = metaSchema(bare),
      let parent = metaSchema.root["$schema"]?.stringValue
    else { return .failure(.unknownDialect(uri)) }
    guard case .success(var dialect) = dialect(parent, depth: depth + 1) else {
      return .failure(.unknownDialect(uri))
    }
    guard let vocabularies = metaSchema.root["$vocabulary"], vocabularies.kind == .object,
      dialect.draft.isAtLeast(.draft201909)
    else { return .success(dialect) }
    dialect.vocabularies = []
    for member in vocabularies.members {
      if let known = ActiveDialect.vocabulary(member.name) {
        dialect.vocabularies.formUnion(known)
      } else if member.value.boolValue == true {
        return .failure(.unknownVocabulary(member.name, metaSchema: uri))
      }
    }
    return .success(dialect)
  }

  private func metaSchema(_ uri: String) -> JSONDocument? {
    if let entry = registry.entries[uri] { return entry.document }
    let byIdentifier = registry.entries.values.first {
      $0.document.root["$id"]?.stringValue.map(URIReference.withoutFragment) == uri
    }
    if let byIdentifier { return byIdentifier.document }
    guard case .document(let document, _) = registry.retrieval?(uri) else { return nil }
    return document
  }
}
