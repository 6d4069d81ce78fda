/// Faults in what successes look like: status, JSON text, members and their values.
enum ShapeFaults {
  static let all: [Fault] = documents + members + text

  private static let documents: [Fault] = [
    Fault(
      "create-answers-201", "Creating a label answers 201, which the contract does not list",
      on: .operations([Operation.createLabel]), breaks: "RSP-01", .coarse,
      .response { response, _ in if response.status == 200 { response.status = 201 } }),
    Fault(
      "number-as-text", "The read limit in /me is a string",
      on: .operations([Operation.me]), breaks: "RSP-02", .moderate,
      .success { body, _ in
        let limit = body["data"]?["rate_limits"]?["read_per_minute"]?.integerValue ?? 0
        body["data"]?["rate_limits"]?["read_per_minute"] = .string(String(limit))
      }),
    Fault(
      "bytes-after-json", "Label pages carry a closing brace too many",
      on: .operations([Operation.listLabels]), breaks: "RSP-03", .moderate,
      .encoded { response, _ in response.body.append(UInt8(ascii: "}")) }),
    Fault(
      "byte-order-mark", "A byte order mark stands in front of /me",
      on: .operations([Operation.me]), breaks: "RSP-03", .subtle,
      .encoded { response, _ in
        if !response.body.isEmpty { response.body = [0xEF, 0xBB, 0xBF] + response.body }
      }),
    Fault(
      "text-not-utf8", "A label's name is sent in Latin-1",
      on: .operations([Operation.getLabel]), breaks: "RSP-03", .subtle,
      .encoded { response, _ in
        let marker = Array(#""name":""#.utf8)
        let places = response.body.indices.dropLast(marker.count)
        let place = places.first { response.body[$0...].starts(with: marker) }
        if let place { response.body.insert(0xE9, at: place + marker.count) }
      }),
    Fault(
      "media-type-text", "/accounts is sent as text/plain",
      on: .operations([Operation.listAccounts]), breaks: "RSP-04", .coarse,
      .field("Content-Type", "text/plain; charset=utf-8")),
    Fault(
      "media-type-missing", "A fetched label has no Content-Type",
      on: .operations([Operation.getLabel]), breaks: "RSP-04", .moderate,
      .field("Content-Type", nil)),
    Fault(
      "duplicate-member", "Label rows have their color twice",
      on: .operations([Operation.listLabels]), breaks: "RSP-05", .subtle,
      .resources { label, _ in
        guard var members = label.members, let color = label["color"] else { return }
        members.append(JSON.Member(name: "color", value: color))
        label = .object(members)
      }),
    Fault(
      "request-id-missing", "A fetched label comes without request_id",
      on: .operations([Operation.getLabel]), breaks: "RSP-09", .coarse,
      .success { body, _ in body["request_id"] = nil }),
    Fault(
      "request-id-repeats", "Two exchanges in a row share a request id",
      on: .everything, breaks: "RSP-10", .moderate,
      .response { response, exchange in
        if exchange.number.isMultiple(of: 2), let id = exchange.memory.value("id")?.stringValue {
          response.setRequestID(id)
          response.fields.set("X-Request-Id", to: id)
        }
        exchange.memory.remember(.string(exchange.requestID), as: "id")
      }),
    Fault(
      "request-id-header-differs", "X-Request-Id is not the request id of the body",
      on: .operations(Operation.lists), breaks: "RSP-11", .moderate,
      .encoded { response, exchange in
        response.fields.set("X-Request-Id", to: "req_" + exchange.requestID.dropFirst(4).reversed())
      }),
  ]

  private static let members: [Fault] = [
    Fault(
      "null-on-third-page", "From the third page on a label's updated_at is null",
      on: .operations([Operation.listLabels]), breaks: "RSP-06", .subtle,
      .success { body, exchange in
        if let page = exchange.page, page.number >= 3 { body["data"]?[0]?["updated_at"] = .null }
      }),
    Fault(
      "null-left-out", "An account without a number leaves phone_number_id out",
      on: .operations([Operation.listAccounts]), breaks: "RSP-06", .moderate,
      .resources { account, _ in
        if account["phone_number_id"]?.isNull == true { account["phone_number_id"] = nil }
      }),
    Fault(
      "date-without-offset", "A fetched label's created_at has no offset",
      on: .operations([Operation.getLabel]), breaks: "RSP-07", .moderate,
      .resources { label, _ in label.changeText("created_at") { String($0.dropLast()) } }),
    Fault(
      "impossible-date", "Every fourth message row is dated 30 February",
      on: .operations([Operation.listMessages]), breaks: "RSP-07", .subtle,
      .resources { message, exchange in
        guard exchange.memory.count("rows").isMultiple(of: 4) else { return }
        message.changeText("created_at") { $0.prefix(5) + "02-30" + $0.dropFirst(10) }
      }),
    Fault(
      "enum-letter-case", "Label rows spell their color with a capital",
      on: .operations([Operation.listLabels]), breaks: "RSP-08", .moderate,
      .resources { label, _ in
        label.changeText("color") { $0.prefix(1).uppercased() + $0.dropFirst() }
      }),
    Fault(
      "list-shows-queued", "Message rows say queued, which only single messages may say",
      on: .operations([Operation.listMessages]), breaks: "RSP-08", .subtle,
      Alteration(
        // Long enough in the queue for a list to be read meanwhile.
        policies: {
          $0.delivery = Policies.Delivery(sentAfter: .seconds(3), deliveredAfter: .seconds(6))
        },
        response: Alteration.resources { message, _ in
          message.changeText("status") { $0 == "pending" ? "queued" : $0 }
        }.response)),
    Fault(
      "id-in-lower-case", "Label rows show their ids in lower case",
      on: .operations([Operation.listLabels]), breaks: "RSP-12", .coarse,
      .resources { label, _ in label.changeText("id") { $0.lowercased() } }),
    Fault(
      "foreign-id-prefix", "Message rows name conversations with the prefix of contacts",
      on: .operations([Operation.listMessages]), breaks: "RSP-13", .moderate,
      .resources { message, _ in
        message.changeText("conversation_id") { "ctc" + $0.dropFirst(3) }
      }),
    Fault(
      "other-id-shown", "A label fetched by id shows the id of another",
      on: .operations([Operation.getLabel]), breaks: "RSP-14", .coarse,
      .resources { label, _ in
        label.changeText("id") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
      }),
    Fault(
      "row-differs-from-item", "Label rows show another team than the label itself",
      on: .operations([Operation.listLabels]), breaks: "RSP-15", .moderate,
      .resources { label, _ in label.changeText("team_id") { $0 + "-0" } }),
    Fault(
      "updated-before-created", "A label fetched by id was updated before it was created",
      on: .operations([Operation.getLabel]), breaks: "RSP-16", .moderate,
      .resources { label, _ in label.changeText("updated_at") { "2001" + $0.dropFirst(4) } }),
    Fault(
      "failed-without-error", "A failed message does not say why",
      on: .operations([Operation.listMessages, Operation.getMessage]), breaks: "RSP-16", .subtle,
      .resources { message, _ in message["error"] = nil }),
  ]

  private static let text: [Fault] = [
    Fault(
      "media-without-location", "The redirect to media does not say where",
      on: .operations([Operation.getMedia]), breaks: "RSP-17", .coarse,
      .field("Location", nil)),
    Fault(
      "media-location-relative", "The redirect to media names a path without a host",
      on: .operations([Operation.getMedia]), breaks: "RSP-17", .moderate,
      .encoded { response, _ in
        if response.status == 302 { response.fields.set("Location", to: "/media/file") }
      }),
    Fault(
      "joiners-dropped", "Names lose the joiners that hold emoji together",
      on: .operations([Operation.createLabel]), breaks: "RSP-18", .subtle,
      .decisions { policies in
        policies.labels.storedName = { name in
          String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\u{200D}" }))
        }
      }),
  ]
}
