extension RateProbe {
  /// How many requests are kept for what follows a refusal.
  private static let reserve = 60

  /// RATE-03 and RATE-08: a refusal says truly when to come back, and spares the health check.
  func spendReads() async throws(CaseStop) {
    let asked: [RequirementID] = ["RATE-03", "RATE-08"]
    guard judge.asksAny(asked) else { return }
    // Writes are to be refused as well: half of what may be spent is for them.
    let leavesWrites = judge.asks("RATE-04") && probe.creation != nil
    let rest = max(Self.reserve, leavesWrites ? probe.maximumRequests / 2 : 0)
    judge.turn(to: "RATE-03")
    var spent = 0
    var budget: Int?
    var refusal: AnsweredExchange?
    while refusal == nil, run.remainingRequests > rest + Self.burstSize {
      let answers = try await burst("reads until one is refused")
      spent += answers.count(where: \.isSuccess)
      budget = budget ?? Self.budget(toldBy: answers)
      refusal = answers.first(where: \.isRefusalForPace)
    }
    guard let refusal else {
      return judge.leaveOpen(
        asked, "\(spent) reads were answered without a 429; \"max_requests\" can be raised")
    }
    try await askSpared(during: refusal)
    // Who has used up alone what was there knows that nobody else uses it.
    let isAlone = (budget ?? readRate?.count).map { spent >= max(Self.burstSize, $0 / 5 * 4) }
    try await comeBack(after: refusal, isAlone: isAlone ?? false)
  }

  /// How many requests there were before a burst, as its answers tell: what is left and the one
  /// that was answered, or else the whole limit.
  private static func budget(toldBy answers: [AnsweredExchange]) -> Int? {
    let told = answers.lazy.filter(\.isSuccess).map { RateLimitFields($0.response.fields) }
    return told.compactMap(\.remaining).max().map { $0 + 1 } ?? told.compactMap(\.limit).first
  }

  /// How many requests are sent that no limit is for.
  private static let mostSpared = 2

  /// RATE-08: what is not counted is answered while other requests are refused.
  private func askSpared(during refusal: AnsweredExchange) async throws(CaseStop) {
    guard judge.takesUp("RATE-08") else { return }
    guard !probe.spared.isEmpty else {
      return judge.leaveOpen(["RATE-08"], "the case names nothing under \"spared:\"")
    }
    for call in probe.spared {
      for _ in 0..<max(1, Self.mostSpared / probe.spared.count) {
        let exchange = try await run.send(
          call, purpose: "what no limit is for", acceptsRefusal: true)
        judge.judge("RATE-08")
        guard exchange.isRefusalForPace else { continue }
        judge.report(
          Suspicion(
            requirement: "RATE-08", message: "the limit is also for what it should spare",
            exchange: exchange.index, related: [refusal.index], place: .status,
            expected: "an answer", got: "status 429"))
      }
    }
  }

  /// RATE-03: after the time that a refusal asks for a request is let through.
  private func comeBack(after refusal: AnsweredExchange, isAlone: Bool) async throws(CaseStop) {
    guard judge.takesUp("RATE-03") else { return }
    var refusal = refusal
    for _ in 1...2 {
      guard refusal.response.fields.value(named: "Retry-After") != nil else {
        return judge.report(
          Suspicion(
            requirement: "RATE-03", severity: .warn,
            message: "a 429 does not say when to come back", exchange: refusal.index,
            place: .header("retry-after"), expected: "Retry-After", got: "no such field"))
      }
      let asked = RetryAfter.delay(of: refusal.response, now: run.session.environment.now())
      guard let asked, asked < RetryAfter.limit else {
        return judge.leaveOpen(
          ["RATE-03"], "the target asks to wait for longer than a run does, or unreadably")
      }
      try await heed(refusal)
      let answer = try await read("a read after the time that was asked for")
      guard answer.isRefusalForPace else { return judge.judge("RATE-03") }
      refusal = answer
    }
    guard isAlone else {
      return judge.leaveOpen(
        ["RATE-03"],
        "reads were still refused after the time asked for, which may be the doing of others who "
          + "share the budget")
    }
    judge.report(
      Suspicion(
        requirement: "RATE-03",
        message: "twice a read was refused after the time that Retry-After asks for",
        exchange: refusal.index, place: .header("retry-after"),
        expected: "a time after which a request is let through",
        got: refusal.response.fields.value(named: "Retry-After") ?? "nothing"))
  }

  /// RATE-04: a create that is refused for its pace creates nothing.
  func spendWrites() async throws(CaseStop) {
    guard judge.takesUp("RATE-04") else { return }
    guard let creation = probe.creation, let list = probe.list else {
      return judge.leaveOpen(["RATE-04"], "the case names no \"create:\" with its \"list:\"")
    }
    var created = 0
    var refused: [(token: String, exchange: AnsweredExchange)] = []
    while refused.count < 2, run.remainingRequests > Self.reserve {
      let token = judge.renewToken()
      let exchange = try await run.send(
        creation.call, purpose: "a create, until some are refused", acceptsRefusal: true,
        undoing: creation.undoing)
      if exchange.isRefusalForPace {
        refused.append((token, exchange))
      } else {
        try run.adopt(exchange, of: creation, as: "what the probe needs")
        created += 1
      }
    }
    guard let last = refused.last?.exchange else {
      return judge.leaveOpen(
        ["RATE-04"],
        "\(created) creates were answered without a 429; \"max_requests\" can be raised")
    }
    try await heed(last)
    try await judge.judgeNothingMade(
      by: refused, of: creation, at: list, "RATE-04",
      "a create that was answered 429 was carried out")
  }
}
