import Foundation
import ReferenceServer

extension TestClient {
  /// The first label of the list, fetched by its id.
  func firstLabel() async throws -> Answer {
    try await get("/labels/\(try await firstLabelID())")
  }

  /// The id of the first label of the list.
  func firstLabelID() async throws -> String {
    try await get("/labels?limit=1").data?[0]?["id"]?.stringValue ?? ""
  }

  /// The rows of a list's first page.
  func rows(_ path: String) async throws -> [JSON] {
    try await get(path).data?.elements ?? []
  }

  /// The path of the main account's messages.
  func messagesPath() async throws -> String {
    "/\(try await account())/messages"
  }

  /// The media of the newest message that has some.
  func media() async throws -> Answer {
    let path = try await messagesPath()
    let message = try await rows(path).first { $0["media_url"]?.stringValue != nil }
    return try await get("\(path)/\(message?["id"]?.stringValue ?? "")/media")
  }
}

extension Symptom {
  static let shape: [Symptom] = [
    Symptom("create-answers-201") {
      try await $0.send("POST", "/labels", json: ["name": "New"]).status == 201
    },
    Symptom("number-as-text") {
      try await $0.get("/me").data?["rate_limits"]?["read_per_minute"]?.integerValue == nil
    },
    Symptom("bytes-after-json") { try await $0.get("/labels").json == nil },
    Symptom("byte-order-mark") { try await $0.get("/me").json == nil },
    Symptom("text-not-utf8") {
      String(bytes: try await $0.firstLabel().body, encoding: .utf8) == nil
    },
    Symptom("media-type-text") {
      try await $0.get("/accounts")["Content-Type"]?.hasPrefix("application/json") != true
    },
    Symptom("media-type-missing") { try await $0.firstLabel()["Content-Type"] == nil },
    Symptom("duplicate-member") { client in
      let names = try await client.rows("/labels").first?.members?.map(\.name) ?? []
      return Set(names).count != names.count
    },
    Symptom("request-id-missing") { try await $0.firstLabel().json?["request_id"] == nil },
    Symptom("request-id-repeats") { client in
      let first = try await client.get("/me").json?["request_id"]
      return try await client.get("/me").json?["request_id"] == first
    },
    Symptom("request-id-header-differs") { client in
      let answer = try await client.get("/accounts")
      return answer["X-Request-Id"] != answer.json?["request_id"]?.stringValue
    },
    Symptom("null-on-third-page") { client in
      let pages = try await client.walk("/labels", limit: 2)
      return pages[2].data?[0]?["updated_at"]?.isNull == true
        && pages[1].data?[0]?["updated_at"]?.isNull == false
    },
    Symptom("null-left-out") { client in
      try await client.rows("/accounts?status=all").contains { $0["phone_number_id"] == nil }
    },
    Symptom("date-without-offset") {
      try await $0.firstLabel().data?["created_at"]?.stringValue?.hasSuffix("Z") != true
    },
    Symptom("impossible-date") { client in
      try await client.rows(client.messagesPath()).contains {
        $0["created_at"]?.stringValue?.contains("-02-30T") == true
      }
    },
    Symptom("enum-letter-case") { client in
      try await client.rows("/labels").contains {
        $0["color"]?.stringValue != $0["color"]?.stringValue?.lowercased()
      }
    },
    Symptom("list-shows-queued") { client in
      // On a busy machine a message may have left the queue before the list is read.
      for _ in 0..<5 {
        _ = try await client.sendText("Hello")
        let rows = try await client.rows(client.messagesPath())
        if rows.contains(where: { $0["status"] == "queued" }) { return true }
      }
      return false
    },
    Symptom("id-in-lower-case") {
      let id = try await $0.firstLabelID()
      return id == id.lowercased()
    },
    Symptom("foreign-id-prefix") { client in
      try await client.rows(client.messagesPath()).contains {
        $0["conversation_id"]?.stringValue?.hasPrefix("cnv_") != true
      }
    },
    Symptom("other-id-shown") { client in
      let id = try await client.firstLabelID()
      return try await client.get("/labels/\(id)").data?["id"]?.stringValue != id
    },
    Symptom("row-differs-from-item") { client in
      try await client.rows("/labels").first != client.firstLabel().data
    },
    Symptom("updated-before-created") { client in
      let label = try await client.firstLabel().data
      return label?["updated_at"]?.stringValue ?? "" < label?["created_at"]?.stringValue ?? ""
    },
    Symptom("failed-without-error") { client in
      try await client.rows(client.messagesPath()).contains {
        $0["status"] == "failed" && $0["error"] == nil
      }
    },
    Symptom("media-without-location") { try await $0.media()["Location"] == nil },
    Symptom("media-location-relative") {
      try await $0.media()["Location"]?.hasPrefix("https://") == false
    },
    Symptom("joiners-dropped") { client in
      let name = "Family 👩‍👩‍👧"
      let answer = try await client.send("POST", "/labels", json: ["name": .string(name)])
      return answer.data?["name"]?.stringValue.map { Array($0.utf8) } != Array(name.utf8)
    },
  ]
}
