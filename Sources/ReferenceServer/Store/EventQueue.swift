extension Store.State {
  /// Files an event for every active subscription of the organization that asks for its type.
  ///
  /// Where nothing is delivered, a delivery counts as given up at once.
  mutating func publish(_ eventType: String, _ data: JSON, _ call: Invocation) {
    let subscribers = subscriptions.rows.filter {
      $0.organizationID == call.organizationID && $0.status == "active"
        && $0.events.contains(eventType)
    }
    guard !subscribers.isEmpty else { return }
    let eventID = "evt-" + identifiers.digits(12)
    for subscriber in subscribers {
      var delivery = WebhookDelivery(
        id: identifiers.identifier("wbd"), organizationID: call.organizationID,
        subscriptionID: subscriber.id, eventType: eventType, eventID: eventID,
        status: "pending",
        payload: [
          "id": .string(eventID), "type": .string(eventType),
          "created_at": .string(call.now.rfc3339), "data": data,
        ], createdAt: call.now)
      if outgoing == nil {
        delivery.status = "dead"
        delivery.attemptCount = 1
        delivery.lastAttemptAt = call.now
      } else {
        delivery.nextAttemptAt = call.now
      }
      deliveries.insert(delivery)
      outgoing?.append(delivery.id)
    }
  }
}
