import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// One run as the command line asks for it: reads, runs, reports.
struct RunJob {
  let paths: [String]
  let baseURL: String
  let profile: RunProfile
  let variables: [(name: String, value: String)]
  let envFiles: [String]
  let arguments: RunArguments

  /// Carries it out.
  /// - Throws: The exit code for input that cannot be used; nothing was sent then.
  func run() async throws -> Outcome {
    let launcher = try launcher()
    guard !launcher.plan.cases.isEmpty else {
      StandardError.write(
        "error: no case matches what --only and --skip ask for [run.nothing-selected]\n"
          + "  fix: see `conformance check` for the suites there are\n")
      return .nothingJudged
    }
    let progress = ProgressDisplay(arguments: arguments)
    let interruption = Interruption()
    let seed = options.seed
    let run = Task {
      let engine = CurlEngine()
      let result = await launcher.run(
        engine: engine, environment: .live(seed: seed), events: { progress.show($0) })
      await engine.stop()
      return result
    }
    interruption.watch { run.cancel() }
    let result = await run.value
    progress.finish()
    return try report(result, signal: interruption.signal)
  }
}
