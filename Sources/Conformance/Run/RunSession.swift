import Diagnostics
package import SchemaValidator
import Synchronization

/// What all cases of a run share.
package final class RunSession: Sendable {
  /// The contract judged against.
  package let contract: Contract
  /// How the API says what the contract has no words for.
  package let conventions: Conventions
  /// The requirements by id.
  package let catalogue: RequirementCatalogue
  /// What carries the requests.
  package let engine: any HTTPEngine
  /// What makes the requests.
  package let requests: RequestBuilder
  /// What takes secrets out of everything recorded.
  package let redactor: Redactor
  /// The rules that judge every exchange.
  package let checks: CheckRegistry
  /// What the rules may know.
  package let checkContext: CheckContext
  /// What this run created.
  package let ledger: Ledger
  /// What compares findings with the deviations that are known.
  package let review: DeviationReview
  /// What keeps requests to the pace of the run.
  package let pacer: Pacer
  /// Clock, names and randomness.
  package let environment: RunEnvironment
  /// The variables that were given or have a default.
  package let givenValues: [String: ScopeValue]
  /// What is told while the run goes on.
  package let events: @Sendable (RunEvent) -> Void
  /// Where every exchange is written to; nil for nowhere.
  package let recording: RecordingFile?
  /// What the target has sent by itself; nil where nothing receives it.
  let inbox: DeliveryInbox?
  /// How many requests may reach people or cost money.
  let externalLimit: Int
  /// How much is kept of cases in which nothing was found.
  let evidenceLimit: EvidenceLimit
  /// What marks how much of the contract was met.
  package let coverage: CoverageRecorder
  /// Measures the time in which the run only waited.
  package let idleClock: IdleClock
  /// How patient its cleanups are with a gateway.
  let undoingPatience = UndoingPatience()
  /// What exchanges were held to.
  let requirementSets = RequirementSets()
  private let generation = Mutex<GenerationModel?>(nil)
  private let counts = Mutex(Counts())

  private struct Counts {
    var requests = 0
    var resent = 0
    var external = 0
    var evidence = EvidenceLimit(exchanges: 0, bytes: 0)
    /// The cases that passed in an earlier round.
    var passedCases: Set<String> = []
    /// The first thing that could not be undone.
    var leftover: String?
    /// Where creates stand that took effect and have no cleanup.
    var uncleanedCreates: Set<SourceLocation> = []
    /// The longest that something took to show.
    var lag = Duration.zero
  }

  /// Creates a session from its parts.
  package init(
    contract: Contract, conventions: Conventions, catalogue: RequirementCatalogue,
    engine: any HTTPEngine, requests: RequestBuilder, redactor: Redactor, checks: CheckRegistry,
    checkContext: CheckContext, ledger: Ledger = Ledger(), review: DeviationReview, pacer: Pacer,
    environment: RunEnvironment, externalLimit: Int,
    evidenceLimit: EvidenceLimit = .usual,
    givenValues: [String: ScopeValue], recording: RecordingFile? = nil,
    inbox: DeliveryInbox? = nil, events: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.contract = contract
    self.conventions = conventions
    self.catalogue = catalogue
    self.engine = engine
    self.requests = requests
    self.redactor = redactor
    self.checks = checks
    self.checkContext = checkContext
    self.ledger = ledger
    self.review = review
    self.pacer = pacer
    self.environment = environment
    self.externalLimit = externalLimit
    self.evidenceLimit = evidenceLimit
    self.givenValues = givenValues
    self.recording = recording
    self.inbox = inbox
    self.events = events
    coverage = CoverageRecorder(contract)
    idleClock = IdleClock(elapsed: environment.elapsed)
  }

  /// Makes values for a schema of the contract; what that takes is worked out once for a run.
  package func generator(for program: SchemaProgram) -> SchemaGenerator {
    let model = generation.withLock { known in
      if let known, known.covers(program) { return known }
      let model = GenerationModel(program)
      known = model
      return model
    }
    return SchemaGenerator(program, sharing: model)
  }

  /// The longest that something took to show which the target had done; zero while everything was
  /// seen at once.
  var longestLag: Duration { counts.withLock { $0.lag } }

  /// Notes how long something took to show.
  func noteLag(_ lag: Duration) { counts.withLock { $0.lag = max($0.lag, lag) } }

  /// How many requests were sent so far.
  package var requestCount: Int { counts.withLock { $0.requests } }

  /// How many of them were requests sent once more.
  package var resentCount: Int { counts.withLock { $0.resent } }

  /// Counts requests that are about to be sent.
  func countRequests(_ count: Int) {
    counts.withLock { $0.requests += count }
  }

  /// What the run could not undo first, as a sentence; nil while everything could be.
  var leftover: String? { counts.withLock { $0.leftover } }

  /// Notes that something could not be undone.
  func noteLeftover(_ sentence: String) {
    counts.withLock { $0.leftover = $0.leftover ?? sentence }
  }

  /// Where creates stand that took effect and have no cleanup.
  var uncleanedCreates: Set<SourceLocation> { counts.withLock { $0.uncleanedCreates } }

  /// Notes that a create without a cleanup took effect.
  func noteUncleanedCreate(at location: SourceLocation) {
    counts.withLock { _ = $0.uncleanedCreates.insert(location) }
  }

  /// Counts requests that reach people or cost money; false where so many are not allowed.
  func takeExternal(_ count: Int) -> Bool {
    counts.withLock { counts in
      guard counts.external + count <= externalLimit else { return false }
      counts.external += count
      return true
    }
  }

  /// Counts exchanges of a case in which nothing was found; false where no more of them are kept.
  func takeEvidence(_ exchanges: [KeptExchange]) -> Bool {
    let size = exchanges.reduce(0) { $0 + $1.evidenceSize }
    return counts.withLock { counts in
      guard counts.evidence.exchanges + exchanges.count <= evidenceLimit.exchanges,
        counts.evidence.bytes + size <= evidenceLimit.bytes
      else { return false }
      counts.evidence.exchanges += exchanges.count
      counts.evidence.bytes += size
      return true
    }
  }

  /// Notes what a round of a case that is run several times came to.
  func noteRound(_ result: CaseResult) {
    guard result.verdict == .passed else { return }
    counts.withLock { _ = $0.passedCases.insert(result.id) }
  }

  /// Whether an earlier round of a case passed, and stands for another one that does.
  func hasPassed(_ caseID: String) -> Bool {
    counts.withLock { $0.passedCases.contains(caseID) }
  }

  /// Counts a request that is to be sent once more.
  func countResent() {
    counts.withLock { $0.resent += 1 }
  }
}

/// How much a run keeps of cases in which nothing was found, so that a long one does not outgrow
/// the memory.
package struct EvidenceLimit: Sendable, Hashable {
  /// How many exchanges.
  package var exchanges: Int
  /// About how many bytes they take.
  package var bytes: Int

  /// Creates a limit.
  package init(exchanges: Int, bytes: Int) {
    self.exchanges = exchanges
    self.bytes = bytes
  }

  /// As much as a person might still look at.
  package static let usual = EvidenceLimit(exchanges: 20_000, bytes: 4 << 20)
}

/// Clock, names and randomness of a run: whatever would differ from run to run.
package struct RunEnvironment: Sendable {
  /// The number that all invented data derives from.
  package let seed: UInt64
  /// The prefix of every name that the run invents.
  package let prefix: String
  /// The time since the run began.
  package let elapsed: @Sendable () -> Duration
  /// The wall clock: seconds since 1970.
  package let now: @Sendable () -> Double
  /// Waits; ends early, by throwing, when the task is cancelled.
  package let sleep: @Sendable (Duration) async throws -> Void
  /// Whether requests are counted by what they are sent for; see ``RequestTally``.
  package var countsRequests = false

  /// Creates an environment from its parts.
  package init(
    seed: UInt64, prefix: String, elapsed: @escaping @Sendable () -> Duration,
    now: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.seed = seed
    self.prefix = prefix
    self.elapsed = elapsed
    self.now = now
    self.sleep = sleep
  }

  /// What invents the ids and keys of one part of the run.
  ///
  /// They are this run's alone, as its prefix is: a server remembers keys for longer than a run, so
  /// that the same seed has to give other ones.
  func generator(of part: String) -> SeededGenerator {
    SeededGenerator(seed: seed, name: "\(prefix) \(part)")
  }

  /// The environment of a real run that begins now.
  package static func live(seed: UInt64) -> RunEnvironment {
    let clock = ContinuousClock()
    let start = clock.now
    let digits = String(seed, radix: 36)
    // Two runs with one seed must not meet in names: what one made would look like the other's.
    let own = String(UInt32.random(in: 36 * 36 * 36..<36 * 36 * 36 * 36), radix: 36)
    return RunEnvironment(
      seed: seed, prefix: "cft\(digits.prefix(8))\(own)", elapsed: { clock.now - start },
      now: { Timestamp.now().seconds }, sleep: { try await clock.sleep(for: $0) })
  }
}
