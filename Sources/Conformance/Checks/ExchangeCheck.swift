import Diagnostics
import Synchronization

/// A rule that every exchange has to keep, whatever case sent it.
///
/// A check costs no request. It says which requirements it looked at, so that one it never
/// looked at is not taken for one that holds.
package protocol ExchangeCheck: Sendable {
  /// The requirements it can judge.
  static var requirements: [RequirementID] { get }

  /// Judges one exchange.
  func examine(
    _ exchange: AnsweredExchange, in context: CheckContext, into report: inout CheckReport)
}

/// What checks may know beyond the exchange.
///
/// A class, since it is handed to every check of every exchange.
package final class CheckContext: Sendable {
  /// The contract judged against.
  package let contract: Contract
  /// How the API says what the contract has no words for.
  package let conventions: Conventions
  /// The schema of the error envelope, where the conventions name one.
  package let errorSchema: ContractSchema?
  /// What the run has seen so far.
  package let memory: RunMemory
  /// The wall clock, in seconds since 1970.
  package let now: @Sendable () -> Double
  /// Whether a text holds a secret of the run, in any encoding it is known by.
  package let holdsSecret: @Sendable (_ text: [UInt8]) -> Bool

  /// Creates a context from its parts.
  package init(
    contract: Contract, conventions: Conventions, errorSchema: ContractSchema?,
    memory: RunMemory, now: @escaping @Sendable () -> Double,
    holdsSecret: @escaping @Sendable (_ text: [UInt8]) -> Bool
  ) {
    self.contract = contract
    self.conventions = conventions
    self.errorSchema = errorSchema
    self.memory = memory
    self.now = now
    self.holdsSecret = holdsSecret
  }
}

/// What a run has seen so far, for rules that span cases.
package final class RunMemory: Sendable {
  private let requestIDs = Mutex<Set<[UInt8]>>([])

  /// Creates an empty memory.
  package init() {}

  /// Notes an exchange's own id, and says whether it is new to the run.
  package func isNew(requestID: String) -> Bool {
    requestIDs.withLock { $0.insert(Array(requestID.utf8)).inserted }
  }
}

/// What checks say about an exchange.
package struct CheckReport: Sendable {
  /// One departure, before it is tied to its case and masked.
  package struct Departure: Sendable {
    /// The requirement it departs from.
    package var requirement: RequirementID
    /// What it does to the run; nil for what the requirement itself says.
    package var severity: Severity?
    /// What is wrong, as one sentence without a full stop.
    package var message: String
    /// Where in the exchange.
    package var place: Finding.Place
    /// What is asked for.
    package var expected: String
    /// What was there.
    package var got: String
    /// The place in the contract it rests on.
    package var clause: Finding.Clause?
    /// Further lines.
    package var details: [String]
  }

  /// The requirements looked at, in the order they were; some may be there several times.
  private(set) var judgedInOrder: [RequirementID] = []
  /// The departures in the order found.
  package internal(set) var departures: [Departure] = []
  /// What was asked about without an answer, and what was missing.
  package private(set) var open: [RequirementID: String] = [:]

  /// How many requirements an exchange is usually judged by.
  private static let usualCount = 32

  /// Creates an empty report.
  package init() { judgedInOrder.reserveCapacity(Self.usualCount) }

  /// The requirements looked at.
  package var judged: Set<RequirementID> { Set(judgedInOrder) }

  /// Whether a requirement was looked at.
  func hasJudged(_ requirement: RequirementID) -> Bool { judgedInOrder.contains(requirement) }

  /// Notes that a requirement was looked at.
  package mutating func judge(_ requirement: RequirementID) {
    judgedInOrder.append(requirement)
  }

  /// Notes that a requirement was asked about without an answer; the reason is a sentence.
  package mutating func leaveOpen(_ requirement: RequirementID, _ reason: String) {
    if open[requirement] == nil { open[requirement] = reason }
  }

  /// Leaves out departures and returns them; a requirement of which nothing else is known but a
  /// departure that was left out does not count as looked at.
  mutating func leaveOut(_ isLeftOut: (Departure) -> Bool) -> [Departure] {
    let leftOut = departures.filter(isLeftOut)
    departures.removeAll(where: isLeftOut)
    for departure in leftOut
    where !departures.contains(where: { $0.requirement == departure.requirement }) {
      judgedInOrder.removeAll { $0 == departure.requirement }
    }
    return leftOut
  }

  /// Notes a departure; the requirement counts as looked at.
  package mutating func depart(
    from requirement: RequirementID, severity: Severity? = nil, _ message: String,
    at place: Finding.Place, expected: String, got: String, clause: Finding.Clause? = nil,
    details: [String] = []
  ) {
    judge(requirement)
    departures.append(
      Departure(
        requirement: requirement, severity: severity, message: message, place: place,
        expected: expected, got: got, clause: clause, details: details))
  }
}
