import ReferenceServer

extension TestClient {
  /// The status of `GET /me` with a credential of any form; nil sends none.
  func statusOfMe(credential: String?) async throws -> Int {
    var client = self
    client.key = nil
    return try await client.get("/me", fields: credential.map { [("Authorization", $0)] } ?? [])
      .status
  }

  /// This client with another key.
  func with(key: String?) -> TestClient {
    var client = self
    client.key = key
    return client
  }
}

extension Symptom {
  static let authentication: [Symptom] = [
    Symptom("key-not-required") { try await $0.with(key: nil).get("/accounts").status != 401 },
    Symptom("challenge-missing") {
      try await $0.with(key: nil).get("/me")["WWW-Authenticate"] == nil
    },
    Symptom("key-compared-by-start") { client in
      try await client.with(key: String(client.server.apiKey.prefix(12))).get("/me").status == 200
    },
    Symptom("key-compared-without-case") { client in
      try await client.with(key: client.server.apiKey.lowercased()).get("/me").status == 200
    },
    Symptom("any-scheme-accepted") {
      try await $0.statusOfMe(credential: "Token \($0.server.apiKey)") == 200
    },
    Symptom("scheme-case-matters") {
      try await $0.statusOfMe(credential: "bEARER \($0.server.apiKey)") != 200
    },
    Symptom("health-needs-key") { try await $0.with(key: nil).get("/health").status != 200 },
    Symptom("body-judged-before-key") {
      try await $0.with(key: "kdv_live_x").sendMalformed().status != 401
    },
    Symptom("refused-key-writes") { client in
      let before = client.server.stateDigest
      let answer = try await client.with(key: "kdv_live_x").send(
        "POST", "/labels", json: ["name": "Smuggled"])
      return answer.status == 401 && client.server.stateDigest != before
    },
    Symptom("key-in-query") { client in
      try await client.with(key: nil).get("/me?api_key=\(client.server.apiKey)").status != 401
    },
    Symptom("last4-wrong") { client in
      try await client.get("/me").data?["api_key"]?["last4"]?.stringValue
        != String(client.server.apiKey.suffix(4))
    },
    Symptom("revoked-key-works") {
      try await $0.with(key: $0.server.keys.revoked).get("/me").status != 401
    },
    Symptom("other-tenant-readable") { client in
      let stranger = client.with(key: client.server.keys.otherOrganization)
      let id = try await client.firstLabelID()
      return try await stranger.get("/labels/\(id)").status != 404
    },
    Symptom("other-account-readable") { client in
      let accounts = try await client.rows("/accounts").compactMap {
        $0["phone_number_id"]?.stringValue
      }
      let id = try await client.rows("/\(accounts[0])/messages").first?["id"]?.stringValue ?? ""
      return try await client.get("/\(accounts[1])/messages/\(id)").status != 404
    },
    Symptom("unknown-account-empty") { try await $0.get("/123456789/messages").status != 404 },
  ]
}
