/// What looks like a departure, as long as the doing of others is not ruled out.
struct Suspicion {
  /// The requirement that would be departed from.
  var requirement: RequirementID
  /// What it does to the run; nil for what the requirement itself says.
  var severity: Severity?
  /// What is wrong, as one sentence without a full stop.
  var message: String
  /// The exchange that shows it.
  var exchange: Int
  /// Further exchanges it rests on.
  var related: [Int] = []
  /// Where in the exchange.
  var place: Finding.Place = .exchange
  /// What is asked for.
  var expected: String
  /// What was there.
  var got: String
  /// The items it speaks of.
  var ids: [ExactText] = []
  /// Further lines.
  var details: [String] = []
  /// Whether it counts only if it is seen again.
  var isTentative = false
  /// Whether its items were missed: those that others have deleted meanwhile were not.
  var isLoss = false
  /// Whether nothing can be probed because of it, so that it is told even if it was not asked for.
  var isFatal = false
}

/// What a probe decides: only what its case asks, and of each departure the first evidence.
final class ProbeJudge {
  /// The case.
  let run: CaseRun
  private let operation: Operation?
  private var reported: [RequirementID: Severity] = [:]
  private var decided: Set<RequirementID> = []
  private var outOfScope: Set<RequirementID> = []
  private var lastToken = 0
  /// What marks the requests of the moment; empty before the first.
  private var token = ""

  init(_ run: CaseRun, operation: Operation?) {
    self.run = run
    self.operation = operation
  }

  /// Gives the next thing to create a mark of its own, which `${token}` stands for.
  @discardableResult
  func renewToken() -> String {
    lastToken += 1
    // As long as any other, so that none is the beginning of another.
    token = "\(run.invented("nonce"))-" + String(lastToken).zeroPadded(to: 4)
    run.scope.values["token"] = .text(token)
    return token
  }

  /// Whether an id is made of what the request itself gave, such as a name, in whatever spelling.
  func isGiven(_ id: ExactText) -> Bool {
    !token.isEmpty && id.text.lowercased().contains(token.lowercased())
  }

  /// Whether the case asks about a requirement.
  func asks(_ requirement: RequirementID) -> Bool {
    run.testCase.proves.contains(requirement) && !outOfScope.contains(requirement)
  }

  /// Notes that a requirement has nothing to say about what is probed, and why.
  func leaveOut(_ requirement: RequirementID, _ reason: String) {
    guard asks(requirement) else { return }
    outOfScope.insert(requirement)
    run.leaveOut(requirement, reason)
  }

  /// Whether the case asks about one of several requirements.
  func asksAny(_ requirements: [RequirementID]) -> Bool {
    requirements.contains(where: asks)
  }

  /// Whether the case asks about some of these requirements: what is sent from here on is sent for
  /// those.
  func takesUp(_ requirements: RequirementID...) -> Bool {
    let asked = requirements.filter(asks)
    if !asked.isEmpty { run.errand = .deciding(any: asked) }
    return !asked.isEmpty
  }

  /// Has what is sent from here on sent for those of these requirements that the case asks about;
  /// where it asks about none, for what others need.
  func turn(to requirements: RequirementID...) {
    run.errand = .deciding(any: requirements.filter(asks))
  }

  /// Notes that requirements were looked at, as far as the case asks about them.
  func judge(_ requirements: RequirementID...) {
    for requirement in requirements where asks(requirement) {
      decided.insert(requirement)
      run.judge(requirement)
    }
  }

  /// Notes what was missing to look at requirements, unless they were looked at before.
  func leaveOpen(_ requirements: [RequirementID], _ reason: String) {
    for requirement in requirements where asks(requirement) && !decided.contains(requirement) {
      run.leaveOpen(requirement, reason)
    }
  }

  /// Leaves a requirement open where a gateway gave one of the answers that decide it; whether that
  /// is so.
  func leaveOpen(_ requirement: RequirementID, forGatewayAmong exchanges: [Int]) -> Bool {
    run.leaveOpen([requirement].filter(asks), forGatewayAmong: exchanges)
  }

  /// Reports a departure that is asked about or fatal, unless one as grave is known already.
  ///
  /// What shows in a gateway's answer is none, and neither is what shows in the answer to a request
  /// that may have arrived twice: it is left open. What shows elsewhere, such as in a list of
  /// effects, is one whatever the request was answered.
  func report(_ suspicion: Suspicion) {
    guard suspicion.isFatal || asks(suspicion.requirement) else { return }
    if suspicion.place != .exchange,
      run.leaveOpen(
        [suspicion.requirement].filter(asks), forDoubtAmong: [suspicion.exchange])
    {
      return
    }
    let severity =
      suspicion.severity ?? run.session.catalogue[suspicion.requirement]?.severity ?? .fail
    if let known = reported[suspicion.requirement], known >= severity { return }
    reported[suspicion.requirement] = severity
    decided.insert(suspicion.requirement)
    // What a check said about this very exchange need not be said twice.
    let isKnown = run.record.findings.contains {
      $0.requirement == suspicion.requirement && $0.exchange == suspicion.exchange
    }
    if isKnown { return }
    run.depart(
      from: suspicion.requirement, severity: suspicion.severity, suspicion.message,
      exchange: suspicion.exchange, related: suspicion.related,
      operation: self.operation(of: suspicion),
      at: suspicion.place, expected: suspicion.expected, got: suspicion.got,
      clause: clause(of: suspicion), suiteLocation: run.testCase.location,
      details: suspicion.details)
  }

  /// The operation that the exchange is of; nil for one of none.
  private func operation(of suspicion: Suspicion) -> Operation? {
    guard run.record.exchanges.indices.contains(suspicion.exchange) else { return operation }
    return run.record.exchanges[suspicion.exchange].operation.flatMap { OperationID($0) }
      .flatMap(run.session.contract.operation(named:))
  }

  /// The line of the contract that a suspicion rests on, as far as an exchange of it was answered.
  private func clause(of suspicion: Suspicion) -> Finding.Clause? {
    guard run.record.exchanges.indices.contains(suspicion.exchange),
      case .success(let response) = run.record.exchanges[suspicion.exchange].result
    else { return operation?.node.clause }
    let context = run.session.checkContext
    let kept = run.record.exchanges[suspicion.exchange]
    let exchange = AnsweredExchange(
      index: suspicion.exchange, operation: self.operation(of: suspicion) ?? operation,
      request: kept.request,
      response: response, isFaulty: false)
    return context.clause(for: suspicion.requirement, at: suspicion.place, of: exchange)
  }

  /// Whether a departure from one of the requirements was reported that fails the run.
  func hasReported(_ requirements: RequirementID...) -> Bool {
    requirements.contains { reported[$0] == .fail }
  }
}

extension CaseRun {
  /// Goes through the concerns of a probe; an answer that nothing can be made of ends one of them
  /// and not the others.
  /// - Throws: ``CaseStop`` of any other kind at once, and at the end that one was ended so.
  func goThrough(_ concerns: [() async throws(CaseStop) -> Void]) async throws(CaseStop) {
    var departed = false
    for concern in concerns {
      do throws(CaseStop) {
        try await concern()
      } catch {
        guard case .departed = error else { throw error }
        departed = true
      }
    }
    if departed { throw .departed }
  }
}
