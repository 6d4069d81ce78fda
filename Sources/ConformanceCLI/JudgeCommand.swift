import ArgumentParser
import Conformance
import Diagnostics

/// `conformance judge`: the exchanges of a recording, judged once more.
struct JudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judges the exchanges of a recording, without sending anything.",
    discussion: """
      Examples:
        conformance judge run.jsonl suites/kirim
        conformance judge run.jsonl --contract openapi-v2.json

      The recording is one that run or demo wrote with --record, in the program's own form. What \
      every exchange has to keep is judged by the contract; what rests on the API's conventions \
      only with the folder of its suites. What suites expect and probes compare needs a run.

      \(Outcome.discussion)
      """)

  @Argument(help: "The recording.")
  var recording: String

  @Argument(help: "The folder with the suites, or suite files in it.")
  var paths: [String] = []

  @Option(help: "The contract to judge by, in place of a folder with suites.")
  var contract: String?

  @OptionGroup var output: ReportArguments

  @Flag(help: "Warnings and open questions make the result red as well.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Only failures and the last lines.")
  var quiet = false

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  @OptionGroup var references: ReferenceArguments

  func validate() throws {
    guard paths.isEmpty != (contract == nil) else {
      throw ValidationError(
        paths.isEmpty
          ? "give the folder with the suites, or the contract with --contract"
          : "give the folder with the suites or --contract, not both")
    }
  }

  func run() throws {
    var result: RunResult
    let inventory = FileInventory(DiskFiles())
    do throws(Diagnostics) {
      var judge = RecordingJudge(
        try Recording(reading: inventory.read(recording)), by: try measure(inventory))
      try output.reportSet.checkPlaces(sparing: inventory.records.map(\.file))
      result = judge.judge(
        command: CommandLine.arguments, toolVersion: ConformanceCommand.version, isStrict: strict)
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw RunJob.outcome(of: error).exitCode
    }
    result.inputs = inventory.records
    // Whatever cases come to here, they have not run again.
    let open = try? RunResult.openCases(inFile: "\(output.reports)/results.json")
    result.openBefore = open?.sorted() ?? []
    var outcome = Outcome(RunSummary(result).outcome, signal: nil)
    // What the recording holds is masked already.
    ReportDelivery(
      arguments: output, redactor: Redactor([]), color: color, verbosity: quiet ? .quiet : .normal
    ).deliver(result, &outcome)
    throw outcome.exitCode
  }

  /// Everything that is known to judge by.
  private func measure(_ files: FileInventory) throws(Diagnostics) -> RecordingJudge.Measure {
    let loader = WorkspaceLoader(files: files, references: references.map)
    guard let contract else { return RecordingJudge.Measure(try loader.load(paths)) }
    return try RecordingJudge.Measure(try loader.contract(at: contract), file: contract)
  }
}
