import ReferenceServer
import Testing

@Suite("Contacts and conversations")
struct ContactRoutesTests {
  @Test("a contact reads back as created, changes member by member, and clears with null")
  func lifecycle() async throws {
    try await withServer { server, client in
      let path = "/\(try await client.account())/contacts"
      let created = try await client.send(
        "POST", path,
        json: [
          "phone_number": "+12025550177", "name": "Dian", "email": "dian@example.com",
          "metadata": ["vip": true, "since": 2020],
        ])
      #expect(created.status == 200)
      let id = try #require(created.data?["id"]?.stringValue)
      #expect(try await client.get("\(path)/\(id)").data == created.data)
      #expect(try await client.walkedIDs(path, limit: 2).contains(id))
      for query in ["phone=%2B12025550177", "search=DIA", "search=dian%40"] {
        #expect(try await client.get("\(path)?\(query)").ids == [id])
      }
      let renamed = try await client.send("PATCH", "\(path)/\(id)", json: ["name": "Dian P."])
      #expect(renamed.data?["email"] == "dian@example.com")
      #expect(renamed.data?["metadata"] == ["since": 2020, "vip": true])
      let cleared = try await client.send(
        "PATCH", "\(path)/\(id)", json: ["name": nil, "email": "", "metadata": nil])
      #expect(cleared.data?["name"]?.isNull == true && cleared.data?["email"]?.isNull == true)
      #expect(try await client.get("\(path)/\(id)").data == cleared.data)
      let ignored = try await client.send(
        "PATCH", "\(path)/\(id)", json: ["phone_number": "+12025550178"])
      #expect(ignored.data == cleared.data)
      let effects = server.counters.effects
      #expect(effects.contactsCreated == 1 && effects.contactsUpdated == 2)
    }
  }

  @Test(
    "each broken rule of a create is refused with its member named",
    arguments: [
      (#"{}"#, "phone_number"), (#"{"phone_number":"x"}"#, "phone_number"),
      (#"{"phone_number":5}"#, "phone_number"),
      (#"{"phone_number":"+12025550110"}"#, "phone_number"),
      (#"{"phone_number":"+12025550177","name":""}"#, "name"),
      (#"{"phone_number":"+12025550177","name":null}"#, "name"),
      (#"{"phone_number":"+12025550177","email":"nobody"}"#, "email"),
      (#"{"phone_number":"+12025550177","metadata":[]}"#, "metadata"),
    ])
  func refusals(body: String, parameter: String) async throws {
    try await withServer { server, client in
      let before = server.stateDigest
      let path = "/\(try await client.account())/contacts"
      let answer = try await client.send("POST", path, body: Array(body.utf8))
      #expect(answer.status == 400 && answer.errorParameter == parameter)
      #expect(server.stateDigest == before)
    }
  }

  @Test("deleting a contact takes its conversations and messages along")
  func cascade() async throws {
    try await withServer { _, client in
      let account = try await client.account()
      let sent = try await client.sendText("Hi", to: "+12025550177")
      let message = try #require(sent.data?["id"]?.stringValue)
      let conversation = try #require(sent.data?["conversation_id"]?.stringValue)
      let talk = try await client.get("/\(account)/conversations/\(conversation)")
      let contact = try #require(talk.data?["contact"]?["id"]?.stringValue)
      #expect(try await client.get("/\(account)/contacts/\(contact)").status == 200)
      let deleted = try await client.send("DELETE", "/\(account)/contacts/\(contact)")
      #expect(deleted.data == ["id": .string(contact), "object": "contact", "deleted": true])
      for path in [
        "contacts/\(contact)", "conversations/\(conversation)", "messages/\(message)",
      ] {
        #expect(try await client.get("/\(account)/\(path)").status == 404, "\(path)")
      }
    }
  }

  @Test("conversations come by their last message, those without one at the end")
  func order() async throws {
    try await withServer { _, client in
      let path = "/\(try await client.account())/conversations"
      let rows = try await client.walk(path, limit: 1).compactMap { $0.data?[0] }
      let times = rows.map { $0["last_message_at"]?.stringValue ?? "" }
      #expect(times == times.sorted(by: >) && times.last == "" && times.count == 4)
      let oldest = try #require(rows.last { $0["last_message_at"]?.isNull == false })
      let number = oldest["contact"]?["phone_number"]?.stringValue ?? ""
      _ = try await client.sendText("News", to: number)
      #expect(try await client.get(path).data?[0]?["id"] == oldest["id"])
      for (name, value) in [
        ("status", "open"), ("contact_id", oldest["contact"]?["id"]?.stringValue ?? ""),
      ] { #expect(try await client.get("\(path)?\(name)=\(value)").ids.isEmpty == false) }
      #expect(try await client.get("\(path)?status=resolved").ids.isEmpty)
    }
  }

  @Test("a conversation takes a status and an assignee, and needs one of them")
  func update() async throws {
    try await withServer { _, client in
      let path = "/\(try await client.account())/conversations"
      let id = try await client.get(path).ids[0]
      for body in [
        "{}", #"{"status":"closed"}"#, #"{"assigned_to":"user-0"}"#,
        #"{"assigned_to":""}"#, #"{"status":null}"#,
      ] {
        let answer = try await client.send("PATCH", "\(path)/\(id)", body: Array(body.utf8))
        #expect(answer.status == 400, "\(body)")
      }
      let resolved = try await client.send("PATCH", "\(path)/\(id)", json: ["status": "resolved"])
      #expect(resolved.data?["status"] == "resolved")
      #expect(try await client.get("\(path)/\(id)").data == resolved.data)
      let user = try #require(client.server.userIDs.first)
      let assigned = try await client.send(
        "PATCH", "\(path)/\(id)", json: ["assigned_to": .string(user)])
      #expect(assigned.data?["assignee"]?["id"]?.stringValue == user)
      #expect(assigned.data?["status"] == "resolved")
      let unassigned = try await client.send("PATCH", "\(path)/\(id)", json: ["assigned_to": nil])
      #expect(unassigned.data?["assignee"]?.isNull == true)
    }
  }

  @Test("labels go on and come off, again and again, and vanish with what they hang on")
  func attachments() async throws {
    try await withServer { server, client in
      let account = try await client.account()
      let label = try await client.makeLabel("Tag")
      for collection in ["contacts", "conversations"] {
        let id = try await client.get("/\(account)/\(collection)").ids[0]
        let path = "/\(account)/\(collection)/\(id)/labels"
        let name = collection == "contacts" ? "contact_id" : "conversation_id"
        for _ in 0..<2 {
          let on = try await client.send("POST", path, json: ["label_id": .string(label)])
          #expect(on.data == [name: .string(id), "label_id": .string(label), "attached": true])
        }
        for _ in 0..<2 {
          let off = try await client.send("DELETE", "\(path)/\(label)")
          #expect(off.data?["attached"] == false)
        }
        let unknown = "lbl_" + String(repeating: "7", count: 26)
        #expect(
          try await client.send("POST", path, json: ["label_id": .string(unknown)]).status == 404)
        #expect(try await client.send("DELETE", "\(path)/\(unknown)").status == 404)
        let bad = try await client.send("POST", path, json: ["label_id": "x"])
        #expect(bad.status == 400 && bad.errorParameter == "label_id")
      }
      #expect(server.counters.effects.attachmentsChanged == 4)
    }
  }

  @Test("labels in bulk count what was done and what was skipped")
  func bulk() async throws {
    try await withServer { server, client in
      let account = try await client.account()
      let path = "/\(account)/contacts/bulk_label"
      let label = try await client.makeLabel("Bulk")
      let own = try await client.get("/\(account)/contacts").ids.prefix(3).map(JSON.string)
      let unknown = ["7", "8"].map { JSON.string("ctc_" + String(repeating: $0, count: 26)) }
      func body(_ ids: [JSON], _ operation: JSON = "attach") -> JSON {
        ["contact_ids": .array(ids), "label_id": .string(label), "operation": operation]
      }
      for operation in ["attach", "detach"] {
        let answer = try await client.send(
          "POST", path, json: body(own + unknown, .string(operation)))
        #expect(
          answer.data == ["applied": 3, "skipped_cross_org": 2, "skipped_team_mismatch": 0])
      }
      #expect(server.counters.effects.attachmentsChanged == 6)
      for bad in [
        body([]), body([JSON](repeating: own[0], count: 1001)), body(["x"]), body(own, "toggle"),
      ] { #expect(try await client.send("POST", path, json: bad).status == 400) }
      let full = body([JSON](repeating: own[0], count: 1000))
      #expect(try await client.send("POST", path, json: full).data?["applied"] == 1)
      #expect(try await client.get(path).status == 405)
    }
  }

  @Test("a contact can take only a label of its team")
  func teams() async throws {
    var options = ReferenceServerOptions()
    options.hasSecondTeam = true
    try await withServer(options) { _, client in
      let account = try await client.account()
      let contact = try await client.get("/\(account)/contacts").ids[0]
      let teams = client.server.teamIDs
      var statuses: [Int] = []
      for team in teams {
        let label = try await client.send(
          "POST", "/labels", json: ["name": "T", "team_id": .string(team)])
        statuses.append(
          try await client.send(
            "POST", "/\(account)/contacts/\(contact)/labels",
            json: ["label_id": label.data?["id"] ?? .null]
          ).status)
      }
      #expect(statuses == [200, 400])
    }
  }
}

@Suite("Templates")
struct TemplateRoutesTests {
  @Test("the list shows approved ones, others by status, languages by name")
  func list() async throws {
    try await withServer { _, client in
      let path = "/\(try await client.account())/templates"
      #expect(try await client.rows(path).allSatisfy { $0["status"] == "approved" })
      #expect(try await client.walkedIDs(path + "?status=all", limit: 2).count == 5)
      #expect(try await client.rows(path + "?status=rejected").count == 1)
      #expect(try await client.rows(path + "?language=id").count == 2)
      for query in ["status=x", "language=e", "language=" + String(repeating: "e", count: 16)] {
        #expect(try await client.get("\(path)?\(query)").status == 400)
      }
    }
  }

  @Test("one is found by name and language")
  func fetch() async throws {
    try await withServer { _, client in
      let path = "/\(try await client.account())/templates"
      for row in try await client.rows(path + "?status=all") {
        let name = row["name"]?.stringValue ?? ""
        let language = row["language"]?.stringValue ?? ""
        #expect(try await client.get("\(path)/\(name)?language=\(language)").data == row)
        #expect(try await client.get("\(path)/\(name)?language=fr").status == 404)
      }
      #expect(try await client.get("\(path)/nothing").status == 404)
    }
  }

  @Test("a template message shows its text; one that is not approved fails later")
  func send() async throws {
    try await withServer { server, client in
      let path = try await client.messagesPath()
      func body(_ name: String) -> JSON {
        [
          "messaging_product": "whatsapp", "to": "+12025550150", "type": "template",
          "template": [
            "name": .string(name), "language": ["code": "en_US"],
            "components": [
              ["type": "body", "parameters": [["type": "text", "text": "#42"]]]
            ],
          ],
        ]
      }
      #expect(try await client.send("POST", path, json: body("order_shipped")).status == 200)
      #expect(try await client.get(path).data?[0]?["content"] == "Order #42 is on its way.")
      let unknown = try await client.send("POST", path, json: body("weekend_offer"))
      #expect(unknown.status == 200 && unknown.data?["status"] == "queued")
    }
  }
}
