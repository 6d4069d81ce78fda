/// Where the time of a run went: the slowest cases, and how long operations took to answer.
struct RunTimings {
  /// How long one operation took to answer.
  struct Operation {
    /// The operation, such as `GET /labels/{id}`.
    let name: String
    /// How long each answer took, the quickest first; never empty.
    let durations: [Duration]

    /// The duration that a share of the answers kept to: the nearest rank, never between two.
    func percentile(_ percent: Int) -> Duration {
      durations[max(0, (durations.count * percent + 99) / 100 - 1)]
    }
  }

  /// The cases that took longest, the slowest first.
  let slowestCases: [CaseResult]
  /// Each operation that was answered, by name.
  let operations: [Operation]
  /// Whether requests are missing, since a run keeps only so many.
  let isPartial: Bool

  /// How many cases are named as the slowest.
  private static let namedCases = 5

  /// Times the cases and exchanges of a run.
  init(_ result: RunResult) {
    var slowest: [CaseResult] = []
    var durations: [String: [Duration]] = [:]
    var isPartial = false
    for suite in result.suites {
      for testCase in suite.cases {
        isPartial = isPartial || testCase.omittedExchanges > 0
        for exchange in testCase.exchanges where exchange.status != nil {
          guard let operation = exchange.operation else { continue }
          durations[operation, default: []].append(exchange.duration)
        }
        let place = slowest.firstIndex { $0.duration < testCase.duration } ?? slowest.endIndex
        if testCase.duration == .zero || place >= Self.namedCases { continue }
        slowest.insert(testCase, at: place)
        slowest = Array(slowest.prefix(Self.namedCases))
      }
    }
    slowestCases = slowest
    operations = durations.map { Operation(name: $0.key, durations: $0.value.sorted()) }
      .sorted { $0.name < $1.name }
    self.isPartial = isPartial
  }
}
