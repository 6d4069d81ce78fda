import Conformance
import Diagnostics
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Commands: run --record and judge")
struct RecordCommandTests {
  /// The lines of a file so far.
  private static func lines(_ path: String) -> Int {
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").count ?? 0
  }

  private static func results(in folder: TemporaryFolder) throws -> JSONValue {
    let data = try Data(contentsOf: URL(filePath: "\(folder.path)/results.json"))
    return try JSONDocument(parsing: Array(data)).root
  }

  @Test("a sound run is recorded whole, and judging it finds nothing, with or without suites")
  func sound() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/run.jsonl"
    let demo = try await CommandLineTool.run([
      "demo", "--reports", folder.path, "--seed", "7", "--record", file, "--timeout", "300s",
    ])
    #expect(demo.exitCode == 0, "\(demo.output)\(demo.errors)")
    let requests = try Self.results(in: folder)["environment"]?["requests"]?.intValue
    #expect(Self.lines(file) - 1 == requests)
    let suites = try await CommandLineTool.run([
      "judge", file, "suites/kirim", "--reports", folder.path,
    ])
    #expect(suites.exitCode == 0, "\(suites.output)\(suites.errors)")
    let results = try Self.results(in: folder)
    #expect(results["environment"]?["requests"]?.intValue == requests)
    let cases = try #require(results["suites"]).elements.flatMap {
      $0["cases"].map { Array($0.elements) } ?? []
    }
    #expect(cases.count > 50)
    #expect(cases.allSatisfy { $0["findings"]?.count == 0 }, "\(suites.output)")
    let alone = try await CommandLineTool.run([
      "judge", file, "--contract", "suites/kirim/openapi.json", "--reports", folder.path,
    ])
    #expect(alone.exitCode == 0, "\(alone.output)\(alone.errors)")
    #expect(alone.output.contains("a contract alone does not tell"))
    for name in ["results.json", "junit.xml", "index.html"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
  }

  @Test("what a run found in its exchanges is found again, and the key stands nowhere")
  func departure() async throws {
    var options = ReferenceServerOptions()
    options.faults = ["enum-letter-case"]
    let server = try await ReferenceServer.start(options)
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/run.jsonl"
    let run = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--only",
        "RSP", "--reports", folder.path, "--record", file,
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    let key = server.apiKey
    await server.stop()
    #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("Bearer ***"))
    for spelling in [key, Data(key.utf8).base64EncodedString()] {
      #expect(!text.contains(spelling))
    }
    let judged = try await CommandLineTool.run([
      "judge", file, "suites/kirim", "--reports", "\(folder.path)/again",
    ])
    #expect(judged.exitCode == 1, "\(judged.output)\(judged.errors)")
    #expect(judged.output.contains("RSP-08"))
    #expect(judged.output.contains("was not judged again"))
  }

  @Test(
    "a run that is stopped leaves what it recorded",
    arguments: [(SIGKILL, "run.jsonl"), (SIGINT, "run.jsonl"), (SIGINT, "run.har")])
  func stopped(_ signal: Int32, _ name: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/\(name)"
    let outcome = try await CommandLineTool.run(
      ["demo", "--reports", folder.path, "--record", file, "--repeat", "50"],
      killedWhen: { Self.lines(file) > 20 }, by: signal)
    #expect(outcome.exitCode == (signal == SIGINT ? 130 : SIGKILL))
    guard name == "run.jsonl" else {
      let log = try JSONDocument(parsing: Array(try Data(contentsOf: URL(filePath: file)))).root
      #expect(try #require(log["log"]?["entries"]?.count) >= 20)
      return
    }
    let judged = try await CommandLineTool.run([
      "judge", file, "suites/kirim", "--reports", "\(folder.path)/again",
    ])
    #expect(judged.exitCode == 0, "\(judged.output)\(judged.errors)")
  }

  @Test(
    "a recording that cannot be written is a usage error before anything is sent",
    arguments: ["/dev/null/run.jsonl", "reports"])
  func unwritable(_ name: String) async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    // A report's own file is no place for a recording either.
    let file = name == "reports" ? "\(folder.path)/results.json" : name
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--reports", folder.path, "--record",
        file,
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    let requests = server.counters.requests
    await server.stop()
    #expect(outcome.exitCode == 2, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(file))
    #expect(requests == 0)
  }

  /// A recording that is refused, and what is said.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    var arguments = ["suites/kirim"]
    let expected: String
    var testDescription: String { expected }
  }

  @Test(
    "what cannot be judged is a usage error with its place",
    arguments: [
      Refusal(text: "", expected: "run.jsonl:1:1: error: "),
      Refusal(text: "{\"log\":{\"entries\":[]}}\n", expected: "is a HAR file"),
      Refusal(text: "{\"recording\":99}\n", expected: "run.jsonl:1:14: error: "),
      Refusal(text: "", arguments: [], expected: "give the folder with the suites"),
      Refusal(
        text: "", arguments: ["suites/kirim", "--contract", "suites/kirim/openapi.json"],
        expected: "not both"),
    ])
  func refused(_ refusal: Refusal) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("run.jsonl", refusal.text)
    let outcome = try await CommandLineTool.run(
      ["judge", file] + refusal.arguments + ["--reports", folder.path])
    #expect(outcome.exitCode == 2, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(refusal.expected), "\(outcome.errors)")
  }
}
