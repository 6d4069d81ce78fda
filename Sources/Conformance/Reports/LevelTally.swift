/// How the requirements of one level came out.
struct LevelTally {
  /// The level.
  let level: RequirementLevel
  /// How many requirements of the level the run names.
  let count: Int
  /// How many of them came out each way, in the order of every summary; ways that none took are
  /// absent, and so are requirements without a case.
  let outcomes: [(verdict: Verdict, count: Int)]

  /// How many requirements had no case.
  var untested: Int { count - outcomes.reduce(0) { $0 + $1.count } }

  /// The levels that a run has requirements of, the most binding first.
  static func tallying(_ requirements: [RequirementTally]) -> [LevelTally] {
    RequirementLevel.allCases.compactMap { level in
      let ofLevel = requirements.filter { $0.catalogued?.level == level }
      guard !ofLevel.isEmpty else { return nil }
      let verdicts = ofLevel.filter { !$0.cases.isEmpty }.map(\.verdict)
      return LevelTally(
        level: level, count: ofLevel.count,
        outcomes: RunSummary.order.compactMap { verdict, _ in
          let count = verdicts.count { $0 == verdict }
          return count == 0 ? nil : (verdict, count)
        })
    }
  }

  /// The outcome in words, such as `34 of 36 requirements kept, 2 violated`.
  var words: String {
    let kept = outcomes.first { $0.verdict == .passed }?.count ?? 0
    var words = ["\(kept) of \(RunDigest.count(count, "requirement")) kept"]
    for (verdict, count) in outcomes where verdict != .passed {
      words.append("\(count) \(verdict == .failed ? "violated" : verdict.word)")
    }
    if untested > 0 { words.append("\(untested) without a case") }
    return words.joined(separator: ", ")
  }
}
