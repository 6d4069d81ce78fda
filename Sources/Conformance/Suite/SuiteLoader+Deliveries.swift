import Diagnostics

extension SuiteLoader {
  /// The keys of a step that waits for a delivery.
  static let awaitingKeys = ["delivery"]
  /// The keys of `delivery`.
  static let deliveryKeys = ["to", "like", "within", "signed_with", "proves"]

  /// Reads a step that waits for something that the target sends.
  mutating func delivery(_ node: ManifestNode) -> Suite.Delivery? {
    guard
      let step = node.mapping(
        "the step", keys: Self.awaitingKeys, homes: [.under("delivery", Self.deliveryKeys)],
        &mistakes),
      let inner = step["delivery"],
      let mapping = inner.mapping("delivery", keys: Self.deliveryKeys, &mistakes)
    else { return nil }
    let pattern = mapping["like"].flatMap { self.pattern($0) }
    let limit = mapping["within"].map { positiveDuration($0) } ?? .seconds(10)
    let proves = mapping["proves"].map { self.proves($0) }
    var secrets: [TemplatedValue]?
    if let node = mapping["signed_with"] {
      requireConvention(
        "webhooks", isThere: context.profile.conventions.webhooks != nil, at: node)
      let nodes = node.list("secrets", &mistakes) ?? []
      if nodes.isEmpty {
        mistakes.add(
          code: "suite.empty", "no secret is named that has signed the delivery", at: node,
          fix: "name each secret that is active, or remove \"signed_with:\"")
      }
      secrets = nodes.compactMap { checkedValue($0) }
    }
    guard
      let target = mapping.required("to", of: "delivery", &mistakes).flatMap({ checkedValue($0) }),
      let limit
    else { return nil }
    return Suite.Delivery(
      target: target, pattern: pattern ?? .all([]), limit: limit, secrets: secrets,
      proves: proves, location: inner.location,
      signaturePlace: mapping.place(ofNameOf: "signed_with"))
  }
}
