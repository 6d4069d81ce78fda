import SchemaValidator
import Testing

@testable import Conformance

@Suite("A plan says what it comes to")
struct PlanDigestTests {
  private static let files = ShopFiles(suites: [
    "toys.suite.yaml": """
    suite: Toys
    cases:
      - case: Read
        proves: [PAG-01]
        steps: [{ call: GET /toys }, { call: GET /toys, walk: 5 }]
      - case: Race
        proves: [LIFE-01]
        effect: own
        trials: 4
        steps:
          - call: makeToy
            body: {}
            save: { toy: /data/id }
            cleanup: { call: "DELETE /toys/{id}", path: { id: "${toy}" } }
            race: { copies: 3, beside: [{ call: makeToy, body: {} }] }
      - case: Send
        proves: [LIFE-10]
        effect: external
        steps: [{ call: makeToy, body: {} }]
    """
  ])

  private func digest(_ profile: RunProfile) throws -> PlanDigest {
    PlanDigest(
      Plan(
        workspace: try Self.files.workspace(), selection: CaseSelection(), runProfile: profile,
        givenVariables: []),
      profile: profile)
  }

  @Test("requests are counted with pages, trials, races and cleanup")
  func requests() throws {
    let digest = try digest(.gate)
    #expect(digest.plan.cases.map(\.testCase.requestAllowance) == [6, 16, 1])
    #expect(digest.plan.cases.map(\.testCase.cleanupAllowance) == [0, 16, 0])
    #expect(digest.runningCount == 2)
    #expect(digest.requestAllowance == 6 + 32)
    // Each of the creates that is to be undone may have to be looked for, through 50 pages.
    #expect(digest.searchAllowance == 16 * 50)
    #expect(try self.digest(.observe).searchAllowance == 0)
  }

  @Test("an operation that removes what a case creates is not told to be called by no case")
  func cleanup() throws {
    func reason(_ profile: RunProfile) throws -> String? {
      try digest(profile).uncalled
        .first { $0.subject.description == "DELETE /toys/{id}" }?.reason
    }
    #expect(try reason(.gate) == nil)
    #expect(try reason(.observe)?.contains("gate") == true, "its case does not run")
  }

  @Test(
    "what stays open says why",
    arguments: [(.observe, "gate"), (.gate, "full"), (.full, nil)] as [(RunProfile, String?)])
  func gaps(_ profile: RunProfile, _ enough: String?) throws {
    let digest = try digest(profile)
    let sent = digest.unasked.first { $0.subject == "LIFE-10" }
    #expect(
      sent?.reason
        == enough.map { _ in
          "its effect is \"external\"; the profile \"\(profile.rawValue)\" does not allow it, "
            + "\"--profile full\" does"
        })
    #expect(digest.asked.contains("LIFE-10") == (enough == nil))
    #expect(digest.asked.contains("PAG-01"))
    #expect(digest.asked.contains("RSP-01"), "every exchange is asked about its body")
    #expect(digest.unasked.first { $0.subject == "IDM-01" }?.reason == "no case proves it")
    #expect(Set(digest.asked).isDisjoint(with: digest.unasked.map(\.subject)))
    #expect(digest.asked.count + digest.unasked.count == digest.plan.catalogue.all.count)
    let called = digest.plan.contract.operations.count - digest.uncalled.count
    #expect(called == (profile == .observe ? 1 : 3))
  }

  @Test("both forms hold every case", arguments: RunProfile.allCases)
  func forms(_ profile: RunProfile) throws {
    let digest = try digest(profile)
    let json = try JSONDocument(parsing: PlanJSONReport().render(digest)).root
    let cases = try #require(json["suites"]?[0]?["cases"])
    #expect(
      cases.elements.map { $0["runs"]?.boolValue } == digest.plan.cases.map { $0.skipReason == nil }
    )
    #expect(json["maximumRequests"]?.intValue == digest.requestAllowance)
    #expect(json["maximumSearchRequests"]?.intValue == digest.searchAllowance)
    let text = PlanTextReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil)
    ).render(digest)
    for planned in digest.plan.cases {
      let word = planned.skipReason == nil ? "RUN " : "SKIP"
      #expect(text.contains("  \(word) \(planned.testCase.title)\n"))
    }
    #expect(
      text.contains("at most 50 requests more")
        == (digest.searchAllowance > 0))
  }
}

@Suite("A case keeps to what the plan says it sends")
struct RequestAllowanceTests {
  @Test("a probe that would send more is stopped and decides nothing", arguments: [1, 4, 9])
  func probe(_ most: Int) async throws {
    // Each cursor is one letter longer than the one before: the list never ends.
    let shop = ScriptedShop { request, _ throws(TransportError) in
      let cursor = (request.url.split(separator: "cursor=").dropFirst().last ?? "c") + "x"
      return ScriptedShop.json(
        200, #"{"data":[{"id":"\#(cursor)"}],"more":true,"next":"\#(cursor)"}"#)
    }
    let result = try await shop.run(
      """
      - case: Walk
        proves: [PAG-05]
        probe: pagination
        call: GET /toys
        limits: [1]
        max_requests: \(most)
      """)
    #expect(shop.sent.count == most)
    #expect(result.verdicts.allSatisfy { $0 != .passed })
    #expect(
      result.cases.last?.requirements.first { $0.id == "PAG-05" }?.reason?
        .contains("given up after \(most) requests of the probe") == true,
      "\(String(describing: result.cases.last))")
  }
}
