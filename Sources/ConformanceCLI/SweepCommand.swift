import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// `conformance sweep`: finishes the cleanup of a run that was killed.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Finishes the cleanup of a run that could not do it itself.",
    discussion: """
      Example: conformance sweep reports/ledger-cft1k2j3h4.jsonl

      A run writes down what it is about to create before it does. Only what that run created \
      is removed, by the ids it got. Where it did not live to see an answer, the list beside the \
      create is searched for what only that run can have made up; where that does not tell, the \
      names to look for are told. A ledger with lines that cannot be read is kept.

      Exit codes: 0 nothing is left; 1 something is; 2 usage, or a ledger that cannot be read; 3 the \
      suites it names cannot be used.
      """)

  @Argument(help: "The ledger that the run left in its reports folder.")
  var ledger: String

  @Option(help: "Where the API is, if not where the run found it.")
  var baseURL: String?

  @OptionGroup var variables: VariableArguments

  @Option(help: "How long an exchange may take, such as 500ms, 10s or 1m.")
  var timeout = TimeLimit(.seconds(30))

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  @OptionGroup var references: ReferenceArguments

  @OptionGroup(title: "How the server is reached") var transport: TransportArguments

  func run() async throws {
    let transport: TransportOptions
    do throws(Diagnostics) {
      transport = try self.transport.options()
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw RunJob.outcome(of: error).exitCode
    }
    let engine: CurlEngine
    do {
      engine = try CurlEngine(.init(maximumConnections: 4, transport: transport))
    } catch {
      StandardError.write("error: the HTTP engine cannot start: \(error.message)\n")
      throw Outcome.errored.exitCode
    }
    let record: LedgerRecord
    let results: [Sweep.Result]
    do throws(Diagnostics) {
      record = try LedgerRecord(reading: DiskFiles().read(ledger))
      results = try await sweep(record, engine, transport).run()
    } catch {
      engine.shutDown()
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw RunJob.outcome(of: error).exitCode
    }
    engine.shutDown()
    if transport.isInsecure { StandardError.write("\(TransportRecord.warning)\n") }
    for result in results { print(Self.line(result)) }
    for place in record.damagedLines { print("UNREAD   \(place)") }
    let left = results.count { !$0.fate.isSettled }
    let unread = record.damagedLines.count
    if left > 0 { print("\(left) of \(results.count) could not be removed") }
    if unread > 0 {
      print(
        "\(RunDigest.count(unread, "line")) of the ledger cannot be read, so that nobody knows what "
          + "else was left; look for names that begin with \(record.header.run)-, then remove the "
          + "ledger")
    }
    guard left == 0, unread == 0 else { throw Outcome.failed.exitCode }
    try? FileManager.default.removeItem(atPath: ledger)
    print(results.isEmpty ? "Nothing was left behind" : "Nothing is left; the ledger is removed")
  }

  private func sweep(
    _ record: LedgerRecord, _ engine: CurlEngine, _ transport: TransportOptions
  ) throws(Diagnostics) -> Sweep {
    let workspace = try WorkspaceLoader(references: references.map)
      .load(record.header.suites)
    let resolver = try variables.resolver()
    return try Sweep(
      record, file: ledger, workspace: workspace, values: resolver.resolve(workspace.profile),
      engine: engine, baseURL: baseURL, timeout: timeout.duration, transport: transport)
  }

  private static func line(_ result: Sweep.Result) -> String {
    switch result.fate {
    case .removed: "removed  \(result.request)"
    case .gone: "gone     \(result.request)"
    case .left(let reason): "LEFT     \(result.request): \(reason)"
    }
  }
}
