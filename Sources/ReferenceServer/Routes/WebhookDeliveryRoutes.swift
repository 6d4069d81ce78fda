/// The operations on webhook deliveries.
enum WebhookDeliveryRoutes {
  static let routes = [
    Route(method: "GET", template: "/webhook_deliveries", handler: list),
    Route(method: "GET", template: "/webhook_deliveries/{id}", handler: fetch),
    Route(
      method: "POST", template: "/webhook_deliveries/{id}/replay", isIdempotent: true,
      handler: replay),
    Route(
      method: "POST", template: "/webhook_deliveries/bulk_replay", body: .required,
      handler: replayMany),
  ]

  /// How many deliveries one request may replay.
  private static let replayCap = 1000

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let subscriptionID = try call.query("subscription_id", identifier: "wbs")
    let status = try call.query("status", oneOf: ["pending", "succeeded", "failed", "dead"])
    let eventType = try call.query("event_type", length: 1...64)
    let after = try call.query(instant: "created_after")
    let before = try call.query(instant: "created_before")
    let window = try call.pageWindow()
    let (rows, hasMore) = call.store.withState { state in
      state.deliveries.page(window) { delivery in
        delivery.organizationID == call.organizationID
          && (subscriptionID.map { delivery.subscriptionID == $0 } ?? true)
          && (status.map { delivery.status == $0 } ?? true)
          && delivery.matches(eventType: eventType, after: after, before: before)
      }
    }
    return call.page(window, of: rows, hasMore: hasMore, json: \.json)
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    let delivery = try call.store.withState { (state) throws(APIError) in
      try state.delivery(call.id, of: call.organizationID)
    }
    var json = delivery.json
    json["payload"] = delivery.payload
    return .data(json)
  }

  private static func replay(_ call: Invocation) throws(APIError) -> Outcome {
    let copy = try call.store.withState { (state) throws(APIError) in
      let original = try state.delivery(call.id, of: call.organizationID)
      let subscription = try state.subscription(original.subscriptionID, of: call.organizationID)
      guard subscription.status == "active" else {
        throw .conflict("The subscription is not active.")
      }
      return state.enqueueCopy(of: original, at: call.now)
    }
    return .data([
      "id": .string(copy.id), "object": "webhook_delivery", "replayed_from": .string(call.id),
      "status": "pending",
    ])
  }

  private static func replayMany(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let subscriptionID = try body.identifier("subscription_id", prefix: "wbs")
    let status = try body.optionalString("status", oneOf: ["failed", "dead"]) ?? "dead"
    let eventType = try body.optionalString("event_type", length: 1...64)
    let after = try body.optionalInstant("created_after")
    let before = try body.optionalInstant("created_before")
    let matchCount = try call.store.withState { (state) throws(APIError) -> Int in
      let subscription = try state.subscription(subscriptionID, of: call.organizationID)
      guard subscription.status == "active" else {
        throw .conflict("The subscription is not active.")
      }
      let matching = state.deliveries.rows.filter { delivery in
        delivery.subscriptionID == subscriptionID && delivery.status == status
          && delivery.matches(eventType: eventType, after: after, before: before)
      }
      for delivery in matching.prefix(replayCap) {
        _ = state.enqueueCopy(of: delivery, at: call.now)
      }
      return matching.count
    }
    return .data([
      "enqueued": .integer(min(matchCount, replayCap)), "capped": .bool(matchCount > replayCap),
    ])
  }
}

extension WebhookDelivery {
  /// Whether the delivery is of a type, if one is named, and inside a window.
  func matches(eventType: String?, after: Timestamp?, before: Timestamp?) -> Bool {
    (eventType.map { self.eventType.hasSameCodePoints(as: $0) } ?? true)
      && (after.map { createdAt >= $0 } ?? true) && (before.map { createdAt < $0 } ?? true)
  }

  /// The delivery as a row of the list shows it; `GET` by id adds the payload.
  var json: JSON {
    [
      "id": .string(id), "object": "webhook_delivery", "subscription_id": .string(subscriptionID),
      "event_type": .string(eventType), "event_id": .string(eventID), "status": .string(status),
      "attempt_count": .integer(attemptCount),
      "last_attempt_at": .optional(lastAttemptAt?.rfc3339),
      "next_attempt_at": .optional(nextAttemptAt?.rfc3339),
      "response_status": responseStatus.map(JSON.integer) ?? .null,
      "response_body_snippet": .optional(responseBody),
      "duration_ms": milliseconds.map(JSON.integer) ?? .null,
      "replayed_from": .optional(replayedFrom), "created_at": .string(createdAt.rfc3339),
    ]
  }
}

extension Store.State {
  /// The delivery that an organization addresses by an id.
  func delivery(_ id: String, of organizationID: String) throws(APIError) -> WebhookDelivery {
    guard let delivery = deliveries[id], delivery.organizationID == organizationID else {
      throw .missingResource
    }
    return delivery
  }

  /// Adds a fresh delivery of the same event; the original stays as it is.
  mutating func enqueueCopy(of original: WebhookDelivery, at now: Timestamp) -> WebhookDelivery {
    let copy = WebhookDelivery(
      id: identifiers.identifier("wbd"), organizationID: original.organizationID,
      subscriptionID: original.subscriptionID, eventType: original.eventType,
      eventID: original.eventID, status: "pending", nextAttemptAt: now,
      replayedFrom: original.id, payload: original.payload, createdAt: now)
    deliveries.insert(copy)
    outgoing?.append(copy.id)
    effects.deliveriesReplayed += 1
    return copy
  }
}
