import Diagnostics
import SchemaValidator
import Testing

@Suite("Hostile: deep nesting on a small stack")
struct DepthTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schema: String
    let instance: String
    let outcome: SchemaVerdict.Outcome
  }

  /// Deeper than any limit on the caller's stack, and near the deepest that is read.
  private static let depth = 4_900
  /// Near the most schemas that may be applied to one value.
  private static let height = 950

  private static func inEachOther(
    _ name: String, _ open: String, _ close: String, depth: Int, _ instance: String,
    _ outcome: SchemaVerdict.Outcome
  ) -> Case {
    Case(
      testDescription: name,
      schema: Hostile.nested(open, depth, #"{"type":"integer"}"#, close),
      instance: instance, outcome: outcome)
  }

  static let cases: [Case] = [
    Case(
      testDescription: "a recursive schema, valid",
      schema: ##"{"items":{"$ref":"#"},"type":"array"}"##,
      instance: Hostile.nested("[", 9_900, "", "]"), outcome: .valid),
    Case(
      testDescription: "a recursive schema, invalid",
      schema: ##"{"items":{"$ref":"#"},"type":"array"}"##,
      instance: Hostile.nested("[", 9_900, "1", "]"), outcome: .invalid),
    inEachOther(
      "properties", #"{"properties":{"a":"#, "}}", depth: depth,
      Hostile.nested(#"{"a":"#, depth, "1", "}"), .valid),
    inEachOther(
      "properties, invalid", #"{"properties":{"a":"#, "}}", depth: depth,
      Hostile.nested(#"{"a":"#, depth, "null", "}"), .invalid),
    inEachOther(
      "items", #"{"items":"#, "}", depth: depth, Hostile.nested("[", depth, "1", "]"), .valid),
    inEachOther("not, valid", #"{"not":"#, "}", depth: height, "1", .valid),
    inEachOther("not, invalid", #"{"not":"#, "}", depth: height, "null", .invalid),
    inEachOther("allOf", #"{"allOf":["#, "]}", depth: height, "null", .invalid),
    inEachOther(
      "anyOf", #"{"minimum":0,"anyOf":[{"type":"null"},"#, "]}", depth: height, "true", .invalid),
    inEachOther(
      "unevaluatedProperties",
      #"{"unevaluatedProperties":false,"anyOf":[{"maxProperties":0},"#, "]}", depth: height / 2,
      #"{"a":1}"#, .invalid),
    Case(
      testDescription: "const arrays",
      schema: "{\"const\":\(Hostile.nested("[", depth, "1", "]"))}",
      instance: Hostile.nested("[", depth, "1.0", "]"), outcome: .valid),
    Case(
      testDescription: "const objects",
      schema: "{\"const\":\(Hostile.nested(#"{"a":"#, depth, "1", "}"))}",
      instance: Hostile.nested(#"{"a":"#, depth, "1.0", "}"), outcome: .valid),
    Case(
      testDescription: "enum, different at the bottom",
      schema: "{\"enum\":[\(Hostile.nested(#"{"a":"#, depth, "1", "}"))]}",
      instance: Hostile.nested(#"{"a":"#, depth, "2", "}"), outcome: .invalid),
    Case(
      testDescription: "uniqueItems", schema: #"{"uniqueItems":true}"#,
      instance: Hostile.array(12) { Hostile.nested("[", depth, "\($0)", "]") }, outcome: .valid),
    Case(
      testDescription: "many containers where the caller's stack ends",
      schema: ##"{"items":{"$ref":"#"},"type":["array","integer"]}"##,
      instance: Hostile.nested("[", 99, Hostile.array(5_000) { "[\($0)]" }, "]"),
      outcome: .valid),
    Case(
      testDescription: "many deep elements that differ", schema: #"{"uniqueItems":true}"#,
      instance: Hostile.array(5_000) { Hostile.nested("[", 32, "\($0)", "]") }, outcome: .valid),
    Case(
      testDescription: "a chain of references",
      schema: Hostile.graph(levels: height, end: #"{"type":"integer"}"#) { $0("") },
      instance: "null", outcome: .invalid),
  ]

  @Test("deep schemas and values are judged exactly", arguments: cases)
  func judged(_ testCase: Case) throws {
    let verdict = try Hostile.onSmallStack {
      try Hostile.verdict(testCase.schema, testCase.instance)
    }
    #expect(verdict.outcome == testCase.outcome)
  }

  @Test(
    "schemas applied to one value too often are refused",
    arguments: [
      HostileCase("not", Hostile.nested(#"{"not":"#, 4_900, "true", "}")),
      HostileCase("allOf", Hostile.nested(#"{"allOf":["#, 4_900, "true", "]}")),
      HostileCase("a chain", Hostile.graph(levels: 10_000, end: "true") { $0("") }),
    ])
  func refused(_ testCase: HostileCase) {
    let error = #expect(throws: SchemaError.self) {
      try Hostile.onSmallStack { try Hostile.program(testCase.schema) }
    }
    #expect(error?.diagnostics.map(\.code) == ["schema.too-deep"])
  }

  @Test(
    "texts of 100,000 levels are refused where the nesting gets too deep",
    arguments: [(#"{"not":"#, "}"), ("[", "]"), (#"{"a":"#, "}")])
  func texts(_ open: String, _ close: String) {
    let text = Hostile.nested(open, 100_000, "true", close)
    let error = #expect(throws: JSONSyntaxError.self) {
      try Hostile.onSmallStack { try Hostile.document(text) }
    }
    #expect(error?.kind == .tooDeep)
  }

  @Test("the meta-schema judges deep schemas", arguments: [("items", 4_900), ("not", 950)])
  func metaSchema(_ keyword: String, _ depth: Int) throws {
    let schema = Hostile.nested("{\"\(keyword)\":", depth, "true", "}")
    try Hostile.onSmallStack { _ = try Hostile.program(schema, checksMetaSchema: true) }
    let wrong = Hostile.nested("{\"\(keyword)\":", depth, #"{"title":1}"#, "}")
    let error = #expect(throws: SchemaError.self) {
      try Hostile.onSmallStack { try Hostile.program(wrong, checksMetaSchema: true) }
    }
    // Far down the mistake is only known to be there.
    #expect(error?.diagnostics.map(\.code) == ["schema.meta-schema", "schema.too-many-mistakes"])
  }
}
