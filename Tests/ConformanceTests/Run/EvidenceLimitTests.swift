import Conformance
import Testing

@Suite("Exchanges in which nothing was found are kept up to a limit")
struct EvidenceLimitTests {
  private static let cases = """
    - case: One
      steps: [{ call: GET /toys, expect: { status: 200 } }]
    - case: Two
      steps: [{ call: GET /toys, expect: { status: 200 } }]
    - case: Three
      steps: [{ call: GET /toys, expect: { status: 404 } }]
    - case: Four
      steps: [{ call: GET /toys, expect: { status: 200 } }]
    """

  @Test("beyond the limit only their number is kept, and a failed case keeps its own")
  func beyond() async throws {
    // Whatever the preflight asks, one case's exchange fits beside it, and another does not.
    let preflight = try await ScriptedShop().run(Self.cases).cases[0].exchanges.count
    let result = try await ScriptedShop().run(Self.cases, evidenceLimit: .exchanges(preflight + 1))
    let cases = result.cases.dropFirst()
    #expect(cases.map(\.exchanges.count) == [1, 0, 1, 0])
    #expect(cases.map(\.omittedExchanges) == [0, 1, 0, 1])
    #expect(cases.map(\.verdict) == [.passed, .passed, .failed, .passed])
    let page = String(decoding: HTMLReport().render(RunDigest(result)), as: UTF8.self)
    #expect(page.split(separator: "1 request not shown").count == 3)
    let junit = String(decoding: JUnitReport().render(RunDigest(result)), as: UTF8.self)
    #expect(junit.split(separator: "1 request not shown").count == 3)
    let json = String(decoding: JSONReport().render(RunDigest(result)), as: UTF8.self)
    #expect(json.split(separator: #""exchangesOmitted":1"#).count == 3)
  }

  @Test("a limit of bytes counts what the exchanges hold", arguments: [0, 4 << 20])
  func bytes(limit: Int) async throws {
    let result = try await ScriptedShop().run(
      Self.cases, evidenceLimit: EvidenceLimit(exchanges: 1000, bytes: limit))
    let isKept = limit > 0
    let cases = result.cases.dropFirst()
    #expect(cases.map(\.exchanges.isEmpty) == [!isKept, !isKept, false, !isKept])
    #expect(cases.map(\.omittedExchanges) == (isKept ? [0, 0, 0, 0] : [1, 1, 0, 1]))
    #expect(cases.map(\.verdict) == [.passed, .passed, .failed, .passed])
  }

  @Test("later rounds take nothing of the limit")
  func roundsAndLimit() async throws {
    let alone = try await ScriptedShop().run(Self.cases).cases.map(\.exchanges.count)
    let repeated = try await ScriptedShop().run(
      Self.cases, rounds: 5, evidenceLimit: .exchanges(alone.reduce(0, +))
    ).cases
    #expect(repeated.map(\.exchanges.count) == alone)
    #expect(repeated.allSatisfy { $0.omittedExchanges == 0 })
  }

  @Test("what an entry of the deviations asks about is kept in any case")
  func deviations() async throws {
    let cases = """
      - case: One
        proves: [LIFE-02]
        steps: [{ call: GET /toys, expect: { status: 200 } }]
      """
    let entry = "reason: being repaired, owner: Ann, expires: 2026-06-30"
    let preflight = try await ScriptedShop().run(cases).cases[0].exchanges.count
    let result = try await ScriptedShop().run(
      cases, deviations: "deviations: [{ requirement: LIFE-02, \(entry) }]",
      evidenceLimit: .exchanges(preflight))
    #expect(result.cases[1].exchanges.count == 1)
    #expect(result.cases[1].omittedExchanges == 0)
  }

  @Test("a round that comes to the same as an earlier one leaves no exchanges behind")
  func rounds() async throws {
    let alone = try await ScriptedShop().run(Self.cases).cases
    let repeated = try await ScriptedShop().run(Self.cases, rounds: 3).cases
    #expect(repeated.map(\.exchanges.count) == alone.map(\.exchanges.count))
    #expect(repeated.allSatisfy { $0.omittedExchanges == 0 })
    #expect(repeated.dropFirst().map(\.rounds.count) == [3, 3, 3, 3])
  }
}

extension EvidenceLimit {
  fileprivate static func exchanges(_ count: Int) -> EvidenceLimit {
    EvidenceLimit(exchanges: count, bytes: .max)
  }
}
