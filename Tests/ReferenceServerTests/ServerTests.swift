import ReferenceServer
import Synchronization
import Testing

@Suite("Server")
struct ServerTests {
  @Test("one seed gives one set of keys, ids and rows")
  func deterministic() async throws {
    var options = ReferenceServerOptions()
    options.seed = 42
    options.now = { .seconds(1_800_000_000) }
    func fingerprint() async throws -> [String] {
      try await withServer(options) { server, client in
        let label = try await client.makeLabel("A")
        return [server.apiKey, server.stateDigest, label, try await client.account()]
      }
    }
    let first = try await fingerprint()
    #expect(try await fingerprint() == first)
    options.seed = 43
    #expect(try await Set(fingerprint()).isDisjoint(with: first))
  }

  @Test("a given key is the key")
  func givenKey() async throws {
    var options = ReferenceServerOptions()
    options.apiKey = "my-key"
    try await withServer(options) { server, client in
      #expect(server.apiKey == "my-key")
      let me = try await client.get("/me")
      #expect(me.data?["api_key"]?["last4"] == "-key")
    }
  }

  @Test("reads leave the digest as it is, writes change it, and a reset brings it back")
  func digestAndReset() async throws {
    try await withServer { server, client in
      let start = server.stateDigest
      for path in ["/me", "/accounts", "/labels", try await client.messagesPath(), "/nope"] {
        _ = try await client.get(path)
      }
      #expect(server.stateDigest == start)
      _ = try await client.sendText("Hi", key: "k")
      let id = try await client.makeLabel("A")
      #expect(server.stateDigest != start)
      server.reset()
      #expect(server.stateDigest == start)
      #expect(server.counters.requests == 0 && server.counters.effects.messagesSent == 0)
      #expect(try await client.get("/labels/\(id)").status == 404)
      _ = try await client.sendText("Other", key: "k")
      #expect(server.counters.effects.messagesSent == 1)
    }
  }

  @Test("stopping lets a running request end and takes no new one")
  func gracefulStop() async throws {
    var options = ReferenceServerOptions()
    options.latency = .milliseconds(150)
    let server = try await startAtPortOfItsOwn(options)
    let client = TestClient(server)
    async let running = client.get("/me")
    while server.counters.requests == 0 { await Task.yield() }
    await server.stop(patience: .seconds(300))
    #expect(try await running.status == 200)
    await #expect(throws: (any Error).self) { try await client.get("/me") }
  }

  /// Starts a server at a port that no other test gets once it is free again.
  ///
  /// The system gives out ports from 32768 on to whoever asks for any, and the tests of the command
  /// give those from 20000 on to programs.
  private func startAtPortOfItsOwn(
    _ options: ReferenceServerOptions
  ) async throws -> ReferenceServer {
    var options = options
    for _ in 0..<100 {
      options.port = .random(in: 10_000..<20_000)
      if let server = try? await ReferenceServer.start(options) { return server }
    }
    // The last time with the reason.
    return try await ReferenceServer.start(options)
  }

  @Test("a taken port is an error with a reason")
  func takenPort() async throws {
    try await withServer { server, _ in
      var options = ReferenceServerOptions()
      options.port = server.port
      await #expect(throws: ReferenceServerError.self) { try await ReferenceServer.start(options) }
    }
  }

  @Test("limits are enforced for reads and writes apart, told in /me, and lifted by time")
  func rateLimits() async throws {
    let clock = Mutex(Duration.seconds(1_800_000_000))
    var options = ReferenceServerOptions()
    options.rateLimits = RateLimits(writesPerMinute: 2, readsPerMinute: 6)
    options.now = { clock.withLock { $0 } }
    try await withServer(options) { server, client in
      let me = try await client.get("/me")
      #expect(me.data?["rate_limits"]?["write_per_minute"] == 2)
      #expect(me["X-RateLimit-Limit"] == "6" && me["X-RateLimit-Remaining"] == "5")
      var statuses: [Int] = []
      for number in 0..<3 {
        let body: JSON = ["name": .string("L\(number)")]
        statuses.append(try await client.send("POST", "/labels", json: body).status)
      }
      #expect(statuses == [200, 200, 429])
      #expect(server.counters.effects.labelsCreated == 2)
      let refused = try await client.send("POST", "/labels", json: ["name": "L2"])
      #expect(refused.errorCode == "rate_limit_exceeded" && refused["Retry-After"] == "30")
      #expect(try await client.get("/labels").status == 200)
      for _ in 0..<10 { #expect(try await client.get("/health").status == 200) }
      clock.withLock { $0 += .seconds(30) }
      #expect(try await client.send("POST", "/labels", json: ["name": "L2"]).status == 200)
    }
  }

  @Test("counters tell requests by operation and status")
  func counters() async throws {
    try await withServer { server, client in
      _ = try await client.get("/me")
      _ = try await client.with(key: nil).get("/me")
      _ = try await client.get("/nope")
      let counters = server.counters
      #expect(counters.requests == 3)
      #expect(counters.requestsByOperation == ["GET /me": 2, "unmatched": 1])
      #expect(counters.answersByStatus == [200: 1, 401: 1, 404: 1])
    }
  }
}

@Suite("Accounts and keys")
struct AccessTests {
  @Test("accounts show the connected ones, or all of them")
  func accounts() async throws {
    try await withServer { _, client in
      let connected = try await client.get("/accounts?limit=1&cursor=x")
      #expect(connected.data?.elements?.count == 1 && connected.json?["has_more"] == false)
      let all = try await client.rows("/accounts?status=all")
      #expect(all.count == 2 && all[1]["phone_number_id"]?.isNull == true)
      #expect(try await client.get("/accounts?status=some").errorParameter == "status")
    }
  }

  @Test("without a good key every secured operation says 401 and does nothing")
  func everyOperation() async throws {
    try await withServer { server, client in
      let before = server.stateDigest
      let account = try await client.account()
      for operation in Set(FaultCatalogue.all.flatMap(\.operations))
      where !operation.hasSuffix("/health") {
        let parts = operation.split(separator: " ")
        let path = parts[1].split(separator: "/").map { segment in
          segment == "{phone_number_id}" ? account : segment.hasPrefix("{") ? "x" : String(segment)
        }.reduce("") { $0 + "/" + $1 }
        for key in [nil, "kdv_live_wrong", server.keys.revoked, server.apiKey + "x", ""] {
          let answer = try await client.with(key: key).send(
            String(parts[0]), path, body: Array("{".utf8))
          #expect(answer.status == 401, "\(operation)")
          #expect(answer.json?["error"]?["type"] == "authentication_error")
          #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
        }
      }
      #expect(server.stateDigest == before)
    }
  }

  @Test(
    "a credential is one bearer token in one field",
    arguments: [
      ("Bearer KEY", 200), ("bearer KEY", 200), ("BEARER  KEY", 200), ("Basic KEY", 401),
      ("KEY", 401), ("Bearer", 401), ("Bearer KEY x", 401), ("BearerKEY", 401),
    ])
  func credentials(credential: String, status: Int) async throws {
    try await withServer { server, client in
      let text = credential.replacing("KEY", with: server.apiKey)
      let answered = try await client.statusOfMe(credential: text)
      #expect(answered == status)
    }
  }

  @Test("another organization's rows look like unknown ones")
  func tenants() async throws {
    try await withServer { server, client in
      let stranger = client.with(key: server.keys.otherOrganization)
      let id = try await client.firstLabelID()
      let foreign = try await stranger.get("/labels/\(id)")
      let unknown = try await stranger.get(TestClient.unknownLabel)
      #expect(foreign.status == 404 && foreign.errorCode == unknown.errorCode)
      #expect(try await stranger.send("DELETE", "/labels/\(id)").status == 404)
      #expect(try await !stranger.walkedIDs("/labels", limit: 100).contains(id))
      let cursor = try await client.firstCursor("/labels")
      #expect(try await stranger.get("/labels?cursor=\(cursor)").errorCode == "invalid_cursor")
    }
  }
}
