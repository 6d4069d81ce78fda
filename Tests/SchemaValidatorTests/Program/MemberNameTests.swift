import Foundation
import SchemaValidator
import Testing

@Suite("Objects: members are told apart by the whole of their names")
struct MemberNameTests {
  /// A schema of closed or open objects, and objects that nearly fit it.
  private struct Trial {
    /// What each property must be, by name.
    var properties: [(name: String, wantsString: Bool)] = []
    var required: [String] = []
    var isClosed = false

    /// Names that share lengths, beginnings and ends; some need escapes in JSON.
    static let names: [String] = {
      let short = [
        "", "a", "b", "ab", "é", "\\", "a\\n", "a\nb", "\u{0}", "😀", "sevenby", "eightby8",
      ]
      let long = (9...40).flatMap { length in
        ["x", "y"].map { middle in
          let rest = length - 1
          return String(repeating: "p", count: rest / 2) + middle
            + String(repeating: "s", count: rest - rest / 2)
        }
      }
      return short + long
    }()

    init(_ random: inout RandomSchemas) {
      for _ in 0..<random.next() % 8 {
        let name = random.pick(Self.names)
        if properties.contains(where: { $0.name == name }) { continue }
        properties.append((name, random.chance(50)))
        if random.chance(50) { required.append(name) }
      }
      if random.chance(30) { required.append(random.pick(Self.names)) }
      isClosed = random.chance(40)
    }

    var schema: String {
      let members = properties.map {
        "\(Self.plain($0.name)): {\"type\": \"\($0.wantsString ? "string" : "integer")\"}"
      }
      return """
        {"properties": {\(members.joined(separator: ", "))},
         "required": [\(Set(required).map(Self.plain).joined(separator: ", "))],
         "additionalProperties": \(!isClosed)}
        """
    }

    /// An object mostly in the schema's order, and whether it is valid.
    func instance(_ random: inout RandomSchemas) -> (text: String, isValid: Bool) {
      var members: [(name: String, isString: Bool)] = []
      for property in properties where random.chance(80) {
        members.append((property.name, random.chance(95) == property.wantsString))
      }
      for name in required where random.chance(90) {
        members.append((name, random.chance(50)))
      }
      if random.chance(20) { members.append((random.pick(Self.names), random.chance(50))) }
      if random.chance(20) { members.shuffle(using: &random) }
      var seen: Set<[UInt8]> = []
      members.removeAll { !seen.insert(Array($0.name.utf8)).inserted }
      let isValid =
        required.allSatisfy { seen.contains(Array($0.utf8)) }
        && members.allSatisfy { member in
          let property = properties.first { $0.name.utf8.elementsEqual(member.name.utf8) }
          return property.map { $0.wantsString == member.isString } ?? !isClosed
        }
      let texts = members.map { member in
        let name = random.chance(20) ? Self.escaped(member.name) : Self.plain(member.name)
        return "\(name): \(member.isString ? "\"\"" : "1")"
      }
      return ("{\(texts.joined(separator: ", "))}", isValid)
    }

    /// A JSON string with the escapes it needs.
    private static func plain(_ text: String) -> String {
      let body = text.unicodeScalars.map { scalar in
        switch scalar {
        case "\\": "\\\\"
        case "\n": "\\n"
        case _ where scalar.value < 0x20: "\\u000\(String(scalar.value, radix: 16))"
        default: String(scalar)
        }
      }
      return "\"\(body.joined())\""
    }

    /// A JSON string in which everything is escaped.
    private static func escaped(_ text: String) -> String {
      let units = text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
      return "\"\(units.joined())\""
    }
  }

  @Test(
    "random names, alike at both ends, are found and refused as they should be", arguments: 0..<4)
  func randomNames(_ lane: Int) throws {
    let base =
      ProcessInfo.processInfo.environment["CONFORMANCE_SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 0..<1 << 48)
    let seed = base &+ UInt64(lane)
    var random = RandomSchemas(seed: seed)
    var valid = 0
    for round in 0..<300 {
      let trial = Trial(&random)
      let program = try SchemaCompiler().compile(JSONDocument(parsing: trial.schema))
      for _ in 0..<12 {
        let (text, isValid) = trial.instance(&random)
        if isValid { valid += 1 }
        let value = try JSONDocument(parsing: text).root
        guard program.isValid(value) == isValid, program.evaluate(value).isValid == isValid else {
          Issue.record("seed \(seed), round \(round): \(trial.schema) on \(text): want \(isValid)")
          return
        }
      }
    }
    print("member names: seed \(seed), \(valid) of 3600 valid")
    #expect((600..<3000).contains(valid), "most verdicts are the same: nothing was told apart")
  }
}
