@testable import Conformance
import Diagnostics
import Testing

@Suite("A run is summed up by one rule")
struct RunSummaryTests {
  /// The rule of the exit codes, said slowly.
  private func outcome(
    _ verdicts: Set<Verdict>, isStrict: Bool, wasInterrupted: Bool
  ) -> RunSummary.Outcome {
    if wasInterrupted { return .interrupted }
    var isRed = false
    for verdict in verdicts {
      if verdict == .failed { isRed = true }
      if isStrict, verdict == .warned { isRed = true }
      if isStrict, verdict == .inconclusive { isRed = true }
    }
    if isRed { return .failed }
    if verdicts.contains(.errored) { return .errored }
    var isJudged = false
    for verdict in verdicts {
      switch verdict {
      case .passed, .warned, .deviating, .failed: isJudged = true
      case .inconclusive, .skipped, .blocked, .errored, .notRun: break
      }
    }
    return isJudged ? .passed : .nothingJudged
  }

  @Test(
    "every combination of verdicts comes to its outcome", arguments: [false, true], [false, true])
  func outcomes(isStrict: Bool, wasInterrupted: Bool) {
    for verdicts in VerdictTests.sets {
      var counts = Dictionary(uniqueKeysWithValues: verdicts.map { ($0, 2) })
      let expected = outcome(verdicts, isStrict: isStrict, wasInterrupted: wasInterrupted)
      let summary = RunSummary(counts: counts, isStrict: isStrict, wasInterrupted: wasInterrupted)
      #expect(summary.outcome == expected, "\(verdicts)")
      #expect(summary.caseCount == 2 * verdicts.count)
      // A count of zero is as good as none.
      for verdict in Verdict.allCases where counts[verdict] == nil { counts[verdict] = 0 }
      let padded = RunSummary(counts: counts, isStrict: isStrict, wasInterrupted: wasInterrupted)
      #expect(padded.outcome == expected, "\(verdicts)")
    }
  }

  @Test("the counts are told in one order, and passed always")
  func sentence() {
    let counts: [Verdict: Int] = [.skipped: 3, .failed: 1, .notRun: 2, .warned: 0]
    let summary = RunSummary(counts: counts, isStrict: false, wasInterrupted: false)
    #expect(summary.sentence == "1 failed, 3 skipped, 2 not run, 0 passed")
    #expect(Set(RunSummary.order.map(\.verdict)) == Set(Verdict.allCases))
  }
}
