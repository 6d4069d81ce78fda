import Conformance
import Diagnostics
import Testing

/// A server without sockets, whose clock is moved by requests and by those who wait.
protocol SteppedServer: HTTPEngine {
  /// How far its clock has come.
  var now: Duration { get }
  /// Waits.
  func advance(by duration: Duration)
}

extension RequestScales {
  /// Those of some requirements that are asked about by requests of their own.
  static func counted(_ ids: [String]) throws -> [String] {
    let catalogue = try RequirementCatalogue.standard()
    return try ids.filter { try !#require(catalogue.entry(RequirementID($0))).requests.isPassive }
  }
}

extension ProbeWorkspace {
  /// Runs the suite against a server, and gives the result of its last case: the first of a run is
  /// that the target answers at all.
  func run(
    _ server: some SteppedServer, at baseURL: String, as profile: RunProfile = .full,
    weighing scales: RequestScales? = nil
  ) async throws -> CaseResult {
    try #require(
      await runWhole(server, at: baseURL, as: profile, weighing: scales).cases.last)
  }

  /// Runs the suite against a server.
  func runWhole(
    _ server: some SteppedServer, at baseURL: String, as profile: RunProfile = .full,
    weighing scales: RequestScales? = nil
  ) async throws -> RunResult {
    let workspace = try WorkspaceLoader(files: self).load(["api"])
    var options = RunOptions(baseURL: baseURL, seed: 7, command: ["test"], toolVersion: "0")
    options.profile = profile
    let values = try VariableResolver(flags: [], fileValues: [:], environment: [:])
      .resolve(workspace.profile)
    let launcher = try RunLauncher(workspace: workspace, values: values, options: options)
    var environment = RunEnvironment(
      seed: 7, prefix: "cft7", elapsed: { server.now },
      now: { 1_767_225_600 + server.now / .seconds(1) }, sleep: { server.advance(by: $0) })
    environment.countsRequests = scales != nil
    return await launcher.run(
      engine: server, environment: environment,
      events: { event in scales?.receive(event, of: workspace) })
  }
}

/// The files of an invented API with a paged list and an operation that takes keys.
struct ProbeWorkspace: FileReading {
  let suite: String
  var profile = orderProfile
  var contract = orderContract

  func exists(_ path: String) -> Bool { text(path) != nil }
  func isFolder(_ path: String) -> Bool { path == "api" }
  func names(in folder: String) -> [String] {
    ["conformance.yaml", "contract.json", "probes.suite.yaml"]
  }

  func read(_ path: String) throws(Diagnostics) -> SourceText {
    guard let text = text(path) else {
      throw Diagnostics([Diagnostic(code: "test.no-file", "no file \(path)", fix: "add it")])
    }
    return SourceText(text, name: path)
  }

  private func text(_ path: String) -> String? {
    switch path {
    case "api/conformance.yaml": profile
    case "api/contract.json": contract
    case "api/probes.suite.yaml": suite
    default: nil
    }
  }

  static let orderProfile = """
    contract: contract.json
    auth: { bearer: "right" }
    conventions:
      success: { data: /data }
      errors: { root: /error, code: /error/code }
      pagination:
        { style: cursor, items: /data, more: /has_more, next: /next_cursor, id: /id,
          default: 5, max: 20, over_max: either }
      idempotency:
        { header: Idempotency-Key, reuse: [422], in_flight: [409], replay_header: Replayed,
          max_length: 255, volatile: [/request_id] }
    """

  static let orderContract = """
    {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"},
     "security": [{"bearer": []}],
     "components": {
       "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
       "parameters": {
         "limit": {"name": "limit", "in": "query",
                   "schema": {"type": "string", "pattern": "^[0-9]+$"}},
         "cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}}},
       "responses": {
         "one": {"description": "one", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data"]}}}},
         "page": {"description": "page", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data"], "properties": {
             "data": {"type": "array"}, "has_more": {}, "next_cursor": {}}}}}},
         "error": {"description": "error", "content": {"application/json": {"schema": {
           "type": "object", "required": ["error"]}}}}}},
     "paths": {
       "/items": {
         "get": {"parameters": [{"$ref": "#/components/parameters/limit"},
             {"$ref": "#/components/parameters/cursor"},
             {"name": "tag", "in": "query", "schema": {"enum": ["red", "blue", "none"]}}],
           "responses": {"200": {"$ref": "#/components/responses/page"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/items/{id}": {
         "delete": {"parameters": [
             {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/orders": {
         "get": {"parameters": [{"$ref": "#/components/parameters/limit"},
             {"$ref": "#/components/parameters/cursor"}],
           "responses": {"200": {"$ref": "#/components/responses/page"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"parameters": [
             {"name": "idempotency-key", "in": "header", "schema": {"type": "string"}}],
           "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/orders/{id}": {
         "delete": {"parameters": [
             {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}}}}
    """
}
