import Conformance
import Foundation
import ReferenceServer
import Testing

@Suite("Command: parts of a run, and runs again")
struct SelectionTests {
  private func results(_ folder: TemporaryFolder) throws -> RunResult {
    try RunResult(readingFile: "\(folder.path)/results.json")
  }

  private func run(
    _ server: ReferenceServer, _ folder: TemporaryFolder, _ arguments: String...
  ) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--profile",
        "full", "--reports",
        folder.path, "--only", "LIFE", "--seed", "3",
      ] + arguments,
      environment: ["KIRIM_API_KEY": server.apiKey])
  }

  @Test("shards, merged, say case by case what the whole run says")
  func shards() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let (whole, merged) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(try await run(server, whole).exitCode == 0)
    var parts: [TemporaryFolder] = []
    for number in 1...3 {
      let part = try TemporaryFolder()
      #expect(try await run(server, part, "--shard", "\(number)/3").exitCode == 0)
      parts.append(part)
    }
    await server.stop()
    let outcome = try await CommandLineTool.run(
      ["report", "merge", "--reports", merged.path]
        + parts.reversed().map { "\($0.path)/results.json" })
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let (one, three) = (try results(whole), try results(merged))
    #expect(three.suites.map(\.id) == one.suites.map(\.id))
    #expect(three.cases.map(\.id) == one.cases.map(\.id))
    #expect(three.cases.map(\.verdict) == one.cases.map(\.verdict))
    #expect(try parts.map { try results($0).cases.count }.allSatisfy { $0 < one.cases.count })
    for name in ["junit.xml", "index.html"] {
      #expect(FileManager.default.fileExists(atPath: "\(merged.path)/\(name)"))
    }
  }

  @Test("what failed is run again, and nothing else")
  func rerun() async throws {
    var options = ReferenceServerOptions()
    options.faults = ["patch-resets-color"]
    let broken = try await ReferenceServer.start(options)
    let folder = try TemporaryFolder()
    #expect(try await run(broken, folder).exitCode == 1)
    await broken.stop()
    let failed = try results(folder).cases.filter { $0.verdict == .failed }.map(\.id)
    #expect(!failed.isEmpty)
    let repaired = try await ReferenceServer.start(ReferenceServerOptions())
    let second = try await run(repaired, folder, "--rerun-failed")
    #expect(second.exitCode == 0, "\(second.output)\(second.errors)")
    #expect(try results(folder).cases.dropFirst().map(\.id) == failed)
    let third = try await run(repaired, folder, "--rerun-failed")
    await repaired.stop()
    #expect(third.exitCode == 5, "nothing is left to run")
  }

  /// A folder with two cases about one request: the first is as good as the status it expects.
  private func twoCases(expecting status: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("conformance.yaml", "contract: openapi.yaml\n")
    _ = try folder.write(
      "openapi.yaml",
      """
      openapi: 3.1.0
      info: { title: Things, version: "1" }
      paths:
        /health:
          get: { responses: { "200": { description: fine } } }
      """)
    try write(expecting: status, to: folder)
    return folder
  }

  private func write(
    expecting status: Int, to folder: TemporaryFolder, of effect: String = "none"
  ) throws {
    _ = try folder.write(
      "a.suite.yaml",
      """
      suite: Health
      cases:
        - case: One
          tags: [one]
          effect: \(effect)
          steps: [{ call: GET /health, expect: { status: \(status) } }]
        - case: Two
          tags: [two]
          steps: [{ call: GET /health, expect: { status: 200 } }]
      """)
  }

  @Test("what failed stays open until it has run again, whatever else runs or is judged in between")
  func staysOpen() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try twoCases(expecting: 299)
    let name = try #require(folder.path.split(separator: "/").last)
    let recording = "\(folder.path)/run.jsonl"
    func run(_ arguments: String..., in directory: URL? = nil) async throws -> (Int32, [String]) {
      let outcome = try await CommandLineTool.run(
        [
          "run", directory == nil ? folder.path : ".", "--base-url", server.baseURL, "--reports",
          "\(folder.path)/reports",
        ] + arguments, in: directory ?? CommandLineTool.packageFolder)
      let ids = try RunResult(readingFile: "\(folder.path)/reports/results.json").cases.map(\.id)
      return (outcome.exitCode, ids.filter { $0 != "preflight/the-target-answers" })
    }
    let (one, two) = ("\(name)/a/one", "\(name)/a/two")
    #expect(try await run("--record", recording) == (1, [one, two]))
    #expect(try await run("--only", "two") == (0, [two]))
    #expect(try await run("--rerun-failed") == (1, [one]))
    // Ids are the same from within the folder.
    #expect(
      try await run("--rerun-failed", in: URL(filePath: folder.path)) == (1, [one]))
    let judgement = try await CommandLineTool.run([
      "judge", recording, folder.path, "--reports", "\(folder.path)/reports",
    ])
    #expect(judgement.exitCode == 0, "\(judgement.errors)")
    #expect(try await run("--rerun-failed") == (1, [one]))
    // Neither does a run of something else, nor one of its results written anew.
    let other = try twoCases(expecting: 200)
    let beside = try await CommandLineTool.run([
      "run", other.path, "--base-url", server.baseURL, "--reports", "\(folder.path)/reports",
    ])
    #expect(beside.exitCode == 0, "\(beside.errors)")
    let anew = try await CommandLineTool.run([
      "report", "merge", "\(folder.path)/reports/results.json", "--reports",
      "\(folder.path)/reports",
    ])
    #expect(anew.exitCode == 0, "\(anew.errors)")
    #expect(try await run("--rerun-failed") == (1, [one]))
    // What does not apply has not run.
    try write(expecting: 299, to: folder, of: "own")
    #expect(try await run("--profile", "observe").0 == 0)
    #expect(try await run("--rerun-failed") == (1, [one]))
    try write(expecting: 200, to: folder)
    #expect(try await run("--rerun-failed") == (0, [one]))
    #expect(try await run("--rerun-failed").0 == 5, "nothing is left to run")
    await server.stop()
  }

  @Test("a run that repeats another is told with the seed, and watches nothing")
  func repeating() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try twoCases(expecting: 200)
    let base = ["run", folder.path, "--base-url", server.baseURL, "--reports", folder.path]
    for given in [base, base + ["--seed", "7"], base + ["--seed=7"], base + ["--"]] {
      // The paths may stand behind the options.
      let words = given.last == "--" ? ["run"] + given.dropFirst(2) + [folder.path] : given
      let outcome = try await CommandLineTool.run(words)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let first = try results(folder).environment
      let command = first.command.split(separator: " ").dropFirst().map(String.init)
      #expect(first.command.components(separatedBy: "--seed").count == 2)
      #expect(try await CommandLineTool.run(command).exitCode == 0, "\(first.command)")
      #expect(try results(folder).environment.seed == first.seed)
    }
    await server.stop()
  }

  @Test("results that are not there, and parts that are none, are refused before anything is sent")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let base = [
      "run", "suites/kirim", "--base-url", "http://127.0.0.1:9", "--reports", folder.path,
    ]
    for arguments in [
      ["--rerun-failed"], ["--shard", "4/3"], ["--shard-timings", "x.json"], ["--repeat", "0"],
      ["--shard", "1/2", "--shard-timings", "\(folder.path)/none.json"],
    ] {
      let outcome = try await CommandLineTool.run(
        base + arguments, environment: ["KIRIM_API_KEY": "key-of-nobody"])
      #expect(outcome.exitCode == 2, "\(arguments): \(outcome.errors)")
    }
    let merge = try await CommandLineTool.run(["report", "merge", "suites/kirim/requirements.json"])
    #expect(merge.exitCode == 2)
    #expect(merge.errors.contains("suites/kirim/requirements.json: "), "\(merge.errors)")
  }
}
