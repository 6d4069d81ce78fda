package import Diagnostics

/// Everything a run found out, in the order of the suites: the one source of every report.
///
/// Nothing is computed in a reporter, and all text is masked already.
package struct RunResult: Sendable, Hashable {
  /// The program and the conditions of the run.
  package var environment: RunEnvironmentRecord
  /// The contract judged against.
  package var contract: ContractRecord
  /// One entry per suite file, in the order of the plan.
  package var suites: [SuiteResult]
  /// The requirements that any case names or any finding rests on, by id.
  package var requirements: [Requirement]
  /// The files that the run went by: contract, profile, suites and what they read.
  package var inputs: [InputRecord] = []
  /// What the run could not remove, and other trouble that no case owns.
  package var notices: [Notice]
  /// The ids of other cases that did not pass when they last ran: they were left out of this run, or
  /// did not apply to it.
  package var openBefore: [String] = []
  /// Whether the run was stopped before its end.
  package var wasInterrupted: Bool
  /// How much of the contract was met; nil where that was not counted.
  package var coverage: Coverage?

  /// Creates a result from its parts.
  package init(
    environment: RunEnvironmentRecord, contract: ContractRecord, suites: [SuiteResult],
    requirements: [Requirement], notices: [Notice], wasInterrupted: Bool
  ) {
    self.environment = environment
    self.contract = contract
    self.suites = suites
    self.requirements = requirements
    self.notices = notices
    self.wasInterrupted = wasInterrupted
  }

  /// Notes in what less of the contract was met than is asked for.
  package mutating func hold(to demand: CoverageDemand) {
    notices += demand.shortfalls(of: coverage).map {
      Notice(code: Notice.tooLittleCoverage, message: $0)
    }
  }

  /// Whether less of the contract was met than was asked for.
  var lacksCoverage: Bool { notices.contains(where: \.isFailure) }

  /// All cases in order.
  package var cases: [CaseResult] { suites.flatMap(\.cases) }

  /// The cases with one of some verdicts, in order.
  func cases(with verdicts: Set<Verdict>) -> [CaseResult] {
    suites.flatMap { suite in suite.cases.filter { verdicts.contains($0.verdict) } }
  }

  /// A remark about the run as a whole.
  package struct Notice: Sendable, Hashable {
    /// A stable word, such as `cleanup-failed`.
    package var code: String
    /// The remark, as one sentence.
    package var message: String

    /// Creates a notice from its parts.
    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }

    /// Less of the contract was met than was asked for: that alone makes a run red.
    static let tooLittleCoverage = "coverage.too-low"

    /// Whether it makes the run red.
    var isFailure: Bool { code == Self.tooLittleCoverage }
  }
}

/// The program and the conditions of a run.
package struct RunEnvironmentRecord: Sendable, Hashable {
  /// The version of this program.
  package var toolVersion: String
  /// The base URL, without user and password.
  package var baseURL: String
  /// `observe`, `gate` or `full`.
  package var profile: String
  /// The number that all invented data of the run derives from.
  package var seed: UInt64
  /// The prefix of every name that the run invents.
  package var runPrefix: String
  /// The command line to repeat the run, masked.
  package var command: String
  /// When it began: RFC 3339, UTC, milliseconds.
  package var startedAt: String
  /// How long it took.
  package var duration: Duration
  /// How much of that no case did anything but wait on purpose.
  package var waited: Duration
  /// How many requests were sent.
  package var requestCount: Int
  /// How many of them were sent once more, since the target asked to wait or a connection broke.
  package var resentCount: Int
  /// Whether warnings and open questions make the run red.
  package var isStrict: Bool
  /// The part of the cases that the run took; nil for all that were selected.
  package var shard: Shard?
  /// Whether less was asked than all suites of the API ask; a shard takes its part of the whole.
  package var isPartial = false
  /// Whether a recording was judged, and nothing ran.
  package var isJudgement = false
  /// How the target was reached.
  package var transport = TransportRecord()

  /// Creates a record from its parts.
  package init(
    toolVersion: String, baseURL: String, profile: String, seed: UInt64, runPrefix: String,
    command: String, startedAt: String, duration: Duration, waited: Duration = .zero,
    requestCount: Int, resentCount: Int = 0, isStrict: Bool
  ) {
    self.toolVersion = toolVersion
    self.baseURL = baseURL
    self.profile = profile
    self.seed = seed
    self.runPrefix = runPrefix
    self.command = command
    self.startedAt = startedAt
    self.duration = duration
    self.waited = waited
    self.requestCount = requestCount
    self.resentCount = resentCount
    self.isStrict = isStrict
  }
}

/// The contract a run judged against.
package struct ContractRecord: Sendable, Hashable {
  /// The path as given.
  package var file: String
  /// `info.title`.
  package var title: String
  /// `info.version`.
  package var version: String
  /// How many operations it has.
  package var operationCount: Int

  /// Creates a record from its parts.
  package init(file: String, title: String, version: String, operationCount: Int) {
    self.file = file
    self.title = title
    self.version = version
    self.operationCount = operationCount
  }
}

/// A file that a run went by, known by what was in it.
package struct InputRecord: Sendable, Hashable {
  /// The path as given.
  package var file: String
  /// The SHA-256 of its bytes, in hexadecimal.
  package var sha256: String

  /// Creates a record from its parts.
  package init(file: String, sha256: String) {
    self.file = file
    self.sha256 = sha256
  }
}

/// The cases of one suite file.
package struct SuiteResult: Sendable, Hashable {
  /// The file's path without its ending, relative to the suites' folder, such as `shop/orders`.
  package var id: String
  /// The title in the file.
  package var title: String
  /// The file's path as given.
  package var file: String
  /// In the order of the file.
  package var cases: [CaseResult]

  /// Creates a result from its parts.
  package init(id: String, title: String, file: String, cases: [CaseResult]) {
    self.id = id
    self.title = title
    self.file = file
    self.cases = cases
  }
}

/// What became of one case.
///
/// Cases are many, and every report walks over all of them: what is handed on is a reference to the
/// parts, which are copied where one of several holders changes them.
package struct CaseResult: Sendable, Hashable {
  private struct Parts: Sendable, Hashable {
    var id: String
    var title: String
    var location: SourceLocation
    var place: Int?
    var effect: String
    var tags: [String]
    var owner: String?
    var links: [String] = []
    var verdict: Verdict
    var reason: String?
    var rounds: [Verdict] = []
    var restarts: [String] = []
    var requirements: [RequirementVerdict]
    var findings: [Finding]
    var exchanges: [ExchangeRecord]
    var omittedExchanges: Int = 0
    var delays: [ConsistencyDelay] = []
    var overlaps: [OverlapCount] = []
    var startedAfter: Duration
    var duration: Duration
  }

  private var parts: CopiedOnWrite<Parts>

  /// The suite's id, a slash, and the case's own: stable from run to run.
  package var id: String {
    get { parts.value.id }
    _modify { yield &parts.value.id }
  }
  /// The title as written.
  package var title: String {
    get { parts.value.title }
    _modify { yield &parts.value.title }
  }
  /// Where the case stands.
  package var location: SourceLocation {
    get { parts.value.location }
    _modify { yield &parts.value.location }
  }
  /// Which of its suite's fixtures and cases it is, from 1 in the order in which a run lists them;
  /// nil for what is in no suite.
  package var place: Int? {
    get { parts.value.place }
    _modify { yield &parts.value.place }
  }
  /// `none`, `own` or `external`.
  package var effect: String {
    get { parts.value.effect }
    _modify { yield &parts.value.effect }
  }
  /// The tags as written.
  package var tags: [String] {
    get { parts.value.tags }
    _modify { yield &parts.value.tags }
  }
  /// Who sees to it when it fails; nil where nobody is named.
  package var owner: String? {
    get { parts.value.owner }
    _modify { yield &parts.value.owner }
  }
  /// Where to read on.
  package var links: [String] {
    get { parts.value.links }
    _modify { yield &parts.value.links }
  }
  /// The decision.
  package var verdict: Verdict {
    get { parts.value.verdict }
    _modify { yield &parts.value.verdict }
  }
  /// Why it was not passed, in a sentence; nil for a passed case.
  package var reason: String? {
    get { parts.value.reason }
    _modify { yield &parts.value.reason }
  }
  /// What each round came to, in the order they ended; empty for a case that ran once.
  package var rounds: [Verdict] {
    get { parts.value.rounds }
    _modify { yield &parts.value.rounds }
  }
  /// What cut off the attempts after which the case was begun anew, each as a sentence; empty for a
  /// case that came to its end at once.
  package var restarts: [String] {
    get { parts.value.restarts }
    _modify { yield &parts.value.restarts }
  }
  /// What was decided about each requirement that the case proves or that a finding names.
  package var requirements: [RequirementVerdict] {
    get { parts.value.requirements }
    _modify { yield &parts.value.requirements }
  }
  /// The departures, gravest first.
  package var findings: [Finding] {
    get { parts.value.findings }
    _modify { yield &parts.value.findings }
  }
  /// Every exchange in the order of sending; bodies are kept only where they are evidence.
  package var exchanges: [ExchangeRecord] {
    get { parts.value.exchanges }
    _modify { yield &parts.value.exchanges }
  }
  /// How many exchanges were not kept, since nothing was found in them and enough others were kept.
  package var omittedExchanges: Int {
    get { parts.value.omittedExchanges }
    _modify { yield &parts.value.omittedExchanges }
  }
  /// How long answers took to be as expected, where they were asked for repeatedly.
  package var delays: [ConsistencyDelay] {
    get { parts.value.delays }
    _modify { yield &parts.value.delays }
  }
  /// How many of the requests meant for one instant overlapped.
  package var overlaps: [OverlapCount] {
    get { parts.value.overlaps }
    _modify { yield &parts.value.overlaps }
  }
  /// When it began, after the start of the run.
  package var startedAfter: Duration {
    get { parts.value.startedAfter }
    _modify { yield &parts.value.startedAfter }
  }
  /// How long it took.
  package var duration: Duration {
    get { parts.value.duration }
    _modify { yield &parts.value.duration }
  }

  /// Creates a result from its parts.
  package init(
    id: String, title: String, location: SourceLocation, effect: String, tags: [String],
    verdict: Verdict, reason: String?, requirements: [RequirementVerdict], findings: [Finding],
    exchanges: [ExchangeRecord], startedAfter: Duration, duration: Duration
  ) {
    parts = CopiedOnWrite(
      Parts(
        id: id, title: title, location: location, effect: effect, tags: tags,
        verdict: verdict, reason: reason, requirements: requirements, findings: findings,
        exchanges: exchanges, startedAfter: startedAfter, duration: duration))
  }
}

/// How long a target took to answer as expected, where it was asked repeatedly.
package struct ConsistencyDelay: Sendable, Hashable {
  /// The step, as its exchanges name it.
  package var purpose: String
  /// Where the request stands.
  package var location: SourceLocation
  /// How often it was asked.
  package var attempts: Int
  /// From the first attempt to the start of the one that was as expected, or of the last.
  package var duration: Duration
  /// Whether an answer was as expected in the end.
  package var isConsistent: Bool
}

/// How many of the requests meant for one instant were under way at once.
package struct OverlapCount: Sendable, Hashable {
  /// The step, as its exchanges name it.
  package var purpose: String
  /// Where the request stands.
  package var location: SourceLocation
  /// How many requests there were.
  package var requests: Int
  /// How many of them overlapped with at least one other.
  package var overlapping: Int
}

/// What a case decided about one requirement.
package struct RequirementVerdict: Sendable, Hashable {
  /// The requirement.
  package var id: RequirementID
  /// The decision.
  package var verdict: Verdict
  /// What was missing, where the question stayed open.
  package var reason: String?
  /// Whether rounds of the case decided differently.
  package var isUnstable = false

  /// Creates a verdict from its parts.
  package init(id: RequirementID, verdict: Verdict, reason: String?) {
    self.id = id
    self.verdict = verdict
    self.reason = reason
  }
}

/// One request and what came back, as evidence: masked, and cut where it is long.
///
/// Like ``CaseResult`` a reference to its parts, which every report walks over.
package struct ExchangeRecord: Sendable, Hashable {
  private struct Parts: Sendable, Hashable {
    var purpose: String
    var operation: String?
    var request: MessageRecord
    var method: String
    var url: String
    var status: Int?
    var response: MessageRecord?
    var transportError: String?
    var startedAfter: Duration
    var duration: Duration
    var curl: String
  }

  private var parts: CopiedOnWrite<Parts>

  /// What it was for: `step 1`, `seed 3`, `page 2`, `cleanup`.
  package var purpose: String {
    get { parts.value.purpose }
    _modify { yield &parts.value.purpose }
  }
  /// The operation, such as `GET /labels/{id}`; nil for a path no operation has.
  package var operation: String? {
    get { parts.value.operation }
    _modify { yield &parts.value.operation }
  }
  /// The request as sent.
  package var request: MessageRecord {
    get { parts.value.request }
    _modify { yield &parts.value.request }
  }
  /// `GET`, `POST` and so on.
  package var method: String {
    get { parts.value.method }
    _modify { yield &parts.value.method }
  }
  /// The URL as sent.
  package var url: String {
    get { parts.value.url }
    _modify { yield &parts.value.url }
  }
  /// The status; nil when no response came.
  package var status: Int? {
    get { parts.value.status }
    _modify { yield &parts.value.status }
  }
  /// The response; nil when none came.
  package var response: MessageRecord? {
    get { parts.value.response }
    _modify { yield &parts.value.response }
  }
  /// Why no (whole) response came.
  package var transportError: String? {
    get { parts.value.transportError }
    _modify { yield &parts.value.transportError }
  }
  /// When it was sent, after the start of the run.
  package var startedAfter: Duration {
    get { parts.value.startedAfter }
    _modify { yield &parts.value.startedAfter }
  }
  /// From sending to the last byte.
  package var duration: Duration {
    get { parts.value.duration }
    _modify { yield &parts.value.duration }
  }
  /// A command line that repeats the request, with secrets masked.
  package var curl: String {
    get { parts.value.curl }
    _modify { yield &parts.value.curl }
  }

  /// Creates a record from its parts.
  package init(
    purpose: String, operation: String?, request: MessageRecord, method: String, url: String,
    status: Int?, response: MessageRecord?, transportError: String?, startedAfter: Duration,
    duration: Duration, curl: String
  ) {
    parts = CopiedOnWrite(
      Parts(
        purpose: purpose, operation: operation, request: request, method: method, url: url,
        status: status, response: response, transportError: transportError,
        startedAfter: startedAfter, duration: duration, curl: curl))
  }
}

/// The header fields and body of a request or response, as evidence.
package struct MessageRecord: Sendable, Hashable {
  /// Header fields in their order, duplicates and letter case kept.
  package var fields: [Field]
  /// The body as text, where it is evidence: masked, bytes that are not UTF-8 replaced.
  package var body: String?
  /// The length of the whole body in bytes.
  package var bodyLength: Int
  /// Whether `body` is only the beginning.
  package var isCut: Bool

  /// A header field.
  package struct Field: Sendable, Hashable {
    /// The name as sent.
    package var name: String
    /// The value as sent, masked.
    package var value: String

    /// Creates a field from its parts.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a record from its parts.
  package init(fields: [Field], body: String?, bodyLength: Int, isCut: Bool) {
    self.fields = fields
    self.body = body
    self.bodyLength = bodyLength
    self.isCut = isCut
  }
}
