import Conformance
import Diagnostics
import Testing

@Suite("Probe: idempotency")
struct IdempotencyProbeTests {
  @Test("a correct server passes everything that is asked")
  func correct() async throws {
    let result = try await ProbeScenario.keys(InventedServer()).run()
    #expect(result.departures("IDM").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
    #expect(result.verdict == .passed, "\(result.summary)")
  }

  @Test("each fault is laid to the requirement it breaks, and to no other", arguments: faults)
  func fault(_ fault: KeyFault) async throws {
    let result = try await ProbeScenario.keys(InventedServer(keying: [fault])).run()
    let expected = try #require(fault.requirement)
    #expect(result.verdict == .failed || result.verdict == .warned, "\(result.summary)")
    #expect(result.departures("IDM") == [expected], "\(result.summary)")
    #expect(result.asked.count < 120, "a fault ends the probe soon")
    #expect(result.findings.allSatisfy { $0.clause != nil }, "\(result.findings)")
  }

  static let faults = KeyFault.allCases.filter { $0.requirement != nil }

  @Test(
    "legal variety is no departure",
    arguments: [
      [.losersArePutOff], [.respellingRefused], [.dedupsWithoutKey], [.emptyKeyRefused],
      [.showsOrdersLate],
    ] as [[KeyFault]])
  func liberties(_ liberties: [KeyFault]) async throws {
    let result = try await ProbeScenario.keys(InventedServer(keying: Set(liberties))).run()
    #expect(result.departures("IDM").isEmpty, "\(result.summary)")
    // A list that does not change cannot show whether a read under a key is fresh.
    let open = liberties.contains(.showsOrdersLate) ? ["IDM-25"] : []
    #expect(result.requirements(.inconclusive) == open, "\(result.summary)")
  }

  @Test("a race in which nothing overlapped proves nothing")
  func serialRace() async throws {
    let server = InventedServer(keying: [.racesAreSerial])
    let result = try await ProbeScenario.keys(server, proves: ["IDM-08", "IDM-10", "IDM-11"]).run()
    #expect(result.verdict == .inconclusive, "\(result.summary)")
    #expect(result.requirements(.inconclusive).count == 3, "\(result.summary)")
  }

  @Test("effects that cannot be counted leave open what only a count can tell")
  func hiddenContent() async throws {
    let ids = ["IDM-01", "IDM-03", "IDM-04"]
    let hidden = InventedServer(keying: [.contentHidden])
    let unreadable = try await ProbeScenario.keys(hidden, proves: ids).run()
    #expect(unreadable.requirements(.inconclusive) == ["IDM-04"], "\(unreadable.summary)")
    let uncounted = try await ProbeScenario.keys(InventedServer(), proves: ids, counts: false).run()
    #expect(uncounted.requirements(.inconclusive) == ["IDM-04"], "\(uncounted.summary)")
  }

  @Test("a wrong answer to a retry is shown beside the first answer")
  func evidence() async throws {
    let server = InventedServer(keying: [.replayDiffers])
    let result = try await ProbeScenario.keys(server, proves: ["IDM-02"]).run()
    let finding = try #require(result.findings.first { $0.requirement == "IDM-02" })
    #expect(finding.place == .body(JSONPointer(["data", "tag"])))
    #expect(finding.expected == "\"blue\"")
    #expect(finding.got == "\"red\"")
    #expect(finding.relatedExchanges.count == 1)
  }

  @Test(
    "a probe asks no more than the catalogue says of each requirement",
    arguments: try RequestScales.counted(KeyIDs.all))
  func cost(_ id: String) async throws {
    let scales = RequestScales()
    let scenario = ProbeScenario.keys(InventedServer(), proves: [id], races: 5)
    let result = try await scenario.run(weighing: scales)
    #expect(scales.weighed > 0)
    #expect(scales.excesses == [], "\(result.asked.map(\.purpose))")
  }

  @Test("the whole family leaves few effects behind")
  func effects() async throws {
    let server = InventedServer()
    let result = try await ProbeScenario.keys(server, races: 3).run()
    let sends = result.exchanges.filter { $0.method == "POST" }.count
    #expect(server.effectCount <= 30, "each effect may reach a person; \(sends) sends")
    #expect(sends <= 70, "\(server.effectCount) effects")
  }

  @Test("whatever a server does with keys, nothing is left of it", arguments: KeyFault.allCases)
  func leavesNothing(_ fault: KeyFault) async throws {
    let server = InventedServer(keying: [fault])
    let result = try await ProbeScenario.keys(server).run()
    #expect(server.effectCount > 0 || fault == .alwaysUnavailable)
    #expect(server.orderCount == 0, "\(result.exchanges.suffix(5).map(\.purpose))")
  }

  @Test("an effect that a list shows late is found all the same")
  func lateEffects() async throws {
    let server = InventedServer(keying: [.refusedReuseActs, .showsOrdersLate])
    let result = try await ProbeScenario.keys(server, proves: ["IDM-03", "IDM-04"]).run()
    #expect(result.departures("IDM") == ["IDM-04"], "\(result.summary)")
    #expect(server.orderCount == 0)
  }

  @Test(
    "a double effect is found also where a gateway lost one of the answers",
    arguments: ["IDM-08", "IDM-10"])
  func lostAnswer(_ id: String) async throws {
    let server = InventedServer(keying: [.raceAnswerLost])
    let result = try await ProbeScenario.keys(server, proves: [id]).run()
    #expect(result.departures("IDM") == [id], "\(result.summary)")
    #expect(server.orderCount == 0)
  }

  @Test(
    "what a server that lags or names things otherwise shows is no departure, and all is decided",
    arguments: [.listsOtherIDs, .copyIsBehind, .losersAreAccepted, .racersAreAccepted] as [KeyFault]
  )
  func unusual(_ liberty: KeyFault) async throws {
    let server = InventedServer(keying: [liberty])
    let ids = ["IDM-01", "IDM-03", "IDM-04", "IDM-08", "IDM-11"]
    let result = try await ProbeScenario.keys(server, proves: ids).run()
    #expect(result.departures("IDM").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
    #expect(server.orderCount == 0)
  }

  @Test(
    "an effect is found by its token, whatever ids a list shows, and however late it shows",
    arguments: [
      [.refusedReuseActs, .listsOtherIDs], [.refusedReuseActs, .copyIsBehind],
      [.refusedReuseActs, .showsOrdersLate, .showsRefusedLater],
    ] as [[KeyFault]])
  func hiddenEffect(_ faults: [KeyFault]) async throws {
    let server = InventedServer(keying: Set(faults))
    let result = try await ProbeScenario.keys(server, proves: ["IDM-03", "IDM-04"]).run()
    #expect(result.departures("IDM") == ["IDM-04"], "\(result.summary)")
    // By the id that only the list shows the server removes nothing.
    #expect((server.orderCount > 0) == faults.contains(.listsOtherIDs))
  }

  @Test("racing requests that are only accepted, and done twice, are found in the list")
  func namelessRace() async throws {
    let server = InventedServer(keying: [.raceActsTwice, .racersAreAccepted])
    let result = try await ProbeScenario.keys(server, proves: ["IDM-08"]).run()
    #expect(result.departures("IDM") == ["IDM-08"], "\(result.summary)")
    #expect(server.orderCount == 0, "what only the list names is removed by what it shows")
  }

  @Test("what is made without a name is removed once a list shows it, and else told as left behind")
  func nameless() async throws {
    for isLate in [false, true] {
      let server = InventedServer(
        keying: isLate ? [.namesNothing, .showsOrdersLate] : [.namesNothing])
      let result = try await ProbeScenario.keys(server, proves: ["IDM-01"]).runWhole()
      #expect(result.cases.last?.verdict == .inconclusive)
      #expect(server.effectCount > 0)
      #expect(server.orderCount == 0, "late: \(isLate)")
      #expect(result.notices.map(\.message) == [])
    }
    let server = InventedServer(keying: [.namesNothing])
    let result = try await ProbeScenario.keys(server, proves: ["IDM-01"], counts: false).runWhole()
    #expect(server.orderCount == 1)
    #expect(result.notices.map(\.code) == ["cleanup-failed"])
  }

  @Test("a list that had nothing to show does not tell that nothing was done")
  func emptyCount() async throws {
    for cleansUp in [true, false] {
      let server = InventedServer(keying: [.alwaysUnavailable])
      let result = try await ProbeScenario.keys(server, proves: ["IDM-17"], cleansUp: cleansUp)
        .run()
      #expect(result.requirements(.inconclusive) == ["IDM-17"], "\(result.summary)")
      #expect(result.departures("IDM").isEmpty, "\(result.summary)")
    }
  }

  @Test("effects that no answer told of are found in the list alone")
  func untoldEffects() async throws {
    let server = InventedServer(keying: [.refusedReuseActs])
    let ids = ["IDM-03"]
    _ = try await ProbeScenario.keys(server, proves: ids, counts: false).run()
    #expect(server.orderCount > 0, "without a list nobody can know of it")
    let listed = InventedServer(keying: [.refusedReuseActs])
    _ = try await ProbeScenario.keys(listed, proves: ids).run()
    #expect(listed.orderCount == 0)
  }
}
