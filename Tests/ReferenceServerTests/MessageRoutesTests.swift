import ReferenceServer
import Synchronization
import Testing

/// One body of `POST /{phone_number_id}/messages` and what is to become of it.
struct MessageCase: Sendable, CustomTestStringConvertible {
  var part: String
  /// `""` for a body that is fine, else the member to blame.
  var blamed = ""

  var testDescription: String { part + (blamed.isEmpty ? " is sent" : " blames " + blamed) }

  /// The body: the common members and the part, or the part alone if it is whole.
  var body: [UInt8] {
    Array(
      (part.hasPrefix("{")
        ? part : #"{"messaging_product":"whatsapp","to":"+1 (202) 555-0150","# + part + "}").utf8)
  }

  static let row = #"{"id":"r","title":"T","description":"D"}"#
  static let card =
    #"{"card_index":0,"type":"cta_url","header":{"type":"image","image":{"link":"https://a.example/i"}},"#
    + #""body":{"text":"B"},"action":{"name":"cta_url","parameters":{"display_text":"D","url":"https://a.example"}}}"#
  static let buttonCard =
    #"{"header":{"type":"video","video":{"link":"https://a.example/v"}},"#
    + #""action":{"buttons":[{"type":"quick_reply","quick_reply":{"id":"1","title":"T"}}]}}"#

  static func interactive(_ text: String) -> String {
    #""type":"interactive","interactive":"# + text
  }

  static let fine: [MessageCase] = [
    MessageCase(part: #""type":"text","text":{"body":"Hi","preview_url":true},"unknown":1"#),
    MessageCase(part: #""recipient_type":"individual","type":"text","text":{"body":"Hi"}"#),
    MessageCase(part: #""type":"image","image":{"link":"https://a.example/i.png","caption":"C"}"#),
    MessageCase(part: #""type":"document","document":{"id":"1","filename":"f.pdf"}"#),
    MessageCase(part: #""type":"video","video":{"link":"https://a.example/v"}"#),
    MessageCase(part: #""type":"audio","audio":{"id":"7"}"#),
    MessageCase(part: #""type":"template","template":{"name":"hello","language":"en"}"#),
    MessageCase(
      part: #""type":"template","template":{"name":"hello","language":{"code":"en_US"},"#
        + #""components":[{"type":"button","sub_type":"url","index":1.0,"parameters":[{}]}]}"#),
    MessageCase(
      part: interactive(
        #"{"type":"cta_url","body":{"text":"T"},"action":{"name":"cta_url","#
          + #""parameters":{"display_text":"D","url":"https://a.example"}}}"#)),
    MessageCase(
      part: interactive(
        #"{"type":"list","header":{"type":"text","text":"H"},"body":{"text":"T"},"#
          + #""footer":{"text":"F"},"action":{"button":"B","sections":[{"rows":[\#(row)]}]}}"#)),
    MessageCase(
      part: interactive(
        #"{"type":"carousel","body":{"text":"T"},"action":{"cards":[\#(card),\#(buttonCard)]}}"#)),
  ]

  static let refused: [MessageCase] = [
    MessageCase(part: #"{}"#, blamed: "messaging_product"),
    MessageCase(
      part: #"{"messaging_product":"sms","to":"+12025550150","type":"text","text":{"body":"x"}}"#,
      blamed: "messaging_product"),
    MessageCase(part: #"{"messaging_product":"whatsapp","type":"text"}"#, blamed: "to"),
    MessageCase(
      part: #"{"messaging_product":"whatsapp","to":"x","type":"text","text":{"body":"x"}}"#,
      blamed: "to"),
    MessageCase(part: #""text":{"body":"x"}"#, blamed: "type"),
    MessageCase(part: #""type":"sticker""#, blamed: "type"),
    MessageCase(part: #""type":"text""#, blamed: "text"),
    MessageCase(part: #""type":"text","text":{}"#, blamed: "text.body"),
    MessageCase(part: #""type":"text","text":{"body":""}"#, blamed: "text.body"),
    MessageCase(
      part: #""type":"text","text":{"body":"x","preview_url":"yes"}"#, blamed: "text.preview_url"),
    MessageCase(
      part: #""recipient_type":"group","type":"text","text":{"body":"x"}"#,
      blamed: "recipient_type"),
    MessageCase(part: #""type":"image","image":{}"#, blamed: "image.link"),
    MessageCase(part: #""type":"image","image":{"link":"no uri"}"#, blamed: "image.link"),
    MessageCase(part: #""type":"audio","audio":{"id":""}"#, blamed: "audio.id"),
    MessageCase(part: #""type":"template","template":{"name":"a"}"#, blamed: "template.language"),
    MessageCase(
      part: #""type":"template","template":{"name":"a","language":"e"}"#,
      blamed: "template.language"),
    MessageCase(
      part: #""type":"template","template":{"name":"a","language":{"code":"e"}}"#,
      blamed: "template.language.code"),
    MessageCase(
      part:
        #""type":"template","template":{"name":"a","language":"en","components":[{"type":"x"}]}"#,
      blamed: "template.components.0.type"),
    MessageCase(part: interactive(#"{"type":"poll"}"#), blamed: "interactive.type"),
    MessageCase(
      part: interactive(
        #"{"type":"list","body":{"text":"T"},"action":{"button":"B","sections":[]}}"#),
      blamed: "interactive.action.sections"),
    MessageCase(
      part: interactive(
        #"{"type":"carousel","body":{"text":"T"},"action":{"cards":[\#(card)]}}"#),
      blamed: "interactive.action.cards"),
    MessageCase(
      part: interactive(
        #"{"type":"cta_url","body":{"text":"T"},"action":{"name":"cta_url","#
          + #""parameters":{"display_text":"\#(String(repeating: "d", count: 21))","url":"https://a.example"}}}"#
      ),
      blamed: "interactive.action.parameters.display_text"),
    MessageCase(
      part: #"{"messaging_product":"whatsapp","message_id":"wamid.x"}"#, blamed: "status"),
    MessageCase(
      part: #"{"messaging_product":"whatsapp","status":"read"}"#, blamed: "message_id"),
    MessageCase(
      part:
        #"{"messaging_product":"whatsapp","status":"read","message_id":"w","typing_indicator":{"type":"x"}}"#,
      blamed: "typing_indicator.type"),
  ]
}

@Suite("Messages")
struct MessageRoutesTests {
  @Test("every variant of the body is sent once", arguments: MessageCase.fine)
  func accepted(body: MessageCase) async throws {
    try await withServer { server, client in
      let path = try await client.messagesPath()
      let answer = try await client.send("POST", path, body: body.body)
      #expect(answer.status == 200)
      #expect(answer.data?["to"] == "+12025550150")
      #expect(server.counters.effects.messagesSent == 1)
      let id = try #require(answer.data?["id"]?.stringValue)
      #expect(try await client.get("\(path)/\(id)").data?["type"] == answer.data?["type"])
    }
  }

  @Test("one broken rule is refused with its member named", arguments: MessageCase.refused)
  func refused(body: MessageCase) async throws {
    try await withServer { server, client in
      let before = server.stateDigest
      let answer = try await client.send("POST", client.messagesPath(), body: body.body)
      #expect(answer.status == 400)
      #expect(answer.errorParameter == body.blamed)
      #expect(server.stateDigest == before && server.counters.effects.messagesSent == 0)
    }
  }

  @Test("the status moves from queued to sent to delivered, in list and item alike")
  func statusMovesOn() async throws {
    let clock = Mutex(Duration.seconds(1_800_000_000))
    var options = ReferenceServerOptions()
    options.now = { clock.withLock { $0 } }
    try await withServer(options) { _, client in
      let path = try await client.messagesPath()
      let id = try #require(try await client.sendText("Hi").data?["id"]?.stringValue)
      var seen: [String] = []
      for _ in 0..<3 {
        let listed = try await client.rows(path).first { $0["id"]?.stringValue == id }
        seen.append(try await client.get("\(path)/\(id)").data?["status"]?.stringValue ?? "")
        seen.append(listed?["status"]?.stringValue ?? "")
        clock.withLock { $0 += .milliseconds(500) }
      }
      #expect(seen == ["queued", "pending", "sent", "sent", "delivered", "delivered"])
    }
  }

  @Test("a read receipt marks an inbound message, again and again, and no other")
  func readReceipt() async throws {
    try await withServer { server, client in
      let path = try await client.messagesPath()
      let row = try #require(try await client.rows(path + "?direction=inbound").first)
      let id = try #require(row["id"]?.stringValue)
      let wamid = try #require(try await client.get("\(path)/\(id)").data?["message_id"])
      let body: JSON = ["messaging_product": "whatsapp", "status": "read", "message_id": wamid]
      for _ in 0..<2 {
        let answer = try await client.send("POST", path, json: body)
        #expect(answer.data == ["id": .string(id), "object": "message", "status": "read"])
      }
      #expect(try await client.get("\(path)/\(id)").data?["status"] == "read")
      var unknown = body
      unknown["message_id"] = "wamid.unknown"
      #expect(try await client.send("POST", path, json: unknown).status == 404)
      #expect(server.counters.effects.readReceiptsSent == 2)
      #expect(server.counters.effects.messagesSent == 0)
    }
  }

  @Test("media is a redirect where there is some, and 404 where there is none")
  func media() async throws {
    try await withServer { _, client in
      let path = try await client.messagesPath()
      for row in try await client.rows(path) {
        let id = try #require(row["id"]?.stringValue)
        let answer = try await client.get("\(path)/\(id)/media")
        #expect(answer.status == (row["media_url"]?.isNull == false ? 302 : 404))
        #expect(answer["Location"] == row["media_url"]?.stringValue)
      }
    }
  }

  @Test("filters hold on every page, and two half windows cover the whole")
  func filters() async throws {
    try await withServer { _, client in
      let path = try await client.messagesPath()
      let all = try await client.rows("\(path)?limit=100")
      for (name, value) in [
        ("direction", "inbound"), ("direction", "outbound"), ("status", "failed"),
        ("conversation_id", all[0]["conversation_id"]?.stringValue ?? ""),
      ] {
        let expected = all.filter { $0[name]?.stringValue == value }.compactMap {
          $0["id"]?.stringValue
        }
        #expect(!expected.isEmpty)
        #expect(try await client.walkedIDs("\(path)?\(name)=\(value)", limit: 1) == expected)
      }
      let middle = all[all.count / 2]["created_at"]?.stringValue ?? ""
      let newer = try await client.walkedIDs("\(path)?created_after=\(middle)", limit: 2)
      let older = try await client.walkedIDs("\(path)?created_before=\(middle)", limit: 2)
      #expect(newer + older == all.compactMap { $0["id"]?.stringValue })
    }
  }

  @Test(
    "a query value off its form is refused by name",
    arguments: [
      "direction=up", "status=queued", "conversation_id=x", "created_after=yesterday",
      "created_before=2026-02-30T00:00:00Z", "direction=inbound&direction=inbound",
    ])
  func badFilters(query: String) async throws {
    try await withServer { _, client in
      let answer = try await client.get("\(try await client.messagesPath())?\(query)")
      #expect(answer.status == 400)
      #expect(answer.errorParameter == query.split(separator: "=").first.map(String.init))
    }
  }

  @Test("an account is looked for by form, then by owner")
  func accounts() async throws {
    try await withServer { server, client in
      for (account, status) in [("12345", 400), ("12345a", 400), ("123456", 404)] {
        #expect(try await client.get("/\(account)/messages").status == status)
        let sent = try await client.send("POST", "/\(account)/messages", json: TestClient.text("x"))
        #expect(sent.status == status)
      }
      let stranger = client.with(key: server.keys.otherOrganization)
      #expect(try await stranger.get(client.messagesPath()).status == 404)
    }
  }
}
