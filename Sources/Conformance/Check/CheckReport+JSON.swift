internal import Diagnostics

/// Writes the result of a check as JSON for programs.
///
/// The shape is described by `schemas/check-report.schema.json`. Members may be added within one
/// version; none changes its meaning or goes away.
package struct CheckJSONReport {
  /// The version of the shape.
  package static let version = 1

  private let context: CheckReportContext

  /// Creates a report.
  package init(_ context: CheckReportContext) {
    self.context = context
  }

  /// The report's bytes, ending with a line end.
  package func render(_ result: CheckResult) -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("version", Self.version)
      json.member("tool") { json in
        json.object { json in
          json.member("name", "conformance")
          json.member("version", context.toolVersion)
        }
      }
      json.member("usable", context.isUsable(result))
      json.member("strict", context.isStrict)
      json.member("counts") { json in json.object { counts(result, &$0) } }
      json.member("contracts", result.contracts) { json, contract in
        json.object { self.contract(contract, &$0) }
      }
      json.member("suites", result.subjects.flatMap(\.suites)) { json, suite in
        json.object { json in
          json.member("file", context.paths.path(to: suite.file))
          json.member("cases", suite.cases.count)
        }
      }
      var fingerprints = DiagnosticFingerprint()
      json.member("diagnostics", result.diagnostics) { json, diagnostic in
        json.object { self.diagnostic(diagnostic, &fingerprints, &$0) }
      }
    }
    return json.finish()
  }

  private func counts(_ result: CheckResult, _ json: inout ResultWriter) {
    json.member("files", result.fileCount)
    json.member("operations", result.operationCount)
    json.member("schemas", result.schemaCount)
    json.member("errors", result.count(.error))
    json.member("warnings", result.count(.warning))
    json.member("notes", result.count(.note))
  }

  private func contract(_ contract: CheckResult.ContractFacts, _ json: inout ResultWriter) {
    json.member("file", context.paths.path(to: contract.file))
    json.member("title", contract.title)
    json.member("version", contract.version)
    json.member("openapi", contract.specification)
    json.member("operations", contract.operations)
    json.member("schemas", contract.schemas)
  }

  private func diagnostic(
    _ diagnostic: Diagnostic, _ fingerprints: inout DiagnosticFingerprint,
    _ json: inout ResultWriter
  ) {
    let file = diagnostic.location.map { context.paths.path(to: $0.file) }
    json.member("severity", diagnostic.severity.rawValue)
    json.member("code", diagnostic.code)
    json.member("message", diagnostic.message)
    place(diagnostic.location, &json)
    if let excerpt = diagnostic.excerpt, let location = diagnostic.location {
      json.member("endColumn", location.column + excerpt.length)
    }
    json.member("pointer", diagnostic.pointer?.description)
    json.member("fix", diagnostic.fix)
    json.member("notes", diagnostic.notes) { json, note in
      json.object { json in
        json.member("message", note.message)
        place(note.location, &json)
      }
    }
    json.member("fingerprint", fingerprints.next(diagnostic, file: file ?? ""))
  }

  private func place(_ location: SourceLocation?, _ json: inout ResultWriter) {
    guard let location else { return }
    json.member("file", context.paths.path(to: location.file))
    json.member("line", location.line)
    json.member("column", location.column)
  }
}
