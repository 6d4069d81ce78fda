import SchemaValidator

/// The authentication probe: whether the right credential, and only that, lets a client in.
///
/// Each concern is an extension in a file of its own; only what the case proves is asked.
final class CredentialProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: AuthenticationProbe

  init(_ run: CaseRun, _ probe: AuthenticationProbe) {
    judge = ProbeJudge(run, operation: probe.call.target.operation)
    self.probe = probe
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when the right credential is not let in, or nothing answers.
  func run() async throws(CaseStop) {
    let key = try presentedKey()
    let first = try await run.send(probe.call, purpose: "the right credential")
    guard first.isSuccess else {
      throw .inconclusive("the right credential was answered \(first.response.status)")
    }
    try await askWithoutCredential()
    try await presentWrongKeys(like: key)
    try await presentUnderWrongSchemes(key)
    try await respellScheme(of: key)
    try await misplace(key)
    try await presentRevoked()
    try await breakArguments(with: key)
    try await createWithoutCredential(key)
    try await reachForOtherTenant()
  }

  /// The credential that the profile presents for the probe's call.
  private func presentedKey() throws(CaseStop) -> PresentedKey {
    let requests = run.session.requests
    guard let operation = probe.call.target.operation, !operation.allowsAnonymous else {
      throw .inconclusive("the contract lets everybody call the probe's operation")
    }
    let chosen = requests.standardCredentials(for: operation)
    guard let first = chosen.first, let scheme = requests.schemes[first.scheme] else {
      throw .inconclusive("the profile has no credential for the probe's operation")
    }
    guard scheme.carrier != .connection else {
      throw .inconclusive("a client certificate cannot be left out of single requests")
    }
    do throws(TemplateFailure) {
      return PresentedKey(
        scheme: scheme, text: try first.value.text(in: &run.scope),
        companions: chosen.dropFirst().map { ($0.scheme, $0.value) })
    } catch {
      throw .inconclusive(error.message)
    }
  }

  /// Sends the probe's call with a credential that has to be refused, and judges that it is.
  func expectRefusal(
    _ requirement: RequirementID, _ what: String, _ call: Call? = nil,
    changes: CallChanges = CallChanges(), right: Set<Int> = [401], tolerated: Set<Int> = []
  ) async throws(CaseStop) {
    var changes = changes
    changes.isFaulty = true
    let exchange = try await run.send(
      call ?? probe.call, purpose: what, changes: changes, hasNoEffect: true)
    judgeRefusal(requirement, what, exchange, right: right, tolerated: tolerated)
  }

  /// Judges that an answer is a 401, or has another status that is right; a tolerated one only
  /// warns.
  func judgeRefusal(
    _ requirement: RequirementID, _ what: String, _ exchange: AnsweredExchange,
    right: Set<Int> = [401], tolerated: Set<Int> = []
  ) {
    let status = exchange.response.status
    // What a gateway answers says nothing about who is let in.
    if exchange.hasGatewayStatus {
      return judge.leaveOpen([requirement], "\(what) was answered \(status)")
    }
    judge.judge(requirement)
    if right.contains(status) { return }
    judge.report(
      Suspicion(
        requirement: requirement, severity: tolerated.contains(status) ? .warn : nil,
        message: "\(what) was answered \(status)", exchange: exchange.index, place: .status,
        expected: "status 401", got: "status \(status)"))
  }
}

/// The credential that lets the run in.
struct PresentedKey {
  /// How it is presented.
  let scheme: SecurityScheme
  /// What proves it.
  let text: String
  /// The credentials that are needed beside it.
  let companions: [(scheme: String, value: Template)]

  /// Who asks with another text in place of the right one.
  func replaced(by text: String) -> Call.Credentials {
    .custom([(scheme.name, Template(segments: [.text(text)]))] + companions)
  }

  /// The header field that presents it; nil where none does.
  var field: HTTPField? {
    var fields: [HTTPField] = []
    var query: [String] = []
    scheme.present(text, in: &fields, &query)
    return fields.first
  }
}
