import Diagnostics

/// An exchange as it happened, before it is known whether it is evidence.
struct KeptExchange: Sendable {
  let purpose: String
  let operation: String?
  let request: HTTPRequest
  let result: Result<HTTPResponse, TransportError>
  let startedAfter: Duration
  /// Whether the answer's body holds a secret that cannot be told from the rest of it.
  var hidesBody = false

  /// The response, also one that did not come to its end; nil when none came.
  var response: HTTPResponse? {
    switch result {
    case .success(let response): response
    case .failure(let error): error.partial
    }
  }

  /// Its status.
  var status: Int? { response?.status }

  /// About how many bytes it takes as evidence without its bodies.
  var evidenceSize: Int {
    // Request fields and URL stand in the curl command as well.
    let fixed = 512 + 2 * request.url.utf8.count
    let response = try? result.get()
    return fixed + 2 * Self.size(of: request.fields) + Self.size(of: response?.fields ?? [])
  }

  private static func size(of fields: [HTTPField]) -> Int {
    fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
  }
}

/// What is known of a case while it runs.
package struct CaseRecord {
  /// When it began, after the start of the run.
  let startedAfter: Duration
  /// Its exchanges in the order of sending.
  var exchanges: [KeptExchange] = []
  /// The requirements looked at.
  var judged = JudgedRequirements()
  /// The requirements asked about without an answer, and what was missing.
  var open: [RequirementID: String] = [:]
  /// The requirements that have nothing to say about what was probed, and why.
  var outOfScope: [RequirementID: String] = [:]
  /// The departures in the order found.
  private(set) var findings: [Finding] = []
  /// How long answers took to be as expected, where they were asked for repeatedly.
  var delays: [ConsistencyDelay] = []
  /// How many of the requests meant for one instant overlapped.
  var overlaps: [OverlapCount] = []
  /// Whether the author's own expectations were looked at.
  var hasExpectation = false
  /// The requirements whose expectations looked at empty lists alone, and the reason for each.
  var barren: [RequirementID: String] = [:]
  /// The same of an expectation of the author's own; nil where there was none.
  var barrenExpectation: String?

  /// How many findings are kept; a server that is wrong everywhere is wrong enough then.
  private static let findingLimit = 200

  init(startedAfter: Duration) {
    self.startedAfter = startedAfter
  }

  /// Adds a finding, unless the same departure was found before in this case.
  mutating func add(_ finding: Finding) {
    let twin = findings.firstIndex {
      $0.requirement == finding.requirement && $0.operation == finding.operation
        && $0.message == finding.message && $0.place.isSameMember(as: finding.place)
    }
    if let twin {
      findings[twin].severity = max(findings[twin].severity, finding.severity)
      if let exchange = finding.exchange, exchange != findings[twin].exchange,
        !findings[twin].relatedExchanges.contains(exchange)
      {
        findings[twin].relatedExchanges.append(exchange)
      }
      return
    }
    if findings.count >= Self.findingLimit {
      // A graver one takes the place of a lighter: what fails a run is never left out.
      guard let lighter = findings.firstIndex(where: { $0.severity < finding.severity }) else {
        return
      }
      findings.remove(at: lighter)
    }
    findings.append(finding)
  }

  /// What is decided about the case and its requirements.
  func decision(
    of testCase: Suite.Case, stop: CaseStop?, session: RunSession
  ) -> (verdict: Verdict, requirements: [RequirementVerdict]) {
    let requirements = session.review.reviewed(
      requirementVerdicts(of: testCase, stop: stop, review: session.review), findings: findings,
      ofCase: testCase.id, tags: testCase.tags)
    var parts = requirements.map(\.verdict)
    if requirements.isEmpty {
      if barrenExpectation != nil, !hasExpectation {
        parts.append(.inconclusive)
      } else if !judged.isEmpty || hasExpectation {
        parts.append(.passed)
      }
    }
    if let verdict = stop?.verdict { parts.append(verdict) }
    let whole = Verdict.combining(parts)
    // What was not seen to its end has not passed, whatever its first steps showed.
    return (stop?.verdict == .notRun && !whole.isDeparture ? .notRun : whole, requirements)
  }

  /// What the case comes to, with its evidence: to be asked for once.
  func result(of testCase: Suite.Case, stop: CaseStop?, session: RunSession) -> CaseResult {
    let (verdict, requirements) = decision(of: testCase, stop: stop, session: session)
    session.coverage.note(
      asked: testCase.proves, judged: judged, decisions: requirements)
    let recorder = ExchangeRecorder(
      redactor: session.redactor, transport: session.requests.transport)
    let ordered = findings.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    // A long run must not outgrow the memory by what only tells that all is well.
    let keepsExchanges =
      verdict != .passed || !findings.isEmpty || session.review.concerns(requirements)
      || !session.hasPassed(testCase.id) && session.takeEvidence(exchanges)
    let keepsBodies = verdict != .passed || findings.contains { $0.severity > .info }
    var result = CaseResult(
      id: testCase.id, title: testCase.title, location: testCase.location,
      effect: testCase.effect.rawValue, tags: testCase.tags, verdict: verdict,
      reason: reason(verdict, requirements, stop, ordered.map(\.element)),
      requirements: requirements, findings: ordered.map(\.element),
      exchanges: keepsExchanges
        ? exchanges.map { recorder.record($0, keepsBodies: keepsBodies) } : [],
      startedAfter: startedAfter, duration: session.environment.elapsed() - startedAfter)
    if !keepsExchanges { result.omittedExchanges = exchanges.count }
    result.owner = testCase.owner
    result.links = testCase.links
    result.delays = delays
    result.overlaps = overlaps
    return result
  }

  /// What was decided about each requirement the case proves or a finding names, by id.
  private func requirementVerdicts(
    of testCase: Suite.Case, stop: CaseStop?, review: DeviationReview
  ) -> [RequirementVerdict] {
    var ids = Set(testCase.proves)
    ids.formUnion(findings.map(\.requirement))
    ids.formUnion(open.keys)
    ids.formUnion(barren.keys)
    // That a requirement with a known deviation is kept is worth telling.
    let concerned = review.requirements(
      concerning: testCase, operations: exchanges.lazy.compactMap(\.operation))
    for requirement in concerned where judged.contains(requirement) { ids.insert(requirement) }
    // Steps that came to no end leave open what they were to show, whatever the first of them did.
    var unfinished: Set<RequirementID> = []
    if case .steps = testCase.work, stop?.verdict != nil { unfinished.formUnion(testCase.proves) }
    return ids.sorted().map { id in
      let worst = findings.filter { $0.requirement == id }.map(\.severity).max()
      switch worst {
      case .fail: return .init(id: id, verdict: .failed, reason: nil)
      case .warn: return .init(id: id, verdict: .warned, reason: nil)
      case .info, nil: break
      }
      if let reason = open[id] { return .init(id: id, verdict: .inconclusive, reason: reason) }
      if judged.contains(id), !unfinished.contains(id) {
        return .init(id: id, verdict: .passed, reason: nil)
      }
      if let reason = barren[id] { return .init(id: id, verdict: .inconclusive, reason: reason) }
      if let reason = outOfScope[id] { return .init(id: id, verdict: .skipped, reason: reason) }
      let cause = stop?.sentence ?? "nothing in the case looked at it"
      return .init(id: id, verdict: stop?.verdictOfTheRest ?? .inconclusive, reason: cause)
    }
  }

  private func reason(
    _ verdict: Verdict, _ requirements: [RequirementVerdict], _ stop: CaseStop?,
    _ findings: [Finding]
  ) -> String? {
    switch verdict {
    case .passed: return nil
    case .failed, .warned: return findings.first?.message
    case .deviating: return requirements.first { $0.verdict == .deviating }?.reason
    case .errored: return stop?.sentence
    case .inconclusive, .skipped, .blocked, .notRun:
      return requirements.first { $0.verdict == verdict }.flatMap { requirement in
        requirement.reason.map { "\(requirement.id): \($0)" }
      } ?? stop?.sentence ?? barrenExpectation ?? "the case looked at nothing"
    }
  }
}

extension CaseStop {
  /// What the stop alone makes of the case; nil when the findings say it.
  var verdict: Verdict? {
    switch self {
    case .departed: nil
    case .errored: .errored
    case .inconclusive: .inconclusive
    case .blocked: .blocked
    case .interrupted: .notRun
    }
  }

  /// What the stop makes of requirements that the case did not come to.
  var verdictOfTheRest: Verdict {
    switch self {
    case .departed, .errored, .blocked: .blocked
    case .inconclusive: .inconclusive
    case .interrupted: .notRun
    }
  }

  /// The same stop with secrets taken out of its reason.
  func masked(by redactor: Redactor) -> CaseStop {
    switch self {
    case .departed, .interrupted: self
    case .errored(let reason): .errored(redactor.masked(reason))
    case .inconclusive(let reason): .inconclusive(redactor.masked(reason))
    case .blocked(let reason): .blocked(redactor.masked(reason))
    }
  }

  /// The reason as a sentence.
  var sentence: String {
    switch self {
    case .departed: "an earlier step of the case failed"
    case .errored(let reason), .inconclusive(let reason), .blocked(let reason): reason
    case .interrupted: "did not run to its end: the run was interrupted"
    }
  }
}

extension Verdict {
  /// Whether the verdict says that the target departs from a requirement.
  var isDeparture: Bool {
    switch self {
    case .failed, .warned, .deviating: true
    case .passed, .inconclusive, .skipped, .blocked, .errored, .notRun: false
    }
  }
}

extension Finding.Place {
  /// Whether two places are the same member, whatever element of a list it is in.
  fileprivate func isSameMember(as other: Finding.Place) -> Bool {
    guard case .body(let left) = self, case .body(let right) = other else { return self == other }
    return left.tokens.count == right.tokens.count
      && zip(left.tokens, right.tokens).allSatisfy { $0 == $1 || Int($0) != nil && Int($1) != nil }
  }
}
