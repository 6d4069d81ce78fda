import Diagnostics
import SchemaValidator
import Testing

/// Every way of judging a value has to come to the same verdict.
@Suite("Programs: one verdict, however it is asked for")
struct AgreementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let instance: String
    let outcome: SchemaVerdict.Outcome
    var testDescription: String { "\(schema) on \(instance)" }

    init(_ schema: String, _ instance: String, _ outcome: SchemaVerdict.Outcome) {
      self.schema = schema
      self.instance = instance
      self.outcome = outcome
    }
  }

  /// Judges in every way that tells yes from no.
  static func judge(_ testCase: Case) throws {
    let program = try Hostile.program(testCase.schema)
    let value = try Hostile.document(testCase.instance).root
    let isValid = testCase.outcome == .valid
    #expect(program.evaluate(value).outcome == testCase.outcome)
    #expect(program.isValid(value) == isValid)
    #expect(try program.isValid(Array(testCase.instance.utf8)) == isValid)
    for format in OutputFormat.allCases {
      let output = try JSONDocument(parsing: program.output(format, for: value)).root
      #expect(output["valid"]?.boolValue == isValid, "\(format)")
    }
  }

  @Test(
    "a bound on the items and their prohibition both hold",
    arguments: [
      Case(#"{"items":false,"maxItems":5}"#, "[1,2,3]", .invalid),
      Case(#"{"maxItems":5,"items":false}"#, "[1,2,3]", .invalid),
      Case(#"{"items":false,"maxItems":5}"#, "[]", .valid),
      Case(#"{"prefixItems":[{},{}],"items":false,"maxItems":5}"#, "[1,2]", .valid),
      Case(#"{"prefixItems":[{},{}],"items":false,"maxItems":5}"#, "[1,2,3]", .invalid),
      Case(#"{"prefixItems":[{},{}],"items":false,"maxItems":1}"#, "[1,2]", .invalid),
      Case(
        #"""
        {"$schema":"http://json-schema.org/draft-07/schema#","items":[{}],\#
        "additionalItems":false,"maxItems":5}
        """#, "[1,2]", .invalid),
    ])
  func itemCounts(_ testCase: Case) throws { try Self.judge(testCase) }

  private static let mixed =
    #"[{"properties":{"t":{"enum":["a",null]}}},{"properties":{"t":{"const":"b"}},"required":["t"]}]"#

  @Test(
    "a tag that is no text leaves the branches that allow it",
    arguments: [
      Case("{\"oneOf\":\(mixed)}", #"{"t":null}"#, .valid),
      Case("{\"oneOf\":\(mixed)}", #"{"t":"a"}"#, .valid),
      Case("{\"oneOf\":\(mixed)}", #"{"t":"b"}"#, .valid),
      Case("{\"oneOf\":\(mixed)}", #"{"t":1}"#, .invalid),
      Case("{\"anyOf\":\(mixed)}", #"{"t":null}"#, .valid),
      Case("{\"not\":{\"anyOf\":\(mixed)}}", #"{"t":null}"#, .invalid),
      Case("{\"not\":{\"anyOf\":\(mixed)}}", #"{"t":1}"#, .valid),
      Case("{\"oneOf\":\(mixed.replacing("\"a\",", with: ""))}", #"{"t":null}"#, .valid),
    ])
  func mixedTags(_ testCase: Case) throws { try Self.judge(testCase) }

  /// A pattern that needs too many steps on the text.
  private static let endless = #"{"pattern":"^(a*)*\\1b$"}"#
  private static let text = "\"" + String(repeating: "a", count: 2_000) + "!\""

  struct Open: Sendable, CustomTestStringConvertible {
    let schema: String
    let outcome: SchemaVerdict.Outcome
    var keywords: [String] = []
    var testDescription: String { schema }
  }

  @Test(
    "what cannot be told does not hide what can",
    arguments: [
      Open(schema: #"{"anyOf":[{"minLength":1},P]}"#, outcome: .valid),
      Open(schema: #"{"not":{"allOf":[{"maxLength":1},P]}}"#, outcome: .valid),
      Open(schema: #"{"if":{"allOf":[{"maxLength":1},P]},"then":false}"#, outcome: .valid),
      Open(
        schema: #"{"allOf":[{"maxLength":1},P]}"#, outcome: .invalid, keywords: ["maxLength"]),
      Open(
        schema: #"{"type":"null","not":P,"oneOf":[P,P]}"#, outcome: .invalid, keywords: ["type"]),
      Open(
        schema: #"{"anyOf":[{"type":"null","not":P},{"maxLength":1}]}"#, outcome: .invalid,
        keywords: ["anyOf"]),
      Open(schema: #"{"oneOf":[P,{"minLength":1}]}"#, outcome: .undecided),
    ])
  func openVerdicts(_ testCase: Open) throws {
    let schema = testCase.schema.replacing("P", with: Self.endless)
    try Self.judge(Case(schema, Self.text, testCase.outcome))
    let program = try Hostile.program(schema)
    let value = try Hostile.document(Self.text).root
    let verdict = program.evaluate(value)
    #expect(verdict.violations.map(\.keyword) == testCase.keywords)
    #expect(verdict.undecided.isEmpty == (testCase.outcome != .undecided))
    let output = String(decoding: program.output(.basic, for: value), as: UTF8.self)
    #expect(output.contains("too many steps") == (testCase.outcome == .undecided))
    #expect(!output.contains("expected a string that matches"))
  }

  private static func zeros(_ count: Int) -> String { Hostile.array(count) { _ in "0" } }

  @Test("members that were not all followed are not called wrong, and others are")
  func unknownCoverage() throws {
    let schema = ##"""
      {"properties":{"v":{"not":{"$ref":"#/$defs/closed"}},"w":{"type":"string"}},
      "$defs":{"closed":{"properties":{"big":{"items":{"type":["integer","null"]}}},
      "allOf":[{"properties":{"x":true}}],"unevaluatedProperties":false}}}
      """##
    let value = "{\"v\":{\"big\":\(Self.zeros(60_000)),\"x\":1,\"extra\":1},\"w\":5}"
    let verdict = try Hostile.verdict(schema, value)
    #expect(verdict.outcome == .invalid)
    #expect(verdict.violations.map(\.instanceLocation.description) == ["/w"])
  }

  @Test(
    "failures that make no difference take no room from those that do",
    arguments: [
      #"{"contains":{"const":1}}"#, #"{"anyOf":[{"items":{"const":1}},{"type":"array"}]}"#,
      #"{"oneOf":[{"items":{"const":1}},{"type":"array"}]}"#,
      #"{"if":{"items":{"const":1}},"then":false}"#, #"{"not":{"items":{"const":1}}}"#,
    ])
  func roomForFailures(_ large: String) throws {
    let program = try Hostile.program(
      "{\"properties\":{\"a\":\(large),\"b\":{\"type\":\"string\"}}}")
    let value = try Hostile.document("{\"a\":\(Self.zeros(100_000).dropLast()),1],\"b\":5}").root
    let verdict = program.evaluate(value)
    #expect(verdict.violations.map(\.instanceLocation.description) == ["/b"])
    #expect(verdict.violations.map(\.keyword) == ["type"])
    for format in [OutputFormat.basic, .detailed] {
      let output = try JSONDocument(parsing: program.output(format, for: value)).root
      let text = output.description
      #expect(text.contains(#""instanceLocation":"/b""#), "\(format)")
    }
  }
}
