import ReferenceServer

extension TestClient {
  /// A well-formed label id that nobody has.
  static let unknownLabel = "/labels/lbl_" + String(repeating: "7", count: 26)

  /// The answer to a body that is no JSON.
  func sendMalformed() async throws -> Answer {
    try await send("POST", "/labels", body: Array(#"{"name":"#.utf8))
  }

  /// The answer to a color that does not exist.
  func sendBadColor(_ name: String = "Colorful") async throws -> Answer {
    try await send("POST", "/labels", json: ["name": .string(name), "color": "plaid"])
  }
}

extension Symptom {
  static let envelope: [Symptom] = [
    Symptom("error-without-code") { try await $0.get(TestClient.unknownLabel).errorCode == nil },
    Symptom("error-as-problem") {
      try await $0.get(TestClient.unknownLabel)["Content-Type"] != "application/json"
    },
    Symptom("unknown-route-html") { try await $0.get("/nope").json == nil },
    Symptom("malformed-json-as-text") { try await $0.sendMalformed().json == nil },
    Symptom("error-message-empty") {
      try await $0.sendBadColor().json?["error"]?["message"]?.stringValue?.isEmpty == true
    },
    Symptom("error-param-null") {
      try await $0.get(TestClient.unknownLabel).json?["error"]?["param"]?.isNull == true
    },
    Symptom("error-type-mismatch") {
      try await $0.get(TestClient.unknownLabel).json?["error"]?["type"] != "not_found"
    },
    Symptom("wrong-member-blamed") { try await $0.sendBadColor().errorParameter != "color" },
    Symptom("stack-trace-shown") {
      try await $0.sendMalformed().json?["error"]?["message"]?.stringValue?
        .contains("node_modules") == true
    },
    Symptom("key-echoed") { client in
      var stranger = client
      stranger.key = "kdv_live_NobodysKey"
      return try await stranger.get("/me").json?["error"]?["message"]?.stringValue?
        .contains("NobodysKey") == true
    },
    Symptom("error-code-varies") { client in
      let first = try await client.get(TestClient.unknownLabel).errorCode
      return try await client.get(TestClient.unknownLabel).errorCode != first
    },
    Symptom("error-code-holds-input") {
      try await $0.get(TestClient.unknownLabel).errorCode?.contains("777") == true
    },
    Symptom("error-beside-data") { try await $0.get(TestClient.unknownLabel).data != nil },
    Symptom("taken-name-other-code") { client in
      _ = try await client.makeLabel("Taken")
      let again = try await client.send("POST", "/labels", json: ["name": "Taken"])
      return again.errorCode != "invalid_field_value"
    },
    Symptom("unknown-id-400") { try await $0.get(TestClient.unknownLabel).status != 404 },
    Symptom("malformed-id-500") { try await $0.get("/labels/lbl_short").status == 500 },
    Symptom("missing-name-accepted") {
      try await $0.send("POST", "/labels", json: ["color": "red"]).status == 200
    },
    Symptom("long-name-accepted") {
      let name = String(repeating: "x", count: 51)
      return try await $0.send("POST", "/labels", json: ["name": .string(name)]).status == 200
    },
    Symptom("long-text-accepted") {
      try await $0.sendText(String(repeating: "x", count: 4097)).status == 200
    },
    Symptom("refused-create-creates") { client in
      let before = client.server.stateDigest
      let answer = try await client.sendBadColor("Phantom")
      return answer.status == 400 && client.server.stateDigest != before
    },
    Symptom("malformed-json-500") { try await $0.sendMalformed().status == 500 },
    Symptom("nul-500") {
      try await $0.send("POST", "/labels", json: ["name": "a\0b"]).status == 500
    },
  ]
}
