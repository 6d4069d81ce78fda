import ReferenceServer

extension TestClient {
  /// The ids of all rows met on a walk, in order.
  func walkedIDs(_ path: String, limit: Int) async throws -> [String] {
    try await walk(path, limit: limit).flatMap(\.ids)
  }

  /// The cursor behind the first page of a list.
  func firstCursor(_ path: String) async throws -> String {
    let separator = path.contains("?") ? "&" : "?"
    let page = try await get("\(path)\(separator)limit=2")
    return page.json?["next_cursor"]?.stringValue ?? ""
  }

  /// Whether an answer is a refusal with this status.
  func isRefused(_ path: String, with status: Int) async throws -> Bool {
    try await get(path).status == status
  }
}

extension Symptom {
  static let pagination: [Symptom] = [
    Symptom("has-more-missing") { try await $0.get("/labels").json?["has_more"] == nil },
    Symptom("more-without-cursor") { client in
      let page = try await client.get("/labels?limit=2")
      return page.json?["has_more"] == true && page.json?["next_cursor"]?.stringValue == nil
    },
    Symptom("cursor-after-the-end") { client in
      let page = try await client.get("/labels?limit=100")
      return page.json?["has_more"] == false && page.json?["next_cursor"]?.isNull == false
    },
    Symptom("cursor-loop") { try await $0.walk("/labels", limit: 1, bound: 20).count == 20 },
    Symptom("row-repeated") { client in
      let ids = try await client.walkedIDs("/labels", limit: 1)
      return Set(ids).count != ids.count
    },
    Symptom("row-lost") { client in
      try await Set(client.walkedIDs("/labels", limit: 1))
        != Set(client.walkedIDs("/labels", limit: 100))
    },
    Symptom("page-backwards") { client in
      try await client.walkedIDs("/labels", limit: 2) != client.walkedIDs("/labels", limit: 3)
    },
    Symptom("limit-ignored") { try await $0.get("/labels?limit=2").ids.count > 2 },
    Symptom("one-row-too-many") { client in
      try await client.walk("/labels", limit: 2).contains { $0.ids.count > 2 }
    },
    Symptom("guessed-more") { client in
      let count = try await client.get("/labels?limit=100").ids.count
      return try await client.get("/labels?limit=\(count)").json?["has_more"] == true
    },
    Symptom("empty-page-midway") { client in
      try await client.walk("/labels", limit: 2).dropLast().contains { $0.ids.isEmpty }
    },
    Symptom("empty-list-404") { client in
      let conversation = "cnv_" + String(repeating: "7", count: 26)
      let path = try await client.messagesPath() + "?conversation_id=" + conversation
      return try await client.get(path).status == 404
    },
    Symptom("pages-by-count") { client in
      let before = try await client.walkedIDs("/labels", limit: 100)
      let cursor = try await client.firstCursor("/labels")
      _ = try await client.makeLabel("Pushing")
      let rest = try await client.get("/labels?limit=100&cursor=\(cursor)").ids
      return rest != Array(before.dropFirst(2))
    },
    Symptom("deleted-place-starts-over") { client in
      let before = try await client.walkedIDs("/labels", limit: 100)
      let page = try await client.get("/labels?limit=2")
      for id in page.ids { _ = try await client.send("DELETE", "/labels/\(id)") }
      let cursor = page.json?["next_cursor"]?.stringValue ?? ""
      _ = try await client.makeLabel("First again")
      let rest = try await client.get("/labels?limit=100&cursor=\(cursor)").ids
      return rest != Array(before.dropFirst(2))
    },
    Symptom("page-size-change-skips") { client in
      let before = try await client.walkedIDs("/labels", limit: 100)
      let cursor = try await client.firstCursor("/labels")
      let rest = try await client.get("/labels?limit=3&cursor=\(cursor)").ids
      return rest != Array(before.dropFirst(2).prefix(3))
    },
    Symptom("conversations-by-creation") { client in
      let rows = try await client.rows("/\(client.account())/conversations")
      let times = rows.compactMap { $0["last_message_at"]?.stringValue }
      return times != times.sorted(by: >)
    },
    Symptom("silent-conversations-first") { client in
      let rows = try await client.rows("/\(client.account())/conversations")
      return rows.first?["last_message_at"]?.isNull == true
    },
    Symptom("cursor-not-unescaped") { client in
      let cursor = try await client.firstCursor("/labels")
      let escaped = cursor.unicodeScalars.map { "%" + String($0.value, radix: 16) }.joined()
      return try await client.get("/labels?limit=2&cursor=\(escaped)").status == 400
    },
    Symptom("cursor-brings-its-filter") { client in
      let path = try await client.messagesPath()
      let cursor = try await client.firstCursor(path + "?direction=inbound")
      let answer = try await client.get(path + "?direction=outbound&cursor=" + cursor)
      return answer.data?.elements?.contains { $0["direction"] != "outbound" } == true
    },
    Symptom("ties-lost") { client in
      for number in 0..<24 { _ = try await client.makeLabel("Tie \(number)") }
      let all = try await client.walkedIDs("/labels", limit: 100)
      return try await client.walkedIDs("/labels", limit: 1) != all
    },
    Symptom("order-unstable") { client in
      let first = try await client.get("/labels").ids
      return try await client.get("/labels").ids != first
    },
    Symptom("accounts-paged") { try await $0.get("/accounts").json?["has_more"] == true },
    Symptom("limit-unchecked") { try await !$0.isRefused("/labels?limit=abc", with: 400) },
    Symptom("huge-limit-500") { try await $0.isRefused("/labels?limit=99999999999", with: 500) },
    Symptom("default-page-of-forty") { client in
      for number in 0..<30 { _ = try await client.makeLabel("Many \(number)") }
      return try await client.get("/labels").ids.count > 25
    },
    Symptom("bad-cursor-starts-over") { try await !$0.isRefused("/labels?cursor=abc", with: 400) },
    Symptom("cursor-fits-any-list") { client in
      let cursor = try await client.firstCursor("/labels")
      let path = try await client.messagesPath() + "?cursor=" + cursor
      return try await client.get(path).status == 200
    },
    Symptom("cursor-used-once") { client in
      let cursor = try await client.firstCursor("/labels")
      _ = try await client.get("/labels?limit=2&cursor=\(cursor)")
      return try await client.get("/labels?limit=2&cursor=\(cursor)").status == 400
    },
    Symptom("filter-lost-after-page-one") { client in
      let path = try await client.messagesPath() + "?direction=inbound"
      return try await client.walk(path, limit: 1).contains {
        $0.data?[0]?["direction"] != "inbound"
      }
    },
    Symptom("status-filter-ignored") { client in
      let rows = try await client.rows(client.messagesPath() + "?status=failed")
      return rows.contains { $0["status"] != "failed" }
    },
    Symptom("filter-value-unchecked") { client in
      try await !client.isRefused(client.messagesPath() + "?direction=up", with: 400)
    },
    Symptom("accounts-show-all") { client in
      try await client.rows("/accounts").contains { $0["status"] != "connected" }
    },
    Symptom("window-start-ignored") { client in
      let path = try await client.messagesPath()
      let newest = try await client.rows(path).first?["created_at"]?.stringValue ?? ""
      return try await client.rows(path + "?created_after=" + newest).count > 1
    },
  ]
}
