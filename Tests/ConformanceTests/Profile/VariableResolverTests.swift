import Conformance
import Diagnostics
import Testing

/// Where a variable is given, and what it then is.
struct VariableSources: CustomTestStringConvertible {
  var testDescription: String
  var flags: [(name: String, value: String)] = []
  var file: [String: String] = [:]
  var environment: [String: String] = [:]
  var value: String?
}

@Suite("Variables find their values")
struct VariableResolverTests {
  private static let profile = """
    contract: c.json
    variables:
      word: { env: WORD, default: default }
      key: { env: KEY, secret: true, required: true, about: the key of the shop }
      free: {}
    """

  private func resolve(
    _ sources: VariableSources, profile: String = VariableResolverTests.profile
  ) throws -> VariableResolver.Values {
    try VariableResolver(
      flags: sources.flags, fileValues: sources.file, environment: sources.environment
    ).resolve(try ProfileLoader.load(.init(profile, name: "p.yaml")))
  }

  @Test(
    "a flag comes before a file, a file before the environment, and a default last",
    arguments: [
      VariableSources(
        testDescription: "all", flags: [("word", "old"), ("word", "flag")], file: ["WORD": "file"],
        environment: ["WORD": "env"], value: "flag"),
      VariableSources(
        testDescription: "an empty flag", flags: [("word", "")], environment: ["WORD": "env"],
        value: "env"),
      VariableSources(
        testDescription: "a file", file: ["WORD": "file"], environment: ["WORD": "env"],
        value: "file"),
      VariableSources(
        testDescription: "a file by the variable's own name", file: ["word": "file"],
        environment: ["WORD": "env"], value: "file"),
      VariableSources(
        testDescription: "an empty line of a file", file: ["WORD": "", "word": ""],
        environment: ["WORD": "env"], value: "env"),
      VariableSources(
        testDescription: "the environment", environment: ["WORD": "env"], value: "env"),
      VariableSources(
        testDescription: "the environment by another name", environment: ["word": "env"],
        value: "default"),
      VariableSources(
        testDescription: "an empty environment", environment: ["WORD": ""], value: "default"),
      VariableSources(testDescription: "nothing", value: "default"),
    ])
  func precedence(_ sources: VariableSources) throws {
    var sources = sources
    sources.environment["KEY"] = "sesame"
    let values = try resolve(sources)
    #expect(values.byName["word"] == sources.value)
    #expect(values.byName["free"] == nil)
    #expect(values.secrets == [.init("sesame", environmentName: "KEY")])
  }

  @Test("a missing required variable and an unknown flag are told together")
  func mistakes() throws {
    let error = #expect(throws: Diagnostics.self) {
      _ = try resolve(
        VariableSources(testDescription: "", flags: [("wrod", "x")], environment: ["KEY": ""]))
    }
    #expect(error?.all.map(\.code) == ["variable.unknown", "variable.missing"])
    #expect(
      error?.all.map(\.fix) == [#"write "--var word=…""#, "set the environment variable KEY"])
    #expect(error?.all.last?.message == #"the variable "key" has no value: the key of the shop"#)
    #expect(error?.all.last?.location?.description == "p.yaml:4:8")
  }

  @Test("a mark that editors put in front of a file is no part of its first name")
  func byteOrderMark() throws {
    let text = SourceText("\u{FEFF}KEY=sesame", name: ".env")
    #expect(try EnvironmentFile.parse(text) == ["KEY": "sesame"])
  }

  @Test(
    "a line that can be meant in two ways is refused, without its value",
    arguments: [
      "KEY=\"sesame", "KEY='sesame", "KEY=sesame # mine", "KEY=\"sesame\" # mine", "MY KEY=sesame",
      "1KEY=sesame", "KEY-A=sesame", "KEY=ses\u{1}ame", "KEY=ses\u{7F}ame", "=sesame", "sesame",
      "KEY=\"", "KEY= # sesame", "KEY=\t#sesame", "KEY=sesame\"", "KEY=sesame'",
    ])
  func ambiguousLine(_ line: String) {
    let error = #expect(throws: Diagnostics.self) {
      try EnvironmentFile.parse(SourceText("A=b\n\(line)\n", name: ".env"))
    }
    #expect(error?.all.map(\.code) == ["variable.bad-line"])
    #expect(error?.all.first?.location?.description == ".env:2:1")
    #expect(error?.all.first?.message.contains("sesame") == false)
  }

  @Test("a file of values is read with its comments, quotes and exports")
  func environmentFile() throws {
    let text = """
      # keys
      KEY=sesame
        export  WORD = a b  \r

      QUOTED="a # b"
      SINGLE='x'
      HASH=a#b
      INNER=it's "so"
      EQUALS=a=b
      EMPTY=
      """
    let values = try EnvironmentFile.parse(SourceText(text, name: ".env"))
    #expect(
      values == [
        "KEY": "sesame", "WORD": "a b", "QUOTED": "a # b", "SINGLE": "x", "HASH": "a#b",
        "INNER": "it's \"so\"", "EQUALS": "a=b", "EMPTY": "",
      ])
  }

  @Test("a line that is no value is refused without showing it")
  func badLine() {
    let text = SourceText("A=1\ntopsecret\n=x\n", name: ".env")
    let error = #expect(throws: Diagnostics.self) { _ = try EnvironmentFile.parse(text) }
    #expect(error?.all.map { $0.location?.description } == [".env:2:1", ".env:3:1"])
    let told = DiagnosticRenderer().render(error?.all ?? [])
    #expect(!told.contains("topsecret"))
  }
}
