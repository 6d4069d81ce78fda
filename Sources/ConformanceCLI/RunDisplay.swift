import Conformance
import FoundationEssentials

/// What a run shows while it goes on: its progress, on standard error.
final class RunDisplay: Sendable {
  private let progress: ProgressReporter
  private let ticking: Task<Void, Never>

  /// Begins to show a run.
  init(arguments: RunArguments) {
    let clock = ContinuousClock()
    let start = clock.now
    let isInJob = arguments.output.job != nil
    let progress = ProgressReporter(
      ProgressDisplay(.standardError(arguments.color), isSilent: arguments.quiet),
      now: { clock.now - start },
      write: { StandardError.write(isInJob ? AnnotationService.harmless($0) : $0) })
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

  /// Ends the progress.
  func finish() {
    ticking.cancel()
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
