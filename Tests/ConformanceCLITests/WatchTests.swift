import Conformance
import Foundation
import ReferenceServer
import Testing

@Suite("Command: run --watch")
struct WatchTests {
  private static let contract = """
    openapi: 3.1.0
    info: { title: Things, version: "1" }
    paths:
      /health:
        get: { responses: { "200": { $ref: "answers.yaml#/fine" } } }
    """
  private static let profile = "contract: openapi.yaml\n"

  private static func suite(expecting status: Int) -> String {
    """
    suite: Health
    cases:
      - case: It answers
        steps: [{ call: GET /health, expect: { status: \(status) } }]

    """
  }

  private static func folder(expecting status: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("conformance.yaml", profile)
    _ = try folder.write("openapi.yaml", contract)
    _ = try folder.write("answers.yaml", "fine: { description: fine }\n")
    _ = try folder.write("a.suite.yaml", suite(expecting: status))
    return folder
  }

  private static let authorities =
    "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"

  /// A run of a folder's suites that goes on until it is ended, with its reports in the folder.
  private static func watching(
    _ folder: TemporaryFolder, _ server: ReferenceServer, _ further: String...
  ) throws -> RunningTool {
    try RunningTool(
      [
        "run", folder.path, "--base-url", server.baseURL, "--watch", "--reports",
        "\(folder.path)/reports", "--color", "never",
      ] + further)
  }

  @Test("runs again for each file it has read, survives mistakes, and ends with the last outcome")
  func watch() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try Self.folder(expecting: 200)
    let tool = try Self.watching(folder, server)
    // The suite, with an outcome of its own.
    try await tool.wait(for: "Ctrl-C ends with exit code 0")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Run 2: \(folder.path)/a.suite.yaml changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 1")
    // A mistake is told, and the next change is waited for.
    _ = try folder.write("a.suite.yaml", "suite: [\n")
    try await tool.wait(for: "a.suite.yaml:2:1: error: ")
    try await tool.wait(for: "Ctrl-C ends with exit code 3")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 200))
    try await tool.wait(for: "Ctrl-C ends with exit code 0", times: 2)
    // A new suite beside it, and files that others refer to.
    _ = try folder.write("b.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Ctrl-C ends with exit code 1", times: 2)
    _ = try folder.write("answers.yaml", "fine: { description: changed }\n")
    try await tool.wait(for: "\(folder.path)/answers.yaml changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 1", times: 3)
    _ = try folder.write("deviations.yaml", "no: list\n")
    try await tool.wait(for: "\(folder.path)/deviations.yaml changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 3", times: 2)
    #expect(await tool.end(by: SIGINT) == 3, "\(tool.errors)")
    await server.stop()
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/reports/results.json"))
  }

  @Test("what was open at the start is run each time, also after it has passed")
  func open() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try Self.folder(expecting: 299)
    let command = [
      "run", folder.path, "--base-url", server.baseURL, "--reports", "\(folder.path)/reports",
      "--color", "never",
    ]
    #expect(try await CommandLineTool.run(command).exitCode == 1)
    let tool = try RunningTool(command + ["--rerun-failed", "--watch"])
    try await tool.wait(for: "Watching ")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 200))
    try await tool.wait(for: "Watching ", times: 2)
    // The results that told it may be gone by then, or be none.
    try FileManager.default.removeItem(atPath: "\(folder.path)/reports")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Ctrl-C ends with exit code 1", times: 2)
    _ = try folder.write("reports/results.json", "{")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 298))
    try await tool.wait(for: "Ctrl-C ends with exit code 1", times: 3)
    #expect(await tool.end(by: SIGINT) == 1, "\(tool.errors)")
    await server.stop()
    let result = try RunResult(readingFile: "\(folder.path)/reports/results.json")
    #expect(!result.environment.command.contains("--watch"), "who repeats it means one run")
  }

  @Test("a certificate that is missing for a while is noticed when it is back")
  func certificate() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try Self.folder(expecting: 200)
    let file = try folder.write("ca.pem", Self.authorities)
    let tool = try Self.watching(folder, server, "--cacert", file)
    try await tool.wait(for: "Ctrl-C ends with exit code 0")
    try FileManager.default.removeItem(atPath: file)
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Ctrl-C ends with exit code 2")
    _ = try folder.write("ca.pem", Self.authorities)
    try await tool.wait(for: "Ctrl-C ends with exit code 1")
    #expect(await tool.end(by: SIGINT) == 1, "\(tool.errors)")
    await server.stop()
  }

  @Test("what a link leads to is watched, and a round that ends early forgets nothing")
  func links() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try Self.folder(expecting: 200)
    let file = try folder.write("authorities.pem", Self.authorities)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/ca.pem", withDestinationPath: file)
    let tool = try Self.watching(folder, server, "--cacert", "\(folder.path)/ca.pem")
    try await tool.wait(for: "Ctrl-C ends with exit code 0")
    try FileManager.default.removeItem(atPath: file)
    try await tool.wait(for: "Run 2: \(folder.path)/ca.pem changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 2")
    // The suite was not read in that round.
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Run 3: \(folder.path)/a.suite.yaml changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 2", times: 2)
    _ = try folder.write("authorities.pem", Self.authorities)
    try await tool.wait(for: "Run 4: \(folder.path)/ca.pem changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 1")
    // Who may read a file is part of what it is.
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try await tool.wait(for: "Run 5: \(folder.path)/ca.pem changed")
    try await tool.wait(for: "Ctrl-C ends with exit code 1", times: 2)
    #expect(await tool.end(by: SIGINT) == 1, "\(tool.errors)")
    await server.stop()
  }

  @Test("the timings that parts are made by are read once, and may be gone later")
  func timings() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try Self.folder(expecting: 200)
    let command = [
      "run", folder.path, "--base-url", server.baseURL, "--color", "never", "--reports",
    ]
    #expect(try await CommandLineTool.run(command + ["\(folder.path)/first"]).exitCode == 0)
    let tool = try RunningTool(
      command + [
        "\(folder.path)/reports", "--watch", "--shard", "1/1", "--shard-timings",
        "\(folder.path)/first/results.json",
      ])
    try await tool.wait(for: "Ctrl-C ends with exit code 0")
    try FileManager.default.removeItem(atPath: "\(folder.path)/first")
    _ = try folder.write("a.suite.yaml", Self.suite(expecting: 299))
    try await tool.wait(for: "Ctrl-C ends with exit code 1")
    #expect(await tool.end(by: SIGINT) == 1, "\(tool.errors)")
    await server.stop()
  }

  @Test("a signal while a run goes on stops that run")
  func interrupted() async throws {
    let server = try await ReferenceServer.start()
    let folder = try TemporaryFolder()
    // So slow that it is far from its end even where this test seldom has its turn.
    let tool = try RunningTool(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "60/m", "--watch",
        "--reports", folder.path, "--record", "\(folder.path)/run.jsonl",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    let hasBegun = {
      (try? String(contentsOfFile: "\(folder.path)/run.jsonl", encoding: .utf8))?
        .split(separator: "\n").count ?? 0 > 2
    }
    while !hasBegun() {
      try #require(tool.isRunning, "it ended with \(tool.errors)")
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(await tool.end(by: SIGINT) == 130, "\(tool.errors)")
    await server.stop()
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/results.json"))
  }

  @Test("what no file can mend ends at once")
  func usage() async throws {
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", "nonsense", "--watch",
      ], environment: ["KIRIM_API_KEY": "key-of-nobody"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("[target.bad-url]"))
  }
}

/// A program that goes on while a test looks at what it says on standard error.
final class RunningTool {
  private let process: Process
  private let folder: TemporaryFolder
  private let ending: AsyncStream<Void>

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process = try CommandLineTool.process(.conformance)
    folder = try TemporaryFolder()
    process.arguments = arguments
    process.currentDirectoryURL = CommandLineTool.packageFolder
    process.environment?.merge(environment) { _, given in given }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: URL(filePath: try folder.write("out", "")))
    process.standardError = try FileHandle(
      forWritingTo: URL(filePath: try folder.write("err", "")))
    let process = process
    ending = AsyncStream { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
  }

  deinit { kill(process.processIdentifier, SIGKILL) }

  /// Whether it has not come to its end.
  var isRunning: Bool { process.isRunning }

  /// What it said so far.
  var errors: String {
    (try? String(contentsOfFile: "\(folder.path)/err", encoding: .utf8)) ?? ""
  }

  /// Waits until it has said something so often.
  func wait(for words: String, times: Int = 1) async throws {
    let clock = ContinuousClock()
    let limit = clock.now + .seconds(900)
    while errors.components(separatedBy: words).count <= times {
      try #require(process.isRunning, "it ended with \(errors)")
      try #require(clock.now < limit, "\"\(words)\" was not said \(times) times: \(errors)")
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Sends a signal and waits for the end; the exit code.
  func end(by signal: Int32) async -> Int32 {
    kill(process.processIdentifier, signal)
    for await _ in ending {}
    return process.terminationStatus
  }
}
