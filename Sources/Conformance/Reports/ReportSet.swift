package import Diagnostics
import FoundationEssentials

/// The reports that a run leaves behind, each in its file.
package struct ReportSet: Sendable {
  private var files: [(name: String, file: ReportFile, report: any Report)] = []

  /// Creates a set of the three reports that every run writes into a folder.
  package init(folder: String, dialect: JUnitReport.Dialect = .rich) {
    let page = "index.html"
    add(HTMLReport(), named: "HTML", to: "\(folder)/\(page)")
    add(JUnitReport(dialect: dialect, htmlPath: page), named: "JUnit", to: "\(folder)/junit.xml")
    add(JSONReport(), named: "JSON", to: "\(folder)/results.json")
  }

  /// Adds a report.
  package mutating func add(_ report: any Report, named name: String, to path: String) {
    files.append((name, ReportFile(path), report))
  }

  /// Refuses files that could not be written at the end of a run, before it begins.
  /// - Throws: ``Diagnostics`` for two reports in one file, and for a folder that cannot be made
  ///   or written to.
  package func checkPlaces() throws(Diagnostics) {
    var mistakes: [Diagnostic] = []
    for (index, entry) in files.enumerated() {
      let path = entry.file.path
      if files[..<index].contains(where: { $0.file.path == path }) {
        mistakes.append(
          Diagnostic(
            code: "file.used-twice", "two reports would be written to \(path)",
            fix: "give each a file of its own"))
      }
      let folder =
        path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
      let manager = FileManager.default
      try? manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if !folder.isEmpty, !manager.isWritableFile(atPath: folder) {
        mistakes.append(
          Diagnostic(
            code: "file.unwritable", "\(path) cannot be written",
            fix: "choose a folder that can be written to"))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
  }

  /// The files that it is meant to write, in order.
  package var paths: [String] { files.map(\.file.path) }

  /// What writing reports came to.
  package struct Written: Sendable {
    /// The files there are now, by name, in the order they were written.
    package var reports: [ConsoleReport.WrittenReport] = []
    /// Every file that could not be written where it should be, and every file in which a secret
    /// had to be masked that should not have got so far.
    package var mistakes: [Diagnostic] = []
  }

  /// Writes all reports; each shows what reading `results.json` back would give.
  ///
  /// As a last line of defence the finished bytes are searched for secrets once more. A report
  /// whose place cannot be written to goes to the spare folder: what a run found is not lost.
  package func write(_ result: RunResult, redactor: Redactor, spareFolder: String) -> Written {
    let digest = RunDigest(result)
    var written = Written()
    for (name, file, report) in files {
      var bytes = report.render(digest)
      let masked = report.isJSON ? redactor.masked(json: bytes) : redactor.masked(bytes)
      if masked != bytes {
        bytes = masked
        written.mistakes.append(
          Diagnostic(
            code: "report.held-secret", "\(file.path) held a secret; it was masked",
            fix: "report this as a fault of conformance"))
      }
      let spare = ReportFile("\(spareFolder)/\(file.name)")
      for place in [file, spare] {
        do throws(Diagnostics) {
          try place.write(bytes)
          written.reports.append(.init(name: name, path: place.path))
          break
        } catch {
          written.mistakes += error.all
        }
      }
    }
    return written
  }
}
