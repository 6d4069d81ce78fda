// The keywords that apply subschemas.
extension SchemaReader {
  mutating func readApplicator(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) {
    switch keyword {
    case .allOf:
      if let nodes = schemas(keyword, value, &builder) { add(keyword, value, .allOf(nodes)) }
    case .anyOf:
      if let nodes = schemas(keyword, value, &builder) { add(keyword, value, .anyOf(nodes)) }
    case .oneOf:
      if let nodes = schemas(keyword, value, &builder) { add(keyword, value, .oneOf(nodes)) }
    case .not: add(keyword, value, .not(child(value, &builder)))
    case .if: readCondition(value, &builder)
    case .dependentSchemas:
      if let named = namedSchemas(keyword, value, &builder) {
        add(keyword, value, .dependentSchemas(named))
      }
    case .dependencies: readDependencies(value, &builder)
    case .properties:
      if let named = namedSchemas(keyword, value, &builder) {
        add(keyword, value, .properties(named, KeyTable(named.map(\.key))))
      }
    case .patternProperties:
      if let named = namedSchemas(keyword, value, &builder) {
        add(keyword, value, .patternProperties(patternSchemas(value, named, &builder)))
      }
    case .additionalProperties: readAdditionalProperties(value, &builder)
    case .propertyNames: add(keyword, value, .propertyNames(child(value, &builder)))
    case .prefixItems:
      if let nodes = schemas(keyword, value, &builder) { add(keyword, value, .prefixItems(nodes)) }
    case .items: readItems(value, &builder)
    case .additionalItems: readAdditionalItems(value, &builder)
    case .contains: readContains(value, &builder)
    default: break
    }
  }

  private mutating func schemas(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) -> [Int]? {
    guard tape.kind(value) == .array else {
      malformed(keyword, value, expected: "an array of schemas", &builder)
      return nil
    }
    if tape.count(value) == 0 {
      malformed(
        keyword, value, expected: "at least one schema", &builder, fix: "remove the keyword")
      return nil
    }
    return tape.elementNodes(value).map { child($0, &builder) }
  }

  private mutating func namedSchemas(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) -> [NamedSchema]? {
    guard tape.kind(value) == .object else {
      malformed(keyword, value, expected: "an object whose members are schemas", &builder)
      return nil
    }
    return tape.effectiveMembers(value).map {
      NamedSchema(
        name: tape.string($0), key: tape.unescapedText($0, lossy: false),
        node: child($0 + 1, &builder))
    }
  }

  private mutating func patternSchemas(
    _ value: Int, _ named: [NamedSchema], _ builder: inout GraphBuilder
  ) -> [PatternSchema] {
    zip(named, tape.effectiveMembers(value)).compactMap { schema, name in
      builder.pattern(schema.name, place, name).map {
        PatternSchema(pattern: $0, source: schema.name, node: schema.node)
      }
    }
  }

  private mutating func readCondition(_ value: Int, _ builder: inout GraphBuilder) {
    let then = self.value(.then).map { child($0, &builder) }
    let otherwise = self.value(.else).map { child($0, &builder) }
    add(.if, value, .condition(if: child(value, &builder), then: then, else: otherwise))
  }

  private mutating func readDependencies(_ value: Int, _ builder: inout GraphBuilder) {
    guard tape.kind(value) == .object else {
      malformed(.dependencies, value, expected: "an object", &builder)
      return
    }
    var schemas: [NamedSchema] = []
    var names: [DependentNames] = []
    for member in tape.effectiveMembers(value) {
      let name = tape.string(member)
      if tape.kind(member + 1) == .array {
        guard let needs = strings(.dependencies, member + 1, &builder) else { continue }
        names.append(DependentNames(name: name, needs: needs))
      } else {
        schemas.append(
          NamedSchema(
            name: name, key: tape.unescapedText(member, lossy: false),
            node: child(member + 1, &builder)))
      }
    }
    if !schemas.isEmpty { add(.dependencies, value, .dependentSchemas(schemas)) }
    if !names.isEmpty { add(.dependencies, value, .dependentRequired(names)) }
  }

  private mutating func readAdditionalProperties(_ value: Int, _ builder: inout GraphBuilder) {
    var names: [[UInt8]] = []
    var patterns: [ECMAPattern] = []
    if let properties = self.value(.properties), tape.kind(properties) == .object {
      names = tape.effectiveMembers(properties).map { tape.unescapedText($0, lossy: false) }
    }
    if let sources = self.value(.patternProperties), tape.kind(sources) == .object {
      patterns = tape.effectiveMembers(sources).compactMap {
        builder.pattern(tape.string($0), place, $0)
      }
    }
    add(
      .additionalProperties, value,
      .additionalProperties(
        child(value, &builder), names: KeyTable(names), patterns: patterns))
  }

  private mutating func readItems(_ value: Int, _ builder: inout GraphBuilder) {
    if tape.kind(value) == .array, draft.core != .draft202012, draft != .openAPI30 {
      let nodes = tape.elementNodes(value).map { child($0, &builder) }
      add(.items, value, .prefixItems(nodes))
      return
    }
    var first = 0
    if draft.core == .draft202012, let prefix = self.value(.prefixItems) {
      first = tape.count(prefix)
    }
    add(.items, value, .items(child(value, &builder), from: first))
  }

  /// `additionalItems` means something only beside an array of `items`.
  private mutating func readAdditionalItems(_ value: Int, _ builder: inout GraphBuilder) {
    guard let items = self.value(.items), tape.kind(items) == .array else {
      readUnapplied(value, &builder)
      return
    }
    add(.additionalItems, value, .items(child(value, &builder), from: tape.count(items)))
  }

  private mutating func readContains(_ value: Int, _ builder: inout GraphBuilder) {
    var minimum = 1
    var maximum: Int?
    let minimumValue = draft.isAtLeast(.draft201909) ? self.value(.minContains) : nil
    let maximumValue = draft.isAtLeast(.draft201909) ? self.value(.maxContains) : nil
    if let minimumValue {
      guard let count = count(.minContains, minimumValue, &builder) else { return }
      minimum = count
    }
    if let maximumValue {
      guard let count = count(.maxContains, maximumValue, &builder) else { return }
      maximum = count
    }
    add(
      .contains, value,
      .contains(
        child(value, &builder), minimum: minimum, maximum: maximum,
        marksItems: draft.core == .draft202012))
  }
}
