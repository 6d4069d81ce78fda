/// What a case leaves in the world.
package enum Effect: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Nothing changes.
  case none
  /// Only things change that the run itself created.
  case own
  /// Something reaches a person or costs money.
  case external

  /// Orders from harmless to far-reaching.
  package static func < (left: Effect, right: Effect) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .none: 0
    case .own: 1
    case .external: 2
    }
  }
}

/// How far a run may go.
package enum RunProfile: String, Sendable, Hashable, CaseIterable {
  /// Reads only.
  case observe
  /// Also creates, changes and removes things of its own.
  case gate
  /// Also what reaches a person or costs money.
  case full

  /// The most far-reaching effect that is allowed.
  package var limit: Effect {
    switch self {
    case .observe: .none
    case .gate: .own
    case .full: .external
    }
  }

  /// Whether a case may run.
  package func allows(_ effect: Effect) -> Bool { effect <= limit }
}
