import Conformance
import Testing

@Suite("HTTP engine: exchanges that fail")
struct CurlEngineFailureTests {
  let engine: CurlEngine

  init() throws { engine = try CurlEngine() }

  /// The error of one GET against a server.
  private func failure(
    against server: ScriptedServer, timeout: Duration = .seconds(600), maximumBodySize: Int = 1000,
    decodesContent: Bool = false
  ) async throws -> TransportError {
    try await withServer(server) { server in
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(
          HTTPRequest(
            method: "GET", url: server.url(), timeout: timeout, connectTimeout: timeout,
            maximumBodySize: maximumBodySize, decodesContent: decodesContent))
      }
      return try #require(error)
    }
  }

  /// No attempt came as far as a test is about.
  private struct NeverThere: Error {}

  /// The error of a GET whose time was over when it had come as far as a test is about.
  ///
  /// On a busy machine the time may be over before that. So each attempt has more of it than the
  /// one before, and a server of its own, whose requests are those of the attempt.
  private func timeOut(
    of start: () throws -> ScriptedServer,
    once hasComeThere: (ScriptedServer, TransportError) -> Bool
  ) async throws -> TransportError {
    for limit in [.milliseconds(700), .seconds(5), .seconds(60)] as [Duration] {
      let server = try start()
      let error = try await failure(against: server, timeout: limit)
      // libcurl counts in milliseconds, and may be one short.
      let least = limit - .milliseconds(1)
      #expect(error.timings.total >= least)
      if hasComeThere(server, error) { return error }
    }
    throw NeverThere()
  }

  /// A server that reads a request, writes a text and closes the connection.
  private func closing(after text: String) throws -> ScriptedServer {
    try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.write(text)
    }
  }

  @Test("a port nobody listens on")
  func refused() async throws {
    // Held, so that nobody comes to listen there meanwhile.
    let refusing = try LoopbackSocket.bound()
    defer { refusing.close() }
    let port = refusing.port
    let error = await #expect(throws: TransportError.self) {
      try await engine.send(HTTPRequest(method: "GET", url: "http://127.0.0.1:\(port)/"))
    }
    #expect(error?.kind == .connectionFailed)
    #expect(error?.code == 7)
    #expect(
      error?.message == "no connection could be made: Failed to connect to 127.0.0.1 port \(port)")
    #expect(error?.phase == .connecting)
    #expect(error?.isBeforeSending == true)
    #expect(error?.partial == nil)
  }

  @Test("a host name without an address")
  func unknownHost() async throws {
    // A label of more than 63 bytes cannot be asked for: the lookup fails without any traffic.
    let label = String(repeating: "a", count: 64)
    let error = await #expect(throws: TransportError.self) {
      try await engine.send(HTTPRequest(method: "GET", url: "http://\(label).invalid/"))
    }
    #expect(error?.kind == .nameNotResolved)
    #expect(error?.phase == .nameLookup)
    #expect(error?.code == 6)
  }

  @Test("a server that never answers")
  func silent() async throws {
    let error = try await timeOut {
      try ScriptedServer { connection in
        _ = connection.readRequest()
        connection.waitForClose()
      }
    } once: { server, _ in
      !server.requests.isEmpty
    }
    #expect(error.kind == .timeout)
    #expect(error.phase == .awaitingResponse)
    #expect(error.partial == nil)
  }

  @Test("a server that stops in the middle of a body")
  func stalled() async throws {
    let error = try await timeOut {
      try ScriptedServer { connection in
        _ = connection.readRequest()
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        connection.waitForClose()
      }
    } once: { _, error in
      // What is written at once is taken in at once: nothing of it, or all.
      error.phase == .receiving || error.partial != nil
    }
    #expect(error.kind == .timeout)
    #expect(error.phase == .receiving)
    #expect(error.partial?.status == 200)
    #expect(error.partial?.body == Array("half".utf8))
  }

  @Test("a TLS handshake with a server that does not know it")
  func noTLS() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.socket.read()
      connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    try await withServer(server) { server in
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(.patient("GET", "https://127.0.0.1:\(server.port)/"))
      }
      #expect(error?.kind == .tlsFailed)
      #expect(error?.phase == .connecting)
    }
  }

  @Test("a TLS handshake that never ends")
  func slowTLS() async throws {
    let server = try ScriptedServer { $0.waitForClose() }
    try await withServer(server) { server in
      let error = await #expect(throws: TransportError.self) {
        try await engine.send(
          HTTPRequest(
            method: "GET", url: "https://127.0.0.1:\(server.port)/",
            connectTimeout: .milliseconds(200)))
      }
      #expect(error?.kind == .connectTimeout)
      #expect(error?.isBeforeSending == true)
    }
  }

  /// What a server sends before it closes the connection, and what is to come of it.
  struct Ending: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let kind: TransportError.Kind
    let status: Int?
    let body: String

    init(
      _ description: String, _ text: String, _ kind: TransportError.Kind, status: Int? = nil,
      body: String = ""
    ) {
      self.testDescription = description
      self.text = text
      self.kind = kind
      self.status = status
      self.body = body
    }
  }

  @Test(
    "a response that is cut off or malformed",
    arguments: [
      Ending("nothing", "", .connectionLost),
      Ending("half a status line", "HTTP/1.1 20", .connectionLost),
      Ending(
        "body shorter than announced", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        .truncatedBody, status: 200, body: "abc"),
      Ending(
        "no last chunk", "HTTP/1.1 500 E\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        .truncatedBody, status: 500, body: "abc"),
      Ending(
        "half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
        .truncatedBody, status: 200, body: "abc"),
      Ending(
        "a chunk size that is no number",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", .invalidResponse,
        status: 200),
      Ending(
        "body longer than announced", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef",
        .lengthMismatch, status: 200, body: "abc"),
      Ending("a body on 204", "HTTP/1.1 204 No Content\r\n\r\nabc", .lengthMismatch, status: 204),
      Ending(
        "two lengths",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        .lengthMismatch, status: 200),
      Ending(
        "a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",
        .invalidResponse, status: 200),
      Ending(
        "a length below zero", "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
        .invalidResponse, status: 200),
      Ending("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", .invalidResponse),
      Ending("HTTP/0.9", "<html>hello</html>", .invalidResponse),
      Ending(
        "a header line without a colon", "HTTP/1.1 200 OK\r\nwhat is this\r\n\r\n",
        .invalidResponse, status: 200),
      Ending("only an interim response", "HTTP/1.1 100 Continue\r\n\r\n", .connectionLost),
      Ending(
        "an endless header",
        "HTTP/1.1 200 OK\r\n"
          + String(
            repeating: "a: \(String(repeating: "b", count: 1000))\r\n",
            count: 1200), .invalidResponse, status: 200),
      Ending(
        "a header line of 200 KB",
        "HTTP/1.1 200 OK\r\na: \(String(repeating: "b", count: 200_000))\r\n\r\n",
        .invalidResponse, status: 200),
    ])
  func ending(_ ending: Ending) async throws {
    let error = try await failure(against: closing(after: ending.text))
    #expect(error.kind == ending.kind, "\(error)")
    #expect(error.partial?.status == ending.status, "\(error)")
    if !ending.body.isEmpty { #expect(error.partial?.body == Array(ending.body.utf8)) }
  }

  @Test("a connection that is reset in the middle of a body")
  func reset() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
      // Unread bytes and no linger: the client sees a reset. It may overtake the body.
      connection.socket.reset()
    }
    let error = try await failure(against: server)
    #expect(error.kind == .truncatedBody || error.kind == .connectionLost, "\(error)")
  }

  @Test("content that is not encoded as announced")
  func encoding() async throws {
    let text = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
    let error = try await failure(against: closing(after: text), decodesContent: true)
    #expect(error.kind == .invalidEncoding)
    #expect(error.isProtocolViolation)
  }

  @Test("a body beyond the limit", arguments: [1, 999])
  func bodyTooLarge(excess: Int) async throws {
    let body = String(repeating: "x", count: 1000 + excess)
    let text = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
    let error = try await failure(against: closing(after: text))
    #expect(error.kind == .bodyTooLarge)
    #expect(error.partial?.status == 200)
  }

  @Test("an endless body is cut off at the limit")
  func endlessBody() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      let piece = [UInt8](repeating: 0x61, count: 4096)
      while connection.socket.write(piece) {}
    }
    let error = try await failure(against: server, maximumBodySize: 100_000)
    #expect(error.kind == .bodyTooLarge)
    #expect((error.partial?.body.count ?? .max) <= 100_000)
  }

  @Test("a body of exactly the limit is no failure")
  func bodyAtLimit() async throws {
    let body = String(repeating: "x", count: 1000)
    let response = try await withServer(
      closing(after: "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + body)
    ) {
      try await engine.send(
        HTTPRequest(method: "GET", url: $0.url(), maximumBodySize: 1000))
    }
    #expect(response.body.count == 1000)
  }

  @Test("no answer brings the engine down", arguments: 0..<20)
  func noise(round: Int) async throws {
    let seed = UInt64.random(in: 0 ... .max)
    let pieces = [
      "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 N\r\n",
      "HTTP/2 200\r\n",
      "Content-Length: 3\r\n", "Content-Length: 99999999999999999999\r\n", "\r\n", "\n", "\r",
      "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n", "0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n",
      " folded\r\n",
      "Content-Encoding: gzip\r\n", "\u{0}", "é: ü\r\n", ": \r\n", "abc", "Location: /\r\n",
      "Connection: close\r\n",
    ]
    let server = try ScriptedServer { connection in
      var random = RandomYAML(seed: seed &+ UInt64(connection.index))
      _ = connection.readRequest()
      // Mostly something that begins like a response.
      if random.below(4) > 0 { connection.write(pieces[0]) }
      for _ in 0..<random.below(8) { connection.write(pieces[random.below(pieces.count)]) }
    }
    try await withServer(server) { server in
      for method in ["GET", "POST", "HEAD", "GET", "DELETE"] {
        do throws(TransportError) {
          let response = try await engine.send(
            HTTPRequest(method: method, url: server.url(), decodesContent: round % 2 == 0))
          #expect((100...999).contains(response.status), "seed \(seed)")
        } catch {
          #expect(!error.message.isEmpty && !error.isBeforeSending, "seed \(seed): \(error)")
        }
      }
    }
  }
}
