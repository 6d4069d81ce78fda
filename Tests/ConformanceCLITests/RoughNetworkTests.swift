import Conformance
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Command: run on a rough network")
struct RoughNetworkTests {
  /// A way in which a correct server is hard to reach.
  struct Roughness: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (inout ReferenceServerOptions) -> Void
    /// The exit codes that are right: 4 where answers are lost that nobody may ask for again.
    let exitCodes: Set<Int32>

    static let all = [
      Roughness(
        testDescription: "every tenth connection is reset", change: { $0.resetsEvery = 10 },
        exitCodes: [0, 4]),
      Roughness(
        testDescription: "bursts of 429",
        change: { $0.rateLimits = RateLimits(writesPerMinute: 240, readsPerMinute: 600) },
        exitCodes: [0]),
      Roughness(
        testDescription: "slow answers", change: { $0.latency = .milliseconds(60) },
        exitCodes: [0]),
    ]
  }

  @Test(
    "a correct server is never called wrong, and nothing stays behind", arguments: Roughness.all)
  func verdicts(_ roughness: Roughness) async throws {
    var options = ReferenceServerOptions()
    roughness.change(&options)
    let server = try await ReferenceServer.start(options)
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--profile", "full", "--rate",
        "unlimited", "--timeout", "300s", "--reports", folder.path, "--skip", "PAG-01", "--skip",
        "IDM-01",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    #expect(roughness.exitCodes.contains(outcome.exitCode), "\(outcome.output)\(outcome.errors)")
    let bytes = try Data(contentsOf: URL(filePath: "\(folder.path)/results.json"))
    let counts = try #require(
      try JSONDocument(parsing: Array(bytes)).root["summary"]?["counts"])
    #expect(counts["failed"]?.intValue == 0)
    #expect((counts["passed"]?.intValue ?? 0) > 50)
    let effects = server.counters.effects
    #expect(effects.labelsCreated > 10)
    // What nobody knows of, because its answer was lost and nothing in it names the run, is told.
    let ledger = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .first { $0.hasPrefix("ledger-") }
    var untold = 0
    if let ledger {
      let sweep = try await CommandLineTool.run(
        ["sweep", "\(folder.path)/\(ledger)"], environment: ["KIRIM_API_KEY": server.apiKey])
      untold = sweep.output.split(separator: "\n").count { $0.hasPrefix("LEFT     POST") }
    }
    let now = server.counters.effects
    #expect(now.labelsCreated - now.labelsDeleted <= untold)
    #expect(now.contactsCreated - now.contactsDeleted <= untold)
    await server.stop()
  }
}
