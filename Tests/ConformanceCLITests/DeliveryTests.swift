import Conformance
import Foundation
import ReferenceServer
import Testing

@Suite("Webhooks that a run waits for")
struct DeliveryTests {
  private static let arguments = [
    "run", "suites/kirim", "--rate", "unlimited", "--profile", "full", "--only", "HOOK-10",
  ]

  @Test(
    "are judged by their signature, and no secret is shown",
    arguments: [
      (nil, 0), ("signature-of-another-body", 1), ("signature-of-first-secret", 1),
    ] as [(String?, Int32)])
  func signatures(fault: String?, status: Int32) async throws {
    var options = ReferenceServerOptions()
    options.deliversWebhooks = true
    options.faults = [fault].compactMap(\.self)
    let server = try await ReferenceServer.start(options)
    let folder = try TemporaryFolder()
    let port = try await PortForAProgram.next()
    let outcome = try await CommandLineTool.run(
      Self.arguments + [
        "--base-url", server.baseURL, "--reports", folder.path, "--receive", "127.0.0.1:\(port)",
        "--record", "\(folder.path)/run.jsonl",
      ],
      environment: [
        "KIRIM_API_KEY": server.apiKey, "KIRIM_WEBHOOK_URL": "http://localhost:\(port)/tunnel",
      ])
    await server.stop()
    let told = outcome.output + outcome.errors
    #expect(outcome.exitCode == status, "\(told)")
    #expect(told.contains("HOOK-10") == (fault != nil), "\(told)")
    for name in ["results.json", "junit.xml", "index.html", "run.jsonl"] {
      let text = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
      #expect(!text.contains("whsec_"), "\(name)")
    }
    #expect(!told.contains("whsec_"))
  }

  @Test("are not waited for without a receiver, and that is said")
  func noReceiver() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      Self.arguments + ["--base-url", server.baseURL, "--reports", folder.path],
      environment: ["KIRIM_API_KEY": server.apiKey])
    await server.stop()
    #expect(outcome.output.contains("nothing receives them"), "\(outcome.output)")
    #expect(outcome.output.contains("--receive 127.0.0.1:PORT"), "\(outcome.output)")
  }

  @Test("leave the case open where none arrives")
  func nothingArrives() async throws {
    // A server that delivers nothing.
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let port = try await PortForAProgram.next()
    let suites = URL(filePath: folder.path).appending(path: "kirim")
    try FileManager.default.copyItem(
      at: CommandLineTool.packageFolder.appending(path: "suites/kirim"), to: suites)
    let file = suites.appending(path: "webhooks.suite.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing("within: 10s", with: "within: 100ms").write(
      to: file, atomically: true, encoding: .utf8)
    var arguments = Self.arguments
    arguments[1] = suites.path
    let outcome = try await CommandLineTool.run(
      arguments + [
        "--base-url", server.baseURL, "--reports", "\(folder.path)/reports", "--receive",
        "127.0.0.1:\(port)",
      ],
      environment: [
        "KIRIM_API_KEY": server.apiKey, "KIRIM_WEBHOOK_URL": "http://127.0.0.1:\(port)",
      ])
    await server.stop()
    #expect(outcome.output.contains("the receiver got 0 webhooks"), "\(outcome.output)")
    #expect(outcome.output.contains("1 inconclusive"), "\(outcome.output)")
  }

  @Test(
    "are not taken in where the receiver could be reached from elsewhere",
    arguments: [
      "0.0.0.0:8080", "example.com:80", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000",
    ])
  func addresses(_ address: String) async throws {
    let outcome = try await CommandLineTool.run(
      Self.arguments + ["--base-url", "http://127.0.0.1:9", "--receive", address])
    #expect(outcome.exitCode == 2, "\(outcome.errors)")
  }

  @Test("every way to sign them wrongly is found, and a right one in other words is not")
  func faults() async throws {
    let outcome = try await CommandLineTool.run([
      "selftest", "suites/kirim", "--quick", "--only", "HOOK-10",
    ])
    let count = FaultCatalogue.all.count { $0.requirement == "HOOK-10" }
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("\(count) of \(count) faults found"), "\(outcome.output)")
    let sound = try await CommandLineTool.run([
      "selftest", "suites/kirim", "--only", "signature-with-more",
    ])
    #expect(sound.exitCode == 0, "\(sound.output)\(sound.errors)")
  }
}
