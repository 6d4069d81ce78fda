import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Command: plan")
struct PlanCommandTests {
  @Test("no case sends more than the plan says, and what is skipped sends nothing")
  func kept() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let environment = ["KIRIM_API_KEY": server.apiKey]
    let plan = try await CommandLineTool.run(
      ["plan", "suites/kirim", "--profile", "full", "--format", "json"], environment: environment)
    #expect(plan.exitCode == 0, "\(plan.errors)")
    let run = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--profile",
        "full", "--timeout", "300s", "--reports", folder.path,
      ], environment: environment)
    await server.stop()
    #expect(run.exitCode == 0, "\(run.output)")
    let results = try JSONDocument(
      parsing: String(contentsOfFile: "\(folder.path)/results.json", encoding: .utf8)
    ).root
    var sent: [String: (own: Int, cleanup: Int)] = [:]
    for testCase in cases(results) {
      let exchanges = testCase["exchanges"].map { Array($0.elements) } ?? []
      let cleanup = exchanges.count { $0["purpose"]?.stringValue == "cleanup" }
      sent[testCase["id"]?.stringValue ?? ""] = (exchanges.count - cleanup, cleanup)
    }
    let planned = cases(try JSONDocument(parsing: plan.output).root)
    #expect(planned.count == sent.count - 1, "all cases but the preflight")
    for testCase in planned {
      let id = try #require(testCase["id"]?.stringValue)
      let counts = try #require(sent[id], "\(id) is not in the results")
      let runs = testCase["runs"]?.boolValue == true
      #expect(counts.own <= (runs ? testCase["maximumRequests"]?.intValue ?? 0 : 0), "\(id)")
      #expect(counts.cleanup <= testCase["maximumCleanupRequests"]?.intValue ?? 0, "\(id)")
    }
  }

  private func cases(_ root: JSONValue) -> [JSONValue] {
    (root["suites"]?.elements).map { suites in
      suites.flatMap { $0["cases"].map { Array($0.elements) } ?? [] }
    } ?? []
  }

  @Test("a case that waits for webhooks is planned for a run that receives them")
  func deliveries() async throws {
    func plan(_ further: [String]) async throws -> String {
      try await CommandLineTool.run(
        ["plan", "suites/kirim", "--profile", "full", "--only", "HOOK-10"] + further,
        environment: ["KIRIM_WEBHOOK_URL": "http://127.0.0.1:9/hooks"]
      ).output
    }
    let (without, with) = (try await plan([]), try await plan(["--receive", "127.0.0.1:9"]))
    #expect(without.contains("nothing receives them"), "\(without)")
    #expect(!with.contains("nothing receives them"), "\(with)")
  }

  @Test("a plan needs no server and no key, and says what a run would lack")
  func lacks() async throws {
    let outcome = try await CommandLineTool.run(["plan", "suites/kirim", "--only", "kirim/labels"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("It cannot run yet: the variable \"api_key\" has no value"))
    #expect(outcome.output.contains(" would run once nothing is lacking, with at most"))
    #expect(!outcome.output.contains("nobody calls"), "what a part leaves out is no gap")
    let whole = try await CommandLineTool.run(["plan", "suites/kirim"])
    #expect(whole.output.contains("Operations nobody calls"))
    let none = try await CommandLineTool.run(["plan", "suites/kirim", "--only", "nothing"])
    #expect(none.exitCode == 5)
    let broken = try await CommandLineTool.run(["plan", "nowhere"])
    #expect(broken.exitCode == 2)
  }
}
