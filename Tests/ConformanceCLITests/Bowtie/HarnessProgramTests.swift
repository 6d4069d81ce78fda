import Foundation
import SchemaValidator
import Testing

/// One draft of the official JSON Schema Test Suite, as commands for the harness.
struct DraftConversation: Sendable, CustomTestStringConvertible {
  let folder: String
  let uri: String
  var testDescription: String { folder }

  static let all = [
    DraftConversation(folder: "draft4", uri: "http://json-schema.org/draft-04/schema#"),
    DraftConversation(folder: "draft6", uri: "http://json-schema.org/draft-06/schema#"),
    DraftConversation(folder: "draft7", uri: "http://json-schema.org/draft-07/schema#"),
    DraftConversation(
      folder: "draft2019-09", uri: "https://json-schema.org/draft/2019-09/schema"),
    DraftConversation(
      folder: "draft2020-12", uri: "https://json-schema.org/draft/2020-12/schema"),
  ]

  /// What a case of the suite is called, and the verdicts it asks for.
  struct Expected {
    let title: String
    let valid: [Bool]
  }

  /// The commands, a line each, and what the answers to those that run a case have to say.
  ///
  /// The optional tests are left out, as Bowtie leaves them out.
  func commands(in suite: URL) throws -> (lines: [String], expected: [Expected]) {
    let tests = suite.appending(path: "tests/\(folder)")
    let optional = tests.appending(path: "optional").path
    let registry = try Self.registry(suite.appending(path: "remotes"))
    var lines = [#"{"cmd":"start","version":1}"#, #"{"cmd":"dialect","dialect":"\#(uri)"}"#]
    var expected: [Expected] = []
    for file in TestData.jsonFiles(in: tests) where !file.path.hasPrefix(optional) {
      let groups = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
      for group in groups.elements {
        let schema = try #require(group["schema"]).description
        let tests = Array(try #require(group["tests"]).elements)
        let title = "\(file.lastPathComponent): \(group["description"]?.stringValue ?? "")"
        // As Bowtie does: remote documents go along only where they may be referred to.
        let remotes =
          schema.contains("localhost:1234") || file.lastPathComponent == "vocabulary.json"
          ? registry : "{}"
        let instances = try tests.map { try #require($0["data"]).description }
        lines.append(
          Conversation.run(
            schema, instances, seq: "\(expected.count)",
            caseMembers: #","registry":\#(remotes)"#, members: #","output":"flag""#))
        expected.append(
          Expected(title: title, valid: tests.map { $0["valid"]?.boolValue == true }))
      }
    }
    lines.append(#"{"cmd":"stop"}"#)
    return (lines, expected)
  }

  /// Every remote document of the suite by its URI, as a JSON text.
  private static func registry(_ folder: URL) throws -> String {
    let members = try TestData.jsonFiles(in: folder).map { file in
      let path = file.path.dropFirst(folder.path.count + 1)
      let document = try JSONDocument(parsing: [UInt8](Data(contentsOf: file)))
      return #""http://localhost:1234/\#(path)":\#(document.root)"#
    }
    return "{\(members.joined(separator: ","))}"
  }
}

@Suite("Bowtie harness: the program")
struct HarnessProgramTests {
  @Test(
    "gives every verdict of the official suite's required part",
    .enabled(if: TestData.schemaSuite != nil), arguments: DraftConversation.all)
  func officialSuite(_ draft: DraftConversation) async throws {
    let (lines, expected) = try draft.commands(in: #require(TestData.schemaSuite))
    let outcome = try await CommandLineTool.run(
      [], program: .bowtieHarness, input: Data((lines.joined(separator: "\n") + "\n").utf8))
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    let answers = outcome.output.split(separator: "\n").dropFirst(2)
    #expect(answers.count == expected.count)
    var count = 0
    for (number, (answer, wanted)) in zip(answers, expected).enumerated() {
      let value = try JSONDocument(parsing: String(answer)).root
      #expect(value["seq"]?.intValue == number)
      let verdicts = value["results"]?.elements.map { $0["valid"]?.boolValue }
      #expect(verdicts == wanted.valid, "\(wanted.title): \(answer)")
      if verdicts == wanted.valid { count += wanted.valid.count }
    }
    let all = expected.reduce(0) { $0 + $1.valid.count }
    print("Bowtie protocol: \(draft.folder): \(count) of \(all) verdicts as the suite has them")
    #expect(count == all && all > 600)
  }

  @Test("introduces itself with what Bowtie asks for, and as old as the other program")
  func introduction() async throws {
    let started = try await CommandLineTool.run(
      [], program: .bowtieHarness, input: Data(#"{"cmd":"start","version":1}"#.utf8))
    #expect(started.exitCode == 0)
    let answer = try JSONDocument(parsing: started.output).root
    #expect(answer["version"]?.intValue == 1)
    let implementation = try #require(answer["implementation"])
    // The members that Bowtie's own schema for this answer requires, and those it allows.
    let required = ["name", "language", "dialects", "homepage", "issues", "source"]
    let allowed =
      required + ["version", "documentation", "links", "os", "os_version", "language_version"]
    let names = implementation.members.map(\.name)
    #expect(Set(names).isSuperset(of: required) && Set(names).isSubset(of: allowed))
    #expect(implementation["language"]?.stringValue == "swift")
    #expect(
      implementation["dialects"]?.elements.compactMap(\.stringValue)
        == DraftConversation.all.reversed().map(\.uri))
    let conformance = try await CommandLineTool.run(["--version"])
    #expect(implementation["version"]?.stringValue.map { $0 + "\n" } == conformance.output)
  }

  @Test("answers each line before it reads the next")
  func conversation() throws {
    let process = try CommandLineTool.process(.bowtieHarness)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var cutter = LineCutter()
    for number in 0..<20 {
      let line =
        number == 0
        ? #"{"cmd":"start","version":1}"# : Conversation.run("{}", ["1"], seq: "\(number)")
      try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
      var answer = cutter.next()
      while answer == nil {
        let chunk = output.fileHandleForReading.availableData
        try #require(!chunk.isEmpty, "the program ended")
        cutter.append(Array(chunk)[...])
        answer = cutter.next()
      }
      if number > 0 {
        #expect(
          answer.map { String(decoding: $0, as: UTF8.self) }
            == #"{"seq":\#(number),"results":[{"valid":true}]}"#)
      }
    }
    try input.fileHandleForWriting.write(contentsOf: Data(#"{"cmd":"stop"}"#.utf8 + [0x0A]))
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    "ends with a code that tells why, and complains on standard error alone",
    arguments: [
      ("", 0, ""), ("\n\n", 0, ""), ("{\"cmd\":\"start\",\"version\":1}", 0, ""),
      ("\n{\"cmd\":\"stop\"}\n", 2, "line 2: found the command \"stop\""),
      ("nonsense\n", 2, "line 1: the line is no JSON text: found \"nonsense\""),
    ])
  func ends(_ input: String, _ code: Int32, _ complaint: String) async throws {
    let outcome = try await CommandLineTool.run(
      [], program: .bowtieHarness, input: Data(input.utf8))
    #expect(outcome.exitCode == code)
    if complaint.isEmpty {
      #expect(outcome.errors.isEmpty)
    } else {
      #expect(outcome.errors.hasPrefix("schema-validator-bowtie: \(complaint)"))
    }
    #expect(!outcome.output.contains("nonsense"))
  }

  @Test("takes no arguments, and says what it is for")
  func arguments() async throws {
    let help = try await CommandLineTool.run(["--help"], program: .bowtieHarness)
    #expect(help.exitCode == 0 && help.output.contains("Bowtie") && help.errors.isEmpty)
    let wrong = try await CommandLineTool.run(["schema.json"], program: .bowtieHarness)
    #expect(wrong.exitCode == 2 && wrong.output.isEmpty)
    #expect(wrong.errors.contains("found the argument \"schema.json\"; expected none"))
  }
}
