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
