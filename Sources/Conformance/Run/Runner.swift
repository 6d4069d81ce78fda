import Diagnostics

/// Carries out a plan: in order, independent cases side by side.
package struct Runner: Sendable {
  /// What to run.
  let plan: Plan
  /// What all cases share.
  let session: RunSession
  /// What is to be another pace than the profile tells.
  let pace: PaceOverride
  /// How many cases may run at once.
  let concurrency: Int
  /// Whether the first failed case ends the run.
  let failsFast: Bool
  /// Whether cases are started in an order of the seed's, and not in the plan's.
  let isShuffled: Bool
  /// How often every case is run.
  let rounds: Int

  /// Creates a runner.
  package init(
    plan: Plan, session: RunSession, pace: PaceOverride = PaceOverride(), concurrency: Int,
    failsFast: Bool,
    isShuffled: Bool = false,
    rounds: Int = 1
  ) {
    self.plan = plan
    self.session = session
    self.pace = pace
    self.concurrency = max(1, concurrency)
    self.failsFast = failsFast
    self.isShuffled = isShuffled
    self.rounds = max(1, rounds)
  }

  /// What a run comes to, before it is put together with its conditions.
  package struct Outcome: Sendable {
    /// The suites with their cases, in the order of the plan.
    package var suites: [SuiteResult]
    /// What could not be cleaned up.
    package var notices: [RunResult.Notice]
    /// Whether the run was stopped before its end.
    package var wasInterrupted: Bool
  }

  /// One case that came to its end.
  private struct Finished: Sendable {
    let turn: Turn
    let result: CaseResult
    let notices: [RunResult.Notice]
  }

  /// One time that a case is to be run.
  private struct Turn: Sendable {
    /// The case's place in the plan.
    let place: Int
    /// Which time it is, from 0.
    let round: Int
  }

  /// The turns in the order they are started: all cases once, then all of them again.
  private var turns: [Turn] {
    (0..<rounds).flatMap { round in
      var places = Array(plan.cases.indices)
      if isShuffled {
        var generator = SeededGenerator(seed: session.environment.seed, name: "order \(round)")
        places.shuffle(using: &generator)
      }
      return places.map { Turn(place: $0, round: round) }
    }
  }

  /// Runs every case that is to run; whatever happens becomes a verdict.
  package func run() async -> Outcome {
    session.events(
      .runStarted(suites: plan.suites.count + 1, cases: plan.cases.count * rounds + 1))
    let preflight = await Preflight(plan: plan, session: session, pace: pace).run()
    session.events(.caseFinished(preflight.result))
    let preflightSuite = SuiteResult(
      id: Preflight.suiteID, title: "Preflight", file: plan.profile.file,
      cases: [preflight.result])
    session.events(.suiteFinished(preflightSuite))
    var results: [[CaseResult]] = Array(repeating: [], count: plan.cases.count)
    var notices = preflight.notices
    await runCases(values: preflight.values, isReachable: preflight.isReachable) { finished in
      results[finished.turn.place].append(finished.result)
      notices += finished.notices
    }
    let isCancelled = Task.isCancelled
    var suites = [preflightSuite]
    var place = 0
    for suite in plan.suites {
      var cases: [CaseResult] = []
      for planned in suite.cases {
        cases.append(
          CaseResult(rounds: results[place])
            ?? unstarted(planned.testCase, .notRun, Self.notRunReason(isCancelled)))
        place += 1
      }
      suites.append(
        SuiteResult(
          id: suite.suite.id, title: suite.suite.title, file: suite.suite.file, cases: cases))
    }
    let isWhole = plan.isWhole && !suites.contains { $0.cases.contains { $0.verdict == .notRun } }
    if let known = session.review.suite(after: suites, isWhole: isWhole) { suites.append(known) }
    session.events(.runFinished)
    return Outcome(suites: suites, notices: notices, wasInterrupted: isCancelled)
  }

  private static func notRunReason(_ isCancelled: Bool) -> String {
    isCancelled ? "did not run: the run was interrupted" : "did not run: an earlier case failed"
  }

  /// Starts cases in order, at most `concurrency` at once; an exclusive one only alone.
  private func runCases(
    values: [String: ScopeValue], isReachable: Bool, _ finish: (Finished) -> Void
  ) async {
    var tracker = SuiteTracker(plan: plan, rounds: rounds)
    func settle(_ finished: Finished) {
      session.events(.caseFinished(finished.result))
      finish(finished)
      if let suite = tracker.finish(finished.turn.place, finished.result) {
        session.events(.suiteFinished(suite))
      }
    }
    await withTaskGroup(of: Finished.self) { group in
      var running = 0
      var hasFailed = false
      func drain(to limit: Int) async {
        while running > limit, let finished = await group.next() {
          running -= 1
          hasFailed = hasFailed || finished.result.verdict == .failed
          settle(finished)
        }
      }
      let cases = plan.cases
      for turn in turns {
        let planned = cases[turn.place]
        if Task.isCancelled { break }
        if let verdict = decision(planned, values: values, isReachable: isReachable) {
          settle(Finished(turn: turn, result: verdict, notices: []))
          continue
        }
        await drain(to: planned.testCase.isExclusive ? 0 : concurrency - 1)
        if Task.isCancelled || hasFailed && failsFast { break }
        running += 1
        group.addTask {
          await run(planned.testCase, turn: turn, values: values)
        }
        if planned.testCase.isExclusive { await drain(to: 0) }
      }
      await drain(to: 0)
    }
  }

  /// The result of a case that is not to be started; nil for one that is.
  private func decision(
    _ planned: Plan.PlannedCase, values: [String: ScopeValue], isReachable: Bool
  ) -> CaseResult? {
    if let reason = planned.skipReason {
      return unstarted(planned.testCase, .skipped, reason)
    }
    guard isReachable else {
      return unstarted(planned.testCase, .blocked, "did not run: the target cannot be reached")
    }
    let missing = planned.testCase.needs.first { values[$0] == nil }
    return missing.map {
      unstarted(planned.testCase, .skipped, plan.profile.absence(of: $0))
    }
  }

  private func unstarted(
    _ testCase: Suite.Case, _ verdict: Verdict, _ reason: String
  ) -> CaseResult {
    CaseResult(
      id: testCase.id, title: testCase.title, location: testCase.location,
      effect: testCase.effect.rawValue, tags: testCase.tags, verdict: verdict, reason: reason,
      requirements: testCase.proves.map { .init(id: $0, verdict: verdict, reason: reason) },
      findings: [], exchanges: [], startedAfter: session.environment.elapsed(), duration: .zero)
  }

  /// Runs one case and cleans up after it, even when the run is being stopped.
  private func run(
    _ testCase: Suite.Case, turn: Turn, values: [String: ScopeValue]
  ) async -> Finished {
    session.events(.caseStarted(id: testCase.id, title: testCase.title))
    let work = CaseWork(
      testCase: testCase, number: plan.number(of: turn.place, round: turn.round),
      round: turn.round, values: values, session: session)
    let (result, notices) = await work.run()
    return Finished(turn: turn, result: result, notices: notices)
  }
}

/// The work of one case from its first request to its cleanup.
struct CaseWork: Sendable {
  let testCase: Suite.Case
  let number: Int
  let round: Int
  let values: [String: ScopeValue]
  let session: RunSession

  /// Runs the case, and cleans up whatever became of it.
  func run() async -> (CaseResult, [RunResult.Notice]) {
    let run = CaseRun(
      testCase, number: number, round: round, values: values, session: session)
    var stop: CaseStop?
    do throws(CaseStop) {
      try await perform(run)
    } catch {
      stop = error
    }
    let notices = await run.cleanUp()
    return (run.result(stop: stop), notices)
  }

  private func perform(_ run: CaseRun) async throws(CaseStop) {
    do {
      for (name, value) in testCase.values {
        run.scope.values[name] = try value.scopeValue(in: &run.scope)
      }
    } catch {
      throw .inconclusive("\(testCase.location): \(error.message)")
    }
    switch testCase.work {
    case .steps(let steps):
      try await StepRunner(run: run).run(steps, trials: testCase.trials)
    case .pagination(let probe):
      guard let conventions = session.conventions.pagination else { return }
      try await PaginationProbeRun(probe: probe, conventions: conventions).run(run)
    case .idempotency(let probe):
      guard let conventions = session.conventions.idempotency else { return }
      try await IdempotencyProbeRun(probe: probe, conventions: conventions).run(run)
    }
  }
}

/// Says when the last case of a suite is over.
private struct SuiteTracker {
  private var suites: [(suite: Suite, first: Int, results: [[CaseResult]])] = []
  private let rounds: Int

  init(plan: Plan, rounds: Int) {
    self.rounds = rounds
    var first = 0
    for planned in plan.suites {
      suites.append((planned.suite, first, Array(repeating: [], count: planned.cases.count)))
      first += planned.cases.count
    }
  }

  /// Notes the result of a case; returns its suite's when it was the last one.
  mutating func finish(_ place: Int, _ result: CaseResult) -> SuiteResult? {
    guard let index = suites.lastIndex(where: { $0.first <= place && !$0.results.isEmpty })
    else { return nil }
    suites[index].results[place - suites[index].first].append(result)
    guard suites[index].results.allSatisfy({ $0.count == rounds }) else { return nil }
    let suite = suites[index].suite
    return SuiteResult(
      id: suite.id, title: suite.title, file: suite.file,
      cases: suites[index].results.compactMap(CaseResult.init(rounds:)))
  }
}
