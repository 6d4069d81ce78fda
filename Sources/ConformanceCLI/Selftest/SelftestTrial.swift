import Conformance
import ReferenceServer

/// One way in which the reference server is run against the suites.
enum SelftestTrial: Sendable, Hashable {
  /// As the contract has it.
  case correct(round: Int)
  /// As the contract has it, with limits that are soon reached.
  case limited
  /// With a liberty that the contract leaves; nothing may be found.
  case variation(String)
  /// With one rule broken; that has to be found.
  case fault(String, breaks: RequirementID)

  /// Everything there is to try: the correct server in as many rounds, each liberty, each fault.
  static func all(rounds: Int) -> [SelftestTrial] {
    (0..<rounds).map { .correct(round: $0) } + [.limited]
      + LegalVariation.all.map { .variation($0.id) }
      + FaultCatalogue.all.map {
        .fault($0.id, breaks: RequirementID(stringLiteral: $0.requirement))
      }
  }

  /// What a table calls it.
  var name: String {
    switch self {
    case .correct(let round): "correct, round \(round + 1)"
    case .limited: "correct, with limits"
    case .variation(let id), .fault(let id, _): id
    }
  }

  /// The requirements that have to be judged in it, whatever else is.
  var requirements: [RequirementID] {
    guard case .variation(let id) = self else { return [] }
    return (LegalVariation.named(id)?.requirements ?? []).map { RequirementID($0) }
  }

  /// Whether it shows, first of all, on a server whose limits are reached.
  var concernsLimits: Bool {
    switch self {
    case .correct: false
    case .limited: true
    case .variation(let id): LegalVariation.named(id)?.concernsLimits ?? false
    case .fault(_, let requirement): requirement.family == "RATE"
    }
  }

  /// Whether all suites run, so that some of their cases have to pass.
  var isWhole: Bool {
    switch self {
    case .correct, .variation: !concernsLimits
    case .limited, .fault: false
    }
  }

  /// The options that the server is started with.
  func serverOptions(seed: UInt64, reachesLimits: Bool) -> ReferenceServerOptions {
    var options = ReferenceServerOptions()
    options.seed = seed
    options.deliversWebhooks = true
    if reachesLimits {
      // Few at once, so that they are used up, and many a minute, so that they come back.
      options.rateLimits = RateLimits(writesPerMinute: 1200, readsPerMinute: 3000, burst: 40)
    }
    switch self {
    case .correct, .limited: break
    case .variation(let id): options.variations = [id]
    case .fault(let id, _): options.faults = [id]
    }
    return options
  }
}

/// What one trial came to.
struct SelftestOutcome: Sendable {
  let trial: SelftestTrial
  /// The most severe finding of each requirement, those for information left out.
  let departures: [RequirementID: Severity]
  /// A sentence for each requirement that was departed from.
  let messages: [RequirementID: String]
  /// Sentences on what kept the run from judging: cases that errored, what could not be removed.
  let troubles: [String]
  /// The requirements that were judged.
  let judged: Set<RequirementID>
  /// What was sent beyond the figures of the catalogue, a line each.
  let excesses: [String]
  /// The number of requests.
  let requestCount: Int
  /// How long the run took.
  let duration: Duration

  /// Digests a result, with what was sent beyond the figures of the catalogue.
  init(_ trial: SelftestTrial, _ result: RunResult, excesses: [String]) {
    var departures: [RequirementID: Severity] = [:]
    var messages: [RequirementID: String] = [:]
    for finding in result.cases.flatMap(\.findings) where finding.severity > .info {
      let known = departures[finding.requirement]
      if let known, known >= finding.severity { continue }
      departures[finding.requirement] = finding.severity
      messages[finding.requirement] =
        "\(finding.message): \(finding.got); expected \(finding.expected)"
    }
    self.trial = trial
    self.departures = departures
    self.messages = messages
    // What every exchange was held to counts as well, though no case names it.
    let judged = Set(result.coverage?.requirements.filter(\.isJudged).map(\.id) ?? [])
    self.judged = judged
    self.excesses = excesses
    let isIdle = trial.isWhole && !result.cases.contains { $0.verdict == .passed }
    troubles =
      (isIdle ? ["nothing was judged: no case passed"] : [])
      + result.cases.filter { $0.verdict == .errored || $0.verdict == .blocked }
      .map { "\($0.id): \($0.verdict.rawValue): \($0.reason ?? "")" }
      + result.notices.map(\.message)
      + trial.requirements.filter { !judged.contains($0) }
      .map { "\($0) was not judged, though the liberty could be taken for a departure from it" }
    requestCount = result.environment.requestCount
    duration = result.environment.duration
  }

  /// Whether the trial came out as it has to.
  var isRight: Bool {
    switch trial {
    case .correct, .limited, .variation: departures.isEmpty && troubles.isEmpty
    case .fault(_, let requirement): departures[requirement] != nil
    }
  }
}
