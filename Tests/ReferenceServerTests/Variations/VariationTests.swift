import Foundation
import ReferenceServer
import Testing

/// How to see a variation from outside.
struct Trait: Sendable, CustomTestStringConvertible {
  let variation: String
  /// Whether a plain server can show it as well, as when it happens to be slow.
  let isAmbiguous: Bool
  /// The limits of the servers it is looked for on, whose time passes with requests.
  let limits: RateLimits?
  let isShown: @Sendable (TestClient) async throws -> Bool

  init(
    _ variation: String, isAmbiguous: Bool = false, limits: RateLimits? = nil,
    _ isShown: @escaping @Sendable (TestClient) async throws -> Bool
  ) {
    self.variation = variation
    self.isAmbiguous = isAmbiguous
    self.limits = limits
    self.isShown = isShown
  }

  var testDescription: String { variation }
}

@Suite("Legal variations")
struct VariationTests {
  @Test("each is seen on the server that has it, and not on the plain one", arguments: Trait.all)
  func observable(trait: Trait) async throws {
    var options = ReferenceServerOptions()
    options.deliversWebhooks = true
    if let limits = trait.limits {
      options.rateLimits = limits
      options.now = SteppingClock(by: .milliseconds(400)).next
    }
    if !trait.isAmbiguous {
      #expect(
        try await withServer(options) { _, client in try await trait.isShown(client) } == false)
    }
    options.variations = [trait.variation]
    #expect(try await withServer(options) { _, client in try await trait.isShown(client) })
  }

  @Test("each has a trait and an id of its own")
  func complete() {
    let ids = LegalVariation.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids) == Set(Trait.all.map(\.variation)))
  }

  @Test("each keeps the rules that clients rely on", arguments: Trait.all.map(\.variation))
  func harmless(variation: String) async throws {
    var options = ReferenceServerOptions()
    options.variations = [variation]
    try await withServer(options) { server, client in
      try await checkLabels(client)
      try await checkMessages(client, server)
      #expect(try await client.with(key: nil).get("/me").status == 401)
      #expect(try await client.get("/labels?limit=abc").errorCode == "invalid_limit")
      #expect(try await client.get("/nope").errorCode == "route_not_found")
    }
  }

  private func checkLabels(_ client: TestClient) async throws {
    var ids: [String] = []
    for number in 0..<5 { ids.append(try await client.makeLabel("Own \(number)")) }
    let pages = try await client.walk("/labels", limit: 2)
    let walked = pages.flatMap(\.ids)
    #expect(Set(walked).isSuperset(of: ids))
    #expect(Set(walked).count == walked.count)
    #expect(pages.allSatisfy { $0.status == 200 && $0.ids.count <= 2 })
    let created = try await client.send("POST", "/labels", json: ["name": "Same/é 🎂"])
    let id = try #require(created.data?["id"]?.stringValue)
    #expect(try await client.get("/labels/\(id)").data == created.data)
    let changed = try await client.send("PATCH", "/labels/\(id)", json: ["color": "lime"])
    #expect(try await client.get("/labels/\(id)").data == changed.data)
    #expect(try await client.send("DELETE", "/labels/\(id)").data?["deleted"] == true)
    #expect(try await client.get("/labels/\(id)").errorCode == "resource_not_found")
  }

  private func checkMessages(_ client: TestClient, _ server: ReferenceServer) async throws {
    let first = try await client.sendText("Hello", key: "k-1")
    let again = try await client.sendText("Hello", key: "k-1")
    #expect(first.status == 200 && again.status == 200)
    #expect(first.data?["id"] == again.data?["id"])
    #expect(try await client.sendText("Other", key: "k-1").status == 422)
    #expect(server.counters.effects.messagesSent == 1)
    let raced = try await client.race(["Race", "Race", "Race"], key: "k-2")
    #expect(raced.allSatisfy { [200, 409].contains($0.status) })
    #expect(server.counters.effects.messagesSent == 2)
    let ids = try await client.walkedIDs(client.messagesPath() + "?direction=outbound", limit: 5)
    #expect(ids.contains(first.data?["id"]?.stringValue ?? ""))
  }
}

extension Answer {
  /// The bytes of the body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  /// Whether some field's name fulfils a condition.
  func hasName(_ condition: (String) -> Bool) -> Bool { fields.contains { condition($0.name) } }
}

extension TestClient {
  /// The text of a label's creation time.
  func creationTime() async throws -> String {
    try await firstLabel().data?["created_at"]?.stringValue ?? ""
  }

  /// The bytes that come back for a plain request.
  func rawHealth() async throws -> String {
    let request = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    return String(decoding: try await raw(Array(request.utf8)), as: UTF8.self)
  }
}

extension Trait {
  static let all: [Trait] = json + http + behavior + limits

  private static let json: [Trait] = [
    Trait("extra-members") { try await $0.get("/me").data?["x_added"] != nil },
    Trait("members-reversed") { client in
      try await client.get("/me").json?.members?.first?.name == "request_id"
    },
    Trait("spaced-json") { try await $0.get("/health").text.contains("\n") },
    Trait("escaped-json") { try await $0.get("/labels").text.contains(#"\uD83C\uDF82"#) },
    Trait("integers-with-fraction") {
      try await $0.get("/me").text.contains(#""read_per_minute":1000000.0"#)
    },
    Trait("dates-with-zero-offset") { try await $0.creationTime().hasSuffix("+00:00") },
    Trait("dates-with-unknown-offset") { try await $0.creationTime().hasSuffix("-00:00") },
    Trait("dates-in-local-time") { try await $0.creationTime().hasSuffix("+07:00") },
    Trait("dates-with-nine-digits") { try await $0.creationTime().count == 30 },
    Trait("dates-in-small-letters") { try await $0.creationTime().hasSuffix("z") },
    Trait("dates-in-whole-seconds") { try await $0.creationTime().count == 20 },
    Trait("optional-members-left-out") { client in
      let path = try await client.messagesPath()
      let id = try await client.rows(path).first?["id"]?.stringValue ?? ""
      return try await client.get("\(path)/\(id)").data?["to"] == nil
    },
  ]

  private static let http: [Trait] = [
    Trait("chunked") { try await $0.get("/health")["Transfer-Encoding"] == "chunked" },
    Trait("charset-named") {
      try await $0.get("/health")["Content-Type"]?.contains("UTF-8") == true
    },
    Trait("field-names-in-lower-case") { client in
      try await !client.get("/health").hasName { $0 != $0.lowercased() }
    },
    Trait("field-names-in-upper-case") { client in
      try await !client.get("/health").hasName { $0 != $0.uppercased() }
    },
    Trait("more-fields") { client in
      try await client.get("/health").fields.filter { $0.name == "Vary" }.count == 2
    },
    Trait("fewer-fields") { try await $0.get("/health")["X-Request-Id"] == nil },
    Trait("early-hints") { try await $0.rawHealth().hasPrefix("HTTP/1.1 103 ") },
    Trait("no-reason-phrase") { try await $0.rawHealth().hasPrefix("HTTP/1.1 200 \r\n") },
    Trait("closes-connections") { client in
      // The second request asks for nothing but the end, which only one of the two servers needs.
      let request = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n"
      let both = request + "\r\n" + request + "Connection: close\r\n\r\n"
      let received = String(decoding: try await client.raw(Array(both.utf8)), as: UTF8.self)
      return received.components(separatedBy: "HTTP/1.1 200").count == 2
    },
    Trait("slow-bodies", isAmbiguous: true) { client in
      let start = ContinuousClock.now
      _ = try await client.get("/health")
      return try await client.get("/health").status == 200
        && ContinuousClock.now - start >= .milliseconds(30)
    },
    Trait("validators") { client in
      let path = "/labels/\(try await client.firstLabelID())"
      guard let tag = try await client.get(path)["ETag"] else { return false }
      let answer = try await client.get(path, fields: [("If-None-Match", tag)])
      return answer.status == 304 && answer.wireBody.isEmpty
    },
    Trait("bare-heads") { try await $0.send("HEAD", "/health")["Content-Type"] == nil },
    Trait("more-allowed") { client in
      try await client.send("PUT", TestClient.unknownLabel, json: [:])["Allow"]?.contains("PURGE")
        == true
    },
    Trait("gzip") { client in
      let plain = try await client.get("/labels")
      let coded = try await client.get("/labels", fields: [("Accept-Encoding", "gzip")])
      // A stored block: its bytes stand as they are between ten and five bytes and eight more.
      return coded["Content-Encoding"] == "gzip"
        && (try? JSON(parsing: Array(coded.body.dropFirst(15).dropLast(8))))?["data"] == plain.data
    },
    Trait("budget-told") { try await $0.get("/me")["X-RateLimit-Limit"] == "1000000" },
  ]

  private static let limits: [Trait] = [
    Trait("retry-after-as-date", limits: .few) { client in
      try await client.throttled("/labels", count: 20).contains {
        $0["Retry-After"]?.hasSuffix(" GMT") == true
      }
    },
    Trait("budget-untold", limits: .few) { try await $0.get("/me")["X-RateLimit-Limit"] == nil },
    Trait("budget-structured", limits: .few) { client in
      try await client.get("/me")["RateLimit"]?.contains(";r=") == true
    },
  ]

  private static let behavior: [Trait] = [
    Trait("short-pages") { try await $0.get("/labels?limit=4").ids.count == 2 },
    Trait("limits-clamped") { try await $0.get("/labels?limit=1000").status == 200 },
    Trait("oldest-first") { client in
      let rows = try await client.walk("/labels", limit: 2).flatMap { $0.data?.elements ?? [] }
      let times = rows.compactMap { $0["created_at"]?.stringValue }
      return times == times.sorted() && times.count == 5
    },
    Trait("small-default-page") { client in
      for number in 0..<8 { _ = try await client.makeLabel("Many \(number)") }
      return try await client.get("/labels").ids.count == 10
    },
    Trait("cursors-with-reserved-characters") { client in
      let cursor = try await client.firstCursor("/labels")
      let escaped = cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let page = try await client.get("/labels?limit=2&cursor=\(escaped)")
      return cursor.contains("=") && page.ids.count == 2
    },
    Trait("replay-repeats-request-id") { client in
      let first = try await client.sendText("Hello", key: "k-id")
      return try await client.sendText("Hello", key: "k-id").json?["request_id"]
        == first.json?["request_id"]
    },
    Trait("running-key-refused") { client in
      try await client.inSomeTrial { trial in
        let answers = try await client.race(["A", "A", "A"], key: "k-busy-\(trial)")
        return answers.contains { $0.status == 409 }
      }
    },
    Trait("empty-key-is-none") { try await $0.sendText("Hello", key: "").status == 200 },
    Trait("unknown-names-refused") { client in
      let made = try await client.send("POST", "/labels", json: ["name": "Strict", "zz": "1"])
      let listed = try await client.get("/labels?zz=1")
      return [made, listed].allSatisfy { $0.status == 400 && $0.errorParameter == "zz" }
    },
    Trait("other-number-refused") { client in
      let path = "/\(try await client.account())/contacts"
      let number = "+12025550177"
      let made = try await client.send("POST", path, json: ["phone_number": .string(number)])
      let item = "\(path)/\(made.data?["id"]?.stringValue ?? "")"
      let same = try await client.send("PATCH", item, json: ["phone_number": .string(number)])
      let other = try await client.send("PATCH", item, json: ["phone_number": "+12025550178"])
      return same.status == 200 && other.errorParameter == "phone_number"
    },
    Trait("slow-operations", isAmbiguous: true) { client in
      let start = ContinuousClock.now
      _ = try await client.get("/health")
      return try await client.get("/health").status == 200
        && ContinuousClock.now - start >= .milliseconds(30)
    },
    Trait("no-rows") { try await $0.get("/labels").ids.isEmpty },
    Trait("second-account") { try await $0.rows("/accounts").count == 2 },
    Trait("delivered-at-once") {
      try await $0.sendText("Hello").data?["status"] == "delivered"
    },
    Trait("delivery-takes-long") { client in
      let id = try await client.sendText("Hello").data?["id"]?.stringValue ?? ""
      try await Task.sleep(for: .milliseconds(250))
      return try await client.get(client.messagesPath() + "/" + id).data?["status"] == "queued"
    },
    Trait("inbound-not-fetched") { client in
      let path = try await client.messagesPath()
      let id = try await client.rows(path + "?direction=inbound").first?["id"]?.stringValue ?? ""
      return try await client.get("\(path)/\(id)").status == 404
    },
    Trait("media-on-its-way") { try await $0.media().status == 404 },
    Trait("foreign-writer") { client in
      for _ in 0..<6 { _ = try await client.get("/health") }
      return try await client.rows("/labels").contains {
        $0["name"]?.stringValue?.hasPrefix("Stranger ") == true
      }
    },
    Trait("errors-in-other-words") { client in
      let first = try await client.get("/nope").json?["error"]?["message"]
      return try await client.get("/nope").json?["error"]?["message"] != first
    },
    Trait("culprit-as-pointer") {
      try await $0.get("/labels?limit=abc").errorParameter == "/limit"
    },
    Trait("several-challenges") { client in
      let answer = try await client.with(key: nil).get("/me")
      return answer.fields.count { $0.name == "WWW-Authenticate" } == 2
    },
    Trait("events-in-another-order") { client in
      let asked = ["message.received", "message.status"]
      let made = try await client.send(
        "POST", "/webhook_subscriptions",
        json: ["url": "https://hooks.example.net", "events": .array(asked.map(JSON.string))])
      return made.data?["events"]?.elements?.compactMap(\.stringValue) == asked.reversed()
    },
    Trait("signature-with-more") {
      try await $0.signedDelivery().delivery?.signature?.contains("v0=") == true
    },
  ]
}
