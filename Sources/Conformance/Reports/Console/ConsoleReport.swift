import Diagnostics

/// A run as text for the terminal or a log, printed when it is over.
///
/// The first line answers; then come the causes with their cases, then why anything was not
/// judged. The last lines are the counts, the duration, the report files and the command to
/// repeat: eyes go to the end.
package struct ConsoleReport: Report {
  /// How much is said about cases.
  package enum Verbosity: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// What went wrong and the last lines only.
    case quiet
    /// Also why cases were not judged.
    case normal
    /// Also each case on a line.
    case verbose
    /// Also each request on a line.
    case requests
    /// Also the requests and responses of what went wrong, with headers and bodies.
    case bodies

    /// Orders from quiet to loud.
    package static func < (left: Verbosity, right: Verbosity) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A report that was written, to be named in the last lines.
  package struct WrittenReport: Sendable, Hashable {
    /// What it is, such as `HTML`.
    package var name: String
    /// Where it is.
    package var path: String

    /// Names a written report.
    package init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }

  /// Colours and width.
  package var settings: TerminalSettings
  /// How much is said about cases.
  package var verbosity: Verbosity
  /// The files to name at the end.
  package var written: [WrittenReport]

  /// Creates a reporter.
  package init(
    settings: TerminalSettings, verbosity: Verbosity = .normal, written: [WrittenReport] = []
  ) {
    self.settings = settings
    self.verbosity = verbosity
    self.written = written
  }

  /// How many cases of one cause are explained.
  private static let explainedCases = 5
  /// How many more of them have their place and reason; of the others there is the number.
  private static let namedCases = 95
  /// How many bytes of a body are printed.
  private static let bodyLimit = 16 * 1024

  /// The text as bytes.
  package func render(_ run: RunDigest) -> [UInt8] { Array(text(run).utf8) }

  /// The text; it ends with a line end.
  package func text(_ run: RunDigest) -> String {
    var out = ConsoleWriter(settings)
    if verbosity >= .verbose { writeCases(of: run, to: &out) }
    if verbosity > .quiet { writeAnswer(of: run, to: &out) }
    let showsWarnings = verbosity > .quiet || run.result.environment.isStrict
    for group in run.causes where showsWarnings || group.verdict != .warned {
      write(group, under: run.result.environment.baseURL, to: &out)
    }
    if verbosity > .quiet {
      writeUnstable(of: run, to: &out)
      writeUnjudged(of: run, to: &out)
      writeNotices(run.result.notices, to: &out)
      writeCoverage(of: run, to: &out)
    } else {
      writeNotices(run.result.notices.filter(\.isFailure), to: &out)
    }
    writeEnd(of: run, to: &out)
    return out.text
  }

  private func writeAnswer(of run: RunDigest, to out: inout ConsoleWriter) {
    let outcome = run.summary.outcome
    let environment = run.result.environment
    let tone = outcome == .nothingJudged ? ConsoleWriter.Tone.alarm : outcome.kind.tone
    out.line((outcome.word.uppercased(), tone), ("  \(run.headline)", .bold))
    out.paragraph(
      indent: 2,
      "\(environment.baseURL) · \(run.result.contract.title) \(run.result.contract.version) · "
        + "profile \(environment.profile)\(environment.isStrict ? ", strict" : "") · "
        + "seed \(environment.seed)", .dim)
    let transport = environment.transport.remarks
    if !transport.isEmpty { out.paragraph(indent: 2, transport.joined(separator: " · "), .dim) }
  }

  // MARK: Causes

  private func write(_ group: CauseGroup, under base: String, to out: inout ConsoleWriter) {
    out.blank()
    let count = RunDigest.count(group.cases.count, "case")
    if let requirement = group.requirement {
      let level = group.catalogued.map { " \($0.level.rawValue)" } ?? ""
      let title = group.catalogued.map { "  \($0.title)" } ?? ""
      out.line((requirement.text, .bold), (level, .dim), (title, .bold), ("  \(count)", .dim))
    } else {
      let title = group.verdict == .errored ? "Could not be judged" : "Not as it should be"
      out.line((title, .bold), ("  \(count)", .dim))
    }
    // Of many cases with one cause a few tell the story.
    for testCase in group.cases.prefix(Self.explainedCases) {
      explain(testCase, under: base, to: &out)
    }
    let others = group.cases.dropFirst(Self.explainedCases)
    let named = verbosity >= .verbose ? others : others.prefix(Self.namedCases)
    for testCase in named { writeBrief(testCase, to: &out) }
    if named.count < others.count {
      let count = RunDigest.count(others.count - named.count, "more case")
      out.line(indent: 2, ("and \(count), listed with -v and in the reports", .dim))
    }
  }

  private func writeHead(of testCase: CaseResult, to out: inout ConsoleWriter) {
    let place = " \(testCase.location.file):\(testCase.location.line)"
    let word = testCase.verdict.shout
    if out.fits(indent: 2, "\(word)\(place)  \(testCase.id) › \(testCase.title)") {
      out.line(
        indent: 2, (word, testCase.verdict.tone), (place, .cyan), ("  \(testCase.id)", .bold),
        (" › \(testCase.title)", .plain))
    } else {
      out.line(indent: 2, (word, testCase.verdict.tone), (place, .cyan))
      // An id is copied, and not broken.
      out.line(indent: 7, (testCase.id, .bold))
      out.paragraph(indent: 7, "› \(testCase.title)")
    }
  }

  private func writeBrief(_ testCase: CaseResult, to out: inout ConsoleWriter) {
    writeHead(of: testCase, to: &out)
    out.line(indent: 7, (VisibleText.clipped(firstReason(of: testCase), scalars: 200), .dim))
  }

  private func firstReason(of testCase: CaseResult) -> String {
    if testCase.verdict != .errored, let finding = testCase.findings.first {
      return finding.message
    }
    return testCase.reason ?? "no reason was given"
  }

  private func explain(
    _ testCase: CaseResult, under base: String, to out: inout ConsoleWriter
  ) {
    writeHead(of: testCase, to: &out)
    if testCase.verdict == .errored || testCase.findings.isEmpty {
      out.paragraph(indent: 7, firstReason(of: testCase))
      let culprit = testCase.exchanges.last { $0.transportError != nil } ?? testCase.exchanges.last
      if let culprit {
        out.labelled(indent: 9, "request", culprit.line)
        out.labelled(indent: 9, "curl", culprit.curl, isBroken: false)
      }
    }
    if let first = testCase.findings.first, testCase.verdict != .errored {
      explain(first, of: testCase, under: base, to: &out)
    }
    // Further findings are often echoes of the first: a line each, all of it in the reports.
    var lines: [String] = []
    var counts: [String: Int] = [:]
    for finding in testCase.findings.dropFirst(testCase.verdict == .errored ? 0 : 1) {
      let line = "also \(finding.requirement) (\(finding.severity.rawValue)): \(finding.message)"
      if counts[line] == nil { lines.append(line) }
      counts[line, default: 0] += 1
    }
    for line in lines {
      let count = counts[line, default: 1]
      out.paragraph(indent: 7, count == 1 ? line : "\(line) (\(count) times)", .dim)
    }
    if verbosity >= .bodies { writeTranscripts(of: testCase, to: &out) }
  }

  private func explain(
    _ finding: Finding, of testCase: CaseResult, under base: String, to out: inout ConsoleWriter
  ) {
    out.paragraph(indent: 7, finding.message)
    out.sideBySide(
      indent: 9, ("expected", finding.expected, .green), ("got", finding.got, .red))
    // The first two facts stand above, side by side.
    for fact in finding.facts.dropFirst(2) {
      let isBroken = fact.label != "contract" && fact.label != "suite"
      out.labelled(indent: 9, fact.label, fact.value, isBroken: isBroken)
    }
    for detail in finding.details { out.labelled(indent: 9, "", detail) }
    for (number, change) in testCase.changes(before: finding, under: base).enumerated() {
      out.labelled(indent: 9, number == 0 ? "after" : "", change)
    }
    if let command = ExchangeRecord.commands(for: finding, in: testCase).first {
      out.labelled(indent: 9, "curl", command, isBroken: false)
    }
  }

  private func writeTranscripts(of testCase: CaseResult, to out: inout ConsoleWriter) {
    for exchange in testCase.exchanges {
      out.blank()
      out.line(indent: 7, (exchange.line, .dim))
      for line in exchange.transcript(bodyLimit: Self.bodyLimit).split(separator: "\n") {
        out.line(indent: 7, (String(line), .plain))
      }
    }
  }

  // MARK: Everything else

  private func writeCases(of run: RunDigest, to out: inout ConsoleWriter) {
    for suite in run.suites {
      out.line((suite.suite.title, .bold), ("  \(suite.suite.file)", .dim))
      for testCase in suite.suite.cases {
        out.line(
          indent: 2, (testCase.verdict.shout, testCase.verdict.tone),
          (" \(testCase.title)", .plain),
          ("  \(testCase.duration.spoken)", .dim))
        guard verbosity >= .requests else { continue }
        for exchange in testCase.exchanges { out.line(indent: 7, (exchange.line, .dim)) }
        if let sentence = testCase.omission { out.line(indent: 7, (sentence, .dim)) }
      }
      out.blank()
    }
  }

  /// Cases that several rounds decided differently, with what became unstable in them.
  private func writeUnstable(of run: RunDigest, to out: inout ConsoleWriter) {
    let unstable = run.suites.flatMap { suite in
      suite.suite.cases.filter { Set($0.rounds).count > 1 }
    }
    guard !unstable.isEmpty else { return }
    out.blank()
    out.line(("Unstable", .bold))
    for testCase in unstable {
      out.line(
        indent: 2, (testCase.verdict.shout, testCase.verdict.tone), (" \(testCase.id)", .plain))
      out.paragraph(indent: 7, VisibleText.clipped(testCase.reason ?? "", scalars: 200), .dim)
      let ids = testCase.requirements.filter(\.isUnstable).map(\.id.text)
      if !ids.isEmpty { out.labelled(indent: 7, "unstable", ids.joined(separator: ", ")) }
    }
  }

  private func writeUnjudged(of run: RunDigest, to out: inout ConsoleWriter) {
    guard !run.unjudged.isEmpty else { return }
    out.blank()
    let isKnown = run.unjudged.contains { $0.verdict == .deviating }
    out.line((isKnown ? "Not judged, or known to depart" : "Not judged", .bold))
    for entry in run.unjudged {
      let space = String(repeating: " ", count: max(1, 13 - entry.verdict.shout.utf8.count))
      out.item(
        indent: 2, (entry.verdict.shout, entry.verdict.tone),
        "\(space)\(entry.cases.count) × ", VisibleText.clipped(entry.reason, scalars: 300))
    }
  }

  private func writeNotices(
    _ notices: [RunResult.Notice], to out: inout ConsoleWriter
  ) {
    guard !notices.isEmpty else { return }
    out.blank()
    for notice in notices {
      out.line(
        notice.isFailure ? ("error", .red) : ("notice", .yellow),
        (" \(notice.message) [\(notice.code)]", .plain))
    }
    if notices.contains(where: \.isFailure) {
      out.line(
        ("  fix: `conformance report coverage` with the results.json lists what is missing", .plain)
      )
    }
  }

  private func writeCoverage(of run: RunDigest, to out: inout ConsoleWriter) {
    guard let coverage = run.result.coverage else { return }
    let text = CoverageText(coverage, settings: settings)
    out.blank()
    out.line(("Met of the contract", .bold))
    text.writeSummary(to: &out)
    if verbosity >= .verbose { text.writeGaps(to: &out) }
  }

  private func writeEnd(of run: RunDigest, to out: inout ConsoleWriter) {
    let environment = run.result.environment
    if verbosity > .quiet || !run.causes.isEmpty { out.blank() }
    if run.summary.outcome == .nothingJudged {
      // The one mistake that must not look like a success.
      out.line(("NOTHING WAS JUDGED: this run says nothing about the target", .alarm))
    }
    if environment.transport.isInsecure { out.line((TransportRecord.warning, .red)) }
    let waited = environment.waited
    let duration =
      " in \(environment.duration.spoken)"
      + (waited < .milliseconds(100) ? "" : ", \(waited.spoken) of it waiting")
    let amount =
      "  (\(RunDigest.count(run.summary.caseCount, "case")), "
      + RunDigest.count(environment.requestCount, "request")
      + (environment.resentCount == 0 ? ")" : ", \(environment.resentCount) sent once more)")
    let tone = run.summary.outcome.kind.tone
    if out.fits(run.summary.sentence + duration + amount) {
      out.line((run.summary.sentence, tone), (duration, .plain), (amount, .dim))
    } else {
      out.line((run.summary.sentence, tone), (duration, .plain))
      out.line((amount, .dim))
    }
    if !written.isEmpty {
      // Paths are copied and clicked: where a line has no room for all, each has its own.
      out.joined(written.map { "\($0.name): \($0.path)" }, separator: " · ")
    }
    if verbosity > .quiet, run.summary.outcome != .passed {
      out.line(("Repeat: ", .dim), (environment.command, .plain))
    }
  }
}
