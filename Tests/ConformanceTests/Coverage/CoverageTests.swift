import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("What of the contract was met")
struct CoverageTests {
  /// A shop whose contract has something of every kind.
  private static let contract = """
    {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
     "security": [{"key": []}],
     "components": {
       "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
       "schemas": {
         "Toy": {"type": "object", "required": ["id"], "properties": {
           "id": {"type": "string"},
           "colour": {"enum": ["red", "blue", null]},
           "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Toy"}},
           "maker": {"oneOf": [
             {"title": "Person", "type": "object", "required": ["name"],
              "properties": {"name": {"type": "string"}}},
             {"type": "string"}]}}},
         "NewToy": {"allOf": [
           {"type": "object", "properties": {
             "serial": {"type": "integer", "readOnly": true},
             "secret": {"type": "string", "writeOnly": true}}},
           {"anyOf": [
             {"title": "Ball", "type": "object", "required": ["size"],
              "properties": {"kind": {"enum": ["ball"]}, "size": {"type": "integer"}}},
             {"title": "Bear", "type": "object", "required": ["fur"],
              "properties": {"kind": {"enum": ["bear"]},
                "fur": {"enum": ["brown", "white"]}}}]}]}},
       "responses": {
         "toy": {"description": "a toy", "content": {"application/json": {"schema": {
           "type": "object", "properties": {
             "data": {"$ref": "#/components/schemas/Toy"}}}}}},
         "error": {"description": "wrong", "content": {"application/json": {"schema": {
           "type": "object", "properties": {"error": {"type": "object"}}}}}}}},
     "paths": {
       "/branches": {"get": {"responses": {"200": {"$ref": "#/components/responses/toy"}}}},
       "/toys": {
         "get": {"parameters": [
             {"name": "sort", "in": "query", "schema": {"enum": ["up", "down"]}},
             {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
           "responses": {"200": {"$ref": "#/components/responses/toy"},
             "400": {"$ref": "#/components/responses/error"},
             "500": {"$ref": "#/components/responses/error"}}},
         "post": {"operationId": "makeToy",
           "requestBody": {"content": {
             "application/json": {"schema": {"$ref": "#/components/schemas/NewToy"}},
             "text/plain": {"schema": {"type": "string"}}}},
           "responses": {"200": {"$ref": "#/components/responses/toy"},
             "4XX": {"$ref": "#/components/responses/error"}}}}}}
    """

  private static func run(
    _ cases: String, profileLines: String = "", shard: Shard? = nil, rounds: Int = 1,
    _ script: @escaping ScriptedShop.Script = { request, _ in ScriptedShop.answer(to: request) }
  ) async throws -> RunResult {
    var folder = ShopFiles()
    folder.contract = contract
    return try await ScriptedShop(script).run(
      cases, shard: shard, rounds: rounds, profileLines: profileLines, folder: folder)
  }

  private static func coverage(
    _ cases: String, profileLines: String = "",
    _ script: @escaping ScriptedShop.Script = { request, _ in ScriptedShop.answer(to: request) }
  ) async throws -> Coverage {
    try #require(try await run(cases, profileLines: profileLines, script).coverage)
  }

  /// The marks of an item.
  private static func marks(
    _ coverage: Coverage, _ operation: String, _ kind: Coverage.Kind, _ name: String
  ) throws -> Coverage.Marks {
    let entry = try #require(coverage.operations.first { $0.operation == operation })
    let item = entry.items.first { $0.kind == kind && $0.name == name }
    return try #require(item, "\(entry.items.map(\.name))").marks
  }

  @Test("everything of a contract that can be met is counted, in its order")
  func everything() async throws {
    let coverage = try await Self.coverage("- { case: A, steps: [{ call: GET /toys }] }")
    #expect(coverage.operations.map(\.operation) == ["GET /branches", "GET /toys", "POST /toys"])
    func names(_ operation: Int, _ kind: Coverage.Kind) -> [String] {
      coverage.operations[operation].items.filter { $0.kind == kind }.map(\.name)
    }
    #expect(names(1, .statuses) == ["200", "400", "500"])
    #expect(names(1, .parameters) == ["query sort", "query limit"])
    #expect(names(1, .parameterValues) == ["query sort = up", "query sort = down"])
    #expect(
      names(1, .responseMediaTypes)
        == ["200 application/json", "400 application/json", "500 application/json"])
    // What a toy is made of are toys: the second ones are not told apart from the first.
    #expect(
      names(1, .responseMembers)
        == ["/data", "/data/id", "/data/colour", "/data/parts", "/data/maker", "/data/maker/name"])
    #expect(
      names(1, .responseValues)
        == ["/data/colour = red", "/data/colour = blue", "/data/colour = null"])
    #expect(names(1, .responseBranches) == ["/data/maker oneOf/0", "/data/maker oneOf/1"])
    #expect(names(2, .requestMediaTypes) == ["application/json", "text/plain"])
    #expect(names(2, .requestMembers) == ["/secret", "/kind", "/size", "/fur"])
    #expect(
      names(2, .requestValues) == ["/kind = ball", "/kind = bear", "/fur = brown", "/fur = white"])
    let branches = coverage.operations[2].items.filter { $0.kind == .requestBranches }
    #expect(branches.map(\.name) == ["/ anyOf/0", "/ anyOf/1"])
    #expect(branches.map(\.title) == ["Ball", "Bear"])
  }

  @Test(
    "a body of more members than can be looked through is counted from the outside, and says so")
  func cut() async throws {
    let members = (0..<700).map {
      "\"m\($0)\": {\"type\": \"object\", \"properties\": {\"x\": {}}}"
    }
    var folder = ShopFiles()
    folder.contract = Self.contract.replacing(
      "\"data\": {\"$ref\": \"#/components/schemas/Toy\"}", with: members.joined(separator: ", "))
    let result = try await ScriptedShop().run(
      "- { case: A, steps: [{ call: GET /toys }] }", folder: folder)
    let coverage = try #require(result.coverage)
    #expect(coverage.operations.filter(\.isCut).count == 3)
    let names = coverage.operations[1].items.filter { $0.kind == .responseMembers }.map(\.name)
    #expect(names == (0..<700).map { "/m\($0)" })
  }

  @Test("requests that keep the contract are told from those made to be refused")
  func requests() async throws {
    let coverage = try await Self.coverage(
      """
      - case: A
        effect: own
        steps:
          - { call: GET /toys, query: { sort: up } }
          - { call: GET /toys, faulty: true, query: { sort: down, limit: "0" }, expect: { status: 400 } }
          - { call: makeToy, body: { kind: bear, fur: brown } }
          - { call: makeToy, faulty: true, body: { kind: ball }, expect: { status: 422 } }
      """
    ) { request, _ in
      request.url.contains("down")
        ? ScriptedShop.json(400, #"{"error":{}}"#)
        : String(decoding: request.body ?? [], as: UTF8.self).contains("ball")
          ? ScriptedShop.json(422, #"{"error":{}}"#)
          : ScriptedShop.json(200, #"{"data":{"id":"x","colour":"red","maker":"Y"}}"#)
    }
    func marks(_ operation: String, _ kind: Coverage.Kind, _ name: String) throws -> Coverage.Marks
    {
      try Self.marks(coverage, operation, kind, name)
    }
    #expect(coverage.operations.map(\.isCovered) == [true, true, true])
    #expect(coverage.operations[1].marks == [.valid, .faulty, .judged])
    #expect(try marks("GET /toys", .parameterValues, "query sort = up") == [.valid, .judged])
    #expect(try marks("GET /toys", .parameterValues, "query sort = down") == .faulty)
    // A number below the least one is nothing that the contract knows.
    #expect(try marks("GET /toys", .parameters, "query limit") == .faulty)
    #expect(try marks("GET /toys", .statuses, "400").contains(.faulty))
    #expect(try marks("GET /toys", .statuses, "500") == [])
    #expect(try marks("POST /toys", .statuses, "4XX").contains(.faulty))
    #expect(try marks("POST /toys", .requestBranches, "/ anyOf/1") == [.valid, .judged])
    #expect(try marks("POST /toys", .requestBranches, "/ anyOf/0") == [])
    #expect(try marks("POST /toys", .requestValues, "/kind = ball") == .faulty)
    #expect(try marks("POST /toys", .requestValues, "/fur = brown") == [.valid, .judged])
    #expect(try marks("POST /toys", .requestMembers, "/secret") == [])
    #expect(
      try marks("GET /toys", .responseValues, "/data/colour = red") == [.valid, .judged])
    #expect(try marks("GET /toys", .responseBranches, "/data/maker oneOf/1") == [.valid, .judged])
    #expect(try marks("GET /toys", .responseBranches, "/data/maker oneOf/0") == [])
    let statuses = coverage.total(of: .statuses)
    #expect((statuses.count, statuses.covered) == (6, 5))
    let parameters = coverage.total(of: .parameters)
    #expect((parameters.count, parameters.covered) == (2, 1))
  }

  @Test("a status that is not documented is listed, and covers nothing")
  func undocumented() async throws {
    let coverage = try await Self.coverage("- { case: A, steps: [{ call: GET /toys }] }") {
      request, _ in
      ScriptedShop.json(request.url.contains("toys") ? 418 : 200, #"{"data":{"id":"x"}}"#)
    }
    #expect(coverage.operations[1].undocumentedStatuses == [418])
    #expect(coverage.operations[1].marks == .valid, "it was called, and nothing of it was judged")
    #expect(coverage.operations[1].items.allSatisfy { $0.kind != .statuses || $0.marks == [] })
  }

  @Test("requirements of passive checks count as judged, though no case names them")
  func requirements() async throws {
    let coverage = try await Self.coverage(
      """
      - { case: A, proves: [LIFE-01], steps: [{ call: GET /toys, expect: { status: 200 } }] }
      - { case: B, proves: [LIFE-02], when: till, steps: [{ call: GET /toys }] }
      """)
    func entry(_ id: RequirementID) throws -> RequirementCoverage {
      try #require(coverage.requirements.first { $0.id == id })
    }
    #expect(try entry("LIFE-01").isJudged)
    #expect(try entry("RSP-01").isJudged)
    #expect(try entry("RSP-03").isJudged)
    #expect(try !entry("LIFE-02").isAsked, "its case was skipped")
    #expect(try entry("LIFE-02").title == "What was created can be read")
  }

  @Test("the coverage of shards, put together, is that of the whole, and rounds add nothing")
  func shards() async throws {
    let calls = [
      "call: GET /toys, query: { sort: up }", "call: GET /toys, query: { sort: down }",
      "call: makeToy, body: { kind: bear, fur: brown }", "call: makeToy, body: { fur: white }",
      "call: GET /toys, query: { limit: 5 }", "call: makeToy, body: { kind: ball, size: 3 }",
    ]
    let cases = calls.enumerated().map {
      "- { case: C\($0), effect: own, steps: [{ \($1) }] }"
    }.joined(separator: "\n")
    let whole = try await Self.run(cases)
    var parts: [(file: String, result: RunResult)] = []
    for number in 1...3 {
      var part = try await Self.run(cases, shard: Shard("\(number)/3"))
      part.environment.runPrefix = "part\(number)"
      #expect(part.coverage != whole.coverage)
      parts.append(("\(number)", part))
    }
    #expect(try RunResult(merging: parts).coverage == whole.coverage)
    #expect(try await Self.run(cases, rounds: 3).coverage == whole.coverage)
  }

  @Test("coverage reads back from results as it was written")
  func roundTrip() async throws {
    let result = try await Self.run(
      "- { case: A, steps: [{ call: GET /toys, query: { sort: up } }] }",
      profileLines: "unreached: [{ reason: it is sound, calls: [GET /toys], statuses: [500] }]")
    let json = try JSONDocument(parsing: JSONReport().render(RunDigest(result)))
    #expect(try RunResult(readingJSON: json.root).coverage == result.coverage)
    let totals = try #require(json.root["coverage"]?["totals"])
    #expect(
      totals.elements.map { $0["kind"]?.stringValue } == Coverage.Kind.allCases.map(\.rawValue))
    let text = CoverageText(
      try #require(result.coverage),
      settings: TerminalSettings(
        isTerminal: false, columns: nil, environment: [:], color: .never)
    ).listing
    #expect(text.contains("statuses              2 of 5, 2 judged, 1 out of reach"), "\(text)")
    #expect(text.contains("  it is sound\n    statuses 500 of GET /toys\n"), "\(text)")
    #expect(text.contains("  POST /toys  never called\n"), "\(text)")
    #expect(text.contains("    parameter values: query sort = down\n"), "\(text)")
  }

  @Test("what is said to be out of reach is no gap, and is told when it is met after all")
  func outOfReach() async throws {
    let coverage = try await Self.coverage(
      "- { case: A, steps: [{ call: GET /toys, query: { sort: up } }] }",
      profileLines: """
        unreached:
          - { reason: one, calls: [POST /toys] }
          - { reason: two, statuses: [200, 500], requirements: [IDM-01, RSP-01] }
          - { reason: three, parameters: [query sort], response: [/data/maker] }
        """)
    #expect(coverage.operations[2].outOfReach == "one")
    #expect(coverage.operations[2].items.allSatisfy { $0.outOfReach == "one" })
    #expect(coverage.total(of: .operations).count == 2)
    #expect(coverage.total(of: .operations).outOfReach == 1)
    let listed = coverage.operations[1].items.filter { $0.outOfReach == "three" }.map(\.name)
    #expect(
      listed == [
        "query sort", "query sort = up", "query sort = down", "/data/maker", "/data/maker/name",
        "/data/maker oneOf/0", "/data/maker oneOf/1",
      ])
    #expect(
      coverage.reachedAfterAll == [
        "GET /branches: statuses 200", "GET /toys: statuses 200",
        "GET /toys: parameters query sort", "GET /toys: parameter values query sort = up", "RSP-01",
      ])
    #expect(coverage.requirements.first { $0.id == "IDM-01" }?.outOfReach == "two")
  }

  @Test(
    "names that nothing has are refused before anything is sent",
    arguments: [
      ("{ reason: x, statuses: [418] }", "suite.unknown-coverage"),
      ("{ reason: x, calls: [GET /toys], request: [/kind] }", "suite.unknown-coverage"),
      ("{ reason: x, response: [/data/colours] }", "suite.unknown-coverage"),
      ("{ reason: x, requirements: [LIFE-99] }", "suite.unknown-coverage"),
      ("{ reason: x, calls: [GET /trains] }", "suite.unknown-operation"),
      ("{ reason: x }", "suite.empty"), ("{ statuses: [500] }", "suite.missing-key"),
    ])
  func unknownNames(_ entry: String, _ code: String) async throws {
    let error = await #expect(throws: Diagnostics.self) {
      try await Self.run(
        "- { case: A, steps: [{ call: GET /toys }] }", profileLines: "unreached: [\(entry)]")
    }
    #expect(error?.all.first { $0.severity == .error }?.code == code, "\(error?.all ?? [])")
  }

  @Test("a demand is met or says by how much it is missed")
  func demand() async throws {
    let coverage = try await Self.coverage("- { case: A, steps: [{ call: GET /toys }] }")
    #expect(CoverageDemand("66")?.shortfalls(of: coverage) == [])
    #expect(
      CoverageDemand("operations=67,statuses=30")?.shortfalls(of: coverage) == [
        "2 of 3 operations were met, 66.6%; at least 67% are asked for"
      ])
    #expect(CoverageDemand("request-values=0.5")?.shortfalls(of: coverage).count == 1)
    #expect(CoverageDemand("0")?.shortfalls(of: nil).count == 1)
    for text in ["", "operations", "operations=101", "=5", "toys=5", "5,6", "-1", "nan"] {
      #expect(CoverageDemand(text) == nil, "\(text)")
    }
  }
}
