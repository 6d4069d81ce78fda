/// Says when the last case of a suite is over.
struct SuiteTracker {
  private struct Progress {
    let suite: Suite
    /// The place of its first case in the plan.
    let first: Int
    /// The results so far, by case.
    var results: [[CaseResult]]
    /// How many results are still to come.
    var missing: Int
  }

  private var suites: [Progress] = []

  init(plan: Plan, rounds: Int) {
    var first = 0
    for planned in plan.suites {
      let fixtures = planned.cases.count { $0.fixture != nil }
      suites.append(
        Progress(
          suite: planned.suite, first: first,
          results: Array(repeating: [], count: planned.cases.count),
          missing: fixtures + (planned.cases.count - fixtures) * rounds))
      first += planned.cases.count
    }
  }

  /// Notes the result of a case; returns its suite's when it was the last one.
  mutating func finish(_ place: Int, _ result: CaseResult) -> SuiteResult? {
    guard let index = suites.lastIndex(where: { $0.first <= place && !$0.results.isEmpty })
    else { return nil }
    suites[index].results[place - suites[index].first].append(round: result)
    suites[index].missing -= 1
    guard suites[index].missing == 0 else { return nil }
    let suite = suites[index].suite
    return SuiteResult(
      id: suite.id, title: suite.title, file: suite.file,
      cases: suites[index].results.compactMap(CaseResult.init(rounds:)))
  }
}
