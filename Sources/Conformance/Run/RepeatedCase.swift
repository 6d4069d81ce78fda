extension [CaseResult] {
  /// Adds a round of a case, without the exchanges that cannot stand for all rounds: those in which
  /// nothing was found, of a round that comes to the same as an earlier one.
  mutating func append(round: CaseResult) {
    var round = round
    if round.findings.isEmpty, contains(where: { $0.verdict == round.verdict }) {
      round.exchanges = []
    }
    append(round)
  }
}

extension CaseResult {
  /// What several rounds of one case come to; nil for no round.
  ///
  /// The gravest round stands for all of them: what fails once in a hundred times fails. Of other
  /// rounds the evidence for requirements is added that this one does not depart from. A
  /// requirement that was decided differently from round to round is unstable; rounds that the end
  /// of the run cut off say nothing.
  init?(rounds all: [CaseResult]) {
    let ended = all.filter { $0.verdict != .notRun }
    let rounds = ended.isEmpty ? Array(all.prefix(1)) : ended
    let verdicts = rounds.map(\.verdict)
    let gravest = Verdict.combining(verdicts)
    guard let result = rounds.first(where: { $0.verdict == gravest }) else { return nil }
    self = result
    guard rounds.count > 1 else { return }
    self.rounds = verdicts
    for round in rounds { addEvidence(of: round) }
    if let sentence = Self.instability(of: verdicts) {
      reason = reason.map { "\(sentence): \($0)" } ?? sentence
    }
    requirements = Set(rounds.flatMap { $0.requirements.map(\.id) }).sorted().map { id in
      let decisions = rounds.compactMap { round in round.requirements.first { $0.id == id } }
      let gravest = Verdict.combining(decisions.map(\.verdict))
      var decision =
        decisions.first { $0.verdict == gravest }
        ?? RequirementVerdict(id: id, verdict: gravest, reason: nil)
      if let sentence = Self.instability(of: decisions.map(\.verdict)) {
        decision.isUnstable = true
        decision.reason = decision.reason.map { "\(sentence): \($0)" } ?? sentence
      }
      return decision
    }
  }

  /// Adds findings about requirements that nothing was found about so far, and their exchanges.
  private mutating func addEvidence(of round: CaseResult) {
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

  /// How often each verdict came, as a sentence; nil when all rounds agree.
  private static func instability(of verdicts: [Verdict]) -> String? {
    guard Set(verdicts).count > 1 else { return nil }
    let counts = RunSummary.order.compactMap { verdict, word in
      let count = verdicts.count { $0 == verdict }
      return count == 0 ? nil : "\(word) \(count)"
    }
    return "unstable in \(verdicts.count) rounds (\(counts.joined(separator: ", ")))"
  }
}
