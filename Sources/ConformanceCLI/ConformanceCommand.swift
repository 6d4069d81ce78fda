import ArgumentParser

/// The program `conformance`.
@main
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "conformance")
}
