import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// The job of a CI service that this runs in.
struct BuildJob {
  /// The service.
  let service: AnnotationService
  private let environment: [String: String]

  /// The job; nil where there is none, or where nobody wants to hear of it.
  init?(
    _ choice: AnnotationChoice,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    switch choice {
    case .off: return nil
    case .service(let service): self.service = service
    case .auto:
      guard let service = AnnotationService(environment) else { return nil }
      self.service = service
    }
    self.environment = environment
  }

  /// The annotations of a run, as lines of the job's log.
  func annotations(of run: RunDigest, _ redactor: Redactor) -> String {
    redactor.masked(RunAnnotations(paths: .fromRepository, service: service).lines(of: run))
  }

  /// Adds a run to the summary of the job, and its counts to what the step tells others, where the
  /// service is GitHub Actions; returns what went wrong with that.
  func write(
    _ run: RunDigest, _ reports: [ConsoleReport.WrittenReport], _ redactor: Redactor
  ) -> [Diagnostic] {
    guard service == .github else { return [] }
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

/// For which CI service a run writes annotations, as the command line says it.
enum AnnotationChoice: Sendable, Hashable {
  /// The service that the environment tells of.
  case auto
  /// None.
  case off
  /// This one.
  case service(AnnotationService)
}

extension AnnotationChoice: ExpressibleByArgument {
  init?(argument: String) {
    switch argument {
    case "auto": self = .auto
    case "none": self = .off
    default:
      guard let service = AnnotationService(rawValue: argument) else { return nil }
      self = .service(service)
    }
  }

  static var allValueStrings: [String] {
    ["auto", "none"] + AnnotationService.allCases.map(\.rawValue)
  }

  var defaultValueDescription: String { "auto" }
}
