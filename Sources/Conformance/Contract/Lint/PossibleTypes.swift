internal import SchemaValidator

/// A set of JSON types, with whole numbers told from others.
struct PossibleTypes: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  static let null = PossibleTypes(rawValue: 1)
  static let boolean = PossibleTypes(rawValue: 2)
  static let integer = PossibleTypes(rawValue: 4)
  static let fraction = PossibleTypes(rawValue: 8)
  static let string = PossibleTypes(rawValue: 16)
  static let array = PossibleTypes(rawValue: 32)
  static let object = PossibleTypes(rawValue: 64)
  static let number: PossibleTypes = [.integer, .fraction]
  static let all: PossibleTypes = [.null, .boolean, .number, .string, .array, .object]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set a word of `type` stands for; nil for other words.
  init?(word: String) {
    switch word {
    case "null": self = .null
    case "boolean": self = .boolean
    case "integer": self = .integer
    case "number": self = .number
    case "string": self = .string
    case "array": self = .array
    case "object": self = .object
    default: return nil
    }
  }

  /// The type of one value.
  init(of value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .boolean: self = .boolean
    case .number: self = value.numberValue?.isInteger == true ? .integer : .fraction
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// The types as a sentence names them: `strings`, `numbers or null`.
  var plural: String {
    var names: [String] = []
    if contains(.object) { names.append("objects") }
    if contains(.array) { names.append("arrays") }
    if contains(.string) { names.append("strings") }
    if contains(.fraction) {
      names.append("numbers")
    } else if contains(.integer) {
      names.append("integers")
    }
    if contains(.boolean) { names.append("booleans") }
    if contains(.null) { names.append("null") }
    return names.alternatives
  }
}

/// What is certain about a schema without judging a value by it.
///
/// Schemas refer to each other by many ways, so that whatever is found out about one is kept.
final class SchemaReading {
  let references: ReferenceFollower
  private var knownTypes: [ContractNode.Place: PossibleTypes] = [:]
  private var knownConjuncts: [ContractNode.Place: [ContractNode]] = [:]
  private var knownMeanings: [ContractNode.Place: String] = [:]
  private var knownNumbers: [JSONNumber: Int] = [:]

  /// How deep schemas are followed into each other.
  private static let depthLimit = 128
  /// How many schemas are taken to apply to one value.
  private static let conjunctLimit = 256

  init(references: ReferenceFollower) {
    self.references = references
  }

  private var isVersion30: Bool { references.isVersion30 }

  /// The types that values of a schema can have at most; keywords to leave out may be named.
  func types(of node: ContractNode, ignoring ignored: Set<String> = []) -> PossibleTypes {
    ignored.isEmpty ? types(of: node, depth: 0) : types(of: node, ignoring: ignored, depth: 0)
  }

  private func types(of node: ContractNode, depth: Int) -> PossibleTypes {
    if let known = knownTypes[node.quickPlace] { return known }
    // What leads back to itself says nothing about itself.
    knownTypes[node.quickPlace] = .all
    let types = types(of: node, ignoring: [], depth: depth)
    knownTypes[node.quickPlace] = types
    return types
  }

  private func types(
    of node: ContractNode, ignoring ignored: Set<String>, depth: Int
  ) -> PossibleTypes {
    if let constant = node.value.boolValue { return constant ? .all : [] }
    guard node.value.kind == .object, depth < Self.depthLimit else { return .all }
    var types = PossibleTypes.all
    if node.value["$ref"] != nil {
      if let target = references.target(of: node), !ignored.contains("$ref") {
        types = self.types(of: target, depth: depth + 1)
      }
      if references.ignoresSiblings(of: node) { return types }
    }
    if !ignored.contains("type"), let written = writtenTypes(of: node) {
      types.formIntersection(written)
    }
    for name in ["enum", "const"] where !ignored.contains(name) {
      guard let member = node.value[name], name == "enum" || !isVersion30 else { continue }
      let values = name == "const" ? [member] : Array(member.elements)
      if name == "enum", member.kind != .array { continue }
      types.formIntersection(values.reduce(into: []) { $0.formUnion(PossibleTypes(of: $1)) })
    }
    for name in ["allOf", "anyOf", "oneOf"] where !ignored.contains(name) {
      guard let list = node[name], list.value.kind == .array, list.value.count > 0 else { continue }
      let branches = list.elements.map { self.types(of: $0, depth: depth + 1) }
      types.formIntersection(
        name == "allOf"
          ? branches.reduce(.all) { $0.intersection($1) } : branches.reduce([]) { $0.union($1) })
    }
    return types
  }

  /// The types that `type` names, null by `nullable` included; nil without a `type` to rely on.
  func writtenTypes(of node: ContractNode) -> PossibleTypes? {
    guard let member = node.value["type"] else { return nil }
    let words = member.kind == .array ? Array(member.elements) : [member]
    var types: PossibleTypes = []
    for word in words {
      guard let type = word.stringValue.flatMap({ PossibleTypes(word: $0) }) else { return nil }
      types.formUnion(type)
    }
    if isVersion30, node.value["nullable"]?.boolValue == true { types.formUnion(.null) }
    return types
  }

  /// The schemas that a value of a schema has to fit as well, itself first: by `$ref` and `allOf`.
  func conjuncts(of node: ContractNode) -> [ContractNode] {
    if let known = knownConjuncts[node.quickPlace] { return known }
    let found = findConjuncts(of: node)
    knownConjuncts[node.quickPlace] = found
    return found
  }

  private func findConjuncts(of node: ContractNode) -> [ContractNode] {
    var found: [ContractNode] = []
    var seen: Set<ContractNode.Place> = []
    var pending = [node]
    while let next = pending.popLast(), found.count < Self.conjunctLimit {
      guard seen.insert(next.quickPlace).inserted else { continue }
      let target = references.target(of: next)
      let isHidden = target != nil && references.ignoresSiblings(of: next)
      if !isHidden { found.append(next) }
      if let target { pending.append(target) }
      if isHidden { continue }
      pending += (next["allOf"]?.elements ?? []).reversed()
    }
    return found
  }

  /// What ``SchemaCoverage`` found a schema to mean, or finds now.
  func meaning(of node: ContractNode, _ find: () -> String) -> String {
    if let known = knownMeanings[node.quickPlace] { return known }
    let meaning = find()
    knownMeanings[node.quickPlace] = meaning
    return meaning
  }

  /// What tells the value of a number, however written, from that of every other one.
  func identity(of number: JSONNumber) -> Int {
    if let known = knownNumbers[number] { return known }
    knownNumbers[number] = knownNumbers.count
    return knownNumbers.count - 1
  }

  /// The schemas of an object's members by name, as `properties` of all conjuncts give them.
  func properties(of node: ContractNode) -> [(name: String, schema: ContractNode)] {
    conjuncts(of: node).flatMap { conjunct in
      guard let map = conjunct["properties"], map.value.kind == .object else {
        return [(name: String, schema: ContractNode)]()
      }
      return map.members.map { ($0.name, $0.node) }
    }
  }

  /// Whether some conjunct of a schema has a flag set, such as `readOnly`.
  func isSet(_ flag: String, in node: ContractNode) -> Bool {
    conjuncts(of: node).contains { $0.value[flag]?.boolValue == true }
  }
}

/// The keywords that say something to people only: no value is refused because of them.
enum Annotation {
  static let keywords: Set<String> = [
    "title", "description", "default", "example", "examples", "deprecated", "readOnly",
    "writeOnly", "externalDocs", "xml", "$comment", "discriminator",
  ]

  /// Whether a member of a schema refuses no value.
  static func isOne(_ name: String) -> Bool { keywords.contains(name) || name.hasPrefix("x-") }
}
