import Conformance
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Command: run")
struct RunCommandTests {
  @Test("passes against the correct reference server and shows the key nowhere")
  func correctServer() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--profile",
        "full", "--timeout", "300s", "--reports", folder.path, "--seed", "7",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    await server.stop()
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("PASSED"))
    let key = server.apiKey
    let spellings = [key, Data(key.utf8).base64EncodedString()]
    for name in ["results.json", "junit.xml", "index.html"] {
      let text = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
      #expect(!text.isEmpty)
      for spelling in spellings { #expect(!text.contains(spelling), "\(name)") }
    }
    for spelling in spellings {
      #expect(!outcome.output.contains(spelling) && !outcome.errors.contains(spelling))
    }
  }

  @Test(
    "finds a fault by the requirement it breaks",
    arguments: [
      "enum-letter-case", "unknown-route-html", "cursor-loop", "row-lost", "key-ignored",
      "patch-resets-color",
    ])
  func faultyServer(_ fault: String) async throws {
    let requirement = try #require(FaultCatalogue.fault(fault)?.requirement)
    var options = ReferenceServerOptions()
    options.faults = [fault]
    let server = try await ReferenceServer.start(options)
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--profile",
        "full", "--reports",
        folder.path, "--only", String(requirement.prefix { $0 != "-" }),
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    await server.stop()
    #expect(outcome.exitCode == 1, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains(requirement))
    #expect(outcome.output.contains("Authorization: Bearer ${KIRIM_API_KEY}"))
    #expect(!outcome.output.contains(server.apiKey))
    try expectPlaces(inResultsOf: folder)
  }

  /// Every finding names a line of the contract, or the line of a suite that asked for more.
  private func expectPlaces(inResultsOf folder: TemporaryFolder) throws {
    let text = try String(contentsOfFile: "\(folder.path)/results.json", encoding: .utf8)
    let suites = try JSONDocument(parsing: text).root["suites"].map { Array($0.elements) } ?? []
    let cases = suites.flatMap { $0["cases"].map { Array($0.elements) } ?? [] }
    let findings = cases.flatMap { $0["findings"].map { Array($0.elements) } ?? [] }
    #expect(!findings.isEmpty)
    for finding in findings {
      let place = try #require(finding["clause"]?["location"], "\(finding)")
      #expect(place["file"]?.stringValue?.hasSuffix("openapi.json") == true)
      #expect((place["line"]?.intValue ?? 0) > 0 && (place["column"]?.intValue ?? 0) > 0)
    }
  }

  @Test(
    "says where the base URL lacks the path of the contract's servers, and only there",
    arguments: ["/v1", "", "/v2"])
  func pathOfServers(path: String) async throws {
    let isLacking = path != "/v1"
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let root = server.baseURL.dropLast("/v1".count)
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", root + path, "--reports", folder.path, "--only",
        "AUTH-06",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    await server.stop()
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("give --base-url \(server.baseURL)") == isLacking, "\(outcome.output)")
    // What answers there is not the target, and is not judged.
    if isLacking { #expect(outcome.exitCode == 4 && !words.contains("RSP-01")) }
  }

  @Test("names the words that select no case, and the nearest that would")
  func strangers() async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "suites/kirim", "--base-url", "http://127.0.0.1:9/v1", "--only", "GET /acounts"],
      environment: ["KIRIM_API_KEY": "key-of-nobody"])
    #expect(outcome.exitCode == 5)
    #expect(
      outcome.errors.hasPrefix(
        "warning: \"GET /acounts\" selects no case; did you mean \"GET /accounts\"?\n"))
    #expect(outcome.errors.contains("`conformance check suites/kirim --list` names the cases"))
  }

  @Test("a title selects its case, and a misspelt one is told")
  func title() async throws {
    let arguments = ["plan", "suites/kirim", "--only"]
    let found = try await CommandLineTool.run(
      arguments + ["Paging through labels meets every label exactly once"])
    #expect(found.exitCode == 0)
    #expect(found.output.contains("\n1 of 1 case would run once nothing is lacking"))
    let unknown = try await CommandLineTool.run(
      arguments + ["Paging through labels meet every label exactly once"])
    #expect(
      unknown.errors.contains(
        "did you mean \"Paging through labels meets every label exactly once\"?"),
      "\(unknown.errors)")
  }

  @Test("is a usage error without a base URL")
  func noBaseURL() async throws {
    let outcome = try await CommandLineTool.run(["run", "suites/kirim"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("--base-url"))
  }

  @Test("is a usage error for a path that does not exist, and names the nearest")
  func unknownPath() async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "suites/kirm", "--base-url", "http://127.0.0.1:9/v1"],
      environment: ["KIRIM_API_KEY": "key-of-nobody"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("suites/kirm does not exist"))
    #expect(outcome.errors.contains("give suites/kirim"))
  }

  @Test("is a usage error when a required variable has no value, and says where it is declared")
  func missingVariable() async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "suites/kirim", "--base-url", "http://127.0.0.1:9/v1"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("suites/kirim/conformance.yaml:"))
    #expect(outcome.errors.contains("set the environment variable KIRIM_API_KEY"))
  }

  @Test("tells all mistakes of a suite at once, each at its place, and sends nothing")
  func mistakes() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    _ = try folder.write("openapi.json", Self.contract)
    _ = try folder.write("conformance.yaml", "contract: openapi.json\n")
    let suite = try folder.write(
      "broken.suite.yaml",
      """
      suite: Broken
      cases:
        - case: Three mistakes
          steps:
            - call: GET /thing
              expct: { status: 200 }
            - call: GET /things
              headers: { X: "${nothing}" }
      """)
    let outcome = try await CommandLineTool.run([
      "run", folder.path, "--base-url", server.baseURL, "--rate", "unlimited",
    ])
    let requests = server.counters.requests
    await server.stop()
    #expect(outcome.exitCode == 3)
    #expect(requests == 0)
    for expected in [
      "\(suite):5:15: error: the contract has no operation \"GET /thing\"",
      "fix: write \"GET /things\"",
      "\(suite):6:9: error: unknown key \"expct\"", "fix: write \"expect\"",
      "undefined variable \"nothing\"", "^",
    ] {
      #expect(outcome.errors.contains(expected), "\(expected)\n\(outcome.errors)")
    }
  }

  @Test("refuses a contract that is not JSON where it stops being it")
  func contractIsNoJSON() async throws {
    let folder = try TemporaryFolder()
    let contract = try folder.write("openapi.json", "{ \"openapi\": \"3.1.0\",\n  \"info\": oops }")
    _ = try folder.write("conformance.yaml", "contract: openapi.json\n")
    _ = try folder.write("a.suite.yaml", "suite: A\ncases: []\n")
    let outcome = try await CommandLineTool.run([
      "run", folder.path, "--base-url", "http://127.0.0.1:9/v1",
    ])
    #expect(outcome.exitCode == 3)
    #expect(outcome.errors.contains("\(contract):2:11"))
  }

  @Test("exits 5 when no case is selected")
  func nothingSelected() async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "suites/kirim", "--base-url", "http://127.0.0.1:9/v1", "--only", "NOPE"],
      environment: ["KIRIM_API_KEY": "key-of-nobody"])
    #expect(outcome.exitCode == 5)
  }

  @Test(
    "exits 4 with reports when the target gives no answer", arguments: SilentTarget.Manner.allCases)
  func noAnswer(_ manner: SilentTarget.Manner) async throws {
    let target = try SilentTarget(manner)
    let folder = try TemporaryFolder()
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", target.baseURL, "--timeout", "500ms", "--reports",
        folder.path,
      ],
      environment: ["KIRIM_API_KEY": "secret-key-of-the-test"])
    #expect(outcome.exitCode == 4, "\(outcome.output)\(outcome.errors)")
    for name in ["results.json", "junit.xml", "index.html"] {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)"))
    }
    let junit = try String(contentsOfFile: "\(folder.path)/junit.xml", encoding: .utf8)
    // One target that does not answer is one error; everything else was only prevented by it.
    #expect(junit.components(separatedBy: "<error ").count == 2)
  }

  @Test(
    "says in one line how much is odd about the contract, and how to see it",
    arguments: [([], "1 warning on reading the files"), (["--quiet"], "")])
  func contractWarnings(_ flags: [String], line: String) async throws {
    let target = try SilentTarget(.refuses)
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "openapi.json", Self.contract.replacing("\"paths\"", with: "\"pathz\": {}, \"paths\""))
    _ = try folder.write("conformance.yaml", "contract: openapi.json\n")
    let suite = try folder.write(
      "a.suite.yaml",
      """
      suite: A
      cases:
        - case: It answers
          steps: [{ call: GET /things, expect: { status: 200 } }]
      """)
    let outcome = try await CommandLineTool.run(
      ["run", suite, "--base-url", target.baseURL, "--reports", "\(folder.path)/reports"] + flags)
    #expect(outcome.exitCode == 4, "\(outcome.output)\(outcome.errors)")
    let told = line.isEmpty ? "" : "\(line); to list them: conformance check \(suite)\n"
    #expect(outcome.errors.hasPrefix(told) && outcome.errors.contains("warning") != line.isEmpty)
  }

  private static let contract = """
    {
      "openapi": "3.1.0",
      "info": { "title": "Things", "version": "1" },
      "paths": { "/things": { "get": { "responses": { "200": { "description": "All" } } } } }
    }
    """
}

/// A port of this machine at which no answer is to be had.
final class SilentTarget {
  /// The ways not to answer.
  enum Manner: String, CaseIterable {
    case refuses
    case closes
    case neverAnswers
  }

  let baseURL: String
  private let listener: Int32

  init(_ manner: Manner) throws {
    let (listener, port) = try Self.boundSocket()
    self.listener = listener
    baseURL = "http://127.0.0.1:\(port)/v1"
    if manner == .refuses { return }
    try #require(listen(listener, 64) == 0)
    if manner == .closes {
      Thread.detachNewThread {
        while true {
          let connection = accept(listener, nil, nil)
          guard connection >= 0 else { return }
          close(connection)
        }
      }
    }
  }

  /// A socket at a free port of this machine that does not listen yet.
  static func boundSocket() throws -> (descriptor: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isBound)
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }
}
