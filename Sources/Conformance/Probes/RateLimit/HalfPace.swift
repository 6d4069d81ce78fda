extension RateProbe {
  /// The longest time in which reads are sent at half the pace.
  private static let longestWatch = Duration.seconds(20)

  /// RATE-05: whoever keeps to half of what is allowed is not refused.
  ///
  /// A refusal counts when reads right after it show that the budget was not used up, and only
  /// together with a second one, since a window may begin anew just then.
  func keepToHalf() async throws(CaseStop) {
    guard judge.takesUp("RATE-05") else { return }
    guard let rate = readRate else {
      return judge.leaveOpen(
        ["RATE-05"], "neither the profile nor the target tells how many reads are allowed")
    }
    let interval = rate.period * 2 / rate.count
    let count = min(40, max(5, Int(Self.longestWatch / interval)))
    var refusals = 0
    var first: AnsweredExchange?
    for _ in 1...count {
      try await run.pause(interval)
      let start = elapsed
      let exchange = try await read("a read at half the pace that is allowed")
      guard exchange.isRefusalForPace else { continue }
      refusals += 1
      let answers = try await burst("reads right after a refusal")
      // However empty a budget is, it fills up at the pace allowed: more can only be what was left.
      let successes = answers.count(where: \.isSuccess)
      if Double(successes) > refill(by: rate, since: start) + 2 {
        guard let earlier = first else {
          first = exchange
          continue
        }
        judge.judge("RATE-05")
        return judge.report(
          Suspicion(
            requirement: "RATE-05", message: "a read at half the pace allowed was refused",
            exchange: exchange.index, related: [earlier.index], place: .status,
            expected: "no 429 at \(rate.count / 2) reads in \(rate.period.spoken)",
            got: "status 429 with a budget that was not used up",
            details: ["right after it \(successes) of \(answers.count) reads at once succeeded"]))
      }
      try await heed(exchange)
    }
    if refusals == 0 { return judge.judge("RATE-05") }
    judge.leaveOpen(
      ["RATE-05"],
      "\(refusals) of \(count) reads at half the pace were refused, which may be the doing of "
        + "others who share the budget")
  }
}
