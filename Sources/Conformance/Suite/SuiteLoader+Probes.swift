import Diagnostics

extension SuiteLoader {
  /// The keys that a case may have beside its own, by its probe.
  static let probeKeys: [String: [String]] = [
    "pagination": callKeysOfProbes + ["seed", "limits", "max_pages", "max_requests"],
    "idempotency": callKeysOfProbes + ["target", "count", "races", "max_requests"],
  ]
  private static let callKeysOfProbes = ["call", "path", "query", "headers", "body", "auth"]
  /// The keys of `seed`.
  static let seedKeys = ["count"] + callKeysOfProbes + ["id", "cleanup"]
  /// The keys of `count`.
  static let countKeys = ["call", "path", "query", "headers", "auth", "member"]

  /// Reads the settings of the paging probe.
  mutating func paginationProbe(_ mapping: ManifestMapping) -> PaginationProbe? {
    requireConvention(
      "pagination", isThere: context.profile.conventions.pagination != nil,
      at: mapping["probe"] ?? mapping.node)
    let seed = mapping["seed"].flatMap { self.seed($0) }
    let convention = context.profile.conventions.pagination
    let supplied = [convention?.limitParameter, convention?.cursorParameter].compactMap(\.self)
    guard let call = call(mapping, supplied: supplied) else { return nil }
    let limits = (mapping["limits"]?.list("page sizes", &mistakes) ?? [])
      .compactMap { $0.integer("a page size", in: 1...100_000, &mistakes) }
    let maximumPages =
      mapping["max_pages"]?.integer("max_pages", in: 1...100_000, &mistakes) ?? 1000
    return PaginationProbe(
      call: call, seed: seed, limits: limits.isEmpty ? [1, 3, 100] : limits,
      maximumPages: maximumPages,
      // Several walks, each of which may be as long as one is allowed to be.
      maximumRequests: maximumRequests(mapping) ?? 5 * maximumPages)
  }

  /// Reads how many requests a probe may send.
  private mutating func maximumRequests(_ mapping: ManifestMapping) -> Int? {
    mapping["max_requests"]?.integer("max_requests", in: 1...1_000_000, &mistakes)
  }

  private mutating func seed(_ node: ManifestNode) -> PaginationProbe.Seed? {
    guard
      let mapping = node.mapping("seed", keys: Self.seedKeys, &mistakes),
      let count = mapping.required("count", of: "seed", &mistakes)?
        .integer("count", in: 1...1000, &mistakes),
      let id = mapping.required("id", of: "seed", &mistakes)?.pointer("id", &mistakes),
      let call = call(mapping)
    else { return nil }
    scope.offer("id")
    defer { scope.withdraw("id") }
    return .init(
      count: count, call: call, id: id, cleanup: mapping["cleanup"].flatMap { cleanupCall($0) })
  }

  /// Reads the settings of the idempotency probe.
  mutating func idempotencyProbe(_ mapping: ManifestMapping) -> IdempotencyProbe? {
    requireConvention(
      "idempotency", isThere: context.profile.conventions.idempotency != nil,
      at: mapping["probe"] ?? mapping.node)
    scope.offer("token")
    defer { scope.withdraw("token") }
    let header = context.profile.conventions.idempotency?.header
    guard
      let call = call(mapping, supplied: [header].compactMap(\.self)),
      let id = mapping.required("target", of: "the probe", &mistakes)?.pointer("target", &mistakes)
    else { return nil }
    return IdempotencyProbe(
      call: call, id: id, count: mapping["count"].flatMap { count($0) },
      races: mapping["races"]?.integer("races", in: 0...100, &mistakes) ?? 3,
      maximumRequests: maximumRequests(mapping) ?? 1000)
  }

  private mutating func count(_ node: ManifestNode) -> IdempotencyProbe.Count? {
    guard
      let mapping = node.mapping("count", keys: Self.countKeys, &mistakes),
      let member = mapping.required("member", of: "count", &mistakes)?
        .pointer("member", &mistakes),
      let call = call(mapping)
    else { return nil }
    return .init(call: call, member: member)
  }

  /// Refuses what a profile without a convention leaves without meaning.
  mutating func requireConvention(_ name: String, isThere: Bool, at node: ManifestNode) {
    guard !isThere else { return }
    mistakes.add(
      code: "suite.missing-convention", "the profile does not say how \(name) works", at: node,
      fix: "add \"conventions: { \(name): … }\" to it")
  }
}
