import ArgumentParser

/// The program `conformance`.
@main
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
      RunCommand.self, DemoCommand.self, CheckCommand.self, ValidateCommand.self,
      ExplainCommand.self, ServeCommand.self,
    ])
}
