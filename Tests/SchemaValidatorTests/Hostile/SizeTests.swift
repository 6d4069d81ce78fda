import Diagnostics
import SchemaValidator
import Testing

/// Sizes at which work that grows with the square would take minutes.
@Suite("Hostile: large schemas and large values")
struct SizeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schema: String
    let valid: String
    let invalid: String
  }

  private static let many = 5_000
  private static let digits = String(repeating: "7", count: 1_000_000)

  private static func members(_ count: Int = many, _ value: String = "1") -> String {
    Hostile.object(count) { "\"name\($0)\":\(value)" }
  }

  private static func names(_ count: Int = many) -> String {
    Hostile.array(count) { "\"name\($0)\"" }
  }

  /// Names that agree in their length and in the first and last eight bytes.
  private static func alike(_ count: Int, _ value: String) -> String {
    Hostile.object(count) { "\"a name: \(100_000 + $0), and on\":\(value)" }
  }

  static let cases: [Case] = [
    Case(
      testDescription: "required", schema: "{\"required\":\(names())}", valid: members(),
      invalid: members(many - 1)),
    Case(
      testDescription: "dependentRequired, many rules",
      schema:
        "{\"dependentRequired\":\(Hostile.object(many) { "\"name\($0)\":[\"name\($0 / 2)\"]" })}",
      valid: members(), invalid: "{\"name9\":1}"),
    Case(
      testDescription: "dependentRequired, many needs",
      schema: "{\"dependentRequired\":{\"name0\":\(names())}}", valid: members(),
      invalid: members(many - 1)),
    Case(
      testDescription: "dependentSchemas",
      schema:
        "{\"dependentSchemas\":\(Hostile.object(2_000) { "\"name\($0)\":{\"required\":[\"z\"]}" })}",
      valid: "{\"name1\":1,\"z\":1}", invalid: members(2_000)),
    Case(
      testDescription: "properties",
      schema: "{\"properties\":\(members(many, #"{"type":"integer"}"#))}", valid: members(),
      invalid: members(many, "null")),
    Case(
      testDescription: "names that look alike",
      schema:
        "{\"properties\":\(alike(5_000, #"{"type":"integer"}"#)),\"additionalProperties\":false}",
      valid: alike(5_000, "1"), invalid: alike(5_001, "1")),
    Case(
      testDescription: "enum of numbers",
      schema: "{\"items\":{\"enum\":\(Hostile.array(many) { "\($0)" })}}",
      valid: Hostile.array(many) { "\(many - 1 - $0).0" }, invalid: "[\(many)]"),
    Case(
      testDescription: "enum of objects",
      schema: "{\"items\":{\"enum\":\(Hostile.array(2_000) { "{\"a\":\($0)}" })}}",
      valid: Hostile.array(2_000) { "{\"a\":\(1_999 - $0).0}" }, invalid: #"[{"a":-1}]"#),
    Case(
      testDescription: "anyOf of values",
      schema: "{\"anyOf\":\(Hostile.array(10_000) { "{\"const\":[\($0)]}" })}",
      valid: "[9999]", invalid: "[10000]"),
    Case(
      testDescription: "anyOf with a tag",
      schema:
        "{\"anyOf\":\(Hostile.array(10_000) { "{\"properties\":{\"tag\":{\"const\":\"t\($0)\"}},\"required\":[\"tag\"]}" })}",
      valid: #"{"tag":"t9999"}"#, invalid: #"{"tag":"t10000"}"#),
    Case(
      testDescription: "oneOf",
      schema: "{\"oneOf\":\(Hostile.array(10_000) { "{\"minimum\":\($0)}" })}",
      valid: "0.5", invalid: "20000"),
    Case(
      testDescription: "uniqueItems", schema: #"{"uniqueItems":true}"#,
      valid: Hostile.array(many) { "{\"a\":\($0)}" },
      invalid: Hostile.array(many) { "{\"a\":\($0 % (many - 1))}" }),
    Case(
      testDescription: "an object of many members",
      schema: #"{"additionalProperties":{"minimum":1}}"#,
      valid: members(20_000), invalid: members(20_000, "0")),
    Case(
      testDescription: "multipleOf a small divisor", schema: #"{"multipleOf":7}"#, valid: digits,
      invalid: digits + "1"),
    Case(
      testDescription: "const of many digits", schema: "{\"const\":\(digits)}",
      valid: digits + ".0", invalid: digits + ".1"),
    Case(
      testDescription: "enum of many digits", schema: "{\"enum\":[1,0.\(digits)]}",
      valid: "0.\(digits)", invalid: "0.\(digits)1"),
    Case(
      testDescription: "minimum of many digits", schema: "{\"minimum\":\(digits)}", valid: digits,
      invalid: "1" + digits.dropLast()),
    Case(
      testDescription: "uniqueItems of many digits", schema: #"{"uniqueItems":true}"#,
      valid: Hostile.array(12) { "\($0 + 1)\(digits)" },
      invalid: Hostile.array(12) { "\($0 / 2 + 1)\(digits)" }),
    Case(
      testDescription: "exponents beyond everything",
      schema: #"{"type":"integer","multipleOf":1e-1000000000,"maximum":1e1000000000}"#,
      valid: "1e999999999", invalid: "1e1000000001"),
  ]

  @Test("both evaluations end, and are exact", arguments: cases)
  func judged(_ testCase: Case) throws {
    #expect(try Hostile.verdict(testCase.schema, testCase.valid).outcome == .valid)
    let verdict = try Hostile.verdict(testCase.schema, testCase.invalid)
    #expect(verdict.outcome == .invalid)
    #expect(verdict.violations.allSatisfy { $0.message.utf8.count < 2_000 })
    #expect(verdict.violations.allSatisfy { $0.branches.count <= 64 })
  }

  @Test("of very many branches the nearest are told")
  func branches() throws {
    let verdict = try Hostile.verdict(
      "{\"anyOf\":\(Hostile.array(1_000) { $0 == 900 ? "{\"minLength\":2}" : "{\"type\":\"null\"}" })}",
      "\"a\"")
    let violation = try #require(verdict.violations.first)
    #expect(violation.branches.first?.index == 900)
    #expect(violation.branches.count == 64)
    #expect(verdict.omitsViolations)
  }

  @Test("a divisor of very many digits is refused, one of 1,000 is used")
  func divisors() throws {
    let error = #expect(throws: SchemaError.self) {
      try Hostile.program("{\"multipleOf\":\(Self.digits)}")
    }
    #expect(error?.diagnostics.map(\.code) == ["schema.malformed-keyword"])
    let divisor = String(repeating: "3", count: 1_000)
    let value = String(repeating: "6", count: 1_000)
    #expect(try Hostile.verdict("{\"multipleOf\":\(divisor)}", value).outcome == .valid)
    #expect(try Hostile.verdict("{\"multipleOf\":\(divisor)}", value + "1").outcome == .invalid)
  }

  @Test("many identifiers, anchors and references into them are resolved")
  func places() throws {
    let definitions = Hostile.object(2_000) {
      """
      "d\($0)":{"$id":"http://example.com/\($0)","$anchor":"a","properties":\
      {"p":{"$id":"inner/\($0)","type":"integer"}}}
      """
    }
    let references = Hostile.array(2_000) { "{\"$ref\":\"http://example.com/\($0)#a\"}" }
    let schema = "{\"$defs\":\(definitions),\"allOf\":\(references)}"
    #expect(try Hostile.verdict(schema, #"{"p":1}"#).outcome == .valid)
    #expect(try Hostile.verdict(schema, #"{"p":"x"}"#).outcome == .invalid)
  }

  @Test("branches that share wide objects are compiled, and judged")
  func wideBranches() throws {
    let wide = Hostile.object(2_000) { "\"p\($0)\":{\"const\":\"a\"}" }
    let branch = ##"{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"},{"$ref":"#/$defs/a"}]}"##
    let schema =
      "{\"allOf\":\(Hostile.array(200) { _ in branch }),\"$defs\":{\"a\":{\"properties\":\(wide)}}}"
    #expect(try Hostile.verdict(schema, #"{"p1":"a"}"#).outcome == .valid)
    #expect(try Hostile.verdict(schema, #"{"p1":"b"}"#).outcome == .invalid)
  }
}
