import ReferenceServer

extension TestClient {
  /// How many messages have really been sent.
  var sent: Int { server.counters.effects.messagesSent }

  /// Sends bodies at the same time, all with one key, and gives the answers.
  func race(_ texts: [String], key: String) async throws -> [Answer] {
    let path = try await messagesPath()
    return try await withThrowingTaskGroup(of: Answer.self) { group in
      for text in texts {
        group.addTask {
          try await send(
            "POST", path, json: Self.text(text), fields: [("Idempotency-Key", key)])
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// Whether something that only overlapping requests show was shown in one of five trials.
  ///
  /// Requests sent together need not overlap, so one trial without it proves nothing.
  func inSomeTrial(_ isShown: (Int) async throws -> Bool) async throws -> Bool {
    for trial in 1...50 where try await isShown(trial) { return true }
    return false
  }

  /// Sends a text message with a changed body.
  func send(_ text: String, key: String, changing change: (inout JSON) -> Void) async throws
    -> Answer
  {
    var body = Self.text(text)
    change(&body)
    return try await send(
      "POST", try await messagesPath(), json: body, fields: [("Idempotency-Key", key)])
  }
}

extension Symptom {
  static let idempotency: [Symptom] = [
    Symptom("key-ignored") { client in
      for _ in 0..<2 { _ = try await client.sendText("Once", key: "k-once") }
      return client.sent != 1
    },
    Symptom("replay-other-id") { client in
      let first = try await client.sendText("Once", key: "k-once").data?["id"]
      return try await client.sendText("Once", key: "k-once").data?["id"] != first
    },
    Symptom("replay-other-receiver") { client in
      let first = try await client.sendText("Once", key: "k-once").data
      return try await client.sendText("Once", key: "k-once").data != first
    },
    Symptom("key-reuse-accepted") { client in
      _ = try await client.sendText("One", key: "k-reuse")
      return try await client.sendText("Two", key: "k-reuse").status != 422
    },
    Symptom("preview-not-compared") { client in
      _ = try await client.send("One", key: "k-nested") { $0["text"]?["preview_url"] = true }
      let second = try await client.send("One", key: "k-nested") {
        $0["text"]?["preview_url"] = false
      }
      return second.status != 422
    },
    Symptom("refused-reuse-sends") { client in
      _ = try await client.sendText("One", key: "k-refused")
      _ = try await client.sendText("Two", key: "k-refused")
      return client.sent != 1
    },
    Symptom("refusal-remembered") { client in
      _ = try await client.send("One", key: "k-poison") { $0["text"] = nil }
      return try await client.sendText("One", key: "k-poison").status == 400
    },
    Symptom("key-soon-forgotten") { client in
      _ = try await client.sendText("One", key: "k-memory")
      try await Task.sleep(for: .milliseconds(2100))
      _ = try await client.sendText("One", key: "k-memory")
      return client.sent != 1
    },
    Symptom("replay-marker-wrong") { client in
      _ = try await client.sendText("One", key: "k-marker")
      return try await client.sendText("One", key: "k-marker")["Idempotent-Replayed"] != "true"
    },
    Symptom("key-freezes-reads") { client in
      let id = try await client.makeLabel("Fresh")
      let key = [("Idempotency-Key", "k-read")]
      _ = try await client.get("/labels/\(id)", fields: key)
      _ = try await client.send("PATCH", "/labels/\(id)", json: ["color": "pink"])
      return try await client.get("/labels/\(id)", fields: key).data?["color"] != "pink"
    },
    Symptom("key-prefix-compared") { client in
      _ = try await client.sendText("Same", key: "k-prefix-one")
      _ = try await client.sendText("Same", key: "k-prefix-two")
      return client.sent != 2
    },
    Symptom("key-shared-between-accounts") { client in
      for account in try await client.rows("/accounts") {
        let number = account["phone_number_id"]?.stringValue ?? ""
        _ = try await client.send(
          "POST", "/\(number)/messages", json: TestClient.text("Same"),
          fields: [("Idempotency-Key", "k-account")])
      }
      return client.sent != 2
    },
    Symptom("key-shared-between-tenants") { client in
      var stranger = client
      stranger.key = client.server.keys.otherOrganization
      _ = try await client.sendText("Same", key: "k-tenant")
      _ = try await stranger.sendText("Same", key: "k-tenant")
      return client.sent != 2
    },
    Symptom("key-case-folded") { client in
      _ = try await client.sendText("Same", key: "k-case-a")
      _ = try await client.sendText("Same", key: "k-case-A")
      return client.sent != 2
    },
    Symptom("long-key-cut") { client in
      let start = String(repeating: "k", count: 299)
      let answers = [
        try await client.sendText("One", key: start + "1"),
        try await client.sendText("One", key: start + "2"),
      ]
      return answers.contains { $0.status != 400 }
    },
    Symptom("empty-key-shared") { client in
      _ = try await client.sendText("One", key: "")
      return try await client.sendText("Two", key: "").status == 422
    },
    Symptom("letter-case-not-compared") { client in
      _ = try await client.sendText("one", key: "k-letters")
      return try await client.sendText("ONE", key: "k-letters").status != 422
    },
    Symptom("race-sends-twice") { try await $0.sendsTwiceInARace() },
    Symptom("race-within-5-ms") { try await $0.sendsTwiceInARace() },
    Symptom("race-loser-500") { client in
      try await client.inSomeTrial { trial in
        let answers = try await client.race(["Same", "Same", "Same"], key: "k-race-\(trial)")
        return answers.contains { $0.status == 500 }
      }
    },
    Symptom("race-creates-twins") { client in
      try await client.inSomeTrial { trial in
        let created = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<4 {
            group.addTask {
              try await client.send("POST", "/labels", json: ["name": .string("Twin \(trial)")])
                .status
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        return created.filter { $0 == 200 }.count != 1
      }
    },
    Symptom("race-loses-update") { client in
      try await client.inSomeTrial { trial in
        let id = try await client.makeLabel("Before \(trial)")
        let name = JSON.string("After \(trial)")
        async let first = client.send("PATCH", "/labels/\(id)", json: ["name": name])
        async let second = client.send("PATCH", "/labels/\(id)", json: ["color": "lime"])
        _ = try await (first, second)
        let label = try await client.get("/labels/\(id)").data
        return label?["name"] != name || label?["color"] != "lime"
      }
    },
  ]
}

extension TestClient {
  /// Whether requests with one key that are sent together send more than one message.
  fileprivate func sendsTwiceInARace() async throws -> Bool {
    try await inSomeTrial { trial in
      let before = sent
      _ = try await race(["Same", "Same", "Same"], key: "k-race-\(trial)")
      return sent != before + 1
    }
  }
}
