import Diagnostics
import Testing

@Suite("DiagnosticRenderer: what a person sees")
struct DiagnosticRendererTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    var claim: String
    var diagnostic: Diagnostic
    var text: String

    var testDescription: String { claim }
  }

  private static let suite = SourceText(
    "suite: Labels\ncases:\n  - case: a\n    expct: { status: 200 }\n", name: "labels.suite.yaml")

  static let goldens: [Golden] = [
    Golden(
      claim: "only a sentence",
      diagnostic: Diagnostic(code: "run.no-base-url", "no base URL was given"),
      text: "error: no base URL was given [run.no-base-url]\n"),
    Golden(
      claim: "the line, a caret under the word, and the fix",
      diagnostic: Diagnostic(
        code: "suite.unknown-key", "found the key expct; expected one of case, steps, expect",
        in: suite, bytes: 37..<42, fix: "write expect"),
      text: """
        labels.suite.yaml:4:5: error: found the key expct; expected one of case, steps, expect \
        [suite.unknown-key]
          4 |     expct: { status: 200 }
            |     ^~~~~
          fix: write expect

        """),
    Golden(
      claim: "notes with and without a place, under a warning",
      diagnostic: Diagnostic(
        .warning, code: "suite.duplicate", "the case a is there twice",
        at: SourceLocation(file: "a.yaml", line: 12, column: 3),
        excerpt: SourceExcerpt(line: "  - case: a", column: 3, length: 1),
        notes: [
          Diagnostic.Note("first here", at: SourceLocation(file: "a.yaml", line: 2, column: 3)),
          Diagnostic.Note("titles make the case's id"),
        ]),
      text: """
        a.yaml:12:3: warning: the case a is there twice [suite.duplicate]
          12 |   - case: a
             |   ^
          note: a.yaml:2:3: first here
          note: titles make the case's id

        """),
    Golden(
      claim: "tabs and control characters are shown as blanks, so that the caret stands right",
      diagnostic: Diagnostic(
        code: "x", "found a tab", in: SourceText("\t\u{1B}[31mx: 1", name: "t"), bytes: 6..<7),
      text: """
        t:1:7: error: found a tab [x]
          1 |   [31mx: 1
            |       ^

        """),
    Golden(
      claim: "a mark at the end of the text",
      diagnostic: Diagnostic(
        code: "json.unexpected-end", "the text ends inside an object",
        in: SourceText("{\"a\": 1", name: "c.json"), bytes: 7..<7),
      text: """
        c.json:1:8: error: the text ends inside an object [json.unexpected-end]
          1 | {"a": 1
            |        ^

        """),
    Golden(
      claim: "an excerpt without a place has no line number",
      diagnostic: Diagnostic(
        .note, code: "x", "seen", excerpt: SourceExcerpt(line: "abc", column: 2, length: 2)),
      text: """
        note: seen [x]
           | abc
           |  ^~

        """),
  ]

  @Test("lays out a diagnostic", arguments: goldens)
  func golden(_ golden: Golden) {
    #expect(DiagnosticRenderer().render(golden.diagnostic) == golden.text)
  }

  @Test("shows a window of a long line, with the caret under the marked word")
  func longLine() throws {
    let line = String(repeating: "a", count: 5_000) + "WORD" + String(repeating: "b", count: 5_000)
    let rendered = DiagnosticRenderer().render(
      Diagnostic(code: "x", "found", in: SourceText(line, name: "min.json"), bytes: 5_000..<5_004))
    let lines = rendered.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0] == "min.json:1:5001: error: found [x]")
    #expect(lines[1].utf8.count < 140)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let offset = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(offset).hasPrefix("WORD"))
    #expect(lines[2].hasSuffix("^~~~"))
  }

  @Test("breaks sentences at spaces to fit a terminal, and leaves places and pointers whole")
  func width() {
    var renderer = DiagnosticRenderer(width: 50)
    renderer.showsPointers = true
    let text = SourceText(String(repeating: " ", count: 60) + "\"value\": 1", name: "a.json")
    let rendered = renderer.render(
      Diagnostic(
        .warning, code: "contract.default-mismatch",
        "the default does not match its schema: found 1; expected a string", in: text,
        bytes: 60..<67,
        pointer: JSONPointer(["components", "schemas", "A", "properties", "value"]),
        fix: "write the number in quotation marks, or let the schema allow it",
        notes: [Diagnostic.Note("the schema that it does not match stands here, in this place")]))
    #expect(
      rendered == """
        a.json:1:61: warning: the default does not match
            its schema: found 1; expected a string
            [contract.default-mismatch]
          1 | …                                 "value": 1
            |                                   ^~~~~~~
          at #/components/schemas/A/properties/value
          fix: write the number in quotation marks, or let
               the schema allow it
          note: the schema that it does not match stands
                here, in this place

        """)
  }

  @Test("spells out what would steer a terminal or begin a line")
  func hostile() {
    let rendered = DiagnosticRenderer().render(
      Diagnostic(
        code: "x", "the name \"a\nb\u{1B}[31m\" is odd",
        at: SourceLocation(file: "a\u{7}.json", line: 1, column: 1), fix: "write \"a\tb\""))
    #expect(
      rendered == """
        a\\u{7}.json:1:1: error: the name "a\\nb\\u{1b}[31m" is odd [x]
          fix: write "a\\tb"

        """)
  }

  @Test("says no more than the sentence where that is asked for")
  func sentence() {
    var renderer = DiagnosticRenderer()
    renderer.detail = .sentence
    let diagnostics = [
      Diagnostic(code: "a", "one", fix: "do it"), Diagnostic(.note, code: "b", "two"),
    ]
    #expect(renderer.render(diagnostics) == "error: one [a]\nnote: two [b]\n")
  }

  @Test("colours the severity and the caret only when asked to")
  func color() {
    let diagnostic = Diagnostic(
      code: "x", "found", in: SourceText("ab", name: "a"), bytes: 0..<2)
    let coloured = DiagnosticRenderer(usesColor: true).render(diagnostic)
    #expect(coloured.contains("\u{1B}[31;1merror\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[31;1m^~\u{1B}[0m"))
    #expect(!DiagnosticRenderer().render(diagnostic).contains("\u{1B}"))
  }

  @Test("puts a blank line between diagnostics")
  func several() {
    let diagnostics = [Diagnostic(code: "a", "one"), Diagnostic(.note, code: "b", "two")]
    #expect(DiagnosticRenderer().render(diagnostics) == "error: one [a]\n\nnote: two [b]\n")
  }

  @Test("orders severities by weight")
  func severities() {
    #expect(Diagnostic.Severity.allCases.sorted() == [.note, .warning, .error])
  }
}
