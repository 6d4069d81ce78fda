/// The coverage of a run operation by operation, with the cases that called each.
struct CoverageDigest {
  /// What a run has met of one operation.
  struct Operation {
    /// The coverage as it was counted.
    let coverage: OperationCoverage
    /// Its documented statuses and those it answered with besides, by code.
    let statuses: [Status]
    /// The cases that called it, in the order of the run.
    let cases: [CaseResult]
  }

  /// A status of an operation and how it was met.
  struct Status {
    /// The status as the contract has it, such as `404`, `4XX` or `default`.
    let name: String
    /// How it was met.
    let state: State
    /// Why it is said to be out of reach; nil where nobody says so.
    let reason: String?
  }

  /// How a status was met.
  enum State: String, CaseIterable {
    /// An answer with it was held against the contract, and kept it.
    case judged
    /// A case failed on an answer with it.
    case broken
    /// The contract does not document it, and it came.
    case undocumented
    /// An answer came with it, and what it holds was not looked at.
    case met
    /// No answer came with it.
    case open
    /// No answer came with it, and the profile of the API says why.
    case unreached
  }

  /// One entry per operation, in the order of the contract.
  let operations: [Operation]
  /// Whether cases may be missing, since a run keeps only so many requests.
  let isPartial: Bool

  /// Lays out the coverage of a run.
  init(_ coverage: Coverage, of result: RunResult) {
    var cases: [String: [CaseResult]] = [:]
    var broken: [String: Set<Int>] = [:]
    var isPartial = false
    for testCase in result.cases {
      isPartial = isPartial || testCase.omittedExchanges > 0
      var called: Set<String> = []
      for operation in testCase.exchanges.compactMap(\.operation)
      where called.insert(operation).inserted {
        cases[operation, default: []].append(testCase)
      }
      guard testCase.verdict == .failed else { continue }
      for finding in testCase.findings where finding.severity == .fail {
        guard let number = finding.exchange, testCase.exchanges.indices.contains(number),
          let operation = testCase.exchanges[number].operation,
          let status = testCase.exchanges[number].status
        else { continue }
        broken[operation, default: []].insert(status)
      }
    }
    operations = coverage.operations.map { operation in
      Operation(
        coverage: operation,
        statuses: Self.statuses(of: operation, broken: broken[operation.operation, default: []]),
        cases: cases[operation.operation, default: []])
    }
    self.isPartial = isPartial
  }

  private static func statuses(of operation: OperationCoverage, broken: Set<Int>) -> [Status] {
    let documented = operation.items.filter { $0.kind == .statuses }
    let names = Set(documented.map(\.name))
    let brokenNames = Set(broken.map { name(of: $0, among: names) })
    let statuses =
      documented.map { item in
        Status(
          name: item.name, state: state(of: item, isBroken: brokenNames.contains(item.name)),
          reason: item.isCovered ? nil : item.outOfReach)
      }
      + operation.undocumentedStatuses.map {
        Status(name: "\($0)", state: .undocumented, reason: nil)
      }
    return statuses.sorted { $0.name < $1.name }
  }

  private static func state(of item: CoverageItem, isBroken: Bool) -> State {
    if isBroken { return .broken }
    if item.marks.contains(.judged) { return .judged }
    if item.isCovered { return .met }
    return item.outOfReach == nil ? .open : .unreached
  }

  /// What the contract calls a status: its code, its range, or everything else.
  private static func name(of status: Int, among names: Set<String>) -> String {
    for name in ["\(status)", "\(status / 100)XX"] where names.contains(name) { return name }
    return "default"
  }
}

extension CoverageDigest.State {
  /// The state as a sign that needs no colour.
  var sign: String {
    switch self {
    case .judged: "✓"
    case .broken: "✗"
    case .undocumented: "!"
    case .met: "◐"
    case .open: "○"
    case .unreached: "–"
    }
  }

  /// The state in a word or two.
  var word: String {
    switch self {
    case .judged: "judged"
    case .broken: "failing"
    case .undocumented: "not documented"
    case .met: "met"
    case .open: "not met"
    case .unreached: "out of reach"
    }
  }

  /// What the state means.
  var meaning: String {
    switch self {
    case .judged: "an answer with it was held against the contract"
    case .broken: "a case failed on an answer with it"
    case .undocumented: "it came, and the contract does not have it"
    case .met: "it came, and what the answer holds was not looked at"
    case .open: "no answer came with it"
    case .unreached: "no answer came with it, and the API's profile says why"
    }
  }
}
