import ArgumentParser
import Conformance
import Diagnostics
import ReferenceServer

/// `conformance demo`: the shipped suites against the embedded reference server.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Runs the shipped suites against the embedded reference server.",
    discussion: """
      Needs no network and no account. The server is started on a free port of this machine, and \
      the profile is "full", since the server belongs to the demo.

      Example: conformance demo --fault \(FaultCatalogue.all.first?.id ?? "ID")

      \(Outcome.discussion)
      """)

  @Option(help: "The folder with the suites.")
  var suites = "suites/kirim"

  @Option(help: "A fault of the server to find; may be repeated. See serve --list-faults.")
  var fault: [String] = []

  @Option(help: "A legal variation of the server; may be repeated. See serve --list-variations.")
  var variation: [String] = []

  @Flag(help: "Also give the keys that show what a second tenant and a revoked key may do.")
  var everyKey = false

  @OptionGroup var arguments: RunArguments

  func run() async throws {
    let outcome = try await Reception.at(.free) {
      try await self.outcome(receivedIn: $0, at: $1)
    }
    throw outcome.exitCode
  }

  private func outcome(receivedIn inbox: DeliveryInbox, at port: Int) async throws -> Outcome {
    var options = ReferenceServerOptions()
    options.faults = fault
    options.variations = variation
    options.deliversWebhooks = true
    let server = try await ServerStart.start(options)
    var values = await ReferenceServerRows(server).variables()
    if everyKey {
      for (name, value) in server.keys.furtherVariables { values[name] = value }
    }
    values["KIRIM_WEBHOOK_URL"] = "http://127.0.0.1:\(port)/demo"
    var job = RunJob(
      paths: [suites], baseURL: server.baseURL, profile: .full,
      variables: [("api_key", server.apiKey)], envFiles: [], arguments: arguments,
      ownValues: values,
      ownPace: .unlimited,
      keepsLedger: false)
    job.inbox = inbox
    let outcome: Outcome
    do {
      outcome = try await job.run()
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
    return outcome
  }
}

extension ReferenceServerKeys {
  /// The keys beside the main one, by the environment variables that the shipped suites read.
  var furtherVariables: [(name: String, value: String)] {
    [
      ("KIRIM_SECOND_API_KEY", second), ("KIRIM_OTHER_ORG_API_KEY", otherOrganization),
      ("KIRIM_REVOKED_API_KEY", revoked),
    ]
  }
}

/// Starts the reference server for a command.
enum ServerStart {
  /// The running server.
  /// - Throws: The exit code for a usage error, after saying what is wrong with the options.
  static func start(_ options: ReferenceServerOptions) async throws -> ReferenceServer {
    do {
      return try await ReferenceServer.start(options)
    } catch {
      let fix = error.nearest.map { "say `\($0)`; \(error.fix)" } ?? error.fix
      StandardError.write("error: \(error)\n  fix: \(fix)\n")
      throw Outcome.usage.exitCode
    }
  }
}

extension ReferenceServerError {
  /// The fault or variation that was most likely meant; nil when none is near.
  fileprivate var nearest: String? {
    switch self {
    case .unknownFault(let id): EditDistance.nearest(to: id, in: FaultCatalogue.all.map(\.id))
    case .unknownVariation(let id):
      EditDistance.nearest(to: id, in: LegalVariation.all.map(\.id))
    case .cannotListen: nil
    }
  }
}
