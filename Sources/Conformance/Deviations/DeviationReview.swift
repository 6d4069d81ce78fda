import Diagnostics

/// Compares what a run found with the deviations that are known, strictly both ways: what an entry
/// predicts is deviating and not failed; an entry that has expired, or that nothing shows any more,
/// is red itself.
struct DeviationReview: Sendable {
  /// The id of the suite in which each entry is a case.
  static let suiteID = "deviations"

  private let list: DeviationList
  private let now: Timestamp

  /// Creates a review for a run that begins at a moment.
  init(_ list: DeviationList, at now: Timestamp) {
    self.list = list
    self.now = now
  }

  /// Whether there is anything to compare with.
  var isEmpty: Bool { list.entries.isEmpty }

  /// A case as it stands when what is known is taken into account.
  func reviewed(_ result: CaseResult) -> CaseResult {
    guard [.failed, .warned].contains(result.verdict) else { return result }
    var reviewed = result
    var reasons: [String] = []
    for place in reviewed.requirements.indices {
      let id = reviewed.requirements[place].id
      guard [.failed, .warned].contains(reviewed.requirements[place].verdict) else { continue }
      let findings = result.findings.filter { $0.requirement == id && $0.severity > .info }
      let entries = findings.map { finding in
        list.entries.first { $0.counts(at: now) && $0.predicts(finding, of: result) }
      }
      // A departure beside the predicted ones is news.
      guard let entry = entries.first ?? nil, entries.allSatisfy({ $0 != nil }) else { continue }
      reviewed.requirements[place].verdict = .deviating
      reviewed.requirements[place].reason = entry.sentence
      reasons.append(entry.sentence)
    }
    guard let reason = reasons.first else { return result }
    reviewed.verdict = Verdict.combining(reviewed.requirements.map(\.verdict))
    if reviewed.verdict == .deviating { reviewed.reason = reason }
    return reviewed
  }

  /// A suite in which each entry is a case: deviating while it is seen, failed when it has expired
  /// or is seen no more, and skipped when nothing was asked that could show it.
  ///
  /// Only a whole run can tell that nothing departs any more.
  func suite(after suites: [SuiteResult], isWhole: Bool) -> SuiteResult? {
    guard let file = list.file, !isEmpty else { return nil }
    let cases = suites.flatMap(\.cases)
    let isWhole = isWhole && !cases.contains { $0.verdict == .notRun }
    return SuiteResult(
      id: Self.suiteID, title: "Known deviations", file: file,
      cases: list.entries.enumerated().map { number, entry in
        let (verdict, reason) = outcome(of: entry, in: cases, isWhole: isWhole)
        return CaseResult(
          id: "\(Self.suiteID)/\(number + 1)-\(CaseID.slug(of: entry.requirement.text))",
          title: "\(entry.requirement) departs\(entry.selector.map { " in \($0)" } ?? "")",
          location: entry.location, effect: Effect.none.rawValue, tags: [], verdict: verdict,
          reason: reason, requirements: [], findings: [], exchanges: [], startedAfter: .zero,
          duration: .zero)
      })
  }

  private func outcome(
    of entry: Deviation, in cases: [CaseResult], isWhole: Bool
  ) -> (verdict: Verdict, reason: String) {
    let isSeen = cases.contains { testCase in
      testCase.findings.contains {
        $0.severity > .info && entry.predicts($0, of: testCase)
      }
    }
    if !entry.counts(at: now) {
      return (
        .failed,
        "the entry expired on \(entry.expiry)\(isSeen ? ", and the departure is still there" : ""); "
          + "\(entry.owner) answers for it"
      )
    }
    if isSeen { return (.deviating, entry.sentence) }
    let wasAsked = cases.contains { testCase in
      (entry.covers(testCase)
        || testCase.exchanges.contains { $0.operation != nil && $0.operation == entry.selector })
        && testCase.requirements.contains { $0.id == entry.requirement && $0.verdict.isJudged }
    }
    guard wasAsked else { return (.skipped, "no case that ran asks about it") }
    guard isWhole else {
      return (.skipped, "it was not seen, but only a part of the cases ran")
    }
    return (.failed, "nothing departs from \(entry.requirement) any more; remove the entry")
  }
}
