/// The operations on webhook subscriptions and their secrets.
enum WebhookSubscriptionRoutes {
  static let routes = [
    Route(method: "POST", template: "/webhook_subscriptions", body: .required, handler: create),
    Route(method: "GET", template: "/webhook_subscriptions", handler: list),
    Route(method: "GET", template: "/webhook_subscriptions/{id}", handler: fetch),
    Route(
      method: "PATCH", template: "/webhook_subscriptions/{id}", body: .required, handler: update),
    Route(method: "DELETE", template: "/webhook_subscriptions/{id}", handler: delete),
    Route(
      method: "POST", template: "/webhook_subscriptions/{id}/secrets", body: .optional,
      isIdempotent: true, handler: addSecret),
    Route(
      method: "DELETE", template: "/webhook_subscriptions/{id}/secrets/{secret_id}",
      handler: revokeSecret),
  ]

  static let events = [
    "message.received", "message.status", "conversation.assigned", "conversation.closed",
    "contact.created", "contact.updated",
  ]
  /// How many secrets may be good at once.
  private static let maximumSecrets = 5

  private static func create(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let url = try body.url("url")
    let summary = try body.optionalString("description", length: 0...200)
    let events = try events(body)
    return .data(
      call.store.withState { state in
        let secret = state.identifiers.secret(at: call.now, expiresAt: nil)
        let subscription = WebhookSubscription(
          id: state.identifiers.identifier("wbs"), organizationID: call.organizationID, url: url,
          summary: summary, events: events, secrets: [secret], createdAt: call.now,
          updatedAt: call.now)
        state.subscriptions.insert(subscription)
        state.effects.subscriptionsCreated += 1
        var json = subscription.json(at: call.now)
        json["initial_secret"] = .string(secret.text)
        return json
      })
  }

  private static func list(_ call: Invocation) throws(APIError) -> Outcome {
    let status =
      try call.query("status", oneOf: ["active", "paused", "disabled", "all"]) ?? "all"
    let window = try call.pageWindow()
    let (rows, hasMore) = call.store.withState { state in
      state.subscriptions.page(window) {
        $0.organizationID == call.organizationID && (status == "all" || $0.status == status)
      }
    }
    return call.page(window, of: rows, hasMore: hasMore) { $0.json(at: call.now) }
  }

  private static func fetch(_ call: Invocation) throws(APIError) -> Outcome {
    let subscription = try call.store.withState { (state) throws(APIError) in
      try state.subscription(call.id, of: call.organizationID)
    }
    return .data(subscription.json(at: call.now))
  }

  private static func update(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let url = body.has("url") ? try body.url("url") : nil
    let summary = try body.nullableString("description", length: 0...200)
    let events = body.has("events") ? try events(body) : nil
    let status = try body.optionalString("status", oneOf: ["active", "paused"])
    let subscription = try call.store.withState { (state) throws(APIError) in
      let old = try state.subscription(call.id, of: call.organizationID)
      var subscription = old
      if let url { subscription.url = url }
      if let summary { subscription.summary = summary.value }
      if let events { subscription.events = events }
      if let status {
        subscription.status = status
        subscription.disabledReason = nil
        subscription.consecutiveFailures = 0
      }
      guard subscription.json(at: call.now) != old.json(at: call.now) else { return old }
      subscription.updatedAt = max(call.now, old.updatedAt.advanced(by: .milliseconds(1)))
      state.subscriptions[subscription.id] = subscription
      return subscription
    }
    return .data(subscription.json(at: call.now))
  }

  private static func delete(_ call: Invocation) throws(APIError) -> Outcome {
    try call.store.withState { (state) throws(APIError) in
      let subscription = try state.subscription(call.id, of: call.organizationID)
      for delivery in state.deliveries.rows where delivery.subscriptionID == subscription.id {
        state.deliveries[delivery.id] = nil
      }
      state.subscriptions[subscription.id] = nil
      state.effects.subscriptionsDeleted += 1
    }
    return .data(["id": .string(call.id), "deleted": true])
  }

  private static func addSecret(_ call: Invocation) throws(APIError) -> Outcome {
    let body = BodyReader(call.body)
    let hours = try body.optionalInteger("expires_in_hours", atLeast: 1)
    if let hours, hours > 336 { throw .invalidValue("expires_in_hours", "must be at most 336") }
    let secret = try call.store.withState { (state) throws(APIError) in
      var subscription = try state.subscription(call.id, of: call.organizationID)
      let good = subscription.secrets(goodAt: call.now)
      guard subscription.status != "disabled", good.count < maximumSecrets else {
        throw .conflict("The subscription cannot take another secret as it is.")
      }
      let expiry = hours.map { call.now.advanced(by: .seconds($0 * 3600)) }
      let secret = state.identifiers.secret(at: call.now, expiresAt: expiry)
      subscription.secrets = good + [secret]
      subscription.updatedAt = max(call.now, subscription.updatedAt)
      state.subscriptions[subscription.id] = subscription
      state.effects.secretsAdded += 1
      return secret
    }
    return .data([
      "id": .string(secret.id), "object": "webhook_secret", "secret": .string(secret.text),
      "created_at": .string(secret.createdAt.rfc3339),
      "expires_at": .optional(secret.expiresAt?.rfc3339),
    ])
  }

  private static func revokeSecret(_ call: Invocation) throws(APIError) -> Outcome {
    let secretID = call.parameters["secret_id"] ?? ""
    try call.store.withState { (state) throws(APIError) in
      var subscription = try state.subscription(call.id, of: call.organizationID)
      let good = subscription.secrets(goodAt: call.now)
      guard good.contains(where: { $0.id == secretID }) else { throw .missingResource }
      guard good.count > 1 else { throw .lastSecret }
      subscription.secrets = good.filter { $0.id != secretID }
      subscription.updatedAt = max(call.now, subscription.updatedAt)
      state.subscriptions[subscription.id] = subscription
    }
    return .data(["id": .string(secretID), "deleted": true])
  }

  /// The events in the order they were asked for, each once.
  private static func events(_ body: BodyReader) throws(APIError) -> [String] {
    let asked = try body.strings("events", count: 1...Int.max, expected: "a known event") { name in
      events.contains { $0.hasSameCodePoints(as: name) }
    }
    return asked.enumerated().filter { !asked[..<$0.offset].contains($0.element) }.map(\.element)
  }
}

extension WebhookSubscription {
  /// The secrets that have not expired.
  func secrets(goodAt now: Timestamp) -> [Secret] {
    secrets.filter { $0.expiresAt.map { now < $0 } ?? true }
  }

  /// The subscription as the API shows it: its secrets by id only.
  func json(at now: Timestamp) -> JSON {
    [
      "id": .string(id), "object": "webhook_subscription", "url": .string(url),
      "description": .optional(summary), "events": .array(events.map(JSON.string)),
      "status": .string(status), "disabled_reason": .optional(disabledReason),
      "consecutive_failures": .integer(consecutiveFailures),
      "secrets": .array(
        secrets(goodAt: now).map { secret in
          [
            "id": .string(secret.id), "created_at": .string(secret.createdAt.rfc3339),
            "expires_at": .optional(secret.expiresAt?.rfc3339),
          ]
        }),
      "created_at": .string(createdAt.rfc3339), "updated_at": .string(updatedAt.rfc3339),
    ]
  }
}

extension Store.State {
  /// The subscription that an organization addresses by an id.
  func subscription(_ id: String, of organizationID: String) throws(APIError)
    -> WebhookSubscription
  {
    guard let subscription = subscriptions[id], subscription.organizationID == organizationID
    else { throw .missingResource }
    return subscription
  }
}
