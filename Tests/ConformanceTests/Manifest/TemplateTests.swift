@testable import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Templates")
struct TemplateTests {
  /// A scope with a text, a number, a list and nothing named `gone`.
  static func scope(seed: UInt64 = 1) throws -> TemplateScope {
    let json = try JSONDocument(parsing: Array(#"{"n": 1.50, "l": [1], "z": null, "s": "é"}"#.utf8))
    var values: [String: ScopeValue] = ["name": .text("Ann"), "quoted": .text(#"a"b\c"#)]
    for member in json.root.members { values[member.name] = .json(member.value) }
    var scope = TemplateScope(
      run: "cft1", nonce: "cft1-7", values: values, generator: SeededGenerator(seed: seed),
      now: { "2026-01-31T09:05:00.000Z" })
    scope.index = 4
    return scope
  }

  @Test(
    "places are filled",
    arguments: [
      ("plain", "plain"), ("", ""), ("Hi ${name}!", "Hi Ann!"), ("${ name }", "Ann"),
      ("${name}${name}", "AnnAnn"), ("$${name}", "${name}"), ("$$${name}", "$${name}"),
      ("$name {} $ }", "$name {} $ }"), ("a${gone?}b", "ab"), ("${ gone? }", ""),
      ("${name?}", "Ann"), ("${n}", "1.50"), ("#${n}", "#1.50"), ("${s}", "é"),
      ("${nonce}", "cft1-7"), ("${nonce()}", "cft1-7"), ("${run}", "cft1"), ("${index}", "4"),
      ("${now}", "2026-01-31T09:05:00.000Z"), ("${base64('user:pass')}", "dXNlcjpwYXNz"),
      ("${base64(s)}", "w6k="), ("${repeat('ab', 3)}", "ababab"), ("${repeat('ab', 0)}", ""),
      ("${pad('ab', 'xyz', 7)}", "abxyzxy"), ("${pad('abc', 'x', 2)}", "ab"),
      ("${pad('é', 'e\u{301}', 4)}", "ée\u{301}e"), ("${pad('ab', '', 2)}", "ab"),
      ("${prefix('e\u{301}a', 1)}", "e"), ("${suffix('abc', 2)}", "bc"),
      ("${suffix('abc', 9)}", "abc"), ("${prefix(repeat(name, 2), 4)}", "AnnA"),
      ("${ repeat( 'a' , index ) }", "aaaa"), ("${ 'text' }", "text"), ("${42}", "42"),
      ("${'}'}", "}"),
    ])
  func filling(_ source: String, _ expected: String) throws {
    var scope = try Self.scope()
    let text = try TemplateParser.parse(source).text(in: &scope)
    #expect(Array(text.utf8) == Array(expected.utf8), "\(text)")
  }

  @Test(
    "what is not a template is refused with a way out",
    arguments: [
      ("${name", #""${" is not closed in "${name""#, #"add "}""#),
      ("${", #"found "" where a name is expected"#, "write a variable or one of: "),
      ("${}", #"found "}" where a name is expected"#, "write a variable or one of: "),
      (
        "${a.b}", #"found ".b}" where "}" is expected"#,
        #"write one variable or one function between "${" and "}""#
      ),
      ("${base64('a}", "the quoted text 'a} is not closed", #"add "'""#),
      ("${upper('a')}", #"unknown function "upper""#, "use one of: nonce, "),
      ("${rpeat('a', 1)}", #"unknown function "rpeat""#, #"write "repeat""#),
      ("${repeat('a')}", "repeat was given 1 arguments; it takes 2", "write repeat(text, count)"),
      (
        "+${pad(digits(uuid), 8)}", "pad was given 2 arguments; it takes 3",
        "write pad(text, filler, length)"
      ),
      ("${uuid(1)}", "uuid was given 1 arguments; it takes 0", "write uuid"),
      ("${base64}", "base64 was given 0 arguments; it takes 1", "write base64(text)"),
      (
        "${repeat('a' 2)}", #"found "2)}" in a list of arguments"#,
        #"separate arguments with "," and close with ")""#
      ),
      (
        "${" + String(repeating: "base64(", count: 100_000),
        "functions stand in one another more than 16 deep", #"make the value in steps with "let:""#
      ),
    ])
  func refusal(_ source: String, _ message: String, _ fix: String) {
    let failure = #expect(throws: TemplateParser.Failure.self) {
      try TemplateParser.parse(source)
    }
    #expect(failure?.message == message)
    #expect(failure?.fix.hasPrefix(fix) == true, "\(failure?.fix ?? "")")
  }

  @Test(
    "a place that cannot be filled says why",
    arguments: [
      ("${gone}", "${gone} has no value"), ("${base64(gone)}", "${gone} has no value"),
      ("a${l}", "${l} is a list, which cannot stand inside a text"),
      ("a${z}", "${z} is null, which cannot stand inside a text"),
      ("${repeat('a', name)}", "repeat was given Ann; it needs a number from 0 to 1000000"),
      ("${prefix('a', 2000000)}", "prefix was given 2000000; it needs a number from 0 to 1000000"),
      ("${pad('a', '', 2)}", "pad was given nothing to fill up with"),
      (
        "${repeat(repeat('a', 1000000), 1000000)}", "repeat makes more than 67108864 bytes"
      ),
    ])
  func failure(_ source: String, _ message: String) throws {
    var scope = try Self.scope()
    let template = try TemplateParser.parse(source)
    let failure = #expect(throws: TemplateFailure.self) { try template.text(in: &scope) }
    #expect(failure?.message == message)
  }

  @Test(
    "a value keeps its type where it stands alone, and optional members are left out",
    arguments: [
      (#""${n}""#, "1.50"), (#""n=${n}""#, #""n=1.50""#), (#""${l}""#, "[1]"),
      (#""${z}""#, "null"), (#""${quoted}""#, #""a\"b\\c""#), (#""${gone?}""#, #""""#),
      (#"{"a": "${gone?}", "b": "${name?}", "c": 1.0}"#, #"{"b":"Ann","c":1.0}"#),
      (#"{"a": {"b": "${gone?}"}, "c": ["${l}", true, null]}"#, #"{"a":{},"c":[[1],true,null]}"#),
      (#"{"a": "x${gone?}"}"#, #"{"a":"x"}"#),
    ])
  func values(_ source: String, _ expected: String) throws {
    var scope = try Self.scope()
    #expect(String(decoding: try Self.value(source).json(in: &scope), as: UTF8.self) == expected)
  }

  /// A value of a suite out of its JSON text.
  static func value(_ source: String) throws -> TemplatedValue {
    let document = try SourceDocument(reading: .init(source, name: "value.json"))
    var mistakes = MistakeList()
    let node = ManifestNode(value: document.root, document: document)
    return try #require(node.templatedValue(&mistakes))
  }

  @Test("the names a value refers to are known, and which of them it needs")
  func names() throws {
    let value = try Self.value(#"{"a": "${x}${y?}", "b": ["${base64(z)}", "${pad('a', v?, 3)}"]}"#)
    #expect(value.variables == ["x", "y", "z", "v"])
    #expect(value.neededVariables == ["x", "z"])
  }

  @Test("an expression reads as it was written")
  func description() throws {
    let source = "${pad(name, 'x', 3)}${nonce}${gone?}"
    let written = try TemplateParser.parse(source).segments.map { segment in
      if case .expression(let expression) = segment { expression.description } else { "" }
    }
    #expect(written == ["pad(name, 'x', '3')", "nonce", "gone?"])
  }
}

@Suite("Invented values")
struct SeededGeneratorTests {
  @Test("a seed and a name repeat their values, and another of either does not")
  func repeatable() {
    func values(_ seed: UInt64, _ name: String) -> [String] {
      var generator = SeededGenerator(seed: seed, name: name)
      return (0..<4).flatMap { _ in [generator.uuid(), generator.ulid()] }
    }
    #expect(values(7, "shop/a") == values(7, "shop/a"))
    let all = [values(7, "shop/a"), values(8, "shop/a"), values(7, "shop/b")].flatMap(\.self)
    #expect(Set(all).count == all.count)
  }

  @Test("the first numbers of SplitMix64 are those of its authors")
  func reference() {
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
  }

  @Test("UUIDs and ULIDs have the shape of theirs", arguments: [0, 1, 99, UInt64.max])
  func shapes(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let uuid = generator.uuid()
      #expect(
        uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
          != nil)
      #expect(generator.ulid().wholeMatch(of: /[0-7][0-9A-HJKMNP-TV-Z]{25}/) != nil)
    }
  }

  @Test("a moment is written in UTC with milliseconds")
  func timestamps() {
    #expect(Timestamp(seconds: 0).text == "1970-01-01T00:00:00.000Z")
    #expect(Timestamp(seconds: 1_769_850_300.25).text == "2026-01-31T09:05:00.250Z")
  }
}
