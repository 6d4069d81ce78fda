internal import Diagnostics
internal import SchemaValidator

/// Writes the result of a check as SARIF 2.1.0, which code scanning and editors read.
///
/// Source: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
package struct CheckSARIFReport {
  private let context: CheckReportContext
  private var writer = JSONWriter(.pretty)

  /// Creates a report.
  package init(_ context: CheckReportContext) {
    self.context = context
  }

  /// The report's bytes, ending with a line end.
  package consuming func render(_ result: CheckResult) -> [UInt8] {
    let diagnostics = result.diagnostics
    // The codes that occur, sorted: a result refers to its rule by number.
    let codes = Set(diagnostics.map(\.code)).sorted()
    writer.beginObject()
    string("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    string("version", "2.1.0")
    array("runs", [result]) { report, result in
      report.object("tool") { report in
        report.object("driver") { report in report.driver(codes) }
      }
      // Columns are counted as editors count them that know no grapheme clusters.
      report.string("columnKind", "unicodeCodePoints")
      report.array("invocations", [result]) { report, result in
        // Finding something is success; what it found is in the results.
        report.bool("executionSuccessful", true)
      }
      var fingerprints = DiagnosticFingerprint()
      report.array("results", diagnostics) { report, diagnostic in
        report.result(diagnostic, codes, &fingerprints)
      }
    }
    writer.endObject()
    return writer.finish()
  }

  private mutating func driver(_ codes: [String]) {
    string("name", "conformance")
    string("version", context.toolVersion)
    string("semanticVersion", context.toolVersion)
    array("rules", codes) { report, code in
      let rule = DiagnosticRules.rule(code)
      report.string("id", code)
      report.object("shortDescription") { $0.string("text", rule?.title ?? code) }
      if let rule {
        report.object("fullDescription") { $0.string("text", rule.help) }
        report.object("help") { $0.string("text", "\(rule.title). \(rule.help)") }
        report.object("defaultConfiguration") { report in
          report.string("level", rule.severity.sarifLevel)
        }
      }
      report.object("properties") { report in
        report.writer.name("tags")
        report.writer.beginArray()
        report.writer.string(String(code.prefix { $0 != "." }))
        report.writer.endArray()
      }
    }
  }

  private mutating func result(
    _ diagnostic: Diagnostic, _ codes: [String], _ fingerprints: inout DiagnosticFingerprint
  ) {
    string("ruleId", diagnostic.code)
    if let index = codes.firstIndex(of: diagnostic.code) { number("ruleIndex", index) }
    string("level", diagnostic.severity.sarifLevel)
    let fix = diagnostic.fix.map { "\nFix: \($0)" } ?? ""
    let notes = diagnostic.notes.filter { $0.location == nil }.map { "\nNote: \($0.message)" }
    let place = diagnostic.location.map { prefix(of: $0) } ?? ""
    object("message") { $0.string("text", place + diagnostic.message + fix + notes.joined()) }
    // What has neither a file nor a pointer is known by its message alone.
    let places = [diagnostic].filter {
      $0.location.flatMap(context.uri) != nil || ($0.location != nil && $0.pointer != nil)
    }
    array("locations", places) { report, diagnostic in
      report.place(diagnostic.location, excerpt: diagnostic.excerpt, diagnostic.pointer)
    }
    let related = diagnostic.notes.filter { $0.location != nil }
    if !related.isEmpty {
      array("relatedLocations", related) { report, note in
        report.place(note.location, excerpt: nil, nil)
        let place = note.location.map { report.prefix(of: $0) } ?? ""
        report.object("message") { $0.string("text", place + note.message) }
      }
    }
    let file = diagnostic.location.map { context.paths.path(to: $0.file) } ?? ""
    object("partialFingerprints") { report in
      report.string("contractPlace/v1", fingerprints.next(diagnostic, file: file))
    }
  }

  /// What a message begins with, so that it names a place which has no URI.
  private func prefix(of location: SourceLocation) -> String {
    context.uri(of: location) == nil ? "\(location): " : ""
  }

  private mutating func place(
    _ location: SourceLocation?, excerpt: SourceExcerpt?, _ pointer: JSONPointer?
  ) {
    guard let location else { return }
    if let uri = context.uri(of: location) {
      object("physicalLocation") { report in
        report.object("artifactLocation") { $0.string("uri", uri) }
        report.object("region") { report in
          report.number("startLine", location.line)
          report.number("startColumn", location.column)
          if let excerpt { report.number("endColumn", location.column + excerpt.length) }
        }
      }
    }
    guard let pointer else { return }
    array("logicalLocations", [pointer]) { report, pointer in
      report.string("fullyQualifiedName", "#\(pointer)")
    }
  }
}

extension Diagnostic.Severity {
  /// The word that SARIF has for a severity.
  fileprivate var sarifLevel: String { rawValue }
}

// MARK: - Members

extension CheckSARIFReport {
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

  private mutating func object(_ name: String, _ members: (inout CheckSARIFReport) -> Void) {
    writer.name(name)
    writer.beginObject()
    members(&self)
    writer.endObject()
  }

  private mutating func array<Element>(
    _ name: String, _ elements: [Element], _ members: (inout CheckSARIFReport, Element) -> Void
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
