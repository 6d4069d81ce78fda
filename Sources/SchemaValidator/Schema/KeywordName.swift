/// Every keyword that some dialect gives a meaning, by its spelling.
enum KeywordName: String, CaseIterable, Sendable {
  case schema = "$schema"
  case vocabulary = "$vocabulary"
  case id = "$id"
  case legacyID = "id"
  case anchor = "$anchor"
  case dynamicAnchor = "$dynamicAnchor"
  case recursiveAnchor = "$recursiveAnchor"
  case comment = "$comment"
  case ref = "$ref"
  case dynamicRef = "$dynamicRef"
  case recursiveRef = "$recursiveRef"
  case defs = "$defs"
  case definitions
  case allOf, anyOf, oneOf, not
  case `if`, then, `else`
  case dependentSchemas, dependencies
  case properties, patternProperties, additionalProperties, propertyNames
  case prefixItems, items, additionalItems
  case contains, minContains, maxContains
  case unevaluatedProperties, unevaluatedItems
  case type, `enum`, const
  case multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum
  case minLength, maxLength, pattern
  case minItems, maxItems, uniqueItems
  case minProperties, maxProperties, required, dependentRequired
  case format
  case contentEncoding, contentMediaType, contentSchema
  case title, description, `default`, deprecated, readOnly, writeOnly, examples
  case nullable, discriminator, xml, externalDocs, example

  private static let bySpelling: [String: KeywordName] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The keyword with a spelling; nil for words no dialect knows.
  static func spelled(_ text: String) -> KeywordName? { bySpelling[text] }

  /// What a keyword's value holds in the way of schemas.
  enum Subschemas {
    case none
    case schema
    case array
    case map
    /// A schema, or an array of schemas (`items` up to 2019-09).
    case schemaOrArray
    /// A map to schemas or to arrays of names (`dependencies`).
    case mapOrNames
  }

  /// What the keyword's value holds in a dialect.
  func subschemas(in dialect: SchemaDialect) -> Subschemas {
    guard isKnown(in: dialect) else { return .none }
    switch self {
    case .not, .if, .then, .else, .additionalProperties, .propertyNames, .additionalItems,
      .contains, .unevaluatedItems, .unevaluatedProperties, .contentSchema:
      return .schema
    case .allOf, .anyOf, .oneOf, .prefixItems: return .array
    case .defs, .definitions, .properties, .patternProperties, .dependentSchemas: return .map
    case .items: return dialect.core == .draft202012 ? .schema : .schemaOrArray
    case .dependencies: return .mapOrNames
    default: return .none
    }
  }

  /// Whether a dialect gives the keyword a meaning.
  func isKnown(in dialect: SchemaDialect) -> Bool {
    switch self {
    case .id, .const, .contains, .propertyNames, .examples:
      return dialect.isAtLeast(.draft6)
    case .legacyID: return dialect == .draft4
    case .if, .then, .else, .comment, .contentEncoding, .contentMediaType:
      return dialect.isAtLeast(.draft7)
    case .readOnly, .writeOnly: return dialect.isAtLeast(.draft7) || dialect == .openAPI30
    case .anchor, .dependentSchemas, .dependentRequired, .minContains, .maxContains,
      .unevaluatedItems, .unevaluatedProperties, .contentSchema, .vocabulary:
      return dialect.isAtLeast(.draft201909)
    case .deprecated: return dialect.isAtLeast(.draft201909) || dialect == .openAPI30
    case .defs, .definitions: return dialect != .openAPI30
    case .recursiveRef, .recursiveAnchor: return dialect == .draft201909
    case .dynamicRef, .dynamicAnchor, .prefixItems: return dialect.core == .draft202012
    case .additionalItems: return dialect.core != .draft202012 && dialect != .openAPI30
    case .patternProperties, .dependencies, .schema: return dialect != .openAPI30
    case .nullable: return dialect == .openAPI30
    case .discriminator, .xml, .externalDocs, .example:
      return dialect.isOpenAPI
    default: return true
    }
  }

  /// The vocabulary a keyword belongs to; nil for the core.
  var vocabulary: ActiveDialect.Vocabularies? {
    switch self {
    case .allOf, .anyOf, .oneOf, .not, .if, .then, .else, .dependentSchemas, .properties,
      .patternProperties, .additionalProperties, .propertyNames, .prefixItems, .items,
      .additionalItems, .contains:
      .applicator
    case .unevaluatedItems, .unevaluatedProperties: .unevaluated
    case .type, .enum, .const, .multipleOf, .minimum, .maximum, .exclusiveMinimum,
      .exclusiveMaximum, .minLength, .maxLength, .pattern, .minItems, .maxItems, .uniqueItems,
      .minContains, .maxContains, .minProperties, .maxProperties, .required, .dependentRequired:
      .validation
    case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples: .metaData
    case .contentEncoding, .contentMediaType, .contentSchema: .content
    default: nil
    }
  }
}
