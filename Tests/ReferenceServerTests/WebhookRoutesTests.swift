import Foundation
import ReferenceServer
import Testing

@Suite("Webhooks")
struct WebhookRoutesTests {
  private static let path = "/webhook_subscriptions"

  private func create(_ client: TestClient) async throws -> Answer {
    try await client.send(
      "POST", Self.path,
      json: ["url": "https://hook.example.com/in", "events": ["contact.updated"]])
  }

  @Test("a secret is shown once, in the answer that makes it, and nowhere else")
  func secrets() async throws {
    try await withServer { _, client in
      let created = try await create(client)
      let id = try #require(created.data?["id"]?.stringValue)
      let first = try #require(created.data?["initial_secret"]?.stringValue)
      #expect(created.data?["secrets"]?.elements?.count == 1)
      let added = try await client.send(
        "POST", "\(Self.path)/\(id)/secrets", json: ["expires_in_hours": 336])
      let second = try #require(added.data?["secret"]?.stringValue)
      let answers = [
        try await client.get("\(Self.path)/\(id)"), try await client.get(Self.path),
        try await client.send("PATCH", "\(Self.path)/\(id)", json: ["description": "x"]),
        try await client.send("POST", "\(Self.path)/\(id)/secrets", json: ["expires_in_hours": 0]),
      ]
      for answer in answers {
        #expect(!answer.text.contains(first) && !answer.text.contains(second))
        #expect(answer["Cache-Control"] == "no-store")
      }
      let listed = answers[0].data?["secrets"]?.elements ?? []
      #expect(listed.count == 2 && listed[1]["id"] == added.data?["id"])
      let format = ISO8601DateFormatter()
      format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
      let times = ["created_at", "expires_at"].compactMap { name in
        format.date(from: added.data?[name]?.stringValue ?? "")
      }
      #expect(times[1].timeIntervalSince(times[0]) == 336 * 3600)
    }
  }

  @Test("a delivery is sent until it is taken, and tells how that went")
  func deliveries() async throws {
    var options = ReferenceServerOptions()
    options.deliversWebhooks = true
    try await withServer(options) { _, client in
      let listener = try await HookListener(answering: [503, 500])
      for url in [listener.url, "https://hook.example.com/in"] {
        let answer = try await client.send(
          "POST", Self.path, json: ["url": .string(url), "events": ["contact.created"]])
        #expect(answer.status == 200)
      }
      _ = try await client.send(
        "POST", "/\(try await client.account())/contacts",
        json: ["phone_number": "+12025550199", "name": "Sari"])
      var bodies: [[UInt8]] = []
      for _ in 0..<3 { bodies.append(try #require(await listener.next()).body) }
      #expect(Set(bodies).count == 1, "the same at every attempt")
      let event = try JSON(parsing: bodies[0])
      #expect(event["type"] == "contact.created" && event["data"]?["name"] == "Sari")
      var rows: [JSON] = []
      repeat {
        rows =
          try await client.get("/webhook_deliveries?event_type=contact.created").data?.elements
          ?? []
      } while rows.contains { ["pending", "failed"].contains($0["status"]?.stringValue) }
      let taken = try #require(rows.first { $0["status"] == "succeeded" })
      #expect(taken["attempt_count"] == 3 && taken["response_status"] == 200)
      let dead = try #require(rows.first { $0["status"] == "dead" })
      #expect(dead["attempt_count"] == 1, "nothing is sent off this machine")
      #expect(dead["response_status"]?.isNull == true)
      await listener.stop()
    }
  }

  @Test("a revoked secret is gone, the last one stays, and strangers' secrets are unknown")
  func revocation() async throws {
    try await withServer { _, client in
      let id = try #require(try await create(client).data?["id"]?.stringValue)
      let other = try #require(try await create(client).data?["id"]?.stringValue)
      let added = try await client.send("POST", "\(Self.path)/\(id)/secrets")
      let secret = try #require(added.data?["id"]?.stringValue)
      #expect(added.data?["expires_at"]?.isNull == true)
      let elsewhere = try await client.send("DELETE", "\(Self.path)/\(other)/secrets/\(secret)")
      #expect(elsewhere.status == 404)
      let revoked = try await client.send("DELETE", "\(Self.path)/\(id)/secrets/\(secret)")
      #expect(revoked.data == ["id": .string(secret), "deleted": true])
      #expect(
        try await client.send("DELETE", "\(Self.path)/\(id)/secrets/\(secret)").status == 404)
      let left = try await client.get("\(Self.path)/\(id)").data?["secrets"]?[0]?["id"]
      let last = try await client.send(
        "DELETE", "\(Self.path)/\(id)/secrets/\(left?.stringValue ?? "")")
      #expect(last.status == 422)
    }
  }

  @Test("a subscription changes, pauses, and goes")
  func lifecycle() async throws {
    try await withServer { server, client in
      let id = try #require(try await create(client).data?["id"]?.stringValue)
      let change: JSON = [
        "url": "https://other.example.com", "description": "D", "status": "paused",
        "events": ["contact.created", "message.status"],
      ]
      let changed = try await client.send("PATCH", "\(Self.path)/\(id)", json: change)
      for member in change.members ?? [] { #expect(changed.data?[member.name] == member.value) }
      #expect(try await client.get("\(Self.path)/\(id)").data == changed.data)
      #expect(try await client.get(Self.path + "?status=paused").ids == [id])
      #expect(try await !client.get(Self.path + "?status=active").ids.contains(id))
      let cleared = try await client.send("PATCH", "\(Self.path)/\(id)", json: ["description": nil])
      #expect(cleared.data?["description"]?.isNull == true)
      let deleted = try await client.send("DELETE", "\(Self.path)/\(id)")
      #expect(deleted.data == ["id": .string(id), "deleted": true])
      #expect(try await client.get("\(Self.path)/\(id)").status == 404)
      #expect(try await client.send("POST", "\(Self.path)/\(id)/secrets").status == 404)
      #expect(server.counters.effects.subscriptionsDeleted == 1)
    }
  }

  @Test(
    "each broken rule is refused with its member named",
    arguments: [
      ("POST", #"{"events":["contact.created"]}"#, "url"),
      ("POST", #"{"url":"https://a.example"}"#, "events"),
      ("POST", #"{"url":"not a uri","events":["contact.created"]}"#, "url"),
      ("POST", #"{"url":"https://a.example","events":[]}"#, "events"),
      ("POST", #"{"url":"https://a.example","events":["x"]}"#, "events.0"),
      (
        "POST", #"{"url":"https://a.example","events":["contact.created"],"description":null}"#,
        "description"
      ),
      ("PATCH", #"{"status":"disabled"}"#, "status"),
      ("SECRET", #"{"expires_in_hours":337}"#, "expires_in_hours"),
      ("SECRET", #"{"expires_in_hours":1.5}"#, "expires_in_hours"),
      ("SECRET", #"{"expires_in_hours":"1"}"#, "expires_in_hours"),
    ])
  func refusals(method: String, body: String, parameter: String) async throws {
    try await withServer { server, client in
      let id = try await client.get(Self.path + "?status=active").ids[0]
      let before = server.stateDigest
      let path =
        switch method {
        case "POST": Self.path
        case "PATCH": "\(Self.path)/\(id)"
        default: "\(Self.path)/\(id)/secrets"
        }
      let answer = try await client.send(
        method == "SECRET" ? "POST" : method, path, body: Array(body.utf8))
      #expect(answer.status == 400 && answer.errorParameter == parameter)
      #expect(server.stateDigest == before)
    }
  }

  @Test("a replay is a fresh delivery beside the original")
  func replay() async throws {
    try await withServer { _, client in
      let id = try await client.get("/webhook_deliveries?status=succeeded").ids[0]
      let before = try await client.get("/webhook_deliveries/\(id)")
      #expect(before.data?["payload"]?["type"] == "message.received")
      let replay = try await client.send("POST", "/webhook_deliveries/\(id)/replay")
      #expect(replay.data?["replayed_from"]?.stringValue == id)
      #expect(replay.data?["status"] == "pending" && replay.data?["id"]?.stringValue != id)
      #expect(try await client.get("/webhook_deliveries/\(id)").data == before.data)
      let copy = try await client.get(
        "/webhook_deliveries/\(replay.data?["id"]?.stringValue ?? "")")
      #expect(copy.data?["replayed_from"]?.stringValue == id)
    }
  }

  @Test("replaying in bulk takes the dead ones of one active subscription")
  func bulkReplay() async throws {
    try await withServer { server, client in
      let path = "/webhook_deliveries/bulk_replay"
      let active = try await client.get(Self.path + "?status=active").ids[0]
      let answer = try await client.send(
        "POST", path, json: ["subscription_id": .string(active)])
      #expect(answer.data == ["enqueued": 1, "capped": false])
      let none = try await client.send(
        "POST", path, json: ["subscription_id": .string(active), "event_type": "no.such"])
      #expect(none.data == ["enqueued": 0, "capped": false])
      let unknown = JSON.string("wbs_" + String(repeating: "7", count: 26))
      #expect(
        try await client.send("POST", path, json: ["subscription_id": unknown]).status == 404)
      let disabled = JSON.string(try await client.get(Self.path + "?status=disabled").ids[0])
      #expect(
        try await client.send("POST", path, json: ["subscription_id": disabled]).status == 409)
      let bad = try await client.send("POST", path, json: ["subscription_id": "x"])
      #expect(bad.status == 400 && bad.errorParameter == "subscription_id")
      #expect(server.counters.effects.deliveriesReplayed == 1)
    }
  }

  @Test("deliveries are filtered by subscription, status, type and window")
  func filters() async throws {
    try await withServer { _, client in
      let all = try await client.rows("/webhook_deliveries")
      #expect(all.count == 6 && all.allSatisfy { $0["payload"] == nil })
      for name in ["subscription_id", "status", "event_type"] {
        let value = all[0][name]?.stringValue ?? ""
        let expected = all.filter { $0[name]?.stringValue == value }
          .compactMap { $0["id"]?.stringValue }
        let path = "/webhook_deliveries?\(name)=\(value)"
        #expect(try await client.walkedIDs(path, limit: 2) == expected)
      }
      let middle = all[3]["created_at"]?.stringValue ?? ""
      #expect(try await client.rows("/webhook_deliveries?created_after=\(middle)").count == 4)
      #expect(try await client.rows("/webhook_deliveries?created_before=\(middle)").count == 2)
    }
  }
}
