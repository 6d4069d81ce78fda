import ArgumentParser
import Conformance

/// The exit codes of every command, in one place; `--help` lists them.
enum Outcome: Int32 {
  /// Everything that was judged holds.
  case passed = 0
  /// A check that gates was violated.
  case failed = 1
  /// The command line cannot be understood, or a file cannot be read.
  case usage = 2
  /// The contract or a suite is invalid; nothing was sent.
  case invalid = 3
  /// The target cannot be reached, or a case errored, and no check failed.
  case errored = 4
  /// No case was selected, or nothing was judged.
  case nothingJudged = 5
  /// Stopped by Ctrl-C; reports are written.
  case interrupted = 130
  /// Stopped by SIGTERM; reports are written.
  case terminated = 143

  /// The code as ArgumentParser throws it.
  var exitCode: ExitCode { ExitCode(rawValue) }

  /// The code for what a run came to.
  init(_ outcome: RunSummary.Outcome, signal: Int32?) {
    switch outcome {
    case .passed: self = .passed
    case .failed: self = .failed
    case .errored: self = .errored
    case .nothingJudged: self = .nothingJudged
    case .interrupted: self = signal == Interruption.terminate ? .terminated : .interrupted
    }
  }

  /// The list for the end of a help text.
  static let discussion = """
    Exit codes: 0 all passed; 1 a check failed; 2 usage; 3 contract or suite invalid, nothing \
    was sent; 4 target unreachable or a case errored; 5 nothing selected or judged; 130/143 \
    interrupted, reports written.
    """
}
