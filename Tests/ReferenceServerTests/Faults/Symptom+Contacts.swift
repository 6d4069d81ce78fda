import ReferenceServer

extension TestClient {
  /// The path of the main account's first named contact.
  func firstContactPath() async throws -> String {
    let path = "/\(try await account())/contacts"
    let contact = try await rows(path).first { $0["metadata"]?.isNull == false }
    return "\(path)/\(contact?["id"]?.stringValue ?? "")"
  }

  /// The path of the main account's first conversation.
  func firstConversationPath() async throws -> String {
    let path = "/\(try await account())/conversations"
    return "\(path)/\(try await get(path).ids.first ?? "")"
  }

  /// Labels the first contact and one that there is not, in bulk.
  func labelInBulk() async throws -> Answer {
    let contact = try await firstContactPath().split(separator: "/").last.map(String.init) ?? ""
    return try await send(
      "POST", "/\(try await account())/contacts/bulk_label",
      json: [
        "contact_ids": [.string(contact), .string("ctc_" + String(repeating: "7", count: 26))],
        "label_id": .string(try await firstLabelID()), "operation": "attach",
      ])
  }
}

extension Symptom {
  static let contacts: [Symptom] = [
    Symptom("null-ignored") { client in
      let path = try await client.firstContactPath()
      _ = try await client.send("PATCH", path, json: ["name": nil])
      return try await client.get(path).data?["name"]?.isNull == false
    },
    Symptom("phone-changes") { client in
      let path = try await client.firstContactPath()
      let before = try await client.get(path).data?["phone_number"]
      _ = try await client.send("PATCH", path, json: ["phone_number": "+12025550199"])
      return try await client.get(path).data?["phone_number"] != before
    },
    Symptom("contact-leaves-messages") { client in
      let sent = try await client.sendText("Hi", to: "+12025550188")
      let account = try await client.account()
      let contact = try await client.get("/\(account)/contacts?phone=%2B12025550188").ids[0]
      _ = try await client.send("DELETE", "/\(account)/contacts/\(contact)")
      let id = sent.data?["id"]?.stringValue ?? ""
      return try await client.get("/\(account)/messages/\(id)").status == 200
    },
    Symptom("search-by-start") { client in
      try await client.get("/\(client.account())/contacts?search=lestari").ids.isEmpty
    },
    Symptom("metadata-flattened") { client in
      let path = try await client.firstContactPath()
      return try await client.get(path).data?["metadata"]?["visits"]?.stringValue != nil
    },
    Symptom("patch-clears-email") { client in
      let path = try await client.firstContactPath()
      _ = try await client.send("PATCH", path, json: ["name": "Renamed"])
      return try await client.get(path).data?["email"]?.isNull == true
    },
    Symptom("unknown-label-attached") { client in
      let path = try await client.firstContactPath() + "/labels"
      let unknown = JSON.string("lbl_" + String(repeating: "7", count: 26))
      return try await client.send("POST", path, json: ["label_id": unknown]).status == 200
    },
    Symptom("attach-echo-swapped") { client in
      let path = try await client.firstConversationPath() + "/labels"
      let label = JSON.string(try await client.firstLabelID())
      let answer = try await client.send("POST", path, json: ["label_id": label])
      return answer.data?["label_id"] != label
    },
    Symptom("bulk-counts-unknown") { try await $0.labelInBulk().data?["applied"] != 1 },
    Symptom("bulk-without-contacts") { client in
      let body: JSON = [
        "contact_ids": [], "label_id": .string(try await client.firstLabelID()),
        "operation": "attach",
      ]
      let path = "/\(try await client.account())/contacts/bulk_label"
      return try await client.send("POST", path, json: body).status == 200
    },
    Symptom("empty-change-accepted") { client in
      try await client.send("PATCH", client.firstConversationPath(), json: [:]).status == 200
    },
    Symptom("conversation-status-not-kept") { client in
      let path = try await client.firstConversationPath()
      _ = try await client.send("PATCH", path, json: ["status": "resolved"])
      return try await client.get(path).data?["status"] != "resolved"
    },
    Symptom("conversation-without-contact") { client in
      let id = try await client.get(client.firstConversationPath()).data?["contact"]?["id"]
      let path = "/\(try await client.account())/contacts/\(id?.stringValue ?? "")"
      return try await client.get(path).status == 404
    },
    Symptom("template-language-ignored") { client in
      let path = "/\(try await client.account())/templates/order_shipped?language=fr"
      return try await client.get(path).status == 200
    },
    Symptom("templates-show-all") { client in
      try await client.rows("/\(client.account())/templates").contains {
        $0["status"] != "approved"
      }
    },
  ]
}
