internal import Diagnostics

/// Writes the result of a check as SARIF 2.1.0, which code scanning and editors read.
package struct CheckSARIFReport {
  private let context: CheckReportContext

  /// Creates a report.
  package init(_ context: CheckReportContext) {
    self.context = context
  }

  /// The report's bytes, ending with a line end.
  package func render(_ result: CheckResult) -> [UInt8] {
    CheckSARIFReport(context.reporting(result)).log(of: result).render()
  }

  private func log(of result: CheckResult) -> SARIFLog {
    var log = SARIFLog(
      toolVersion: context.toolVersion, fingerprintName: "contractPlace/v1")
    log.rules = Set(result.diagnostics.map(\.code)).sorted().map(rule)
    var fingerprints = DiagnosticFingerprint()
    log.results = result.diagnostics.map { self.result($0, &fingerprints) }
    return log
  }

  private func rule(_ code: String) -> SARIFLog.Rule {
    let rule = DiagnosticRules.rule(code)
    return SARIFLog.Rule(
      id: code, title: rule?.title ?? code, help: rule?.help, level: rule?.severity.sarifLevel,
      tags: [String(code.prefix { $0 != "." })])
  }

  private func result(
    _ diagnostic: Diagnostic, _ fingerprints: inout DiagnosticFingerprint
  ) -> SARIFLog.Result {
    let fix = diagnostic.fix.map { "\nFix: \($0)" } ?? ""
    let notes = diagnostic.notes.filter { $0.location == nil }.map { "\nNote: \($0.message)" }
    let file = diagnostic.location.map { context.paths.path(to: $0.file) } ?? ""
    var result = SARIFLog.Result(
      ruleID: diagnostic.code, level: diagnostic.severity.sarifLevel,
      message: prefix(of: diagnostic.location) + diagnostic.message + fix + notes.joined(),
      fingerprint: fingerprints.next(diagnostic, file: file))
    if let location = diagnostic.location {
      let place = place(location, excerpt: diagnostic.excerpt, diagnostic.pointer)
      // What has neither a file nor a pointer is known by its message alone.
      if place.uri != nil || place.name != nil { result.place = place }
    }
    result.related = diagnostic.notes.compactMap { note in
      guard let location = note.location else { return nil }
      var place = place(location, excerpt: nil, nil)
      place.message = prefix(of: location) + note.message
      return place
    }
    return result
  }

  /// What a message begins with, so that it names a place which has no URI.
  private func prefix(of location: SourceLocation?) -> String {
    location.map { context.uri(of: $0) == nil ? "\($0): " : "" } ?? ""
  }

  private func place(
    _ location: SourceLocation, excerpt: SourceExcerpt?, _ pointer: JSONPointer?
  ) -> SARIFLog.Place {
    SARIFLog.Place(
      uri: context.uri(of: location), line: location.line, column: location.column,
      endColumn: excerpt.map { location.column + $0.length }, name: pointer.map { "#\($0)" })
  }
}

extension Diagnostic.Severity {
  /// The word that SARIF has for a severity.
  fileprivate var sarifLevel: SARIFLog.Level {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
