/// Signs what is delivered: `t=…,v1=…`, a `v1` for each secret that is good.
struct WebhookSignature {
  private let decisions: Policies.Signing
  private let time: Timestamp

  init(_ decisions: Policies.Signing, at time: Timestamp) {
    self.decisions = decisions
    self.time = time
  }

  /// The value of the header field that signs a payload.
  func value(over payload: JSON, secrets: [WebhookSubscription.Secret]) -> String {
    let time = decisions.time(time)
    let message = decisions.message(time, payload)
    let codes = decisions.secrets(secrets).map { secret in
      decisions.code(
        MessageDigest.authenticationCode(for: message, key: decisions.key(secret)))
    }
    return decisions.elements(time, codes).joined(separator: ",")
  }
}
