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

  static let all: [BodyMatch] =
    [
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
    ] + sizes + orders + sortings + wholes
}

extension BodyMatch {
  static let sizes: [BodyMatch] = [
    BodyMatch("{ $range: { min: 1, max: 5 } }", "1"),
    BodyMatch("{ $range: { min: 1, max: 5 } }", "5.0"),
    BodyMatch("{ $range: { min: 1, max: 5 } }", "5.1", " | a number from 1 to 5 | 5.1"),
    BodyMatch("{ $range: { min: 1 } }", "0.99", " | a number from 1 | 0.99"),
    BodyMatch("{ $range: { max: 5 } }", "-7"),
    BodyMatch("{ $range: { max: 5 } }", #""5""#, #" | a number up to 5 | "5""#),
    BodyMatch("{ $range: { max: 5 } }", nil, " | a number up to 5 | nothing there"),
    BodyMatch(
      "{ $range: { max: 9007199254740992 } }", "9007199254740993",
      " | a number up to 9007199254740992 | 9007199254740993"),
    BodyMatch("{ $range: { min: '${n}' } }", "1.5"),
    BodyMatch("{ $range: { min: '${n}' } }", "1.4", " | a number from 1.50 | 1.4"),
    BodyMatch(
      "{ $length: 2 }", #""e\#u{301}x""#,
      " | a text, list or object of length 2 | 3 code points: \"e\u{301}x\""),
    BodyMatch("{ $nowhere: abc }", #"{"a":["ab","c"],"bca":7}"#),
    BodyMatch(
      "{ $nowhere: abc }", #"{"a":["xabcx"]}"#,
      #"/a/0 | a value without "abc" | "xabcx""#),
    BodyMatch(
      "{ $nowhere: abc }", #"{"xabc":1}"#, #" | a value without "abc" | the member "xabc""#),
    BodyMatch(
      "{ $nowhere: '${name}' }", #"{"a":"xAnnx"}"#,
      "/a | a value without that text | a text that holds it"),
    BodyMatch(
      "{ a: { $type: string }, b: { $pattern: ^x } }", nil,
      #" | { a: a text, b: a string that matches ^x } | nothing there"#),
    BodyMatch(
      "{ $ifPresent: { a: { $format: date } } }", "1", " | an object | 1"),
    BodyMatch(
      "{ a: { $pattern: '@example\\.com$' } }", #"{"a": null}"#,
      #"/a | a string that matches @example\.com$ | null"#),
    BodyMatch(
      "{ a: { $pattern: '@example\\.com$' } }", #"{"a": "b"}"#,
      #"/a | a string that matches @example\.com$ | the string "b""#),
    BodyMatch("{ $format: date-time }", "5", " | a string of the format date-time | the number 5"),
    BodyMatch("{ $format: int32 }", "null", " | a number of the format int32 | null"),
    BodyMatch("{ $type: string }", "null", " | a string | null"),
    BodyMatch(
      "{ $length: { min: 3 } }", "null", " | a text, list or object of length 3 or more | null"),
    BodyMatch("{ $range: { min: 3, max: 5 } }", "null", " | a number from 3 to 5 | null"),
    BodyMatch("{ $length: 1 }", #""\#u{1F9F8}""#),
    BodyMatch("{ $length: { min: 1, max: 2 } }", "[1,2]"),
    BodyMatch(
      "{ $length: { min: 1, max: 2 } }", "[]",
      " | a text, list or object of length 1 to 2 | 0 elements: []"),
    BodyMatch("{ $length: { max: 1 } }", #"{"a":1}"#),
    BodyMatch(
      "{ $length: { min: 2 } }", #"{"a":1}"#,
      #" | a text, list or object of length 2 or more | 1 members: {"a":1}"#),
    BodyMatch(
      "{ $length: { max: 0 } }", "5", " | a text, list or object of length 0 at most | 5"),
    BodyMatch("{ $format: date-time }", #""2026-01-31T12:00:00Z""#),
    BodyMatch("{ $format: int32 }", "2147483647"),
  ]

  static let orders: [BodyMatch] = [
    BodyMatch("{ $unordered: [1, 2, 3] }", "[3,1,2]"),
    BodyMatch("{ $unordered: [1, 1, 2] }", "[1,2,1]"),
    BodyMatch("{ $unordered: [1, 1, 2] }", "[1,2,2]", "/2 | an element like 1 | 2"),
    BodyMatch("{ $unordered: [1] }", "[1,1]", " | a list of 1 elements | [1,1]"),
    BodyMatch("{ $unordered: [1] }", "{}", " | a list of 1 elements | {}"),
    // The first pattern fits both elements: only one way leaves the second pattern its own.
    BodyMatch("{ $unordered: [{ $present: true }, { a: 1 }] }", #"[{"a": 1}, {"b": 2}]"#),
    BodyMatch(
      "{ $unordered: [{ $range: { min: 1 } }, { $range: { min: 2 } }, { $range: { min: 3 } }] }",
      "[3,2,1]"),
    BodyMatch(
      "{ $unordered: [{ $range: { min: 2 } }, { $range: { min: 2 } }] }", "[3,1]",
      "/1 | an element like a number from 2 | 1"),
    BodyMatch(
      "{ a: { $not: { $unordered: [1, 2] } } }", #"{"a": [2,1]}"#,
      "/a | not [1, 2] in any order | [2,1]"),
  ]

  static let sortings: [BodyMatch] = [
    BodyMatch("{ $sorted: { by: '' } }", "[]"),
    BodyMatch("{ $sorted: { by: '' } }", "{}", " | a list | {}"),
    BodyMatch("{ $sorted: { by: '' } }", "[2, 10.0, 1e1, 11]"),
    BodyMatch(
      "{ $sorted: { by: '' } }", "[2, 10, 9.9]",
      "/2 | a list with the least first and nulls last, so nothing like this behind 10 | 9.9"),
    // Not alike as texts, and in order as instants.
    BodyMatch(
      "{ $sorted: { by: /at } }",
      #"[{"at": "2026-01-01T09:00:00+07:00"}, {"at": "2026-01-01T03:00:00Z"}, {"at": null}, {}]"#),
    BodyMatch(
      "{ $sorted: { by: /at, descending: true } }",
      #"[{"at": "2026-01-01T09:00:00+07:00"}, {"at": "2026-01-01T03:00:00Z"}]"#,
      "/1/at | a list by /at with the greatest first and nulls last, so nothing like this behind "
        + #""2026-01-01T09:00:00+07:00" | "2026-01-01T03:00:00Z""#),
    BodyMatch(
      "{ $sorted: { by: /n, descending: true } }", #"[{"n": 2}, {"n": 1}, {"n": null}]"#),
    BodyMatch(
      "{ $sorted: { by: /n, descending: true } }", #"[{"n": null}, {"n": 2}, {"n": 1}]"#,
      "/1/n | a list by /n with the greatest first and nulls last, so nothing like this behind "
        + "null | 2"),
    BodyMatch("{ $sorted: { by: /n, nulls: first } }", #"[{}, {"n": null}, {"n": 1}]"#),
    BodyMatch(
      "{ $sorted: { by: /n, nulls: first } }", #"[{"n": 1}, {}]"#,
      "/1/n | a list by /n with the least first and nulls first, so nothing like this behind 1 | "
        + "nothing"),
    BodyMatch("{ $sorted: { by: '' } }", #"["Z", "a", "é", "\#u{1F9F8}"]"#),
    BodyMatch(
      "{ $sorted: { by: '' } }", #"["a", 1]"#,
      #"/1 | a number or text, as "a" before it is | 1"#),
    BodyMatch(
      "{ a: { $not: { $sorted: { by: '' } } } }", #"{"a": [1, 2]}"#,
      "/a | not a list with the least first and nulls last | [1,2]"),
  ]

  static let wholes: [BodyMatch] = [
    BodyMatch("{ $exactly: { a: { b: 1 } } }", #"{"a":{"b":1}}"#),
    BodyMatch(
      "{ $exactly: { a: { b: 1 } } }", #"{"a":{"b":1,"c":2},"d":3}"#,
      "/a/c | no such member | 2", "/d | no such member | 3"),
    BodyMatch(
      "{ $exactly: { a: { $each: { b: { $type: integer } } } } }",
      #"{"a":[{"b":1},{"b":2,"c":3}]}"#,
      "/a/1/c | no such member | 3"),
    BodyMatch("{ $exactly: { a: { $ifPresent: 1 }, b: { $absent: true } } }", "{}"),
    BodyMatch("{ $exactly: { a: 1 } }", "{}", "/a | 1 | nothing there"),
    BodyMatch("{ $exactly: { a: 1 } }", "[]", " | an object | []"),
    BodyMatch("{ $same: { as: '${name}' } }", #""Ann""#),
    BodyMatch(
      "{ $same: { as: { a: 1, b: [{ x: 1, y: 1 }, { x: 2, y: 2 }], c: 3 }, ignoring: [/a, '/b/*/x'] } }",
      #"{"a":9,"b":[{"x":8,"y":1},{"y":5}],"d":4}"#, "/b/1/y | 2, as before | 5",
      "/c | 3, as before | nothing there", "/d | no such member, as before | 4"),
    BodyMatch("{ $same: { as: { a: 1 }, ignoring: [/a] } }", "{}"),
    BodyMatch("{ $same: { as: { a: 1 }, ignoring: ['/*'] } }", #"{"b":{}}"#),
    BodyMatch(
      "{ $same: { as: [1, 2] } }", "[1]", " | 2 elements as before | 1 elements"),
    BodyMatch("{ $same: { as: [1, 2], ignoring: [''] } }", "5"),
    BodyMatch("{ $same: { as: 1 } }", nil, " | 1 | nothing there"),
    BodyMatch("{ a: { $all: [{ $length: 3 }, { $pattern: '^b' }] } }", #"{"a":"bcd"}"#),
    BodyMatch(
      "{ a: { $all: [{ $length: 3 }, { $contains: 1 }] } }", #"{"a":[2]}"#,
      "/a | a text, list or object of length 3 | 1 elements: [2]",
      "/a | an element like 1 | none of 1 elements is"),
    BodyMatch("{ a: { $all: [{ $absent: true }] } }", "{}"),
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
      ("{ d: { $format: date-time } }", #"{"d": "2026-02-31T12:00:00Z"}"#, "/d"),
      ("{ d: { $format: uuid } }", #"{"d": 5}"#, "/d"),
      ("{ d: { $format: int32 } }", #"{"d": 2147483648}"#, "/d"),
      ("{ d: { $format: byte } }", #"{"d": "a"}"#, "/d"),
    ])
  func schemas(_ pattern: String, _ value: String, _ pointer: String) throws {
    let found = try mismatches(BodyMatch(pattern, value))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.pointer.description == pointer }, "\(found)")
  }

  @Test("a bound that is no number leaves the comparison open")
  func openBound() throws {
    #expect(throws: TemplateFailure.self) {
      _ = try mismatches(BodyMatch("{ $range: { min: '${name}' } }", "5"))
    }
  }

  @Test("as many pairs as can be are found, whatever the order", arguments: 1...200)
  func pairing(_ number: Int) throws {
    // Everybody has a partner of its own by construction, and others at random.
    var random = SeededGenerator(seed: UInt64(number))
    let count = Int.random(in: 1...12, using: &random)
    let partners = (0..<count).shuffled(using: &random)
    let candidates = partners.map { own in
      ((0..<count).filter { $0 != own && Bool.random(using: &random) } + [own])
        .shuffled(using: &random)
    }
    let pairing = Pairing(candidates: candidates, count: count)
    #expect(pairing.unpaired.isEmpty, "seed \(number)")
    #expect(pairing.free.isEmpty, "seed \(number)")
  }

  @Test("a long value is cut where it is told")
  func longValue() throws {
    let found = try mismatches(BodyMatch("1", #""\#(String(repeating: "é", count: 500))""#))
    #expect(found.first?.got.unicodeScalars.count == 201)
  }
}
