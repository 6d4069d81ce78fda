import ArgumentParser
import Conformance
import Diagnostics

/// `conformance report`: reports from results that are there already.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Makes reports from the results of earlier runs.",
    subcommands: [
      MergeCommand.self, DiffCommand.self, HistoryCommand.self, CoverageCommand.self,
    ])
}

/// `conformance report merge`: one report from the shards of a run.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Makes one report from the shards of a run.",
    discussion: """
      Example: conformance report merge shard-*/results.json --reports reports

      The exit code is that of the whole: what a single run of all cases would have ended with.

      \(Outcome.discussion)
      """)

  @Argument(help: "The results.json of each shard; of a single run, to write its reports anew.")
  var results: [String]

  @OptionGroup var output: ReportArguments

  @OptionGroup var coverage: CoverageArguments

  @Flag(name: .shortAndLong, help: "Only failures and the last lines.")
  var quiet = false

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func run() throws {
    var whole: RunResult
    do throws(Diagnostics) {
      var parts: [(file: String, result: RunResult)] = []
      for file in results { parts.append((file, try RunResult(readingFile: file))) }
      whole = try RunResult(merging: parts)
      try output.reportSet.checkPlaces(
        // One run's reports may be made anew in their place; parts are worth more than the whole.
        sparing: results.count == 1 ? [] : results)
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw Outcome.usage.exitCode
    }
    if let demand = coverage.minCoverage { whole.hold(to: demand) }
    var outcome = Outcome(RunSummary(whole).outcome, signal: nil)
    // What the parts hold is masked already.
    ReportDelivery(
      arguments: output, redactor: Redactor([]), color: color, verbosity: quiet ? .quiet : .normal
    ).deliver(whole, &outcome)
    throw outcome.exitCode
  }
}
