/// The subscriptions and deliveries that an organization starts with.
///
/// Their URLs are on hosts of the range reserved for examples: nothing is ever sent there.
struct WebhookSeed: Sendable {
  let organization: Organization
  let startedAt: Timestamp

  /// One active subscription with a delivery of every status, and one that was given up.
  func add(to state: inout Store.State) {
    let active = addSubscription("https://hooks.example.com/kirim", hoursAgo: 300, to: &state)
    var disabled = addSubscription("https://gone.example.org/kirim", hoursAgo: 500, to: &state)
    disabled.status = "disabled"
    disabled.disabledReason = "too_many_failures"
    disabled.consecutiveFailures = 20
    state.subscriptions[disabled.id] = disabled
    for (index, status) in ["succeeded", "failed", "dead", "succeeded", "pending"].enumerated() {
      addDelivery(status, to: active, hoursAgo: 50 - index * 5, in: &state)
    }
    addDelivery("dead", to: disabled, hoursAgo: 90, in: &state)
  }

  private func addSubscription(_ url: String, hoursAgo: Int, to state: inout Store.State)
    -> WebhookSubscription
  {
    let time = startedAt.advanced(by: .seconds(-hoursAgo * 3600))
    let subscription = WebhookSubscription(
      id: state.identifiers.identifier("wbs"), organizationID: organization.id, url: url,
      events: ["message.received", "message.status"],
      secrets: [state.identifiers.secret(at: time, expiresAt: nil)], createdAt: time,
      updatedAt: time)
    state.subscriptions.insert(subscription)
    return subscription
  }

  private func addDelivery(
    _ status: String, to subscription: WebhookSubscription, hoursAgo: Int,
    in state: inout Store.State
  ) {
    let time = startedAt.advanced(by: .seconds(-hoursAgo * 3600))
    let isTried = status != "pending"
    let eventID = "evt-" + state.identifiers.digits(12)
    state.deliveries.insert(
      WebhookDelivery(
        id: state.identifiers.identifier("wbd"), organizationID: organization.id,
        subscriptionID: subscription.id, eventType: "message.received", eventID: eventID,
        status: status, attemptCount: isTried ? (status == "succeeded" ? 1 : 5) : 0,
        lastAttemptAt: isTried ? time.advanced(by: .seconds(60)) : nil,
        nextAttemptAt: status == "dead" || status == "succeeded"
          ? nil : startedAt.advanced(by: .seconds(600)),
        responseStatus: isTried ? (status == "succeeded" ? 200 : 503) : nil,
        responseBody: isTried ? (status == "succeeded" ? "ok" : "unavailable") : nil,
        milliseconds: isTried ? 84 : nil,
        payload: [
          "id": .string(eventID), "type": "message.received",
          "created_at": .string(time.rfc3339), "data": ["text": "Is it still available?"],
        ], createdAt: time))
  }
}

extension IdentifierSource {
  /// A new signing secret.
  mutating func secret(at time: Timestamp, expiresAt: Timestamp?) -> WebhookSubscription.Secret {
    WebhookSubscription.Secret(
      id: identifier("sec"), text: "whsec_" + token().dropFirst(9), createdAt: time,
      expiresAt: expiresAt)
  }
}
