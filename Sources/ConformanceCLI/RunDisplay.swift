import Conformance
import FoundationEssentials

/// What a run shows: its progress on standard error while it goes on, and the summary after it.
final class RunDisplay: Sendable {
  private let progress: ProgressReporter
  private let arguments: RunArguments
  private let ticking: Task<Void, Never>

  /// Begins to show a run.
  init(arguments: RunArguments) {
    self.arguments = arguments
    let clock = ContinuousClock()
    let start = clock.now
    let progress = ProgressReporter(
      ProgressDisplay(.standardError(arguments.color), isSilent: arguments.quiet),
      now: { clock.now - start }, write: { StandardError.write($0) })
    self.progress = progress
    ticking = Task {
      while !Task.isCancelled {
        try? await clock.sleep(for: .milliseconds(200))
        progress.tick()
      }
    }
  }

  /// Takes in what the run tells.
  func show(_ event: RunEvent) {
    progress.receive(event)
  }

  /// Ends the progress and prints the summary: to standard output, unless that holds JSON.
  func finish(_ result: RunResult, reports: [ConsoleReport.WrittenReport]) {
    ticking.cancel()
    let holdsJSON = arguments.output.json == "-"
    let settings =
      holdsJSON
      ? TerminalSettings.standardError(arguments.color)
      : TerminalSettings.standardOutput(arguments.color)
    let text = ConsoleReport(settings: settings, verbosity: verbosity, written: reports)
      .text(RunDigest(result))
    if holdsJSON { StandardError.write(text) } else { StandardOutput.write(text) }
  }

  private var verbosity: ConsoleReport.Verbosity {
    if arguments.quiet { return .quiet }
    let most = ConsoleReport.Verbosity.bodies.rawValue
    let level = ConsoleReport.Verbosity.normal.rawValue + arguments.verbose
    return ConsoleReport.Verbosity(rawValue: min(level, most)) ?? .normal
  }
}

extension TerminalSettings {
  /// The settings of standard error.
  static func standardError(_ color: ColorChoice) -> TerminalSettings {
    TerminalSettings(
      isTerminal: StandardError.isTerminal, columns: StandardError.columns,
      environment: ProcessInfo.processInfo.environment, color: color)
  }

  /// The settings of standard output.
  static func standardOutput(_ color: ColorChoice) -> TerminalSettings {
    TerminalSettings(
      isTerminal: StandardOutput.isTerminal, columns: StandardOutput.columns,
      environment: ProcessInfo.processInfo.environment, color: color)
  }
}
