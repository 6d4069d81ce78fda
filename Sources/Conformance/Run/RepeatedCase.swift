/// What the rounds of one case came to so far, without what its result cannot rest on any more.
///
/// However many rounds there are, it holds the first of each verdict, those with findings about
/// requirements that no earlier one had, and each way to decide about the requirements once.
struct RoundTally: Sendable {
  /// What each round came to, in the order they ended, once there is more than one; rounds that the
  /// end of the run cut off say nothing.
  private var verdicts: [Verdict] = []
  /// The rounds that the result rests on.
  private var kept: [CaseResult] = []
  /// The first round that the end of the run cut off.
  private var cutOff: CaseResult?
  /// What rounds decided about requirements, in the order of their coming up, and how many did;
  /// empty while there is but one round.
  private var decisions: [(requirements: [RequirementVerdict], count: Int)] = []

  /// Adds a round.
  mutating func add(_ round: CaseResult) {
    guard round.verdict != .notRun else {
      cutOff = cutOff ?? round
      return
    }
    guard let first = kept.first else {
      kept = [round]
      return
    }
    if verdicts.isEmpty {
      verdicts = [first.verdict]
      count(first.requirements)
    }
    verdicts.append(round.verdict)
    count(round.requirements)
    let isFirst = !kept.contains { $0.verdict == round.verdict }
    let isNews = round.findings.contains { finding in
      !kept.contains { $0.findings.contains { $0.requirement == finding.requirement } }
    }
    if isFirst || isNews { kept.append(round) }
  }

  private mutating func count(_ requirements: [RequirementVerdict]) {
    if let place = decisions.firstIndex(where: { $0.requirements == requirements }) {
      decisions[place].count += 1
    } else {
      decisions.append((requirements, 1))
    }
  }

  /// What all rounds come to; nil for no round.
  ///
  /// The gravest round stands for all of them: what fails once in a hundred times fails. Of other
  /// rounds the evidence for requirements is added that this one does not depart from. A
  /// requirement that was decided differently from round to round is unstable.
  var result: CaseResult? {
    guard !verdicts.isEmpty else { return kept.first ?? cutOff }
    let gravest = Verdict.combining(verdicts)
    guard var result = kept.first(where: { $0.verdict == gravest }) else { return cutOff }
    result.rounds = verdicts
    for round in kept { result.addEvidence(of: round) }
    if let sentence = Self.instability(of: verdicts.map { ($0, 1) }) {
      result.reason = result.reason.map { "\(sentence): \($0)" } ?? sentence
    }
    result.requirements = Set(decisions.flatMap { $0.requirements.map(\.id) }).sorted().map(
      decision)
    return result
  }

  /// What all rounds decided about a requirement.
  private func decision(about id: RequirementID) -> RequirementVerdict {
    let all = decisions.compactMap { entry in
      entry.requirements.first { $0.id == id }.map { (decision: $0, count: entry.count) }
    }
    let gravest = Verdict.combining(all.map(\.decision.verdict))
    var decision =
      all.first { $0.decision.verdict == gravest }?.decision
      ?? RequirementVerdict(id: id, verdict: gravest, reason: nil)
    if let sentence = Self.instability(of: all.map { ($0.decision.verdict, $0.count) }) {
      decision.isUnstable = true
      decision.reason = decision.reason.map { "\(sentence): \($0)" } ?? sentence
    }
    return decision
  }

  /// How often each verdict came, as a sentence; nil when all rounds agree.
  private static func instability(of verdicts: [(verdict: Verdict, count: Int)]) -> String? {
    let counts = verdicts.reduce(into: [:]) { $0[$1.verdict, default: 0] += $1.count }
    guard counts.count > 1 else { return nil }
    let words = RunSummary.order.compactMap { verdict, word in
      counts[verdict].map { "\(word) \($0)" }
    }
    let rounds = counts.values.reduce(0, +)
    return "unstable in \(rounds) rounds (\(words.joined(separator: ", ")))"
  }
}

extension CaseResult {
  /// Adds findings about requirements that nothing was found about so far, and their exchanges.
  mutating func addEvidence(of round: CaseResult) {
    let known = Set(findings.map(\.requirement))
    let news = round.findings.filter { !known.contains($0.requirement) }
    guard !news.isEmpty else { return }
    let offset = exchanges.count
    exchanges += round.exchanges
    findings += news.map { finding in
      var finding = finding
      finding.exchange = finding.exchange.map { $0 + offset }
      finding.relatedExchanges = finding.relatedExchanges.map { $0 + offset }
      return finding
    }
  }
}
