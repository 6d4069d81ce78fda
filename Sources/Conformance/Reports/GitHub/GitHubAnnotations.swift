import Diagnostics

/// What a run found as annotations of a workflow of GitHub Actions.
package struct GitHubAnnotations {
  /// How many bytes of what a finding says are shown.
  private static let messageLimit = 4 * 1024

  private let paths: RelativePath

  /// Creates a reporter; `paths` begin where the repository does.
  package init(paths: RelativePath) {
    self.paths = paths
  }

  /// Workflow commands, a line for each: errors for what makes the run red, warnings for the
  /// rest; empty where nothing went wrong.
  package func lines(of run: RunDigest) -> String {
    var errors: [WorkflowCommand] = []
    var warnings: [WorkflowCommand] = []
    let isStrict = run.result.environment.isStrict
    for testCase in run.result.suites.flatMap(\.cases) {
      switch testCase.verdict {
      case .failed, .errored: errors.append(command(.error, testCase, run))
      case .warned:
        if isStrict {
          errors.append(command(.error, testCase, run))
        } else {
          warnings.append(command(.warning, testCase, run))
        }
      case .inconclusive where isStrict: errors.append(command(.error, testCase, run))
      case .passed, .inconclusive, .blocked, .deviating, .skipped, .notRun: break
      }
    }
    let elsewhere = "the summary of the job has them"
    var lines = WorkflowCommand.lines(errors, elsewhere: elsewhere)
    lines += WorkflowCommand.lines(warnings, elsewhere: elsewhere)
    // A run without a single failed case may be red all the same.
    if errors.isEmpty, run.summary.outcome != .passed {
      lines += WorkflowCommand(kind: .error, title: "Conformance", message: run.headline).text
    }
    return lines
  }

  private func command(
    _ kind: WorkflowCommand.Kind, _ testCase: CaseResult, _ run: RunDigest
  ) -> WorkflowCommand {
    let finding = testCase.verdict == .errored ? nil : testCase.findings.first
    var title = finding.map { "\($0.requirement)" } ?? testCase.verdict.word
    if let name = finding.flatMap({ run.titles[$0.requirement] }) { title += " \(name)" }
    return WorkflowCommand(
      kind: kind, code: finding?.requirement.text ?? testCase.verdict.rawValue,
      file: paths.path(to: testCase.location.file), line: testCase.location.line,
      column: testCase.location.column, title: VisibleText.clipped(title, scalars: 200),
      message: CaseText.cut(
        VisibleText.lines(Self.message(testCase, finding)), to: Self.messageLimit))
  }

  private static func message(_ testCase: CaseResult, _ finding: Finding?) -> String {
    guard let finding else {
      return "\(testCase.title)\n\(testCase.reason ?? "no reason was given")"
    }
    let more = testCase.findings.count - 1
    let lines = ["\(testCase.title)", finding.message] + finding.facts.map { "\($0): \($1)" }
    return (lines + (more > 0 ? ["(+\(more) more)"] : [])).joined(separator: "\n")
  }
}
