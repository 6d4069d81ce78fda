import Foundation
import SchemaValidator
import Testing

@Suite("Command: validate")
struct ValidateCommandTests {
  @Test(
    "says what is wrong where, and ends with a code that tells", arguments: ValidateCase.verdicts)
  func verdicts(_ testCase: ValidateCase) async throws { try await check(testCase) }

  @Test("reads instances from files, folders, lines and pipes", arguments: ValidateCase.instances)
  func instances(_ testCase: ValidateCase) async throws { try await check(testCase) }

  @Test("prints for people or for programs, as asked", arguments: ValidateCase.layouts)
  func layouts(_ testCase: ValidateCase) async throws { try await check(testCase) }

  @Test("takes the schema that is meant, or says why not", arguments: ValidateCase.schemas)
  func schemas(_ testCase: ValidateCase) async throws { try await check(testCase) }

  @Test("takes schemas out of contracts", arguments: ValidateCase.contracts)
  func contracts(_ testCase: ValidateCase) async throws { try await check(testCase) }

  @Test("follows references to files, and never into a network", arguments: ValidateCase.references)
  func references(_ testCase: ValidateCase) async throws { try await check(testCase) }

  private func check(_ testCase: ValidateCase) async throws {
    let folder = try TemporaryFolder()
    for (path, text) in testCase.files { _ = try folder.write(path, text) }
    let outcome = try await CommandLineTool.run(
      ["validate"] + testCase.arguments, in: URL(filePath: folder.path),
      input: Data(testCase.input.utf8))
    #expect(outcome.exitCode == testCase.exitCode, "\(outcome.errors)")
    #expect(outcome.output == testCase.output.replacing("FOLDER", with: folder.path))
    if testCase.errors.isEmpty { #expect(outcome.errors.isEmpty) }
    var rest = outcome.errors[...]
    for expected in testCase.errors {
      guard let found = rest.firstRange(of: expected) else {
        Issue.record("\(expected)\nis missing in\n\(outcome.errors)")
        break
      }
      rest = rest[found.upperBound...]
    }
  }

  @Test(
    "knows a dialect by every name that people give it",
    arguments: [
      ("2020-12", "prefixItems"), ("draft2020-12", "prefixItems"), ("202012", "prefixItems"),
      ("DRAFT-2020-12", "prefixItems"),
      ("https://json-schema.org/draft/2020-12/schema", "prefixItems"),
      ("openapi-3.1", "prefixItems"), ("openapi3.1", "prefixItems"), ("openAPI31", "prefixItems"),
      ("openapi-3.2", "prefixItems"), ("oas-3.1", "prefixItems"),
      ("2019-09", "dependentRequired"), ("draft201909", "dependentRequired"),
      ("draft-07", "if"), ("draft7", "if"), ("draft-7", "if"), ("draft_07", "if"), ("7", "if"),
      ("http://json-schema.org/draft-07/schema#", "if"), ("Draft 7", "if"),
      ("draft-06", "const"), ("draft6", "const"), ("draft-04", "exclusiveMinimum"),
      ("draft4", "exclusiveMinimum"), ("openapi-3.0", "nullable"), ("openAPI30", "nullable"),
    ])
  func dialects(_ name: String, _ newest: String) async throws {
    // Each keyword below forbids the instance in the dialects that have it, the newest last.
    let keywords = [
      ("exclusiveMinimum", #"{"properties":{"a":{"minimum":1,"exclusiveMinimum":true}}}"#),
      (
        "nullable", #"{"properties":{"n":{"type":"string"},"m":{"type":"string","nullable":true}}}"#
      ),
      ("const", #"{"properties":{"a":{"const":2}}}"#),
      ("if", #"{"if":true,"then":false}"#),
      ("dependentRequired", #"{"dependentRequired":{"a":["x"]}}"#),
      ("prefixItems", #"{"properties":{"l":{"prefixItems":[false]}}}"#),
    ]
    let instances = [
      "exclusiveMinimum": #"{"a":1}"#, "nullable": #"{"m":null,"n":null}"#,
    ]
    let schema = try #require(keywords.first { $0.0 == newest }).1
    let instance = instances[newest] ?? #"{"a":1,"l":[1]}"#
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run([
      "validate", try folder.write("s.json", schema), try folder.write("a.json", instance),
      "--fast", "--dialect", name,
    ])
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    // The keyword after it is one the dialect does not know.
    guard let next = keywords.firstIndex(where: { $0.0 == newest }), next >= 2, next < 5 else {
      return
    }
    let newer = try await CommandLineTool.run([
      "validate", try folder.write("s.json", keywords[next + 1].1),
      try folder.write("a.json", instance), "--fast", "--dialect", name,
    ])
    #expect(newer.exitCode == 0, "\(newer.output)")
  }

  @Test("measures on request, and tells the times as one line with fixed names in a fixed order")
  func benchmark() async throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write("s.json", #"{"type":"integer"}"#)
    let lines = try folder.write("l.ndjson", "1\n2.0\n\n\"x\"")
    let outcome = try await CommandLineTool.run([
      "validate", schema, lines, "--ndjson", "--benchmark", "4",
    ])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasSuffix("}\n"))
    let times = try JSONDocument(parsing: outcome.output).root
    #expect(
      times.members.map(\.name) == [
        "instances", "bytes", "valid", "compile_ns", "parse_ns", "validate_ns", "total_ns",
      ])
    #expect(times["instances"]?.intValue == 3)
    #expect(times["bytes"]?.intValue == 7)
    #expect(times["valid"]?.intValue == 2)
    for name in ["compile_ns", "parse_ns", "validate_ns", "total_ns"] {
      #expect((times[name]?.intValue ?? 0) > 0)
    }
    let valid = try await CommandLineTool.run([
      "validate", schema, try folder.write("a.yaml", "# one\n1\n"), "--benchmark", "1", "--fast",
    ])
    #expect(valid.exitCode == 0, "\(valid.errors)")
  }

  @Test(
    "every line of --output satisfies the published schema for outputs",
    .enabled(if: TestData.schemaSuite != nil),
    arguments: ["flag", "basic", "detailed", "verbose"])
  func outputSchema(_ format: String) async throws {
    let url = try #require(TestData.schemaSuite)
      .appending(path: "output-tests/draft2020-12/output-schema.json")
    let program = try SchemaCompiler(formats: .assert)
      .compile(JSONDocument(parsing: [UInt8](Data(contentsOf: url))))
    let folder = try TemporaryFolder()
    let schema = try folder.write("s.json", ValidateCase.person)
    let lines = [
      #"{"name":"Ann"}"#, #"{"name":"A","age":-1,"pay":{"card":5}}"#, "oops", "{}", "[",
      #"{"name":"Ann","pay":{"iban":1}}"#,
    ]
    let outcome = try await CommandLineTool.run(
      ["validate", schema, "-", "--ndjson", "--output", format],
      input: Data(lines.joined(separator: "\n").utf8))
    #expect(outcome.exitCode == 2)
    let printed = outcome.output.split(separator: "\n")
    var verdicts: [Bool?] = []
    for line in printed {
      let value = try JSONDocument(parsing: String(line)).root
      #expect(program.evaluate(value).isValid, "\(line)")
      verdicts.append(value["valid"]?.boolValue)
    }
    #expect(verdicts == [true, false, false, false, false, true])
  }

  @Test("lines are judged as they come in, and not held back until the input ends")
  func streaming() async throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write("s.json", #"{"type":"string"}"#)
    // Far more than a reader that keeps its input could have under the limit set below.
    let line = #""\#(String(repeating: "x", count: 1_000_000))""#
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    let tool = try #require(try CommandLineTool.process(.conformance).executableURL).path
    shell.arguments = [
      "-c",
      """
      line=$(cat '\(try folder.write("line", line))')
      for i in $(seq 400); do printf '%s\\n' "$line"; done |
        (ulimit -v 400000; '\(tool)' validate '\(schema)' - --ndjson)
      """,
    ]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(String(decoding: text, as: UTF8.self) == "400 of 400 valid\n")
  }
}
