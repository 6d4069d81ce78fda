import Conformance
import Diagnostics
import Foundation
import ReferenceServer
import Testing

@Suite("What a run does to its target")
struct FootprintTests {
  /// Runs the shipped suites.
  private func run(
    _ profile: RunProfile, against server: ReferenceServer, pace: PaceOverride = .unlimited,
    environment: RunEnvironment = .live(seed: 11), only: [String] = []
  ) async throws -> RunResult {
    let folder = CommandLineTool.packageFolder.appending(path: "suites/kirim").path
    let workspace = try WorkspaceLoader(files: DiskFiles()).load([folder])
    let values = try VariableResolver(
      flags: [], fileValues: [:], environment: ["KIRIM_API_KEY": server.apiKey]
    ).resolve(workspace.profile)
    var options = RunOptions(
      baseURL: server.baseURL, seed: environment.seed, command: ["test"], toolVersion: "0")
    options.profile = profile
    options.pace = pace
    options.selection.only = only
    options.timeout = .seconds(300)
    let launcher = try RunLauncher(workspace: workspace, values: values, options: options)
    let engine = try CurlEngine()
    defer { engine.shutDown() }
    return await launcher.run(engine: engine, environment: environment, events: { _ in })
  }

  /// What fails or goes wrong in a result, for a message.
  private func troubles(_ result: RunResult) -> String {
    let cases = result.cases.filter {
      [.failed, .errored, .blocked].contains($0.verdict)
    }
    return
      (cases.map { "\($0.id) \($0.verdict): \($0.reason ?? "")" }
      + result.notices.map(\.message)).joined(separator: "\n")
  }

  @Test("a run that only observes leaves every row as it was")
  func observe() async throws {
    let server = try await ReferenceServer.start()
    let (before, effects) = (server.stateDigest, server.counters.effects)
    let result = try await run(.observe, against: server)
    #expect(troubles(result) == "")
    #expect(result.cases.count { $0.verdict == .passed } > 20)
    #expect(server.stateDigest == before)
    #expect(server.counters.effects == effects)
    await server.stop()
  }

  @Test("a gate removes whatever it creates")
  func gate() async throws {
    let server = try await ReferenceServer.start()
    let before = server.rowIDs
    let result = try await run(.gate, against: server)
    #expect(troubles(result) == "")
    #expect(server.counters.effects.labelsCreated > 50)
    #expect(server.counters.effects.contactsCreated > 5)
    #expect(server.counters.effects.subscriptionsCreated > 5)
    #expect(server.counters.effects.messagesSent == 0)
    #expect(server.rowIDs == before)
    await server.stop()
  }

  @Test("the budget of the free tier is kept to, and changes no verdict")
  func freeTier() async throws {
    let time = VirtualTime()
    var options = ReferenceServerOptions()
    options.rateLimits = .freeTier
    options.now = { time.next(by: .milliseconds(1)) }
    let server = try await ReferenceServer.start(options)
    let environment = time.environment(seed: 11, prefix: "cftbudget")
    let only = ["LIFE", "RSP"]
    let paced = try await run(
      .gate, against: server, pace: PaceOverride(), environment: environment, only: only)
    #expect(troubles(paced) == "")
    let counters = server.counters
    await server.stop()
    #expect(counters.requests > 300, "there is more to send than a minute allows")
    #expect(counters.answersByStatus[429, default: 0] <= 5)
    print(
      "free tier: \(counters.requests) requests, \(counters.answersByStatus[429, default: 0]) of "
        + "them refused, in \(paced.environment.duration) of the run's time")

    let free = try await ReferenceServer.start()
    let unpaced = try await run(.gate, against: free, only: only)
    await free.stop()
    let differing = zip(
      paced.cases.sorted { $0.id < $1.id }, unpaced.cases.sorted { $0.id < $1.id }
    )
    .filter { $0.id != $1.id || $0.verdict != $1.verdict }
    .map { "\($0.id) \($0.verdict) \($0.reason ?? ""); \($1.id) \($1.verdict) \($1.reason ?? "")" }
    #expect(differing.isEmpty, "\(differing.joined(separator: "\n"))")
  }
}
