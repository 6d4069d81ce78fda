import ArgumentParser
import Conformance
import Diagnostics

/// `conformance run`: suites against a server.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs suites against a server.",
    discussion: """
      Example: KIRIM_API_KEY=… conformance run suites/kirim --base-url http://127.0.0.1:8080/v1

      \(Outcome.discussion)
      """)

  @Argument(help: "Folders with suites, or suite files.")
  var paths: [String]

  @Option(help: "Where the API is, such as https://staging.example.com/v1.")
  var baseURL: String

  @OptionGroup var variables: VariableArguments

  @Option(
    help: "How far to go: observe reads, gate also changes things of its own, full also sends.")
  var profile = RunProfile.gate

  @Flag(help: "Change things also on a server that the contract calls production.")
  var yesProduction = false

  @Flag(help: "Run again whenever a file changes that the run has read, until Ctrl-C.")
  var watch = false

  @OptionGroup var arguments: RunArguments

  @OptionGroup(title: "How the server is reached") var transport: TransportArguments

  @OptionGroup var receiver: ReceiverArguments

  func run() async throws {
    let outcome = try await receiver.receiving { try await self.outcome(receivedIn: $0) }
    throw outcome.exitCode
  }

  private func outcome(receivedIn inbox: DeliveryInbox?) async throws -> Outcome {
    var job = RunJob(
      paths: paths, baseURL: baseURL, profile: profile, variables: variables.flags,
      envFiles: variables.envFile, arguments: arguments, transport: transport,
      allowsProduction: yesProduction)
    job.inbox = inbox
    return try await watch ? RunWatch(job: job).run() : job.run()
  }
}

extension RunProfile: ExpressibleByArgument {}
