/// What every report shows of a run besides its parts: groups, counts and times derived once,
/// here, so that no two reports can disagree.
package struct RunDigest: Sendable {
  /// The run.
  package let result: RunResult
  /// Its counts and outcome.
  package let summary: RunSummary
  /// One entry per suite, in the order of the run.
  package let suites: [SuiteDigest]
  /// The cases that failed, errored or were warned, by their cause; the gravest groups first.
  package let causes: [CauseGroup]
  /// Every requirement that a case decided about, in the order of ids.
  package let requirements: [RequirementTally]
  /// The title of each requirement that the catalogue knows.
  package let titles: [RequirementID: String]
  /// Why cases were not judged, with how many each reason kept from it; the most frequent first.
  package let unjudged: [UnjudgedReason]

  /// The bytes of the results file, where it is written beside other reports: as it stands there,
  /// so that a certificate can vouch for it.
  var writtenResults: [UInt8]?

  /// Derives everything from a result.
  package init(_ result: RunResult) {
    self.result = result
    summary = RunSummary(result)
    suites = result.suites.map(SuiteDigest.init)
    causes = CauseGroup.grouping(result)
    requirements = RequirementTally.tallying(result)
    titles = Dictionary(
      result.requirements.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    unjudged = UnjudgedReason.counting(result)
  }

  /// The run in a few words, such as `2 of 124 cases failed`.
  package var headline: String {
    func cases(_ verdict: Verdict) -> String {
      "\(summary.counts[verdict, default: 0]) of \(Self.count(summary.caseCount, "case"))"
    }
    switch summary.outcome {
    case .passed:
      let passed = summary.counts[.passed, default: 0]
      return passed == summary.caseCount
        ? (passed == 1 ? "The only case passed" : "All \(passed) cases passed")
        : "\(cases(.passed)) passed, none failed"
    case .failed:
      return summary.counts[.failed] != nil
        ? "\(cases(.failed)) failed"
        : result.lacksCoverage
          ? "No case failed, but less of the contract was met than is asked for"
          : "No case failed, but a strict run allows no warnings and no open questions"
    case .errored: return "\(cases(.errored)) could not be judged because of an error"
    case .nothingJudged:
      return summary.caseCount == 0
        ? "Nothing was judged: no case was selected"
        : "Nothing was judged: none of \(Self.count(summary.caseCount, "case")) got an answer"
    case .interrupted:
      return "Interrupted: \(summary.counts[.notRun, default: 0]) of "
        + "\(Self.count(summary.caseCount, "case")) did not run"
    }
  }

  /// A number with its noun, in the plural where there is not exactly one.
  package static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}

/// The counts and times of one suite.
package struct SuiteDigest: Sendable {
  /// The suite.
  package let suite: SuiteResult
  /// How many cases had each verdict; verdicts that no case had are absent.
  package let counts: [Verdict: Int]
  /// When its first case began, after the start of the run.
  package let startedAfter: Duration
  /// From the start of its first case to the end of its last.
  package let duration: Duration

  /// Counts the cases of a suite.
  package init(_ suite: SuiteResult) {
    self.suite = suite
    counts = Verdict.counts(in: suite.cases.lazy.map(\.verdict))
    startedAfter = suite.cases.lazy.map(\.startedAfter).min() ?? .zero
    let end = suite.cases.lazy.map { $0.startedAfter + $0.duration }.max() ?? .zero
    duration = end - startedAfter
  }

  /// The gravest verdict of its cases.
  package var verdict: Verdict { Verdict.combining(counts.keys) }
}

/// Cases that went wrong for the same reason: the same requirement, or the same error.
package struct CauseGroup: Sendable {
  /// The gravest verdict among the cases: failed, errored or warned.
  package let verdict: Verdict
  /// The requirement that the gravest finding of each case names; nil for errors.
  package let requirement: RequirementID?
  /// What the catalogue says about it, where the run names it.
  package let catalogued: Requirement?
  /// The cases in the order of the run, each in one group only.
  package let cases: [CaseResult]

  /// Groups the cases of a run that failed, errored or were warned.
  static func grouping(_ result: RunResult) -> [CauseGroup] {
    struct Key: Hashable {
      var verdict: Verdict
      var requirement: RequirementID?
    }
    var order: [Key] = []
    var cases: [Key: [CaseResult]] = [:]
    let verdicts = [Verdict.failed, .errored, .warned]
    let wrong = result.cases(with: Set(verdicts))
    for verdict in verdicts {
      for testCase in wrong where testCase.verdict == verdict {
        // An error is no statement about a requirement, even where findings came before it.
        let requirement = verdict == .errored ? nil : testCase.findings.first?.requirement
        let key = Key(verdict: verdict, requirement: requirement)
        if cases[key] == nil { order.append(key) }
        cases[key, default: []].append(testCase)
      }
    }
    return order.map { key in
      CauseGroup(
        verdict: key.verdict, requirement: key.requirement,
        catalogued: result.requirements.first { $0.id == key.requirement },
        cases: cases[key, default: []])
    }
  }
}

/// What the cases of a run decided about one requirement.
package struct RequirementTally: Sendable {
  /// The requirement.
  package let id: RequirementID
  /// What the catalogue says about it, where the run names it.
  package let catalogued: Requirement?
  /// How many cases decided each way about it.
  package let counts: [Verdict: Int]
  /// The gravest of the decisions.
  package let verdict: Verdict
  /// The cases behind the decisions, the gravest decision first, else in the order of the run.
  package let cases: [(id: String, verdict: Verdict)]

  /// Tallies every requirement that a case decided about or that the run names.
  static func tallying(_ result: RunResult) -> [RequirementTally] {
    var decisions: [RequirementID: [(id: String, verdict: Verdict)]] = [:]
    for requirement in result.requirements { decisions[requirement.id] = [] }
    for suite in result.suites {
      for testCase in suite.cases {
        for decision in testCase.requirements {
          decisions[decision.id, default: []].append((testCase.id, decision.verdict))
        }
      }
    }
    let catalogue = Dictionary(
      result.requirements.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ranks = Dictionary(
      uniqueKeysWithValues: RunSummary.order.enumerated().map { ($1.verdict, $0) })
    return decisions.keys.sorted().map { id in
      let cases = decisions[id, default: []]
      let sorted = cases.enumerated().sorted {
        (ranks[$0.element.verdict, default: 0], $0.offset)
          < (ranks[$1.element.verdict, default: 0], $1.offset)
      }
      return RequirementTally(
        id: id, catalogued: catalogue[id],
        counts: Verdict.counts(in: cases.lazy.map(\.verdict)),
        verdict: Verdict.combining(cases.map(\.verdict)), cases: sorted.map(\.element))
    }
  }
}

/// A reason that kept cases from being judged.
package struct UnjudgedReason: Sendable {
  /// Inconclusive, blocked, deviating, skipped or not run.
  package let verdict: Verdict
  /// The reason, as one sentence.
  package let reason: String
  /// The cases it kept, in the order of the run.
  package let cases: [CaseResult]

  /// Counts the reasons of all cases that were neither passed nor found wanting.
  static func counting(_ result: RunResult) -> [UnjudgedReason] {
    var groups: [UnjudgedReason] = []
    let verdicts = [Verdict.inconclusive, .blocked, .deviating, .skipped, .notRun]
    let open = result.cases(with: Set(verdicts))
    for verdict in verdicts {
      var order: [String] = []
      var cases: [String: [CaseResult]] = [:]
      for testCase in open where testCase.verdict == verdict {
        let reason = testCase.reason ?? "no reason was given"
        if cases[reason] == nil { order.append(reason) }
        cases[reason, default: []].append(testCase)
      }
      let ofVerdict = order.map {
        UnjudgedReason(verdict: verdict, reason: $0, cases: cases[$0, default: []])
      }
      groups += ofVerdict.enumerated()
        .sorted { ($1.element.cases.count, $0.offset) < ($0.element.cases.count, $1.offset) }
        .map(\.element)
    }
    return groups
  }
}
