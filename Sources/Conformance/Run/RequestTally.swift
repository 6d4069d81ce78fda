/// What a case has sent its requests for, and how many for each.
///
/// Only what counts by ``RequestFigure`` is laid to requirements.
package struct RequestTally: Sendable, Hashable {
  /// What requests are sent for.
  package enum Errand: Sendable, Hashable {
    /// What has to be there before anything can be asked.
    case preparation
    /// Answers that decide these requirements, in the order of their ids.
    case deciding([RequirementID])
    /// What is asked once more, since the first answer did not decide it.
    case repetition
  }

  /// How many requests were sent for each errand; those that undo things are not among them.
  package private(set) var counts: [Errand: Int] = [:]
  /// How many pages the longest walk through a list had.
  package private(set) var longestWalk = 1

  /// Creates a tally of nothing.
  package init() {}

  /// Counts requests.
  package mutating func add(_ count: Int, for errand: Errand) {
    counts[errand, default: 0] += count
  }

  /// Notes that a walk has come to so many pages.
  package mutating func noteWalk(pages: Int) { longestWalk = max(longestWalk, pages) }
}

extension RequestTally.Errand {
  /// Answers that decide requirements; preparation where there are none.
  static func deciding(any requirements: [RequirementID]) -> RequestTally.Errand {
    requirements.isEmpty ? .preparation : .deciding(Set(requirements).sorted())
  }
}

extension CaseRun {
  /// Does something whose requests are sent for an errand of its own.
  func sending<Value>(
    for errand: RequestTally.Errand, _ work: () async throws(CaseStop) -> Value
  ) async throws(CaseStop) -> Value {
    let outer = self.errand
    self.errand = errand
    defer { self.errand = outer }
    return try await work()
  }
}
