import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("Known deviations")
struct DeviationTests {
  /// Two cases that a shop answers with 404, one by each operation, and one that it passes.
  private static let cases = """
    - { case: One, proves: [LIFE-01], steps: [{ call: GET /toys, expect: { status: 200 } }] }
    - case: Two
      tags: [slow]
      proves: [LIFE-01]
      steps: [{ call: "GET /toys/{id}", path: { id: x }, expect: { status: 200 } }]
    - { case: Three, proves: [LIFE-02], steps: [{ call: GET /branches, expect: { status: 200 } }] }
    """

  private func run(
    _ entries: String..., only: [String] = [], shard: String? = nil, isRepaired: Bool = false
  ) async throws -> RunResult {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      request.url.contains("/toys") && !isRepaired
        ? ScriptedShop.json(404, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let list = entries.map { "  - { \($0) }" }.joined(separator: "\n")
    return try await shop.run(
      Self.cases, only: only, shard: shard.flatMap(Shard.init),
      deviations: entries.isEmpty ? nil : "deviations:\n\(list)")
  }

  private static let known = "reason: being repaired, owner: Ann, expires: 2026-01-01"
  private static let expired = "reason: being repaired, owner: Ann, expires: 2025-12-31"

  @Test("without entries nothing changes")
  func none() async throws {
    let result = try await run()
    #expect(result.verdicts == [.failed, .failed, .passed])
    #expect(result.suites.count == 2)
  }

  @Test("an entry without a place speaks for all cases, and is shown with its reason and owner")
  func everywhere() async throws {
    let result = try await run("requirement: LIFE-01, \(Self.known)")
    #expect(result.verdicts == [.deviating, .deviating, .passed, .deviating])
    #expect(RunSummary(result).outcome == .passed)
    let reason = "LIFE-01, as known until 2026-01-01: being repaired (Ann)"
    #expect(result.cases.dropFirst().map(\.reason) == [reason, reason, nil, reason])
    #expect(result.suites.last?.id == "deviations")
    #expect(result.cases.last?.location.description == "shop/deviations.yaml:2:5")
  }

  @Test(
    "an entry speaks for the cases its place names, and for no other",
    arguments: [
      ("shop/shop/one", [Verdict.deviating, .failed]), ("slow", [.failed, .deviating]),
      ("GET /toys", [.deviating, .failed]), ("shop/shop", [.deviating, .deviating]),
    ])
  func places(_ place: String, _ verdicts: [Verdict]) async throws {
    let result = try await run("requirement: LIFE-01, where: \"\(place)\", \(Self.known)")
    #expect(Array(result.verdicts.prefix(2)) == verdicts)
    #expect(result.verdicts.last == .deviating)
  }

  @Test("an entry for another requirement predicts nothing, and is red where that one is kept")
  func otherRequirement() async throws {
    let result = try await run("requirement: LIFE-02, \(Self.known)")
    #expect(result.verdicts == [.failed, .failed, .passed, .failed])
    #expect(
      result.cases.last?.reason == "nothing departs from LIFE-02 any more; remove the entry")
  }

  @Test("an entry that has expired predicts nothing and is red")
  func expiry() async throws {
    let result = try await run("requirement: LIFE-01, \(Self.expired)")
    #expect(result.verdicts == [.failed, .failed, .passed, .failed])
    #expect(
      result.cases.last?.reason
        == "the entry expired on 2025-12-31, and the departure is still there; Ann answers for it")
  }

  @Test("an entry that nothing shows any more is red in a whole run, and open in a part of it")
  func repaired() async throws {
    let entry = "requirement: LIFE-01, \(Self.known)"
    let whole = try await run(entry, isRepaired: true)
    #expect(whole.verdicts == [.passed, .passed, .passed, .failed])
    #expect(RunSummary(whole).outcome == .failed)
    let part = try await run(entry, only: ["shop/shop/one"], isRepaired: true)
    #expect(part.verdicts == [.passed, .skipped])
    #expect(part.cases.last?.reason == "it was not seen, but only a part of the cases ran")
    let other = try await run(entry, only: ["shop/shop/three"], isRepaired: true)
    #expect(other.cases.last?.reason == "no case asks about it")
    #expect(RunSummary(other).outcome == .passed)
  }

  @Test("an entry that no shard shows any more is red when all are merged", arguments: 1...4)
  func repairedInShards(_ count: Int) async throws {
    func merged(_ entry: String, only: [String] = [], isRepaired: Bool = true) async throws
      -> CaseResult?
    {
      var parts: [(file: String, result: RunResult)] = []
      for number in 1...count {
        var part = try await run(
          entry, only: only, shard: "\(number)/\(count)", isRepaired: isRepaired)
        part.environment.runPrefix = "cft\(number)"
        #expect(RunSummary(part).outcome == .passed)
        parts.append(("\(number).json", part))
      }
      return try RunResult(merging: parts).cases.last { $0.id.hasPrefix("deviations/") }
    }
    let stale = try await merged("requirement: LIFE-01, where: shop, \(Self.known)")
    #expect(stale?.verdict == .failed)
    #expect(stale?.reason == "nothing departs from LIFE-01 any more; remove the entry")
    let seen = try await merged("requirement: LIFE-01, \(Self.known)", isRepaired: false)
    #expect(seen?.verdict == .deviating)
    let unasked = try await merged("requirement: LIFE-03, \(Self.known)")
    #expect(unasked?.verdict == .skipped)
    let part = try await merged(
      "requirement: LIFE-01, \(Self.known)", only: ["shop/shop/one", "shop/shop/three"])
    #expect(part?.verdict == .skipped)
  }

  @Test("a shard without cases passes, and is a part of the whole")
  func emptyShard() async throws {
    let shards = ["1/4", "2/4", "3/4", "4/4"]
    var parts: [(file: String, result: RunResult)] = []
    for (place, shard) in shards.enumerated() {
      var part = try await run(shard: shard, isRepaired: true)
      part.environment.runPrefix = "cft\(place)"
      #expect(RunSummary(part).outcome == .passed)
      parts.append((shard, part))
    }
    let empty = parts.filter { $0.result.suites.isEmpty }
    #expect(empty.count == 1)
    #expect(empty.first?.result.notices.map(\.code) == ["empty-shard"])
    let bytes = JSONReport().render(RunDigest(try #require(empty.first?.result)))
    let read = try RunResult(readingJSON: JSONDocument(parsing: bytes).root)
    #expect(RunSummary(read).outcome == .passed)
    for order in [parts, parts.reversed()] {
      let whole = try RunResult(merging: order)
      #expect(whole.cases.map(\.verdict) == [.passed, .passed, .passed, .passed])
    }
    let nothing = try await run(only: ["no-such-tag"], shard: "1/2", isRepaired: true)
    #expect(RunSummary(nothing).outcome == .nothingJudged)
  }

  @Test("an entry hides neither an error nor an open question beside what it predicts")
  func beside() async throws {
    let cases = """
      - case: Stranger
        proves: [LIFE-01]
        effect: own
        steps:
          - { call: GET /branches, expect: { status: 200, headers: { X-Till: open } } }
      - case: Open
        proves: [LIFE-01]
        steps:
          - call: GET /branches
            expect: { proves: LIFE-02, headers: { X-Till: open } }
          - { call: GET /toys, open_on: [404] }
      """
    let shop = ScriptedShop { request, _ throws(TransportError) in
      request.url.contains("/toys")
        ? ScriptedShop.json(404, #"{"error":{}}"#) : ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      cases, deviations: "deviations: [{ requirement: LIFE-01, \(Self.known) }]")
    #expect(result.verdicts.first == .deviating)
    #expect(result.verdicts.dropFirst().first != .deviating, "LIFE-02 is not predicted")
  }

  @Test("a requirement that only the built-in checks ask about can be gone as well")
  func builtIn() async throws {
    let entry = "requirement: RSP-01, \(Self.known)"
    let result = try await run(entry, isRepaired: true)
    #expect(result.verdicts.last == .failed)
    #expect(result.cases.last?.reason?.hasPrefix("nothing departs from RSP-01") == true)
    #expect(
      result.cases.dropFirst().prefix(3).allSatisfy { testCase in
        testCase.requirements.contains { $0.id == "RSP-01" && $0.verdict == .passed }
      })
  }

  @Test("while a case that asks about it gets no answer, nothing is said to be gone")
  func unanswered() async throws {
    let shop = ScriptedShop { request, _ throws(TransportError) in
      if request.url.hasSuffix("/toys/x") {
        throw TransportError(.timeout, phase: .receiving, "it took too long")
      }
      return ScriptedShop.answer(to: request)
    }
    let result = try await shop.run(
      Self.cases, deviations: "deviations: [{ requirement: LIFE-01, \(Self.known) }]")
    #expect(result.verdicts == [.passed, .errored, .passed, .skipped])
  }

  @Test("what is proposed is refused until it was reviewed, and then predicts everything")
  func proposal() async throws {
    let found = try await run()
    let proposal = DeviationProposal(
      found, known: DeviationList(), now: Timestamp(seconds: 1_767_225_600))
    #expect(proposal.newCount == 2)
    #expect(proposal.text.contains("expires: \"2026-01-31\""))
    func read(_ text: String) throws -> DeviationList {
      var files = ShopFiles.cases(Self.cases)
      files.deviations = text
      return try files.workspace().deviations
    }
    let error = #expect(throws: Diagnostics.self) { _ = try read(proposal.text) }
    #expect(error?.all.map(\.code) == Array(repeating: "deviation.unreviewed", count: 4))
    let reviewed = proposal.text.replacing("reason: \"\"", with: "reason: \"known: #1\"")
      .replacing("owner: \"\"", with: "owner: Ann")
    let list = try read(reviewed)
    #expect(list.entries.map(\.selector) == ["shop/shop/one", "shop/shop/two"])
    let review = DeviationReview(list, at: Timestamp(seconds: 1_767_225_600))
    let verdicts = found.cases.dropFirst().map { testCase in
      Verdict.combining(
        review.reviewed(
          testCase.requirements, findings: testCase.findings, ofCase: testCase.id,
          tags: testCase.tags
        ).map(\.verdict))
    }
    #expect(verdicts == [.deviating, .deviating, .passed])
    let again = DeviationProposal(found, known: list, now: Timestamp(seconds: 0))
    #expect(again.newCount == 0)
    #expect(try read(again.text).entries.map(\.reason) == ["known: #1", "known: #1"])
    let repaired = try await ScriptedShop().run(Self.cases, deviations: reviewed)
    #expect(repaired.verdicts == [.passed, .passed, .passed, .failed, .failed])
    let none = DeviationProposal(repaired, known: list, now: Timestamp(seconds: 0))
    #expect(try read(none.text).entries.isEmpty)
  }

  @Test(
    "a mistake is told at its place",
    arguments: [
      ("requirement: LIFE-1, \(known)", "2:20", "unknown requirement \"LIFE-1\""),
      (
        "requirement: LIFE-01, owner: A, expires: 2026-01-01", "2:5",
        "the deviation has no \"reason\""
      ),
      (
        "requirement: LIFE-01, reason: r, owner: ' ', expires: 2026-01-01", "2:47",
        "the owner is empty"
      ),
      (
        "requirement: LIFE-01, reason: r, owner: A, expires: 2026-02-30", "2:59",
        "found the text \"2026-02-30\"; expected a day"
      ),
      (
        "requirement: LIFE-01, reason: r, owner: A, expires: soon", "2:59",
        "found the text \"soon\"; expected a day"
      ),
      (
        "requirement: LIFE-01, wher: shop, \(known)", "2:29",
        "unknown key \"wher\" in the deviation"
      ),
    ])
  func mistakes(_ entry: String, _ place: String, _ message: String) {
    var files = ShopFiles.cases(Self.cases)
    files.deviations = "deviations:\n  - { \(entry) }"
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(error?.all.map(\.message) == [message])
    #expect(error?.all.map { $0.location?.description } == ["shop/deviations.yaml:\(place)"])
    #expect(error?.all.allSatisfy { $0.fix != nil } == true)
  }

  @Test("a fixture is a place like any case")
  func fixture() throws {
    var files = ShopFiles.cases(
      "- { case: One, fixtures: [a toy], steps: [{ call: 'GET /toys/{id}', path: { id: '${toy}' } }] }",
      head: """
        fixtures:
          a toy:
            effect: none
            steps: [{ call: GET /branches, save: { toy: /data/id } }]
            outputs: [toy]
        """)
    files.deviations = """
      deviations:
        - { requirement: LIFE-01, where: shop/shop/fixture/a-toy, \(Self.known) }
        - { requirement: LIFE-01, where: GET /branches, \(Self.known) }
      """
    let workspace = try files.workspace()
    #expect(workspace.warnings.isEmpty)
    // A recording is judged by the same cases.
    let cases = RecordingJudge.Measure(workspace).cases
    #expect(cases.keys.sorted() == ["shop/shop/fixture/a-toy", "shop/shop/one"])
  }

  @Test("a place that names nothing is doubtful, and two entries for one place are a mistake")
  func doubtful() throws {
    var files = ShopFiles.cases(Self.cases)
    files.deviations = "deviations: [{ requirement: LIFE-01, where: shop/shop/on, \(Self.known) }]"
    let warnings = try files.workspace().warnings
    #expect(warnings.map(\.code) == ["deviation.nothing-selected"])
    #expect(warnings.map(\.fix) == ["write \"shop/shop/one\""])
    let entry = "{ requirement: LIFE-01, \(Self.known) }"
    files.deviations = "deviations: [\(entry), \(entry)]"
    let error = #expect(throws: Diagnostics.self) { _ = try files.workspace() }
    #expect(error?.all.map(\.code) == ["deviation.duplicate"])
  }
}
