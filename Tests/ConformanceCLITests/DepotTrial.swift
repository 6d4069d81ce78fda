import Conformance
import DepotServer
import Diagnostics
import Foundation

/// One run of the depot's suites against a depot.
struct DepotTrial: Sendable {
  let result: RunResult
  /// What the depot has of the run when it is over.
  let leftBehind: [String]
  /// What was sent beyond the figures of the catalogue, a line each.
  let excesses: [String]
  /// How many requests were sent to decide each requirement.
  let asked: [RequirementID: Int]
  /// The suites, read once for all trials.
  private static let workspace = Result {
    let folder = CommandLineTool.packageFolder.appending(path: "Tests/Depot/suites").path
    return try WorkspaceLoader(files: DiskFiles()).load([folder])
  }

  /// Starts a depot, runs the cases that prove a requirement, or all, and stops it.
  static func run(
    _ options: DepotOptions = .init(), only requirements: [String] = [], seed: UInt64 = 11,
    concurrency: Int = 8
  ) async throws -> DepotTrial {
    try await Turns.shared.take {
      try await runAtOnce(options, only: requirements, seed: seed, concurrency: concurrency)
    }
  }

  private static func runAtOnce(
    _ options: DepotOptions, only requirements: [String], seed: UInt64, concurrency: Int
  ) async throws -> DepotTrial {
    let workspace = try workspace.get()
    let time = VirtualTime()
    var options = options
    // A request takes a moment, and some made at once have the same time.
    options.now = { time.next(by: .milliseconds(4)) }
    let server = try await DepotServer.start(options)
    do {
      let values = try VariableResolver(
        flags: [], fileValues: [:], environment: DepotOptions.logins
      ).resolve(workspace.profile)
      var runOptions = RunOptions(
        baseURL: server.baseURL, seed: seed, command: ["test"], toolVersion: "0")
      runOptions.profile = .full
      runOptions.pace = .unlimited
      runOptions.concurrency = concurrency
      runOptions.timeout = .seconds(300)
      runOptions.selection.only = requirements
      let launcher = try RunLauncher(workspace: workspace, values: values, options: runOptions)
      let engine = try CurlEngine(.init(maximumConnections: 16))
      let scales = RequestScales()
      var environment = time.environment(seed: seed, prefix: "cftdepot")
      environment.countsRequests = true
      let result = await launcher.run(
        engine: engine, environment: environment,
        events: { scales.receive($0, of: workspace) })
      engine.shutDown()
      let leftBehind = server.leftBehind
      await server.stop()
      return DepotTrial(
        result: result, leftBehind: leftBehind, excesses: scales.excesses, asked: scales.asked)
    } catch {
      await server.stop()
      throw error
    }
  }

  /// The requirements that a case of the suites proves and that cost requests, by the catalogue.
  static func costly() throws -> [RequirementID] {
    let workspace = try workspace.get()
    let proved = Set(workspace.suites.flatMap(\.allCases).flatMap(\.proves))
    return proved.sorted().filter { workspace.catalogue.entry($0)?.requests.isPassive == false }
  }

  /// The requirements that something was found about, but for information.
  var departures: Set<String> {
    Set(findings.filter { $0.severity > .info }.map(\.requirement.text))
  }

  /// The requirements that something was found about, as grave as the catalogue has it.
  var found: Set<String> {
    Set(
      findings.filter { finding in
        let own = (try? Self.workspace.get())?.catalogue[finding.requirement]?.severity ?? .fail
        return finding.severity >= own
      }.map(\.requirement.text))
  }

  /// The requirements that an answer decided.
  var judged: Set<String> {
    Set(verdicts.filter { $0.verdict.isJudged }.map(\.id.text))
  }

  /// The requirements that anything was held to, be it by a case or as every exchange is.
  var met: Set<String> {
    judged.union(result.coverage?.requirements.filter(\.isJudged).map(\.id.text) ?? [])
  }

  /// The requirements that all of their cases passed.
  var passed: Set<String> {
    let others = verdicts.filter { $0.verdict != .passed && $0.verdict != .skipped }
    return judged.subtracting(others.map(\.id.text))
  }

  /// What was found, and what kept the run from judging, a line each.
  var summary: String {
    var lines: [String] = []
    for finding in findings where finding.severity > .info {
      lines.append(
        "\(finding.requirement) \(finding.severity) \(finding.operation ?? ""): "
          + "\(finding.message) [\(finding.expected) | \(finding.got)]")
    }
    let told: Set<Verdict> = [.passed, .failed, .warned]
    for testCase in result.cases {
      for decided in testCase.requirements where !told.contains(decided.verdict) {
        lines.append(
          "\(testCase.title): \(decided.id) \(decided.verdict): \(decided.reason ?? "")")
      }
      guard testCase.verdict == .errored || testCase.verdict == .blocked else { continue }
      lines.append("\(testCase.title) \(testCase.verdict): \(testCase.reason ?? "")")
    }
    return (lines + result.notices.map(\.message)).joined(separator: "\n")
  }

  private var findings: [Finding] { result.cases.flatMap(\.findings) }
  private var verdicts: [RequirementVerdict] { result.cases.flatMap(\.requirements) }
}
