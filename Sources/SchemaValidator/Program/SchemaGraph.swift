/// A compiled schema with every reference resolved: what the exhaustive evaluation walks and what
/// the fast program is made from.
///
/// A schema stands in the graph once for each set of dynamic anchors it can be reached with, so
/// that `$dynamicRef` and `$recursiveRef` are plain edges and no dynamic scope is left at
/// evaluation time.
struct SchemaGraph: Sendable {
  typealias NodeID = Int

  var nodes = NodeList()
  var documents: [LoadedDocument] = []
  /// Whether any schema looks at what others have evaluated.
  var tracksEvaluated = false
  /// How many schemas are applied to one value inside each other, at most.
  var height = 0

  func tape(_ place: SchemaPlace) -> TapeView { documents[place.document].document.tape }
}

/// Where a schema stands: document, resource in it, node on its tape.
struct SchemaPlace: Sendable, Hashable {
  let document: Int
  let resource: Int
  let node: Int
}

/// One schema.
struct SchemaNode: Sendable {
  let place: SchemaPlace
  /// The verdict of a boolean schema; nil for an object.
  var constant: Bool?
  var title: String?
  /// The types that `type` allows; nil for all.
  var types: TypeSet?
  /// In document order, those that look at the others' results last.
  var keywords: [Keyword] = []
  /// Subschemas that are read, for the mistakes in them, and never applied.
  var unapplied: [SchemaGraph.NodeID] = []
  /// Whether verdicts are worth remembering: see ``RecursionAnalysis``.
  var memory = VerdictMemory.none
  /// On how many ways one place of a value may be judged below this schema, about.
  var ways = 1
}

/// Which verdicts of a schema are remembered once an evaluation takes long.
enum VerdictMemory: Sendable {
  case none
  /// Those on arrays and objects.
  case ofContainers
  case ofAll

  /// Whether verdicts on a kind of value are remembered.
  func includes(_ kind: TapeKind) -> Bool {
    switch self {
    case .none: false
    case .ofContainers: kind == .object || kind == .array
    case .ofAll: true
    }
  }
}

/// One keyword of a schema, read and resolved.
struct Keyword: Sendable {
  let spelling: String
  /// The keyword's value on the tape of the schema's document.
  let value: Int
  let rule: Rule
}

/// A subschema for instances of one member name.
struct NamedSchema: Sendable {
  let name: String
  /// The name as UTF-8, lone surrogates kept.
  let key: [UInt8]
  let node: SchemaGraph.NodeID
}

/// A subschema for members whose name matches a pattern.
struct PatternSchema: Sendable {
  let pattern: ECMAPattern
  let source: String
  let node: SchemaGraph.NodeID
}

/// Which branch of the `anyOf` or `oneOf` beside it a member's text means.
struct Discriminator: Sendable {
  /// One text, and the branch it means.
  struct Choice: Sendable {
    let text: String
    let key: [UInt8]
    let branch: SchemaGraph.NodeID
  }

  let property: String
  /// The property's name as UTF-8.
  let key: [UInt8]
  private(set) var choices: [Choice] = []
  private var branches: [[UInt8]: SchemaGraph.NodeID] = [:]
  /// The branch for objects without the member, or with another text; nil for none.
  var fallback: SchemaGraph.NodeID?
  /// Whether a value has to match the branch it names, and has to name one.
  let isAsserted: Bool

  init(property: String, key: [UInt8], isAsserted: Bool) {
    self.property = property
    self.key = key
    self.isAsserted = isAsserted
  }

  /// Adds a choice; of several for one text the first counts.
  mutating func add(_ text: String, _ branch: SchemaGraph.NodeID) {
    let key = Array(text.utf8)
    if branches[key] != nil { return }
    branches[key] = branch
    choices.append(Choice(text: text, key: key, branch: branch))
  }

  /// The branch an object means; nil when it names none.
  func branch(meantBy object: Int, _ tape: TapeView) -> SchemaGraph.NodeID? {
    guard let value = tape.member(object, named: key), tape.kind(value) == .string else {
      return fallback
    }
    return branches[tape.unescapedText(value, lossy: false)] ?? fallback
  }
}

/// The names that an object with one name must have as well.
struct DependentNames: Sendable {
  let name: String
  let needs: [String]
}

/// What a keyword asks for.
enum Rule: Sendable {
  case ref(SchemaGraph.NodeID)
  case allOf([SchemaGraph.NodeID])
  case anyOf([SchemaGraph.NodeID])
  case oneOf([SchemaGraph.NodeID])
  case not(SchemaGraph.NodeID)
  case condition(
    if: SchemaGraph.NodeID, then: SchemaGraph.NodeID?, else: SchemaGraph.NodeID?)
  case dependentSchemas([NamedSchema])
  case discriminator(Discriminator)
  case properties([NamedSchema], KeyTable)
  case patternProperties([PatternSchema])
  /// For members that neither `names` nor `patterns` cover.
  case additionalProperties(SchemaGraph.NodeID, names: KeyTable, patterns: [ECMAPattern])
  case propertyNames(SchemaGraph.NodeID)
  case prefixItems([SchemaGraph.NodeID])
  /// For the elements from an index on.
  case items(SchemaGraph.NodeID, from: Int)
  case contains(SchemaGraph.NodeID, minimum: Int, maximum: Int?, marksItems: Bool)
  case unevaluatedItems(SchemaGraph.NodeID)
  case unevaluatedProperties(SchemaGraph.NodeID)
  case type(TypeSet)
  case enumeration(ValueSet)
  case const(JSONValue)
  case multipleOf(JSONNumber)
  case minimum(JSONNumber, exclusive: Bool)
  case maximum(JSONNumber, exclusive: Bool)
  case minLength(Int)
  case maxLength(Int)
  case pattern(ECMAPattern, source: String)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case minProperties(Int)
  case maxProperties(Int)
  case required([String], KeyTable)
  case dependentRequired([DependentNames])
  case stringFormat(StringFormat, name: String)
  case numberFormat(NumberFormat, name: String)
  case content(ContentAssertion)
  /// Collected, never wrong.
  case annotation
  /// Collected for strings, never wrong.
  case contentAnnotation
}

extension Rule {
  /// Whether the subschemas are applied to the value itself and not to its children.
  var isInPlace: Bool {
    switch self {
    case .ref, .not, .allOf, .anyOf, .oneOf, .condition, .dependentSchemas, .discriminator: true
    default: false
    }
  }

  /// Whether a value, or its children, may be judged by more than one of the subschemas, or by
  /// one of them more than once.
  var isBranching: Bool {
    switch self {
    case .anyOf, .oneOf, .not, .condition, .contains, .dependentSchemas, .discriminator, .allOf,
      .unevaluatedItems, .unevaluatedProperties:
      true
    default: false
    }
  }

  /// Calls a function with each subschema of the keyword.
  func forEachTarget(_ body: (SchemaGraph.NodeID) -> Void) {
    switch self {
    case .ref(let id), .not(let id), .additionalProperties(let id, _, _), .propertyNames(let id),
      .items(let id, _), .contains(let id, _, _, _), .unevaluatedItems(let id),
      .unevaluatedProperties(let id):
      body(id)
    case .allOf(let ids), .anyOf(let ids), .oneOf(let ids), .prefixItems(let ids):
      for id in ids { body(id) }
    case .condition(let test, let then, let otherwise):
      body(test)
      if let then { body(then) }
      if let otherwise { body(otherwise) }
    case .properties(let schemas, _), .dependentSchemas(let schemas):
      for schema in schemas { body(schema.node) }
    case .patternProperties(let schemas): for schema in schemas { body(schema.node) }
    case .discriminator(let discriminator):
      for choice in discriminator.choices { body(choice.branch) }
      if let fallback = discriminator.fallback { body(fallback) }
    default: break
    }
  }
}

/// A set of JSON types, with a bit for each tape kind.
struct TypeSet: Sendable, Hashable {
  /// Bits by ``TapeKind``.
  var kinds: UInt8
  /// Whether a number with a fraction or exponent passes if its value is an integer.
  var integralDecimals = false

  static let all = TypeSet(kinds: 0xFF)

  init(kinds: UInt8, integralDecimals: Bool = false) {
    self.kinds = kinds
    self.integralDecimals = integralDecimals
  }

  /// The set a `type` word stands for; nil for other words.
  init?(_ word: String, integersByValue: Bool) {
    switch word {
    case "null": self.init(kinds: TapeKind.null.bit)
    case "boolean": self.init(kinds: TapeKind.false.bit | TapeKind.true.bit)
    case "integer":
      self.init(kinds: TapeKind.integer.bit, integralDecimals: integersByValue)
    case "number": self.init(kinds: TapeKind.integer.bit | TapeKind.decimal.bit)
    case "string": self.init(kinds: TapeKind.string.bit)
    case "array": self.init(kinds: TapeKind.array.bit)
    case "object": self.init(kinds: TapeKind.object.bit)
    default: return nil
    }
  }

  mutating func formUnion(_ other: TypeSet) {
    kinds |= other.kinds
    integralDecimals =
      (integralDecimals || other.integralDecimals) && kinds & TapeKind.decimal.bit == 0
  }

  /// Whether a value is of one of the types.
  func contains(_ tape: TapeView, _ index: Int) -> Bool {
    let kind = tape.kind(index)
    if kinds & kind.bit != 0 { return true }
    return kind == .decimal && integralDecimals
      && JSONNumber.Decimal(tape.bytes, tape.textRange(index)).isInteger
  }
}
