import Diagnostics
import SchemaValidator
import Testing

@Suite("Violations: what people read")
struct ViolationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let instance: String
    let expected: [String]
    var testDescription: String { "\(schema) on \(instance)" }

    init(_ schema: String, _ instance: String, _ expected: String...) {
      self.schema = schema
      self.instance = instance
      self.expected = expected
    }
  }

  @Test(
    "one line each",
    arguments: [
      Case(
        #"{"type":["integer","null"]}"#, "1.5", "found the number 1.5; expected an integer or null"),
      Case(
        #"{"required":["a","b"]}"#, #"{"a":1}"#,
        #"found an object without "b"; expected the required member "b""#),
      Case(
        #"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1,"c":2}"#,
        #"/c: found the member "c"; expected no members besides those that are named"#),
      Case(#"{"enum":["a","b"]}"#, #""c""#, #"found the string "c"; expected one of "a", "b""#),
      Case(#"{"const":5}"#, "6", "found the number 6; expected 5"),
      Case(
        #"{"maxLength":2}"#, #""abc""#,
        "found a string of 3 characters; expected at most 2 characters"),
      Case(
        #"{"pattern":"^a"}"#, #""b""#, #"found the string "b"; expected a string that matches ^a"#),
      Case(
        #"{"uniqueItems":true}"#, "[1,2,1.0]",
        "found equal items at positions 0 and 2; expected items that all differ"),
      Case(
        #"{"contains":{"type":"string"}}"#, "[1]",
        "found none of 1 item that match; expected at least 1 that matches"),
      Case(
        #"{"items":{"minimum":3}}"#, "[3,2,1]", "/1: found the number 2; expected at least 3",
        "/2: found the number 1; expected at least 3"),
      Case(#"{"multipleOf":0.01}"#, "4.355", "found the number 4.355; expected a multiple of 0.01"),
      Case(
        #"{"not":{"title":"T","type":"null"}}"#, "null",
        #"found null; expected a value that does not match the schema "T" under not"#),
      Case("false", "1", "found the number 1; expected no value at all"),
      Case(
        #"{"allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false}"#,
        #"{"a":1}"#,
        "/a: found the number 1; expected a string"),
    ])
  func messages(_ testCase: Case) throws {
    let program = try SchemaCompiler().compile(JSONDocument(parsing: testCase.schema))
    let verdict = program.evaluate(try JSONDocument(parsing: testCase.instance).root)
    #expect(verdict.violations.map(\.description) == testCase.expected)
  }

  @Test("the nearest branch comes first and has a name")
  func branches() throws {
    let schema = """
      {"oneOf": [
        {"$ref": "#/$defs/Text"},
        {"title": "An image", "properties": {"type": {"const": "image"}, "url": {"type": "string"}}, "required": ["type", "url"]},
        {"type": "string"}],
       "$defs": {"Text": {"properties": {"type": {"const": "text"}, "body": {"type": "string"}}, "required": ["type", "body"]}}}
      """
    let program = try SchemaCompiler().compile(JSONDocument(parsing: schema))
    let verdict = program.evaluate(try JSONDocument(parsing: #"{"type":"image","url":1}"#).root)
    let violation = try #require(verdict.violations.first)
    #expect(verdict.violations.count == 1)
    #expect(violation.keyword == "oneOf")
    #expect(violation.branches.map(\.name) == ["\"An image\"", "\"Text\"", "branch 2"])
    #expect(
      violation.branches[0].violations.map(\.description) == [
        "/url: found the number 1; expected a string"
      ])
    let both = try SchemaCompiler().compile(
      JSONDocument(parsing: #"{"oneOf":[{"title":"A"},{"title":"B"},{"type":"null"}]}"#))
    let twice = both.evaluate(try JSONDocument(parsing: "1").root).violations
    #expect(
      twice.map(\.message)
        == [#"found a match for "A" and "B"; expected a match for exactly one of 3 schemas"#])
    #expect(twice.flatMap(\.branches).isEmpty, "the third is not what is wrong")
  }
}

@Suite("Hostile schemas and instances: bounded, and clear about it")
struct HostileTests {
  // The limits are only against hangs: what they count includes the wait for a thread, which took
  // six minutes on a machine that ran all tests at once.
  @Test("recursion under anyOf is not exponential", .timeLimit(.minutes(30)))
  func recursion() throws {
    let schema = """
      {"anyOf": [{"properties": {"c": {"$ref": "#"}}, "required": ["x"]},
                 {"properties": {"c": {"$ref": "#"}}, "required": ["y"]}]}
      """
    let program = try SchemaCompiler().compile(JSONDocument(parsing: schema))
    let depth = 200
    let open = String(repeating: #"{"c":"#, count: depth)
    let text = open + "{}" + String(repeating: "}", count: depth)
    let value = try JSONDocument(parsing: text).root
    #expect(!program.isValid(value))
    #expect(program.evaluate(value).outcome == .invalid)
  }

  @Test("ten thousand branches compile and decide", .timeLimit(.minutes(30)))
  func manyBranches() throws {
    let branches = (0..<10_000).map {
      #"{"properties":{"type":{"const":"t\#($0)"},"v":{"type":"integer"}},"required":["type"]}"#
    }
    let schema = #"{"anyOf":[\#(branches.joined(separator: ","))]}"#
    let compiler = SchemaCompiler(checksMetaSchema: false)
    let program = try compiler.compile(JSONDocument(parsing: schema))
    #expect(program.isValid(try JSONDocument(parsing: #"{"type":"t9999","v":1}"#).root))
    let wrong = try JSONDocument(parsing: #"{"type":"t9999","v":"1"}"#).root
    #expect(program.evaluate(wrong).violations.first?.branches.first?.index == 9_999)
  }

  @Test("a chain of two thousand references is refused with the reason", .timeLimit(.minutes(30)))
  func chain() throws {
    let links = (0..<2_000).map { "\"d\($0)\":{\"$ref\":\"#/$defs/d\($0 + 1)\"}" }
    let schema =
      "{\"$ref\":\"#/$defs/d0\",\"$defs\":{\(links.joined(separator: ",")),\"d2000\":{}}}"
    let error = #expect(throws: SchemaError.self) {
      try SchemaCompiler(checksMetaSchema: false).compile(JSONDocument(parsing: schema))
    }
    #expect(error?.diagnostics.first?.code == "schema.too-deep")
  }

  @Test("deep instances are judged up to the limit of the reader")
  func deep() throws {
    let program = try SchemaCompiler().compile(
      JSONDocument(parsing: ##"{"items":{"$ref":"#"},"maxItems":1}"##))
    let depth = 1_000
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(program.isValid(try JSONDocument(parsing: text).root))
    let deeper = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let value = try JSONDocument(parsing: deeper, limits: JSONLimits(maximumDepth: 10_000)).root
    #expect(program.evaluate(value).outcome == .valid)
  }

  @Test("keys that differ only by normalisation are different keys")
  func normalisation() throws {
    let program = try SchemaCompiler().compile(
      JSONDocument(
        parsing: "{\"properties\":{\"\u{E9}\":{\"type\":\"string\"}},\"required\":[\"e\u{301}\"]}"))
    #expect(!program.isValid(try JSONDocument(parsing: "{\"\u{E9}\":\"x\"}").root))
    #expect(program.isValid(try JSONDocument(parsing: "{\"e\u{301}\":1}").root))
    #expect(!program.evaluate(try JSONDocument(parsing: "{\"\u{E9}\":\"x\"}").root).isValid)
  }

  @Test("a pattern that needs too many steps is undecided, and not turned by not")
  func undecided() throws {
    let schema = #"{"not":{"pattern":"^(?=(a+)+$)(a|a)*\\1b$"}}"#
    let program = try SchemaCompiler().compile(JSONDocument(parsing: schema))
    let text = "\"" + String(repeating: "a", count: 60) + "!\""
    let verdict = program.evaluate(try JSONDocument(parsing: text).root)
    #expect(verdict.outcome != .valid || verdict.undecided.isEmpty)
    if verdict.outcome == .undecided { #expect(!verdict.undecided.isEmpty) }
  }
}
