import Synchronization

/// Requirements that exchanges of one kind are held to: one set, to which all of them refer.
final class SharedRequirements: Sendable {
  /// The requirements.
  let ids: Set<RequirementID>
  /// The order in which the checks came to them.
  fileprivate let order: [RequirementID]

  fileprivate init(_ order: [RequirementID]) {
    self.order = order
    ids = Set(order)
  }
}

/// The sets of requirements that exchanges of a run were held to, each of them once.
final class RequirementSets: Sendable {
  /// Those that came last stand first.
  private let known = Mutex<[SharedRequirements]>([])
  /// How many are kept: a run has so many kinds of answers, seldom more.
  private static let limit = 64

  /// The set of some requirements, named in the order in which checks came to them.
  func set(of order: [RequirementID]) -> SharedRequirements {
    known.withLock { known in
      if let place = known.firstIndex(where: { $0.order == order }) {
        if place > 0 { known.swapAt(place, place - 1) }
        return known[max(0, place - 1)]
      }
      let set = SharedRequirements(order)
      if known.count == Self.limit { known.removeLast() }
      known.append(set)
      return set
    }
  }
}

/// What a case has looked at.
struct JudgedRequirements: Sendable {
  /// What exchanges were held to.
  private(set) var shared: [SharedRequirements] = []
  /// What else was looked at.
  private(set) var own: Set<RequirementID> = []

  /// Whether nothing was looked at.
  var isEmpty: Bool { own.isEmpty && shared.allSatisfy { $0.ids.isEmpty } }

  /// All of it as one set.
  var all: Set<RequirementID> { shared.reduce(into: own) { $0.formUnion($1.ids) } }

  /// Whether a requirement was looked at.
  func contains(_ requirement: RequirementID) -> Bool {
    own.contains(requirement) || shared.contains { $0.ids.contains(requirement) }
  }

  /// Adds a requirement.
  mutating func insert(_ requirement: RequirementID) {
    if !contains(requirement) { own.insert(requirement) }
  }

  /// Adds what an exchange was held to.
  mutating func insert(_ requirements: SharedRequirements) {
    if !shared.contains(where: { $0 === requirements }) { shared.append(requirements) }
  }
}
