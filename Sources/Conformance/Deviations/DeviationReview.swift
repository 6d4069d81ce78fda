import Diagnostics

/// Compares what a run found with the deviations that are known, strictly both ways: what an entry
/// predicts is deviating and not failed; an entry that has expired, or that nothing shows any more,
/// is red itself.
package struct DeviationReview: Sendable {
  /// The id of the suite in which each entry is a case.
  static let suiteID = "deviations"

  private let list: DeviationList
  private let start: Timestamp

  /// Creates a review for a run that begins at a moment.
  package init(_ list: DeviationList, at start: Timestamp) {
    self.list = list
    self.start = start
  }

  /// What was decided about the requirements of a case, once what is known is taken into account.
  func reviewed(
    _ requirements: [RequirementVerdict], findings: [Finding], ofCase id: String, tags: [String]
  ) -> [RequirementVerdict] {
    requirements.map { decision in
      guard [.failed, .warned].contains(decision.verdict) else { return decision }
      let departures = findings.filter {
        $0.requirement == decision.id && $0.severity > .info
      }
      let entries = departures.map { finding in
        list.entries.first {
          $0.counts(at: start) && $0.predicts(finding, ofCase: id, tags: tags)
        }
      }
      // A departure beside the predicted ones is news.
      guard let entry = entries.first ?? nil, entries.allSatisfy({ $0 != nil }) else {
        return decision
      }
      return RequirementVerdict(id: decision.id, verdict: .deviating, reason: entry.sentence)
    }
  }

  /// Whether an entry is about one of the requirements that a case decided about.
  func concerns(_ decisions: [RequirementVerdict]) -> Bool {
    list.entries.contains { entry in decisions.contains { $0.id == entry.requirement } }
  }

  /// The requirements whose entries want to know what a case that sent to these operations says.
  func requirements(
    concerning testCase: Suite.Case, operations: some Sequence<String>
  ) -> Set<RequirementID> {
    if list.entries.isEmpty { return [] }
    return Set(
      list.entries.filter { entry in
        entry.covers(id: testCase.id, tags: testCase.tags)
          || operations.contains { entry.selector == $0 }
      }.map(\.requirement))
  }

  /// A suite in which each entry is a case: deviating while it is seen, failed when it has expired
  /// or is seen no more, and skipped when that cannot be told.
  ///
  /// Only a whole run can tell that nothing departs any more, or all shards of one together.
  func suite(after suites: [SuiteResult], of extent: Plan.Extent) -> SuiteResult? {
    guard let file = list.file, !list.entries.isEmpty else { return nil }
    let cases = suites.flatMap(\.cases)
    return SuiteResult(
      id: Self.suiteID, title: "Known deviations", file: file,
      cases: list.entries.enumerated().map { number, entry in
        let (verdict, reason) = outcome(of: entry, in: cases, extent)
        return CaseResult(
          id: "\(Self.suiteID)/\(number + 1)-\(CaseID.slug(of: entry.requirement.text))",
          title: "\(entry.requirement) departs\(entry.selector.map { " in \($0)" } ?? "")",
          location: entry.location, effect: Effect.none.rawValue, tags: [], verdict: verdict,
          reason: reason, requirements: [], findings: [], exchanges: [], startedAfter: .zero,
          duration: .zero)
      })
  }

  private func outcome(
    of entry: Deviation, in cases: [CaseResult], _ extent: Plan.Extent
  ) -> (verdict: Verdict, reason: String) {
    let isSeen = cases.contains(where: entry.isSeen)
    if !entry.counts(at: start) {
      return (
        .failed,
        "the entry expired on \(entry.expiry)\(isSeen ? ", and the departure is still there" : ""); "
          + "\(entry.owner) answers for it"
      )
    }
    if isSeen { return (.deviating, entry.sentence) }
    let asking = cases.filter { testCase in
      testCase.requirements.contains { $0.id == entry.requirement }
        && entry.mayConcern(testCase)
    }
    guard !asking.isEmpty else { return (.skipped, Self.unasked) }
    if extent == .part {
      return (.skipped, "it was not seen, but only a part of the cases ran")
    }
    // Where a case did not come to an answer, the departure may hide.
    let isAnswered = asking.allSatisfy { testCase in
      testCase.verdict.isJudged
        && testCase.requirements.allSatisfy {
          $0.id != entry.requirement || $0.verdict.isJudged
        }
    }
    guard isAnswered else {
      return (.skipped, "it was not seen, but not every case that asks about it got an answer")
    }
    return extent == .shard
      ? (.skipped, Self.unseenInShard) : (.failed, Self.stale(entry.requirement.text))
  }

  private static let unasked = "no case asks about it"
  private static let unseenInShard =
    "it was not seen in this shard; \"conformance report merge\" tells what all of them say"

  private static func stale(_ requirement: String) -> String {
    "nothing departs from \(requirement) any more; remove the entry"
  }

  /// What all shards of a run say of one entry; nil where the gravest of them tells it.
  ///
  /// The cases of each entry are the same in all of them.
  static func merged(_ parts: [CaseResult]) -> CaseResult? {
    let reasons = parts.map(\.reason)
    guard var stale = parts.first(where: { $0.reason == unseenInShard }),
      reasons.allSatisfy({ $0 == unseenInShard || $0 == unasked })
    else { return nil }
    stale.verdict = .failed
    stale.reason = self.stale(String(stale.title.prefix { $0 != " " }))
    return stale
  }
}

extension Deviation {
  /// Whether a case may show the departure: one that did not run may have called any operation.
  fileprivate func mayConcern(_ testCase: CaseResult) -> Bool {
    covers(id: testCase.id, tags: testCase.tags) || testCase.exchanges.isEmpty
      || testCase.exchanges.contains { $0.operation != nil && $0.operation == selector }
  }
}
