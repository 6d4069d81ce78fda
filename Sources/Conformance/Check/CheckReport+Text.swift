internal import Diagnostics

/// Lays the result of a check out for people.
package struct CheckTextReport: Sendable {
  /// How the stream is written to.
  package var settings: TerminalSettings
  /// Whether notes are listed, and not only counted.
  package var listsNotes = false
  /// Whether notes that are not listed are counted code by code.
  package var countsCodes = false
  /// Whether every diagnostic is shown, however often its code occurs.
  package var showsAll = false
  /// Whether each diagnostic takes one line, and only errors and warnings are shown.
  package var isQuiet = false
  /// Whether the cases of suites are listed.
  package var listsCases = false

  /// How many diagnostics of one code are shown for one contract.
  private static let groupLimit = 5

  /// Creates a report for a stream.
  package init(settings: TerminalSettings) {
    self.settings = settings
  }

  /// The report, ending with a line end.
  package func render(_ result: CheckResult) -> String {
    var text = ""
    for subject in result.subjects {
      text += diagnostics(of: subject)
      if !isQuiet { text += facts(of: subject) }
    }
    if !isQuiet, !listsNotes { text += noteSummary(result) }
    if !isQuiet, result.count(.warning) > 0 {
      text += paint("Weigh a code otherwise: --severity CODE=off|note|warning|error", .dim) + "\n"
    }
    return text + totals(result)
  }

  // MARK: - Diagnostics

  private func diagnostics(of subject: CheckResult.Subject) -> String {
    var renderer = DiagnosticRenderer(usesColor: settings.usesColor, width: settings.width)
    renderer.detail = isQuiet ? .sentence : .full
    let told = subject.diagnostics.filter { $0.severity > .note || (listsNotes && !isQuiet) }
    var counts: [String: Int] = [:]
    var pieces: [String] = []
    for diagnostic in told {
      counts[diagnostic.code, default: 0] += 1
      // A large contract repeats a mistake hundreds of times; five show what it is.
      if !showsAll, counts[diagnostic.code, default: 0] > Self.groupLimit { continue }
      renderer.showsPointers = Self.isAboutContract(diagnostic)
      pieces.append(renderer.render(diagnostic))
    }
    var text = pieces.joined(separator: isQuiet ? "" : "\n")
    let cut = counts.filter { !showsAll && $0.value > Self.groupLimit }
    if !cut.isEmpty, !isQuiet { text += "\n" }
    for (code, count) in cut.sorted(by: { $0.key < $1.key }) {
      text += "and \(count - Self.groupLimit) more of "
      text += paint(code, .bold) + " (show all with --all)\n"
    }
    return text.isEmpty ? "" : text + (isQuiet ? "" : "\n")
  }

  /// Whether a pointer helps: a contract is long, a suite is not.
  private static func isAboutContract(_ diagnostic: Diagnostic) -> Bool {
    ["contract.", "schema.", "testability."].contains { diagnostic.code.hasPrefix($0) }
  }

  // MARK: - Figures

  private func facts(of subject: CheckResult.Subject) -> String {
    var text = ""
    if let contract = subject.contract {
      let version = contract.version.isEmpty ? "" : " \(contract.version)"
      text += paint(contract.file, .bold)
      text += ": \(VisibleText.line(contract.title))\(VisibleText.line(version))"
      text += " (OpenAPI \(contract.specification))\n"
    }
    guard !subject.suites.isEmpty else { return text }
    let cases = subject.suites.flatMap(\.cases)
    text += "\(Self.count(subject.suites.count, "suite")), \(Self.count(cases.count, "case"))\n"
    if listsCases {
      for item in cases { text += "\(item.id)  (\(item.effect))\n" }
    }
    return text
  }

  /// How many notes there are of which kind; code by code, most frequent first, on request.
  private func noteSummary(_ result: CheckResult) -> String {
    var counts: [String: Int] = [:]
    for diagnostic in result.diagnostics where diagnostic.severity == .note {
      counts[diagnostic.code, default: 0] += 1
    }
    guard !counts.isEmpty else { return "" }
    let total = counts.values.reduce(0, +)
    let untestable = counts.filter { $0.key.hasPrefix("testability.") }.values.reduce(0, +)
    let kinds = [
      (untestable, "on what a run cannot test"),
      (total - untestable, "on what is odd but harmless"),
    ].filter { $0.0 > 0 }
    var text = "\n\(paint(Self.count(total, "note"), .cyan)): "
    text += kinds.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "\n"
    let ways = countsCodes ? "" : "-v counts them by code; "
    text += paint("  (\(ways)--testability lists them)", .dim) + "\n"
    guard countsCodes else { return text + "\n" }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let digits = String(sorted[0].value).utf8.count
    let longest = sorted.map(\.key.utf8.count).max() ?? 0
    for (code, count) in sorted {
      let number = String(count)
      let title = DiagnosticRules.rule(code)?.title ?? ""
      var line = String(repeating: " ", count: 2 + digits - number.utf8.count) + number + "  "
      line += code + String(repeating: " ", count: longest - code.utf8.count + 2)
      let room = settings.width.map { $0 - line.utf8.count } ?? .max
      text += line + (room < 20 ? "" : ConsoleWriter.clip(title, columns: room)) + "\n"
    }
    return text + "\n"
  }

  private func totals(_ result: CheckResult) -> String {
    let errors = result.count(.error)
    let warnings = result.count(.warning)
    let figures = [
      Self.count(result.fileCount, "file"), Self.count(result.operationCount, "operation"),
      Self.count(result.schemaCount, "schema"),
    ]
    return figures.joined(separator: ", ") + ": "
      + paint(Self.count(errors, "error"), errors > 0 ? .red : .plain) + ", "
      + paint(Self.count(warnings, "warning"), warnings > 0 ? .yellow : .plain) + ", "
      + Self.count(result.count(.note), "note") + "\n"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private func paint(_ text: String, _ tone: ConsoleWriter.Tone) -> String {
    ConsoleWriter.paint(text, tone, usesColor: settings.usesColor)
  }
}
