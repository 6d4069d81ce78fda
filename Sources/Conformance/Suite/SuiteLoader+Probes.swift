import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys that a case may have beside its own, by its probe.
  static let probeKeys: [String: [String]] = [
    "pagination": callKeysOfProbes + ["seed", "limits", "max_pages", "max_requests"],
    "idempotency": callKeysOfProbes + ["target", "cleanup", "count", "races"]
      + ["max_requests"],
    "authentication": readKeysOfProbes + ["create", "list", "revoked", "other_tenant"]
      + ["max_requests"],
    "requests": callKeysOfProbes + ["target", "cleanup", "list", "known", "leave_out"]
      + ["max_requests"],
    "http": readKeysOfProbes + ["create", "item", "update", "list", "max_requests"],
    "rate_limit": readKeysOfProbes + ["create", "list", "spared", "max_requests"],
    "lifecycle": callKeysOfProbes + ["target", "cleanup", "item", "list", "changes"]
      + ["immutable", "volatile", "changed", "gone", "max_requests"],
  ]
  private static let callKeysOfProbes = ["call", "path", "query", "headers", "body", "auth"]
  private static let readKeysOfProbes = ["call", "path", "query", "headers", "auth"]
  /// The keys of `create`.
  static let creationKeys = callKeysOfProbes + ["id", "cleanup"]
  /// The keys of `seed`.
  static let seedKeys = ["count"] + creationKeys
  /// The keys of a list of effects.
  static let effectListKeys = readKeysOfProbes + ["member"]

  /// Reads the settings of the paging probe.
  mutating func paginationProbe(_ mapping: ManifestMapping) -> PaginationProbe? {
    let operation = mapping["call"]?.value.stringValue
      .flatMap { context.contract.operation(called: $0) }
    let convention = context.profile.conventions.pagination(of: operation)
    requireConvention(
      "pagination", isThere: convention != nil, at: mapping["probe"] ?? mapping.node)
    let seed = mapping["seed"].flatMap { self.seed($0) }
    let supplied = [convention?.limitParameter, convention?.style.positionParameter]
    guard let call = call(mapping, supplied: supplied.compactMap(\.self)) else { return nil }
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
      let creation = creation(mapping, of: "seed")
    else { return nil }
    return .init(count: count, creation: creation)
  }

  /// Reads how something is created, and how it is removed.
  private mutating func creation(_ mapping: ManifestMapping, of what: String) -> Creation? {
    let id = mapping.required("id", of: what, &mistakes)?.pointer("id", &mistakes)
    let call = call(mapping)
    scope.offer("id")
    defer { scope.withdraw("id") }
    let cleanup = mapping["cleanup"].flatMap { self.cleanup($0) }
    guard let id, let call else { return nil }
    if let node = mapping["id"], let operation = call.target.operation {
      remarkID(at: node, of: operation)
    }
    let creation = Creation(call: call, id: id, cleanup: cleanup)
    remarkLeftover(of: creation, at: mapping.node)
    return creation
  }

  /// Reads what a probe creates, each with a token of its own.
  private mutating func tokenCreation(_ node: ManifestNode?) -> Creation? {
    guard let mapping = node?.mapping("create", keys: Self.creationKeys, &mistakes) else {
      return nil
    }
    scope.offer("token")
    defer { scope.withdraw("token") }
    return creation(mapping, of: "create")
  }

  /// Reads the settings of the authentication probe.
  mutating func authenticationProbe(_ mapping: ManifestMapping) -> AuthenticationProbe? {
    let creation = tokenCreation(mapping["create"])
    let list = mapping["list"].flatMap { effectList($0, "list") }
    let revoked = mapping["revoked"].map { credentials($0) }
    let otherTenant = mapping["other_tenant"].map { credentials($0) }
    guard let call = call(mapping) else { return nil }
    return AuthenticationProbe(
      call: call, creation: creation, list: list, revoked: revoked, otherTenant: otherTenant,
      maximumRequests: maximumRequests(mapping) ?? context.contract.operations.count + 200)
  }

  /// Reads the settings of the probe for the semantics of HTTP.
  mutating func httpProbe(_ mapping: ManifestMapping) -> HTTPProbe? {
    let creation = tokenCreation(mapping["create"])
    scope.offer("id")
    let item = mapping["item"].flatMap { loneCall($0) }
    let update = mapping["update"].flatMap { loneCall($0) }
    scope.withdraw("id")
    let list = mapping["list"].flatMap { loneCall($0) }
    guard let call = call(mapping) else { return nil }
    return HTTPProbe(
      call: call, creation: creation, item: item, update: update, list: list,
      maximumRequests: maximumRequests(mapping) ?? 300)
  }

  /// Reads the settings of the probe for wrong requests.
  mutating func requestsProbe(_ mapping: ManifestMapping) -> RequestsProbe? {
    let list = mapping["list"].flatMap { effectList($0, "list") }
    var known: [String: Template] = [:]
    for member in mapping["known"]?.templates("known", &mistakes) ?? [] {
      check(member.template, at: member.node)
      known[member.name] = member.template
    }
    let excluded = (mapping["leave_out"]?.list("operations", &mistakes) ?? []).compactMap { node in
      node.text("an operation", &mistakes).flatMap { operation($0, at: node)?.id }
    }
    let id = mapping["target"].flatMap { $0.pointer("target", &mistakes) }
    scope.offer("token")
    let call = call(mapping)
    scope.withdraw("token")
    scope.offer("id")
    let cleanup = mapping["cleanup"].flatMap { self.cleanup($0) }
    scope.withdraw("id")
    guard let call else { return nil }
    let creation = Creation(
      call: call, id: id ?? context.profile.conventions.defaultID, cleanup: cleanup)
    remarkLeftover(of: creation, at: mapping.node)
    return RequestsProbe(
      creation: creation, list: list, known: known, excluded: Set(excluded),
      maximumRequests: maximumRequests(mapping) ?? 2000)
  }

  /// Reads the settings of the probe for rate limits.
  mutating func rateLimitProbe(_ mapping: ManifestMapping) -> RateLimitProbe? {
    let creation = tokenCreation(mapping["create"])
    let list = mapping["list"].flatMap { effectList($0, "list") }
    let spared = (mapping["spared"]?.list("requests", &mistakes) ?? [])
      .compactMap { loneCall($0) }
    // What it spends is felt by everybody who shares the budget: nobody is to be surprised by it.
    _ = mapping.required("max_requests", of: "the probe", &mistakes)
    guard let call = call(mapping), let maximum = maximumRequests(mapping) else { return nil }
    return RateLimitProbe(
      call: call, creation: creation, list: list, spared: spared, pace: context.profile.pace,
      maximumRequests: maximum)
  }

  /// Reads the settings of the probe for the life of a resource.
  mutating func lifecycleProbe(_ mapping: ManifestMapping) -> LifecycleProbe? {
    let list = mapping["list"].flatMap { loneCall($0) }
    scope.offer("token")
    let call = call(mapping)
    scope.offer("id")
    let item = mapping.required("item", of: "the probe", &mistakes).flatMap { loneCall($0) }
    let changes = (mapping["changes"]?.list("requests", &mistakes) ?? [])
      .compactMap { loneCall($0) }
    scope.withdraw("token")
    let cleanup = mapping.required("cleanup", of: "the probe", &mistakes)
      .flatMap { self.cleanup($0) }
    scope.withdraw("id")
    let id = mapping["target"].flatMap { $0.pointer("target", &mistakes) }
    let statuses = (mapping["gone"]?.list("statuses", &mistakes) ?? [])
      .compactMap { $0.integer("a status", in: 100...599, &mistakes) }
    guard let call, let item, let cleanup else { return nil }
    return LifecycleProbe(
      creation: Creation(
        call: call, id: id ?? context.profile.conventions.defaultID, cleanup: cleanup),
      item: item, list: list, changes: changes, immutable: places("immutable", of: mapping),
      volatile: places("volatile", of: mapping),
      changed: mapping["changed"].flatMap { $0.pointer("changed", &mistakes) },
      goneStatuses: statuses.isEmpty ? [404, 410] : Set(statuses),
      maximumRequests: maximumRequests(mapping) ?? 200)
  }

  /// Reads a list of places.
  private mutating func places(_ name: String, of mapping: ManifestMapping) -> [JSONPointer] {
    (mapping[name]?.list("JSON pointers", &mistakes) ?? [])
      .compactMap { $0.pointer(name, &mistakes) }
  }

  /// Reads the settings of the idempotency probe.
  mutating func idempotencyProbe(_ mapping: ManifestMapping) -> IdempotencyProbe? {
    requireConvention(
      "idempotency", isThere: context.profile.conventions.idempotency != nil,
      at: mapping["probe"] ?? mapping.node)
    scope.offer("token")
    defer { scope.withdraw("token") }
    let header = context.profile.conventions.idempotency?.header
    let call = call(mapping, supplied: [header].compactMap(\.self))
    let id = mapping.required("target", of: "the probe", &mistakes)?.pointer("target", &mistakes)
    scope.offer("id")
    let cleanup = mapping["cleanup"].flatMap { self.cleanup($0) }
    scope.withdraw("id")
    guard let call, let id else { return nil }
    let creation = Creation(call: call, id: id, cleanup: cleanup)
    remarkLeftover(of: creation, at: mapping.node)
    return IdempotencyProbe(
      creation: creation, count: mapping["count"].flatMap { effectList($0, "count") },
      races: mapping["races"]?.integer("races", in: 0...100, &mistakes) ?? 3,
      maximumRequests: maximumRequests(mapping) ?? 1000)
  }

  private mutating func effectList(_ node: ManifestNode, _ what: String) -> EffectList? {
    guard
      let mapping = node.mapping(what, keys: Self.effectListKeys, &mistakes),
      let member = mapping.required("member", of: what, &mistakes)?
        .pointer("member", &mistakes),
      let call = call(mapping)
    else { return nil }
    return EffectList(call: call, member: member)
  }

  /// Refuses requirements that neither a probe nor what it sends can decide: they would stay open in
  /// every run.
  mutating func refuseUndecided(_ node: ManifestNode, by kind: ProbeKind) {
    for node in node.oneOrMore {
      // Unknown ones have been refused already.
      guard let id = node.value.stringValue.map({ RequirementID($0) }),
        context.catalogue[id] != nil, !kind.requirements.contains(id),
        !context.judgedAnywhere.contains(id)
      else { continue }
      let other = ProbeKind.allCases.first { $0.requirements.contains(id) }
      mistakes.add(
        code: "suite.undecided-requirement",
        "\"probe: \(kind.rawValue)\" cannot decide \(id); it decides "
          + kind.requirements.inWords + ", and what any answer shows",
        at: node,
        fix: other.map { "prove it in a case with \"probe: \($0.rawValue)\", or take it out" }
          ?? "prove it in a case with steps, or take it out")
    }
  }

  /// Refuses what a profile without a convention leaves without meaning.
  mutating func requireConvention(_ name: String, isThere: Bool, at node: ManifestNode) {
    guard !isThere else { return }
    mistakes.add(
      code: "suite.missing-convention", "the profile does not say how \(name) works", at: node,
      fix: "add \"conventions: { \(name): … }\" to it")
  }
}

extension Conventions {
  /// Where the id of what was created is in most answers, as far as nothing else is said.
  fileprivate var defaultID: JSONPointer { (success?.data ?? .root).appending("id") }
}
