/// The operations on messages.
enum MessageRoutes {
  static let routes = [
    Route(
      method: "POST", template: "/{phone_number_id}/messages", body: .required, isIdempotent: true,
      handler: send),
    Route(method: "GET", template: "/{phone_number_id}/messages", handler: list),
    Route(method: "GET", template: "/{phone_number_id}/messages/{id}", handler: fetch),
    Route(method: "GET", template: "/{phone_number_id}/messages/{id}/media", handler: media),
  ]

  private static func send(_ call: Invocation) throws(APIError) -> Outcome {
    switch try MessageBody(BodyReader(call.body)) {
    case .send(let outgoing):
      let message = call.store.withState { state in
        Outbox.send(
          outgoing, from: call.phoneNumberID, of: call.organizationID, at: call.now, in: &state)
      }
      return .data(message.json(at: call.now, call.policies.delivery))
    case .readReceipt(let providerID):
      return .data(try markRead(providerID, call))
    }
  }

  /// Tells the sender of an inbound message that it has been read.
  private static func markRead(_ providerID: String, _ call: Invocation) throws(APIError) -> JSON {
    try call.store.withState { (state) throws(APIError) -> JSON in
      let message = state.messages.first {
        $0.direction == .inbound && $0.phoneNumberID == call.phoneNumberID
          && $0.organizationID == call.organizationID
          && $0.providerID.hasSameCodePoints(as: providerID)
      }
      guard var message else { throw .missingResource }
      message.settledStatus = "read"
      state.messages[message.id] = message
      if var conversation = state.conversations[message.conversationID] {
        conversation.unreadCount = 0
        state.conversations[conversation.id] = conversation
      }
      state.effects.readReceiptsSent += 1
      return ["id": .string(message.id), "object": "message", "status": "read"]
    }
  }

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let conversationID = try call.query("conversation_id", identifier: "cnv")
    let direction = try call.query("direction", oneOf: ["inbound", "outbound"])
    let status = try call.query(
      "status", oneOf: ["pending", "sent", "delivered", "read", "failed"])
    let after = try call.query(instant: "created_after")
    let before = try call.query(instant: "created_before")
    let window = try call.pageWindow()
    let timing = call.policies.delivery
    let (rows, hasMore) = call.store.withState { state in
      state.messages.page(window) { message in
        message.organizationID == call.organizationID
          && message.phoneNumberID == call.phoneNumberID
          && (conversationID.map { message.conversationID == $0 } ?? true)
          && (direction.map { message.direction.rawValue == $0 } ?? true)
          && (status.map { message.listedStatus(at: call.now, timing) == $0 } ?? true)
          && (after.map { message.createdAt >= $0 } ?? true)
          && (before.map { message.createdAt < $0 } ?? true)
      }
    }
    return call.page(window, of: rows, hasMore: hasMore) { $0.listJSON(at: call.now, timing) }
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    .data(try find(call).json(at: call.now, call.policies.delivery))
  }

  private static func media(_ call: Invocation) throws(APIError) -> Outcome {
    guard let place = try find(call).mediaURL else { throw .missingResource }
    return .redirect(place)
  }

  private static func find(_ call: Invocation) throws(APIError) -> Message {
    let message = call.store.withState { $0.messages[call.id] }
    guard let message, message.organizationID == call.organizationID,
      message.phoneNumberID == call.phoneNumberID
    else { throw .missingResource }
    return message
  }
}

extension Message {
  /// The message as `GET` by id and the answer to a send show it.
  func json(at now: Timestamp, _ timing: Policies.Delivery) -> JSON {
    var json: JSON = [
      "id": .string(id), "object": "message", "to": .string(receiver), "type": .string(type),
      "status": .string(status(at: now, timing: timing)),
      "created_at": .string(createdAt.rfc3339), "conversation_id": .string(conversationID),
      "message_id": .string(providerID),
    ]
    json["error"] = errorJSON(at: now, timing)
    return json
  }

  /// The message as a row of the list shows it.
  func listJSON(at now: Timestamp, _ timing: Policies.Delivery) -> JSON {
    var json: JSON = [
      "id": .string(id), "object": "message", "conversation_id": .string(conversationID),
      "to": .string(receiver), "direction": .string(direction.rawValue), "type": .string(type),
      "content": .optional(content), "media_url": .optional(mediaURL),
      "status": .string(listedStatus(at: now, timing)),
      "created_at": .string(createdAt.rfc3339),
    ]
    json["error"] = errorJSON(at: now, timing)
    return json
  }

  /// The status in the list's words, which do not have `queued`.
  func listedStatus(at now: Timestamp, _ timing: Policies.Delivery) -> String {
    let status = status(at: now, timing: timing)
    return status == "queued" ? "pending" : status
  }

  private func errorJSON(at now: Timestamp, _ timing: Policies.Delivery) -> JSON? {
    guard let failure, status(at: now, timing: timing) == "failed" else { return nil }
    return [
      "code": .string(failure.code), "message": .string(failure.message),
      "provider_code": failure.providerCode.map(JSON.integer) ?? .null,
    ]
  }
}
