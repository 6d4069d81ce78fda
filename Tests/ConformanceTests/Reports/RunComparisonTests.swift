import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("Runs are compared")
struct RunComparisonTests {
  /// A run of cases that came to some verdicts, by id.
  private static func run(
    _ cases: [(id: String, verdict: Verdict, violated: [RequirementID])], isStrict: Bool = false
  ) -> RunResult {
    var run = SampleRun.small
    run.environment.isStrict = isStrict
    run.suites = [
      SuiteResult(
        id: "s", title: "S", file: "s.suite.yaml",
        cases: cases.map { entry in
          SampleRun.testCase(
            "s/\(entry.id)", entry.id, line: 1, entry.verdict,
            reason: entry.verdict == .passed ? nil : "why",
            requirements: entry.violated.map {
              RequirementVerdict(id: $0, verdict: entry.verdict, reason: nil)
            })
        })
    ]
    return run
  }

  private static func change(
    _ old: Verdict?, _ new: Verdict?, isStrict: Bool = false
  ) -> RunComparison.Change? {
    func cases(_ verdict: Verdict?) -> [(String, Verdict, [RequirementID])] {
      verdict.map { [("a", $0, [])] } ?? []
    }
    return RunComparison(old: run(cases(old)), new: run(cases(new), isStrict: isStrict))
      .entries.first?.change
  }

  @Test("every pair of verdicts has one meaning, and bad news is never called good")
  func pairs() {
    let bad: Set<Verdict> = [.failed, .errored]
    for old in Verdict.allCases {
      for new in Verdict.allCases {
        let expected: RunComparison.Change =
          switch (old, new) {
          case (.failed, .failed), (.errored, .errored), (.failed, .errored): .stillFailing
          case (_, .failed): .newFailure
          case (_, .errored): .newError
          case _ where old == new: .unchanged
          case _ where new.isJudged: bad.contains(old) ? .fixed : .changed
          case _ where old.isJudged: .lost
          default: .changed
          }
        #expect(Self.change(old, new) == expected, "\(old) → \(new)")
      }
    }
  }

  @Test(
    "a strict run calls a warning and an open question failures",
    arguments: [
      (Verdict.passed, Verdict.warned, RunComparison.Change.newFailure),
      (.warned, .warned, .stillFailing), (.warned, .passed, .fixed),
      (.passed, .inconclusive, .newFailure), (.inconclusive, .passed, .fixed),
    ])
  func strict(_ old: Verdict, _ new: Verdict, _ expected: RunComparison.Change) {
    #expect(Self.change(old, new, isStrict: true) == expected)
  }

  @Test("a case that fails for one more requirement is a new failure; for one less it is not")
  func requirements() {
    let one = Self.run([("a", .failed, ["PAG-05"])])
    let two = Self.run([("a", .failed, ["PAG-05", "RSP-02"])])
    let worse = RunComparison(old: one, new: two).entries[0]
    #expect(worse.change == .newFailure && worse.newlyViolated == ["RSP-02"])
    let better = RunComparison(old: two, new: one).entries[0]
    #expect(better.change == .stillFailing && better.noLongerViolated == ["RSP-02"])
  }

  @Test("cases that only one run has are added or have disappeared; an added failure is new")
  func addedAndGone() {
    let comparison = RunComparison(
      old: Self.run([("a", .passed, []), ("gone", .failed, [])]),
      new: Self.run([("a", .passed, []), ("good", .passed, []), ("bad", .failed, [])]))
    #expect(comparison.added.map(\.id) == ["s/good", "s/bad"])
    #expect(comparison.disappeared.map(\.id) == ["s/gone"])
    #expect(comparison.worse(.newFailure).map(\.id) == ["s/bad"])
    #expect(comparison.entries(.unchanged).map(\.id) == ["s/a"])
    #expect(comparison.sentence == "1 new failure, 2 added, 1 disappeared, 1 unchanged")
  }

  @Test("what is not like with like is told")
  func remarks() {
    var other = SampleRun.small
    other.contract.version = "2.0.0"
    other.environment.startedAt = "2020-01-01T00:00:00.000Z"
    other.wasInterrupted = true
    other.environment.isPartial = true
    #expect(
      RunComparison(old: SampleRun.small, new: other).remarks == [
        "another contract: Parcels API 1.4.0, now Parcels API 2.0.0",
        "the run given as the older one began later", "the newer run was interrupted",
        "the newer run took only a part of the cases",
      ])
    #expect(RunComparison(old: SampleRun.small, new: SampleRun.small).remarks.isEmpty)
  }

  /// The day before the sample's: other cases failed, one was not there yet, one went since.
  private static let yesterday: RunResult = {
    var run = SampleDay.run
    func change(_ id: String, _ change: (inout CaseResult) -> Void) {
      for suite in run.suites.indices {
        for place in run.suites[suite].cases.indices
        where run.suites[suite].cases[place].id == id { change(&run.suites[suite].cases[place]) }
      }
    }
    for id in ["parcels/items/read", "parcels/messages/slow", "parcels/replay/after"] {
      change(id) { $0.verdict = .passed }
    }
    change("parcels/account/limit-1") { $0.verdict = .failed }
    change("parcels/account/limit-2") { $0.verdict = .skipped }
    change("parcels/account/limit-3") { $0.id = "parcels/account/limit-0" }
    return run
  }()

  @Test("the text lists what changed, the worst first, and ends with the counts")
  func text() {
    let comparison = RunComparison(old: Self.yesterday, new: SampleDay.run)
    let plain = TerminalSettings(usesColor: false, isLive: false, width: nil)
    #expect(ComparisonReport(comparison, settings: plain).text() == FormGoldens.diff)
  }

  @Test("the JSON has a count for each change, and every case that changed")
  func json() throws {
    let comparison = RunComparison(old: SampleDay.green, new: SampleDay.run)
    let plain = TerminalSettings(usesColor: false, isLive: false, width: nil)
    let root = try JSONDocument(parsing: ComparisonReport(comparison, settings: plain).json()).root
    #expect(root["format"]?.stringValue == "conformance-diff")
    #expect(root["version"]?.intValue == 1)
    let failures = comparison.worse(.newFailure).count
    #expect(failures > 0 && root["counts"]?["new-failure"]?.intValue == failures)
    let cases = try #require(root["cases"]).elements
    #expect(cases.count { $0["change"]?.stringValue == "new-failure" } == failures)
    #expect(
      cases.allSatisfy {
        $0["added"]?.boolValue == true || $0["change"]?.stringValue != "unchanged"
      })
  }

  @Test("hostile texts stay on their lines")
  func hostile() {
    let plain = TerminalSettings(usesColor: false, isLive: false, width: nil)
    let text = ComparisonReport(
      RunComparison(old: ManyRuns.empty, new: HostileRun.make()), settings: plain
    ).text()
    #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isActing($0) })
  }

  @Test("the history lines up the last runs by their time, the oldest first")
  func history() {
    func result(_ day: Int, _ verdict: Verdict) -> (file: String, result: RunResult) {
      var run = Self.run([("steady", .passed, []), ("shaky", verdict, [])])
      run.environment.startedAt = "2026-11-0\(day)T10:00:00.000Z"
      return ("\(day).json", run)
    }
    let history = RunHistory(
      [result(4, .passed), result(1, .skipped), result(3, .failed), result(2, .passed)], last: 3)
    #expect(history.runs.map(\.file) == ["2.json", "3.json", "4.json"])
    #expect(
      history.rows.map(\.verdicts) == [
        [.passed, .passed, .passed], [.passed, .failed, .passed],
      ])
    #expect(history.rows[1].turns == 2)
    let text = history.text(all: false)
    #expect(
      text.hasPrefix("✓ ✗ ✓  s/shaky  (turned 2 times)\n1 case always passed\n\n1  2026-11-02"))
    #expect(text.hasSuffix("✗ failed, ✓ passed\n"))
    #expect(history.text(all: true).contains("✓ ✓ ✓  s/steady\n"))
  }
}
