import Conformance
import Diagnostics
import SchemaValidator
import Testing

/// Writes the same random value as YAML, in mixed styles, and as JSON.
struct RandomYAML {
  private var state: UInt64
  private let seed: UInt64
  private var budget = 60

  init(seed: UInt64) {
    self.seed = seed
    self.state = seed
  }

  /// A mapping or sequence as block YAML and as JSON.
  mutating func document() -> (yaml: String, json: String) {
    let (yaml, json) = block(indent: 0, depth: 0)
    return (yaml, json)
  }

  /// Expects that each string in double quotes stands where the document says.
  func checkPlaces(in document: SourceDocument) {
    var left = [document.root]
    while let value = left.popLast() {
      let written = String(decoding: document.text.bytes[document.range(of: value)], as: UTF8.self)
      switch value.kind {
      case .string:
        if written.hasPrefix("\"") {
          let again = try? JSONDocument(parsing: written).root
          #expect(again == value, "seed \(seed): \(written) at \(document.location(of: value))")
        } else {
          #expect(!written.isEmpty, "seed \(seed)")
        }
      case .number: #expect(written == value.description, "seed \(seed)")
      default: break
      }
      for member in value.members {
        let name = String(
          decoding: document.text.bytes[document.nameRange(of: member)], as: UTF8.self)
        #expect(name == member.name || name == "\"\(member.name)\"", "seed \(seed)")
        left.append(member.value)
      }
      left += value.elements
    }
  }

  /// A number from 0 to below a bound.
  mutating func below(_ bound: Int) -> Int { next(bound) }

  // SplitMix64: small, repeatable, good enough to mix cases.
  private mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  private mutating func block(indent: Int, depth: Int) -> (String, String) {
    let margin = String(repeating: " ", count: indent)
    let isMapping = next(2) == 0
    var yaml = ""
    var json: [String] = []
    for index in 0...next(4) {
      let name = ["k\(index)", "\"ü \(index)\"", "\(index)"][next(3)]
      let jsonName = name.hasPrefix("\"") ? name : "\"\(name)\""
      yaml += margin + (isMapping ? "\(name):" : "-")
      budget -= 1
      let valueJSON: String
      if depth < 6, budget > 0, next(3) == 0 {
        let (inner, innerJSON) = block(indent: indent + 1 + next(3), depth: depth + 1)
        yaml += next(2) == 0 ? " # note\n\(inner)" : "\n\(inner)"
        valueJSON = innerJSON
      } else {
        let (inner, innerJSON) = flow(depth: depth)
        yaml += " \(inner)\n"
        valueJSON = innerJSON
      }
      json.append(isMapping ? "\(jsonName):\(valueJSON)" : valueJSON)
    }
    let list = json.joined(separator: ",")
    return (yaml, isMapping ? "{\(list)}" : "[\(list)]")
  }

  private mutating func flow(depth: Int) -> (String, String) {
    budget -= 1
    switch next(depth < 6 && budget > 0 ? 9 : 7) {
    case 0: return (["null", "~"][next(2)], "null")
    case 1: return [("true", "true"), ("False", "false")][next(2)]
    case 2:
      let number = "\(next(2000) - 1000).\(next(100))"
      return (number, number)
    case 3:
      let number = "\(next(1 << 40))"
      return (number, number)
    case 4:
      let text = ["no", "a b", "x:y", "ünï", "-x", "😀 z"][next(6)]
      return (text, "\"\(text)\"")
    case 5: return ("'it''s'", "\"it's\"")
    case 6:
      let text = ["\"a\\n\\\"b\\\\\"", "\"# no: comment\"", "\"\"", "\"é\\u0001\""][next(4)]
      return (text, text)
    case 7:
      let items = (0..<next(4)).map { _ in flow(depth: depth + 1) }
      return (
        "[\(items.map(\.0).joined(separator: ", "))]",
        "[\(items.map(\.1).joined(separator: ","))]"
      )
    default:
      let items = (0..<next(4)).map { _ in flow(depth: depth + 1) }
      let yaml = items.enumerated().map { "k\($0.offset): \($0.element.0)" }
      let json = items.enumerated().map { "\"k\($0.offset)\":\($0.element.1)" }
      return ("{\(yaml.joined(separator: ", "))}", "{\(json.joined(separator: ","))}")
    }
  }
}
