import ReferenceServer
import Testing

@Suite("Labels")
struct LabelRoutesTests {
  @Test("a created label reads back as the answer to its creation")
  func lifecycle() async throws {
    try await withServer { server, client in
      let created = try await client.send("POST", "/labels", json: ["name": "Loyal 💛"])
      #expect(created.status == 200)
      #expect(created.data?["color"]?.stringValue == "gray")
      let id = try #require(created.data?["id"]?.stringValue)
      #expect(try await client.get("/labels/\(id)").data == created.data)
      #expect(try await client.walk("/labels", limit: 2).flatMap(\.ids).contains(id))

      let changed = try await client.send("PATCH", "/labels/\(id)", json: ["color": "teal"])
      #expect(changed.data?["name"]?.stringValue == "Loyal 💛")
      #expect(changed.data?["color"]?.stringValue == "teal")
      #expect(try await client.get("/labels/\(id)").data == changed.data)

      let deleted = try await client.send("DELETE", "/labels/\(id)")
      #expect(deleted.data == ["id": .string(id), "object": "label", "deleted": true])
      for method in ["GET", "DELETE"] {
        #expect(try await client.send(method, "/labels/\(id)").status == 404)
      }
      #expect(try await client.send("PATCH", "/labels/\(id)", json: ["color": "red"]).status == 404)
      let effects = server.counters.effects
      #expect(
        [effects.labelsCreated, effects.labelsUpdated, effects.labelsDeleted] == [1, 1, 1])
    }
  }

  @Test(
    "a name is 1 to 50 code points long",
    arguments: [
      ("", 400), ("x", 200), (String(repeating: "🎂", count: 50), 200),
      (String(repeating: "e\u{301}", count: 25), 200),
      (String(repeating: "e\u{301}", count: 26), 400),
    ])
  func nameLength(name: String, status: Int) async throws {
    try await withServer { _, client in
      let answer = try await client.send("POST", "/labels", json: ["name": .string(name)])
      #expect(answer.status == status)
      #expect(answer.errorParameter == (status == 400 ? "name" : nil))
    }
  }

  @Test("a name is free once for a team, and free again after a rename or a deletion")
  func uniqueNames() async throws {
    try await withServer { _, client in
      let first = try await client.makeLabel("A")
      let second = try await client.makeLabel("B")
      let again = try await client.send("POST", "/labels", json: ["name": "A"])
      #expect(again.status == 400 && again.errorCode == "invalid_field_value")
      let renamed = try await client.send("PATCH", "/labels/\(second)", json: ["name": "A"])
      #expect(renamed.status == 400 && renamed.errorCode == "invalid_field_value")
      #expect(try await client.send("PATCH", "/labels/\(first)", json: ["name": "A"]).status == 200)
      #expect(try await client.send("PATCH", "/labels/\(first)", json: ["name": "C"]).status == 200)
      let third = try await client.makeLabel("A")
      #expect(third != first)
      #expect(try await client.send("DELETE", "/labels/\(third)").status == 200)
      #expect(try await client.makeLabel("A") != third)
    }
  }

  @Test(
    "each broken rule of a create is refused with its member named",
    arguments: [
      (#"{}"#, "missing_required_field", "name"),
      (#"{"name":1}"#, "invalid_field_type", "name"),
      (#"{"name":null}"#, "invalid_field_type", "name"),
      (#"{"name":"a","color":"Red"}"#, "invalid_field_value", "color"),
      (#"{"name":"a","color":null}"#, "invalid_field_type", "color"),
      (#"{"name":"a","team_id":""}"#, "invalid_field_value", "team_id"),
      (#"{"name":"a","team_id":"nobody"}"#, "invalid_field_value", "team_id"),
    ])
  func refusals(body: String, code: String, parameter: String) async throws {
    try await withServer { server, client in
      let before = server.stateDigest
      let answer = try await client.send("POST", "/labels", body: Array(body.utf8))
      #expect(answer.status == 400)
      #expect(answer.errorCode == code && answer.errorParameter == parameter)
      #expect(server.stateDigest == before)
    }
  }

  @Test("an organization with two teams must name one")
  func secondTeam() async throws {
    var options = ReferenceServerOptions()
    options.hasSecondTeam = true
    try await withServer(options) { _, client in
      let nameless = try await client.send("POST", "/labels", json: ["name": "A"])
      #expect(nameless.status == 400 && nameless.errorParameter == "team_id")
      let team = try #require(try await client.get("/labels").data?[0]?["team_id"])
      let named = try await client.send("POST", "/labels", json: ["name": "A", "team_id": team])
      #expect(named.data?["team_id"] == team)
    }
  }

  @Test("when creates of one name race, one wins and the others hear why not")
  func racingNames() async throws {
    try await withServer { server, client in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask { try await client.send("POST", "/labels", json: ["name": "One"]).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.sorted() == [200] + [Int](repeating: 400, count: 7))
      #expect(server.counters.effects.labelsCreated == 1)
    }
  }
}
