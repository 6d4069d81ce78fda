import Foundation
import ReferenceServer

extension Symptom {
  static let http: [Symptom] = [
    Symptom("any-method-accepted") {
      try await $0.send("PUT", TestClient.unknownLabel, json: [:]).status == 200
    },
    Symptom("allow-missing") {
      try await $0.send("PUT", TestClient.unknownLabel, json: [:])["Allow"] == nil
    },
    Symptom("unknown-path-200") { try await $0.get("/nope").status == 200 },
    Symptom("head-with-body") { try await !$0.send("HEAD", "/me").wireBody.isEmpty },
    Symptom("head-other-type") { client in
      try await client.send("HEAD", "/me")["Content-Type"] != client.get("/me")["Content-Type"]
    },
    Symptom("read-changes-label") { client in
      let before = client.server.stateDigest
      _ = try await client.firstLabel()
      return client.server.stateDigest != before
    },
    Symptom("body-cut-short") { client in
      let answer = try await client.firstLabel()
      return answer["Content-Length"] != String(answer.wireBody.count)
    },
    Symptom("length-too-small") { client in
      let answer = try await client.get("/me")
      return answer["Content-Length"] != String(answer.wireBody.count)
    },
    Symptom("coding-not-offered") { try await $0.get("/accounts")["Content-Encoding"] != nil },
    Symptom("date-missing") { try await $0.get("/health")["Date"] == nil },
    Symptom("date-behind") { client in
      let format = DateFormatter()
      format.locale = Locale(identifier: "en_US_POSIX")
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      format.timeZone = TimeZone(identifier: "GMT")
      let date = try await client.get("/health")["Date"].flatMap(format.date)
      return date.map { abs($0.timeIntervalSinceNow) > 300 } ?? true
    },
    Symptom("publicly-cacheable") {
      try await $0.get("/me")["Cache-Control"]?.contains("public") == true
    },
    Symptom("validator-never-changes") { client in
      let path = "/labels/\(try await client.firstLabelID())"
      let tag = try await client.get(path)["ETag"]
      _ = try await client.send("PATCH", path, json: ["name": "Changed"])
      let later = try await client.get(path)["ETag"]
      return tag != nil && later == tag
    },
    Symptom("field-name-case-matters") { client in
      let fields = [("aUTHORIZATION", "Bearer \(client.server.apiKey)")]
      return try await client.with(key: nil).get("/me", fields: fields).status != 200
    },
    Symptom("text-body-500") {
      let body: JSON = ["name": "Plain"]
      return try await $0.send("POST", "/labels", body: body.bytes, contentType: "text/plain")
        .status == 500
    },
    Symptom("html-for-browsers") {
      try await $0.get("/me", fields: [("Accept", "text/html")]).json == nil
    },
    Symptom("charset-refused") {
      let body: JSON = ["name": "Charset"]
      return try await $0.send(
        "POST", "/labels", body: body.bytes, contentType: "Application/JSON; charset=UTF-8"
      ).status != 200
    },
    Symptom("unknown-parameter-500") { try await $0.get("/labels?zz=1").status == 500 },
    Symptom("id-case-ignored") { client in
      let id = try await client.firstLabelID()
      return try await client.get("/labels/\(id.lowercased())").status == 200
    },
    Symptom("deep-body-500") {
      let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
      return try await $0.send("POST", "/labels", body: Array(#"{"name":\#(deep)}"#.utf8)).status
        == 500
    },
  ]
}
