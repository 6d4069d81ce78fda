import ArgumentParser
import Glibc

/// The program `conformance`.
struct ConformanceCommand: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Says whether a server keeps the contract in its OpenAPI document.",
    discussion: """
      Example: conformance run suites/kirim --base-url https://staging.example.com/v1

      \(Outcome.discussion)
      """,
    version: version,
    subcommands: [
      RunCommand.self, DemoCommand.self, JudgeCommand.self, CheckCommand.self, ValidateCommand.self,
      PlanCommand.self, ReportCommand.self, VerifyCommand.self, ExplainCommand.self,
      SweepCommand.self,
      ServeCommand.self, SelftestCommand.self, CompletionsCommand.self, ManualCommand.self,
    ])
}

/// The entry point: ArgumentParser's, but for what it says of a misspelt command, and for the exit
/// code of a usage error, which scripts expect to be 2.
@main
enum Program {
  static func main() async {
    // A reader that goes away must not take the run with it: reports and cleanup come first.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try ConformanceCommand.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      refuseLostOutput()
    } catch {
      let code = ConformanceCommand.exitCode(for: error)
      if code.isSuccess, error is ExitCode { refuseLostOutput() }
      guard code == .validationFailure else { ConformanceCommand.exit(withError: error) }
      let unknown = UnknownCommand(
        in: CommandLine.arguments.dropFirst(), of: ConformanceCommand.self)
      StandardError.write(
        unknown?.message ?? ConformanceCommand.fullMessage(for: error) + "\n")
      ConformanceCommand.exit(withError: Outcome.usage.exitCode)
    }
  }

  /// Ends with an error where what was to be printed is lost.
  private static func refuseLostOutput() {
    StandardOutput.flush()
    guard let failure = StandardOutput.failure else { return }
    StandardError.write(
      "error: standard output could not be written: \(failure)\n"
        + "  fix: see to it that what it leads to has room, and repeat the command\n")
    ConformanceCommand.exit(withError: Outcome.errored.exitCode)
  }
}
