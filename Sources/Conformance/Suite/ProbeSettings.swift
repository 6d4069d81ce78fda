package import Diagnostics

/// Something a probe creates, with what removes it again.
package struct Creation: Sendable {
  /// The request that creates it.
  package let call: Call
  /// Where the new thing's id is in the answer.
  package let id: JSONPointer
  /// What removes it; `${id}` is its id.
  package let cleanup: Call?
}

/// The list in which the effects of requests show.
package struct EffectList: Sendable {
  /// The list operation.
  package let call: Call
  /// Where an item holds the token of its effect.
  package let member: JSONPointer
}

/// What the plan has to know of any probe.
package protocol ProbeSettings: Sendable {
  /// The requirements that it can decide by what it sends, by id.
  ///
  /// Those that any exchange may decide are not among them, unless it goes further than the exchange.
  static var requirements: [RequirementID] { get }
  /// The requests that the suite names, without those that prepare or undo anything.
  var calls: [Call] { get }
  /// What it creates and can remove again; nil for nothing.
  var created: Creation? { get }
  /// How many requests it may send.
  var maximumRequests: Int { get }
}

/// The settings of the paging probe.
package struct PaginationProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "PAG-02", "PAG-03", "PAG-04", "PAG-05", "PAG-06", "PAG-07", "PAG-08", "PAG-09", "PAG-10",
    "PAG-11", "PAG-12", "PAG-13", "PAG-14", "PAG-15", "PAG-16", "PAG-18", "PAG-20", "PAG-21",
    "PAG-22", "PAG-23", "PAG-24", "PAG-26", "PAG-27", "PAG-32",
  ]

  /// The list operation with its filters.
  package let call: Call
  /// Items to create first, so that there is something to page through.
  package let seed: Seed?
  /// The page sizes to walk with.
  package let limits: [Int]
  /// How many pages a walk may take.
  package let maximumPages: Int
  /// How many requests the probe may send.
  package let maximumRequests: Int

  /// How items are created for a probe.
  package struct Seed: Sendable {
    /// How many.
    package let count: Int
    /// How one is created; `${index}` counts them.
    package let creation: Creation
  }

  package var calls: [Call] { [call] }
  package var created: Creation? { seed?.creation }
}

/// The settings of the idempotency probe.
package struct IdempotencyProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "IDM-01", "IDM-02", "IDM-03", "IDM-04", "IDM-05", "IDM-06", "IDM-07", "IDM-08", "IDM-09",
    "IDM-10", "IDM-11", "IDM-15", "IDM-16", "IDM-17", "IDM-18", "IDM-19", "IDM-20", "IDM-22",
    "IDM-23", "IDM-24", "IDM-25", "IDM-26",
  ]

  /// The operation, with a body in which `${token}` makes each intended effect distinct, and what
  /// undoes it where that can be done.
  package let creation: Creation
  /// How the effects are counted: the items of a list that hold the token in a member.
  package let count: EffectList?
  /// How often requests are also released at the same instant.
  package let races: Int
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [creation.call] }
  package var created: Creation? { creation }
}

/// The settings of the authentication probe.
package struct AuthenticationProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "AUTH-01", "AUTH-03", "AUTH-04", "AUTH-05", "AUTH-07", "AUTH-08", "AUTH-09", "AUTH-11",
    "AUTH-14",
  ]

  /// A cheap read that asks for a credential.
  package let call: Call
  /// What a request without the right credential must not create; `${token}` marks each.
  package let creation: Creation?
  /// Where it would show that something was created.
  package let list: EffectList?
  /// A credential that was revoked or has expired.
  package let revoked: Call.Credentials?
  /// The credential of another tenant.
  package let otherTenant: Call.Credentials?
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [call, creation?.call, list?.call].compactMap(\.self) }
  package var created: Creation? { creation }
}

/// The settings of the probe for the semantics of HTTP.
package struct HTTPProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "HTTP-01", "HTTP-02", "HTTP-03", "HTTP-04", "HTTP-05", "HTTP-07", "HTTP-08", "HTTP-09",
    "HTTP-10", "HTTP-11", "HTTP-12", "HTTP-15", "HTTP-16", "HTTP-17", "ERR-03",
  ]

  /// A read that answers with a body.
  package let call: Call
  /// What is created to be read and written in unusual ways; `${token}` marks each.
  package let creation: Creation?
  /// The read of what was created, by `${id}`.
  package let item: Call?
  /// The change of what was created, by `${id}`.
  package let update: Call?
  /// A list of such items, whose rows reading must not change either.
  package let list: Call?
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [call, creation?.call, item, update, list].compactMap(\.self) }
  package var created: Creation? { creation }
}

/// The settings of the probe for wrong requests, and for right ones at the edge of what is allowed.
package struct RequestsProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "ERR-07", "ERR-08", "ERR-09", "ERR-10", "ERR-11", "ERR-12", "ERR-13", "ERR-14", "ERR-16",
    "LIFE-13",
  ]

  /// A request that is right, with what removes what it creates; `${token}` marks each.
  package let creation: Creation
  /// Where it would show that something was created.
  package let list: EffectList?
  /// Values of path parameters that lead to something, by the parameters' names.
  package let known: [String: Template]
  /// Operations that are not to be called with ids that nothing has.
  package let excluded: Set<OperationID>
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [creation.call, list?.call].compactMap(\.self) }
  package var created: Creation? { creation }
}

/// The settings of the probe for rate limits.
package struct RateLimitProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "RATE-03", "RATE-04", "RATE-05", "RATE-07", "RATE-08",
  ]

  /// A cheap read that counts.
  package let call: Call
  /// What is created until it is refused; `${token}` marks each.
  package let creation: Creation?
  /// Where it would show that something was created.
  package let list: EffectList?
  /// What no limit is for.
  package let spared: [Call]
  /// Where it is told how much is allowed.
  package let pace: APIProfile.PaceSource
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [call, creation?.call, list?.call].compactMap(\.self) + spared }
  package var created: Creation? { creation }
}

/// The settings of the probe for the life of a resource.
package struct LifecycleProbe: ProbeSettings {
  package static let requirements: [RequirementID] = [
    "LIFE-01", "LIFE-02", "LIFE-03", "LIFE-04", "LIFE-05", "LIFE-06", "LIFE-09", "LIFE-10",
    "LIFE-11",
  ]

  /// How one is created, with what removes it; `${token}` marks each.
  package let creation: Creation
  /// The read of one, by `${id}`.
  package let item: Call
  /// The list that shows it, where there is one.
  package let list: Call?
  /// Changes of one, by `${id}`, each with a body of the members that it changes.
  package let changes: [Call]
  /// Places of the resource that are the same for ever.
  package let immutable: [JSONPointer]
  /// Places of the resource that a create shows and a read need not, or that change by themselves.
  package let volatile: [JSONPointer]
  /// Where the time of the last change is in the resource; nil where none is told.
  package let changed: JSONPointer?
  /// The statuses by which a read says that something is gone.
  package let goneStatuses: Set<Int>
  /// How many requests the probe may send.
  package let maximumRequests: Int

  package var calls: [Call] { [creation.call, item, list].compactMap(\.self) + changes }
  package var created: Creation? { creation }
}
