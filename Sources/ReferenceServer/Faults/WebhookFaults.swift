/// Faults in webhook subscriptions, their secrets and deliveries.
enum WebhookFaults {
  static let all: [Fault] = secrets + subscriptions + deliveries + signatures

  private static let secrets: [Fault] = [
    Fault(
      "initial-secret-missing", "A new subscription does not show its secret",
      on: .operations([Operation.createSubscription]), breaks: "HOOK-01", .coarse,
      .resources { subscription, _ in subscription["initial_secret"] = nil }),
    Fault(
      "secret-shown-again", "A fetched subscription shows its first secret",
      on: .operations([Operation.getSubscription]), breaks: "HOOK-02", .moderate,
      .resources { subscription, exchange in
        let row = exchange.store.withState { state in
          state.subscriptions[subscription["id"]?.stringValue ?? ""]
        }
        if let secret = row?.secrets.first {
          subscription["initial_secret"] = .string(secret.text)
        }
      }),
    Fault(
      "secret-in-description", "The list shows the newest secret where nobody looks for it",
      on: .operations([Operation.listSubscriptions]), breaks: "HOOK-02", .subtle,
      .resources { subscription, exchange in
        let row = exchange.store.withState { state in
          state.subscriptions[subscription["id"]?.stringValue ?? ""]
        }
        if let secret = row?.secrets.last {
          subscription["signing"] = ["key": .string(secret.text)]
        }
      }),
    Fault(
      "new-secret-replaces", "Adding a secret takes the others away",
      on: .operations([Operation.addSecret]), breaks: "HOOK-03", .moderate,
      .response { response, exchange in
        guard response.status == 200, let id = response.body?["data"]?["id"]?.stringValue,
          let parent = exchange.request.path.split(separator: "/").dropLast().last
        else { return }
        exchange.store.withState {
          $0.subscriptions[String(parent)]?.secrets.removeAll { $0.id != id }
        }
      }),
    Fault(
      "expiry-in-minutes", "A secret's hours are counted as minutes",
      on: .operations([Operation.addSecret]), breaks: "HOOK-04", .moderate,
      .resources { secret, exchange in
        guard let hours = exchange.request.json?["expires_in_hours"]?.integerValue else { return }
        let expiry = exchange.startedAt.advanced(by: .seconds(hours * 60))
        secret["expires_at"] = .string(expiry.rfc3339)
      }),
    Fault(
      "expiry-unbounded", "A secret may live longer than 336 hours",
      on: .operations([Operation.addSecret]), breaks: "HOOK-04", .moderate,
      .request { request, _ in
        if let hours = request.json?["expires_in_hours"]?.integerValue, hours > 336 {
          request.json?["expires_in_hours"] = 336
        }
      }),
    Fault(
      "revoked-secret-stays", "A revoked secret stays among the secrets",
      on: .operations([Operation.revokeSecret]), breaks: "HOOK-05", .moderate,
      .response { response, exchange in
        guard response.status == 200,
          let parent = exchange.request.path.split(separator: "/").dropLast(2).last
        else { return }
        exchange.store.withState { state in
          state.subscriptions[String(parent)]?.secrets.append(
            WebhookSubscription.Secret(
              id: exchange.request.lastSegment, text: "", createdAt: exchange.startedAt))
        }
      }),
  ]

  private static let subscriptions: [Fault] = [
    Fault(
      "only-first-event-kept", "A subscription keeps only the first of its events",
      on: .operations([Operation.createSubscription]), breaks: "HOOK-06", .moderate,
      .request { request, _ in
        if let events = request.json?["events"]?.elements, events.count > 1 {
          request.json?["events"] = .array(Array(events.prefix(1)))
        }
      }),
    Fault(
      "any-event-accepted", "A subscription can ask for events that there are not",
      on: .operations([Operation.createSubscription]), breaks: "HOOK-06", .moderate,
      .request { request, _ in
        guard let events = request.json?["events"]?.elements, !events.isEmpty else { return }
        let known = events.filter {
          WebhookSubscriptionRoutes.events.contains($0.stringValue ?? "")
        }
        request.json?["events"] = .array(known.isEmpty ? ["message.received"] : known)
      }),
    Fault(
      "pause-not-kept", "Pausing a subscription is shown once and not kept",
      on: .operations([Operation.updateSubscription]), breaks: "HOOK-07", .moderate,
      .response { response, exchange in
        guard response.status == 200 else { return }
        exchange.store.withState {
          $0.subscriptions[exchange.request.lastSegment]?.status = "active"
        }
      }),
    Fault(
      "subscription-filter-ignored", "Subscriptions are not filtered by status",
      on: .operations([Operation.listSubscriptions]), breaks: "HOOK-07", .moderate,
      .request { request, _ in request.setQueryItem("status", to: nil) }),
  ]

  private static let deliveries: [Fault] = [
    Fault(
      "replay-names-original", "A replay answers with the id of the original",
      on: .operations([Operation.replayDelivery]), breaks: "HOOK-08", .moderate,
      .resources { replay, _ in replay["id"] = replay["replayed_from"] }),
    Fault(
      "replay-changes-original", "A replay puts the original back to pending",
      on: .operations([Operation.replayDelivery]), breaks: "HOOK-08", .subtle,
      .response { response, exchange in
        guard response.status == 200 else { return }
        let id = exchange.request.path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        exchange.store.withState { $0.deliveries[id]?.status = "pending" }
      }),
    Fault(
      "bulk-replay-of-nothing", "Replaying in bulk for an unknown subscription succeeds",
      on: .operations([Operation.bulkReplay]), breaks: "HOOK-09", .moderate,
      .response { response, exchange in
        guard response.status == 404 else { return }
        response = .success(["enqueued": 0, "capped": false], requestID: exchange.requestID)
      }),
    Fault(
      "bulk-replay-counts-wrong", "Replaying in bulk counts one delivery too many",
      on: .operations([Operation.bulkReplay]), breaks: "HOOK-09", .moderate,
      .resources { report, _ in
        report["enqueued"] = .integer((report["enqueued"]?.integerValue ?? 0) + 1)
      }),
    Fault(
      "subscription-filter-lost", "Deliveries are not filtered by subscription after page one",
      on: .operations([Operation.listDeliveries]), breaks: "PAG-19", .subtle,
      Alteration(
        policies: { $0.pagination.bindsCursors = false },
        request: { request, _ in
          if request.queryItems?.contains(where: { $0.name == "cursor" }) == true {
            request.setQueryItem("subscription_id", to: nil)
          }
        })),
  ]

  private static let signatures: [Fault] = [
    signature("signature-of-another-key", "Deliveries are signed with the id of the secret") {
      $0.key = { Array($0.id.utf8) }
    },
    signature(
      "signature-of-another-body", "The signature is of the payload written anew", .subtle
    ) {
      $0.message = { time, payload in Array("\(time).".utf8) + payload.canonicalBytes }
    },
    signature("signature-without-time", "The signature is of the body alone") {
      $0.message = { _, payload in payload.bytes }
    },
    signature(
      "signature-of-first-secret", "A secret that was added does not sign", .subtle
    ) { $0.secrets = { Array($0.prefix(1)) } },
    signature(
      "signature-of-last-secret", "Only the newest secret signs", .subtle
    ) { $0.secrets = { Array($0.suffix(1)) } },
    signature("signature-in-upper-case", "The signature has its hex digits in upper case") {
      $0.code = { $0.hexDigits.uppercased() }
    },
    signature("signature-in-base64", "The signature is base 64 and no hex") {
      $0.code = { Base64URL.encode($0) }
    },
    signature("signature-in-milliseconds", "The time of a signature is in milliseconds") {
      $0.time = { "\($0.seconds)000" }
    },
    signature("signature-missing", "Deliveries are not signed", .coarse) {
      $0.elements = { time, _ in ["t=\(time)"] }
    },
  ]

  private static func signature(
    _ id: String, _ title: String, _ subtlety: Fault.Subtlety = .moderate,
    _ change: @escaping @Sendable (inout Policies.Signing) -> Void
  ) -> Fault {
    Fault(
      id, title, on: .operations([Operation.createContact, Operation.updateContact]),
      breaks: "HOOK-10", subtlety, .decisions { change(&$0.signing) })
  }
}
