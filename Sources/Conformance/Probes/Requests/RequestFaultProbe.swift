import Diagnostics
import SchemaValidator

/// The probe for wrong requests: one thing is wrong in each, and everything else is right.
///
/// Each concern is an extension in a file of its own; only what the case proves is asked.
final class RequestFaultProbe {
  /// Keeps what is decided.
  let judge: ProbeJudge
  /// What the suite says.
  let probe: RequestsProbe
  /// The ids of what was created although it was wrong.
  var accepted: Set<ExactText> = []
  /// Whether an answer asked for a credential that the request did not have.
  private(set) var lacksCredential = false

  init(_ run: CaseRun, _ probe: RequestsProbe) {
    judge = ProbeJudge(run, operation: probe.creation.call.target.operation)
    self.probe = probe
  }

  /// The case.
  var run: CaseRun { judge.run }

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when the request is refused that is right, or nothing answers.
  func run() async throws(CaseStop) {
    try await run.goThrough([
      askUnknownIDs, askMalformedIDs, sendBodyFaults, sendMalformedBodies, sendHostileValues,
      repeatFaults, sendEdges,
    ])
  }

  /// The request that is right, with another body.
  func prepare(_ body: [UInt8]?) throws(CaseStop) -> RequestBuilder.Prepared {
    var prepared = try run.prepare(probe.creation.call, changes: .faulty)
    prepared.request.body = body
    return prepared
  }

  /// Sends a request that should be refused, or need not be accepted; what it creates all the same is
  /// removed.
  func send(
    _ prepared: RequestBuilder.Prepared, _ what: String, hasNoEffect: Bool = false
  ) async throws(CaseStop) -> AnsweredExchange {
    var prepared = prepared
    prepared.hasNoEffect = hasNoEffect
    let exchange = try await run.send(
      prepared, purpose: what, undoing: probe.creation.undoing)
    if exchange.isSuccess {
      if let id = ExactText(exchange.json?.value(at: probe.creation.id)) { accepted.insert(id) }
      run.adoptIfCreated(exchange, of: probe.creation)
    }
    return exchange
  }

  /// The JSON body that the operation takes; nil where it takes none.
  var bodyEntry: MediaTypeEntry? {
    probe.creation.call.target.operation?.requestBody?.content.first(where: \.range.isJSON)
  }

  /// Whether an answer says nothing about what is wrong with a request: a gateway's, and a 401 to
  /// one without a credential, since who asks may be looked at before what is asked for.
  func tellsNothing(_ exchange: AnsweredExchange) -> Bool {
    if exchange.hasGatewayStatus { return true }
    guard exchange.response.status == 401,
      !exchange.request.isCredentialed(by: run.session.contract)
    else { return false }
    lacksCredential = true
    return true
  }

  /// How much another answer to a wrong request weighs; nil for a right one.
  func severity(of status: Int, insteadOf right: [Int]) -> Severity? {
    if right.contains(status) { return nil }
    return 400..<500 ~= status ? .warn : .fail
  }
}

/// A departure that several requests showed: the worst is told, the others are listed.
struct GatheredDepartures {
  private(set) var worst: Suspicion?
  private var lines: [(message: String, weight: Severity)] = []

  /// Adds one.
  mutating func add(_ suspicion: Suspicion, weight: Severity) {
    lines.append((suspicion.message, weight))
    if let worst, (worst.severity ?? .fail) >= weight { return }
    worst = suspicion
  }

  /// What is reported; nil for nothing.
  var suspicion: Suspicion? {
    guard var worst else { return nil }
    let weight = worst.severity ?? .fail
    worst.details = lines.filter { $0.message != worst.message }.prefix(20).map { line in
      "also\(line.weight < weight ? ", as a warning" : ""): \(line.message)"
    }
    if lines.count > 21 { worst.details.append("and \(lines.count - 21) more") }
    return worst
  }
}

extension Operation {
  /// The statuses with which a request is refused that breaks a schema: 400 where the contract has
  /// it, and 422 where it gives that to what a schema refuses.
  ///
  /// Where it has neither, both are as right: that a status is not documented is told by RSP-01.
  var refusals: [Int] {
    let documented = [400, 422].filter(responses.names)
    guard documented.count == 2 else { return documented.isEmpty ? [400, 422] : documented }
    // Beside a 400, a 422 may be for what no schema tells.
    return leavesSchemasTo422 ? documented : [400]
  }

  /// Whether its 422 is for what a schema refuses: it has a form of its own, to tell what that is.
  ///
  /// A form that other answers have as well says nothing about what the status is for.
  fileprivate var leavesSchemasTo422: Bool {
    func forms(_ responses: [Response]) -> [JSONValue] {
      responses.flatMap(\.content).compactMap(\.schema?.json)
    }
    let own = forms(responses.all.filter { $0.status == .code(422) })
    let others = forms(responses.all.filter { $0.status != .code(422) })
    return !own.isEmpty && own.allSatisfy { !others.contains($0) }
  }
}

extension [Int] {
  /// `status 400`, `status 400 or 422`.
  var statuses: String { "status " + map(String.init).alternatives }
}
