import Conformance
import Testing

@Suite("Probes: authentication, HTTP and wrong requests")
struct GuardedProbeTests {
  @Test("a correct server passes everything that is asked", arguments: GateFault.Probe.allCases)
  func correct(_ probe: GateFault.Probe) async throws {
    let scenario = GuardedScenario.of(probe)
    let result = try await scenario.run()
    #expect(result.departures("AUTH", "HTTP", "ERR", "RSP", "LIFE").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
    #expect(result.verdict == .passed, "\(result.summary)")
    #expect(scenario.server.thingCount == 0, "what was made is gone again")
  }

  @Test(
    "each fault is laid to the requirement it breaks, and to no other",
    arguments: GateFault.allCases.filter { $0.requirement != nil })
  func fault(_ fault: GateFault) async throws {
    let scenario = GuardedScenario.of(fault.probe, [fault])
    let result = try await scenario.run()
    let expected = try #require(fault.requirement)
    let found = Set(
      result.findings.filter { ["AUTH", "HTTP", "ERR", "LIFE"].contains($0.requirement.family) }
        .map(\.requirement.text))
    #expect(found == fault.alsoDepartsFrom.union([expected]), "\(result.summary)")
    #expect(result.findings.allSatisfy { $0.clause != nil }, "\(result.findings)")
  }

  @Test(
    "what is made of the right key to be refused is shown nowhere",
    arguments: [[], [.endingIsNotCompared], [.onlyBeginningIsCompared], [.letterCaseIsFree]]
      as [Set<GateFault>])
  func nearMisses(_ faults: Set<GateFault>) async throws {
    let scenario = GuardedScenario.of(.keys, faults, proves: ["AUTH-03"])
    let result = try await scenario.run()
    #expect(result.exchanges.contains { $0.purpose.contains("its last character changed") })
    #expect(result.exchanges.contains { $0.purpose.contains("the beginning of") })
    let shown = String(describing: result).lowercased()
    #expect(shown.contains("curl -ss -i"))
    // The key stands in the profile in clear, so that only pieces of it are looked for.
    #expect(!shown.contains(GuardedServer.key.dropLast().lowercased()), "\(result.exchanges)")
    #expect(!shown.contains("bearer \(GuardedServer.key.prefix(12))"), "\(result.exchanges)")
  }

  @Test(
    "legal variety fails nothing", arguments: GateFault.allCases.filter { $0.requirement == nil })
  func liberty(_ liberty: GateFault) async throws {
    let scenario = GuardedScenario.of(liberty.probe, [liberty])
    let result = try await scenario.run()
    #expect(result.findings.allSatisfy { $0.severity < .fail }, "\(result.summary)")
    #expect(result.verdict != .failed, "\(result.summary)")
  }

  @Test("what was found before a fault whose every answer is lost is told")
  func lostFault() async throws {
    let result = try await GuardedScenario.of(
      .requests, [.anyColorIsTaken, .oversizeIsLost], proves: ["ERR-10", "ERR-13"]
    ).run()
    #expect(result.departures("ERR").contains("ERR-10"), "\(result.summary)")
    #expect(!result.requirements(.passed).contains("ERR-13"), "\(result.summary)")
  }

  @Test("an edge whose every answer is lost is neither right nor wrong")
  func lostEdge() async throws {
    let result = try await GuardedScenario.of(
      .requests, [.largestSizeIsLost], proves: ["LIFE-13"]
    ).run()
    #expect(result.requirements(.inconclusive) == ["LIFE-13"], "\(result.summary)")
    #expect(result.restarts == [], "\(result.summary)")
    // The other edges are asked for all the same.
    #expect(result.exchanges.contains { $0.purpose.contains("color") }, "\(result.exchanges)")
  }

  @Test("what is made of a name may have no letter case")
  func names() async throws {
    let result = try await GuardedScenario.of(.http, [.namesAreIDs], proves: ["HTTP-16"]).run()
    #expect(result.verdict == .passed, "\(result.summary)")
  }

  @Test(
    "where a removal always succeeds, what another tenant has shows whether it was removed",
    arguments: [false, true])
  func foreignRemoval(_ isDone: Bool) async throws {
    let faults: Set<GateFault> =
      isDone ? [.unknownIDIsDeleted, .otherTenantIsRemoved] : [.unknownIDIsDeleted]
    let result = try await GuardedScenario.of(.keys, faults, proves: ["AUTH-11"]).run()
    #expect(result.departures("AUTH") == (isDone ? ["AUTH-11"] : []), "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
  }

  @Test(
    "a state that moves by itself leaves open whether reading moves it; a count that moves does not"
  )
  func movingState() async throws {
    let moving = GuardedScenario.of(.http, [.stateMoves], proves: ["HTTP-05"])
    let result = try await moving.run()
    #expect(result.requirements(.inconclusive) == ["HTTP-05"], "\(result.summary)")
    let both = GuardedScenario.of(.http, [.stateMoves, .readingTouches], proves: ["HTTP-05"])
    #expect(try await both.run().departures("HTTP") == ["HTTP-05"])
  }

  @Test(
    "a 422 is as right as a 400 where it has a form of its own",
    arguments: [("error", true), ("invalid", false)])
  func unprocessable(_ form: String, _ isWarned: Bool) async throws {
    var scenario = GuardedScenario.of(.requests, [.faultsAre422], proves: ["ERR-09", "ERR-10"])
    scenario.contract = GuardedScenario.plainContract
      .replacing(
        GuardedScenario.refusalsOfCreate,
        with: """
          "400": {"$ref": "#/components/responses/error"},
          "422": {"$ref": "#/components/responses/\(form)"}
          """
      )
      .replacing(
        #""one": {"description""#,
        with: """
          "invalid": {"description": "what does not fit", "content": {"application/json": {
            "schema": {"type": "object", "required": ["error"], "title": "What does not fit"}}}},
          "one": {"description"
          """)
    let result = try await scenario.run()
    #expect(!result.departures("ERR").isEmpty == isWarned, "\(result.summary)")
    #expect(result.findings.allSatisfy { $0.severity <= .warn }, "\(result.summary)")
  }

  @Test(
    "an effect that a list shows late is found all the same",
    arguments: [GateFault.refusedCreateIsDone, .refusedFaultIsDone])
  func lateEffects(_ fault: GateFault) async throws {
    let id = try #require(fault.requirement)
    let scenario = GuardedScenario.of(fault.probe, [fault, .listIsLate], proves: [id])
    let result = try await scenario.run()
    #expect(result.departures("AUTH", "ERR") == [id], "\(result.summary)")
    let late = GuardedScenario.of(fault.probe, [.listIsLate], proves: [id])
    #expect(try await late.run().verdict == .passed)
  }

  @Test(
    "where a contract has no status for wrong requests, or 422 alone, nothing is held against 422",
    arguments: ["422", "409", "default"])
  func undocumented(_ documented: String) async throws {
    var scenario = GuardedScenario.of(.requests, [.faultsAre422], proves: ["ERR-09", "ERR-10"])
    scenario.contract = GuardedScenario.plainContract
      .replacing(
        GuardedScenario.refusalsOfCreate,
        with: ##""\##(documented)": {"$ref": "#/components/responses/error"}"##)
    let result = try await scenario.run()
    #expect(result.departures("ERR").isEmpty, "\(result.summary)")
  }

  @Test(
    "a wrong id may be answered as an unknown one where the contract has no status for wrong ones",
    arguments: [
      ("404", GateFault.malformedIDIs404, nil), ("default", .malformedIDIs404, nil),
      ("400", .malformedIDIs404, .warn), ("4XX", .malformedIDIs404, .warn),
      ("404", .malformedIDBreaks, .fail), ("default", .malformedIDBreaks, .fail),
    ] as [(String, GateFault, Severity?)])
  func wrongID(_ documented: String, _ fault: GateFault, _ severity: Severity?) async throws {
    let result = try await answered(documented, fault, asks: "ERR-08")
    let found = result.findings.filter { $0.requirement == "ERR-08" }.map(\.severity)
    #expect(found == [severity].compactMap(\.self), "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
  }

  @Test("a wrong id may be answered as an unknown one where 400 may be said of the body alone")
  func wrongIDWithBody() async throws {
    var scenario = GuardedScenario.of(.requests, [.malformedIDIs404], proves: ["ERR-08"])
    let contract = GuardedScenario.plainContract
    let change = try #require(contract.firstRange(of: "\"patch\""))
    let error = ##""400": {"$ref": "#/components/responses/error"}, "404""##
    let changed = contract[change.upperBound...].replacing(
      "\"4XX\"", with: error, maxReplacements: 1)
    scenario.contract = String(contract[..<change.upperBound] + changed)
      .replacing("4XX", with: "404")
    let result = try await scenario.run()
    #expect(result.departures("ERR").isEmpty, "\(result.summary)")
  }

  @Test("an answer to HEAD that is no HTTP leaves the other questions about keys to be asked")
  func brokenHead() async throws {
    let result = try await GuardedScenario.of(
      .keys, [.headHasBody], proves: ["AUTH-01", "AUTH-03"]
    ).run()
    #expect(result.departures("AUTH", "HTTP") == ["HTTP-03"], "\(result.summary)")
    #expect(result.requirements(.passed).contains("AUTH-03"), "\(result.summary)")
  }

  @Test("a 404 for an id that nothing has lets nobody in, and warns")
  func lookedUpFirst() async throws {
    let result = try await GuardedScenario.of(.keys, [.idIsLookedUpFirst], proves: ["AUTH-01"])
      .run()
    let found = result.findings.filter { $0.requirement == "AUTH-01" }.map(\.severity)
    #expect(found == [.warn], "\(result.summary)")
  }

  @Test(
    "an unknown id may be refused in any way where the contract has but one for all refusals",
    arguments: [
      ("default", GateFault.unknownIDIs400, []), ("404", .unknownIDIs400, ["ERR-07"]),
      ("default", .unknownIDIsEmpty, ["ERR-07"]), ("default", .unknownIDIsRemoved, []),
      ("404", .unknownIDIsRemoved, ["ERR-07"]),
    ] as [(String, GateFault, Set<String>)])
  func unknownID(_ documented: String, _ fault: GateFault, _ found: Set<String>) async throws {
    let result = try await answered(documented, fault, asks: "ERR-07")
    #expect(result.departures("ERR") == found, "\(result.summary)")
  }

  @Test(
    "a 401 to who has no credential says nothing about an id or a body",
    arguments: ["ERR-07", "ERR-08", "ERR-13"])
  func withoutCredential(_ id: String) async throws {
    var scenario = GuardedScenario.of(.requests, proves: [id])
    scenario.contract = GuardedScenario.plainContract
      .replacing(#""security": [{"bearer": []}],"#, with: "")
    scenario.profile = GuardedScenario.plainProfile
      .replacing("auth: { bearer: \(GuardedServer.key) }\n", with: "")
    let result = try await scenario.run()
    #expect(result.findings.filter { $0.requirement.family == "ERR" } == [], "\(result.summary)")
    #expect(result.requirements(.inconclusive) == [id], "\(result.summary)")
    let reason = result.requirements.first { $0.id.text == id }?.reason
    #expect(reason == "401 without a credential says nothing about what is asked for")
  }

  /// Asks a server with a fault whose contract has one response for what is refused.
  private func answered(
    _ documented: String, _ fault: GateFault, asks id: String
  ) async throws -> CaseResult {
    var scenario = GuardedScenario.of(.requests, [fault], proves: [id])
    scenario.contract = GuardedScenario.plainContract.replacing("4XX", with: documented)
    return try await scenario.run()
  }

  @Test(
    "what a stranger sends that no API could read, or where it has no path, may be told first",
    arguments: [
      ([.brokenBodyIsReadFirst], .warn), ([.malformedIDHasNoPath], nil),
      ([.malformedIDHasNoPath, .bodyIsJudgedFirst], .fail), ([.idIsJudgedFirst], .fail),
    ] as [(Set<GateFault>, Severity?)])
  func argumentsFirst(_ faults: Set<GateFault>, _ severity: Severity?) async throws {
    let result = try await GuardedScenario.of(.keys, faults, proves: ["AUTH-07"]).run()
    let worst = result.findings.filter { $0.requirement == "AUTH-07" }.map(\.severity).max()
    #expect(worst == severity, "\(result.summary)")
  }

  @Test("what the contract has and the server has not lets nobody in")
  func missingPath() async throws {
    var scenario = GuardedScenario.of(.keys, proves: ["AUTH-01"])
    scenario.paths = """
      "/ghosts": {"get": {"responses": {"4XX": {"$ref": "#/components/responses/error"}}}},
      """
    let result = try await scenario.run()
    #expect(result.departures("AUTH").isEmpty, "\(result.summary)")
    #expect(
      result.findings.contains { $0.severity == .info && $0.message.contains("GET /ghosts") },
      "\(result.summary)")
  }

  @Test(
    "a 404 for an id that nothing has tells nothing of the method",
    arguments: [(GateFault.methodIs404, true), (.putIsTaken, false), (.putBreaks, false)])
  func methodOfNothing(_ fault: GateFault, _ isOpen: Bool) async throws {
    let plain = GuardedScenario.of(.http, [fault], proves: ["HTTP-01"])
    let scenario = GuardedScenario(
      suite: plain.suite.replacing("call: GET /me", with: "call: GET /things"),
      server: plain.server)
    let result = try await scenario.run()
    #expect(result.departures("HTTP").isEmpty == isOpen, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty != isOpen, "\(result.summary)")
  }

  @Test("a 400 for what is no JSON is right beside a documented 422")
  func unreadable() async throws {
    var scenario = GuardedScenario.of(.requests, proves: ["ERR-13"])
    scenario.contract = GuardedScenario.plainContract
      .replacing(
        GuardedScenario.refusalsOfCreate,
        with: ##""422": {"$ref": "#/components/responses/error"}"##)
    let result = try await scenario.run()
    let finding = try #require(result.findings.first { $0.requirement == "ERR-13" })
    // An array is JSON, which only the schema refuses.
    #expect(finding.severity == .warn && finding.message.contains("array"), "\(finding)")
    #expect(!finding.details.contains { $0.contains("breaks off") || $0.contains("UTF-8") })
  }

  @Test("under a parent that is made up, what is real is only read")
  func madeUpParent() async throws {
    let result = try await GuardedScenario.parts().run()
    #expect(result.verdict != .errored, "\(result.summary)")
    let real = result.exchanges.filter { $0.url.contains(GuardedScenario.part) }
    #expect(!real.isEmpty && real.allSatisfy { $0.method == "GET" }, "\(result.summary)")
  }

  @Test(
    "a probe asks no more than the catalogue says of each requirement",
    arguments: try RequestScales.counted(
      GuardedScenario.keyIDs + GuardedScenario.protocolIDs + GuardedScenario.requestIDs))
  func cost(_ id: String) async throws {
    let scales = RequestScales()
    let probe = GateFault.Probe.allCases.first { GuardedScenario.ids(of: $0).contains(id) }
    let scenario = GuardedScenario.of(try #require(probe), proves: [id])
    let result = try await scenario.run(weighing: scales)
    #expect(scales.weighed > 0)
    #expect(scales.excesses == [], "\(result.asked.map(\.purpose))")
  }
}
