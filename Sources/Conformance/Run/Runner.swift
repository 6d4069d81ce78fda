import Diagnostics

/// Carries out a plan: in order, independent cases side by side.
///
/// A class, since the task of every case refers to it.
package final class Runner: Sendable {
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

  /// One case or fixture that came to its end.
  private struct Finished: Sendable {
    let turn: Turn
    let result: CaseResult
    let notices: [RunResult.Notice]
    var isFixture = false
  }

  /// One time that a case is to be run.
  private struct Turn: Sendable {
    /// The case's place in the plan.
    let place: Int
    /// Which time it is, from 0.
    let round: Int
  }

  /// The turns in the order they are started: all cases once, then all of them again.
  ///
  /// Those that run alone come after the others, so that these never wait for one another, and what
  /// they wait for by themselves passes side by side. Fixtures have no turn of their own: they are
  /// there when the first case needs them.
  private var turns: [Turn] {
    (0..<rounds).flatMap { round in
      var places = plan.cases.indices.filter { plan.cases[$0].fixture == nil }
      if isShuffled {
        var generator = SeededGenerator(seed: session.environment.seed, name: "order \(round)")
        places.shuffle(using: &generator)
      }
      let alone = places.filter { plan.cases[$0].testCase.isExclusive }
      places.removeAll { plan.cases[$0].testCase.isExclusive }
      return (places + alone).map { Turn(place: $0, round: round) }
    }
  }

  /// Runs every case that is to run; whatever happens becomes a verdict.
  package func run() async -> Outcome {
    session.events(
      .runStarted(suites: plan.suites.count + 1, cases: turns.count + fixturePlaces.count + 1))
    let preflight = await Preflight(plan: plan, session: session, pace: pace).run()
    session.events(.caseFinished(preflight.result))
    let preflightSuite = SuiteResult(
      id: Preflight.suiteID, title: "Preflight", file: plan.profile.file,
      cases: [preflight.result])
    session.events(.suiteFinished(preflightSuite))
    var notices = preflight.notices
    let tracker = await runCases(
      values: preflight.values, obstacle: preflight.obstacle
    ) { notices += $0 }
    let isCancelled = Task.isCancelled
    var suites = [preflightSuite]
    suites += tracker.results { place in
      unstarted(plan.cases[place].testCase, .notRun, Self.notRunReason(isCancelled))
    }
    let isCut = suites.contains { $0.cases.contains { $0.verdict == .notRun } }
    if let known = session.review.suite(after: suites, of: isCut ? .part : plan.extent) {
      suites.append(known)
    }
    session.events(.runFinished)
    return Outcome(suites: suites, notices: notices, wasInterrupted: isCancelled)
  }

  private static func notRunReason(_ isCancelled: Bool) -> String {
    isCancelled ? "did not run: the run was interrupted" : "did not run: an earlier case failed"
  }

  /// The places of the fixtures in the plan.
  private var fixturePlaces: [Int] {
    plan.cases.indices.filter { plan.cases[$0].fixture != nil }
  }

  /// Starts cases in order, at most `concurrency` at once; an exclusive one only alone.
  ///
  /// What they came to is returned, what could not be cleaned up is told as it comes.
  private func runCases(
    values: [String: ScopeValue], obstacle: String?, _ notice: ([RunResult.Notice]) -> Void
  ) async -> SuiteTracker {
    var tracker = SuiteTracker(plan: plan, rounds: rounds)
    func settle(_ finished: Finished) {
      session.events(.caseFinished(finished.result))
      if rounds > 1 { session.noteRound(finished.result) }
      notice(finished.notices)
      if let suite = tracker.finish(finished.turn.place, finished.result) {
        session.events(.suiteFinished(suite))
      }
    }
    await withTaskGroup(of: Finished.self) { group in
      let fixtures = sharedFixtures(values: values, obstacle: obstacle, settle)
      for fixture in fixtures.values {
        group.addTask { await self.make(fixture) }
      }
      var running = 0
      var hasFailed = false
      // What runs alone runs beside no removal of a fixture either.
      func drain(to limit: Int) async {
        while running > limit || limit == 0 && fixtures.values.contains(where: \.isLeaving),
          let finished = await group.next()
        {
          running -= finished.isFixture ? 0 : 1
          hasFailed = hasFailed || finished.result.verdict == .failed
          settle(finished)
        }
      }
      let cases = plan.cases
      for turn in turns {
        let planned = cases[turn.place]
        if Task.isCancelled { break }
        let used = planned.testCase.fixtures.compactMap { fixtures[$0] }
        if let verdict = decision(planned, values: values, obstacle: obstacle) {
          for fixture in used { fixture.release() }
          settle(Finished(turn: turn, result: verdict, notices: []))
          continue
        }
        await drain(to: planned.testCase.isExclusive ? 0 : concurrency - 1)
        // A fixture that failed is told of when its last user is through; it counts at once.
        let isOver = hasFailed || fixtures.values.contains(where: \.hasFailed)
        if Task.isCancelled || isOver && failsFast { break }
        running += 1
        group.addTask {
          await self.run(planned.testCase, turn: turn, values: values, using: used)
        }
        if planned.testCase.isExclusive { await drain(to: 0) }
      }
      await drain(to: 0)
      // Those whose last user never had its turn are not needed any more either.
      for fixture in fixtures.values { fixture.close() }
      while let finished = await group.next() { settle(finished) }
    }
    return tracker
  }

  /// The fixtures that cases may ask for, by id; those that cannot be made are settled at once.
  private func sharedFixtures(
    values: [String: ScopeValue], obstacle: String?, _ settle: (Finished) -> Void
  ) -> [String: SharedFixture] {
    var fixtures: [String: SharedFixture] = [:]
    for place in fixturePlaces {
      let planned = plan.cases[place]
      guard let fixture = planned.fixture else { continue }
      if let verdict = decision(planned, values: values, obstacle: obstacle) {
        settle(
          Finished(
            turn: Turn(place: place, round: 0), result: verdict, notices: [], isFixture: true))
        continue
      }
      let id = fixture.testCase.id
      let users = plan.cases.count { $0.testCase.fixtures.contains(id) }
      fixtures[id] = SharedFixture(fixture, place: place, values: values, users: users * rounds)
    }
    return fixtures
  }

  /// Makes a fixture when the first case asks for it, and removes it after the last.
  private func make(_ shared: SharedFixture) async -> Finished {
    let turn = Turn(place: shared.place, round: 0)
    let testCase = shared.fixture.testCase
    guard await shared.isDemanded() else {
      shared.noteRemoval()
      return Finished(
        turn: turn,
        result: unstarted(testCase, .notRun, "did not run: no case that uses it did"),
        notices: [], isFixture: true)
    }
    session.events(.caseStarted(id: testCase.id, title: testCase.title))
    let work = CaseWork(
      testCase: testCase, number: numbers(of: turn), round: turn.round, values: shared.values,
      session: session)
    let (result, notices) = await work.run { run, stop in
      let verdict = run.verdict(stop: stop)
      if stop == nil, ![.failed, .errored].contains(verdict) {
        let outputs = run.scope.values.filter { shared.fixture.outputs.contains($0.key) }
        await shared.share(.success(outputs))
      } else {
        // Before its users hear of it, so that nothing is started once they are through.
        if verdict == .failed { shared.noteFailure() }
        let reason = "its fixture \"\(shared.fixture.name)\" \(verdict.word)"
        await shared.share(.failure(.init(reason: reason)))
      }
    }
    shared.noteRemoval()
    return Finished(turn: turn, result: result, notices: notices, isFixture: true)
  }

  /// The numbers of a case in one turn: the first, and those it gets when it is begun anew.
  private func numbers(of turn: Turn) -> @Sendable (Int) -> Int {
    { [self] in plan.number(of: turn.place, round: turn.round + rounds * $0) }
  }

  /// The result of a case that is not to be started; nil for one that is.
  private func decision(
    _ planned: Plan.PlannedCase, values: [String: ScopeValue], obstacle: String?
  ) -> CaseResult? {
    if let reason = planned.skipReason {
      return unstarted(planned.testCase, .skipped, reason)
    }
    if let obstacle {
      return unstarted(planned.testCase, .blocked, "did not run: \(obstacle)")
    }
    if planned.testCase.effect != .none, let leftover = session.leftover {
      return unstarted(
        planned.testCase, .blocked,
        "did not run: nothing more is changed, since something was left behind: \(leftover)")
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

  /// What fixtures give; the later ones have precedence.
  @inline(never)
  private static func outputs(
    of fixtures: [SharedFixture]
  ) async throws(SharedFixture.Absence) -> [String: ScopeValue] {
    var outputs: [String: ScopeValue] = [:]
    for fixture in fixtures {
      outputs.merge(try await fixture.outputs()) { _, output in output }
    }
    return outputs
  }

  /// The result of a case whose fixture is not there.
  @inline(never)
  private func withoutFixture(
    _ testCase: Suite.Case, _ absence: SharedFixture.Absence
  ) -> CaseResult {
    Task.isCancelled
      ? unstarted(testCase, .notRun, Self.notRunReason(true))
      : unstarted(testCase, .blocked, "did not run: \(absence.reason)")
  }

  /// Runs one case and cleans up after it, even when the run is being stopped.
  private func run(
    _ testCase: Suite.Case, turn: Turn, values: [String: ScopeValue],
    using fixtures: [SharedFixture]
  ) async -> Finished {
    defer { for fixture in fixtures { fixture.release() } }
    session.events(.caseStarted(id: testCase.id, title: testCase.title))
    var outputs: [String: ScopeValue] = [:]
    if !fixtures.isEmpty {
      do throws(SharedFixture.Absence) {
        outputs = try await Self.outputs(of: fixtures)
      } catch {
        return Finished(turn: turn, result: withoutFixture(testCase, error), notices: [])
      }
    }
    let work = CaseWork(
      testCase: testCase, number: numbers(of: turn), round: turn.round, values: values,
      session: session, fixtureOutputs: outputs)
    let (result, notices) = await work.run()
    return Finished(turn: turn, result: result, notices: notices)
  }
}
