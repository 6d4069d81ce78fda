import Conformance
import Foundation
import ReferenceServer
import SchemaValidator
import Testing

@Suite("Command: sweep")
struct SweepCommandTests {
  /// Sends a request with the server's key and returns what it answers.
  private static func send(
    _ method: String, _ path: String, _ body: String? = nil, to server: ReferenceServer
  ) async throws -> JSONValue {
    let engine = try CurlEngine(.init(maximumConnections: 1))
    defer { engine.shutDown() }
    let response = try await engine.send(
      HTTPRequest(
        method: method, url: server.baseURL + path,
        fields: [
          HTTPField("Authorization", "Bearer \(server.apiKey)"),
          HTTPField("Content-Type", "application/json"),
        ], body: body.map { Array($0.utf8) }))
    return try JSONDocument(parsing: response.body).root
  }

  /// The names of the labels that a server has, sorted.
  private static func labels(_ server: ReferenceServer) async throws -> [String] {
    let rows = try await send("GET", "/labels?limit=100", to: server)["data"]
    return try #require(rows).elements.compactMap { $0["name"]?.stringValue }.sorted()
  }

  /// Creates a label as a run would have done and returns its id.
  private static func makeLabel(_ name: String, _ server: ReferenceServer) async throws -> String {
    let answer = try await send("POST", "/labels", "{\"name\":\"\(name)\"}", to: server)
    return try #require(answer["data"]?["id"]?.stringValue)
  }

  /// The ledger that a run keeps in its reports' folder.
  private static func ledger(in folder: String) -> String? {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return names?.first { $0.hasPrefix("ledger-") }.map { "\(folder)/\($0)" }
  }

  @Test("removes what a run left that was killed, and nothing else")
  func killedRun() async throws {
    let server = try await ReferenceServer.start()
    let before = try await Self.labels(server)
    let folder = try TemporaryFolder()
    // So slow that it is far from its end when it is killed.
    _ = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "60/m", "--reports",
        folder.path, "--only", "kirim/labels", "--seed", "7",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey],
      killedWhen: {
        let effects = server.counters.effects
        return effects.labelsCreated - effects.labelsDeleted >= 2
      })
    let ledger = try #require(Self.ledger(in: folder.path))
    let outcome = try await CommandLineTool.run(
      ["sweep", ledger], environment: ["KIRIM_API_KEY": server.apiKey])
    #expect(outcome.output.contains("removed  DELETE "), "\(outcome.output)")
    // What the run got an id for is gone; a create that was under way when it died is told.
    let unknown = outcome.output.split(separator: "\n").count { $0.hasPrefix("LEFT     POST ") }
    #expect(outcome.exitCode == (unknown > 0 ? 1 : 0), "\(outcome.output)\(outcome.errors)")
    let after = try await Self.labels(server)
    #expect(after.count - before.count <= unknown)
    #expect(Set(after).isSuperset(of: before))
    #expect(FileManager.default.fileExists(atPath: ledger) == (unknown > 0))
    await server.stop()
  }

  private static func header(_ server: ReferenceServer) -> String {
    """
    {"ledger":1,"run":"cftzz","target":"\(server.baseURL)","started":"",\
    "suites":["suites/kirim"]}

    """
  }

  @Test("removes nothing by its name alone, and says what to look for")
  func unansweredCreate() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    _ = try await Self.makeLabel("cftzz-4", server)
    let before = try await Self.labels(server)
    let folder = try TemporaryFolder()
    let ledger = try folder.write(
      "ledger.jsonl",
      Self.header(server) + """
        {"sending":1,"request":"POST /labels","case":"a"}
        {"sending":2,"request":"PATCH /labels/{id}","case":"a"}
        {"answered":2}
        {"sending":3,"request":"POST /lab
        """)
    for _ in 0..<2 {
      let outcome = try await CommandLineTool.run(
        ["sweep", ledger], environment: ["KIRIM_API_KEY": server.apiKey])
      #expect(outcome.exitCode == 1, "\(outcome.output)\(outcome.errors)")
      #expect(
        outcome.output.contains(
          "LEFT     POST /labels: nobody knows what it made; look for names that begin with cftzz-")
      )
    }
    #expect(try await Self.labels(server) == before)
    await server.stop()
  }

  @Test("what a killed run made up for a create is found in the list, and nothing that is like it")
  func lostCreate() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let before = try await Self.labels(server)
    _ = try await Self.makeLabel("cftzz-4", server)
    _ = try await Self.makeLabel("cftzz-44", server)
    let folder = try TemporaryFolder()
    let request = #""fields":[],"credentials":"standard""#
    let ledger = try folder.write(
      "ledger.jsonl",
      Self.header(server) + """
        {"sending":1,"request":"POST /labels","case":"a","search":{\
        "list":{"method":"GET","path":"/labels","operation":"GET /labels",\(request)},\
        "undo":{"method":"DELETE","path":"/labels/mark0-x","operation":"DELETE /labels/{id}",\
        \(request)},"traits":{"/name":"cftzz-4"},"marks":{"mark0-x":"/id"}}}

        """)
    let outcome = try await CommandLineTool.run(
      ["sweep", ledger], environment: ["KIRIM_API_KEY": server.apiKey])
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasPrefix("removed  DELETE /labels/lbl_"), "\(outcome.output)")
    #expect(try await Self.labels(server) == (before + ["cftzz-44"]).sorted())
    await server.stop()
  }

  @Test("says what it could not remove, goes on, and leaves the ledger for the next try")
  func left() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let id = try await Self.makeLabel("cftzz-1", server)
    let undo = { (number: Int, path: String, more: String) in
      "{\"undo\":\(number),\"method\":\"DELETE\",\"path\":\"\(path)\",\"fields\":[],"
        + "\"credentials\":\(more)}\n"
    }
    let folder = try TemporaryFolder()
    let ledger = try folder.write(
      "ledger.jsonl",
      Self.header(server) + undo(1, "/labels/\(id)", "\"standard\"")
        + undo(2, "/labels/lbl_00000000000000000000000000", "\"standard\"")
        + undo(3, "/labels/\(id)", "\"anonymous\"")
        + undo(4, "/labels/\(id)", "{\"bearerAuth\":\"${nobody}\"}")
        + undo(5, "/labels/\(id)", "\"standard\",\"obstacle\":\"its request holds a secret\""))
    let environment = ["KIRIM_API_KEY": server.apiKey]
    let outcome = try await CommandLineTool.run(["sweep", ledger], environment: environment)
    #expect(outcome.exitCode == 1, "\(outcome.output)\(outcome.errors)")
    // The last that was noted is undone first.
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.first?.contains("LEFT     DELETE /labels/\(id): its request holds a secret") == true)
    #expect(lines.contains { $0.hasPrefix("LEFT     DELETE /labels/\(id): the answer was 401") })
    #expect(lines.contains { $0.hasPrefix("gone     DELETE /labels/lbl_000") })
    #expect(lines.contains { $0 == "removed  DELETE /labels/\(id)" })
    #expect(lines.last == "3 of 5 could not be removed")
    let again = try await CommandLineTool.run(["sweep", ledger], environment: environment)
    #expect(again.output.split(separator: "\n").last == "3 of 3 could not be removed")
    await server.stop()
  }

  @Test("a ledger with a line that cannot be read is kept, unless it was never finished")
  func damaged() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let environment = ["KIRIM_API_KEY": server.apiKey]
    let damaged = try folder.write(
      "ledger.jsonl",
      Self.header(server) + #"{"undo":1,"method":"DELETE","pa"# + "\n{\"answered\":2}\n")
    for _ in 0..<2 {
      let outcome = try await CommandLineTool.run(["sweep", damaged], environment: environment)
      #expect(outcome.exitCode == 1, "\(outcome.output)\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.first == "UNREAD   \(damaged):2:1")
      #expect(lines.last?.hasPrefix("1 line of the ledger cannot be read") == true)
      #expect(lines.last?.contains("cftzz-") == true)
      #expect(FileManager.default.fileExists(atPath: damaged))
    }
    let unfinished = try folder.write(
      "unfinished.jsonl", Self.header(server) + #"{"sending":1,"requ"#)
    let outcome = try await CommandLineTool.run(["sweep", unfinished], environment: environment)
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: unfinished))
    await server.stop()
  }

  @Test(
    "refuses what is no ledger, with the place",
    arguments: [
      ("", "ledger.jsonl:1:1"), ("{}\n", "ledger.jsonl:1:1"),
    ])
  func noLedger(_ text: String, _ place: String) async throws {
    let folder = try TemporaryFolder()
    let ledger = try folder.write("ledger.jsonl", text)
    let outcome = try await CommandLineTool.run(["sweep", ledger])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("\(place): error: "))
    #expect(outcome.errors.contains("[file.no-ledger]"))
  }

  @Test("a run that cleans up leaves no ledger, and touches none of an earlier run")
  func cleanRun() async throws {
    let server = try await ReferenceServer.start(ReferenceServerOptions())
    let folder = try TemporaryFolder()
    let earlier = try folder.write("ledger-cft7.jsonl", Self.header(server))
    let outcome = try await CommandLineTool.run(
      [
        "run", "suites/kirim", "--base-url", server.baseURL, "--rate", "unlimited", "--reports",
        folder.path, "--only",
        "LIFE", "--seed", "7",
      ],
      environment: ["KIRIM_API_KEY": server.apiKey])
    await server.stop()
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["index.html", "junit.xml", "ledger-cft7.jsonl", "results.json"])
    #expect(try String(contentsOfFile: earlier, encoding: .utf8) == Self.header(server))
  }
}
