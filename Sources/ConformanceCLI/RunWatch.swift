import ArgumentParser
import Conformance

/// Runs again whenever a file changes that the run has read, until a signal ends it.
struct RunWatch {
  /// The run.
  let job: RunJob

  /// Watches; what the last run came to is returned.
  /// - Throws: The exit code for what no change of a file would help.
  func run() async throws -> Outcome {
    let files = WatchedFiles()
    var job = job
    // What is meant at the start stays so: a case that has passed since may be broken again, and
    // the results that told may be replaced.
    job.selection = try job.readSelection()
    job.files = files
    let interruption = Interruption()
    var number = 1
    while true {
      let outcome = try await attempt(job, of: files, isFirst: number == 1, interruption)
      // Between two runs there is nothing to stop but the waiting, which looks for the signal.
      interruption.watch {}
      guard interruption.signal == nil else { return outcome }
      StandardError.write(
        "Watching \(RunDigest.count(files.count, "file")); "
          + "Ctrl-C ends with exit code \(outcome.rawValue)\n")
      let changed = await files.waitForChange { interruption.signal != nil }
      guard let first = changed.first else { return outcome }
      number += 1
      let more = changed.count > 1 ? " and \(changed.count - 1) more" : ""
      StandardError.write("\nRun \(number): \(first)\(more) changed\n")
      files.beginRound()
    }
  }

  /// One run; a mistake in a file is an outcome like any other.
  private func attempt(
    _ job: RunJob, of files: WatchedFiles, isFirst: Bool, _ interruption: Interruption
  ) async throws -> Outcome {
    do {
      let outcome = try await job.run(interruption: interruption)
      files.endRound()
      return outcome
    } catch let code as ExitCode {
      guard let outcome = Outcome(rawValue: code.rawValue), outcome != .usage || !isFirst else {
        throw code
      }
      return outcome
    }
  }
}
