extension RateProbe {
  /// How often it is watched whether the budget falls.
  private static let maximumTries = 3

  /// RATE-07: what remains falls with use, whatever connection is used, and errors tell it as well.
  func watchRemaining() async throws(CaseStop) {
    guard judge.takesUp("RATE-07") else { return }
    var suspect: AnsweredExchange?
    for attempt in 1...Self.maximumTries {
      // What is counted elsewhere may be told a moment later.
      if attempt > 1 {
        try await run.pause(.milliseconds(1100))
        run.errand = .repetition
      }
      let before = try await run.sending(for: .preparation) {
        () async throws(CaseStop) -> AnsweredExchange in try await read("what is left before")
      }
      if before.isRefusalForPace {
        try await heed(before)
        continue
      }
      let told = RateLimitFields(before.response.fields)
      guard let left = told.remaining else {
        return judge.leaveOpen(["RATE-07"], "the answers do not tell what is left of the budget")
      }
      let start = elapsed
      let answers = try await burst("what is left after as many reads")
      let rest = answers.compactMap { RateLimitFields($0.response.fields).remaining }
      if rest.contains(where: { $0 < left }) {
        judge.judge("RATE-07")
        return try await watchErrors(beside: before)
      }
      guard answers.count == Self.burstSize, rest.allSatisfy({ $0 == left }), !rest.isEmpty,
        standsStill(told, left, since: start)
      else { continue }
      guard suspect != nil else {
        suspect = before
        continue
      }
      judge.judge("RATE-07")
      return judge.report(
        Suspicion(
          requirement: "RATE-07",
          message: "\(answers.count) reads at once, each on a connection of its own, leave what "
            + "remains as it was",
          exchange: answers[0].index, related: [before.index], place: .exchange,
          expected: "less than \(left) left", got: "\(left) left, as before"))
    }
    judge.leaveOpen(
      ["RATE-07"], "the budget fills up as fast as the probe uses it, or begins anew meanwhile")
  }

  /// Whether a budget that tells the same after a burst cannot have been filled up meanwhile.
  private func standsStill(_ told: RateLimitFields, _ left: Int, since start: Duration) -> Bool {
    guard let limit = told.limit else { return false }
    // Far from full, it would fall by use or rise by time, and not stay.
    if limit - left > Self.burstSize { return true }
    guard let rate = readRate, rate.count == limit else { return false }
    return Double(Self.burstSize) - refill(by: rate, since: start) >= Double(Self.burstSize) / 2
  }

  /// Whether an error tells the budget as well as a success does.
  private func watchErrors(beside success: AnsweredExchange) async throws(CaseStop) {
    let operation = run.session.contract.operations.first { operation in
      operation.id.method == "GET" && operation.path.parameterNames.count == 1
        && !operation.allowsAnonymous
        && !operation.parameters.contains { $0.isRequired && $0.location != .path }
    }
    guard let operation,
      let call = InventedArguments(run: run).call(of: operation, credentials: .standard)
    else { return }
    let exchange = try await run.send(
      call, purpose: "an id that nothing has", acceptsRefusal: true)
    let status = exchange.response.status
    guard status == 400 || status == 404,
      RateLimitFields(exchange.response.fields).remaining == nil
    else { return }
    judge.report(
      Suspicion(
        requirement: "RATE-07", message: "an error does not tell what is left of the budget",
        exchange: exchange.index, related: [success.index], place: .exchange,
        expected: "the fields that a success has", got: "none of them"))
  }
}
