import Diagnostics
import SchemaValidator

/// The probe for the semantics of HTTP itself: methods, paths, negotiation, field names, sizes.
///
/// Each concern is an extension in a file of its own; only what the case proves is asked.
final class ProtocolProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: HTTPProbe
  private var plainAnswer: AnsweredExchange?

  init(_ run: CaseRun, _ probe: HTTPProbe) {
    judge = ProbeJudge(run, operation: probe.call.target.operation)
    self.probe = probe
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when nothing answers.
  func run() async throws(CaseStop) {
    try await run.goThrough([
      // Reading only.
      askUnknownPaths, askUnknownMethods, askForHead, askForOptions, negotiateMediaType,
      negotiateCoding, respellFieldNames, readEverything,
      // Creating what is then read.
      spellMediaType, mistypeBody, addUnknownNames, respellPath, askConditionally, sendTooMuch,
    ])
  }

  /// The probe's call as it is usually sent; asked once.
  /// - Throws: ``CaseStop`` when it does not succeed, since there is nothing to compare with then.
  func plain() async throws(CaseStop) -> AnsweredExchange {
    if let plainAnswer { return plainAnswer }
    let exchange = try await run.sending(for: .preparation) {
      () async throws(CaseStop) -> AnsweredExchange in
      try await run.send(probe.call, purpose: "the plain request")
    }
    guard exchange.isSuccess else {
      throw .inconclusive("the plain request was answered \(exchange.response.status)")
    }
    plainAnswer = exchange
    return exchange
  }

  /// How often a comparison is tried while what is read changes by itself.
  static let maximumTries = 3

  /// Judges that an answer differs in nothing from the plain one.
  ///
  /// A difference counts only where the plain request is answered after it as it was before.
  func judgeSameness(
    _ requirement: RequirementID, _ what: String,
    asking ask: () async throws(CaseStop) -> AnsweredExchange
  ) async throws(CaseStop) {
    for attempt in 1...Self.maximumTries {
      let before = try await plain()
      let exchange = try await run.sending(for: attempt == 1 ? run.errand : .repetition, ask)
      guard let suspicion = difference(of: exchange, from: before, requirement, what) else {
        return judge.judge(requirement)
      }
      plainAnswer = nil
      let after = try await plain()
      guard difference(of: after, from: before, requirement, what) == nil else { continue }
      judge.judge(requirement)
      return judge.report(suspicion)
    }
    judge.leaveOpen(
      [requirement],
      "what is read changed by itself during each of \(Self.maximumTries) tries")
  }

  /// The values of the fields in which two requests differ; nil for one that is not there.
  private static func differingFields(
    _ first: HTTPRequest, _ second: HTTPRequest
  ) -> [[String?]] {
    Set((first.fields + second.fields).map { $0.name.lowercased() })
      .map { name in [first, second].map { $0.fields.value(named: name) } }
      .filter { $0[0] != $0[1] }
  }

  /// Where an answer differs from the plain one; nil where it does not.
  private func difference(
    of exchange: AnsweredExchange, from plain: AnsweredExchange, _ requirement: RequirementID,
    _ what: String
  ) -> Suspicion? {
    let status = exchange.response.status
    var suspicion = Suspicion(
      requirement: requirement, message: "\(what) was answered \(status)",
      exchange: exchange.index, related: [plain.index], place: .status,
      expected: "status \(plain.response.status), as without it", got: "status \(status)")
    guard status == plain.response.status else { return suspicion }
    guard let before = plain.json else { return nil }
    suspicion.place = .body(.root)
    guard let after = exchange.json else {
      suspicion.message = "\(what) gives no JSON body"
      suspicion.expected = "the body of the plain request"
      suspicion.got = "\(exchange.response.body.count) bytes"
      return suspicion
    }
    let own = [run.session.conventions.success?.requestID].compactMap(\.self)
    let fields = Self.differingFields(plain.request, exchange.request)
    let place = JSONDifference.places(before, after, ignoring: own).first { place in
      // A server that tells what it was sent may well do so.
      let pair = [before, after].map { $0.value(at: place)?.stringValue }
      return !fields.contains { $0 == pair }
    }
    guard let place else { return nil }
    suspicion.message = "\(what) gives another \(place)"
    suspicion.place = .body(place)
    suspicion.expected = before.value(at: place).quoted
    suspicion.got = after.value(at: place).quoted
    return suspicion
  }

  /// ERR-03: what is refused before any operation sees it is refused in the envelope of all errors.
  func judgeEnvelope(_ exchange: AnsweredExchange, _ what: String) {
    guard judge.asks("ERR-03"), 400..<600 ~= exchange.response.status else { return }
    let conventions = run.session.conventions
    guard let errors = conventions.errors, errors.root != nil || errors.code != nil else {
      return judge.leaveOpen(
        ["ERR-03"],
        conventions.errors == nil
          ? "the profile names no error envelope"
          : "the profile names neither \"root:\" nor \"code:\" of the errors' envelope")
    }
    judge.judge("ERR-03")
    let missing = ([errors.root] + errors.strings.map(\.pointer)).compactMap(\.self)
      .first { exchange.json?.value(at: $0) == nil }
    guard let missing else { return }
    judge.report(
      Suspicion(
        requirement: "ERR-03", message: "\(what) is refused without the error envelope",
        exchange: exchange.index, place: .body(exchange.json == nil ? .root : missing),
        expected: "the error envelope",
        got: exchange.json.map { _ in "nothing at \(missing)" }
          ?? exchange.response.fields.value(named: "Content-Type") ?? "no JSON body"))
  }

  /// Sends the raw request for a method and a path below the base URL.
  func sendRaw(
    _ method: String, _ path: String, purpose: String
  ) async throws(CaseStop) -> AnsweredExchange {
    var prepared = try run.prepare(
      Call(
        target: .raw(method: method, path: Template(segments: [.text("/")])), path: [:], query: [],
        fields: [], body: .none, credentials: .standard, isFaulty: true,
        location: run.testCase.location))
    prepared.request.url = run.session.requests.baseURL + path
    return try await run.send(prepared, purpose: purpose)
  }
}
