import Conformance
import SchemaValidator
import Testing

/// Random values whose texts are hard to keep apart: delimiters, percent signs, blanks, Unicode.
struct RandomValues {
  var generator: Seeded
  /// Pieces that strings are put together from.
  var pieces = RandomValues.anything

  /// Pieces of every kind.
  static let anything = [
    "a", "b", "Z", "0", "7", " ", "+", "%", "%2F", "%zz", ",", ";", ".", "=", "&", "|", "[", "]",
    "/", "?", "#", ":", "@", "!", "'", "\"", "\\", "~", "*", "-", "_", "é", "e\u{301}", "ñ", "中文",
    "😀", "\u{200B}", "\n", "\r\n", "\t", "\u{0}", "\u{7F}", "true", "null", "12", "-0.5e3", "{}",
  ]
  /// Pieces that mean nothing to a query even where reserved characters stay as they are.
  static let harmless = anything.filter { piece in !piece.contains { "+%&".contains($0) } }

  init(seed: UInt64) {
    generator = Seeded(seed: seed)
  }

  mutating func string() -> String {
    (0..<Int.random(in: 0...4, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  mutating func integer() -> String {
    switch Int.random(in: 0...3, using: &generator) {
    case 0: "0"
    case 1: "123456789012345678901234567890"
    default: String(Int.random(in: -1_000_000...1_000_000, using: &generator))
    }
  }

  mutating func number() -> String {
    ["0.1", "-1.50", "1e3", "2.5E-7", "-0", integer()].randomElement(using: &generator) ?? "0"
  }

  /// The JSON text of a string.
  static func json(_ text: String) -> String {
    var writer = JSONWriter(.compact)
    writer.string(text)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  mutating func list(_ range: ClosedRange<Int>, _ element: (inout RandomValues) -> String) -> String
  {
    let count = Int.random(in: range, using: &generator)
    return "[" + (0..<count).map { _ in element(&self) }.joined(separator: ",") + "]"
  }

  mutating func object(
    _ range: ClosedRange<Int>, _ value: (inout RandomValues) -> String
  ) -> String {
    var names: [String] = []
    for _ in 0..<Int.random(in: range, using: &generator) {
      let name = string()
      if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { names.append(name) }
    }
    return "{" + names.map { Self.json($0) + ":" + value(&self) }.joined(separator: ",") + "}"
  }

  mutating func boolean() -> String { Bool.random(using: &generator) ? "true" : "false" }
}

/// A schema and random values of it.
enum ValueKind: String, CaseIterable, Sendable {
  case string, integer, number, boolean, nullable, stringOrInteger, untyped
  case strings, integers, mixed, stringObject, integerObject, tree

  var schema: String {
    switch self {
    case .string: #"{"type": "string"}"#
    case .integer: #"{"type": "integer"}"#
    case .number: #"{"type": "number"}"#
    case .boolean: #"{"type": "boolean"}"#
    case .nullable: #"{"type": ["integer", "null"]}"#
    case .stringOrInteger: #"{"type": ["string", "integer"]}"#
    case .untyped: "{}"
    case .strings: #"{"type": "array", "items": {"type": "string"}}"#
    case .integers: #"{"type": "array", "items": {"type": "integer"}}"#
    case .mixed: #"{"type": "array", "items": {"type": ["boolean", "number", "string"]}}"#
    case .stringObject: #"{"type": "object", "additionalProperties": {"type": "string"}}"#
    case .integerObject: #"{"type": "object", "additionalProperties": {"type": "number"}}"#
    case .tree:
      """
      {"type": "object", "properties": {
        "list": {"type": "array", "items": {"type": "string"}},
        "inner": {"type": "object", "properties": {"flag": {"type": "boolean"}},
          "additionalProperties": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "object", "properties": {
          "n": {"type": "integer"}, "s": {"type": "string"}}}}}}
      """
    }
  }

  func value(_ random: inout RandomValues) -> String {
    let string: (inout RandomValues) -> String = { RandomValues.json($0.string()) }
    switch self {
    case .string, .untyped: return string(&random)
    case .integer: return random.integer()
    case .number: return random.number()
    case .boolean: return random.boolean()
    case .nullable: return Bool.random(using: &random.generator) ? "null" : random.integer()
    case .stringOrInteger:
      return Bool.random(using: &random.generator) ? string(&random) : random.integer()
    case .strings: return random.list(0...4, string)
    case .integers: return random.list(0...4) { $0.integer() }
    case .mixed:
      return random.list(0...3) { random in
        switch Int.random(in: 0...2, using: &random.generator) {
        case 0: random.boolean()
        case 1: random.number()
        default: RandomValues.json(random.string())
        }
      }
    case .stringObject: return random.object(0...3, string)
    case .integerObject: return random.object(0...3) { $0.number() }
    case .tree:
      let rows = random.list(1...2) { "{\"n\":\($0.integer()),\"s\":\(string(&$0))}" }
      return """
        {"list":\(random.list(1...3, string)),"rows":\(rows),
         "inner":{"flag":\(random.boolean()),"note":\(string(&random))}}
        """
    }
  }
}
