/// Faults in what an idempotency key protects, and faults that show when requests overlap.
enum IdempotencyFaults {
  static let all: [Fault] = repeats + scope + overlap + IdempotencyMemoryFaults.all

  private static let send = Reach.operations([Operation.sendMessage])
  /// Long enough for requests that were released together to overlap.
  private static let overlapTime = Duration.milliseconds(60)

  private static let repeats: [Fault] = [
    Fault(
      "key-ignored", "A repeated key sends the message again", on: send, breaks: "IDM-01", .coarse,
      .request { request, _ in request.fields.set("Idempotency-Key", to: nil) }),
    Fault(
      "replay-other-id", "The repeated answer names a message that was never sent", on: send,
      breaks: "IDM-01", .moderate,
      .response { response, _ in
        guard response.fields.values(of: "Idempotent-Replayed") == ["true"] else { return }
        response.body?["data"]?.changeText("id") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
      }),
    Fault(
      "replay-other-receiver", "The repeated answer leaves the receiver out", on: send,
      breaks: "IDM-02", .moderate,
      .response { response, _ in
        if response.fields.values(of: "Idempotent-Replayed") == ["true"] {
          response.body?["data"]?["to"] = nil
        }
      }),
    Fault(
      "key-reuse-accepted", "A key used for another body repeats the first answer", on: send,
      breaks: "IDM-03", .coarse,
      .decisions { $0.idempotency.fingerprint = { _ in [] } }),
    Fault(
      "preview-not-compared", "Bodies that differ only in preview_url count as equal", on: send,
      breaks: "IDM-23", .subtle,
      .decisions { policies in
        policies.idempotency.fingerprint = { body in
          var body = body
          body["text"]?["preview_url"] = nil
          return body.canonicalBytes
        }
      }),
    Fault(
      "refused-reuse-sends", "A key refused for another body sends that body all the same",
      on: send, breaks: "IDM-04", .subtle,
      .response { response, exchange in
        guard response.body?["error"]?["code"]?.stringValue == "idempotency_key_reused",
          let organizationID = exchange.organizationID,
          case .send(let outgoing)? = try? MessageBody(BodyReader(exchange.request.json)),
          let phoneNumberID = exchange.request.path.split(separator: "/").dropFirst().first
        else { return }
        exchange.store.withState { state in
          _ = Outbox.send(
            outgoing, from: String(phoneNumberID), of: organizationID, at: exchange.startedAt,
            in: &state)
        }
      }),
    Fault(
      "refusal-remembered", "A key whose first body was refused is refused for good", on: send,
      breaks: "IDM-15", .moderate,
      .decisions { policies in
        policies.idempotency.records = { _ in true }
        policies.idempotency.fingerprint = { _ in [] }
      }),
    Fault(
      "key-soon-forgotten", "A key is forgotten after two seconds", on: send, breaks: "IDM-26",
      .subtle, .decisions { $0.idempotency.lifetime = .seconds(2) }),
    Fault(
      "replay-marker-wrong", "A repeated answer says that it is none", on: send, breaks: "IDM-24",
      .moderate,
      .encoded { response, _ in
        if response.fields.values(of: "Idempotent-Replayed") == ["true"] {
          response.fields.set("Idempotent-Replayed", to: "false")
        }
      }),
    Fault(
      "key-freezes-reads", "A fetched label is answered from memory if the key is known",
      on: .operations([Operation.getLabel]), breaks: "IDM-25", .subtle,
      .response { response, exchange in
        guard let key = exchange.request.fields.values(of: "Idempotency-Key").first else { return }
        let name = key + " " + exchange.request.target
        if let body = exchange.memory.value(name) {
          response.body = body
        } else if let body = response.body {
          exchange.memory.remember(body, as: name)
        }
      }),
  ]

  private static let scope: [Fault] = [
    Fault(
      "key-prefix-compared", "Only the first eight characters of a key count", on: send,
      breaks: "IDM-05", .subtle,
      .decisions { policies in
        policies.idempotency.scope = { [$0.organizationID, $0.path, String($0.key.prefix(8))] }
      }),
    Fault(
      "key-shared-between-accounts", "A key used for one account repeats its answer for another",
      on: send, breaks: "IDM-12", .moderate,
      .decisions { policies in
        policies.hasSecondAccount = true
        policies.idempotency.scope = { [$0.organizationID, $0.key] }
      }),
    Fault(
      "key-shared-between-tenants", "A key of one organization repeats its answer to another",
      on: send, breaks: "IDM-13", .subtle, .decisions { $0.idempotency.scope = { [$0.key] } }),
    Fault(
      "key-case-folded", "Keys that differ in letter case are one key", on: send,
      breaks: "IDM-18", .moderate,
      .decisions { policies in
        policies.idempotency.scope = { [$0.organizationID, $0.path, $0.key.lowercased()] }
      }),
    Fault(
      "long-key-cut", "A key of more than 255 characters is cut to 255", on: send,
      breaks: "IDM-19", .moderate,
      .request { request, _ in
        guard let key = request.fields.values(of: "Idempotency-Key").first else { return }
        request.fields.set("Idempotency-Key", to: String(key.prefix(255)))
      }),
    Fault(
      "empty-key-shared", "All requests with an empty key share it", on: send, breaks: "IDM-20",
      .moderate,
      .request { request, _ in
        if request.fields.values(of: "Idempotency-Key") == [""] {
          request.fields.set("Idempotency-Key", to: "(empty)")
        }
      }),
    Fault(
      "letter-case-not-compared", "Bodies that differ in letter case count as equal", on: send,
      breaks: "IDM-23", .subtle,
      .decisions { policies in
        policies.idempotency.fingerprint = { body in
          Array(String(decoding: body.canonicalBytes, as: UTF8.self).lowercased().utf8)
        }
      }),
  ]

  private static let overlap: [Fault] = [
    Fault(
      "race-sends-twice", "Two requests with one key at the same time both send", on: send,
      breaks: "IDM-08", .subtle,
      .decisions { policies in
        policies.idempotency.tracksRunning = false
        policies.workTime = { $0 == Operation.sendMessage ? overlapTime : .zero }
      }),
    Fault(
      "race-within-5-ms", "Two requests with one key within five milliseconds both send", on: send,
      breaks: "IDM-08", .subtle,
      .decisions { policies in
        policies.idempotency.tracksRunning = false
        policies.workTime = { $0 == Operation.sendMessage ? .milliseconds(5) : .zero }
      }),
    Fault(
      "race-loser-500", "Of two requests with one key at the same time the second fails with 500",
      on: send, breaks: "IDM-08", .subtle,
      Alteration(
        policies: { policies in
          policies.idempotency.patience = .zero
          policies.workTime = { $0 == Operation.sendMessage ? overlapTime : .zero }
        },
        response: { response, exchange in
          if response.status == 409 { response = .crash(exchange) }
        })),
    Fault(
      "race-creates-twins", "Two creates of one label name at the same time both succeed",
      on: .operations([Operation.createLabel]), breaks: "IDM-32", .subtle,
      Alteration(
        policies: { policies in
          policies.labels.newNamesAreUnique = false
          policies.workTime = { $0 == Operation.createLabel ? overlapTime : .zero }
        },
        request: { request, exchange in
          // The name is looked up on arrival, the row is written later.
          guard let name = request.json?["name"]?.stringValue,
            let organizationID = exchange.owner(of: request)
          else { return }
          let holder = exchange.store.withState { state in
            state.labels.first {
              $0.organizationID == organizationID && $0.name.hasSameCodePoints(as: name)
            }
          }
          if holder != nil {
            request.refusal = .invalidValue("name", "is the name of another label of the team")
          }
        })),
    Fault(
      "race-loses-update", "Of two changes to a label at the same time one is lost",
      on: .operations([Operation.updateLabel]), breaks: "IDM-33", .subtle,
      Alteration(
        policies: { policies in
          policies.workTime = { $0 == Operation.updateLabel ? overlapTime : .zero }
        },
        request: { request, exchange in
          // The whole row is read on arrival and written back later.
          let id = request.lastSegment
          guard let label = exchange.store.withState({ $0.labels[id] }),
            exchange.owner(of: request) == label.organizationID, var body = request.json,
            body.members != nil
          else { return }
          if body["name"] == nil { body["name"] = .string(label.name) }
          if body["color"] == nil { body["color"] = .string(label.color) }
          request.json = body
        })),
  ]
}

extension Exchange {
  /// The organization whose key a request shows, found the way a careless server finds it.
  func owner(of request: Request) -> String? {
    let token = request.fields.values(of: "Authorization").first?.split(separator: " ").last
    guard let token else { return nil }
    return store.withState { state in
      state.apiKeys.first { $0.token == token && !$0.isRevoked }?.organizationID
    }
  }
}
