import Conformance
import Foundation
import SchemaValidator
import Testing

@Suite("Command: check")
struct CheckCommandTests {
  private static let odd = """
    {
      "openapi": "3.1.0",
      "info": {"title": "Shop", "version": "2"},
      "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
      "components": {"schemas": {"A": {"type": "string", "default": 1}}}
    }
    """

  /// Runs `check` on one document.
  private func check(_ text: String, _ flags: [String] = [], name: String = "api.json")
    async throws -> CommandLineTool.Outcome
  {
    let folder = try TemporaryFolder()
    let file = try folder.write(name, text)
    return try await CommandLineTool.run(["check", file] + flags)
  }

  @Test(
    "exits 0 when usable, 3 when not or under --strict, 2 when nothing can be read",
    arguments: [
      (odd, [], 0), (odd, ["--strict"], 3),
      (odd, ["--strict", "--severity", "contract.default-mismatch=note"], 0),
      (odd, ["--severity", "contract.*=error"], 3),
      ("{\"openapi\": \"3.1.0\"", [], 3), ("swagger: '2.0'", [], 3),
    ] as [(String, [String], Int32)])
  func exitCodes(_ text: String, _ flags: [String], code: Int32) async throws {
    let name = text.hasPrefix("swagger") ? "api.yaml" : "api.json"
    let outcome = try await check(text, flags, name: name)
    #expect(outcome.exitCode == code, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasSuffix(" notes\n"))
    #expect(outcome.errors.isEmpty)
  }

  @Test("is a usage error for a file that does not exist")
  func missing() async throws {
    let outcome = try await CommandLineTool.run(["check", "no/such/file.json"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.output.contains("no/such/file.json does not exist"))
  }

  @Test(
    "is a usage error for flags that mean nothing, and says what would",
    arguments: [
      ([], "give an OpenAPI document"),
      (["a.json", "--severity", "contract.exmaple-mismatch=off"], "contract.example-mismatch"),
      (["a.json", "--format", "xml"], "--format"),
      (["a.json", "--ref-map", "https://example.com"], "expected URL=FILE"),
      (["a.json", "--ref-map", "https://example.com/a=none.json"], "none.json does not exist"),
      (["-", "-"], "standard input can be given once"),
    ] as [([String], String)])
  func usage(_ arguments: [String], message: String) async throws {
    let outcome = try await CommandLineTool.run(["check"] + arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("reads a contract from standard input")
  func standardInput() async throws {
    let outcome = try await CommandLineTool.run(["check", "-"], input: Data(Self.odd.utf8))
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("standard input:5:65: warning: the default does not match"))
  }

  @Test(
    "prints JSON and SARIF, and nothing else, to standard output", arguments: ["json", "sarif"])
  func documents(_ format: String) async throws {
    let outcome = try await check(Self.odd, ["--format", format, "--color", "always"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    let root = try JSONDocument(parsing: outcome.output).root
    #expect(root["version"] != nil)
    // Nobody else has this machine's folders.
    for name in ["file", "uri"] { #expect(!outcome.output.contains("\"\(name)\": \"/")) }
  }

  @Test("annotates in GitHub's way, with paths from the repository on")
  func github() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("api.json", Self.odd)
    let outcome = try await CommandLineTool.run(["check", file, "--format", "github"])
    let first = outcome.output.split(separator: "\n").first ?? ""
    #expect(first.hasPrefix("::warning file=../"))
    #expect(first.contains("api.json,line=5,col=65,title="))
  }

  @Test("counts paths from the workflow's repository, wherever in it the program runs")
  func repository() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("apis/shop/api.json", Self.odd)
    let outcome = try await CommandLineTool.run(
      ["check", "shop/api.json", "--format", "github"],
      environment: ["GITHUB_WORKSPACE": folder.path + "/"], in: URL(filePath: folder.path + "/apis")
    )
    #expect(outcome.output.hasPrefix("::warning file=apis/shop/api.json,line=5"), "\(outcome)")
  }

  @Test(
    "colours only where it is seen or asked for",
    arguments: [
      ([], [:], false), (["--color", "always"], [:], true), ([], ["FORCE_COLOR": "1"], true),
      ([], ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
      (["--color", "never"], ["FORCE_COLOR": "1"], false),
      (["--color", "always"], ["NO_COLOR": "1"], true),
    ] as [([String], [String: String], Bool)])
  func color(_ flags: [String], _ environment: [String: String], isColoured: Bool) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("api.json", Self.odd)
    let outcome = try await CommandLineTool.run(["check", file] + flags, environment: environment)
    #expect(outcome.output.contains("\u{1B}[") == isColoured)
  }

  @Test("lists the notes, the cases, and all codes on request")
  func lists() async throws {
    let notes = try await check(Self.odd, ["--testability"])
    #expect(notes.output.contains("[testability.no-error-response]"))
    let cases = try await CommandLineTool.run(["check", "suites/kirim", "--list"])
    #expect(cases.output.contains("kirim/labels/"))
    let codes = try await CommandLineTool.run(["check", "--list-codes"])
    #expect(codes.exitCode == 0)
    #expect(codes.output.split(separator: "\n").count == DiagnosticRules.all.count)
  }

  @Test("says what a run cannot test of the shipped contract, and finds no mistake in it")
  func shipped() async throws {
    let outcome = try await CommandLineTool.run(
      ["check", "suites/kirim/openapi.json", "--strict", "--format", "json"])
    #expect(outcome.exitCode == 0)
    let root = try JSONDocument(parsing: outcome.output).root
    let codes = Set(
      root["diagnostics"]?.elements.compactMap { $0["code"]?.stringValue } ?? [])
    // The ambiguities of the contract that can be seen without reading it as a person does.
    let expected: Set = [
      "contract.ambiguous-paths", "testability.partial-paging", "testability.no-idempotency",
      "testability.idempotency-answers", "testability.created-status",
      "testability.optional-body", "testability.open-objects", "testability.asserted-format",
      "testability.views-differ", "testability.optional-members", "testability.status-outlier",
      "testability.undocumented-everywhere", "testability.patch-semantics",
      "testability.no-read-back", "testability.ambiguous-union", "testability.open-schema",
      "testability.no-default", "testability.paging-end", "testability.no-order",
      "testability.no-operation-id", "testability.unbounded-parameter", "testability.prose-rule",
    ]
    #expect(expected.isSubset(of: codes), "\(expected.subtracting(codes))")
  }

  @Test("reads copies in place of what lies on a network, for check and for run")
  func referenceMap() async throws {
    let folder = try TemporaryFolder()
    let contract = try folder.write(
      "openapi.yaml",
      """
      openapi: 3.1.0
      info: {title: Shop, version: '2'}
      paths: {/things: {$ref: 'https://example.com/things.yaml'}}
      """)
    let copy = try folder.write(
      "copy.yaml", "get: {responses: {200: {description: fine}, default: {description: bad}}}")
    _ = try folder.write("conformance.yaml", "contract: openapi.yaml\n")
    let suite = try folder.write(
      "a.suite.yaml",
      """
      suite: A
      cases:
        - case: It answers
          steps: [{ call: GET /things, expect: { status: 200 } }]
      """)
    let map = ["--ref-map", "https://example.com/things.yaml=\(copy)"]
    let without = try await CommandLineTool.run(["check", contract, "--strict"])
    #expect(without.exitCode == 3)
    #expect(without.output.contains("--ref-map https://example.com/things.yaml=FILE"))
    let with = try await CommandLineTool.run(["check", contract, "--strict"] + map)
    #expect(with.exitCode == 0, "\(with.output)")
    let run = ["run", suite, "--base-url", "http://127.0.0.1:9/v1", "--reports", folder.path]
    #expect(try await CommandLineTool.run(run).exitCode == 3)
    // Port 9 answers nothing: the contract was read, and the target was tried.
    #expect(try await CommandLineTool.run(run + map).exitCode == 4)
  }
}
