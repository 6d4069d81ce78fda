import Conformance

/// What a run shows on standard error while it goes on, and the summary after it.
final class RunDisplay: Sendable {
  init(arguments: RunArguments) {}

  func show(_ event: RunEvent) {
    if case .caseFinished(let result) = event {
      StandardError.write("\(result.verdict.rawValue) \(result.id) \(result.reason ?? "")\n")
      for f in result.findings { StandardError.write("   \(f.requirement) \(f.severity) \(f.message) | expected \(f.expected) got \(f.got) at \(f.place)\n") }
    }
  }

  func finish(_ result: RunResult, reports: [String]) {
    StandardError.write(RunDigest(result).headline + "\n" + RunSummary(result).sentence + "\n")
    for n in result.notices { StandardError.write("\(n)\n") }
  }
}

enum TerminalStyle {
  static func usesColor(_ choice: ColorChoice, isTerminal: Bool) -> Bool { isTerminal }
}
