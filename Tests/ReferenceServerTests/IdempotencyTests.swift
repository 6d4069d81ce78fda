import ReferenceServer
import Testing

@Suite("Idempotency")
struct IdempotencyTests {
  @Test("a repeated key gives the first answer again, under a new request id")
  func replay() async throws {
    try await withServer { server, client in
      let first = try await client.sendText("Hi", key: "k")
      let again = try await client.sendText("Hi", key: "k")
      #expect(first.data == again.data && again.status == 200)
      #expect(first.json?["request_id"] != again.json?["request_id"])
      #expect(again["X-Request-Id"] == again.json?["request_id"]?.stringValue)
      #expect(first["Idempotent-Replayed"] == "false" && again["Idempotent-Replayed"] == "true")
      #expect(server.counters.effects.messagesSent == 1 && server.counters.replays == 1)
    }
  }

  @Test("of many requests with one key at the same time one sends and all get its answer")
  func race() async throws {
    var options = ReferenceServerOptions()
    options.latency = .milliseconds(40)
    try await withServer(options) { server, client in
      let texts = [String](repeating: "Hi", count: 12)
      let answers = try await client.race(texts, key: "k")
      #expect(answers.allSatisfy { $0.status == 200 })
      #expect(Set(answers.map { $0.data?["id"]?.stringValue }).count == 1)
      #expect(server.counters.effects.messagesSent == 1)
    }
  }

  @Test("of requests with one key and different bodies at the same time one sends")
  func raceOfBodies() async throws {
    var options = ReferenceServerOptions()
    options.latency = .milliseconds(40)
    try await withServer(options) { server, client in
      let answers = try await client.race(["A", "B", "C", "D"], key: "k")
      #expect(answers.map(\.status).sorted() == [200, 422, 422, 422])
      #expect(server.counters.effects.messagesSent == 1)
    }
  }

  @Test("requests with keys of their own all send, each its own text")
  func raceOfKeys() async throws {
    try await withServer { server, client in
      let ids = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<10 {
          group.addTask {
            try await client.sendText("Text \(number)", key: "k-\(number)").data?["id"]?.stringValue
          }
        }
        return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(ids.count == 10 && server.counters.effects.messagesSent == 10)
    }
  }

  @Test("if the first of two overlapping requests is refused, the second is judged by itself")
  func refusedFirst() async throws {
    var options = ReferenceServerOptions()
    options.latency = .milliseconds(30)
    try await withServer(options) { server, client in
      let bad: JSON = ["messaging_product": "whatsapp"]
      let path = try await client.messagesPath()
      let answers = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<3 {
          group.addTask {
            try await client.send("POST", path, json: bad, fields: [("Idempotency-Key", "k")])
              .status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers == [400, 400, 400])
      #expect(try await client.sendText("Hi", key: "k").status == 200)
      #expect(server.counters.effects.messagesSent == 1)
    }
  }

  @Test(
    "the same value in another spelling is the same body",
    arguments: [
      #"{"to":"+12025550150","type":"text","text":{"body":"Hi"},"messaging_product":"whatsapp"}"#,
      #" { "messaging_product" : "whatsapp", "to":"\u002b12025550150", "type":"text", "text":{"body":"H\u0069"}}"#,
    ])
  func spellings(body: String) async throws {
    try await withServer { server, client in
      let first = try await client.sendText("Hi", key: "k")
      let path = try await client.messagesPath()
      let again = try await client.send(
        "POST", path, fields: [("idempotency-key", "k")], body: Array(body.utf8))
      #expect(again.data == first.data && server.counters.effects.messagesSent == 1)
    }
  }

  @Test("bodies that differ in any value are different")
  func differences() async throws {
    try await withServer { server, client in
      _ = try await client.sendText("é", key: "k")
      for text in ["e\u{301}", "É", "é "] {
        #expect(try await client.sendText(text, key: "k").status == 422)
      }
      #expect(server.counters.effects.messagesSent == 1)
      #expect(try await client.sendText("é", key: "k").status == 200)
    }
  }

  @Test(
    "a key has 1 to 255 characters",
    arguments: [(1, 200), (255, 200), (0, 400), (256, 400)])
  func lengths(count: Int, status: Int) async throws {
    try await withServer { _, client in
      let answer = try await client.sendText("Hi", key: String(repeating: "k", count: count))
      #expect(answer.status == status)
      #expect(answer.errorParameter == (status == 400 ? "idempotency-key" : nil))
    }
  }

  @Test("a key is shared by the keys of one organization, and by nobody else")
  func scope() async throws {
    try await withServer { server, client in
      let first = try await client.sendText("Hi", key: "k")
      let colleague = client.with(key: server.keys.second)
      #expect(try await colleague.sendText("Hi", key: "k").data == first.data)
      let stranger = client.with(key: server.keys.otherOrganization)
      #expect(try await stranger.sendText("Hi", key: "k").data?["id"] != first.data?["id"])
      #expect(server.counters.effects.messagesSent == 2)
    }
  }

  @Test("operations without idempotency take no notice of a key")
  func elsewhere() async throws {
    try await withServer { _, client in
      let key = [("Idempotency-Key", "k")]
      let id = try await client.makeLabel("A")
      for color in ["red", "sky"] {
        let answer = try await client.send(
          "PATCH", "/labels/\(id)", json: ["color": .string(color)], fields: key)
        #expect(answer.data?["color"]?.stringValue == color)
        #expect(try await client.get("/labels/\(id)", fields: key).data == answer.data)
      }
    }
  }
}
