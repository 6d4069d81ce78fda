internal import Diagnostics
internal import SchemaValidator

/// Writes the result of a check as JSON for programs.
///
/// The shape is described by `schemas/check-report.schema.json`. Members may be added within one
/// version; none changes its meaning or goes away.
package struct CheckJSONReport {
  /// The version of the shape.
  package static let version = 1

  private let context: CheckReportContext
  private var writer = JSONWriter(.pretty)

  /// Creates a report.
  package init(_ context: CheckReportContext) {
    self.context = context
  }

  /// The report's bytes, ending with a line end.
  package consuming func render(_ result: CheckResult) -> [UInt8] {
    writer.beginObject()
    number("version", Self.version)
    object("tool") { report in
      report.string("name", "conformance")
      report.string("version", report.context.toolVersion)
    }
    bool("usable", context.isUsable(result))
    bool("strict", context.isStrict)
    counts(result)
    array("contracts", result.contracts) { report, contract in
      report.contract(contract)
    }
    array("suites", result.subjects.flatMap(\.suites)) { report, suite in
      report.string("file", report.context.paths.path(to: suite.file))
      report.number("cases", suite.cases.count)
    }
    var fingerprints = DiagnosticFingerprint()
    array("diagnostics", result.diagnostics) { report, diagnostic in
      report.diagnostic(diagnostic, &fingerprints)
    }
    writer.endObject()
    return writer.finish()
  }

  private mutating func counts(_ result: CheckResult) {
    object("counts") { report in
      report.number("files", result.fileCount)
      report.number("operations", result.operationCount)
      report.number("schemas", result.schemaCount)
      report.number("errors", result.count(.error))
      report.number("warnings", result.count(.warning))
      report.number("notes", result.count(.note))
    }
  }

  private mutating func contract(_ contract: CheckResult.ContractFacts) {
    string("file", context.paths.path(to: contract.file))
    string("title", contract.title)
    string("version", contract.version)
    string("openapi", contract.specification)
    number("operations", contract.operations)
    number("schemas", contract.schemas)
  }

  private mutating func diagnostic(
    _ diagnostic: Diagnostic, _ fingerprints: inout DiagnosticFingerprint
  ) {
    let file = diagnostic.location.map { context.paths.path(to: $0.file) }
    string("severity", diagnostic.severity.rawValue)
    string("code", diagnostic.code)
    string("message", diagnostic.message)
    location(diagnostic.location)
    if let excerpt = diagnostic.excerpt, let location = diagnostic.location {
      number("endColumn", location.column + excerpt.length)
    }
    if let pointer = diagnostic.pointer { string("pointer", pointer.description) }
    if let fix = diagnostic.fix { string("fix", fix) }
    array("notes", diagnostic.notes) { report, note in
      report.string("message", note.message)
      report.location(note.location)
    }
    string("fingerprint", fingerprints.next(diagnostic, file: file ?? ""))
  }

  private mutating func location(_ location: SourceLocation?) {
    guard let location else { return }
    string("file", context.paths.path(to: location.file))
    number("line", location.line)
    number("column", location.column)
  }
}

// MARK: - Members

extension CheckJSONReport {
  private mutating func string(_ name: String, _ value: String) {
    writer.name(name)
    writer.string(value)
  }

  private mutating func number(_ name: String, _ value: Int) {
    writer.name(name)
    writer.number(value)
  }

  private mutating func bool(_ name: String, _ value: Bool) {
    writer.name(name)
    writer.bool(value)
  }

  private mutating func object(_ name: String, _ members: (inout CheckJSONReport) -> Void) {
    writer.name(name)
    writer.beginObject()
    members(&self)
    writer.endObject()
  }

  /// An array of objects.
  private mutating func array<Element>(
    _ name: String, _ elements: [Element], _ members: (inout CheckJSONReport, Element) -> Void
  ) {
    writer.name(name)
    writer.beginArray()
    for element in elements {
      writer.beginObject()
      members(&self, element)
      writer.endObject()
    }
    writer.endArray()
  }
}
