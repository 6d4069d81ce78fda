import Conformance
import Diagnostics
import Testing

@Suite("Check: contracts and suites")
struct CheckerTests {
  private static let profile = "contract: openapi.json\n"
  private static let suite = """
    suite: Things
    cases:
      - case: It answers
        steps:
          - call: GET /things
            expect: { status: 200 }
    """

  private static func shop(_ changes: [String: String] = [:]) -> CheckFiles {
    let files = [
      "shop/openapi.json": CheckFiles.partsText("\"A\": {\"type\": \"string\", \"default\": 1}"),
      "shop/conformance.yaml": profile,
      "shop/a.suite.yaml": suite,
    ]
    return CheckFiles(files.merging(changes) { $1 })
  }

  @Test("reads a contract by itself, and counts what is in it")
  func contract() {
    let result = Checker(files: CheckFiles.odd).check(["api.json"])
    #expect(result.count(.warning) == 3)
    #expect(result.count(.error) == 0)
    #expect(result.fileCount == 1)
    #expect(result.operationCount == 1)
    #expect(result.schemaCount == 2)
    #expect(result.contracts.map(\.title) == ["Shop"])
    #expect(result.contracts.map(\.specification) == ["3.1.0"])
  }

  @Test("reads a folder of suites with its contract, its lints included")
  func folder() {
    let result = Checker(files: Self.shop()).check(["shop"])
    #expect(result.count(.error) == 0)
    #expect(result.diagnostics.map(\.code).contains("contract.default-mismatch"))
    #expect(result.subjects.flatMap(\.suites).flatMap(\.cases).map(\.id) == ["shop/a/it-answers"])
    #expect(result.fileCount == 3)
  }

  @Test("takes a profile for its folder, and any other file for a contract")
  func names() {
    let shop = Checker(files: Self.shop()).check(["shop/conformance.yaml"])
    #expect(shop.count(.error) == 0)
    #expect(shop.subjects.flatMap(\.suites).count == 1)
    let odd = CheckFiles(["openapi": CheckFiles.odd.files["api.json"] ?? ""])
    #expect(Checker(files: odd).check(["openapi"]).contracts.map(\.title) == ["Shop"])
  }

  @Test("tells what is odd about a contract even when a suite is broken, and the other way round")
  func brokenSuite() {
    let files = Self.shop([
      "shop/a.suite.yaml": Self.suite.replacing("/things", with: "/thing")
    ])
    let codes = Checker(files: files).check(["shop"]).diagnostics.map(\.code)
    #expect(codes.contains("suite.unknown-operation"))
    #expect(codes.contains("contract.default-mismatch"))
  }

  @Test("tells about a contract once that is given by itself as well")
  func once() {
    let result = Checker(files: Self.shop()).check(["shop/openapi.json", "shop"])
    #expect(result.diagnostics.count { $0.code == "contract.default-mismatch" } == 1)
    #expect(result.operationCount == 1)
  }

  @Test(
    "tells a file that is not there where it is named, with the nearest beside it",
    arguments: [
      ("contract: openapi.yaml\n", "1:11", #"write "openapi.json""#),
      ("contract: opnapi.json\n", "1:11", #"write "openapi.json""#),
      (
        "contract: api/v1.json\n", "1:11",
        "write the path of the file, from the folder of the profile"
      ),
      ("contract: openapi.json\nrequirements: own.yaml\n", "2:15", #"write "own.json""#),
    ])
  func missingFiles(profile: String, place: String, fix: String) {
    let files = Self.shop(["shop/conformance.yaml": profile, "shop/own.json": "[]"])
    let found = Checker(files: files).check(["shop"]).diagnostics.filter { $0.severity == .error }
    #expect(found.map(\.code) == ["file.unreadable"])
    #expect(found.map { $0.location?.description } == ["shop/conformance.yaml:\(place)"])
    #expect(found.map(\.fix) == [fix])
    #expect(found.allSatisfy { $0.excerpt != nil })
  }

  @Test("goes on after an input that cannot be used")
  func several() {
    let files = CheckFiles(CheckFiles.odd.files.merging(["bad.yaml": "swagger: '2.0'\n"]) { $1 })
    let result = Checker(files: files).check(["bad.yaml", "api.json", "none.json"])
    #expect(
      result.diagnostics.filter { $0.severity == .error }.map(\.code) == [
        "contract.unsupported-version", "file.unreadable",
      ])
    #expect(result.count(.warning) == 3)
  }

  @Test("says of Swagger 2.0 what it is and what to do, in one sentence")
  func swagger() throws {
    let files = CheckFiles(["old.yaml": "swagger: '2.0'\ninfo: {title: Old}\npaths: {}\n"])
    let result = Checker(files: files).check(["old.yaml"])
    let diagnostic = try #require(result.diagnostics.first)
    #expect(result.diagnostics.count == 1)
    #expect(
      diagnostic.message
        == "this is a Swagger 2.0 document; expected OpenAPI 3.0, 3.1 or 3.2")
    #expect(diagnostic.fix == "convert it to OpenAPI 3 first")
    #expect(diagnostic.location == SourceLocation(file: "old.yaml", line: 1, column: 10))
  }

  @Test(
    "takes a contract from standard input, in JSON and in YAML",
    arguments: [
      CheckFiles.odd.files["api.json"] ?? "",
      "openapi: 3.1.0\ninfo: {title: Shop, version: '2'}\npaths: {/a: {get: {responses: {200: {}}}}}\n",
    ])
  func standardInput(_ text: String) {
    let checker = Checker(files: CheckFiles([:]), standardInput: { .success(Array(text.utf8)) })
    let result = checker.check(["-"])
    #expect(result.contracts.map(\.title) == ["Shop"])
    #expect(result.count(.warning) > 0)
    #expect(result.diagnostics.allSatisfy { $0.location?.file == "standard input" })
  }

  @Test("orders diagnostics by file, line and column, the contract's own file first")
  func order() {
    let files = CheckFiles([
      "api/z.yaml": """
      openapi: 3.1.0
      info: {title: Shop, version: '2'}
      paths:
        /b: {$ref: b.yaml}
        /a: {$ref: a.yaml}
        /c: {get: {responses: {200: {}, 201: {}}}}
      """,
      "api/a.yaml": "get: {responses: {200: {}}}\n",
      "api/b.yaml": "get: {responses: {200: {}}}\n",
    ])
    let result = Checker(files: files).check(["api/z.yaml"])
    let places = result.diagnostics.filter { $0.severity == .warning }
      .compactMap { $0.location?.description }
    #expect(
      places == ["api/z.yaml:6:31", "api/z.yaml:6:40", "api/a.yaml:1:24", "api/b.yaml:1:24"])
  }

  @Test("gives the same result every time")
  func deterministic() {
    let checker = Checker(files: CheckFiles.repeating(40))
    let context = CheckReportContext(toolVersion: "1", workingFolder: "/work", isStrict: false)
    let reports = (0..<3).map { _ in CheckJSONReport(context).render(checker.check(["api.json"])) }
    #expect(Set(reports).count == 1)
  }

  @Test("say of a limit that nobody can raise what can be done about the document")
  func limits() throws {
    let deep = String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
    let result = Checker(files: CheckFiles(["api.json": deep])).check(["api.json"])
    let diagnostic = try #require(result.diagnostics.first)
    #expect(diagnostic.code == "json.tooDeep")
    #expect(diagnostic.fix == "let references stand for what lies deep")
  }
}
