/// Everything that is asked of one value at once, sorted by what it is asked of.
///
/// A shape stands for one way through the alternatives of the schemas it is made from: of each
/// `anyOf` and `oneOf` one branch, of each `if` one outcome.
final class Shape {
  /// Which alternative was taken.
  struct Choice {
    let schema: SchemaGraph.NodeID
    /// The position of the keyword in its schema.
    let keyword: Int
    let option: Int
  }

  /// The schemas that apply, each once, in the order they are reached.
  let schemas: [SchemaGraph.NodeID]
  let choices: [Choice]
  let kinds: ValueKinds
  /// The depth that a value of each kind has at least.
  let depths: MinimalDepths.Row
  /// The kinds that some keyword speaks about.
  let mentioned: ValueKinds
  /// The values that are allowed, where only some are, each checked.
  let fixed: [JSONValue]?
  let number: NumberDemand
  let text: TextDemand
  let array: ArrayDemand
  let object: ObjectDemand
  /// Whether a value that is built by the shape may still be refused.
  let needsCheck: Bool
  /// Whether more may be asked for here than the schemas do, so that failing shows nothing.
  let isSpeculative: Bool

  /// The members that are known by name, worked out when they are first needed.
  var members: [Member]?
  /// The demands on elements, by position, as they are needed.
  var elements: [Int: Int] = [:]

  /// A member that a schema names.
  struct Member {
    let key: [UInt8]
    /// The name in its quotation marks, and the colon.
    let label: [UInt8]
    let isRequired: Bool
    /// The number of what is asked of its value.
    let demand: Int
  }

  init(_ draft: ShapeDraft, fixed: [JSONValue]?) {
    schemas = draft.schemas
    choices = draft.choices
    kinds = draft.kinds
    depths = draft.depths
    mentioned = draft.mentioned
    self.fixed = fixed
    number = draft.number
    text = draft.text
    array = draft.array
    object = draft.object
    needsCheck = draft.needsCheck || draft.text.needsCheck
    isSpeculative = draft.isSpeculative
  }
}

/// What is asked of a number.
struct NumberDemand {
  var minimum: (value: JSONNumber, isExclusive: Bool)?
  var maximum: (value: JSONNumber, isExclusive: Bool)?
  var divisors: [JSONNumber] = []
  var formats: [NumberFormat] = []

  mutating func raise(to value: JSONNumber, exclusive: Bool) {
    if let minimum, minimum.value > value || minimum.value == value && minimum.isExclusive {
      return
    }
    minimum = (value, exclusive)
  }

  mutating func lower(to value: JSONNumber, exclusive: Bool) {
    if let maximum, maximum.value < value || maximum.value == value && maximum.isExclusive {
      return
    }
    maximum = (value, exclusive)
  }
}

/// What is asked of a string.
struct TextDemand {
  var minimum = 0
  var maximum: Int?
  var patterns: [ECMAPattern] = []
  var formats: [StringFormat] = []
  var contents: [ContentAssertion] = []

  /// Whether a text that is found for all of it may still be refused.
  var needsCheck: Bool { !contents.isEmpty }
}

/// What is asked of an array.
struct ArrayDemand {
  var minimum = 0
  var maximum: Int?
  var isUnique = false
  var groups: [ElementGroup] = []
  var contains: [(node: SchemaGraph.NodeID, minimum: Int, maximum: Int?)] = []
  var unevaluated: [SchemaGraph.NodeID] = []
}

/// What is asked of an object.
struct ObjectDemand {
  var minimum = 0
  var maximum: Int?
  var required: [[UInt8]] = []
  var forbidden: Set<[UInt8]> = []
  var groups: [MemberGroup] = []
  var names: [SchemaGraph.NodeID] = []
  var dependencies: [DependentNames] = []
  var unevaluated: [SchemaGraph.NodeID] = []
  /// Members and schemas that they must not satisfy.
  var wrong: [(key: [UInt8], node: SchemaGraph.NodeID)] = []

  mutating func require(_ name: [UInt8]) {
    if !required.contains(name) { required.append(name) }
  }

  /// The schemas for members of a name, with those that must not hold as
  /// ``SchemaGraph/excluding(_:)``.
  func schemas(forName name: [UInt8]) -> [SchemaGraph.NodeID] {
    var found: [SchemaGraph.NodeID] = []
    for group in groups { found += group.schemas(forName: name) }
    if found.isEmpty { found = unevaluated }
    for (key, node) in wrong where key == name { found.append(SchemaGraph.excluding(node)) }
    return found
  }
}
