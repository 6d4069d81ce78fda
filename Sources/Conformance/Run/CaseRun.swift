package import Diagnostics
import SchemaValidator

/// Why a case stopped before its end.
package enum CaseStop: Error, Sendable {
  /// A finding was made that leaves nothing to go on with.
  case departed
  /// The harness could not tell.
  case errored(String)
  /// The state needed was not reachable.
  case inconclusive(String)
  /// Something else that went wrong keeps the case from going on.
  case blocked(String)
  /// The run is being stopped.
  case interrupted
}

/// One case while it runs: sends its requests, keeps its exchanges, and gathers what is decided.
///
/// Confined to the task that runs the case.
package final class CaseRun {
  /// What all cases share.
  package let session: RunSession
  /// The case.
  package let testCase: Suite.Case
  /// The values its templates can refer to.
  package var scope: TemplateScope
  /// The values that were there before the case made any, which shared steps see as well.
  let givenValues: [String: ScopeValue]
  /// When the case has to be over, its cleanup aside, after the start of the run.
  var deadline: Duration?
  /// What was decided so far.
  package internal(set) var record: CaseRecord
  /// What undoes what was done so far, in the order in which it was done.
  var cleanups: [Cleanup] = []
  /// What may have been created, without an answer that tells.
  var lost: [Lost] = []
  /// Requests in the ledger whose steps say what undoes them, without an answer that tells and without
  /// a list that would.
  var untracedEntries: [(entry: Int, url: String)] = []
  /// Creates that were refused, with the calls that made them: a target that is wrong elsewhere may
  /// have carried them out all the same.
  var suspects: [(exchange: AnsweredExchange, call: Call)] = []
  /// What was made that nothing removes.
  var leftovers: [RunResult.Notice] = []
  /// Requests of this case in the ledger, of which nothing more has to be written down.
  var settledEntries: [Int] = []
  /// Whether the case is over, and what it did is being undone.
  var isCleaningUp = false
  /// The numbers of the deliveries that a step has taken: the next one waits for its own.
  var takenDeliveries: Set<Int> = []
  /// Why something that looked like a departure is none; nil where there was no such thing.
  private var doubt: String?
  /// The places of answers to a PUT, a DELETE or what the suite calls idempotent, an earlier attempt of
  /// which may have done the same already.
  var repeatedExchanges: Set<Int> = []
  /// What a lost connection kept from being known, and for which request; nil where none did.
  var disturbance: Disturbance?
  /// Whether something may have been created that the run would not find again.
  var hasLostTrack = false
  /// The places of answers that look like a gateway's.
  private var gatewayExchanges: Set<Int> = []
  /// How many requests were sent, repetitions and cleanup not counted.
  var spentRequests = 0
  /// What requests are sent for from here on.
  var errand = RequestTally.Errand.preparation
  /// What they were sent for.
  var tally = RequestTally()
  /// How many it may send.
  let requestAllowance: Int

  /// Whether this is the case that asks whether the target answers.
  var isPreflight: Bool { testCase.id == Preflight.caseID }

  /// Creates the run of a case: the first one, a later round, or one that is begun anew; each
  /// invents values of its own.
  package init(
    _ testCase: Suite.Case, number: Int, round: Int = 0, restart: Int = 0,
    values: [String: ScopeValue], session: RunSession
  ) {
    self.session = session
    self.testCase = testCase
    givenValues = values
    requestAllowance = testCase.requestAllowance
    let environment = session.environment
    deadline = testCase.timeLimit.map { environment.elapsed() + $0 }
    scope = TemplateScope(
      run: environment.prefix, nonce: Self.nonce(environment.prefix, number), values: values,
      generator: environment.generator(
        of: "\(testCase.id) \(round)" + (restart > 0 ? " \(restart)" : "")),
      now: { Timestamp(seconds: environment.now()).text })
    record = CaseRecord(startedAfter: environment.elapsed())
  }

  /// The name of a case that no other of the run has, nor has in its own: many servers search for
  /// parts of names.
  private static func nonce(_ prefix: String, _ number: Int) -> String {
    let digits = String(number)
    return "\(prefix)-"
      + (number < 10_000 ? digits.zeroPadded(to: 4) : "x" + digits.zeroPadded(to: 9))
  }

  /// Keeps an exchange, in the record of the case and in the recording of the run; its place.
  func keep(
    _ prepared: RequestBuilder.Prepared, _ result: Result<HTTPResponse, TransportError>,
    purpose: String, startedAfter: Duration, isSentAgain: Bool = false
  ) -> Int {
    var kept = KeptExchange(
      purpose: purpose, operation: prepared.operation?.id.description,
      request: prepared.request, result: result, startedAfter: startedAfter)
    if let body = kept.response?.body { kept.hidesBody = !session.learnSecrets(in: body) }
    if let recording = session.recording {
      var recorded = RecordedExchange(
        caseID: testCase.id, caseTitle: testCase.title, suiteFile: testCase.location.file,
        purpose: purpose, operation: kept.operation, isFaulty: prepared.isFaulty,
        isSentAgain: isSentAgain, startedAfter: startedAfter,
        endedAt: session.environment.now(), request: prepared.request, result: result)
      recorded.hidesBody = kept.hidesBody
      recording.record(recorded)
    }
    record.exchanges.append(kept)
    session.events(.exchangeFinished(caseID: testCase.id))
    return record.exchanges.count - 1
  }

  /// Judges an exchange by every check; one that only asks to wait is no answer to compare with what
  /// the contract documents.
  func examine(
    _ prepared: RequestBuilder.Prepared, _ response: HTTPResponse, place: Int,
    isPutOff: Bool = false
  ) -> AnsweredExchange {
    let exchange = AnsweredExchange(
      index: place, operation: prepared.operation, request: prepared.request,
      response: response, isFaulty: prepared.isFaulty, reading: prepared.reading)
    if exchange.isFromGateway(session.conventions) { gatewayExchanges.insert(place) }
    take(
      session.checks.examine(exchange, in: session.checkContext), about: exchange,
      isPutOff: isPutOff)
    return exchange
  }

  /// Notes what the checks say about an exchange.
  func take(_ report: CheckReport, about exchange: AnsweredExchange, isPutOff: Bool) {
    record.judged.insert(session.requirementSets.set(of: report.judgedInOrder))
    session.coverage.note(
      exchange, path: session.requests.path(of: exchange.request.url), report)
    for (requirement, reason) in report.open { leaveOpen(requirement, reason) }
    for departure in report.departures
    where !isPutOff || !StatusIsDocumented.requirements.contains(departure.requirement) {
      depart(
        from: departure.requirement, severity: departure.severity, departure.message,
        exchange: exchange.index, operation: exchange.operation, at: departure.place,
        expected: departure.expected, got: departure.got, clause: departure.clause,
        details: departure.details)
    }
  }

  // MARK: Deciding

  /// Notes that a requirement was looked at.
  package func judge(_ requirement: RequirementID) {
    record.judged.insert(requirement)
  }

  /// Notes that a step's own expectations were looked at, and for which requirements.
  func noteExpectation(_ requirements: [RequirementID]) {
    record.hasExpectation = true
    for requirement in requirements { judge(requirement) }
  }

  /// Notes that expectations looked at nothing, since a list is empty: what they are to show stays
  /// open unless something else shows it.
  func noteBarren(_ requirements: [RequirementID], list: JSONPointer) {
    let place = list.tokens.isEmpty ? "the answer" : list.description
    let reason = "the list at \(place) is empty, so that nothing in it was looked at"
    if requirements.isEmpty { record.barrenExpectation = reason }
    for requirement in requirements { record.barren[requirement] = reason }
  }

  /// Notes how long an answer took to be as expected.
  func note(_ delay: ConsistencyDelay) { record.delays.append(delay) }

  /// Notes how many of several requests were under way at once.
  func note(_ overlap: OverlapCount) { record.overlaps.append(overlap) }

  /// How many requests meant for one instant overlapped so far; nil where there were none.
  var overlapCount: Int? {
    record.overlaps.isEmpty ? nil : record.overlaps.map(\.overlapping).reduce(0, +)
  }

  /// Notes that a requirement was asked about without an answer, and what was missing.
  package func leaveOpen(_ requirement: RequirementID, _ reason: String) {
    if record.open[requirement] == nil {
      record.open[requirement] = session.redactor.masked(reason)
    }
  }

  /// Leaves requirements open where one of the exchanges that would show a departure says nothing of
  /// the server, because a gateway answered or the request may have arrived twice; whether that is so.
  func leaveOpen(_ requirements: [RequirementID], forDoubtAmong exchanges: [Int]) -> Bool {
    leaveOpen(requirements, forGatewayAmong: exchanges)
      || leaveOpen(requirements, forRepetitionAmong: exchanges)
  }

  /// Leaves requirements open where one of the exchanges that would show a departure was answered
  /// by a gateway; whether that is so.
  func leaveOpen(_ requirements: [RequirementID], forGatewayAmong exchanges: [Int]) -> Bool {
    let answered = exchanges.first(where: gatewayExchanges.contains).map { record.exchanges[$0] }
    guard let answered, let status = answered.status else { return false }
    let reason =
      "\(line(of: answered.request)) was answered \(status) as a gateway does, not the server "
      + "behind it, which says nothing about that"
    leaveOpen(requirements, inDoubt: reason)
    return true
  }

  /// Leaves requirements open where one of the exchanges that would show a departure answers a
  /// request whose earlier attempt may have arrived; whether that is so.
  private func leaveOpen(
    _ requirements: [RequirementID], forRepetitionAmong exchanges: [Int]
  ) -> Bool {
    guard let place = exchanges.first(where: repeatedExchanges.contains) else { return false }
    let reason =
      "\(line(of: record.exchanges[place].request)) was sent again after its connection broke; the "
      + "first attempt may have taken effect, so that the answer to the second says nothing about "
      + "that"
    leaveOpen(requirements, inDoubt: reason)
    noteDisturbance(reason, at: place)
    return true
  }

  private func leaveOpen(_ requirements: [RequirementID], inDoubt reason: String) {
    for requirement in requirements { leaveOpen(requirement, reason) }
    doubt = doubt ?? reason
  }

  /// What ended the case: where that was an answer which says nothing about it, nothing departed.
  func settled(_ stop: CaseStop) -> CaseStop {
    guard case .departed = stop, let doubt,
      !record.findings.contains(where: { $0.severity == .fail })
    else { return stop }
    return .inconclusive(doubt)
  }

  /// Notes that a requirement has nothing to say about what is probed, and why.
  func leaveOut(_ requirement: RequirementID, _ reason: String) {
    record.outOfScope[requirement] = reason
  }

  /// Notes a departure, and says how much it weighs; the requirement counts as looked at.
  @discardableResult
  package func depart(
    from requirement: RequirementID, severity: Severity? = nil, _ message: String,
    exchange: Int? = nil, related: [Int] = [], operation: Operation? = nil,
    at place: Finding.Place = .exchange, expected: String, got: String,
    clause: Finding.Clause? = nil, suiteLocation: SourceLocation? = nil, details: [String] = []
  ) -> Severity {
    judge(requirement)
    let weight = severity ?? session.catalogue[requirement]?.severity ?? .fail
    let mask = session.redactor.masked(_:) as (String) -> String
    record.add(
      Finding(
        requirement: requirement,
        severity: weight,
        message: mask(message), operation: operation?.id.description, exchange: exchange,
        relatedExchanges: related, place: place, expected: mask(expected), got: mask(got),
        clause: clause, suiteLocation: suiteLocation, details: details.map(mask)))
    return weight
  }

  // MARK: The result

  /// What is decided so far, the case having stopped for a reason or come to its end.
  func verdict(stop: CaseStop?) -> Verdict {
    record.decision(of: testCase, stop: stop, session: session).verdict
  }

  /// The result, once the case has stopped for a reason or come to its end.
  package func result(stop: CaseStop?) -> CaseResult {
    // What a template failed on may hold a secret.
    record.result(of: testCase, stop: stop?.masked(by: session.redactor), session: session)
  }
}
