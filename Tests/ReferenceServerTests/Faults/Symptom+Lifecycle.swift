import ReferenceServer

extension Symptom {
  static let lifecycle: [Symptom] = [
    Symptom("default-color-red") {
      try await $0.send("POST", "/labels", json: ["name": "Plain"]).data?["color"] != "gray"
    },
    Symptom("name-altered") {
      try await $0.send("POST", "/labels", json: ["name": "Name"]).data?["name"] != "Name"
    },
    Symptom("color-not-stored") { client in
      let created = try await client.send("POST", "/labels", json: ["name": "A", "color": "sky"])
      let id = created.data?["id"]?.stringValue ?? ""
      return try await client.get("/labels/\(id)").data != created.data
    },
    Symptom("new-label-unlisted") { client in
      let id = try await client.makeLabel("Newest")
      return try await !client.walkedIDs("/labels", limit: 100).contains(id)
    },
    Symptom("length-in-utf16") {
      let name = String(repeating: "🎂", count: 50)
      return try await $0.send("POST", "/labels", json: ["name": .string(name)]).status != 200
    },
    Symptom("patch-resets-color") { client in
      let created = try await client.send("POST", "/labels", json: ["name": "A", "color": "sky"])
      let id = created.data?["id"]?.stringValue ?? ""
      _ = try await client.send("PATCH", "/labels/\(id)", json: ["name": "B"])
      return try await client.get("/labels/\(id)").data?["color"] != "sky"
    },
    Symptom("patch-answers-old") { client in
      let id = try await client.makeLabel("Old")
      let answer = try await client.send("PATCH", "/labels/\(id)", json: ["name": "New"])
      return try await client.get("/labels/\(id)").data != answer.data
    },
    Symptom("updated-at-stands-still") { client in
      let id = try await client.makeLabel("Old")
      let before = try await client.get("/labels/\(id)").data?["updated_at"]
      _ = try await client.send("PATCH", "/labels/\(id)", json: ["name": "New"])
      return try await client.get("/labels/\(id)").data?["updated_at"] == before
    },
    Symptom("rename-takes-any-name") { client in
      _ = try await client.makeLabel("A")
      let id = try await client.makeLabel("B")
      return try await client.send("PATCH", "/labels/\(id)", json: ["name": "A"]).status == 200
    },
    Symptom("duplicate-names-accepted") { client in
      _ = try await client.makeLabel("A")
      return try await client.send("POST", "/labels", json: ["name": "A"]).status == 200
    },
    Symptom("delete-keeps-label") { client in
      let id = try await client.makeLabel("Doomed")
      _ = try await client.send("DELETE", "/labels/\(id)")
      return try await client.get("/labels/\(id)").status != 404
    },
    Symptom("deleted-label-listed") { client in
      let id = try await client.makeLabel("Doomed")
      _ = try await client.send("DELETE", "/labels/\(id)")
      return try await client.walkedIDs("/labels", limit: 100).contains(id)
    },
    Symptom("second-delete-200") { client in
      let id = try await client.makeLabel("Doomed")
      _ = try await client.send("DELETE", "/labels/\(id)")
      return try await client.send("DELETE", "/labels/\(id)").status != 404
    },
    Symptom("deleted-name-stays-taken") { client in
      let id = try await client.makeLabel("Doomed")
      _ = try await client.send("DELETE", "/labels/\(id)")
      return try await client.send("POST", "/labels", json: ["name": "Doomed"]).status != 200
    },
    Symptom("status-goes-back") { client in
      let path = try await client.messagesPath()
      let row = try await client.rows(path + "?direction=outbound").first
      let id = row?["id"]?.stringValue ?? ""
      var statuses: [JSON?] = []
      for _ in 0..<2 { statuses.append(try await client.get("\(path)/\(id)").data?["status"]) }
      return statuses[1] == "queued"
    },
    Symptom("receiver-altered") {
      try await $0.sendText("Hello", to: "+12025550155").data?["to"] != "+12025550155"
    },
    Symptom("dangling-conversation") { client in
      let path = try await client.messagesPath()
      let id = try await client.rows(path).first?["conversation_id"]?.stringValue ?? ""
      return try await client.rows("\(path)?conversation_id=\(id)").isEmpty
    },
  ]
}
