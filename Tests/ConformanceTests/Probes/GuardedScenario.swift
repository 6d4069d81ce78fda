import Conformance

/// One of the probes for keys and for HTTP, run against a guarded server.
struct GuardedScenario {
  let suite: String
  let server: GuardedServer
  var contract = Self.plainContract
  var profile = Self.plainProfile
  /// More paths of the contract.
  var paths = ""

  static let keyIDs = AuthenticationProbe.requirements.map(\.text)
  static let protocolIDs = HTTPProbe.requirements.map(\.text)
  static let requestIDs = RequestsProbe.requirements.map(\.text)

  /// What a probe asks of a server with faults; all that it can ask unless something is named.
  static func of(
    _ probe: GateFault.Probe, _ faults: Set<GateFault> = [], proves: [String]? = nil
  ) -> GuardedScenario {
    let proves = proves ?? ids(of: probe)
    return switch probe {
    case .keys: keys(faults, proves: proves)
    case .http: http(faults, proves: proves)
    case .requests: requests(faults, proves: proves)
    }
  }

  /// All that a probe can be asked.
  static func ids(of probe: GateFault.Probe) -> [String] {
    switch probe {
    case .keys: keyIDs
    case .http: protocolIDs
    case .requests: requestIDs
    }
  }

  /// Sends wrong requests.
  static func requests(
    _ faults: Set<GateFault>, proves: [String]
  ) -> GuardedScenario {
    GuardedScenario(
      suite: """
        suite: Requests
        cases:
          - case: A wrong request is refused
            proves: [\(proves.joined(separator: ", "))]
            effect: own
            probe: requests
            call: POST /things
            body: { name: "${token}", color: red, size: 3 }
            cleanup: { call: "DELETE /things/{id}", path: { id: "${id}" } }
            list: { call: GET /things, member: /name }
        """, server: GuardedServer(faults))
  }

  /// Asks for ids that nothing has where a part of a thing is known.
  static func parts() -> GuardedScenario {
    GuardedScenario(
      suite: """
        suite: Parts
        cases:
          - case: Nothing is done to a part of what is made up
            proves: [ERR-07, ERR-08]
            effect: own
            probe: requests
            call: POST /things
            body: { name: "${token}" }
            cleanup: { call: "DELETE /things/{id}", path: { id: "${id}" } }
            known: { part: \(part) }
        """, server: GuardedServer(),
      paths: """
        "/things/{id}/parts/{part}": {\(partParameters),
          "get": {"responses": {"4XX": {"$ref": "#/components/responses/error"}}},
          "delete": {"responses": {"4XX": {"$ref": "#/components/responses/error"}}}},
        "/things/{id}/parts/{part}/refund": {\(partParameters),
          "post": {"responses": {"4XX": {"$ref": "#/components/responses/error"}}}},
        """)
  }

  /// A part that is there.
  static let part = "prt_Ab1000xY"

  private static let partParameters = """
    "parameters": [{"$ref": "#/components/parameters/id"},
      {"name": "part", "in": "path", "required": true, "schema": {"type": "string"}}]
    """

  private static let creation = """
    { call: POST /things, body: { name: "${token}" }, id: /data/id,
            cleanup: { call: "DELETE /things/{id}", path: { id: "${id}" } } }
    """

  /// Presents keys.
  static func keys(_ faults: Set<GateFault>, proves: [String]) -> GuardedScenario {
    GuardedScenario(
      suite: """
        suite: Keys
        cases:
          - case: Only the right key is let in
            proves: [\(proves.joined(separator: ", "))]
            effect: own
            probe: authentication
            call: GET /me
            create: \(creation)
            list: { call: GET /things, member: /name }
            revoked: { bearer: \(GuardedServer.revokedKey) }
            other_tenant: { bearer: \(GuardedServer.otherKey) }
        """, server: GuardedServer(faults))
  }

  /// Asks in every way that HTTP allows.
  static func http(
    _ faults: Set<GateFault>, proves: [String]
  ) -> GuardedScenario {
    GuardedScenario(
      suite: """
        suite: HTTP
        cases:
          - case: The server speaks HTTP
            proves: [\(proves.joined(separator: ", "))]
            effect: own
            probe: http
            call: GET /me
            create: \(creation)
            item: { call: "GET /things/{id}", path: { id: "${id}" } }
            update: { call: "PATCH /things/{id}", path: { id: "${id}" }, body: {} }
            list: { call: GET /things }
        """, server: GuardedServer(faults))
  }

  func run(weighing scales: RequestScales? = nil) async throws -> CaseResult {
    var contract = contract.replacing("\"paths\": {", with: "\"paths\": {\(paths)")
    if server.faults.contains(.otherJSONIsAsked) {
      contract = contract.replacing(
        #""post": {"requestBody": {"content": {"application/json""#,
        with: #""post": {"requestBody": {"content": {"\#(GuardedServer.otherType)""#)
    }
    if server.faults.contains(.namesAreIDs) {
      contract = contract.replacing(#""pattern": "^thg_[A-Za-z0-9]{8}$","#, with: "")
    }
    return try await ProbeWorkspace(suite: suite, profile: profile, contract: contract)
      .run(server, at: "https://things.test", weighing: scales)
  }

  static let plainProfile = """
    contract: contract.json
    auth: { bearer: \(GuardedServer.key) }
    conventions:
      success: { data: /data }
      errors: { root: /error, code: /error/code, message: /error/message, param: /error/param }
    """

  /// What the contract says of creates that are refused.
  static let refusalsOfCreate = """
    "4XX": {"$ref": "#/components/responses/error"}
    """

  static let plainContract = """
    {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"},
     "security": [{"bearer": []}],
     "components": {
       "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
       "parameters": {"id": {"name": "id", "in": "path", "required": true,
         "schema": {"type": "string", "pattern": "^thg_[A-Za-z0-9]{8}$",
                    "example": "thg_Ab1000xY"}}},
       "responses": {
         "one": {"description": "one", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data"]}}}},
         "error": {"description": "error", "content": {"application/json": {"schema": {
           "type": "object", "required": ["error"]}}}}}},
     "paths": {
       "/me": {
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}}},
       "/things": {
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"requestBody": {"content": {"application/json": {"schema": {
             "type": "object", "required": ["name"],
             "properties": {
               "name": {"type": "string", "minLength": 1, "maxLength": 50},
               "color": {"enum": ["red", "blue", "teal"]},
               "size": {"type": "integer", "minimum": 1, "maximum": 10}}}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             \(refusalsOfCreate)}}},
       "/things/{id}": {
         "parameters": [{"$ref": "#/components/parameters/id"}],
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}},
         "patch": {"requestBody": {"content": {"application/json": {"schema": {
             "type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "delete": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}}}}}
    """
}
