import Conformance
import Diagnostics
import FoundationEssentials

/// The step of a workflow of GitHub Actions that this runs in.
struct GitHubStep {
  private let environment: [String: String]

  /// The step; nil where there is none, or where nobody wants to hear of it.
  init?(
    _ choice: Bool?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    guard choice ?? (environment["GITHUB_ACTIONS"] == "true") else { return nil }
    self.environment = environment
  }

  /// The annotations of a run, as lines of the step's log.
  func annotations(of run: RunDigest, _ redactor: Redactor) -> String {
    redactor.masked(GitHubAnnotations(paths: .fromRepository).lines(of: run))
  }

  /// Adds a run to the summary of the job, and its counts to what the step tells others; returns
  /// what went wrong with that.
  func write(
    _ run: RunDigest, _ reports: [ConsoleReport.WrittenReport], _ redactor: Redactor
  ) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    func append(_ text: String, to file: ReportFile) {
      do throws(Diagnostics) {
        try file.append(Array(redactor.masked(text).utf8))
      } catch {
        mistakes += error.all
      }
    }
    if let file = file("GITHUB_STEP_SUMMARY") {
      append(
        GitHubSummary(paths: .fromRepository)
          .text(of: run, within: GitHubSummary.limit - file.size), to: file)
    }
    if let file = file("GITHUB_OUTPUT") { append(outputs(of: run, reports), to: file) }
    return mistakes
  }

  /// What later steps can ask for, a line each.
  private func outputs(
    of run: RunDigest, _ reports: [ConsoleReport.WrittenReport]
  ) -> String {
    var lines = [
      "outcome=\(run.summary.outcome.rawValue)", "cases=\(run.summary.caseCount)",
    ]
    lines += RunSummary.order.map {
      "\($0.verdict.rawValue)=\(run.summary.counts[$0.verdict] ?? 0)"
    }
    // A line end in a path would begin another output.
    let paths = reports.filter { !$0.path.contains("\n") && !$0.path.contains("\r") }
    if let page = paths.first(where: { $0.name == "HTML" }) { lines.append("html=\(page.path)") }
    if let junit = paths.first(where: { $0.name == "JUnit" }) {
      lines.append("junit=\(junit.path)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func file(_ variable: String) -> ReportFile? {
    environment[variable].flatMap { $0.isEmpty ? nil : ReportFile($0) }
  }
}
