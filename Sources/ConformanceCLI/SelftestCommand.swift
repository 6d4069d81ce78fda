import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials
import ReferenceServer

/// `conformance selftest`: whether suites find what they should, and nothing else.
struct SelftestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Proves suites: every fault of the reference server is found, and nothing else.",
    discussion: """
      Runs the suites against the embedded reference server: correct, with each of its legal \
      variations, and with each of its faults. Prints which fault was found by the requirement it \
      breaks, what else departed, and what was found where nothing is wrong.

      Example: conformance selftest suites/kirim --quick

      Exit codes: 0 every fault found and no alarm; 1 a fault missed or a false alarm; 2 usage; \
      3 a suite is invalid.
      """)

  @Argument(help: "The folder with the suites.")
  var suites = "suites/kirim"

  @Option(
    help: """
      Take only the fault or variation of this id, the faults that break this requirement or \
      family, or all that are "correct", "variations" or "faults"; may be repeated.
      """)
  var only: [String] = []

  @Flag(help: "Meet a fault only with the cases that prove what it breaks, where they find it.")
  var quick = false

  @Option(help: "How often the correct server is tried, each time with another seed.")
  var rounds = 3

  @Option(help: "How many servers run at once.")
  var jobs = 4

  @Option(help: "The number that servers, runs and orders derive from.")
  var seed: UInt64 = 1

  @Option(help: "Write the result to this file as JSON as well.")
  var json: String?

  @Flag(
    help: """
      Run nothing; print for each requirement what judges it, which faults break it and which \
      liberties tempt it; --json writes that table.
      """)
  var table = false

  @Option(
    help: """
      With --table, a folder with another API's suites beside the first, whose file proofs.json \
      tells what their server can do wrong and differently; may be repeated.
      """)
  var beside: [String] = []

  @Option(help: "With --table, also what an earlier --json has of it.")
  var results: String?

  func validate() throws {
    if results != nil, !table { throw ValidationError("--results goes with --table") }
    if !beside.isEmpty, !table { throw ValidationError("--beside goes with --table") }
    guard rounds >= 1, jobs >= 1 else {
      throw ValidationError("--rounds and --jobs need a number from 1")
    }
  }

  func run() async throws {
    let workspace = try load()
    if table { return try printTable(of: workspace) }
    let trials = SelftestTrial.all(rounds: rounds).filter(isMeant)
    guard !trials.isEmpty else {
      StandardError.write(
        "error: no trial is left of what --only names\n"
          + "  fix: serve --list-faults and --list-variations name what there is\n")
      throw Outcome.nothingJudged.exitCode
    }
    let selftest = Selftest(workspace: workspace, seed: seed, jobs: jobs, isQuick: quick)
    let outcomes = try await selftest.run(trials) { outcome in
      guard !outcome.isRight else { return }
      StandardError.write("\(outcome.trial.name): \(outcome.problem)\n")
    }
    let report = SelftestReport(outcomes: outcomes, catalogue: workspace.catalogue, seed: seed)
    StandardOutput.write(report.text)
    if let json { try write(report, to: json) }
    let isRight = report.missed.isEmpty && report.alarms.isEmpty
    throw (isRight ? Outcome.passed : .failed).exitCode
  }

  private func printTable(of workspace: Workspace) throws {
    do throws(Diagnostics) {
      let document = try results.map { file throws(Diagnostics) in
        try SourceDocument(readingJSON: DiskFiles().read(file))
      }
      var servers = [ProvedSuites.referenceServer(workspace)]
      for folder in beside { servers.append(try .inFolder(folder)) }
      let table = try RequirementTable(servers, results: document)
      if let json { try ReportFile(json).write(table.json) }
      StandardOutput.write(table.text)
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw Outcome.usage.exitCode
    }
  }

  private func load() throws -> Workspace {
    do throws(Diagnostics) {
      return try WorkspaceLoader(files: DiskFiles()).load([suites])
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw RunJob.outcome(of: error).exitCode
    }
  }

  private func isMeant(_ trial: SelftestTrial) -> Bool {
    guard !only.isEmpty else { return true }
    switch trial {
    case .correct, .limited: return only.contains("correct")
    case .variation(let id): return only.contains(id) || only.contains("variations")
    case .fault(let id, let requirement):
      return only.contains { [id, requirement.text, requirement.family, "faults"].contains($0) }
    }
  }

  private func write(_ report: SelftestReport, to file: String) throws {
    do throws(Diagnostics) {
      try ReportFile(file).write(report.json)
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw Outcome.usage.exitCode
    }
  }
}

extension SelftestOutcome {
  /// What is not as it has to be, in a line.
  fileprivate var problem: String {
    if case .fault(_, let requirement) = trial { return "nothing departs from \(requirement)" }
    let found = messages.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return (found + troubles).joined(separator: "; ")
  }
}
