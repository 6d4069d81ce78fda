import Conformance
import Synchronization
import Testing

@Suite("Cases in any order and any number of rounds")
struct OrderTests {
  private static let cases = (1...9).map { number in
    """
    - case: Number \(number)
      proves: [LIFE-01]
      steps: [{ call: GET /toys, query: { colour: c\(number) }, expect: { status: 200 } }]
    """
  }.joined(separator: "\n")
  private static let lines = (1...9).map { "GET /toys?colour=c\($0)" }

  @Test(
    "a shuffled run sends in another order and reports in the plan's", arguments: UInt64(1)...20)
  func shuffled(_ seed: UInt64) async throws {
    let shop = ScriptedShop()
    let result = try await shop.run(Self.cases, seed: seed, isShuffled: true)
    #expect(shop.sent.sorted() == Self.lines)
    #expect(shop.sent != Self.lines, "seed \(seed)")
    #expect(result.cases.dropFirst().map(\.title) == (1...9).map { "Number \($0)" })
    #expect(result.verdicts.allSatisfy { $0 == .passed })
    let again = ScriptedShop()
    _ = try await again.run(Self.cases, seed: seed, isShuffled: true)
    #expect(again.sent == shop.sent, "a seed repeats its order")
  }

  @Test("a case that fails in one of its rounds is failed and unstable")
  func unstable() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      request.url.hasSuffix("c4") && number == 2
        ? ScriptedShop.json(404, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(Self.cases, rounds: 4)
    #expect(shop.sent == Self.lines + Self.lines + Self.lines + Self.lines)
    #expect(result.cases.count == 10)
    let unstable = result.cases.filter { Set($0.rounds).count > 1 }
    #expect(unstable.map(\.title) == ["Number 4"])
    let testCase = try #require(unstable.first)
    #expect(testCase.verdict == .failed)
    #expect(testCase.rounds == [.passed, .passed, .failed, .passed])
    #expect(testCase.reason == "unstable in 4 rounds (failed 1, passed 3): GET answered 404")
    #expect(testCase.requirements.filter(\.isUnstable).map(\.id) == ["LIFE-01"])
    #expect(
      result.cases.filter { $0.title != "Number 4" }
        .allSatisfy { !$0.requirements.contains(where: \.isUnstable) })
    let text = ConsoleReport(
      settings: TerminalSettings(usesColor: false, isLive: false, width: nil)
    ).text(RunDigest(result))
    #expect(text.contains("Unstable\n  FAIL shop/shop/number-4"), "\(text)")
  }

  @Test("what only another round departs from keeps its evidence")
  func evidenceOfAllRounds() async throws {
    let shop = ScriptedShop { request, number throws(TransportError) in
      guard request.url.hasSuffix("/toys"), number < 2 else {
        return ScriptedShop.answer(to: request)
      }
      return number == 0
        ? ScriptedShop.json(404, #"{"data":{"id":"x"}}"#)
        : ScriptedShop.json(200, #"{"data":{"id":"y"}}"#)
    }
    let result = try await shop.run(
      """
      - case: Read
        steps:
          - call: GET /toys
            expect:
              - { proves: LIFE-01, status: 200 }
              - { proves: LIFE-02, body: { data: { id: x } } }
      """, rounds: 3)
    let testCase = try #require(result.cases.last)
    let findings = testCase.findings.filter { $0.requirement.family == "LIFE" }
    #expect(Set(findings.map(\.requirement)) == ["LIFE-01", "LIFE-02"])
    for finding in findings {
      let exchange = try #require(finding.exchange)
      #expect(testCase.exchanges[exchange].status == (finding.requirement == "LIFE-01" ? 404 : 200))
    }
  }

  @Test("a suite is over when the last round of its last case is")
  func suiteEvents() async throws {
    let finished = Mutex<[Int]>([])
    _ = try await ScriptedShop().run(Self.cases, rounds: 3) { event in
      if case .suiteFinished(let suite) = event, suite.id != "preflight" {
        finished.withLock { $0.append(suite.cases.count) }
      }
    }
    #expect(finished.withLock { $0 } == [9])
  }

  @Test("later rounds invent values of their own")
  func values() async throws {
    let shop = ScriptedShop()
    _ = try await shop.run(
      """
      - case: Own
        let: { id: "${uuid}" }
        steps: [{ call: GET /toys, query: { colour: "${nonce}-${id}" } }]
      """, rounds: 3)
    #expect(Set(shop.sent).count == 3)
  }
}
