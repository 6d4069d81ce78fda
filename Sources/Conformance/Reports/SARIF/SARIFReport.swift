import Diagnostics

/// The findings of a run as SARIF 2.1.0, each at the clause of the contract that it rests on.
///
/// Where a finding rests on a suite alone, it stands at the suite's line. What errored is no
/// finding: it is told as a notification about the analysis.
package struct SARIFReport: Report {
  /// How paths are named.
  private let paths: RelativePath
  /// How many results a service takes of one log.
  var resultLimit = 25_000

  /// Only its texts can hold what a target has said.
  package var form: TextForm { .json }

  /// Creates a reporter.
  package init(paths: RelativePath) {
    self.paths = paths
  }

  /// The log's bytes.
  package func render(_ run: RunDigest) -> [UInt8] {
    let environment = run.result.environment
    var log = SARIFLog(
      toolVersion: environment.toolVersion, fingerprintName: "requirementPlace/v1",
      category: "conformance-run/")
    log.isComplete = [.passed, .failed].contains(run.summary.outcome)
    log.properties = [
      ("target", environment.baseURL), ("profile", environment.profile),
      ("contract", "\(run.result.contract.title) \(run.result.contract.version)"),
      ("outcome", run.summary.outcome.rawValue), ("summary", run.summary.sentence),
    ]
    log.properties += environment.transport.properties
    var fingerprints = Fingerprints()
    for testCase in run.result.suites.flatMap(\.cases) {
      for finding in testCase.findings {
        log.results.append(result(finding, testCase, &fingerprints))
      }
      if let notification = notification(testCase) { log.notifications.append(notification) }
    }
    limit(&log)
    let used = Set(log.results.map(\.ruleID))
    let catalogue = Dictionary(
      run.result.requirements.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
    log.rules = used.sorted().map { Self.rule($0, catalogue[$0]) }
    return log.render()
  }

  private static func rule(_ id: String, _ requirement: Requirement?) -> SARIFLog.Rule {
    guard let requirement else { return SARIFLog.Rule(id: id, title: id) }
    return SARIFLog.Rule(
      id: id, title: requirement.title, help: requirement.statement,
      level: requirement.severity.sarifLevel,
      tags: [requirement.id.family, requirement.level.rawValue])
  }

  private func result(
    _ finding: Finding, _ testCase: CaseResult, _ fingerprints: inout Fingerprints
  ) -> SARIFLog.Result {
    var message = "\(finding.message)\nexpected: \(finding.expected)\ngot: \(finding.got)"
    message += "\nat: \(finding.operation.map { "\($0) › " } ?? "")\(finding.place.words)"
    for detail in finding.details { message += "\n\(detail)" }
    let decision = testCase.requirements.first { $0.id == finding.requirement }
    var result = SARIFLog.Result(
      ruleID: finding.requirement.text, level: finding.severity.sarifLevel,
      message: VisibleText.lines(CaseText.cut(message, to: 16 * 1024)),
      fingerprint: fingerprints.next([
        finding.requirement.text, testCase.id, finding.operation ?? "", finding.place.words,
        finding.clause?.pointer.description ?? "",
      ]))
    if decision?.verdict == .deviating { result.acceptance = decision?.reason ?? "known deviation" }
    let asked = finding.suiteLocation ?? testCase.location
    if let clause = finding.clause {
      var place = place(clause.location)
      place.name = clause.pointer.fragment
      result.place = place
      result.related = [self.place(asked, "the suite asks for it here")]
    } else {
      result.place = place(asked)
    }
    if asked != testCase.location {
      result.related.append(place(testCase.location, "the case that found it"))
    }
    result.properties = [("case", testCase.id), ("title", testCase.title)]
    if let operation = finding.operation { result.properties.append(("operation", operation)) }
    return result
  }

  private func notification(_ testCase: CaseResult) -> SARIFLog.Notification? {
    guard testCase.verdict == .errored else { return nil }
    return SARIFLog.Notification(
      level: .error,
      message: VisibleText.lines("\(testCase.id): \(testCase.reason ?? "no reason was given")"),
      place: place(testCase.location))
  }

  /// Keeps as many results as a service takes, the gravest, and says how many are left out.
  private func limit(_ log: inout SARIFLog) {
    let excess = log.results.count - resultLimit
    guard excess > 0 else { return }
    let kept = log.results.enumerated()
      .sorted { ($0.element.level.rank, $0.offset) < ($1.element.level.rank, $1.offset) }
      .prefix(resultLimit)
    log.results = kept.sorted { $0.offset < $1.offset }.map(\.element)
    log.notifications.append(
      SARIFLog.Notification(
        level: .warning, message: "\(excess) more results are in results.json", place: nil))
  }

  private func place(_ location: SourceLocation, _ message: String? = nil) -> SARIFLog.Place {
    SARIFLog.Place(
      uri: location.file.utf8.isEmpty ? nil : paths.uri(to: location.file), line: location.line,
      column: location.column, message: message)
  }
}

extension Severity {
  /// The word that SARIF has for a severity.
  fileprivate var sarifLevel: SARIFLog.Level {
    switch self {
    case .fail: .error
    case .warn: .warning
    case .info: .note
    }
  }
}

extension SARIFLog.Level {
  /// The gravest first.
  fileprivate var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    case .none: 3
    }
  }
}
