internal import SchemaValidator

/// The keywords whose values hold schemas.
enum SchemaKeyword: String, Sendable {
  /// How a schema hands a value on to another one.
  enum Relation: Sendable, Hashable {
    /// The same value, which has to fit: `allOf`, `$ref`, and branches that may decide.
    case inPlace
    /// The same value, which need not fit: `not`, `if`.
    case tested
    /// A part of the value.
    case part
    /// Nothing: `$defs` only keeps it.
    case kept
  }

  case allOf, anyOf, oneOf, then, `else`, dependentSchemas
  case not, `if`
  case properties, patternProperties, additionalProperties, propertyNames, unevaluatedProperties
  case items, prefixItems, additionalItems, contains, unevaluatedItems, contentSchema
  case defs = "$defs"
  case definitions

  /// How the keyword hands values on.
  var relation: Relation {
    switch self {
    case .allOf, .anyOf, .oneOf, .then, .else, .dependentSchemas: .inPlace
    case .not, .if: .tested
    case .properties, .patternProperties, .additionalProperties, .propertyNames,
      .unevaluatedProperties, .items, .prefixItems, .additionalItems, .contains,
      .unevaluatedItems, .contentSchema:
      .part
    case .defs, .definitions: .kept
    }
  }

  /// Whether the Schema Object of OpenAPI 3.0 has it.
  var isKnownIn30: Bool {
    switch self {
    case .allOf, .anyOf, .oneOf, .not, .properties, .additionalProperties, .items: true
    default: false
    }
  }

  /// The schemas in the keyword's value.
  func schemas(in value: ContractNode) -> [ContractNode] {
    switch self {
    case .allOf, .anyOf, .oneOf, .prefixItems: value.elements
    case .properties, .patternProperties, .dependentSchemas, .defs, .definitions:
      value.value.kind == .object ? value.members.map(\.node) : []
    case .items: value.value.kind == .array ? value.elements : [value]
    default: [value]
    }
  }
}
