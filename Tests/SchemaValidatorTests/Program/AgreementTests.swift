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
}
