internal import Diagnostics

/// Writes the result of a check as workflow commands of GitHub Actions, and as text below them.
package struct CheckGitHubReport {
  private let context: CheckReportContext
  private let text: CheckTextReport

  /// Creates a report.
  ///
  /// Notes become annotations only where the text lists them, too.
  package init(_ context: CheckReportContext, text: CheckTextReport) {
    self.context = context
    self.text = text
  }

  /// The report, ending with a line end.
  package func render(_ result: CheckResult) -> String {
    CheckGitHubReport(context.reporting(result), text: text).lines(of: result)
  }

  private func lines(of result: CheckResult) -> String {
    var lines = ""
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      if severity == .note, !text.listsNotes { continue }
      lines += AnnotationService.github.lines(
        result.diagnostics.filter { $0.severity == severity }.map(annotation),
        elsewhere: "the log of this step has them")
    }
    return lines + AnnotationService.harmless(text.render(result))
  }

  private func annotation(_ diagnostic: Diagnostic) -> LogAnnotation {
    let file = diagnostic.location.flatMap(context.file)
    var message = diagnostic.message
    if let location = diagnostic.location, file == nil { message = "\(location): \(message)" }
    let title = DiagnosticRules.rule(diagnostic.code)?.title
    return LogAnnotation(
      kind: diagnostic.severity.annotation, code: diagnostic.code, file: file,
      line: file == nil ? nil : diagnostic.location?.line,
      column: file == nil ? nil : diagnostic.location?.column,
      title: title.map { "\($0) [\(diagnostic.code)]" } ?? diagnostic.code,
      message: message + (diagnostic.fix.map { "\nfix: \($0)" } ?? ""))
  }
}

extension Diagnostic.Severity {
  /// The kind of annotation for a severity.
  fileprivate var annotation: LogAnnotation.Kind {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .notice
    }
  }
}
