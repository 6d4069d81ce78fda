/// The counts of a run, the one sentence about it, and the exit code that goes with it.
package struct RunSummary: Sendable, Hashable {
  /// How many cases had each verdict; verdicts that no case had are absent.
  package let counts: [Verdict: Int]
  /// How many cases there were.
  package let caseCount: Int
  /// Whether the run is green, red, or proved nothing.
  package let outcome: Outcome

  /// What a run comes to.
  package enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Something was judged and nothing was found against the target.
    case passed
    /// A check that gates was violated.
    case failed
    /// Nothing was violated, but a case could not be judged for a fault outside the target's
    /// answers.
    case errored
    /// No case was selected, or none reached a judgement.
    case nothingJudged = "nothing-judged"
    /// Stopped before its end.
    case interrupted
  }

  /// Counts the cases and decides.
  ///
  /// The rule, in order: an interrupted run is interrupted; a failed case fails the run, and in
  /// a strict run so does a warned or inconclusive one; then an errored case makes it errored;
  /// then a run without a judged case has proved nothing; then less coverage than was asked for
  /// fails it; everything else passed.
  package init(_ result: RunResult) {
    let counts = Verdict.counts(in: result.suites.lazy.flatMap { $0.cases.lazy.map(\.verdict) })
    // That the target answers at all says nothing about what it answers; nor do known deviations.
    let isJudged = result.suites.contains { suite in
      ![Preflight.suiteID, DeviationReview.suiteID].contains(suite.id)
        && suite.cases.contains { $0.verdict.isJudged }
    }
    // Where there are more shards than cases, one without any has nothing to judge.
    let isEmptyShard = result.environment.shard != nil && result.suites.isEmpty
    self.init(
      counts: counts, isJudged: isJudged || isEmptyShard,
      isStrict: result.environment.isStrict, lacksCoverage: result.lacksCoverage,
      wasInterrupted: result.wasInterrupted)
  }

  /// Decides from the counts alone.
  package init(counts: [Verdict: Int], isStrict: Bool, wasInterrupted: Bool) {
    self.init(
      counts: counts, isJudged: counts.contains { $0.key.isJudged && $0.value > 0 },
      isStrict: isStrict, lacksCoverage: false, wasInterrupted: wasInterrupted)
  }

  private init(
    counts: [Verdict: Int], isJudged: Bool, isStrict: Bool, lacksCoverage: Bool,
    wasInterrupted: Bool
  ) {
    func has(_ verdict: Verdict) -> Bool { counts[verdict, default: 0] > 0 }
    self.counts = counts
    self.caseCount = counts.values.reduce(0, +)
    let isViolated =
      has(.failed) || isStrict && (has(.warned) || has(.inconclusive))
    self.outcome =
      if wasInterrupted {
        .interrupted
      } else if isViolated {
        .failed
      } else if has(.errored) {
        .errored
      } else if !isJudged {
        .nothingJudged
      } else if lacksCoverage {
        .failed
      } else {
        .passed
      }
  }

  /// The verdicts in the fixed order of every summary, with their words.
  package static let order: [(verdict: Verdict, word: String)] = [
    (.failed, "failed"), (.errored, "errored"), (.warned, "warned"),
    (.inconclusive, "inconclusive"), (.blocked, "blocked"), (.deviating, "deviating"),
    (.skipped, "skipped"), (.notRun, "not run"), (.passed, "passed"),
  ]

  /// The counts in their fixed order; zero counts are left out, "passed" never is.
  package var sentence: String {
    Self.order
      .map { (count: counts[$0.verdict, default: 0], $0.verdict, $0.word) }
      .filter { $0.count > 0 || $0.1 == .passed }
      .map { "\($0.count) \($0.2)" }
      .joined(separator: ", ")
  }
}
