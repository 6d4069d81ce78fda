/// The work of one case from its first request to its cleanup.
struct CaseWork: Sendable {
  let testCase: Suite.Case
  let number: Int
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
    let run = CaseRun(
      testCase, number: number, round: round, values: values, session: session)
    run.scope.values.merge(fixtureOutputs) { _, output in output }
    var stop: CaseStop?
    do throws(CaseStop) {
      try await perform(run)
    } catch {
      stop = run.settled(error)
    }
    // Whoever is used by others only waits for them.
    await session.idleClock.waiting { await use(run, stop) }
    let notices = await run.cleanUp()
    if let notice = notices.first { stop = stop ?? .errored(notice.message) }
    return (run.result(stop: stop), notices)
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
