import SchemaValidator

/// Random schemas and instances from a small vocabulary.
///
/// So they often have to do with each other. A generator is fully determined by its seed.
struct RandomSchemas: RandomNumberGenerator {
  private var random: SeededRandom

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  mutating func next() -> UInt64 { random.next() }

  mutating func pick<Element>(_ choices: some Collection<Element>) -> Element {
    choices[choices.index(choices.startIndex, offsetBy: Int(next() % UInt64(choices.count)))]
  }

  mutating func chance(_ percent: Int) -> Bool { Int(next() % 100) < percent }

  mutating func name() -> String {
    pick(["a", "b", "ab", "type", "a-much-longer-name", "a-much-larger-name", "é"])
  }

  /// A JSON text of a value of limited depth.
  mutating func instance(_ depth: Int = 3) -> String {
    switch Int(next() % (depth > 0 ? 12 : 8)) {
    case 0: return "null"
    case 1: return pick(["true", "false"])
    case 2: return pick(["0", "1", "-1", "2", "7", "10", "9007199254740993", "-0"])
    case 3: return pick(["1.0", "0.5", "1e2", "-2.5", "1e-1", "2.00"])
    case 4...6: return string()
    case 7, 8, 9:
      let members = (0..<Int(next() % 5)).map { _ in
        let name = name()
        let isTag = name == "type" && chance(60)
        return "\"\(name)\":\(isTag ? tag() : instance(depth - 1))"
      }
      // Equal names would be a question of their own.
      var seen: Set<String> = []
      let unique = members.filter { seen.insert(String($0.split(separator: ":")[0])).inserted }
      return "{\(unique.joined(separator: ","))}"
    default:
      let items = (0..<Int(next() % 4)).map { _ in instance(depth - 1) }
      return "[\(items.joined(separator: ","))]"
    }
  }

  /// What an object may say of its kind; null is no text, but a branch may allow it.
  private mutating func tag() -> String {
    pick(["\"a\"", "\"b\"", "\"ab\"", "\"\\u0061\"", "null", "1"])
  }

  private mutating func string() -> String {
    pick(["\"\"", "\"a\"", "\"b\"", "\"ab\"", "\"\\u0061\"", "\"é\"", "\"😀x\"", "\"type\""])
  }

  /// A whole schema with definitions to refer to.
  mutating func schema() -> String {
    let definitions = ["d", "e"].map { "\"\($0)\":\(subschema(2, refers: false))" }
    let body = subschema(3, refers: true)
    guard body.hasPrefix("{") else { return body }
    let rest = body.dropFirst()
    return "{\"$defs\":{\(definitions.joined(separator: ","))}\(rest == "}" ? "" : ",")\(rest)"
  }

  private mutating func subschema(_ depth: Int, refers: Bool) -> String {
    if chance(8) { return pick(["true", "false"]) }
    var members: [String: String] = [:]
    for _ in 0..<1 + Int(next() % 4) {
      let (keyword, value) = keyword(depth, refers: refers)
      members[keyword] = value
    }
    // Swift's dictionaries have a random order; the schema must depend on the seed alone.
    let ordered = members.sorted { $0.key < $1.key }.shuffled(using: &self)
    return "{\(ordered.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
  }

  private mutating func list(_ depth: Int, _ refers: Bool) -> String {
    "[\((0..<1 + Int(next() % 3)).map { _ in subschema(depth - 1, refers: refers) }.joined(separator: ","))]"
  }

  private mutating func map(_ depth: Int, _ refers: Bool) -> String {
    var members: [String: String] = [:]
    for _ in 0..<1 + Int(next() % 3) { members[name()] = subschema(depth - 1, refers: refers) }
    let sorted = members.sorted { $0.key < $1.key }
    return "{\(sorted.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
  }

  private mutating func keyword(_ depth: Int, refers: Bool) -> (String, String) {
    if depth > 0, chance(65) { return applicator(depth, refers: refers) }
    let count = String(Int(next() % 4))
    let number = pick(["0", "1", "2", "0.5", "10", "9007199254740992"])
    switch Int(next() % 18) {
    case 0, 1, 2:
      let types = ["null", "boolean", "integer", "number", "string", "array", "object"]
      return (
        "type", chance(70) ? "\"\(pick(types))\"" : "[\"\(pick(types.dropLast()))\",\"object\"]"
      )
    case 3: return ("enum", "[\(instance(1)),\(instance(1)),\(instance(0))]")
    case 4: return ("const", instance(1))
    case 5: return ("minimum", number)
    case 6: return ("exclusiveMaximum", number)
    case 7: return ("multipleOf", pick(["1", "2", "0.5", "3"]))
    case 8: return ("minLength", count)
    case 9: return ("maxLength", count)
    case 10: return ("pattern", pick(["\"^a\"", "\"b$\"", "\"^[a-c]+$\""]))
    case 11: return ("minItems", count)
    case 12: return ("uniqueItems", "true")
    case 13: return ("maxProperties", count)
    case 14: return ("minProperties", count)
    case 15: return ("maxItems", count)
    case 16: return ("dependentRequired", "{\"\(name())\":[\"\(name())\"]}")
    default: return ("required", chance(50) ? "[\"a\"]" : "[\"a\",\"type\"]")
    }
  }

  private mutating func applicator(_ depth: Int, refers: Bool) -> (String, String) {
    switch Int(next() % 24) {
    case 0...4: return ("properties", map(depth, refers))
    case 5: return ("patternProperties", "{\"^a\":\(subschema(depth - 1, refers: refers))}")
    case 6: return ("additionalProperties", subschema(depth - 1, refers: refers))
    case 7: return ("propertyNames", subschema(depth - 1, refers: refers))
    case 8: return ("items", chance(30) ? "false" : subschema(depth - 1, refers: refers))
    case 9: return ("prefixItems", list(depth, refers))
    case 10: return ("contains", subschema(depth - 1, refers: refers))
    case 11: return ("allOf", list(depth, refers))
    case 12, 13: return ("anyOf", chance(50) ? list(depth, refers) : tagged(depth, refers))
    case 14, 15: return ("oneOf", chance(50) ? list(depth, refers) : tagged(depth, refers))
    case 16: return ("not", subschema(depth - 1, refers: refers))
    case 17: return ("if", subschema(depth - 1, refers: refers))
    case 18: return ("then", subschema(depth - 1, refers: refers))
    case 19: return ("else", subschema(depth - 1, refers: refers))
    case 20: return ("dependentSchemas", map(depth, refers))
    case 21: return ("unevaluatedProperties", subschema(depth - 1, refers: refers))
    case 22: return ("unevaluatedItems", subschema(depth - 1, refers: refers))
    default: return refers ? ("$ref", pick(["\"#/$defs/d\"", "\"#/$defs/e\""])) : ("minItems", "1")
    }
  }

  /// Branches that a member's text tells apart, to exercise the choice by tag.
  ///
  /// Some allow several texts, and some what is no text at all.
  private mutating func tagged(_ depth: Int, _ refers: Bool) -> String {
    let branches = ["a", "b", "ab"].map { tag in
      let required = chance(50) ? ",\"required\":[\"type\"]" : ""
      let texts = chance(30) ? "\"enum\":[\"\(tag)\",\(self.tag())]" : "\"const\":\"\(tag)\""
      return "{\"properties\":{\"type\":{\(texts)},"
        + "\"a\":\(subschema(depth - 1, refers: refers))}\(required)}"
    }
    return "[\(branches.joined(separator: ","))]"
  }
}
