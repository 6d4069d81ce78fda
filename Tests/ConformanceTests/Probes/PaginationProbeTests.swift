import Conformance
import Diagnostics
import Testing

@Suite("Probe: pagination")
struct PaginationProbeTests {
  @Test("a correct server passes everything that is asked")
  func correct() async throws {
    let server = InventedServer()
    let result = try await ProbeScenario.paging(server).run()
    #expect(result.departures("PAG").isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
    #expect(server.itemCount == 2, "what the probe created is gone")
  }

  @Test("what a gateway answers is laid to no requirement", arguments: [7, 11, 13, 17, 23])
  func gateway(_ number: Int) async throws {
    let server = InventedServer(gatewayFailsEvery: number)
    let result = try await ProbeScenario.paging(server).run()
    #expect(result.departures("PAG").isEmpty, "\(result.summary)")
    #expect(server.itemCount == 2, "what the probe created is gone")
  }

  @Test("each fault is laid to the requirement it breaks, and to no other", arguments: faults)
  func fault(_ fault: PagingFault) async throws {
    let scenario = scenario(
      of: fault, proves: { $0 ? PagingIDs.all + ["PAG-12", "PAG-18"] : PagingIDs.all })
    let result = try await scenario.run()
    let expected = try #require(fault.requirement)
    #expect(result.verdict == .failed || result.verdict == .warned, "\(result.summary)")
    let found = result.departures("PAG")
    #expect(found.contains(expected), "\(result.summary)")
    #expect(found.subtracting(companions(fault)) == [expected], "\(result.summary)")
    #expect(result.exchanges.count < 200, "a fault ends the probe soon")
    #expect(result.findings.allSatisfy { $0.clause != nil }, "\(result.findings)")
  }

  @Test("each fault is found by a case that proves nothing else as well", arguments: faults)
  func alone(_ fault: PagingFault) async throws {
    let expected = try #require(fault.requirement)
    let result = try await scenario(of: fault, proves: { _ in [expected] }).run()
    #expect(result.departures("PAG").contains(expected), "\(result.summary)")
  }

  /// Paging through the items of a server with a fault; what is proved may depend on whether a filter
  /// is given.
  private func scenario(
    of fault: PagingFault, proves: (_ isFiltered: Bool) -> [String]
  ) -> ProbeScenario {
    let foreign: Int
    switch fault {
    case .hugeLimitGivesAll: foreign = 30  // more than a page may hold
    case .emptyIsMissing: foreign = 0  // nothing under another filter
    default: foreign = 2
    }
    let server = InventedServer(paging: [fault], foreignItems: foreign)
    let isFiltered = fault == .filterNotBound || fault == .emptyIsMissing
    return ProbeScenario.paging(
      server, proves: proves(isFiltered), query: isFiltered ? "tag: red" : "")
  }

  static let faults = PagingFault.allCases.filter { $0.requirement != nil }

  /// What else the same fault truly breaks.
  private func companions(_ fault: PagingFault) -> [String] {
    switch fault {
    case .rowRepeated: ["PAG-04"]  // one row to a page: the walk stands still
    case .offsetPaging: ["PAG-23"]  // deletes shift the rows as inserts do
    default: []
    }
  }

  @Test(
    "legal variety is no departure",
    arguments: [
      [], [.shortPages], [.clampsLimit], [.refusesLimit], [.clampsLimit, .shortPages],
      [.showsItemsLate], [.showsItemsSoon], [.copyIsBehind],
    ] as [[PagingFault]])
  func liberties(_ liberties: [PagingFault]) async throws {
    let result = try await ProbeScenario.paging(InventedServer(paging: Set(liberties))).run()
    #expect(result.departures("PAG").isEmpty, "\(result.summary)")
  }

  @Test("a filter whose value is no member's value is not held against the rows")
  func filterOfItsOwn() async throws {
    let server = InventedServer(paging: [.takesBlueForAll], foreignItems: 30)
    let result = try await ProbeScenario.paging(server, proves: ["PAG-18"], query: "tag: red").run()
    #expect(result.findings.isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive) == ["PAG-18"], "\(result.summary)")
  }

  @Test("what repeats in a list too long to be read whole may be the doing of others")
  func endlessList() async throws {
    let server = InventedServer(
      paging: [.offsetPaging], foreignItems: 60, foreignWriteEvery: 2)
    let scenario = ProbeScenario(
      suite: """
        suite: Probes
        cases:
          - case: A long list is paged
            proves: [PAG-05, PAG-06, PAG-21]
            probe: pagination
            call: GET /items
            limits: [3]
            max_pages: 4
        """, server: server)
    let result = try await scenario.run()
    #expect(result.findings.filter { $0.severity > .info }.isEmpty, "\(result.summary)")
    #expect(result.requirements(.inconclusive).contains("PAG-05"), "\(result.summary)")
  }

  @Test(
    "the largest page is the profile's, else the contract's",
    arguments: [(", max: 20", 20), ("", 30)])
  func largestPage(words: String, largest: Int) throws {
    let files = ProbeWorkspace(
      suite: "{ suite: A, cases: [{ case: B, steps: [{ call: GET /items }] }] }",
      profile: ProbeWorkspace.orderProfile.replacing(", max: 20", with: words),
      contract: ProbeWorkspace.orderContract.replacing(
        #"{"type": "string", "pattern": "^[0-9]+$"}"#, with: #"{"type": "integer", "maximum": 30}"#)
    )
    let workspace = try WorkspaceLoader(files: files).load(["api"])
    let list = try #require(workspace.contract.operation(called: "GET /items"))
    #expect(workspace.profile.conventions.pagination(of: list)?.maximumLimit == largest)
  }

  @Test("a limit of 0 need not be refused where the contract has it", arguments: [true, false])
  func zero(isInvited: Bool) async throws {
    let server = InventedServer(paging: [.zeroGivesSome])
    var workspace = ProbeWorkspace(suite: ProbeScenario.paging(server, proves: ["PAG-14"]).suite)
    workspace.profile.replace("over_max: either", with: "over_max: reject")
    if isInvited {
      workspace.contract.replace(
        #"{"type": "string", "pattern": "^[0-9]+$"}"#, with: #"{"type": "integer", "minimum": 0}"#)
    }
    let result = try await workspace.run(server, at: "http://orders.test")
    #expect(result.departures("PAG") == (isInvited ? [] : ["PAG-14"]), "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
  }

  @Test(
    "what is refused is refused with the status that the contract has for it",
    arguments: [(true, []), (false, ["PAG-13", "PAG-16"])] as [(Bool, Set<String>)])
  func refusals(isDocumented: Bool, departures: Set<String>) async throws {
    let server = InventedServer(paging: [.refusesWith422])
    var workspace = ProbeWorkspace(
      suite: ProbeScenario.paging(server, proves: ["PAG-13", "PAG-16"]).suite)
    if isDocumented {
      workspace.contract.replace(#""4XX": {"$ref""#, with: #""422": {"$ref""#)
    }
    let result = try await workspace.run(server, at: "http://orders.test")
    #expect(result.departures("PAG") == departures, "\(result.summary)")
    #expect(result.requirements(.inconclusive).isEmpty, "\(result.summary)")
  }

  @Test(
    "digits of another script that are read as a number only warn",
    arguments: [(PagingFault.readsOtherDigits, Severity.warn), (.anyLimitTaken, .fail)])
  func otherDigits(_ paging: PagingFault, _ severity: Severity) async throws {
    let server = InventedServer(paging: [paging])
    let result = try await ProbeScenario.paging(server, proves: ["PAG-13"]).run()
    let worst = result.findings.filter { $0.requirement == "PAG-13" }.map(\.severity).max()
    #expect(worst == severity, "\(result.summary)")
  }

  @Test("a walk goes through an empty page and finds what lies behind it")
  func throughEmptyPage() async throws {
    let server = InventedServer(paging: [.emptyPageMidway])
    let result = try await ProbeScenario.paging(
      server, proves: ["PAG-04", "PAG-05", "PAG-06", "PAG-07"]
    ).run()
    #expect(result.verdict == .passed, "\(result.summary)")
  }

  @Test("items that others create at every call leave questions open, and fail nothing")
  func foreignWriters() async throws {
    for paging in [[], [.offsetPaging]] as [Set<PagingFault>] {
      let server = InventedServer(paging: paging, foreignWriteEvery: 1)
      let proves = ["PAG-05", "PAG-06", "PAG-07", "PAG-10", "PAG-20", "PAG-21", "PAG-26"]
      let result = try await ProbeScenario.paging(server, proves: proves).run()
      #expect(result.departures("PAG").isEmpty, "\(result.summary)")
      #expect(
        result.requirements.contains { $0.reason?.contains("concurrent writers") ?? false },
        "\(result.summary)")
    }
  }

  @Test("items that others delete during walks are not missed, and what is there still is")
  func foreignDeletions() async throws {
    let proves = ["PAG-04", "PAG-05", "PAG-06", "PAG-20", "PAG-22"]
    func run(_ faults: Set<PagingFault>) async throws -> CaseResult {
      let server = InventedServer(paging: faults, foreignItems: 40, foreignDeleteEvery: 3)
      return try await ProbeScenario.paging(server, proves: proves).run()
    }
    let right = try await run([])
    #expect(right.requirements(.passed) == proves, "\(right.summary)")
    // Others are at work, so that nothing is held against the server; but it has not passed either.
    let wrong = try await run([.limitChangeSkips])
    #expect(wrong.findings.isEmpty, "\(wrong.summary)")
    #expect(wrong.requirements(.inconclusive) == ["PAG-20"], "\(wrong.summary)")
  }

  @Test(
    "a probe walks with as many page sizes as what it is asked is about",
    arguments: [
      (["PAG-04", "PAG-05"], [1]), (["PAG-05", "PAG-07"], [20, 1]), (["PAG-07"], [20, 1]),
      (["PAG-04", "PAG-05", "PAG-06", "PAG-07"], [20, 3, 1]),
    ])
  func walks(proves: [String], limits: [Int]) async throws {
    let server = InventedServer(paging: [.shortPages], foreignItems: 2)
    let scales = RequestScales()
    let result = try await ProbeScenario.paging(server, proves: proves).run(weighing: scales)
    #expect(Set(result.requirements(.passed)).isSuperset(of: proves), "\(result.summary)")
    let asked = result.asked.filter { $0.purpose.hasPrefix("page 1 ") }
    #expect(asked.map(\.purpose) == limits.map { "page 1 with limit \($0)" })
    #expect(scales.excesses == [])
  }

  @Test("a list whose rows all belong to others is walked without seeds")
  func shortList() async throws {
    let server = InventedServer(foreignItems: 0)
    let scenario = ProbeScenario(
      suite: """
        suite: Probes
        cases:
          - case: Nothing is paged
            proves: [PAG-04, PAG-05, PAG-06, PAG-12, PAG-22, PAG-23]
            probe: pagination
            call: GET /items
        """, server: server)
    let result = try await scenario.run()
    #expect(result.requirements(.passed) == ["PAG-12"], "\(result.summary)")
    #expect(result.findings.isEmpty, "\(result.summary)")
  }

  @Test("a repeated id is shown with both of its pages and its place")
  func evidence() async throws {
    let server = InventedServer(paging: [.rowRepeated])
    let result = try await ProbeScenario.paging(server, proves: ["PAG-05"]).run()
    let finding = try #require(result.findings.first { $0.requirement == "PAG-05" })
    #expect(finding.message.hasPrefix("page 3 repeats id \"itm_"))
    #expect(finding.message.contains("(first seen on page 2)"))
    #expect(finding.place == .body(JSONPointer(["data", "0", "id"])))
    #expect(finding.relatedExchanges.count == 1)
  }

  @Test(
    "a probe asks no more than the catalogue says of each requirement",
    arguments: try RequestScales.counted(PagingIDs.all + ["PAG-12", "PAG-18"]))
  func cost(_ id: String) async throws {
    let scales = RequestScales()
    let query = ["PAG-12", "PAG-18"].contains(id) ? "tag: red" : ""
    let scenario = ProbeScenario.paging(InventedServer(foreignItems: 2), proves: [id], query: query)
    let result = try await scenario.run(weighing: scales)
    #expect(scales.weighed > 0)
    #expect(scales.excesses == [], "\(result.asked.map(\.purpose))")
  }
}
