import Conformance
import Synchronization
import Testing

@Suite("HTTP engine: connections, cancellation and groups")
struct CurlEngineConnectionTests {
  /// Keeps connections for as long as any test runs, however busy the machine.
  private static let patient = CurlEngine.Configuration(maximumIdleTime: .seconds(3600))
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

  @Test("reuses a connection that was kept")
  func keepAlive() async throws {
    let engine = try CurlEngine(Self.patient)
    try await withServer(ScriptedServer(answering: Self.ok)) { server in
      for _ in 0..<5 { _ = try await engine.send(HTTPRequest(method: "POST", url: server.url())) }
      #expect(server.connectionCount == 1)
      #expect(server.requests.count == 5)
    }
  }

  @Test(
    "never sends a request twice that may have changed something",
    arguments: ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"], [nil, "{\"a\":1}"])
  func notResent(method: String, body: String?) async throws {
    let engine = try CurlEngine(Self.patient)
    let server = try ScriptedServer { connection in
      // Answers the first request of each connection, reads the second one and hangs up.
      guard connection.readRequest() != nil else { return }
      connection.write(Self.ok)
      _ = connection.readRequest()
    }
    try await withServer(server) { server in
      _ = try await engine.send(HTTPRequest(method: "GET", url: server.url()))
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(
          HTTPRequest(method: method, url: server.url(), body: body.map { Array($0.utf8) }))
      }
      #expect(error?.kind == .connectionLost)
      #expect(error?.isBeforeSending == false)
      #expect(error?.timings.attempts == 1)
      #expect(server.requests.filter { $0.hasPrefix(method) }.count == 1)
    }
  }

  @Test("sends a safe request once more when a kept connection was lost, and says so")
  func safeIsResent() async throws {
    let engine = try CurlEngine(Self.patient)
    let server = try ScriptedServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write(Self.ok)
      _ = connection.readRequest()
    }
    try await withServer(server) { server in
      _ = try await engine.send(HTTPRequest(method: "GET", url: server.url()))
      let response = try await engine.send(HTTPRequest(method: "GET", url: server.url()))
      #expect(response.status == 200)
      #expect(response.timings.attempts == 2)
      #expect(!response.timings.reusedConnection)
      #expect(server.requests.count == 3)
    }
  }

  @Test("does not send a request again without Expect after a 417")
  func expectationFailed() async throws {
    let engine = try CurlEngine()
    let server = try ScriptedServer { connection in
      while connection.readHead() != nil {
        connection.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno")
      }
    }
    try await withServer(server) { server in
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(
          HTTPRequest(
            method: "POST", url: server.url(), fields: [HTTPField("Expect", "100-continue")],
            body: Array("body".utf8)))
      }
      #expect(error?.partial?.status == 417)
      #expect(server.requests.count == 1)
    }
  }

  @Test("notices a connection that was closed while idle, and opens another")
  func closedWhileIdle() async throws {
    let engine = try CurlEngine()
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.write(Self.ok)
      connection.socket.close()
      closed.set()
    }
    try await withServer(server) { server in
      for _ in 0..<3 {
        let response = try await engine.send(HTTPRequest(method: "POST", url: server.url()))
        #expect(response.timings.attempts == 1)
        await closed.wait()
      }
      #expect(server.requests.count == 3)
    }
  }

  @Test("runs many requests at once over a bounded number of connections")
  func concurrency() async throws {
    let engine = try CurlEngine(
      CurlEngine.Configuration(maximumConnections: 8, maximumIdleTime: .seconds(3600)))
    let server = try ScriptedServer { connection in
      while let request = connection.readRequest() {
        connection.answer(request.split(separator: " ").dropFirst().first.map(String.init) ?? "")
      }
    }
    try await withServer(server) { server in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<400 {
          group.addTask {
            let response = try await engine.send(.patient("GET", server.url("/\(index)")))
            #expect(response.body == Array("/\(index)".utf8))
          }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count == 400)
      #expect(server.connectionCount <= 8)
    }
  }

  @Test("gives up on a request whose time is over before a connection is free")
  func queuedTimeout() async throws {
    let engine = try CurlEngine(CurlEngine.Configuration(maximumConnections: 1))
    let reached = Signal()
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      reached.set()
      connection.waitForClose()
    }
    try await withServer(server) { server in
      let holder = Task { try await engine.send(.patient("GET", server.url())) }
      await reached.wait()
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(
          HTTPRequest(method: "GET", url: server.url(), timeout: .milliseconds(50)))
      }
      #expect(error?.kind == .timeout)
      #expect(error?.phase == .preparing)
      #expect(error?.timings.attempts == 0)
      holder.cancel()
      _ = await holder.result
    }
  }

  @Test("ends a cancelled exchange while the server is silent")
  func cancellation() async throws {
    let engine = try CurlEngine()
    let reached = Signal()
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      reached.set()
      connection.waitForClose()
    }
    try await withServer(server) { server in
      let task = Task { () async throws(TransportError) in
        try await engine.send(
          HTTPRequest(method: "GET", url: server.url(), timeout: .seconds(3600)))
      }
      await reached.wait()
      task.cancel()
      guard case .failure(let error as TransportError) = await task.result else {
        Issue.record("a cancelled exchange came to an end")
        return
      }
      #expect(error.kind == .cancelled)
      #expect(error.phase == .awaitingResponse)
    }
  }

  @Test("sends nothing for a task that was cancelled before")
  func cancelledBefore() async throws {
    let engine = try CurlEngine()
    try await withServer(ScriptedServer(answering: Self.ok)) { server in
      let go = Signal()
      let task = Task {
        await go.wait()
        return try await engine.send(HTTPRequest(method: "POST", url: server.url()))
      }
      task.cancel()
      go.set()
      let result = await task.result
      #expect(throws: TransportError.self) { try result.get() }
      #expect(server.requests.isEmpty)
    }
  }

  @Test("survives cancellation at any moment")
  func cancellationStorm() async throws {
    let engine = try CurlEngine(CurlEngine.Configuration(maximumConnections: 4))
    try await withServer(ScriptedServer(answering: Self.ok)) { server in
      await withTaskGroup(of: Void.self) { group in
        for index in 0..<300 {
          group.addTask {
            let task = Task {
              try await engine.send(.patient("GET", server.url("/\(index)")))
            }
            for _ in 0..<(index % 17) { await Task.yield() }
            task.cancel()
            if case .failure(let error) = await task.result {
              #expect((error as? TransportError)?.kind == .cancelled, "\(error)")
            }
          }
        }
      }
      let response = try await engine.send(.patient("GET", server.url()))
      #expect(response.status == 200)
    }
  }

  @Test("fails what is under way when it is shut down, and everything after")
  func shutDown() async throws {
    let engine = try CurlEngine(CurlEngine.Configuration(maximumConnections: 2))
    let reached = Signal()
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      reached.set()
      connection.waitForClose()
    }
    try await withServer(server) { server in
      let tasks = (0..<5).map { _ in
        Task { try await engine.send(.patient("GET", server.url())) }
      }
      await reached.wait()
      engine.shutDown()
      for task in tasks {
        let result = await task.result
        let error = #expect(throws: TransportError.self) { try result.get() }
        #expect(error?.kind == .engineStopped)
      }
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(HTTPRequest(method: "GET", url: server.url()))
      }
      #expect(error?.kind == .engineStopped)
    }
  }

  // MARK: - Groups

  @Test("releases a group once every connection is open", arguments: [0, 1, 500_000])
  func together(bodySize: Int) async throws {
    let engine = try CurlEngine()
    let size = 6
    let everyone = Barrier(size)
    let server = try ScriptedServer { connection in
      guard let request = connection.readRequest() else { return }
      everyone.arriveAndWait()  // answers nobody before it has heard from all
      connection.answer(request.split(separator: " ").dropFirst().first.map(String.init) ?? "")
    }
    try await withServer(server) { server in
      let results = await engine.sendTogether(
        (0..<size).map { index in
          HTTPRequest.patient(
            "POST", server.url("/\(index)"), body: [UInt8](repeating: 0x61, count: bodySize))
        })
      let responses = try results.map { try $0.get() }
      for (index, response) in responses.enumerated() {
        #expect(response.body == Array("/\(index)".utf8))
        for other in responses { #expect(response.timings.overlaps(other.timings)) }
      }
      // All were connected before any was sent.
      let firstSent = responses.map { $0.timings.startedAt + $0.timings.sent }.min()
      let lastConnected = responses.map {
        $0.timings.startedAt + $0.timings.queued + $0.timings.nameLookup + $0.timings.connect
      }.max()
      #expect(firstSent ?? .zero >= lastConnected ?? .zero)
      #expect(server.connectionCount == size)
    }
  }

  @Test("lets the others go when a member of the group cannot connect")
  func togetherWithFailures() async throws {
    let engine = try CurlEngine()
    let refusing = try LoopbackSocket.bound()
    defer { refusing.close() }
    try await withServer(ScriptedServer(answering: Self.ok)) { server in
      let results = await engine.sendTogether([
        .patient("POST", server.url()),
        .patient("POST", "http://127.0.0.1:\(refusing.port)/"),
        .patient("BAD METHOD", server.url()),
        .patient("POST", server.url()),
      ])
      for index in [0, 3] {
        let response = try results[index].get()
        #expect(response.status == 200)
      }
      #expect(throws: TransportError.self) { try results[1].get() }
      #expect(throws: TransportError.self) { try results[2].get() }
    }
  }

  @Test("an empty group has no results")
  func togetherEmpty() async throws {
    let results = try await CurlEngine().sendTogether([])
    #expect(results.isEmpty)
  }

  @Test("calls a group off when its task is cancelled")
  func togetherCancelled() async throws {
    let engine = try CurlEngine()
    let silent = Signal()
    // Never completes a handshake, so the group never starts.
    let server = try ScriptedServer { connection in
      silent.set()
      connection.waitForClose()
    }
    try await withServer(server) { server in
      let task = Task {
        await engine.sendTogether([
          .patient("POST", "https://127.0.0.1:\(server.port)/"),
          .patient("POST", server.url()),
        ])
      }
      await silent.wait()
      task.cancel()
      for result in await task.value {
        let error = #expect(throws: TransportError.self) { try result.get() }
        #expect(error?.kind == .cancelled)
      }
      #expect(server.requests.isEmpty)
    }
  }
}

/// An event that any number of tasks can wait for; each `set()` lets one wait pass.
private final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func set() { continuation.yield() }

  func wait() async {
    for await _ in stream { return }
  }
}

extension HTTPRequest {
  /// A request that outlasts whatever else keeps the machine busy.
  static func patient(_ method: String, _ url: String, body: [UInt8]? = nil) -> HTTPRequest {
    HTTPRequest(
      method: method, url: url, body: body, timeout: .seconds(3600),
      connectTimeout: .seconds(3600))
  }
}
