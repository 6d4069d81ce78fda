import ReferenceServer

extension Symptom {
  static let idempotencyMemory: [Symptom] = [
    Symptom("key-required") { try await $0.sendText("Hi").status == 400 },
    Symptom("unauthorized-remembered") { client in
      let path = try await client.messagesPath()
      let key = [("Idempotency-Key", "k-early")]
      _ = try await client.with(key: "wrong").send(
        "POST", path, json: TestClient.text("Hi"), fields: key)
      return try await client.send("POST", path, json: TestClient.text("Hi"), fields: key).status
        == 401
    },
    Symptom("sent-then-503") { client in
      for number in 0..<5 { _ = try await client.sendText("Hi", key: "k-\(number)") }
      _ = try await client.sendText("Hi", key: "k-4")
      return client.sent != 5
    },
    Symptom("spelling-sends-again") { client in
      _ = try await client.sendText("Hi", key: "k-spelled")
      var members = TestClient.text("Hi").members ?? []
      members.reverse()
      let path = try await client.messagesPath()
      _ = try await client.send(
        "POST", path, json: .object(members), fields: [("Idempotency-Key", "k-spelled")])
      return client.sent != 1
    },
    Symptom("race-loser-locked-out") { client in
      try await client.inSomeTrial { trial in
        _ = try await client.race(["Hi", "Hi", "Hi"], key: "k-locked-\(trial)")
        return try await client.sendText("Hi", key: "k-locked-\(trial)").status != 200
      }
    },
    Symptom("race-of-bodies-sends-both") { client in
      try await client.inSomeTrial { trial in
        let before = client.sent
        _ = try await client.race(["A", "B", "C"], key: "k-bodies-\(trial)")
        return client.sent != before + 1
      }
    },
    Symptom("race-mixes-answers") { client in
      try await client.inSomeTrial { trial in
        let path = try await client.messagesPath()
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
          for number in 0..<4 {
            group.addTask {
              let receiver = "+1202555019\(number)"
              let answer = try await client.send(
                "POST", path, json: TestClient.text("Hi", to: receiver),
                fields: [("Idempotency-Key", "k-mixed-\(trial)-\(number)")])
              return answer.data?["to"]?.stringValue == receiver
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        return answers.contains(false)
      }
    },
    Symptom("repeated-patch-undoes") { client in
      let path = "/labels/\(try await client.makeLabel("Twice"))"
      for _ in 0..<2 { _ = try await client.send("PATCH", path, json: ["color": "lime"]) }
      return try await client.get(path).data?["color"] != "lime"
    },
    Symptom("second-attach-409") { client in
      let path = try await client.firstContactPath() + "/labels"
      let body: JSON = ["label_id": .string(try await client.firstLabelID())]
      _ = try await client.send("POST", path, json: body)
      return try await client.send("POST", path, json: body).status == 409
    },
    Symptom("second-detach-500") { client in
      let path = try await client.firstContactPath() + "/labels/" + client.firstLabelID()
      _ = try await client.send("DELETE", path)
      return try await client.send("DELETE", path).status == 500
    },
    Symptom("secret-key-ignored") { client in
      let path = try await client.subscriptionPath() + "/secrets"
      let key = [("Idempotency-Key", "k-secret")]
      let first = try await client.send("POST", path, fields: key).data?["id"]
      return try await client.send("POST", path, fields: key).data?["id"] != first
    },
  ]
}
