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

  /// Refuses files that could not be written at the end of a run, before it begins, and those that
  /// would take the place of what the run itself reads.
  /// - Throws: ``Diagnostics`` for two reports in one file, for a file among `inputs`, for a folder
  ///   in the place of a file, and for a folder that cannot be made or written to.
  package func checkPlaces(sparing inputs: [String]) throws(Diagnostics) {
    var mistakes = inputs.filter(writes).map(Self.overwriting)
    for (index, entry) in files.enumerated() {
      let path = entry.file.path
      if path == "-" {
        mistakes.append(
          Diagnostic(
            code: "file.no-output", "a \(entry.name) report cannot go to standard output",
            fix: "name a file; \"--json -\" writes the results there"))
      }
      if files[..<index].contains(where: { $0.file.isSame(as: path) }) {
        mistakes.append(
          Diagnostic(
            code: "file.used-twice", "two reports would be written to \(path)",
            fix: "give each a file of its own"))
      }
      let manager = FileManager.default
      var isFolder = false
      if path.hasSuffix("/")
        || manager.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
      {
        mistakes.append(
          Diagnostic(
            code: "file.unwritable", "\(path) is a folder; a \(entry.name) report is one file",
            fix: "name a file, such as \(path)\(path.hasSuffix("/") ? "" : "/")report"))
        continue
      }
      let folder =
        path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : "."
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

  /// What is said where something would be written over a file that is read.
  package static func overwriting(_ path: String) -> Diagnostic {
    Diagnostic(
      code: "file.used-twice", "\(path) is read by this command, and would be written over",
      fix: "give what is written a file of its own")
  }

  /// Whether it is meant to write a file, however that is spelled.
  package func writes(_ path: String) -> Bool { files.contains { $0.file.isSame(as: path) } }

  /// What writing reports came to.
  package struct Written: Sendable {
    /// The files there are now, by name, in the order they were written.
    package var reports: [ConsoleReport.WrittenReport] = []
    /// The same, with what each is written in.
    package var forms: [(path: String, form: TextForm)] = []
    /// Every file that could not be written where it should be, and every file in which a secret
    /// had to be masked that should not have got so far.
    package var mistakes: [Diagnostic] = []
  }

  /// Writes all reports; each shows what reading `results.json` back would give.
  ///
  /// As a last line of defence the finished bytes are searched for secrets once more. A report
  /// whose place cannot be written to goes to the spare folder: what a run found is not lost.
  package func write(_ result: RunResult, redactor: Redactor, spareFolder: String) -> Written {
    var digest = RunDigest(result)
    let results = JSONReport().render(digest)
    let maskedResults = redactor.masked(results, as: .json)
    digest.writtenResults = maskedResults
    var written = Written()
    var taken: Set<String> = []
    for (name, file, report) in files {
      let isResults = report is JSONReport
      let rendered = isResults ? results : report.render(digest)
      let bytes = isResults ? maskedResults : redactor.masked(rendered, as: report.form)
      if bytes != rendered, redactor.forGiven.masked(rendered, as: report.form) != rendered {
        written.mistakes.append(
          Diagnostic(
            code: "report.held-secret", "\(file.path) held a secret; it was masked",
            fix: "report this as a fault of conformance"))
      }
      // Files of one name in several folders have only one to go to.
      var spareName = file.name
      var number = 1
      while taken.contains(spareName) {
        number += 1
        spareName = "\(number)-\(file.name)"
      }
      taken.insert(spareName)
      let spare = ReportFile("\(spareFolder)/\(spareName)")
      for place in [file, spare] {
        do throws(Diagnostics) {
          try place.write(bytes)
          written.reports.append(.init(name: name, path: place.path))
          written.forms.append((place.path, report.form))
          break
        } catch {
          written.mistakes += error.all
        }
      }
    }
    return written
  }
}
