import NIOCore
import NIOPosix
import Synchronization

/// Carries deliveries to those who subscribed, on this machine only.
///
/// A delivery that is not taken is tried again a few times, and then given up.
final class WebhookSender: Sendable {
  /// How often a delivery is tried.
  private static let attempts = 4
  /// How long it waits after the first attempt; twice as long after each further one.
  private static let pause = Duration.milliseconds(100)

  private let store: Store
  private let policies: Policies
  private let signatureHeader: String
  private let executor: AnsweringExecutor
  private let clock: @Sendable () -> Duration
  private let isStopped = Atomic<Bool>(false)

  init(
    store: Store, policies: Policies, signatureHeader: String, executor: AnsweringExecutor,
    clock: @escaping @Sendable () -> Duration
  ) {
    self.store = store
    self.policies = policies
    self.signatureHeader = signatureHeader
    self.executor = executor
    self.clock = clock
  }

  /// Tries nothing from now on.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Sends what operations have left to be sent, without waiting for it.
  func sendOutgoing() {
    let ids = store.withState { state in
      defer { state.outgoing?.removeAll() }
      return state.outgoing ?? []
    }
    for id in ids {
      Task(executorPreference: executor) { [self] in await send(id) }
    }
  }

  private var now: Timestamp { Timestamp(sinceEpoch: clock()) }

  private func send(_ id: String) async {
    for attempt in 1...Self.attempts {
      guard !isStopped.load(ordering: .relaxed), let parcel = makeParcel(id) else { return }
      let start = ContinuousClock.now
      let answer = try? await WebhookConnection.post(parcel)
      let isTaken = answer.map { (200..<300).contains($0.status) } ?? false
      let isLast = attempt == Self.attempts || parcel.place == nil
      let pause = Self.pause * (1 << (attempt - 1))
      let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
      let now = self.now
      store.withState { state in
        guard var delivery = state.deliveries[id] else { return }
        delivery.attemptCount = attempt
        delivery.lastAttemptAt = now
        delivery.responseStatus = answer?.status
        delivery.responseBody = answer?.body
        delivery.milliseconds = milliseconds
        delivery.status = isTaken ? "succeeded" : isLast ? "dead" : "failed"
        delivery.nextAttemptAt = isTaken || isLast ? nil : now.advanced(by: pause)
        state.deliveries[id] = delivery
      }
      if isTaken || isLast { return }
      try? await Task.sleep(for: pause)
    }
  }

  /// What is sent for a delivery at this moment; nil where nothing is to be sent any more.
  private func makeParcel(_ id: String) -> WebhookParcel? {
    let rows = store.withState { state in
      state.deliveries[id].flatMap { delivery in
        state.subscriptions[delivery.subscriptionID].map { (delivery, $0) }
      }
    }
    guard let (delivery, subscription) = rows else { return nil }
    let body = delivery.payload.bytes
    let signature = WebhookSignature(policies.signing, at: now).value(
      over: delivery.payload, secrets: subscription.secrets(goodAt: now))
    return WebhookParcel(
      place: WebhookParcel.Place(subscription.url),
      fields: [
        HTTPField(name: "Content-Type", value: "application/json"),
        HTTPField(name: "User-Agent", value: "Kirim-Webhooks"),
        HTTPField(name: "Webhook-Delivery", value: delivery.id),
        HTTPField(name: policies.signing.fieldName(signatureHeader), value: signature),
      ], body: body)
  }
}

/// A delivery as it goes over the wire.
struct WebhookParcel: Sendable {
  /// Where it goes; nil for a URL that nothing is sent to.
  let place: Place?
  let fields: [HTTPField]
  let body: [UInt8]

  /// A place on this machine that speaks plain HTTP.
  struct Place: Sendable {
    let host: String
    let port: Int
    /// Path and query.
    let target: String

    /// Reads a URL; nil where it leads off this machine or wants TLS.
    init?(_ url: String) {
      let scheme = "http://"
      guard url.lowercased().hasPrefix(scheme) else { return nil }
      let rest = url.dropFirst(scheme.count)
      let authority = rest.prefix { !"/?#".contains($0) }
      let host = ["127.0.0.1", "localhost", "[::1]"].first { authority.lowercased().hasPrefix($0) }
      guard let host else { return nil }
      let end = authority.dropFirst(host.count)
      guard end.isEmpty || end.first == ":", let port = end.isEmpty ? 80 : Int(end.dropFirst()),
        1...65_535 ~= port
      else { return nil }
      let target = rest.dropFirst(authority.count).prefix { $0 != "#" }
      self.host = host == "[::1]" ? "::1" : host
      self.port = port
      self.target = target.first == "/" ? String(target) : "/\(target)"
    }
  }
}
