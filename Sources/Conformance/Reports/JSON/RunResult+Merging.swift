package import Diagnostics

extension RunResult {
  /// One result of several runs that shared the cases of a plan.
  ///
  /// Suites stand in the order of their files, cases in that of one run of all. Of a case that several
  /// runs have, such as the preflight, the gravest result is kept.
  /// Shards may have run against copies of one target; the result names all of them, and says so.
  /// - Throws: ``Diagnostics`` for no result at all, for shards of which one is missing or there
  ///   twice, and for results of different contracts,
  ///   profiles or versions of the program, which make no whole.
  package init(merging parts: [(file: String, result: RunResult)]) throws(Diagnostics) {
    guard let first = parts.first else {
      throw Diagnostics([
        Diagnostic(
          code: "results.none", "there are no results to merge",
          fix: "give the results.json of each shard")
      ])
    }
    let strangers = parts.dropFirst().compactMap { part in
      part.result.difference(from: first.result).map { what in
        Diagnostic(
          code: "results.different-runs", "\(part.file) is of another \(what) than \(first.file)",
          fix: "merge results of shards of one run")
      }
    }
    guard strangers.isEmpty else { throw Diagnostics(strangers) }
    let gaps = Self.gaps(parts)
    guard gaps.isEmpty else { throw Diagnostics(gaps) }
    let results = parts.map(\.result)
    self = first.result
    environment.shard = nil
    environment.startedAt = results.map(\.environment.startedAt).min() ?? environment.startedAt
    environment.duration = results.map(\.environment.duration).max() ?? environment.duration
    environment.waited = results.map(\.environment.waited).max() ?? environment.waited
    environment.requestCount = results.reduce(0) { $0 + $1.environment.requestCount }
    environment.resentCount = results.reduce(0) { $0 + $1.environment.resentCount }
    environment.isStrict = results.contains { $0.environment.isStrict }
    environment.isPartial = results.contains(where: \.environment.isPartial)
    environment.transport.isInsecure = results.contains(where: \.environment.transport.isInsecure)
    environment.command = results.map(\.environment.command).joined(separator: " ; ")
    wasInterrupted = results.contains(where: \.wasInterrupted)
    // A part is not the whole: what that lacks is judged anew.
    notices = Self.distinct(
      results.flatMap(\.notices).filter { results.count == 1 || !$0.isFailure })
    let targets = Self.distinct(results.map(\.environment.baseURL))
    environment.baseURL = targets.joined(separator: ", ")
    if targets.count > 1 {
      notices.append(
        Notice(
          code: "different-targets",
          message: "the parts ran against \(targets.count) targets: \(environment.baseURL)"))
    }
    var known: [RequirementID: Requirement] = [:]
    for requirement in results.flatMap(\.requirements) { known[requirement.id] = requirement }
    requirements = known.values.sorted { $0.id < $1.id }
    inputs = Self.distinct(results.flatMap(\.inputs)).sorted { $0.file < $1.file }
    coverage = results.compactMap(\.coverage).reduce(nil) { $0?.merging($1) ?? $1 }
    suites = Self.mergedSuites(results.flatMap(\.suites))
    if results.count > 1 {
      let decided = Set(cases.lazy.filter { $0.verdict != .skipped }.map(\.id))
      openBefore = Set(results.flatMap(\.openBefore)).subtracting(decided).sorted()
    }
    tellStaleDeviations(of: results)
  }

  /// What keeps parts from being a whole: shards that are missing, and what is there twice.
  private static func gaps(_ parts: [(file: String, result: RunResult)]) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    for (place, part) in parts.enumerated() {
      let twin = parts[..<place].first { earlier in
        earlier.result.environment.runPrefix == part.result.environment.runPrefix
          || part.result.environment.shard != nil
            && earlier.result.environment.shard == part.result.environment.shard
      }
      guard let twin else { continue }
      mistakes.append(
        Diagnostic(
          code: "results.twice", "\(part.file) and \(twin.file) are of the same run or shard",
          fix: "give each shard once"))
    }
    let shards = parts.compactMap(\.result.environment.shard)
    guard let count = shards.map(\.count).max() else { return mistakes }
    if shards.count < parts.count || shards.contains(where: { $0.count != count }) {
      mistakes.append(
        Diagnostic(
          code: "results.different-runs", "not all results are shards of one set",
          fix: "merge the \(count) shards of one set"))
    }
    let missing = (1...count).filter { number in !shards.contains { $0.number == number } }
    if !missing.isEmpty {
      let names = missing.map { "\($0)/\(count)" }.joined(separator: ", ")
      mistakes.append(
        Diagnostic(
          code: "results.incomplete", "the results of shard \(names) are missing",
          fix: "give the results of all \(count) shards"))
    }
    return mistakes
  }

  /// Tells of known deviations that no shard has seen, though all of them looked.
  private mutating func tellStaleDeviations(of parts: [RunResult]) {
    guard !wasInterrupted,
      let place = suites.firstIndex(where: { $0.id == DeviationReview.suiteID })
    else { return }
    let entries = parts.flatMap(\.suites).filter { $0.id == DeviationReview.suiteID }
      .flatMap(\.cases)
    suites[place].cases = suites[place].cases.map { entry in
      DeviationReview.merged(entries.filter { $0.id == entry.id }) ?? entry
    }
  }

  /// What two results do not have in common that shards of one run would; nil for nothing.
  private func difference(from other: RunResult) -> String? {
    if contract != other.contract { return "contract" }
    if environment.profile != other.environment.profile { return "profile" }
    let known = Dictionary(
      other.inputs.map { ($0.file, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    for input in inputs where known[input.file].map({ $0 != input.sha256 }) == true {
      return "version of \(input.file)"
    }
    if environment.toolVersion != other.environment.toolVersion { return "version of the program" }
    return nil
  }

  /// Each element once, where it comes first.
  private static func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var known: Set<Element> = []
    return elements.filter { known.insert($0).inserted }
  }

  /// Each case once, where it comes first, with its gravest result.
  private static func merged(_ all: [CaseResult]) -> [CaseResult] {
    var cases: [CaseResult] = []
    var places: [String: Int] = [:]
    for next in all {
      guard let twin = places[next.id] else {
        places[next.id] = cases.count
        cases.append(next)
        continue
      }
      let gravest = Verdict.combining([cases[twin].verdict, next.verdict])
      if cases[twin].verdict != gravest { cases[twin] = next }
    }
    return cases
  }

  private static func mergedSuites(_ parts: [SuiteResult]) -> [SuiteResult] {
    var suites: [SuiteResult] = []
    for part in parts {
      guard let place = suites.firstIndex(where: { $0.id == part.id }) else {
        suites.append(part)
        continue
      }
      suites[place].cases = merged(suites[place].cases + part.cases)
    }
    // One part alone is in order.
    for place in suites.indices where parts.count > suites.count {
      suites[place].cases.sort {
        // Where it stands is all that is known of what is in no suite, or of an earlier version.
        ($0.place ?? 0, $0.location.line, $0.location.column, $0.id.utf8.count, $0.id)
          < ($1.place ?? 0, $1.location.line, $1.location.column, $1.id.utf8.count, $1.id)
      }
    }
    // The preflight comes first in every run, and what is known of deviations last.
    func rank(_ suite: SuiteResult) -> Int {
      [Preflight.suiteID: 0, DeviationReview.suiteID: 2][suite.id] ?? 1
    }
    return suites.sorted { (rank($0), $0.file) < (rank($1), $1.file) }
  }
}
