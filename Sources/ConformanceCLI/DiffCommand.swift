import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// How a comparison is written.
enum ComparisonFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
}

/// `conformance report diff`: what changed between two runs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Says what changed between two runs: new failures, fixed, unchanged.",
    discussion: """
      Example: conformance report diff main/results.json reports/results.json

      Cases are matched by their ids. A failure is new where the case did not fail before, and \
      where it fails for another requirement than before; a case that was added and fails is a \
      new failure, too. Strict is the newer run's.

      Exit codes: 0 nothing is worse; 1 new failures; 2 usage, or a file cannot be read; 4 new \
      errors, and no new failure.
      """)

  @Argument(help: "The results.json of the older run.")
  var old: String

  @Argument(help: "The results.json of the newer run.")
  var new: String

  @Option(help: "How the comparison is written: text or json.")
  var format = ComparisonFormat.text

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func run() throws {
    let comparison: RunComparison
    do throws(Diagnostics) {
      comparison = RunComparison(
        old: try RunResult(readingFile: old), new: try RunResult(readingFile: new))
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    let report = ComparisonReport(comparison, settings: .standardOutput(color))
    switch format {
    case .text: StandardOutput.write(report.text())
    case .json: StandardOutput.write(String(decoding: report.json(), as: UTF8.self))
    }
    if !comparison.worse(.newFailure).isEmpty { throw Outcome.failed.exitCode }
    if !comparison.worse(.newError).isEmpty { throw Outcome.errored.exitCode }
  }
}

/// `conformance report history`: the verdicts of the last runs, case by case.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Shows the verdict of each case in the last runs.",
    discussion: """
      Example: conformance report history runs --last 20

      Reads every results file in the folder: those ending in .json, and the results.json of the \
      folders in it. Cases that always passed are counted, and shown with --all.

      Exit codes: 0; 2 usage, or a file cannot be read.
      """)

  @Argument(help: "The folder with the results of the runs.")
  var folder: String

  @Option(help: "How many runs are shown, the newest last.")
  var last = 10

  @Flag(help: "Show the cases that always passed as well.")
  var all = false

  @Option(help: "How the history is written: text or json.")
  var format = ComparisonFormat.text

  func validate() throws {
    guard last >= 1 else { throw ValidationError("--last is \(last); expected at least 1") }
  }

  func run() throws {
    var results: [(file: String, result: RunResult)] = []
    do throws(Diagnostics) {
      for file in try files() {
        let document = try SourceDocument(readingJSON: try DiskFiles().read(file))
        guard RunResult.isWritten(in: document.root) else {
          StandardError.write("note: \(file) holds no results of a run, and is passed over\n")
          continue
        }
        results.append((file, try RunResult(readingFile: file)))
      }
      if results.isEmpty { throw noResults }
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    let history = RunHistory(results, last: last)
    switch format {
    case .text: StandardOutput.write(history.text(all: all))
    case .json: StandardOutput.write(String(decoding: history.json(), as: UTF8.self))
    }
  }

  /// The results files of the folder.
  private func files() throws(Diagnostics) -> [String] {
    let disk = DiskFiles()
    guard disk.isFolder(folder) else {
      throw Diagnostics([
        Diagnostic(
          code: "file.unreadable", "\(folder) is no folder",
          fix: "name the folder that the results of several runs are in")
      ])
    }
    let files = disk.names(in: folder).sorted().compactMap { name -> String? in
      let path = "\(folder)/\(name)"
      guard disk.isFolder(path) else { return name.hasSuffix(".json") ? path : nil }
      let results = "\(path)/results.json"
      return disk.exists(results) ? results : nil
    }
    guard !files.isEmpty else { throw noResults }
    return files
  }

  private var noResults: Diagnostics {
    Diagnostics([
      Diagnostic(
        code: "file.unreadable", "\(folder) holds no results",
        fix: "keep the results.json of each run in it, or in a folder of its own there")
    ])
  }
}
