import Diagnostics
import SchemaValidator

/// How a case sends requests, and what becomes of their answers.
extension CaseRun {
  /// Sends a call of the suite and judges the exchange by every check.
  ///
  /// A 429 says nothing about the case: after some patience it is open. Where the case asks about
  /// pace itself, `acceptsRefusal` has a 429 taken as the answer.
  ///
  /// Where the connection breaks, these are sent again: PUT, DELETE and what the suite calls
  /// idempotent; what `hasNoEffect`, since it has to be refused; and what an idempotency key protects
  /// if `trustsKeys`, which a case about keys themselves does not.
  /// - Throws: ``CaseStop`` when no response came, or none that could be read as HTTP.
  package func send(
    _ call: Call, purpose: String, changes: CallChanges = CallChanges(),
    acceptsRefusal: Bool = false, hasNoEffect: Bool = false, isIdempotent: Bool = false,
    trustsKeys: Bool = false, undoing: Undoing? = nil
  ) async throws(CaseStop) -> AnsweredExchange {
    var prepared = try prepare(call, changes: changes)
    prepared.hasNoEffect = hasNoEffect
    prepared.isIdempotent = isIdempotent
    return try await send(
      prepared, purpose: purpose, acceptsRefusal: acceptsRefusal, trustsKeys: trustsKeys,
      undoing: undoing)
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
  final class Sending {
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
    let isUndoing = isCleaningUp && Resending.mayUndoTwice(request)
    let resending = Resending(
      request: request,
      isRepeatable: request.isSafe || isKeyed || isUndoing || hasNoEffect(prepared),
      inFlightStatuses: isKeyed ? session.conventions.idempotency?.inFlightStatuses ?? [] : [],
      isUndoing: isUndoing, conventions: session.conventions,
      isDeclaredIdempotent: prepared.isIdempotent)
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
    let isUndoing = sending.resending.isUndoing
    if isUndoing {
      sending.resending.undoingAttempts = session.undoingPatience.attempts(isHurried: isHurried)
    }
    let decision =
      isWanted
      ? nil
      : sending.resending.decision(
        after: result, attempt: sending.attempt, now: session.environment.now())
    sending.decision = decision
    if isUndoing, decision == nil { session.undoingPatience.note(result) }
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
        if sending.resending.isIdempotent, !prepared.hasNoEffect, !sending.openEntries.isEmpty {
          try settle(exchange, entries: &sending.openEntries)
        }
        // What is refused when it comes again was refused before; where there is a list, that tells.
        if prepared.hasNoEffect, sending.search == nil, 400..<500 ~= response.status,
          ![409, 429].contains(response.status)
        {
          settledEntries += sending.openEntries.compactMap(\.self)
          sending.openEntries = []
        }
        let isUnderWay = !sending.isAnswered && sending.resending.isUnderWay(response.status)
        // A server that failed may have made it before it did, and one that is at it may yet: that is
        // looked for as well.
        if isUnderWay || response.status >= 500, sending.undoing != nil, !sending.isRead {
          abandonSettledEntries()
          sending.openEntries += sending.putOffEntries + [sending.entry]
        }
        if isUnderWay {
          throw .inconclusive(
            "\(line(of: request)): an earlier attempt with this key, whose own answer did not come "
              + "through, was under way throughout")
        }
        guard response.status != 429 || isWanted else { throw stopForPace(request) }
        return exchange
      }
      if response.status >= 500 { sending.resending.mayBeUnderWay = true }
      // What was refused for its pace was not carried out, if the answer after it bears that out.
      sending.putOffEntries += settledEntries
      abandonSettledEntries()
    case .failure(let error):
      if error.mayHaveArrived {
        sending.resending.mayBeUnderWay = true
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
    func undo(_ place: Int) -> Undoing? { place < undoing.count ? undoing[place] : nil }
    for (place, prepared) in prepared.enumerated() {
      let search = undo(place).flatMap {
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
        guard error.mayHaveArrived else { continue }
      case .success(let response):
        // A server that failed may have made it before it did.
        guard response.status >= 500, undo(place) != nil, !prepared[place].request.isSafe else {
          continue
        }
      }
      settledEntries.removeAll { $0 == entries[place] }
      noteTrack(of: prepared[place], undo(place), searches[place])
      lose(
        searches[place], undo(place), entries: [entries[place]], url: requests[place].url,
        isAnswered: false)
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

  /// How long a request that changes the target may take once the run is being stopped.
  static let hurriedTimeout = Duration.seconds(2)

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
}
