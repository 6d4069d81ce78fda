internal import Diagnostics

/// Reads the keywords of one schema object.
struct SchemaReader {
  let place: SchemaPlace
  let tape: TapeView
  let document: JSONDocument
  let dialect: ActiveDialect
  let context: Int
  private(set) var keywords: [Keyword] = []
  private(set) var title: String?
  /// What `type` allows.
  private(set) var types: TypeSet?
  /// Subschemas that no keyword applies.
  private(set) var unapplied: [SchemaGraph.NodeID] = []
  /// The keywords' values by name; of duplicates the last.
  private var values: [KeywordName: Int] = [:]
  private var order: [(keyword: KeywordName?, spelling: String, value: Int)] = []

  init(place: SchemaPlace, document: JSONDocument, dialect: ActiveDialect, context: Int) {
    self.place = place
    self.document = document
    tape = document.tape
    self.dialect = dialect
    self.context = context
  }

  var draft: SchemaDialect { dialect.draft }

  /// Reads everything the dialect gives a meaning.
  mutating func read(_ builder: inout GraphBuilder) {
    collect()
    if dialect.refHidesSiblings, let reference = values[.ref] {
      readReference(.ref, reference, &builder)
      warnAboutHidden(&builder)
      return
    }
    for entry in order {
      guard let keyword = entry.keyword else {
        keywords.append(Keyword(spelling: entry.spelling, value: entry.value, rule: .annotation))
        continue
      }
      read(keyword, entry.value, &builder)
    }
    // These look at what the others evaluated, wherever they are written.
    for keyword in [KeywordName.unevaluatedItems, .unevaluatedProperties] {
      guard let value = values[keyword], isActive(keyword) else { continue }
      builder.noteUnevaluated()
      let node = child(value, &builder)
      add(
        keyword, value,
        keyword == .unevaluatedItems ? .unevaluatedItems(node) : .unevaluatedProperties(node))
    }
  }

  private mutating func collect() {
    for name in tape.memberNames(place.node) {
      let spelling = tape.string(name)
      let known = KeywordName.spelled(spelling)
      let keyword = known.flatMap { $0.isKnown(in: draft) ? $0 : nil }
      if let keyword {
        values[keyword] = name + 1
      }
      order.append((keyword, spelling, name + 1))
    }
    // Of duplicates the last counts.
    order.removeAll { entry in entry.keyword.map { values[$0] != entry.value } ?? false }
  }

  /// OpenAPI 3.0 ignores what stands beside a reference; authors often expect otherwise.
  private mutating func warnAboutHidden(_ builder: inout GraphBuilder) {
    guard draft == .openAPI30, let nullable = values[.nullable] else { return }
    builder.report(
      place, nullable, .warning, code: "schema.hidden-by-reference",
      "found nullable beside $ref; expected no keyword there, because $ref hides it",
      fix: "wrap the reference: allOf with the reference, and nullable with a type")
  }

  func isActive(_ keyword: KeywordName) -> Bool {
    guard draft.isAtLeast(.draft201909), let vocabulary = keyword.vocabulary else { return true }
    return dialect.vocabularies.isSuperset(of: vocabulary)
  }

  mutating func add(_ keyword: KeywordName, _ value: Int, _ rule: Rule) {
    if case .type(let types) = rule { self.types = types }
    keywords.append(Keyword(spelling: keyword.rawValue, value: value, rule: rule))
  }

  func value(_ keyword: KeywordName) -> Int? {
    values[keyword].flatMap { isActive(keyword) ? $0 : nil }
  }

  private mutating func read(_ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder) {
    guard isActive(keyword) else {
      add(keyword, value, .annotation)
      return
    }
    switch keyword {
    case .schema, .vocabulary, .id, .legacyID, .anchor, .dynamicAnchor, .recursiveAnchor, .comment,
      .defs, .definitions, .then, .else, .minContains, .maxContains, .unevaluatedItems,
      .unevaluatedProperties, .nullable:
      break
    case .ref, .dynamicRef, .recursiveRef: readReference(keyword, value, &builder)
    case .allOf, .anyOf, .oneOf, .not, .if, .dependentSchemas, .dependencies, .properties,
      .patternProperties, .additionalProperties, .propertyNames, .prefixItems, .items,
      .additionalItems, .contains:
      readApplicator(keyword, value, &builder)
    case .discriminator: readDiscriminator(value, &builder)
    case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples,
      .xml, .externalDocs, .example:
      if keyword == .title, tape.kind(value) == .string { title = tape.string(value) }
      add(keyword, value, .annotation)
    case .format: readFormat(value, &builder)
    case .contentEncoding, .contentMediaType, .contentSchema: readContent(keyword, value, &builder)
    default: readAssertion(keyword, value, &builder)
    }
  }

  /// A subschema at a value of this schema's document.
  mutating func child(_ value: Int, _ builder: inout GraphBuilder) -> Int {
    let resource = builder.store.documents[place.document].resource(holding: value)
    return builder.id(
      of: SchemaPlace(document: place.document, resource: resource, node: value), context: context)
  }

  /// Reads a subschema for the mistakes in it.
  mutating func readUnapplied(_ value: Int, _ builder: inout GraphBuilder) {
    unapplied.append(child(value, &builder))
  }

  mutating func malformed(
    _ keyword: KeywordName, _ value: Int, expected: String, _ builder: inout GraphBuilder,
    fix: String? = nil
  ) {
    builder.report(
      place, value, code: "schema.malformed-keyword",
      "\(keyword.rawValue) is \(Phrase.value(tape, value)); expected \(expected)", fix: fix)
  }

  private mutating func readReference(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) {
    guard tape.kind(value) == .string else {
      malformed(keyword, value, expected: "a URI reference", &builder)
      return
    }
    let reference = tape.string(value)
    guard var target = builder.resolve(reference, place, value) else { return }
    if keyword == .dynamicRef {
      // Dynamic only if the static target itself carries that dynamic anchor ("bookending").
      let fragment = URIReference(reference).fragment.flatMap(URIReference.percentDecoded) ?? ""
      let resource = builder.store.documents[target.document].resources[target.resource]
      if resource.dynamicAnchors[fragment] == target.node {
        let scope = builder.store.context(context, entering: target)
        target = builder.store.bound(fragment, in: scope) ?? target
      }
    } else if keyword == .recursiveRef {
      let resource = builder.store.documents[target.document].resources[target.resource]
      if resource.hasRecursiveAnchor {
        target = builder.store.bound("", in: context) ?? target
      }
    }
    add(keyword, value, .ref(builder.id(of: target, context: context)))
  }

  private mutating func readFormat(_ value: Int, _ builder: inout GraphBuilder) {
    guard tape.kind(value) == .string else {
      malformed(.format, value, expected: "the name of a format", &builder)
      return
    }
    let asserts: Bool
    switch builder.options.formats {
    case .annotate: asserts = false
    case .assert: asserts = true
    case .dialect: asserts = dialect.vocabularies.contains(.formatAssertion)
    }
    let name = tape.string(value)
    if asserts, let format = StringFormat.named(name) {
      add(.format, value, .stringFormat(format, name: name))
    } else if asserts, draft.isOpenAPI, let format = NumberFormat.named(name) {
      add(.format, value, .numberFormat(format, name: name))
    } else {
      add(.format, value, .annotation)
    }
  }

  /// The content keywords are annotations; draft-07 allows to assert them, on request.
  private mutating func readContent(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) {
    if keyword == .contentSchema {
      readUnapplied(value, &builder)
      // Without a media type there is no document that the schema could describe.
      if self.value(.contentMediaType) == nil { return }
    }
    guard draft == .draft7, builder.options.formats == .assert else {
      add(keyword, value, .contentAnnotation)
      return
    }
    func word(_ keyword: KeywordName) -> String? {
      values[keyword].flatMap { tape.kind($0) == .string ? tape.string($0) : nil }
    }
    let isBase64 = word(.contentEncoding)?.lowercased() == "base64"
    let isJSON = word(.contentMediaType)?.lowercased() == "application/json"
    // Both together are one assertion, made where the media type stands.
    if keyword == .contentMediaType ? isJSON : isBase64 && !isJSON {
      add(keyword, value, .content(ContentAssertion(isBase64: isBase64, isJSON: isJSON)))
    } else {
      add(keyword, value, .contentAnnotation)
    }
  }
}
