import Diagnostics

/// What a run found as annotations of a CI service.
package struct RunAnnotations {
  private let paths: RelativePath
  private let service: AnnotationService

  /// Creates a reporter; `paths` begin where the repository does.
  package init(paths: RelativePath, service: AnnotationService) {
    self.paths = paths
    self.service = service
  }

  /// Lines of the job's log: errors for what makes the run red, warnings for the rest; empty where
  /// nothing went wrong.
  package func lines(of run: RunDigest) -> String {
    var errors: [LogAnnotation] = []
    var warnings: [LogAnnotation] = []
    let isStrict = run.result.environment.isStrict
    for testCase in run.result.suites.flatMap(\.cases) {
      switch testCase.verdict {
      case .failed, .errored: errors.append(annotation(.error, testCase, run))
      case .warned:
        if isStrict {
          errors.append(annotation(.error, testCase, run))
        } else {
          warnings.append(annotation(.warning, testCase, run))
        }
      case .inconclusive where isStrict: errors.append(annotation(.error, testCase, run))
      case .passed, .inconclusive, .blocked, .deviating, .skipped, .notRun: break
      }
    }
    // A run without a single failed case may be red all the same.
    if errors.isEmpty, run.summary.outcome != .passed {
      errors.append(LogAnnotation(kind: .error, title: "Conformance", message: run.headline))
    }
    let elsewhere =
      service == .github ? "the summary of the job has them" : "the reports of the run have them"
    return [errors, warnings].map { service.lines($0, elsewhere: elsewhere) }.joined()
  }

  private func annotation(
    _ kind: LogAnnotation.Kind, _ testCase: CaseResult, _ run: RunDigest
  ) -> LogAnnotation {
    let finding = testCase.verdict == .errored ? nil : testCase.findings.first
    var title = finding.map { "\($0.requirement)" } ?? testCase.verdict.word
    if let name = finding.flatMap({ run.titles[$0.requirement] }) { title += " \(name)" }
    let place = finding?.suiteLocation ?? testCase.location
    return LogAnnotation(
      kind: kind, code: finding?.requirement.text ?? testCase.verdict.rawValue,
      file: paths.path(to: place.file), line: place.line, column: place.column,
      title: VisibleText.clipped(title, scalars: 200),
      message: CaseText.cut(
        VisibleText.lines(message(testCase, finding, at: place)), to: service.messageLimit))
  }

  private func message(
    _ testCase: CaseResult, _ finding: Finding?, at place: SourceLocation
  ) -> String {
    guard let finding else {
      return "\(testCase.title)\n\(testCase.reason ?? "no reason was given")"
    }
    let more = testCase.findings.count - 1
    var title = testCase.title
    // Steps that cases share fail in a file that says nothing of the case.
    if place.file != testCase.location.file {
      title += " (\(paths.path(to: testCase.location.file)):\(testCase.location.line))"
    }
    let lines = [title, finding.message] + finding.facts.map { "\($0): \($1)" }
    return (lines + (more > 0 ? ["(+\(more) more)"] : [])).joined(separator: "\n")
  }
}
