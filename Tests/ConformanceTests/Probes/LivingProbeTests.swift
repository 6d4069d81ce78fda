import Conformance
import Testing

/// The probe for a resource or the one for limits, run against a living server.
struct LivingScenario {
  let suite: String
  let server: LivingServer
  var contract = Self.plainContract

  static let lifeIDs = LifecycleProbe.requirements.map(\.text)
  static let rateIDs = RateLimitProbe.requirements.map(\.text)
  /// How many requests the probe for limits may send.
  static let budget = 400

  /// Asks all that the probe can ask of a server with faults.
  init(
    _ faults: Set<LifeFault> = [], concernsLimits: Bool, proves: [String]? = nil
  ) {
    server = LivingServer(faults)
    suite =
      concernsLimits
      ? Self.rates(proves: proves ?? Self.rateIDs)
      : Self.lives(
        proves: proves ?? Self.lifeIDs, wrapped: faults.contains(.bodiesAreWrapped),
        target: faults.contains(.createIsReceipt) ? "/data/thing" : "/data/id")
  }

  /// The life of a thing, its bodies wrapped as those of the answers where that is asked for.
  private static func lives(proves: [String], wrapped: Bool, target: String) -> String {
    func body(_ members: String) -> String {
      wrapped ? "{ data: { \(members) } }" : "{ \(members) }"
    }
    let item = #"path: { id: "${id}" }"#
    return """
      suite: Things
      cases:
        - case: A thing lives as it should
          proves: [\(proves.joined(separator: ", "))]
          effect: own
          probe: lifecycle
          call: POST /things
          body: \(body(#"name: "${token} X", size: 3, notes: { text: x, mark: y }"#))
          target: \(target)
          cleanup: { call: "DELETE /things/{id}", \(item) }
          item: { call: "GET /things/{id}", \(item) }
          list: { call: GET /things }
          changes:
            - { call: "PATCH /things/{id}", \(item), body: \(body(#"name: "${token} Y""#)) }
            - { call: "PATCH /things/{id}", \(item), body: \(body("size: 4")) }
            - { call: "PATCH /things/{id}", \(item), body: \(body("notes: { mark: null }")) }
            - { call: "PUT /things/{id}", \(item), body: \(body(#"name: "${token} Z", size: 5"#)) }
          immutable: [/id, /created]
          changed: /changed
      """
  }

  /// What the contract says of one thing, and of the receipt that a create may answer with.
  mutating func describe(receipt: Bool) {
    func answer(_ members: String) -> String {
      #"{"description": "one", "content": {"application/json": {"schema": {"#
        + #""type": "object", "properties": {"data": {"type": "object", "properties": {"#
        + members + "}}}}}}}"
    }
    let names = ["id", "name", "size", "notes", "created", "changed"]
    let thing = answer(names.map { "\"\($0)\": {}" }.joined(separator: ", "))
    let created = receipt ? answer(#""thing": {"type": "string"}"#) : thing
    let one = ##"{"$ref": "#/components/responses/one"}"##
    guard let post = contract.firstRange(of: #""post""#)?.upperBound else { return }
    let (before, after) = (String(contract[..<post]), String(contract[post...]))
    contract =
      before.replacing(one, with: thing)
      + after.replacing(one, with: created, maxReplacements: 2).replacing(one, with: thing)
  }

  private static func rates(proves: [String]) -> String {
    """
    suite: Limits
    cases:
      - case: Limits are told truly
        proves: [\(proves.joined(separator: ", "))]
        effect: own
        probe: rate_limit
        call: GET /things
        create: { call: POST /things, body: { name: "${token}" }, id: /data/id,
          cleanup: { call: "DELETE /things/{id}", path: { id: "${id}" } } }
        list: { call: GET /things, member: /name }
        spared: [{ call: GET /health, auth: none }]
        max_requests: \(budget)
    """
  }

  func run(weighing scales: RequestScales? = nil) async throws -> CaseResult {
    try await ProbeWorkspace(suite: suite, profile: Self.profile, contract: contract)
      .run(server, at: "https://living.test", as: .gate, weighing: scales)
  }

  private static let profile = """
    contract: contract.json
    auth: { bearer: right }
    pace: { from: GET /me, read: /data/read }
    conventions:
      success: { data: /data }
      errors: { root: /error, code: /error/code }
    """

  private static let plainContract = """
    {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"},
     "security": [{"bearer": []}],
     "components": {
       "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
       "responses": {
         "one": {"description": "one", "content": {"application/json": {"schema": {
           "type": "object", "required": ["data"]}}}},
         "none": {"description": "none"},
         "error": {"description": "error", "content": {"application/json": {"schema": {
           "type": "object", "required": ["error"]}}}}}},
     "paths": {
       "/health": {"get": {"security": [], "responses": {
         "200": {"$ref": "#/components/responses/one"},
         "4XX": {"$ref": "#/components/responses/error"}}}},
       "/me": {"get": {"responses": {"200": {"$ref": "#/components/responses/one"},
         "4XX": {"$ref": "#/components/responses/error"}}}},
       "/things": {
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}},
         "post": {"requestBody": {"content": {"application/json": {"schema": {
             "type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
             "4XX": {"$ref": "#/components/responses/error"}}}},
       "/things/{id}": {
         "parameters": [
           {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
         "get": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}},
         "patch": {"requestBody": {"content": {"application/json": {"schema": {
             "type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
             "204": {"$ref": "#/components/responses/none"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "put": {"requestBody": {"content": {"application/json": {"schema": {
             "type": "object"}}}},
           "responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
             "204": {"$ref": "#/components/responses/none"},
             "4XX": {"$ref": "#/components/responses/error"}}},
         "delete": {"responses": {"200": {"$ref": "#/components/responses/one"},
           "202": {"$ref": "#/components/responses/one"},
           "4XX": {"$ref": "#/components/responses/error"}}}}}}
    """
}

@Suite("Probes: the life of a resource, and rate limits")
struct LivingProbeTests {
  @Test("a correct server passes everything that is asked", arguments: [false, true])
  func correct(concernsLimits: Bool) async throws {
    let scenario = LivingScenario(concernsLimits: concernsLimits)
    let result = try await scenario.run()
    #expect(result.departures("LIFE", "RATE").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
    #expect(result.verdict != .failed && result.verdict != .errored, "\(result.summary)")
    #expect(scenario.server.thingCount == 0, "what was made is gone again")
  }

  @Test(
    "each fault is laid to the requirement it breaks, and to no other",
    arguments: LifeFault.allCases.filter { $0.requirement != nil })
  func fault(_ fault: LifeFault) async throws {
    let scenario = LivingScenario([fault], concernsLimits: fault.concernsLimits)
    let result = try await scenario.run()
    let expected = try #require(fault.requirement)
    let found = Set(
      result.findings.filter { ["LIFE", "RATE"].contains($0.requirement.family) }
        .map(\.requirement.text))
    #expect(found == fault.alsoDepartsFrom.union([expected]), "\(result.summary)")
  }

  @Test(
    "an id that is used again fails, and a number warns",
    arguments: [
      (LifeFault.idIsUsedAgain, Severity.fail), (.numberIsUsedAgain, .warn),
    ])
  func usedAgain(_ fault: LifeFault, _ severity: Severity) async throws {
    let result = try await LivingScenario([fault], concernsLimits: false).run()
    let found = result.findings.filter { $0.requirement == "LIFE-11" }.map(\.severity)
    #expect(found == [severity], "\(result.summary)")
  }

  @Test(
    "removing again may succeed where the contract has one response for all else",
    arguments: [("4XX", [Severity.warn]), ("default", [])])
  func removedAgain(_ documented: String, _ found: [Severity]) async throws {
    var scenario = LivingScenario([.secondDeleteIs200], concernsLimits: false)
    scenario.contract.replace("4XX", with: documented)
    let result = try await scenario.run()
    #expect(
      result.findings.filter { $0.requirement == "LIFE-10" }.map(\.severity) == found,
      "\(result.summary)")
    #expect(result.requirements.contains { $0.id == "LIFE-10" && $0.verdict != .inconclusive })
  }

  @Test("a change that touches more is found in wrapped bodies as well")
  func wrappedChange() async throws {
    let scenario = LivingScenario([.bodiesAreWrapped, .changeTouchesOthers], concernsLimits: false)
    let result = try await scenario.run()
    let found = result.findings.map(\.requirement.text).filter { $0.hasPrefix("LIFE") }
    #expect(found == ["LIFE-04"], "\(result.summary)")
  }

  @Test(
    "legal variety fails nothing, and neither does what others do",
    arguments: LifeFault.allCases.filter { $0.requirement == nil })
  func liberty(_ liberty: LifeFault) async throws {
    let scenario = LivingScenario([liberty], concernsLimits: liberty.concernsLimits)
    let result = try await scenario.run()
    #expect(result.findings.allSatisfy { $0.severity < .fail }, "\(result.summary)")
    #expect(result.verdict != .failed && result.verdict != .errored, "\(result.summary)")
    #expect(scenario.server.thingCount == 0, "what was made is gone again")
  }

  @Test("a receipt for a create is no other resource where the contract describes it so")
  func receipt() async throws {
    var scenario = LivingScenario([.createIsReceipt], concernsLimits: false)
    scenario.describe(receipt: true)
    let result = try await scenario.run()
    #expect(result.departures("LIFE").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive) == ["LIFE-01", "LIFE-02"], "\(result.summary)")
  }

  @Test(
    "where the contract describes both alike, what an answer lacks or has otherwise is found",
    arguments: [
      (LifeFault.readIsAnother, "LIFE-02"), (.createIsReceipt, "LIFE-02"),
      (.changeAnswersOld, "LIFE-05"),
    ])
  func describedAlike(_ fault: LifeFault, _ found: String) async throws {
    var scenario = LivingScenario([fault], concernsLimits: false)
    scenario.describe(receipt: false)
    let result = try await scenario.run()
    #expect(result.departures("LIFE").contains(found), "\(result.summary)")
  }

  @Test(
    "what is only taken in decides nothing of what is still to come",
    arguments: [
      ([.createIsAccepted], ["LIFE-01", "LIFE-02"]),
      ([.createIsAccepted, .neverReadable, .notListed], ["LIFE-01", "LIFE-02", "LIFE-03"]),
      ([.changeIsAccepted], ["LIFE-05"]),
      ([.removalIsAccepted], ["LIFE-09", "LIFE-10", "LIFE-11"]),
    ] as [([LifeFault], [String])])
  func accepted(_ liberties: [LifeFault], _ open: [String]) async throws {
    let result = try await LivingScenario(Set(liberties), concernsLimits: false).run()
    #expect(result.requirements(.inconclusive) == open, "\(result.summary)")
    #expect(result.departures("LIFE").isEmpty, "\(result.summary)")
  }

  @Test("what must not move at all is judged also where a change is only taken in")
  func acceptedFault() async throws {
    let scenario = LivingScenario([.changeIsAccepted, .creationMoves], concernsLimits: false)
    let result = try await scenario.run()
    #expect(result.departures("LIFE") == ["LIFE-06"], "\(result.summary)")
  }

  @Test(
    "the probe for limits never sends more than its suite allows",
    arguments: LifeFault.allCases.filter(\.concernsLimits))
  func budget(_ fault: LifeFault) async throws {
    let result = try await LivingScenario([fault], concernsLimits: true).run()
    let sent = result.asked.count
    // What is sent again after a refusal is not the probe's own doing.
    #expect(sent <= LivingScenario.budget + 40, "\(sent)")
  }

  @Test(
    "a probe asks no more than the catalogue says of each requirement",
    arguments: LivingScenario.lifeIDs + LivingScenario.rateIDs)
  func cost(_ id: String) async throws {
    let scales = RequestScales()
    let scenario = LivingScenario(concernsLimits: id.hasPrefix("RATE"), proves: [id])
    let result = try await scenario.run(weighing: scales)
    #expect(scales.weighed > 0)
    #expect(scales.excesses == [], "\(result.asked.map(\.purpose))")
  }
}
