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
    "legal variety fails nothing", arguments: GateFault.allCases.filter { $0.requirement == nil })
  func liberty(_ liberty: GateFault) async throws {
    let scenario = GuardedScenario.of(liberty.probe, [liberty])
    let result = try await scenario.run()
    #expect(result.findings.allSatisfy { $0.severity < .fail }, "\(result.summary)")
    #expect(result.verdict != .failed, "\(result.summary)")
  }

  @Test("a probe asks no more than the catalogue says of each requirement", arguments: costs)
  func cost(_ id: String, _ limit: Int) async throws {
    let probe = GateFault.Probe.allCases.first { probe in
      let ids =
        switch probe {
        case .keys: GuardedScenario.keyIDs
        case .http: GuardedScenario.protocolIDs
        case .requests: GuardedScenario.requestIDs
        }
      return ids.contains(id)
    }
    let scenario = GuardedScenario.of(try #require(probe), proves: [id])
    let result = try await scenario.run()
    let sent = result.exchanges.count { $0.purpose != "cleanup" }
    // The request that everything is compared with is not counted to any of them.
    #expect(sent <= limit + 1, "\(result.exchanges.map(\.purpose))")
  }

  /// What the catalogue says, with a walk of one request, seven operations with a key, and what
  /// has to be there first.
  static let costs: [(String, Int)] = [
    ("AUTH-01", 7 + 1), ("AUTH-03", 8), ("AUTH-04", 3), ("AUTH-05", 2), ("AUTH-07", 4),
    ("AUTH-08", 2 + 3), ("AUTH-09", 3), ("AUTH-11", 10), ("AUTH-14", 1), ("HTTP-01", 3),
    ("HTTP-02", 2), ("HTTP-03", 2 + 2), ("HTTP-04", 1), ("HTTP-05", 2 + 20), ("HTTP-07", 2),
    ("HTTP-08", 1), ("HTTP-09", 2), ("HTTP-10", 4), ("HTTP-11", 1), ("HTTP-12", 2),
    ("HTTP-15", 4 + 1), ("HTTP-16", 2 + 1), ("HTTP-17", 2), ("ERR-03", 3 + 2),
    // Three operations have an id; the body has one required member and eleven other faults.
    ("ERR-07", 3), ("ERR-08", 3 * 4), ("ERR-09", 1), ("ERR-10", 12), ("ERR-12", 2 + 13),
    ("ERR-13", 6), ("ERR-14", 12), ("ERR-16", 6), ("LIFE-13", 20),
  ]
}
