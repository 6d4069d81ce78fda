import Conformance
import Diagnostics
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Release gates for CI")
struct ReleaseGateTests {
  private static func document(_ path: String) throws -> JSONValue {
    let file = CommandLineTool.packageFolder.appending(path: path).path
    return try SourceDocument(reading: DiskFiles().read(file)).root
  }

  /// Runs a script as a step of a job does.
  private static func bash(
    _ script: String, _ environment: [String: String]
  ) async throws -> (status: Int32, text: String) {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "--noprofile", "--norc", "-eo", "pipefail", try folder.write("step.sh", script),
    ]
    process.currentDirectoryURL = CommandLineTool.packageFolder
    process.environment = ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
      .merging(environment) { _, given in given }
    let log = "\(folder.path)/log"
    try Data().write(to: URL(filePath: log))
    let handle = try FileHandle(forWritingTo: URL(filePath: log))
    process.standardOutput = handle
    process.standardError = handle
    let end = AsyncStream<Void> { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
    for await _ in end {}
    return (process.terminationStatus, try String(contentsOfFile: log, encoding: .utf8))
  }

  @Test("the action's step runs the suites, and its outputs are those that it promises")
  func action() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/bin/bash") else {
      print("skipped: bash is not installed")
      return
    }
    let action = try Self.document(".github/actions/conformance/action.yml")
    let steps = try #require(action["runs"]?["steps"]).elements
    let step = try #require(steps.first { $0["id"]?.stringValue == "run" })
    let script = try #require(step["run"]?.stringValue)
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    var environment = [
      "CONFORMANCE": try CommandLineTool.process(.conformance).executableURL?.path ?? "",
      "KIRIM_API_KEY": server.apiKey, "GITHUB_ACTIONS": "true",
      "GITHUB_OUTPUT": "\(folder.path)/outputs", "GITHUB_STEP_SUMMARY": "\(folder.path)/summary",
    ]
    let inputs = [
      "suites": "suites/kirim", "base-url": server.baseURL, "profile": "observe",
      "reports": "\(folder.path)/reports", "arguments": "--only\nkirim/health\n--rate\nunlimited",
    ]
    for variable in try #require(step["env"]).members {
      let text = variable.value.stringValue ?? ""
      let name = try #require(text.firstMatch(of: /^\$\{\{ inputs\.([a-z-]+) \}\}$/)).1
      let value: String = try #require(inputs[String(name)], "\(text)")
      environment[variable.name] = value
      #expect(action["inputs"]?[String(name)] != nil, "\(name) is an input")
    }
    let (status, text) = try await Self.bash(script, environment)
    await server.stop()
    #expect(status == 0, "\(text)")
    let outputs = try String(contentsOfFile: "\(folder.path)/outputs", encoding: .utf8)
    #expect(outputs.hasPrefix("outcome=passed\n"), "\(outputs)")
    for output in try #require(action["outputs"]).members {
      #expect(
        output.value["value"]?.stringValue == "${{ steps.run.outputs.\(output.name) }}")
      #expect("\n\(outputs)".contains("\n\(output.name)="), "\(output.name)")
    }
    for name in ["results.json", "junit.xml", "index.html", "conformance.sarif"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/reports/\(name)"))
    }
    // An expression in a script would let whoever writes an input write the script.
    for step in steps { #expect(step["run"]?.stringValue?.contains("${{") != true) }
  }

  @Test("GitLab's job runs the suites and finds its JUnit report where it looks for it")
  func gitlab() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/bin/bash") else {
      print("skipped: bash is not installed")
      return
    }
    let job = try #require(try Self.document(".github/gitlab/conformance.yml")["conformance"])
    let built = "/tmp/conformance/.build/release/conformance"
    let folder = try TemporaryFolder()
    let program = try CommandLineTool.process(.conformance).executableURL?.path ?? ""
    let lines = try #require(job["script"]).elements.compactMap(\.stringValue)
    let script = lines.joined(separator: "\n").replacingOccurrences(of: built, with: program)
      .replacingOccurrences(of: "--reports reports", with: "--reports \(folder.path)/reports")
    #expect(lines.contains { $0.hasPrefix(built) })
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let (status, text) = try await Self.bash(
      script + " --only kirim/health --profile observe",
      [
        "KIRIM_API_KEY": server.apiKey, "CONFORMANCE_SUITES": "suites/kirim",
        "CONFORMANCE_BASE_URL": server.baseURL,
      ])
    await server.stop()
    #expect(status == 0, "\(text)")
    let junit = try #require(job["artifacts"]?["reports"]?["junit"]?.stringValue)
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(junit)"))
  }
}
