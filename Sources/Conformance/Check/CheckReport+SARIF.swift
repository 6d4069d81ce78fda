internal import Diagnostics

/// Writes the result of a check as SARIF 2.1.0, which code scanning and editors read.
///
/// Source: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
package struct CheckSARIFReport {
  private let context: CheckReportContext

  /// Creates a report.
  package init(_ context: CheckReportContext) {
    self.context = context
  }

  /// The report's bytes, ending with a line end.
  package func render(_ result: CheckResult) -> [UInt8] {
    CheckSARIFReport(context.reporting(result)).log(of: result)
  }

  private func log(of result: CheckResult) -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.member("runs", [result]) { json, result in
        json.object { run(result, &$0) }
      }
    }
    return json.finish()
  }

  private func run(_ result: CheckResult, _ json: inout ResultWriter) {
    // The codes that occur, sorted: a result refers to its rule by number.
    let codes = Set(result.diagnostics.map(\.code)).sorted()
    json.member("tool") { json in
      json.object { json in
        json.member("driver") { json in json.object { driver(codes, &$0) } }
      }
    }
    // Columns are counted as editors count them that know no grapheme clusters.
    json.member("columnKind", "unicodeCodePoints")
    json.member("invocations", [true]) { json, isSuccess in
      // Finding something is success; what it found is in the results.
      json.object { $0.member("executionSuccessful", isSuccess) }
    }
    var fingerprints = DiagnosticFingerprint()
    json.member("results", result.diagnostics) { json, diagnostic in
      json.object { self.result(diagnostic, codes, &fingerprints, &$0) }
    }
  }

  private func driver(_ codes: [String], _ json: inout ResultWriter) {
    json.member("name", "conformance")
    json.member("version", context.toolVersion)
    json.member("semanticVersion", context.toolVersion)
    json.member("rules", codes) { json, code in
      json.object { self.rule(code, &$0) }
    }
  }

  private func rule(_ code: String, _ json: inout ResultWriter) {
    let rule = DiagnosticRules.rule(code)
    json.member("id", code)
    text(rule?.title ?? code, as: "shortDescription", &json)
    if let rule {
      text(rule.help, as: "fullDescription", &json)
      text("\(rule.title). \(rule.help)", as: "help", &json)
      json.member("defaultConfiguration") { json in
        json.object { $0.member("level", rule.severity.sarifLevel) }
      }
    }
    json.member("properties") { json in
      json.object { $0.member("tags", [String(code.prefix { $0 != "." })]) }
    }
  }

  private func result(
    _ diagnostic: Diagnostic, _ codes: [String], _ fingerprints: inout DiagnosticFingerprint,
    _ json: inout ResultWriter
  ) {
    json.member("ruleId", diagnostic.code)
    json.member("ruleIndex", codes.firstIndex(of: diagnostic.code))
    json.member("level", diagnostic.severity.sarifLevel)
    let fix = diagnostic.fix.map { "\nFix: \($0)" } ?? ""
    let notes = diagnostic.notes.filter { $0.location == nil }.map { "\nNote: \($0.message)" }
    let message = prefix(of: diagnostic.location) + diagnostic.message + fix + notes.joined()
    text(message, as: "message", &json)
    // What has neither a file nor a pointer is known by its message alone.
    let places = [diagnostic].filter {
      $0.location.flatMap(context.uri) != nil || ($0.location != nil && $0.pointer != nil)
    }
    json.member("locations", places) { json, diagnostic in
      json.object {
        place(diagnostic.location, excerpt: diagnostic.excerpt, diagnostic.pointer, &$0)
      }
    }
    let related = diagnostic.notes.filter { $0.location != nil }
    if !related.isEmpty {
      json.member("relatedLocations", related) { json, note in
        json.object { json in
          place(note.location, excerpt: nil, nil, &json)
          text(prefix(of: note.location) + note.message, as: "message", &json)
        }
      }
    }
    let file = diagnostic.location.map { context.paths.path(to: $0.file) } ?? ""
    json.member("partialFingerprints") { json in
      json.object { $0.member("contractPlace/v1", fingerprints.next(diagnostic, file: file)) }
    }
  }

  /// What a message begins with, so that it names a place which has no URI.
  private func prefix(of location: SourceLocation?) -> String {
    location.map { context.uri(of: $0) == nil ? "\($0): " : "" } ?? ""
  }

  private func place(
    _ location: SourceLocation?, excerpt: SourceExcerpt?, _ pointer: JSONPointer?,
    _ json: inout ResultWriter
  ) {
    guard let location else { return }
    if let uri = context.uri(of: location) {
      json.member("physicalLocation") { json in
        json.object { json in
          json.member("artifactLocation") { json in json.object { $0.member("uri", uri) } }
          json.member("region") { json in
            json.object { json in
              json.member("startLine", location.line)
              json.member("startColumn", location.column)
              json.member("endColumn", excerpt.map { location.column + $0.length })
            }
          }
        }
      }
    }
    guard let pointer else { return }
    json.member("logicalLocations", [pointer]) { json, pointer in
      json.object { $0.member("fullyQualifiedName", "#\(pointer)") }
    }
  }

  /// A text in an object of its own, as SARIF has all texts for people.
  private func text(_ text: String, as name: String, _ json: inout ResultWriter) {
    json.member(name) { json in json.object { $0.member("text", text) } }
  }
}

extension Diagnostic.Severity {
  /// The word that SARIF has for a severity.
  fileprivate var sarifLevel: String { rawValue }
}
