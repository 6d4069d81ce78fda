import Diagnostics

/// What changed between two runs, case by case.
package struct RunComparison: Sendable {
  /// What became of a case that either run has.
  package enum Change: String, Sendable, Hashable, CaseIterable {
    /// Failed now, and did not before; or fails for a requirement it kept before.
    case newFailure = "new-failure"
    /// Errored now, and was judged before.
    case newError = "new-error"
    /// Failed or errored before, and is sound now.
    case fixed
    /// Failed or errored before, and does still.
    case stillFailing = "still-failing"
    /// Judged before, and not any more: neither good nor bad news, but less is known.
    case lost
    /// Another verdict for any other reason, such as one that is judged now.
    case changed
    /// The same verdict, which is no bad one.
    case unchanged
  }

  /// One case in both runs.
  package struct Entry: Sendable {
    /// The case's id.
    package let id: String
    /// As the older run has it; nil for a case that was added.
    package let old: CaseResult?
    /// As the newer run has it; nil for a case that has disappeared.
    package let new: CaseResult?
    /// What became of it.
    package let change: Change
    /// The requirements that are violated now and were not before.
    package let newlyViolated: [RequirementID]
    /// The requirements that were violated before and are not any more.
    package let noLongerViolated: [RequirementID]
  }

  /// The older run.
  package let old: RunDigest
  /// The newer run.
  package let new: RunDigest
  /// All cases of the newer run in order, then those that only the older one has.
  package let entries: [Entry]
  /// What keeps the two from being compared like with like, as sentences.
  package let remarks: [String]

  /// Compares two runs.
  package init(old: RunResult, new: RunResult) {
    self.old = RunDigest(old)
    self.new = RunDigest(new)
    let before = Dictionary(
      old.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let now = Set(new.cases.map(\.id))
    let isStrict = new.environment.isStrict
    entries =
      new.cases.map { Entry(old: before[$0.id], new: $0, isStrict: isStrict) }
      + old.cases.filter { !now.contains($0.id) }
      .map { Entry(old: $0, new: nil, isStrict: isStrict) }
    remarks = Self.remarks(old, new)
  }

  /// The entries of some changes, in order.
  package func entries(_ changes: Change...) -> [Entry] {
    entries.filter { changes.contains($0.change) && $0.old != nil && $0.new != nil }
  }

  /// The cases that only the newer run has.
  package var added: [Entry] { entries.filter { $0.old == nil } }

  /// The cases that only the older run has.
  package var disappeared: [Entry] { entries.filter { $0.new == nil } }

  /// The entries that are bad news, whether the case was there before or not.
  package func worse(_ change: Change) -> [Entry] { entries.filter { $0.change == change } }

  /// The comparison in a few words, such as `1 new failure, 2 fixed, 120 unchanged`.
  package var sentence: String {
    let failures = worse(.newFailure).count
    let errors = worse(.newError).count
    let parts: [(count: Int, text: String)] = [
      (failures, RunDigest.count(failures, "new failure")),
      (errors, RunDigest.count(errors, "new error")),
      (entries(.fixed).count, "\(entries(.fixed).count) fixed"),
      (entries(.stillFailing).count, "\(entries(.stillFailing).count) still failing"),
      (entries(.lost).count, "\(entries(.lost).count) no longer judged"),
      (entries(.changed).count, "\(entries(.changed).count) changed"),
      (added.count, "\(added.count) added"),
      (disappeared.count, "\(disappeared.count) disappeared"),
      (entries(.unchanged).count, "\(entries(.unchanged).count) unchanged"),
    ]
    let told = parts.filter { $0.count > 0 }
    return told.isEmpty
      ? "neither run has a case" : told.map(\.text).joined(separator: ", ")
  }

  /// What is different about the two runs apart from their cases.
  private static func remarks(_ old: RunResult, _ new: RunResult) -> [String] {
    var remarks: [String] = []
    func compare(_ what: String, _ value: (RunResult) -> String) {
      let (before, now) = (value(old), value(new))
      if before != now { remarks.append("another \(what): \(before), now \(now)") }
    }
    compare("contract") { "\($0.contract.title) \($0.contract.version)" }
    compare("target") { $0.environment.baseURL }
    compare("profile") { $0.environment.profile }
    compare("version of the program") { $0.environment.toolVersion }
    if old.environment.startedAt > new.environment.startedAt {
      remarks.append("the run given as the older one began later")
    }
    for (name, run) in [("older", old), ("newer", new)] {
      if run.wasInterrupted { remarks.append("the \(name) run was interrupted") }
      if run.environment.isPartial {
        remarks.append("the \(name) run took only a part of the cases")
      }
      if let shard = run.environment.shard { remarks.append("the \(name) run is shard \(shard)") }
    }
    return remarks
  }
}

extension RunComparison.Entry {
  /// Compares a case of two runs, at least one of which has it.
  fileprivate init(old: CaseResult?, new: CaseResult?, isStrict: Bool) {
    self.old = old
    self.new = new
    id = new?.id ?? old?.id ?? ""
    let before = old?.violated(isStrict: isStrict) ?? []
    let now = new?.violated(isStrict: isStrict) ?? []
    newlyViolated = now.subtracting(before).sorted()
    noLongerViolated = new == nil ? [] : before.subtracting(now).sorted()
    change = Self.change(old, new, isStrict, isWorse: !newlyViolated.isEmpty)
  }

  private static func change(
    _ old: CaseResult?, _ new: CaseResult?, _ isStrict: Bool, isWorse: Bool
  ) -> RunComparison.Change {
    guard let new else { return .lost }
    let wasBad = old?.isViolated(isStrict: isStrict) == true || old?.verdict == .errored
    if new.isViolated(isStrict: isStrict) {
      return wasBad && old?.verdict != .errored && !isWorse ? .stillFailing : .newFailure
    }
    if new.verdict == .errored { return wasBad ? .stillFailing : .newError }
    guard let old else { return .changed }
    if old.verdict == new.verdict { return .unchanged }
    if new.verdict.isJudged { return wasBad ? .fixed : .changed }
    return old.verdict.isJudged ? .lost : .changed
  }
}

extension CaseResult {
  /// Whether the case makes its run failed.
  fileprivate func isViolated(isStrict: Bool) -> Bool {
    verdict == .failed || isStrict && [.warned, .inconclusive].contains(verdict)
  }

  /// The requirements because of which the case makes its run failed.
  fileprivate func violated(isStrict: Bool) -> Set<RequirementID> {
    guard isViolated(isStrict: isStrict) else { return [] }
    return Set(
      requirements.filter { $0.verdict == .failed || isStrict && $0.verdict == .warned }.map(\.id))
  }
}
