import Conformance
import Diagnostics

extension RunArguments {
  /// The cases that the command line asks for.
  /// - Throws: ``Diagnostics`` when results of an earlier run are asked for and cannot be read.
  func selection() throws(Diagnostics) -> CaseSelection {
    var selection = CaseSelection(only: only, skip: skip)
    selection.shard = shard
    if let file = shardTimings {
      let cases = try RunResult(readingFile: file).cases
      selection.durations = Dictionary(
        cases.map { ($0.id, $0.duration) }, uniquingKeysWith: { first, _ in first })
    }
    if rerunFailed {
      let cases = try RunResult(readingFile: "\(reports)/results.json").cases
      selection.ids = Set(cases.filter(\.verdict.asksForAnotherRun).map(\.id))
    }
    return selection
  }
}

extension Verdict {
  /// Whether another run could tell more: everything but what passed and what does not apply.
  fileprivate var asksForAnotherRun: Bool {
    switch self {
    case .failed, .errored, .warned, .inconclusive, .blocked, .deviating, .notRun: true
    case .passed, .skipped: false
    }
  }
}
