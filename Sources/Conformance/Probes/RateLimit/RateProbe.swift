import Diagnostics
import SchemaValidator

/// The probe for rate limits: whether they are told truly, can be kept to, and do no harm.
///
/// It spends requests until some are refused, as many as its suite allows in so many words. What
/// could be the doing of others who share the budget is never held against the target. Each concern
/// is an extension in a file of its own; only what the case proves is asked.
final class RateProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: RateLimitProbe
  /// How many reads are said to be allowed; nil where nobody tells.
  private(set) var readRate: Rate?

  init(_ run: CaseRun, _ probe: RateLimitProbe) {
    judge = ProbeJudge(run, operation: probe.call.target.operation)
    self.probe = probe
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// How many reads are sent at one instant.
  static let burstSize = 10

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when the read does not succeed.
  func run() async throws(CaseStop) {
    // Keeping to the pace of the run would never show what happens to those who do not.
    run.session.pacer.suspend()
    defer { run.session.pacer.resume() }
    let plain = try await run.send(probe.call, purpose: "the plain read")
    guard plain.isSuccess else {
      throw .inconclusive("the plain read was answered \(plain.response.status)")
    }
    readRate = try await allowedReads()
    try await keepToHalf()
    try await watchRemaining()
    try await spendReads()
    try await spendWrites()
  }

  /// How many reads are allowed, as the profile or the target itself tells.
  private func allowedReads() async throws(CaseStop) -> Rate? {
    switch probe.pace {
    case .fixed(let pace): return pace.read
    case .told(let name, let read, let write):
      guard judge.asksAny(["RATE-05", "RATE-07", "RATE-03"]),
        let operation = OperationID(name).flatMap(run.session.contract.operation(named:))
      else { return nil }
      let call = Call(
        target: .operation(operation), path: [:], query: [], fields: [], body: .none,
        credentials: .standard, isFaulty: false, location: run.testCase.location)
      let exchange = try await run.send(call, purpose: "how fast may it go?")
      return Pace(toldBy: exchange, read: read, write: write).read
    }
  }

  // MARK: Sending

  /// The time since the run began.
  var elapsed: Duration { run.session.environment.elapsed() }

  /// Sends the read, and takes a 429 for an answer.
  func read(_ purpose: String) async throws(CaseStop) -> AnsweredExchange {
    try await run.send(probe.call, purpose: purpose, acceptsRefusal: true)
  }

  /// Sends the read several times at one instant; gives the answers there were.
  func burst(_ purpose: String) async throws(CaseStop) -> [AnsweredExchange] {
    var prepared: [RequestBuilder.Prepared] = []
    for _ in 1...Self.burstSize { prepared.append(try run.prepare(probe.call)) }
    return try await run.sendTogether(prepared, purpose: purpose).compactMap(\.self)
  }

  /// How many requests become allowed in a time.
  func refill(by rate: Rate, since start: Duration) -> Double {
    (elapsed - start) / rate.period * Double(rate.count)
  }

  /// Waits as long as a refusal asks to, and a second more, since it counts whole ones.
  func heed(_ refusal: AnsweredExchange) async throws(CaseStop) {
    let now = run.session.environment.now()
    let asked = RetryAfter.delay(of: refusal.response, now: now) ?? .seconds(1)
    try await run.pause(asked + .seconds(1))
  }
}

extension AnsweredExchange {
  /// Whether the request was refused for coming too soon.
  var isRefusalForPace: Bool { response.status == 429 }
}

extension Pace {
  /// The requests a minute that an answer tells at pointers.
  init(toldBy exchange: AnsweredExchange, read: JSONPointer?, write: JSONPointer?) {
    func rate(_ pointer: JSONPointer?) -> Rate? {
      guard let pointer, exchange.isSuccess else { return nil }
      return exchange.json?.value(at: pointer)?.intValue.flatMap { Rate($0, per: .seconds(60)) }
    }
    self.init(read: rate(read), write: rate(write))
  }
}
