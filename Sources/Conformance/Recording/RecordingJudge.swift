package import Diagnostics

/// Judges the exchanges of a recording once more, without any request.
///
/// What every exchange has to keep is judged as in a run. What a suite expects, and what probes
/// compare, needs the suite to be run.
package struct RecordingJudge {
  /// What a recording is judged by.
  package struct Measure: Sendable {
    /// The contract.
    let contract: Contract
    /// Its path as a person would give it.
    let contractFile: String
    /// How the API says what the contract has no words for; nil where nobody told.
    let conventions: Conventions?
    let catalogue: RequirementCatalogue
    let deviations: DeviationList
    /// The cases that are known, by their ids.
    let cases: [String: Suite.Case]
    /// What no run can meet of the contract, and why.
    var unreached: [UnreachedEntry] = []
  }

  /// What is judged.
  private let recording: Recording
  /// What it is judged by.
  private let measure: Measure
  private let session: RunSession
  private let errorSchema: ContractSchema?
  private let memory = RunMemory()
  /// The cases in the order of their first exchanges.
  private var cases: [RetoldCase] = []
  /// The places of the cases by their ids.
  private var places: [String: Int] = [:]
  private var leftOut: [LeftOut] = []

  /// A departure that a mask may have made.
  private struct LeftOut: Hashable {
    let requirement: RequirementID
    let place: Finding.Place
  }

  /// Makes a judge for one recording.
  package init(_ recording: Recording, by measure: Measure) {
    self.recording = recording
    self.measure = measure
    let conventions = measure.conventions ?? Conventions()
    errorSchema = conventions.errors?.schema.flatMap { try? measure.contract.schema(at: $0) }
    let header = recording.header
    let context = CheckContext(
      contract: measure.contract, conventions: conventions, errorSchema: errorSchema,
      memory: memory, now: { Timestamp.now().seconds }, holdsSecret: { _ in false })
    session = RunSession(
      contract: measure.contract, conventions: conventions, catalogue: measure.catalogue,
      engine: NoEngine(),
      requests: RequestBuilder(
        baseURL: header.target, schemes: measure.contract.securitySchemes, credentials: [],
        timeout: .zero),
      redactor: Redactor([]), checks: .standard(for: conventions), checkContext: context,
      review: DeviationReview(measure.deviations, at: Timestamp.now()), pacer: Pacer(.unlimited),
      environment: RunEnvironment(
        seed: header.seed, prefix: header.runPrefix, elapsed: { .zero },
        now: { Timestamp.now().seconds }, sleep: { _ in }),
      externalLimit: 0,
      givenValues: [:], events: { _ in })
  }

  /// Judges every exchange; whatever comes of it becomes a verdict.
  package mutating func judge(
    command: [String], toolVersion: String, isStrict: Bool
  ) -> RunResult {
    for (line, exchange) in recording.exchanges { judge(exchange, line: line) }
    var suites = suiteResults()
    // That nothing shows an entry any more is for a run to tell.
    if let known = session.review.suite(after: suites, of: .part) { suites.append(known) }
    let header = recording.header
    let ends = recording.exchanges.map { $0.exchange.startedAfter + $0.exchange.timings.total }
    var environment = RunEnvironmentRecord(
      toolVersion: toolVersion, baseURL: header.target, profile: header.runProfile,
      seed: header.seed, runPrefix: header.runPrefix, command: ShellWords.joined(command),
      startedAt: header.startedAt, duration: ends.max() ?? .zero,
      requestCount: recording.exchanges.count,
      resentCount: recording.exchanges.count { $0.exchange.isSentAgain }, isStrict: isStrict)
    // What suites expect and probes compare is not judged.
    environment.isPartial = true
    environment.isJudgement = true
    var result = RunResult(
      environment: environment,
      contract: ContractRecord(measure.contract, file: measure.contractFile), suites: suites,
      requirements: measure.catalogue.requirements(in: suites), notices: notices,
      wasInterrupted: false)
    result.coverage = session.coverage.coverage(of: measure.catalogue, unreached: measure.unreached)
    return result
  }

  // MARK: - Exchanges

  private mutating func judge(_ exchange: RecordedExchange, line: Int) {
    let place = places[exchange.caseID] ?? cases.count
    if place == cases.count {
      places[exchange.caseID] = place
      cases.append(RetoldCase(run: caseRun(for: exchange, line: line), exchange))
    }
    let run = cases[place].run
    cases[place].note(exchange)
    let prepared = RequestBuilder.Prepared(
      request: exchange.request, operation: operation(of: exchange), isFaulty: exchange.isFaulty,
      pathValues: [])
    let index = run.keep(
      prepared, exchange.result, purpose: exchange.purpose, startedAfter: exchange.startedAfter)
    let isCleanup = exchange.purpose.hasPrefix(CaseRun.cleanupPurpose)
    switch exchange.result {
    case .failure(let error):
      guard !exchange.isSentAgain else { return }
      let stop = run.stop(for: error, prepared, place: index)
      if !isCleanup { cases[place].stop = stop }
    case .success(let response):
      if !isCleanup { cases[place].stop = nil }
      let answered = AnsweredExchange(
        index: index, operation: prepared.operation, request: exchange.request,
        response: response, isFaulty: exchange.isFaulty)
      var report = session.checks.examine(answered, in: context(for: exchange))
      let masked = report.leaveOut {
        exchange.masked.concern($0.place) && !Self.judgeSecrets.contains($0.requirement)
      }
      for departure in masked {
        let entry = LeftOut(requirement: departure.requirement, place: departure.place)
        if !leftOut.contains(entry) { leftOut.append(entry) }
      }
      run.take(report, about: answered, isPutOff: exchange.isSentAgain)
    }
  }

  /// The requirements that are about secrets themselves: a mask is what they look for.
  private static let judgeSecrets = Set(
    ErrorHidesInternals.requirements + CredentialedAnswerIsPrivate.requirements)

  /// What checks may know at the time of an exchange.
  private func context(for exchange: RecordedExchange) -> CheckContext {
    let holdsMask = !exchange.masked.responseBody.isEmpty
    let mask = Array(Redactor.mask.utf8)
    return CheckContext(
      contract: measure.contract, conventions: session.conventions, errorSchema: errorSchema,
      memory: memory, now: { exchange.endedAt },
      holdsSecret: { text in
        guard holdsMask, text.count >= mask.count else { return false }
        return (0...text.count - mask.count).contains {
          text[$0..<$0 + mask.count].elementsEqual(mask)
        }
      })
  }

  /// The operation that a request means by the contract at hand.
  ///
  /// What the suite meant counts where this contract has it. A request that meant no operation of
  /// the contract means none now either, unless that is another one.
  private func operation(of exchange: RecordedExchange) -> Operation? {
    if let name = exchange.operation {
      if let operation = OperationID(name).flatMap(measure.contract.operation(named:)) {
        return operation
      }
    } else if !isOtherContract {
      return nil
    }
    let target = recording.header.target
    guard exchange.request.url.hasPrefix(target) else { return nil }
    let path = String(exchange.request.url.dropFirst(target.count))
    return measure.contract.match(method: exchange.request.method, path: path)?.operation
  }

  private var isOtherContract: Bool {
    let recorded = recording.header.contract
    return recorded.title != measure.contract.title
      || recorded.version != measure.contract.version
      || recorded.operationCount != measure.contract.operations.count
  }

  // MARK: - Cases

  /// A case whose exchanges are told again.
  private struct RetoldCase {
    let run: CaseRun
    let suiteFile: String
    private(set) var startedAfter: Duration
    private(set) var endedAfter: Duration
    /// Why it went no further than its last exchange.
    var stop: CaseStop?

    init(run: CaseRun, _ first: RecordedExchange) {
      self.run = run
      suiteFile = first.suiteFile
      startedAfter = first.startedAfter
      endedAfter = first.startedAfter
    }

    mutating func note(_ exchange: RecordedExchange) {
      startedAfter = min(startedAfter, exchange.startedAfter)
      endedAfter = max(endedAfter, exchange.startedAfter + exchange.timings.total)
    }
  }

  private func caseRun(for exchange: RecordedExchange, line: Int) -> CaseRun {
    let known = measure.cases[exchange.caseID]
    let location =
      known?.location ?? SourceLocation(file: recording.file, line: line, column: 1)
    let testCase = Suite.Case(
      id: exchange.caseID, title: known?.title ?? exchange.caseTitle, location: location,
      proves: [], effect: known?.effect ?? .none, isExclusive: false, tags: known?.tags ?? [],
      needs: [], values: [], work: .steps([]), owner: known?.owner, links: known?.links ?? [])
    return CaseRun(testCase, number: 0, values: [:], session: session)
  }

  /// The cases by their suites; the first case of a run comes first.
  private func suiteResults() -> [SuiteResult] {
    var suites: [String: SuiteResult] = [:]
    for retold in cases {
      let result = result(of: retold)
      let id = result.id.lastIndex(of: "/").map { String(result.id[..<$0]) } ?? result.id
      suites[id, default: SuiteResult(id: id, title: id, file: retold.suiteFile, cases: [])]
        .cases.append(result)
    }
    return suites.values.sorted {
      ($0.id == Preflight.suiteID ? 0 : 1, $0.id) < ($1.id == Preflight.suiteID ? 0 : 1, $1.id)
    }
  }

  private func result(of retold: RetoldCase) -> CaseResult {
    let testCase = retold.run.testCase
    // The suite is not judged, so that a case proves what its exchanges were held to.
    let judged = Suite.Case(
      id: testCase.id, title: testCase.title, location: testCase.location,
      proves: retold.run.record.judged.all.sorted(), effect: testCase.effect, isExclusive: false,
      tags: testCase.tags, needs: [], values: [], work: .steps([]), owner: testCase.owner,
      links: testCase.links)
    var result = retold.run.record.result(of: judged, stop: retold.stop, session: session)
    result.startedAfter = retold.startedAfter
    result.duration = retold.endedAfter - retold.startedAfter
    return result
  }

  // MARK: - Notices

  private var notices: [RunResult.Notice] {
    var notices = [
      RunResult.Notice(
        code: "not-judged-again",
        message: "what suites expect of an answer and what probes compare was not judged again, "
          + "only what every exchange has to keep")
    ]
    func add(_ code: String, _ message: String) {
      notices.append(.init(code: code, message: message))
    }
    let recorded = recording.header.contract
    let contract = measure.contract
    if isOtherContract {
      add(
        "other-contract",
        "the run was recorded with \(recorded.title) \(recorded.version) of "
          + "\(RunDigest.count(recorded.operationCount, "operation")); it is judged by "
          + "\(contract.title) \(contract.version) of "
          + RunDigest.count(contract.operations.count, "operation"))
    }
    if measure.conventions == nil {
      add(
        "no-conventions",
        "envelopes, error codes, request ids and pages were not judged: a contract alone does not "
          + "tell how the API writes them; give the folder of its suites")
    }
    if recording.isCut {
      add(
        "recording-cut",
        "the last line of \(recording.file) was cut off while it was written; it is left out")
    }
    if !leftOut.isEmpty {
      let places = leftOut.prefix(5).map { "\($0.requirement) at \($0.place.words)" }
      let more = leftOut.count > 5 ? " and \(leftOut.count - 5) more" : ""
      add(
        "masked-values",
        "secrets were masked in the recording, so that departures there say nothing; left out: "
          + places.joined(separator: ", ") + more)
    }
    return notices
  }
}

extension RecordingJudge.Measure {
  /// Everything that a folder with suites tells.
  package init(_ workspace: Workspace) {
    contract = workspace.contract
    contractFile = workspace.contractFile
    conventions = workspace.profile.conventions
    catalogue = workspace.catalogue
    deviations = workspace.deviations
    unreached = workspace.profile.unreached
    cases = Dictionary(
      workspace.suites.flatMap(\.allCases).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A contract alone.
  /// - Throws: ``Diagnostics`` when the catalogue cannot be read.
  package init(_ contract: Contract, file: String) throws(Diagnostics) {
    self.contract = contract
    contractFile = file
    conventions = nil
    catalogue = try RequirementCatalogue.standard()
    deviations = DeviationList()
    cases = [:]
  }
}

/// What stands where no request is ever sent.
private struct NoEngine: HTTPEngine {
  private static let refusal = TransportError(
    .engineStopped, phase: .preparing, "nothing is sent while a recording is judged")

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    throw Self.refusal
  }

  func sendTogether(
    _ requests: [HTTPRequest]
  ) async -> [Result<HTTPResponse, TransportError>] {
    requests.map { _ in .failure(Self.refusal) }
  }
}
