import Crypto
import Foundation
import ReferenceServer

extension TestClient {
  /// A delivery to a subscription that has a second secret, and the secrets, oldest first.
  func signedDelivery() async throws -> (delivery: HookListener.Delivery?, secrets: [String]) {
    let listener = try await HookListener()
    let subscription = try await send(
      "POST", "/webhook_subscriptions",
      json: ["url": .string(listener.url), "events": ["contact.created"]])
    let path = "/webhook_subscriptions/\(subscription.data?["id"]?.stringValue ?? "")"
    let added = try await send("POST", path + "/secrets")
    _ = try await send(
      "POST", "/\(try await account())/contacts", json: ["phone_number": "+12025550199"])
    let delivery = await listener.next()
    await listener.stop()
    return (
      delivery,
      [subscription.data?["initial_secret"], added.data?["secret"]].compactMap {
        $0?.stringValue
      }
    )
  }

  /// Whether a delivery is signed by both secrets in the way that is documented, of when it came.
  func signsDeliveries() async throws -> Bool {
    let (delivery, secrets) = try await signedDelivery()
    guard let delivery, let signature = delivery.signature else { return false }
    let elements = signature.split(separator: ",").map { $0.split(separator: "=").map(String.init) }
    guard let time = elements.first(where: { $0[0] == "t" })?.last, let seconds = Double(time),
      abs(delivery.receivedAt.timeIntervalSince1970 - seconds) < 60
    else { return false }
    let message = Data("\(time).".utf8) + Data(delivery.body)
    let codes = secrets.map { secret in
      HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Data(secret.utf8)))
        .map { String(format: "%02x", $0) }.joined()
    }
    return secrets.count == 2 && codes == elements.filter { $0[0] == "v1" }.map { $0[1] }
  }

  /// The answer to a new subscription.
  func subscribe(to events: [JSON]) async throws -> Answer {
    try await send(
      "POST", "/webhook_subscriptions",
      json: ["url": "https://hooks.example.net", "events": .array(events)])
  }

  /// The path of a new subscription.
  func subscriptionPath() async throws -> String {
    let id = try await subscribe(to: ["contact.created"]).data?["id"]?.stringValue ?? ""
    return "/webhook_subscriptions/\(id)"
  }

  /// The times of a new secret, read as far as the hour.
  func secretExpiry(hours: Int) async throws -> Answer {
    try await send(
      "POST", try await subscriptionPath() + "/secrets",
      json: ["expires_in_hours": .integer(hours)])
  }

  /// The path of the first delivery that succeeded.
  func deliveryPath() async throws -> String {
    let id = try await get("/webhook_deliveries?status=succeeded").ids.first ?? ""
    return "/webhook_deliveries/\(id)"
  }
}

extension Symptom {
  static let webhooks: [Symptom] =
    [
      Symptom("initial-secret-missing") {
        try await $0.subscribe(to: ["contact.created"]).data?["initial_secret"] == nil
      },
      Symptom("secret-shown-again") {
        try await $0.get($0.subscriptionPath()).data?["initial_secret"] != nil
      },
      Symptom("secret-in-description") { client in
        let created = try await client.subscribe(to: ["contact.created"])
        let secret = created.data?["initial_secret"]?.stringValue ?? "?"
        return try await client.get("/webhook_subscriptions").text.contains(secret)
      },
      Symptom("new-secret-replaces") { client in
        let path = try await client.subscriptionPath()
        _ = try await client.send("POST", path + "/secrets")
        return try await client.get(path).data?["secrets"]?.elements?.count != 2
      },
      Symptom("expiry-in-minutes") { client in
        let secret = try await client.secretExpiry(hours: 48).data
        return secret?["expires_at"]?.stringValue?.prefix(10)
          == secret?["created_at"]?.stringValue?.prefix(10)
      },
      Symptom("expiry-unbounded") { try await $0.secretExpiry(hours: 337).status == 200 },
      Symptom("revoked-secret-stays") { client in
        let path = try await client.subscriptionPath()
        let added = try await client.send("POST", path + "/secrets").data?["id"]
        _ = try await client.send("DELETE", "\(path)/secrets/\(added?.stringValue ?? "")")
        return try await client.get(path).data?["secrets"]?.elements?.contains {
          $0["id"] == added
        } == true
      },
      Symptom("only-first-event-kept") { client in
        let answer = try await client.subscribe(to: ["contact.created", "contact.updated"])
        return answer.data?["events"]?.elements?.count != 2
      },
      Symptom("any-event-accepted") {
        try await $0.subscribe(to: ["contact.created", "contact.vanished"]).status == 200
      },
      Symptom("pause-not-kept") { client in
        let path = try await client.subscriptionPath()
        _ = try await client.send("PATCH", path, json: ["status": "paused"])
        return try await client.get(path).data?["status"] != "paused"
      },
      Symptom("subscription-filter-ignored") { client in
        try await client.rows("/webhook_subscriptions?status=disabled").contains {
          $0["status"] != "disabled"
        }
      },
      Symptom("replay-names-original") { client in
        let replay = try await client.send("POST", client.deliveryPath() + "/replay").data
        return replay?["id"] == replay?["replayed_from"]
      },
      Symptom("replay-changes-original") { client in
        let path = try await client.deliveryPath()
        _ = try await client.send("POST", path + "/replay")
        return try await client.get(path).data?["status"] != "succeeded"
      },
      Symptom("bulk-replay-of-nothing") { client in
        let unknown = JSON.string("wbs_" + String(repeating: "7", count: 26))
        let answer = try await client.send(
          "POST", "/webhook_deliveries/bulk_replay", json: ["subscription_id": unknown])
        return answer.status == 200
      },
      Symptom("bulk-replay-counts-wrong") { client in
        let id = try await client.get("/webhook_subscriptions?status=active").ids.last ?? ""
        let answer = try await client.send(
          "POST", "/webhook_deliveries/bulk_replay", json: ["subscription_id": .string(id)])
        return answer.data?["enqueued"]?.integerValue
          != client.server.counters.effects.deliveriesReplayed
      },
      Symptom("subscription-filter-lost") { client in
        let id = try await client.get("/webhook_subscriptions?status=active").ids.last ?? ""
        let path = "/webhook_deliveries?subscription_id=\(id)"
        return try await client.walk(path, limit: 1).contains {
          $0.data?[0]?["subscription_id"]?.stringValue != id
        }
      },
    ] + signatures

  private static let signatures = [
    "signature-of-another-key", "signature-of-another-body", "signature-without-time",
    "signature-of-first-secret", "signature-of-last-secret", "signature-in-upper-case",
    "signature-in-base64", "signature-in-milliseconds", "signature-missing",
  ].map { fault in Symptom(fault) { try await !$0.signsDeliveries() } }
}
