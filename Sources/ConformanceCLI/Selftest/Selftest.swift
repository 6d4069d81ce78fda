import Conformance
import Diagnostics
import ReferenceServer
import SchemaValidator

/// Runs suites against the reference server in all its forms, several at once.
struct Selftest: Sendable {
  /// The suites, read once.
  let workspace: Workspace
  /// The number that servers and runs derive from.
  let seed: UInt64
  /// How many servers run at once.
  let jobs: Int
  /// Whether a faulty server meets only the cases that prove what it breaks, where there are any.
  let isQuick: Bool

  /// Carries out the trials; `tell` hears of each as it ends.
  ///
  /// - Throws: what keeps the suites from being run at all.
  func run(
    _ trials: [SelftestTrial], tell: @escaping @Sendable (SelftestOutcome) -> Void
  ) async throws -> [SelftestOutcome] {
    try await withThrowingTaskGroup(of: (Int, SelftestOutcome).self) { group in
      var outcomes = [SelftestOutcome?](repeating: nil, count: trials.count)
      var next = 0
      while next < min(jobs, trials.count) {
        let number = next
        group.addTask { (number, try await outcome(of: trials[number])) }
        next += 1
      }
      while let (number, outcome) = try await group.next() {
        outcomes[number] = outcome
        tell(outcome)
        guard next < trials.count, !Task.isCancelled else { continue }
        let number = next
        group.addTask { (number, try await self.outcome(of: trials[number])) }
        next += 1
      }
      return outcomes.compactMap(\.self)
    }
  }

  private func outcome(of trial: SelftestTrial) async throws -> SelftestOutcome {
    if trial.concernsLimits {
      let outcome = try await outcome(of: trial, reachingLimits: true)
      guard case .fault = trial, !outcome.isRight else { return outcome }
      // What breaks a rule about limits may show where none is reached.
    }
    return try await outcome(of: trial, reachingLimits: false)
  }

  private func outcome(
    of trial: SelftestTrial, reachingLimits: Bool
  ) async throws -> SelftestOutcome {
    let seed = if case .correct(let round) = trial { seed + UInt64(round) } else { seed }
    let server = try await ReferenceServer.start(
      trial.serverOptions(seed: seed, reachesLimits: reachingLimits))
    do {
      let outcome = try await Reception.at(.free) { inbox, port in
        try await self.outcome(
          of: trial, server, reachingLimits, seed: seed, receivedIn: inbox, at: port)
      }
      await server.stop()
      return outcome
    } catch {
      await server.stop()
      throw error
    }
  }

  private func outcome(
    of trial: SelftestTrial, _ server: ReferenceServer, _ reachesLimits: Bool, seed: UInt64,
    receivedIn inbox: DeliveryInbox, at port: Int
  ) async throws -> SelftestOutcome {
    var environmentValues = await ReferenceServerRows(server).variables()
    for (name, value) in server.keys.furtherVariables { environmentValues[name] = value }
    environmentValues["KIRIM_API_KEY"] = server.apiKey
    environmentValues["KIRIM_WEBHOOK_URL"] = "http://127.0.0.1:\(port)/selftest"
    if reachesLimits { environmentValues["KIRIM_MAY_REACH_RATE_LIMIT"] = "yes" }
    let values = try VariableResolver(
      flags: [], fileValues: [:], environment: environmentValues
    ).resolve(workspace.profile)
    var options = RunOptions(
      baseURL: server.baseURL, seed: seed, command: ["selftest"],
      toolVersion: ConformanceCommand.version)
    options.profile = .full
    options.pace = .unlimited
    options.isShuffled = true
    options.inbox = inbox
    if reachesLimits {
      options.selection.only = ["RATE"]
      return try await run(trial, values, options)
    }
    if isQuick, case .fault(_, let requirement) = trial {
      options.selection.only = [requirement.text]
      let outcome = try await run(trial, values, options)
      // What every exchange is judged by may show in other cases only.
      if outcome.isRight { return outcome }
      options.selection.only = []
    }
    return try await run(trial, values, options)
  }

  private func run(
    _ trial: SelftestTrial, _ values: VariableResolver.Values, _ options: RunOptions
  ) async throws -> SelftestOutcome {
    let launcher = try RunLauncher(workspace: workspace, values: values, options: options)
    let engine = try CurlEngine(.init(maximumConnections: 64))
    let scales = RequestScales()
    var environment = RunEnvironment.live(seed: options.seed)
    environment.countsRequests = true
    let result = await launcher.run(
      engine: engine, environment: environment,
      events: { scales.receive($0, of: workspace) })
    engine.shutDown()
    return SelftestOutcome(trial, result, excesses: scales.excesses)
  }
}
