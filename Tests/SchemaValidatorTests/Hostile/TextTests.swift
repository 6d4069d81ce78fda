import Diagnostics
import Testing

@testable import SchemaValidator

@Suite("Hostile: texts and patterns")
struct TextTests {
  /// The same letter to a reader, written as one scalar and as two.
  private static let composed = "\u{E9}"
  private static let decomposed = "e\u{301}"

  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let instance: String
    let isValid: Bool
    var testDescription: String { "\(schema) on \(instance)" }
  }

  @Test(
    "texts that differ only by normalisation are different",
    arguments: [
      Case(
        schema: "{\"properties\":{\"\(composed)\":false}}", instance: "{\"\(decomposed)\":1}",
        isValid: true),
      Case(
        schema: "{\"required\":[\"\(composed)\"]}", instance: "{\"\(decomposed)\":1}",
        isValid: false),
      Case(
        schema: "{\"required\":[\"\(composed)\",\"\(decomposed)\"]}",
        instance: "{\"\(decomposed)\":1}", isValid: false),
      Case(
        schema: "{\"dependentRequired\":{\"\(composed)\":[\"a\"]}}",
        instance: "{\"\(decomposed)\":1}", isValid: true),
      Case(
        schema: "{\"dependentRequired\":{\"a\":[\"\(composed)\"]}}",
        instance: "{\"a\":1,\"\(decomposed)\":1}", isValid: false),
      Case(
        schema: "{\"dependentSchemas\":{\"\(composed)\":false}}",
        instance: "{\"\(decomposed)\":1}", isValid: true),
      Case(schema: "{\"const\":\"\(composed)\"}", instance: "\"\(decomposed)\"", isValid: false),
      Case(schema: "{\"enum\":[\"\(composed)\"]}", instance: "\"\(decomposed)\"", isValid: false),
      Case(
        schema: "{\"const\":{\"\(composed)\":1}}", instance: "{\"\(decomposed)\":1}",
        isValid: false),
      Case(
        schema: #"{"uniqueItems":true}"#, instance: "[\"\(composed)\",\"\(decomposed)\"]",
        isValid: true),
      Case(
        schema: #"{"maxProperties":1}"#, instance: "{\"\(composed)\":1,\"\(decomposed)\":2}",
        isValid: false),
      Case(
        schema: "{\"properties\":{\"\(composed)\":{}},\"unevaluatedProperties\":false}",
        instance: "{\"\(decomposed)\":1}", isValid: false),
    ])
  func normalisation(_ testCase: Case) throws {
    let verdict = try Hostile.verdict(testCase.schema, testCase.instance)
    #expect(verdict.isValid == testCase.isValid)
  }

  @Test("members whose names differ only by normalisation are no duplicates")
  func duplicates() throws {
    let names = [Self.composed, Self.decomposed]
    let document = try Hostile.document(
      "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}")
    #expect(document.duplicateMembers().isEmpty)
    #expect(document.root[Self.composed]?.byteRange != document.root[Self.decomposed]?.byteRange)
  }

  @Test("very many duplicate members are told where they stand")
  func manyDuplicates() throws {
    let document = try Hostile.document(
      Hostile.array(5_000) { "{\"a\":[1,{\"b\":\($0),\"c\":2,\"b\":3}],\"a\":1}" })
    let duplicates = document.duplicateMembers()
    #expect(duplicates.count == 10_000)
    #expect(duplicates.prefix(2).map(\.pointer.description) == ["/0/a/1/b", "/0/a"])
    #expect(duplicates.last?.pointer.description == "/4999/a")
    #expect(
      duplicates.allSatisfy {
        document.bytes[$0.firstNameRange] == document.bytes[$0.secondNameRange]
      })
  }

  private static let long = String(repeating: "é", count: 500_000)
  private static let number = String(repeating: "7", count: 1_000_000)

  @Test(
    "long texts are cut in messages, and never within a scalar",
    arguments: [
      HostileCase("required", "{\"required\":[\"\(long)\"]}", "{}"),
      HostileCase("a member", "{\"additionalProperties\":false}", "{\"\(long)\":1}"),
      HostileCase(
        "dependentRequired", "{\"dependentRequired\":{\"a\":[\"\(long)\"]}}", #"{"a":1}"#),
      HostileCase("const", "{\"const\":\"\(long)\"}", "1"),
      HostileCase("enum", "{\"enum\":[\"\(long)\",\"a\(long)\"]}", "\"\(long)a\""),
      HostileCase("const array", "{\"const\":[\"\(long)\"]}", "1"),
      HostileCase("pattern", "{\"pattern\":\"^a\(long)\"}", "\"b\""),
      HostileCase("not", "{\"not\":{\"title\":\"\(long)\"}}", "\"\(long)\""),
      HostileCase("oneOf", "{\"oneOf\":[{\"title\":\"\(long)\"},{\"title\":\"a\(long)\"}]}", "1"),
      HostileCase("minimum", "{\"minimum\":\(number)}", "1"),
      HostileCase("multipleOf", "{\"multipleOf\":\(number.prefix(50))}", "1\(number)"),
      HostileCase("maximum", "{\"maximum\":-\(number)}", "0.\(number)"),
    ])
  func messages(_ testCase: HostileCase) throws {
    let verdict = try Hostile.verdict(testCase.schema, testCase.instance)
    let violation = try #require(verdict.violations.first)
    #expect(violation.description.utf8.count < 2_000)
    #expect(!violation.message.contains("\u{FFFD}"))
  }

  @Test(
    "patterns that multiply their ways are decided",
    arguments: [
      "^(a+)+$", "^(a|a)*b", "^((a+)+)+$", "^(?=(a+)+$)b", "(x+x+)+y", "^(.*)*,$",
      #"^(\\w+\\s?)*$"#, "^(a{1000}){1000}$", "^(a|aa)+$",
    ])
  func decidedPatterns(_ pattern: String) throws {
    let text = String(repeating: "a", count: 5_000)
    let verdict = try Hostile.verdict("{\"pattern\":\"\(pattern)\"}", "\"\(text)!\"")
    #expect(verdict.outcome == .invalid)
  }

  @Test(
    "patterns that need too many steps make the verdict undecided, wherever they stand",
    arguments: [
      #"{"not":PATTERN}"#, #"{"anyOf":[PATTERN,{"minLength":9000000}]}"#,
      #"{"if":PATTERN,"then":true,"else":false}"#, #"{"contains":PATTERN}"#,
    ])
  func undecided(_ schema: String) throws {
    let text = "\"" + String(repeating: "a", count: 2_000) + "!\""
    let judgesItems = schema.contains("contains")
    let verdict = try Hostile.verdict(
      schema.replacing("PATTERN", with: #"{"pattern":"^(a*)*\\1b$"}"#),
      judgesItems ? "[\(text)]" : text)
    #expect(verdict.outcome == .undecided)
    #expect(verdict.undecided == [#"the pattern ^(a*)*\1b$ needs too many steps"#])
  }

  @Test(
    "searches of long texts are counted, and decided all the same",
    arguments: [
      (#"\w+@\w+"#, "a", 200_000), (#"\s+$"#, " ", 50_000), ("^.*.*@", "a", 50_000),
      ("(?:a+b?)+c", "a", 10_000),
    ])
  func countedSearches(_ pattern: String, _ letter: String, _ count: Int) throws {
    let pattern = try ECMAPattern(pattern)
    let text = Array((String(repeating: letter, count: count) + "!").utf8)
    var allowance = PatternAllowance()
    let before = allowance.steps
    #expect(pattern.match(text.span, &allowance) == .noMatch)
    #expect((count / 10..<5_000_000).contains(before - allowance.steps))
    let end = Array("a@b  c".utf8)
    #expect(pattern.match((text + end).span, &allowance) == pattern.match(end.span))
  }

  @Test("after many short texts searches are counted as well")
  func manyShortTexts() throws {
    let pattern = try ECMAPattern(#"\w+@"#)
    let text = Array(String(repeating: "a", count: 12).utf8)
    var allowance = PatternAllowance()
    let before = allowance.steps
    for _ in 0..<5_000 { #expect(pattern.match(text.span, &allowance) == .noMatch) }
    #expect(allowance.steps < before - 5_000)
  }

  @Test("once the steps are used up nothing is searched any more, and one reason is told")
  func usedUp() throws {
    let program = try Hostile.program(
      #"{"items":{"not":{"pattern":"(a+)+\\d"}},"title":"(a|b)*c"}"#)
    let code = FastProgram(program.graph, roots: [program.root])
    var state = Machine.State()
    while state.patternAllowance.take(1_000_000) {}
    let spent = state.patternAllowance.steps
    let long = "\"" + String(repeating: "a", count: 200) + "\""
    let value = try Hostile.document(Hostile.array(3) { _ in long })
    #expect(Machine.verdict(code, value.tape, 0, schema: 0, &state) == nil)
    #expect(state.obstacle == .allPatterns)
    #expect(state.patternAllowance.steps >= spent - 200)
    #expect(program.sentence(on: state.obstacle) == "the patterns together need too many steps")
  }

  @Test("all texts of a value share an allowance of steps")
  func allowance() throws {
    let pattern = try ECMAPattern(#"^(a*)*\1b$"#)
    let text = Array((String(repeating: "a", count: 12) + "!").utf8)
    var allowance = PatternAllowance()
    #expect(pattern.match(text.span, &allowance) == .noMatch)
    while allowance.take(1_000_000) {}
    #expect(pattern.match(text.span, &allowance) == .undecided)
  }

  @Test("large patterns are compiled and used, or refused where their nesting is too deep")
  func largePatterns() throws {
    let alternatives = String(repeating: "aab|", count: 10_000)
    #expect(
      try Hostile.verdict("{\"pattern\":\"^(\(alternatives)c)$\"}", "\"c\"").outcome == .valid)
    let literal = String(repeating: "ab?", count: 5_000)
    #expect(try Hostile.verdict("{\"pattern\":\"^\(literal)$\"}", "\"c\"").outcome == .invalid)
    let members = (0..<4_000).map { "\\\\u{\(String(0x3000 + 2 * $0, radix: 16))}" }.joined()
    #expect(
      try Hostile.verdict("{\"pattern\":\"^[\(members)]+$\"}", "\"\u{3000}\"").outcome == .valid)
    let nested = Hostile.nested("(", 240, "a", ")*")
    #expect(
      try Hostile.onSmallStack {
        try Hostile.verdict("{\"pattern\":\"^\(nested)b$\"}", "\"aaab\"").outcome
      } == .valid)
    let error = #expect(throws: SchemaError.self) {
      try Hostile.onSmallStack {
        try Hostile.program("{\"pattern\":\"\(Hostile.nested("(", 50_000, "a", ")"))\"}")
      }
    }
    #expect(error?.diagnostics.map(\.code) == ["schema.pattern"])
  }
}
