import Diagnostics
import SchemaValidator

/// What a lost connection leaves unknown, and what of it is done once more.
extension CaseRun {
  /// Something that a lost connection kept from being known.
  struct Disturbance {
    /// The request concerned, the same whenever the case is begun anew.
    let place: String
    /// What happened, as a sentence.
    let reason: String
  }

  /// Notes whether what a request may have made could not be found again.
  func noteTrack(
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
  func noteLost(_ sending: Sending) {
    guard !sending.openEntries.isEmpty else { return }
    noteTrack(of: sending.prepared, sending.undoing, sending.search)
    lose(
      sending.search, sending.undoing, entries: sending.openEntries,
      url: sending.prepared.request.url, isAnswered: sending.isAnswered)
  }

  /// Takes the answer to a PUT, a DELETE or what the suite calls idempotent, an earlier attempt of
  /// which may have arrived.
  ///
  /// A success is that of all attempts, though it may look otherwise than the first one's: a 200
  /// instead of a 201, or a second version. A refusal may be due to the earlier one, such as a 404
  /// for what that removed, and then says nothing about the target.
  func settle(
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
  func hasNoEffect(_ prepared: RequestBuilder.Prepared) -> Bool {
    prepared.hasNoEffect && testCase.effect != .external && !isAboutKeys
  }

  /// Whether the contract has a key for the operation that makes several attempts one, and the
  /// request holds one.
  func isProtectedByKey(_ prepared: RequestBuilder.Prepared) -> Bool {
    guard let name = session.conventions.idempotency?.header,
      prepared.operation?.parameter(name, in: .header) != nil
    else { return false }
    return prepared.request.fields.value(named: name).map { !$0.isEmpty } ?? false
  }

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
  /// among those that the case may send. What is lost again and again is the target's doing: the
  /// whole case is not begun anew for it.
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
        guard case .errored = error, let lost = disturbance, mayDoAnew else { throw error }
        guard cutOff + 1 < RestartHistory.maximumLosses else {
          disturbance = nil
          throw error
        }
        guard cutOff < limit else { throw error }
        (spentRequests, tally) = (spent, tallied)
        cutOff += 1
        session.events(
          .retried(caseID: testCase.id, reason: "\(lost.reason); that is done once more"))
        try await pauseUntimed(RestartHistory.delay(before: cutOff))
      }
    }
  }

  /// Notes that a connection was lost, so that nobody knows what became of an exchange's request.
  ///
  /// Other errors do not go away by asking once more.
  func noteLoss(_ error: TransportError, at place: Int) {
    guard error.kind == .connectionLost, error.mayHaveArrived else { return }
    let kept = record.exchanges[place]
    noteDisturbance(
      "\(line(of: kept.request)): \(session.redactor.masked(error.message))", at: place)
  }

  /// Notes that a lost connection keeps something from being known.
  func noteDisturbance(_ reason: String, at place: Int) {
    guard !isCleaningUp, disturbance == nil else { return }
    let kept = record.exchanges[place]
    disturbance = Disturbance(
      place: "\(kept.operation ?? kept.request.method) \(kept.purpose)", reason: reason)
  }
}
