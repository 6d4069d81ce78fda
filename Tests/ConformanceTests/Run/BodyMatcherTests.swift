@testable import Conformance
import Diagnostics
import SchemaValidator
import Testing

/// A pattern, a value, and each place where they differ as `pointer | expected | got`.
struct BodyMatch: CustomTestStringConvertible {
  let pattern: String
  let value: String?
  let mismatches: [String]

  init(_ pattern: String, _ value: String?, _ mismatches: String...) {
    self.pattern = pattern
    self.value = value
    self.mismatches = mismatches
  }

  var testDescription: String { "\(pattern) of \(value ?? "nothing")" }

  static let all: [BodyMatch] = [
    BodyMatch("1", "1.0"),
    BodyMatch("1", "2", " | 1 | 2"),
    BodyMatch("'1'", "1", #" | "1" | 1"#),
    BodyMatch("yes", "true", #" | "yes" | true"#),
    BodyMatch("null", "null"),
    BodyMatch("null", nil, " | null | nothing there"),
    BodyMatch("'${name}'", #""Ann""#),
    BodyMatch("'${n}'", "1.5"),
    BodyMatch("'é'", #""e\#u{301}""#, " | \"é\" | \"e\u{301}\""),
    BodyMatch("{ a: 1 }", #"{"a": 1, "b": 2}"#),
    BodyMatch(
      "{ a: 1, b: { c: 2 } }", #"{"a": 0, "b": {}}"#, "/a | 1 | 0", "/b/c | 2 | nothing there"),
    BodyMatch("{ a: 1 }", "[1]", " | an object | [1]"),
    BodyMatch("{}", "5", " | an object | 5"),
    BodyMatch("{}", #"{"a": 1}"#),
    BodyMatch("{ 'a/b': 1 }", #"{"a/b": 2}"#, "/a~1b | 1 | 2"),
    BodyMatch("[1, 2]", "[1,2]"),
    BodyMatch("[1, 2]", "[2,1]", "/0 | 1 | 2", "/1 | 2 | 1"),
    BodyMatch("[1]", "[1,2]", " | a list of 1 elements | [1,2]"),
    BodyMatch("[]", "{}", " | a list of 0 elements | {}"),
    BodyMatch("[{ a: 1 }]", nil, " | [{ a: 1 }] | nothing there"),
    BodyMatch("{ a: { $absent: true } }", "{}"),
    BodyMatch("{ a: { $absent: true } }", #"{"a": null}"#, "/a | no such member | null"),
    BodyMatch("{ a: { $absent: false } }", "{}", "/a | a value | nothing there"),
    BodyMatch("{ a: { $present: true } }", #"{"a": null}"#),
    BodyMatch("{ a: { $present: true } }", "{}", "/a | a value | nothing there"),
    BodyMatch("{ $oneOf: [1, '${name}'] }", #""Ann""#),
    BodyMatch("{ $oneOf: [1, '${name}'] }", "2", #" | one of 1, "Ann" | 2"#),
    BodyMatch(
      "{ $oneOf: [{ a: 1 }] }", #"{"a": 1, "b": 2}"#, #" | one of {"a":1} | {"a":1,"b":2}"#),
    BodyMatch("{ $not: 1 }", "2"),
    BodyMatch("{ $not: 1 }", "1.0", " | not 1 | 1.0"),
    BodyMatch("{ a: { $not: 1 } }", "{}", "/a | not 1 | nothing there"),
    BodyMatch(
      "{ a: { $not: { $absent: true } } }", "{}", "/a | not no such member | nothing there"),
    BodyMatch("{ a: { $not: { $present: true } } }", "{}"),
    BodyMatch("{ $contains: { id: 2 } }", #"[{"id": 1}, {"id": 2, "x": 0}]"#),
    BodyMatch(
      "{ $contains: { id: 3 } }", #"[{"id": 1}]"#,
      " | an element like { id: 3 } | none of 1 elements is"),
    BodyMatch("{ $contains: 1 }", "5", " | a list | 5"),
    BodyMatch("{ $not: { $contains: 1 } }", "[1]", " | not a list with 1 | [1]"),
    BodyMatch("{ $each: { id: 1 } }", "[]"),
    BodyMatch(
      "{ $each: { id: 1 } }", #"[{"id": 1}, {"id": 2}, {}]"#, "/1/id | 1 | 2",
      "/2/id | 1 | nothing there"),
    BodyMatch("{ $each: 1 }", "{}", " | a list | {}"),
    BodyMatch("{ $type: string }", #""a""#),
    BodyMatch("{ a: { $pattern: '^b' } }", #"{"a": "bc"}"#),
    BodyMatch("{ $fits: { properties: { a: { minimum: 3 } } } }", #"{"a": 3}"#),
  ]
}

@Suite("Bodies are compared with patterns")
struct BodyMatcherTests {
  /// A pattern as the expectation of a suite, where `name` and `n` are known.
  private func pattern(_ source: String) throws -> BodyPattern {
    let text = """
      suite: Shop
      cases:
      - case: A
        let: { name: x, n: x }
        steps:
          - { call: GET /toys, query: { colour: "${name}${n}" }, expect: { body: \(source) } }
      """
    let suite = try SuiteLoader.load(
      SourceText(text, name: "a.yaml"), id: "a", context: ShopFiles.context.get())
    let work = try #require(suite.cases.first).work
    guard case .steps(let steps) = work else { throw TemplateFailure("no steps") }
    return try #require(
      steps.flatMap(\.requests).first?.expectations.compactMap(\.body).first)
  }

  private func mismatches(_ match: BodyMatch) throws -> [BodyMatcher.Mismatch] {
    let value = try match.value.map { try JSONDocument(parsing: Array($0.utf8)).root }
    var matcher = BodyMatcher(scope: try TemplateTests.scope())
    return try matcher.mismatches(of: value, with: try pattern(match.pattern), at: .root)
  }

  @Test("every difference is told with its place", arguments: BodyMatch.all)
  func table(_ match: BodyMatch) throws {
    let told = try mismatches(match).map { "\($0.pointer) | \($0.expected) | \($0.got)" }
    #expect(told.map { Array($0.utf8) } == match.mismatches.map { Array($0.utf8) }, "\(told)")
  }

  @Test(
    "a schema's violations are told at the value they are about",
    arguments: [
      ("{ $type: string }", "5", ""), ("{ a: { $pattern: '^b' } }", #"{"a": "c"}"#, "/a"),
      ("{ a: { $pattern: '^b' } }", #"{"a": 5}"#, "/a"),
      ("{ $fits: { properties: { a: { minimum: 3 } } } }", #"{"a": 2}"#, "/a"),
      ("{ d: { $type: [string, 'null'] } }", #"{"d": []}"#, "/d"),
    ])
  func schemas(_ pattern: String, _ value: String, _ pointer: String) throws {
    let found = try mismatches(BodyMatch(pattern, value))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.pointer.description == pointer }, "\(found)")
  }

  @Test("a long value is cut where it is told")
  func longValue() throws {
    let found = try mismatches(BodyMatch("1", #""\#(String(repeating: "é", count: 500))""#))
    #expect(found.first?.got.unicodeScalars.count == 201)
  }
}
