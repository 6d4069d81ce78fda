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
  private var deadline: Duration?
  /// What was decided so far.
  package private(set) var record: CaseRecord
  /// What undoes what was done so far, in the order in which it was done.
  var cleanups: [Cleanup] = []
  /// What may have been created, without an answer that tells.
  var lost: [Lost] = []
  /// Creates that were refused, with the calls that made them: a target that is wrong elsewhere may
  /// have carried them out all the same.
  var suspects: [(exchange: AnsweredExchange, call: Call)] = []
  /// What was made that nothing removes.
  var leftovers: [RunResult.Notice] = []
  /// Requests of this case in the ledger, of which nothing more has to be written down.
  private var settledEntries: [Int] = []
  /// Whether the case is over, and what it did is being undone.
  var isCleaningUp = false
  /// The numbers of the deliveries that a step has taken: the next one waits for its own.
  var takenDeliveries: Set<Int> = []
  /// Why something that looked like a departure is none; nil where there was no such thing.
  private var doubt: String?
  /// The places of answers to a PUT or DELETE whose earlier attempt may have done the same already.
  private var repeatedExchanges: Set<Int> = []
  /// What a lost connection kept from being known, and for which request; nil where none did.
  var disturbance: Disturbance?
  /// Whether something may have been created that the run would not find again.
  var hasLostTrack = false
  /// The places of answers that look like a gateway's.
  private var gatewayExchanges: Set<Int> = []
  /// How many requests were sent, repetitions and cleanup not counted.
  private var spentRequests = 0
  /// What requests are sent for from here on.
  var errand = RequestTally.Errand.preparation
  /// What they were sent for.
  var tally = RequestTally()
  /// How many it may send.
  private let requestAllowance: Int

  /// Whether this is the case that asks whether the target answers.
  private var isPreflight: Bool { testCase.id == Preflight.caseID }

  /// Something that a lost connection kept from being known.
  struct Disturbance {
    /// The request concerned, the same whenever the case is begun anew.
    let place: String
    /// What happened, as a sentence.
    let reason: String
  }

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

  // MARK: Sending

  /// Sends a call of the suite and judges the exchange by every check.
  ///
  /// A 429 says nothing about the case: after some patience it is open. Where the case asks about
  /// pace itself, `acceptsRefusal` has a 429 taken as the answer. Where the connection breaks,
  /// PUT and DELETE are sent again, what `hasNoEffect` since it has to be refused, and a request that
  /// an idempotency key protects if `trustsKeys`; a case about keys themselves does not.
  /// - Throws: ``CaseStop`` when no response came, or none that could be read as HTTP.
  package func send(
    _ call: Call, purpose: String, changes: CallChanges = CallChanges(),
    acceptsRefusal: Bool = false, hasNoEffect: Bool = false, trustsKeys: Bool = false,
    undoing: Undoing? = nil
  ) async throws(CaseStop) -> AnsweredExchange {
    var prepared = try prepare(call, changes: changes)
    prepared.hasNoEffect = hasNoEffect
    return try await send(
      prepared, purpose: purpose, acceptsRefusal: acceptsRefusal, trustsKeys: trustsKeys,
      undoing: undoing)
  }

  /// Makes the request for a call.
  @inline(never)
  package func prepare(
    _ call: Call, changes: CallChanges = CallChanges()
  ) throws(CaseStop) -> RequestBuilder.Prepared {
    do {
      var prepared = try session.requests.request(for: call, changes: changes, in: &scope)
      // What a probe changes is its own business, and what has to go is removed in any case.
      if !prepared.isFaulty, changes.isEmpty, !isCleaningUp, !isPreflight,
        let departure = prepared.departures(from: session.contract).first
      {
        throw CaseStop.errored(
          session.redactor.masked(
            "\(call.location): \(departure.message) (\(departure.node.location)); nothing was "
              + "sent; the usual cause is a variable that was given wrong"))
      }
      try hideCredentials(of: prepared, at: call.location)
      return prepared
    } catch let failure as TemplateFailure {
      throw .inconclusive("\(call.location): \(failure.message)")
    } catch let stop as CaseStop {
      throw stop
    } catch {
      throw .errored("\(call.location): \(error)")
    }
  }

  /// Takes what a case presents out of an answer, such as the token of a session, for secret from
  /// now on.
  ///
  /// What is written in a suite is no secret, and of variables the profile says which are.
  /// - Throws: ``CaseStop`` for one that would stand in clear wherever the target repeats it.
  private func hideCredentials(
    of prepared: RequestBuilder.Prepared, at location: SourceLocation
  ) throws(CaseStop) {
    for credential in prepared.presented
    where credential.template.variables.contains(where: { givenValues[$0] == nil }) {
      for text in [credential.text, credential.secret] {
        let length = text.utf8.count
        // A short one is masked in the field that presents it, if nowhere else. What has to go is
        // removed in any case.
        guard !session.redactor.learn(text), length >= Redactor.shortestLearned, !isCleaningUp
        else { continue }
        let reason =
          length > Redactor.longestLearned
          ? "it has \(length) bytes; the longest that is masked has \(Redactor.longestLearned)"
          : "the run has learned as many secrets as it can look for; run fewer cases at a time"
        throw .errored(
          "\(location): what \"auth\" presents cannot be masked where the target repeats it: "
            + "\(reason); nothing was sent")
      }
    }
  }

  /// Refuses a request that would change or remove what this run did not create.
  ///
  /// Every request comes by here as it will be sent, whoever made it. What it would touch is its last
  /// path value, or a raw path's last segment; that has to be something the run created, where it
  /// created it (``IDHome``), or hold something that it invented, such as an id that nothing can
  /// have.
  private func refuseStrangersID(in prepared: RequestBuilder.Prepared) throws(CaseStop) {
    guard let stranger = strangersID(in: prepared) else { return }
    let place = prepared.location ?? testCase.location
    let id = "\"\(session.redactor.masked(stranger))\""
    let homes = session.ledger.homes(of: stranger).map { "\"\($0.word)\"" }.sorted()
    if !homes.isEmpty {
      throw .errored(
        "\(place): \(prepared.request.method) would change \(id) below "
          + "\"\(prepared.home(of: stranger).word)\", and what this run created with that id is below "
          + "\(homes.alternatives); nothing was sent; a short id counts where it was made, and where "
          + "\"Location\", a link of the contract or the step's own \"cleanup\" leads")
    }
    throw .errored(
      "\(place): \(prepared.request.method) would change \(id), which "
        + "this run did not create; nothing was sent; capture the id from the answer to this run's "
        + "own create, or make up an id that nothing has with a function such as ${ulid}")
  }

  /// Header fields by which some servers take a request for one of another method.
  private static let methodFields = [
    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
  ]

  /// What a request would change or remove that is not the run's; nil for nothing.
  func strangersID(in prepared: RequestBuilder.Prepared) -> String? {
    // Many servers take a method in small letters for the same, and some what a field says for the
    // method.
    let request = prepared.request
    if request.isSafe { return nil }
    let methods = [request.method] + Self.methodFields.compactMap(request.fields.value(named:))
    guard methods.contains(where: { ["PUT", "PATCH", "DELETE"].contains($0.uppercased()) }) else {
      return nil
    }
    for invented in scope.invented { session.ledger.invent(invented) }
    let targets =
      prepared.pathValues.last ?? [prepared.request.url.lastPathSegment].compactMap(\.self)
    return targets.first { !session.ledger.owns($0, at: prepared.home(of: $0)) }
  }

  /// Sends a request and judges the exchange by every check.
  ///
  /// What goes before an attempt and what comes after it has functions of its own: all that this one
  /// holds is kept for as long as it waits, for every case that runs.
  package func send(
    _ prepared: RequestBuilder.Prepared, purpose: String, acceptsRefusal: Bool = false,
    trustsKeys: Bool = false, undoing: Undoing? = nil
  ) async throws(CaseStop) -> AnsweredExchange {
    let sending = try makeReady(
      prepared, purpose: purpose, acceptsRefusal: acceptsRefusal, trustsKeys: trustsKeys,
      undoing: undoing)
    let isRead = sending.isRead
    defer { noteLost(sending) }
    while true {
      try await keepPace(1, isRead: isRead)
      let request = try beginAttempt(sending)
      if let exchange = try conclude(sending, await transmit(request)) { return exchange }
      if let decision = sending.decision { try await wait(decision, isRead: isRead) }
    }
  }

  /// What has to be known of a request from its first attempt to its last.
  private final class Sending {
    let prepared: RequestBuilder.Prepared
    let purpose: String
    let acceptsRefusal: Bool
    let undoing: Undoing?
    var resending: Resending
    let search: LedgerEntry.Search?
    let isRead: Bool
    var putOffEntries: [Int] = []
    /// Attempts with a key that broke off: the next answer tells what became of them.
    var openEntries: [Int?] = []
    var isAnswered = false
    var attempt = 0
    /// The attempt's number in the ledger.
    var entry: Int?
    var startedAfter = Duration.zero
    /// How the request is sent once more; nil where it is not.
    var decision: Resending.Decision?

    init(
      _ prepared: RequestBuilder.Prepared, purpose: String, acceptsRefusal: Bool,
      undoing: Undoing?, resending: Resending, search: LedgerEntry.Search?
    ) {
      self.prepared = prepared
      self.purpose = purpose
      self.acceptsRefusal = acceptsRefusal
      self.undoing = undoing
      self.resending = resending
      self.search = search
      isRead = prepared.request.isSafe
    }
  }

  /// Refuses what must not be sent, and works out how often the request may go.
  @inline(never)
  private func makeReady(
    _ prepared: RequestBuilder.Prepared, purpose: String, acceptsRefusal: Bool, trustsKeys: Bool,
    undoing: Undoing?
  ) throws(CaseStop) -> Sending {
    try refuseStrangersID(in: prepared)
    try spend(1)
    try refuseCreation([prepared])
    closeSettledEntries()
    let request = prepared.request
    let isKeyed = trustsKeys && isProtectedByKey(prepared)
    // What is gone already needs no removing, so that a cleanup may come twice.
    let isRemoval = isCleaningUp && request.method == "DELETE"
    // And what puts something back puts it back twice: a sweep would send it again as well.
    let isRestoration = isCleaningUp && request.method == "PATCH"
    let resending = Resending(
      request: request,
      isRepeatable: request.isSafe || isKeyed || isRemoval || isRestoration
        || hasNoEffect(prepared),
      inFlightStatuses: isKeyed ? session.conventions.idempotency?.inFlightStatuses ?? [] : [],
      isRemoval: isRemoval, conventions: session.conventions)
    return Sending(
      prepared, purpose: purpose, acceptsRefusal: acceptsRefusal, undoing: undoing,
      resending: resending,
      search: undoing.flatMap {
        session.search(for: request, of: prepared.operation, $0, in: scope)
      })
  }

  /// Writes down and counts an attempt; the request as it is to be sent now.
  @inline(never)
  private func beginAttempt(_ sending: Sending) throws(CaseStop) -> HTTPRequest {
    sending.attempt += 1
    sending.entry = try enter(sending.prepared, sending.search)
    session.countRequests(1)
    sending.startedAfter = session.environment.elapsed()
    return try hurried(sending.prepared.request)
  }

  /// Judges what came of an attempt; nil where the request is to be sent once more.
  @inline(never)
  private func conclude(
    _ sending: Sending, _ result: Result<HTTPResponse, TransportError>
  ) throws(CaseStop) -> AnsweredExchange? {
    let prepared = sending.prepared
    let request = prepared.request
    let isWanted = sending.acceptsRefusal && (try? result.get())?.status == 429
    let isRemoval = sending.resending.isRemoval
    if isRemoval {
      sending.resending.removalAttempts = session.removals.attempts(isHurried: isHurried)
    }
    let decision =
      isWanted
      ? nil
      : sending.resending.decision(
        after: result, attempt: sending.attempt, now: session.environment.now())
    sending.decision = decision
    if isRemoval, decision == nil { session.removals.note(result) }
    let place = keep(
      prepared, result, purpose: sending.purpose, startedAfter: sending.startedAfter,
      isSentAgain: decision != nil)
    switch result {
    case .success(let response):
      if response.status != 429 { session.pacer.ease(isRead: sending.isRead) }
      let exchange = examine(
        prepared, response, place: place, isPutOff: decision?.isAskedFor == true)
      if decision == nil {
        if exchange.isSuccess || prepared.isFaulty || response.status == 429 {
          settledEntries += sending.putOffEntries
        }
        // A target that ignores keys has made one for each attempt: that is looked for.
        sending.isAnswered = exchange.isSuccess
        if sending.resending.isIdempotent, !hasNoEffect(prepared), !sending.openEntries.isEmpty {
          try settle(exchange, entries: &sending.openEntries)
        }
        // What is refused when it comes again was refused before; where there is a list, that tells.
        if hasNoEffect(prepared), sending.search == nil, 400..<500 ~= response.status,
          ![409, 429].contains(response.status)
        {
          settledEntries += sending.openEntries.compactMap(\.self)
          sending.openEntries = []
        }
        // A server that failed may have made it before it did: that is looked for as well.
        if response.status >= 500, sending.undoing != nil, !sending.isRead {
          abandonSettledEntries()
          sending.openEntries.append(sending.entry)
        }
        if !sending.isAnswered, sending.resending.inFlightStatuses.contains(response.status),
          sending.attempt > 1
        {
          throw .inconclusive(
            "\(line(of: request)): the first attempt with this key, whose connection broke, was "
              + "under way throughout")
        }
        guard response.status != 429 || isWanted else { throw stopForPace(request) }
        return exchange
      }
      // What was refused for its pace was not carried out, if the answer after it bears that out.
      sending.putOffEntries += settledEntries
      abandonSettledEntries()
    case .failure(let error):
      if error.mayHaveArrived {
        abandonSettledEntries()
        sending.openEntries +=
          decision == nil ? sending.putOffEntries + [sending.entry] : [sending.entry]
      }
      if decision == nil {
        if sending.attempt < Resending.maximumConnections { noteLoss(error, at: place) }
        throw stop(for: error, prepared, place: place)
      }
    }
    return nil
  }

  /// Notes whether what a request may have made could not be found again.
  private func noteTrack(
    of prepared: RequestBuilder.Prepared, _ undoing: Undoing?, _ search: LedgerEntry.Search?
  ) {
    // What has neither a list beside it nor items below is no collection in which something would be
    // left.
    let mayCreate =
      undoing != nil
      || prepared.request.method == "POST"
        && prepared.operation.map { operation in
          session.contract.list(beside: operation) != nil
            || !session.contract.itemOperations(of: operation).isEmpty
        } ?? false
    guard mayCreate, search == nil, !hasNoEffect(prepared) else { return }
    // What is made below something that this run made goes with it.
    let parents = prepared.pathValues.last ?? []
    if parents.isEmpty
      || !parents.allSatisfy({ session.ledger.owns($0, at: prepared.home(of: $0)) })
    {
      hasLostTrack = true
    }
  }

  /// Has what attempts without an answer may have made looked for.
  private func noteLost(_ sending: Sending) {
    guard !sending.openEntries.isEmpty else { return }
    noteTrack(of: sending.prepared, sending.undoing, sending.search)
    lose(sending.search, entries: sending.openEntries, isAnswered: sending.isAnswered)
  }

  /// Takes the answer to a PUT or DELETE whose earlier attempt may have arrived.
  ///
  /// A success is that of all attempts, though it may look otherwise than the first one's: a 200
  /// instead of a 201, or a second version. A refusal may be due to the earlier one, such as a 404
  /// for what that removed, and then says nothing about the target.
  private func settle(
    _ exchange: AnsweredExchange, entries: inout [Int?]
  ) throws(CaseStop) {
    if exchange.isSuccess {
      repeatedExchanges.insert(exchange.index)
      settledEntries += entries.compactMap(\.self)
      entries = []
    } else if !isCleaningUp, 400..<500 ~= exchange.response.status {
      let reason =
        "\(line(of: exchange.request)) answered \(exchange.response.status), which may be due to its "
        + "first attempt, whose connection broke"
      noteDisturbance(reason, at: exchange.index)
      throw .inconclusive(reason)
    }
  }

  /// Whether the case asks what keys are worth, so that it must not rely on them.
  var isAboutKeys: Bool { testCase.proves.contains { $0.family == "IDM" } }

  /// Whether nothing comes of a request however often it is sent; what would reach people is not
  /// left to the target's refusal.
  private func hasNoEffect(_ prepared: RequestBuilder.Prepared) -> Bool {
    prepared.hasNoEffect && testCase.effect != .external && !isAboutKeys
  }

  /// Whether the contract has a key for the operation that makes several attempts one, and the
  /// request holds one.
  private func isProtectedByKey(_ prepared: RequestBuilder.Prepared) -> Bool {
    guard let name = session.conventions.idempotency?.header,
      prepared.operation?.parameter(name, in: .header) != nil
    else { return false }
    return prepared.request.fields.value(named: name).map { !$0.isEmpty } ?? false
  }

  /// Waits until the pace of the run lets requests go; that takes nothing of the case's own time.
  private func keepPace(_ count: Int, isRead: Bool) async throws(CaseStop) {
    let (pacer, elapsed) = (session.pacer, session.environment.elapsed)
    var delay: Duration
    repeat {
      delay = pacer.reserve(count, isRead: isRead, at: elapsed())
      // What may go at once is not held back either.
      guard delay > .zero else { return }
      try await pauseUntimed(delay)
      // Meanwhile the target may have asked everybody to wait.
    } while !isHurried && pacer.held(isRead: isRead, at: elapsed()) > .zero
  }

  /// Waits for the target's or the run's sake, which takes nothing of the case's own time.
  private func pauseUntimed(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    let start = session.environment.elapsed()
    let limit = deadline
    deadline = nil
    defer { deadline = limit.map { $0 + session.environment.elapsed() - start } }
    try await pause(delay)
  }

  /// Waits before a request is sent once more.
  private func wait(_ decision: Resending.Decision, isRead: Bool) async throws(CaseStop) {
    session.events(.retried(caseID: testCase.id, reason: decision.reason))
    if decision.isAskedFor {
      let now = session.environment.elapsed()
      session.pacer.hold(isRead: isRead, until: now + decision.delay, at: now)
    }
    try await decision.isAskedFor ? pauseUntimed(decision.delay) : pause(decision.delay)
    session.countResent()
  }

  /// Whether the run is being stopped, and only what has to go is still removed.
  private var isHurried: Bool { isCleaningUp && Task.isCancelled }

  /// A request that takes no longer than the case may.
  private func hurried(_ request: HTTPRequest) throws(CaseStop) -> HTTPRequest {
    guard let rest = try remainingTime() else { return request }
    var request = request
    request.timeout = min(request.timeout, rest)
    return request
  }

  /// How long the case may still take; nil for any time.
  private func remainingTime() throws(CaseStop) -> Duration? {
    guard !isCleaningUp, let deadline, let limit = testCase.timeLimit else { return nil }
    let rest = deadline - session.environment.elapsed()
    guard rest > .zero else {
      throw .errored("\(testCase.location): the case took longer than the \(limit.spoken) it may")
    }
    return rest
  }

  /// Waits; cleaning up goes on when the run is stopped, with shorter waits.
  func pause(_ delay: Duration) async throws(CaseStop) {
    guard delay > .zero else { return }
    try await session.idleClock.waiting { () async throws(CaseStop) in try await sleep(delay) }
  }

  private func sleep(_ delay: Duration) async throws(CaseStop) {
    let sleep = session.environment.sleep
    guard isCleaningUp else {
      let rest = try remainingTime()
      do { try await sleep(min(delay, rest ?? delay)) } catch { throw .interrupted }
      _ = try remainingTime()
      return
    }
    let limit = isHurried ? min(delay, Self.hurriedTimeout) : delay
    let waiting = Task { try? await sleep(limit) }
    await withTaskCancellationHandler {
      await waiting.value
    } onCancel: {
      // One that began before the run was stopped is cut short; the next are bounded.
      if limit > Self.hurriedTimeout { waiting.cancel() }
    }
  }

  /// Sends requests at the same instant, judges each exchange, and returns them in order.
  ///
  /// A request that got no response is nil.
  package func sendTogether(
    _ prepared: [RequestBuilder.Prepared], purpose: String, undoing: [Undoing?] = []
  ) async throws(CaseStop) -> [AnsweredExchange?] {
    for prepared in prepared { try refuseStrangersID(in: prepared) }
    try spend(prepared.count)
    try refuseCreation(prepared)
    closeSettledEntries()
    // One that changes something is enough for the smaller budget.
    try await keepPace(prepared.count, isRead: prepared.allSatisfy(\.request.isSafe))
    var entries: [Int?] = []
    var searches: [LedgerEntry.Search?] = []
    for (place, prepared) in prepared.enumerated() {
      let own = place < undoing.count ? undoing[place] : nil
      let search = own.flatMap {
        session.search(for: prepared.request, of: prepared.operation, $0, in: scope)
      }
      searches.append(search)
      entries.append(try enter(prepared, search))
    }
    session.countRequests(prepared.count)
    let startedAfter = session.environment.elapsed()
    var requests: [HTTPRequest] = []
    for prepared in prepared { requests.append(try hurried(prepared.request)) }
    let results = await transmitTogether(requests)
    for (place, result) in results.enumerated() {
      switch result {
      case .failure(let error):
        settledEntries.removeAll { $0 == entries[place] }
        guard error.mayHaveArrived else { continue }
      case .success(let response):
        // A server that failed may have made it before it did.
        guard response.status >= 500, searches[place] != nil else { continue }
        settledEntries.removeAll { $0 == entries[place] }
      }
      noteTrack(of: prepared[place], place < undoing.count ? undoing[place] : nil, searches[place])
      lose(searches[place], entries: [entries[place]], isAnswered: false)
    }
    return zip(prepared, results).enumerated().map { position, pair in
      let place = keep(
        pair.0, pair.1, purpose: "\(purpose) (\(position + 1) of \(prepared.count))",
        startedAfter: startedAfter)
      switch pair.1 {
      case .success(let response): return examine(pair.0, response, place: place)
      case .failure(let error):
        noteLoss(error, at: place)
        return nil
      }
    }
  }

  /// How many requests the case may still send.
  package var remainingRequests: Int { requestAllowance - spentRequests }

  /// Keeps to what the plan says the case sends at most.
  ///
  /// The preflight is no case of a suite: it asks as often as the profile has it ask.
  private func spend(_ count: Int) throws(CaseStop) {
    guard !isCleaningUp, !isPreflight else { return }
    spentRequests += count
    if session.environment.countsRequests { tally.add(count, for: errand) }
    guard spentRequests > requestAllowance else { return }
    throw .inconclusive(
      "\(testCase.location): the case has sent the \(requestAllowance) requests it may; "
        + "a probe's \"max_requests\" can be raised")
  }

  /// Creates nothing more once the run has left something behind, and keeps what reaches people to
  /// the number that the profile allows.
  private func refuseCreation(
    _ prepared: [RequestBuilder.Prepared]
  ) throws(CaseStop) {
    guard !isCleaningUp else { return }
    let changing = prepared.count { !$0.request.isSafe }
    guard changing > 0 else { return }
    if let leftover = session.leftover {
      throw .blocked("nothing more is changed, since something was left behind: \(leftover)")
    }
    guard testCase.effect == .external else { return }
    let meant = prepared.count { !$0.request.isSafe && !$0.isFaulty }
    guard session.takeExternal(meant) else {
      throw .inconclusive(
        "\(testCase.location): the profile allows \(session.externalLimit) requests that reach "
          + "people or cost money, and they are spent; \"external_limit\" in it can be raised")
    }
  }

  /// Writes down in the ledger what is about to be sent, where it may create something; its
  /// number there.
  private func enter(
    _ prepared: RequestBuilder.Prepared, _ search: LedgerEntry.Search?
  ) throws(CaseStop) -> Int? {
    // Changing or deleting what is there creates nothing that would have to go.
    let request = prepared.request
    let mayCreate = !request.isSafe && !["PATCH", "DELETE"].contains(request.method)
    guard mayCreate, !isCleaningUp else { return nil }
    let path = session.requests.path(of: request.url)
    let name =
      prepared.operation?.id.description
      ?? session.redactor.masked("\(request.method) \(path)")
    do throws(AppendedFile.Refusal) {
      let entry = try session.ledger.willSend(name, caseID: testCase.id, search: search)
      if let entry { settledEntries.append(entry) }
      return entry
    } catch {
      throw .errored("the ledger cannot be written: \(error.reason); nothing was sent")
    }
  }

  /// Writes down that what was sent before is known: what it asks to undo is in the ledger.
  ///
  /// A request whose answer did not come, or whose undoing could not be written down, stays open.
  func closeSettledEntries() {
    for entry in settledEntries { session.ledger.noteAnswer(entry) }
    settledEntries = []
  }

  /// Leaves the requests sent last open in the ledger: they may have created what nobody knows.
  func abandonSettledEntries() { settledEntries = [] }

  /// How long a request that changes the target may take once the run is being stopped.
  private static let hurriedTimeout = Duration.seconds(2)

  /// Sends a request.
  ///
  /// What changes the target is not cancelled with the run: its answer tells what was created and
  /// has to go again, so that it is waited for, though not for long once the run is being stopped.
  private func transmit(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    if !isCleaningUp, request.isSafe || Task.isCancelled {
      return await Self.attempt(request, session.engine)
    }
    return await transmitToTheEnd(request)
  }

  @inline(never)
  private func transmitToTheEnd(
    _ request: HTTPRequest
  ) async -> Result<HTTPResponse, TransportError> {
    let engine = session.engine
    return await Self.toTheEnd(engine, sleep: session.environment.sleep) {
      await Self.attempt(request, engine)
    }
  }

  /// Sends requests at the same instant; as with one alone, those that change the target are not
  /// cancelled with the run.
  private func transmitTogether(
    _ requests: [HTTPRequest]
  ) async -> [Result<HTTPResponse, TransportError>] {
    let engine = session.engine
    if requests.allSatisfy(\.isSafe) || Task.isCancelled {
      return await engine.sendTogether(requests)
    }
    return await Self.toTheEnd(engine, sleep: session.environment.sleep) {
      await engine.sendTogether(requests)
    }
  }

  /// Sends what is not cancelled with its task, only hurried.
  private static func toTheEnd<Answer: Sendable>(
    _ engine: any HTTPEngine, sleep: @escaping @Sendable (Duration) async throws -> Void,
    _ send: @escaping @Sendable () async -> Answer
  ) async -> Answer {
    let sending = Task(executorPreference: engine.taskExecutor) { await send() }
    return await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      Task {
        try? await sleep(hurriedTimeout)
        sending.cancel()
      }
    }
  }

  private static func attempt(
    _ request: HTTPRequest, _ engine: any HTTPEngine
  ) async -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      return .success(try await engine.send(request))
    } catch {
      return .failure(error)
    }
  }

  /// What a target comes to that never lets a request through.
  private func stopForPace(_ request: HTTPRequest) -> CaseStop {
    .inconclusive(
      "\(line(of: request)): the target still answered 429 after \(Resending.maximumAttempts) "
        + "attempts; a slower run, with \"--rate\", may get further")
  }

  /// What an exchange comes to that did not come to its end.
  func stop(
    for error: TransportError, _ prepared: RequestBuilder.Prepared, place: Int
  ) -> CaseStop {
    let request = prepared.request
    if error.kind == .cancelled { return .interrupted }
    if error.kind == .timeout, case .failure(let late) = Result(catching: remainingTime) {
      return late
    }
    guard error.isProtocolViolation, request.isSafe else {
      return .errored("\(line(of: request)): \(session.redactor.masked(error.message))")
    }
    depart(
      from: request.method == "HEAD" ? "HTTP-03" : "HTTP-06", error.message,
      exchange: place, operation: prepared.operation,
      expected: "a response as long as its framing says", got: error.message,
      clause: (prepared.operation?.node ?? ContractNode(rootOf: session.contract.document)).clause)
    return .departed
  }

  func line(of request: HTTPRequest) -> String {
    "\(request.method) \(session.redactor.masked(request.url))"
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
  private func examine(
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

  // MARK: Lost connections

  /// Whether what a lost connection cut short may be done once more, in other names.
  ///
  /// Not what reaches people, and nothing once something may be left behind.
  var mayDoAnew: Bool {
    disturbance != nil && !hasLostTrack && testCase.effect != .external && session.leftover == nil
      && !Task.isCancelled
  }

  /// Does a part of the case, and once more in other names where a lost connection cut it short; as
  /// often as `limit` allows.
  ///
  /// The part is told how often it was cut short before. Requests of what was cut short do not count
  /// among those that the case may send.
  func repeating(
    upTo limit: Int, _ part: (Int) async throws(CaseStop) -> Void
  ) async throws(CaseStop) -> Int {
    let earlier = disturbance
    // What kept something else from being known still does.
    defer { disturbance = disturbance ?? earlier }
    var cutOff = 0
    while true {
      let (spent, tallied) = (spentRequests, tally)
      disturbance = nil
      do throws(CaseStop) {
        try await part(cutOff)
        return cutOff
      } catch {
        guard case .errored = error, cutOff < limit, mayDoAnew else { throw error }
        (spentRequests, tally) = (spent, tallied)
        cutOff += 1
      }
    }
  }

  /// Notes that a connection was lost, so that nobody knows what became of an exchange's request.
  ///
  /// Other errors do not go away by asking once more.
  private func noteLoss(_ error: TransportError, at place: Int) {
    guard error.kind == .connectionLost, error.mayHaveArrived else { return }
    let kept = record.exchanges[place]
    noteDisturbance(
      "\(line(of: kept.request)): \(session.redactor.masked(error.message))", at: place)
  }

  /// Notes that a lost connection keeps something from being known.
  private func noteDisturbance(_ reason: String, at place: Int) {
    guard !isCleaningUp, disturbance == nil else { return }
    let kept = record.exchanges[place]
    disturbance = Disturbance(
      place: "\(kept.operation ?? kept.request.method) \(kept.purpose)", reason: reason)
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
