/// The work of one case from its first request to its cleanup.
///
/// A lost connection says nothing about the target: a case that it kept from a verdict is begun anew
/// once it has been cleaned up, in names of its own. So nothing is sent again that may have taken
/// effect.
struct CaseWork: Sendable {
  let testCase: Suite.Case
  /// Its numbers: that of the first attempt, and of one that is begun anew.
  let number: @Sendable (Int) -> Int
  let round: Int
  let values: [String: ScopeValue]
  let session: RunSession
  /// What its fixtures give it; its shared steps do not see that.
  var fixtureOutputs: [String: ScopeValue] = [:]

  /// Runs the case, and cleans up whatever became of it.
  ///
  /// What is done in between, with what the case came to, is for those who use what it made.
  func run(
    beforeCleanup use: (CaseRun, CaseStop?) async -> Void = { _, _ in }
  ) async -> (CaseResult, [RunResult.Notice]) {
    await session.idleClock.working { await conduct(beforeCleanup: use) }
  }

  private func conduct(
    beforeCleanup use: (CaseRun, CaseStop?) async -> Void
  ) async -> (CaseResult, [RunResult.Notice]) {
    let run = makeRun(restart: 0)
    let stop = await attempt(run)
    if run.disturbance != nil, mayBeginAnew(run, stop, after: RestartHistory()) {
      return await conductAnew(run, stop, beforeCleanup: use)
    }
    // Whoever is used by others only waits for them.
    await session.idleClock.waiting { await use(run, stop) }
    tellTally(of: run)
    return await finish(run, stop)
  }

  /// Goes on with a case whose first attempt was kept from a verdict: again and again, until an
  /// attempt comes to one or there is no hope.
  @inline(never)
  private func conductAnew(
    _ first: CaseRun, _ firstStop: CaseStop?,
    beforeCleanup use: (CaseRun, CaseStop?) async -> Void
  ) async -> (CaseResult, [RunResult.Notice]) {
    var (run, stop) = (first, firstStop)
    var history = RestartHistory()
    while mayBeginAnew(run, stop, after: history), let disturbance = run.disturbance {
      let (result, notices) = await finish(run, stop)
      guard notices.isEmpty, !run.hasLostTrack,
        await pause(before: history.attempts.count + 1, disturbance)
      else {
        tellTally(of: run)
        // What it made is gone: nobody uses that.
        let end = stop ?? .errored(disturbance.reason)
        await session.idleClock.waiting { await use(run, end) }
        return (history.outcome(endingIn: result), notices)
      }
      history.add(result, disturbance)
      run = makeRun(restart: history.attempts.count)
      stop = await attempt(run)
    }
    await session.idleClock.waiting { await use(run, stop) }
    tellTally(of: run)
    let (result, notices) = await finish(run, stop)
    return (history.outcome(endingIn: result), notices)
  }

  private func makeRun(restart: Int) -> CaseRun {
    let run = CaseRun(
      testCase, number: number(restart), round: round, restart: restart, values: values,
      session: session)
    run.scope.values.merge(fixtureOutputs) { _, output in output }
    return run
  }

  /// Tells what a case has sent its requests for, where that is counted; not of attempts after which
  /// it was begun anew.
  private func tellTally(of run: CaseRun) {
    guard session.environment.countsRequests, !run.tally.counts.isEmpty else { return }
    session.events(.requestsTallied(caseID: testCase.id, run.tally))
  }

  private func attempt(_ run: CaseRun) async -> CaseStop? {
    do throws(CaseStop) {
      try await perform(run)
      return nil
    } catch {
      return run.settled(error)
    }
  }

  private func finish(
    _ run: CaseRun, _ stop: CaseStop?
  ) async -> (CaseResult, [RunResult.Notice]) {
    if !run.suspects.isEmpty, [.failed, .errored].contains(run.verdict(stop: stop)) {
      run.searchSuspects()
    }
    let notices = await run.cleanUp()
    // What was left behind weighs more than a question that stays open.
    let left = notices.first.map { CaseStop.errored($0.message) }
    if case .inconclusive? = stop { return (run.result(stop: left ?? stop), notices) }
    return (run.result(stop: stop ?? left), notices)
  }

  /// Whether a lost connection alone stands between a case and its verdict, and another attempt may
  /// come to one.
  @inline(never)
  private func mayBeginAnew(
    _ run: CaseRun, _ stop: CaseStop?, after history: RestartHistory
  ) -> Bool {
    guard let disturbance = run.disturbance, run.mayDoAnew, history.leavesHope(after: disturbance)
    else { return false }
    return [.errored, .inconclusive].contains(run.verdict(stop: stop))
  }

  /// Waits before a case is begun anew; false where the run is being stopped.
  private func pause(before restart: Int, _ disturbance: CaseRun.Disturbance) async -> Bool {
    session.events(
      .retried(caseID: testCase.id, reason: "\(disturbance.reason); the case is begun anew"))
    let delay = RestartHistory.delay(before: restart)
    do {
      let sleep = session.environment.sleep
      try await session.idleClock.waiting { () async throws in try await sleep(delay) }
    } catch { return false }
    return !Task.isCancelled
  }

  private func perform(_ run: CaseRun) async throws(CaseStop) {
    try setValues(of: run)
    guard case .steps(let steps) = testCase.work else { return try await probe(run) }
    try await StepRunner(run: run).run(steps, trials: testCase.trials)
  }

  /// Makes the values that the case begins with.
  @inline(never)
  private func setValues(of run: CaseRun) throws(CaseStop) {
    do {
      for (name, value) in testCase.values {
        run.scope.values[name] = try value.scopeValue(in: &run.scope)
      }
    } catch {
      throw .inconclusive("\(testCase.location): \(error.message)")
    }
  }

  /// Runs the probe of a case that has one; apart from steps, which need far less room.
  @inline(never)
  private func probe(_ run: CaseRun) async throws(CaseStop) {
    switch testCase.work {
    case .steps: return
    case .pagination(let probe):
      let operation = probe.call.target.operation
      guard let conventions = session.conventions.pagination(of: operation) else { return }
      try await PaginationProbeRun(probe: probe, conventions: conventions).run(run)
    case .idempotency(let probe):
      guard let conventions = session.conventions.idempotency else { return }
      try await IdempotencyProbeRun(probe: probe, conventions: conventions).run(run)
    case .authentication(let probe): try await CredentialProbe(run, probe).run()
    case .http(let probe): try await ProtocolProbe(run, probe).run()
    case .requests(let probe): try await RequestFaultProbe(run, probe).run()
    case .rateLimit(let probe): try await RateProbe(run, probe).run()
    case .lifecycle(let probe): try await ResourceProbe(run, probe).run()
    }
  }
}

/// What attempts at a case came to that were kept from a verdict.
struct RestartHistory {
  /// How often a case is run at most.
  static let maximumAttempts = 12
  /// How often the connection of one request is lost at most: what happens again and again is the
  /// target's doing.
  static let maximumLosses = 5

  /// The attempts in order, each with what a lost connection kept from being known.
  private(set) var attempts: [(result: CaseResult, reason: String)] = []
  private var losses: [String: Int] = [:]

  /// Notes an attempt and what disturbed it.
  mutating func add(_ attempt: CaseResult, _ disturbance: CaseRun.Disturbance) {
    attempts.append((attempt, disturbance.reason))
    losses[disturbance.place, default: 0] += 1
  }

  /// How long to wait before something is begun anew for the nth time: a target that loses
  /// connections is given time.
  static func delay(before restart: Int) -> Duration { .milliseconds(50) * (1 << min(restart, 5)) }

  /// Whether another attempt after one that was disturbed may come to a verdict.
  func leavesHope(after disturbance: CaseRun.Disturbance) -> Bool {
    attempts.count + 1 < Self.maximumAttempts
      && losses[disturbance.place, default: 0] + 1 < Self.maximumLosses
  }

  /// What the last attempt comes to with what was found before.
  func outcome(endingIn last: CaseResult) -> CaseResult {
    var result = last
    for attempt in attempts { result.add(cutOff: attempt.result, by: attempt.reason) }
    result.startedAfter = attempts.first?.result.startedAfter ?? last.startedAfter
    result.duration = last.startedAfter + last.duration - result.startedAfter
    return result
  }
}

extension CaseResult {
  /// Adds an attempt that a lost connection cut off: what that kept from being known, and what the
  /// attempt found until then.
  fileprivate mutating func add(cutOff attempt: CaseResult, by loss: String) {
    restarts.append(loss)
    let departed = attempt.requirements.filter(\.verdict.isDeparture)
    guard !departed.isEmpty else { return }
    addEvidence(of: attempt)
    for decision in departed {
      let place = requirements.firstIndex { $0.id == decision.id }
      if let place {
        if !requirements[place].verdict.isDeparture { requirements[place] = decision }
      } else {
        requirements.append(decision)
      }
    }
    requirements.sort { $0.id < $1.id }
    let combined = Verdict.combining([verdict] + departed.map(\.verdict))
    if combined != verdict { (verdict, reason) = (combined, attempt.findings.first?.message) }
  }
}
