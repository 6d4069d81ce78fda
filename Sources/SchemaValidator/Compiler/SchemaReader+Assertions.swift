internal import Diagnostics

// The keywords that decide by themselves.
extension SchemaReader {
  mutating func readAssertion(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) {
    switch keyword {
    case .type: readType(value, &builder)
    case .enum: readEnum(value, &builder)
    case .const:
      add(keyword, value, .const(JSONValue(document: document, index: value)))
    case .multipleOf: readMultipleOf(value, &builder)
    case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum:
      readBound(keyword, value, &builder)
    case .pattern: readPattern(value, &builder)
    case .uniqueItems: readUniqueItems(value, &builder)
    case .required: readRequired(value, &builder)
    case .dependentRequired: readDependentRequired(value, &builder)
    case .minLength, .maxLength, .minItems, .maxItems, .minProperties, .maxProperties:
      guard let limit = count(keyword, value, &builder) else { return }
      switch keyword {
      case .minLength: add(keyword, value, .minLength(limit))
      case .maxLength: add(keyword, value, .maxLength(limit))
      case .minItems: add(keyword, value, .minItems(limit))
      case .maxItems: add(keyword, value, .maxItems(limit))
      case .minProperties: add(keyword, value, .minProperties(limit))
      default: add(keyword, value, .maxProperties(limit))
      }
    default: break
    }
  }

  /// A count that a keyword gives; one too large for this machine is as good as the largest.
  mutating func count(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) -> Int? {
    let number = JSONValue(document: document, index: value).numberValue
    guard let number, number.isInteger, number >= JSONNumber(0) else {
      malformed(
        keyword, value, expected: "a non-negative integer", &builder,
        fix: "remove \(keyword.rawValue) to have no such bound")
      return nil
    }
    return number.intValue ?? Int.max
  }

  mutating func strings(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) -> [String]? {
    let elements = tape.elementNodes(value)
    guard tape.kind(value) == .array, elements.allSatisfy({ tape.kind($0) == .string }) else {
      malformed(keyword, value, expected: "an array of member names", &builder)
      return nil
    }
    var names: [String] = []
    var seen: Set<[UInt8]> = []
    for element in elements where seen.insert(tape.unescapedText(element, lossy: false)).inserted {
      names.append(tape.string(element))
    }
    return names
  }

  private mutating func readType(_ value: Int, _ builder: inout GraphBuilder) {
    let words = tape.kind(value) == .array ? tape.elementNodes(value) : [value]
    let isList = tape.kind(value) == .array
    var types = TypeSet(kinds: 0)
    for word in words {
      let spelling = tape.kind(word) == .string ? tape.string(word) : ""
      // Draft-04 tells integers by their spelling: 1.0 is none.
      guard let type = TypeSet(spelling, integersByValue: draft != .draft4),
        draft != .openAPI30 || (!isList && spelling != "null")
      else {
        reportUnknownType(word, spelling, isList: isList, &builder)
        return
      }
      types.formUnion(type)
    }
    if draft == .openAPI30, let nullable = self.value(.nullable), tape.kind(nullable) == .true {
      types.formUnion(TypeSet(kinds: TapeKind.null.bit))
    }
    if isList, words.isEmpty {
      malformed(.type, value, expected: "at least one type", &builder)
      return
    }
    add(.type, value, .type(types))
  }

  private mutating func reportUnknownType(
    _ word: Int, _ spelling: String, isList: Bool, _ builder: inout GraphBuilder
  ) {
    let known = ["array", "boolean", "integer", "null", "number", "object", "string"]
    if draft == .openAPI30, isList || spelling == "null" {
      malformed(
        .type, word, expected: "one type; OpenAPI 3.0 has no null and no list of types", &builder,
        fix: "write nullable: true beside the type")
      return
    }
    let nearest =
      spelling.utf8.count < 100 ? EditDistance.nearest(to: spelling, in: known) : nil
    malformed(
      .type, word, expected: "one of \(known.joined(separator: ", "))", &builder,
      fix: (Self.foreignTypes[spelling.lowercased()] ?? nearest).map { "write \"\($0)\"" }
        ?? "choose one of them")
  }

  /// What other languages call the types.
  private static let foreignTypes = [
    "text": "string", "str": "string", "varchar": "string", "int": "integer", "long": "integer",
    "bool": "boolean", "dict": "object", "map": "object", "mapping": "object", "hash": "object",
    "list": "array", "float": "number", "double": "number", "decimal": "number", "none": "null",
    "nil": "null",
  ]

  private mutating func readEnum(_ value: Int, _ builder: inout GraphBuilder) {
    guard tape.kind(value) == .array else {
      malformed(.enum, value, expected: "an array of values", &builder)
      return
    }
    add(
      .enum, value,
      .enumeration(
        ValueSet(tape.elementNodes(value).map { JSONValue(document: document, index: $0) })))
  }

  /// Division takes time by the product of the digits: a value may have millions.
  private static let divisorDigits = 1_000

  private mutating func readMultipleOf(_ value: Int, _ builder: inout GraphBuilder) {
    guard let number = number(value), number > JSONNumber(0) else {
      malformed(.multipleOf, value, expected: "a number above 0", &builder)
      return
    }
    guard number.exactValue.digitCount <= Self.divisorDigits else {
      malformed(
        .multipleOf, value, expected: "at most \(Self.divisorDigits) digits", &builder,
        fix: "write a shorter divisor")
      return
    }
    add(.multipleOf, value, .multipleOf(number))
  }

  private func number(_ value: Int) -> JSONNumber? {
    JSONValue(document: document, index: value).numberValue
  }

  private mutating func readBound(
    _ keyword: KeywordName, _ value: Int, _ builder: inout GraphBuilder
  ) {
    let hasFlags = draft.core == .draft4
    let isExclusive = keyword == .exclusiveMinimum || keyword == .exclusiveMaximum
    if hasFlags, isExclusive {
      // Draft-04: a boolean that modifies the bound beside it.
      if tape.kind(value) != .true, tape.kind(value) != .false {
        malformed(keyword, value, expected: "a boolean in this dialect", &builder)
      }
      return
    }
    guard let bound = number(value) else {
      malformed(keyword, value, expected: "a number", &builder)
      return
    }
    switch keyword {
    case .minimum:
      add(keyword, value, .minimum(bound, exclusive: hasFlags && isSet(.exclusiveMinimum)))
    case .maximum:
      add(keyword, value, .maximum(bound, exclusive: hasFlags && isSet(.exclusiveMaximum)))
    case .exclusiveMinimum: add(keyword, value, .minimum(bound, exclusive: true))
    default: add(keyword, value, .maximum(bound, exclusive: true))
    }
  }

  private func isSet(_ keyword: KeywordName) -> Bool {
    value(keyword).map { tape.kind($0) == .true } ?? false
  }

  private mutating func readPattern(_ value: Int, _ builder: inout GraphBuilder) {
    guard tape.kind(value) == .string else {
      malformed(.pattern, value, expected: "a regular expression", &builder)
      return
    }
    let source = tape.string(value)
    guard let pattern = builder.pattern(source, place, value) else { return }
    add(.pattern, value, .pattern(pattern, source: source))
  }

  private mutating func readUniqueItems(_ value: Int, _ builder: inout GraphBuilder) {
    switch tape.kind(value) {
    case .true: add(.uniqueItems, value, .uniqueItems)
    case .false: break
    default: malformed(.uniqueItems, value, expected: "a boolean", &builder)
    }
  }

  private mutating func readRequired(_ value: Int, _ builder: inout GraphBuilder) {
    guard var names = strings(.required, value, &builder) else { return }
    if draft == .openAPI30, builder.options.direction != .either {
      let hidden = builder.options.direction == .request ? "readOnly" : "writeOnly"
      names = names.filter { !isMarked($0, hidden, &builder) }
    }
    add(.required, value, .required(names, KeyTable(names.map { Array($0.utf8) })))
  }

  /// Whether a property's schema carries a flag that is true, directly or behind a reference.
  private func isMarked(
    _ name: String, _ flag: String, _ builder: inout GraphBuilder
  ) -> Bool {
    guard let properties = self.value(.properties) else { return false }
    var schema = JSONValue(document: document, index: properties)[name]
    var from = place
    for _ in 0..<32 {
      guard let current = schema else { return false }
      guard let reference = current["$ref"]?.stringValue else {
        if current[flag]?.boolValue == true { return true }
        // allOf: [reference] is how 3.0 documents add to a reference.
        return current["allOf"]?.elements.contains { part in
          part[flag]?.boolValue == true
        } ?? false
      }
      guard let target = try? builder.store.resolve(reference, from: from) else { return false }
      schema = JSONValue(
        document: builder.store.documents[target.document].document, index: target.node)
      from = target
    }
    return false
  }

  private mutating func readDependentRequired(_ value: Int, _ builder: inout GraphBuilder) {
    guard tape.kind(value) == .object else {
      malformed(.dependentRequired, value, expected: "an object", &builder)
      return
    }
    var rules: [DependentNames] = []
    for member in tape.effectiveMembers(value) {
      guard let needs = strings(.dependentRequired, member + 1, &builder) else { continue }
      rules.append(DependentNames(name: tape.string(member), needs: needs))
    }
    add(.dependentRequired, value, .dependentRequired(rules))
  }
}
