/// Gathers what cases come to, and says when the last case of a suite is over.
struct SuiteTracker {
  private struct Progress {
    let suite: Suite
    /// The place of its first case in the plan.
    let first: Int
    /// What its cases came to so far; empty once all of it is known.
    var cases: [RoundTally]
    /// How many results are still to come.
    var missing: Int
    /// The result, once none is missing.
    var result: SuiteResult?
  }

  private var suites: [Progress] = []

  init(plan: Plan, rounds: Int) {
    var first = 0
    for planned in plan.suites {
      let fixtures = planned.cases.count { $0.fixture != nil }
      suites.append(
        Progress(
          suite: planned.suite, first: first,
          cases: Array(repeating: RoundTally(), count: planned.cases.count),
          missing: fixtures + (planned.cases.count - fixtures) * rounds))
      first += planned.cases.count
    }
  }

  /// Notes the result of a case; returns its suite's when it was the last one.
  mutating func finish(_ place: Int, _ result: CaseResult) -> SuiteResult? {
    guard let index = suites.lastIndex(where: { $0.first <= place && !$0.cases.isEmpty })
    else { return nil }
    suites[index].cases[place - suites[index].first].add(result)
    suites[index].missing -= 1
    guard suites[index].missing == 0 else { return nil }
    let result = SuiteResult(suites[index].suite, cases: suites[index].cases.compactMap(\.result))
    suites[index].result = result
    suites[index].cases = []
    return result
  }

  /// The results of all suites in the order of the plan; cases that none is known of have the one
  /// that is made for their place.
  func results(unstarted: (_ place: Int) -> CaseResult) -> [SuiteResult] {
    suites.map { progress in
      progress.result
        ?? SuiteResult(
          progress.suite,
          cases: progress.cases.enumerated().map { $1.result ?? unstarted(progress.first + $0) })
    }
  }
}

extension SuiteResult {
  fileprivate init(_ suite: Suite, cases: [CaseResult]) {
    self.init(id: suite.id, title: suite.title, file: suite.file, cases: cases)
    // Of a part of the cases each has the place that it has among all of them.
    let places = Dictionary(
      suite.allCases.enumerated().map { ($1.id, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    for number in self.cases.indices { self.cases[number].place = places[cases[number].id] }
  }
}
