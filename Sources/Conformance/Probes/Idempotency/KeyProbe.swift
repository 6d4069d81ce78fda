import SchemaValidator

/// The operation under test, and the effects it was asked for.
///
/// Each intended effect has a token of its own, which the suite puts into the body; each concern
/// is an extension in a file of its own.
final class KeyProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: IdempotencyProbe
  /// How a repeated request is recognised.
  let conventions: Conventions.Idempotency
  /// What was promised about the number of effects, for the count at the end.
  var claims: [EffectClaim] = []
  /// The tokens by the ids of what was done for them.
  private(set) var tokens: [ExactText: String] = [:]
  /// The tokens of what plain requests with fresh keys did.
  private(set) var performed: Set<String> = []
  /// Requests whose answers tell of something done and not of its id.
  private(set) var nameless: [Attempt] = []
  /// The list of effects as it was last read; nil before.
  var shown: ListContents?
  /// The first right request with a key that met a failure of the server; nil for none.
  private(set) var failure: Attempt?
  private var firstAttempt: Attempt?
  private var sequence = 0
  /// What every token of the probe begins with.
  let tokenStem: String
  private var generator: SeededGenerator

  init(_ run: CaseRun, _ probe: IdempotencyProbe, _ conventions: Conventions.Idempotency) {
    judge = ProbeJudge(run, operation: probe.creation.call.target.operation)
    self.probe = probe
    self.conventions = conventions
    let milliseconds = run.session.environment.now() * 1000
    let stamp = String(UInt64(max(0, milliseconds)), radix: 36)
    tokenStem = "\(run.invented("nonce"))-\(stamp)-"
    generator = run.session.environment.generator(of: "\(run.testCase.id) \(stamp)")
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// A request that was sent, with its answer.
  struct Attempt {
    /// The token in its body.
    let token: String
    /// Its key; nil for none.
    let key: String?
    /// Its body.
    let body: [UInt8]
    /// The exchange.
    let exchange: AnsweredExchange
    /// The id of what was done; nil for a refusal.
    let id: ExactText?

    /// The status of the answer.
    var status: Int { exchange.response.status }
    /// Whether it was carried out, or is said to have been.
    var isSuccess: Bool { exchange.isSuccess }
    /// The body as a value.
    var bodyValue: JSONValue? { (try? JSONDocument(parsing: body))?.root }
  }

  /// A token that no other effect has, and none contains.
  func newToken() -> String {
    sequence += 1
    return tokenStem + String(sequence).zeroPadded(to: 4)
  }

  /// A key that was never used.
  func newKey() -> String { generator.uuid() }

  // MARK: Sending

  /// Makes a request with a token and a key.
  func prepare(
    _ token: String, key: String?, body: [UInt8]? = nil, as call: Call? = nil,
    mayBeRefused: Bool = false
  ) throws(CaseStop) -> RequestBuilder.Prepared {
    run.scope.values["token"] = .text(token)
    var changes = CallChanges()
    if let key { changes.fields = [HTTPField(conventions.header, key)] }
    changes.body = body
    changes.isFaulty = mayBeRefused
    return try run.prepare(call ?? probe.creation.call, changes: changes)
  }

  /// Sends a request with a token and a key.
  func send(
    _ token: String, key: String?, body: [UInt8]? = nil, as call: Call? = nil,
    mayBeRefused: Bool = false, _ purpose: String
  ) async throws(CaseStop) -> Attempt {
    let prepared = try prepare(token, key: key, body: body, as: call, mayBeRefused: mayBeRefused)
    let exchange = try await run.send(
      prepared, purpose: purpose, undoing: probe.creation.undoing)
    return attempt(token, key: key, prepared, exchange)
  }

  /// Reads an answer; what was done belongs to this run, which undoes it where that can be done.
  func attempt(
    _ token: String, key: String?, _ prepared: RequestBuilder.Prepared,
    _ exchange: AnsweredExchange
  ) -> Attempt {
    let id = exchange.isSuccess ? ExactText(exchange.json?.value(at: probe.creation.id)) : nil
    if let id {
      if tokens[id] == nil { run.own(id, of: probe.creation, toldBy: exchange) }
      tokens[id] = token
    }
    let attempt = Attempt(
      token: token, key: key, body: prepared.request.body ?? [], exchange: exchange, id: id)
    if attempt.isSuccess, id == nil { nameless.append(attempt) }
    if failure == nil, Self.isFailure(attempt.status), !prepared.isFaulty, key?.isEmpty == false {
      failure = attempt
    }
    return attempt
  }

  /// Sends a request that nothing speaks against; without it there is nothing to compare with.
  ///
  /// - Throws: ``CaseStop`` when it is refused; a refusal as a reused key departs from IDM-05.
  func perform(_ token: String, key: String?, _ purpose: String) async throws(CaseStop) -> Attempt {
    let attempt = try await send(token, key: key, purpose)
    if attempt.isSuccess {
      if attempt.id != nil {
        performed.insert(token)
        return attempt
      }
      throw .inconclusive("the operation answered without an id at \(probe.creation.id)")
    }
    if key != nil, firstAttempt != nil, conventions.reuseStatuses.contains(attempt.status) {
      judge.report(
        Suspicion(
          requirement: "IDM-05",
          message: "a fresh key was answered \(attempt.status), as if it had been used",
          exchange: attempt.exchange.index, place: .status, expected: "status 2XX",
          got: "status \(attempt.status)"))
      if judge.hasReported("IDM-05") { throw .departed }
    }
    throw .inconclusive("the operation answered \(attempt.status) to a plain request")
  }

  /// The first request of the probe, which later ones repeat; sent when it is first needed.
  func first() async throws(CaseStop) -> Attempt {
    if let firstAttempt { return firstAttempt }
    let attempt = try await prepared("a request with a fresh key")
    firstAttempt = attempt
    claims.append(
      EffectClaim(
        requirement: "IDM-01", tokens: [attempt.token], allowed: 1...1,
        what: "a request and its repetitions under one key", exchange: attempt.exchange.index))
    return attempt
  }

  /// Sends a request with a fresh key that others are compared with.
  func prepared(_ purpose: String) async throws(CaseStop) -> Attempt {
    try await run.sending(for: .preparation) { () async throws(CaseStop) -> Attempt in
      try await perform(newToken(), key: newKey(), purpose)
    }
  }

  /// A departure that shows in the answer to an attempt.
  func suspicion(
    _ requirement: RequirementID, _ message: String, _ attempt: Attempt,
    related: Attempt? = nil, expected: String
  ) -> Suspicion {
    let isID = attempt.isSuccess
    return Suspicion(
      requirement: requirement, message: message, exchange: attempt.exchange.index,
      related: related.map { [$0.exchange.index] } ?? [],
      place: isID ? .body(probe.creation.id) : .status, expected: expected,
      got: isID
        ? "status \(attempt.status) and id \(attempt.id?.description ?? "nothing")"
        : "status \(attempt.status)")
  }

  /// Waits.
  func sleep(_ duration: Duration) async throws(CaseStop) {
    try await run.pause(duration)
  }

  /// The statuses that say nothing about the request, only about the moment.
  static let momentary: Set<Int> = [425, 429, 502, 503, 504]
}
