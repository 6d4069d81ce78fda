import Diagnostics

/// A run as the summary of a job of GitHub Actions: Markdown that fits into what is uploaded.
///
/// Source: [Job summaries](
/// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions)
package struct GitHubSummary {
  /// How many bytes the summary of a step may have; beyond 1 MiB all of it is refused.
  package static let limit = 1_000_000
  /// What is kept free for the words about what is left out.
  private static let reserve = 400
  /// How many characters of a text stand in a cell.
  private static let cellLimit = 300

  private let paths: RelativePath

  /// Creates a reporter; `paths` begin where the repository does.
  package init(paths: RelativePath) {
    self.paths = paths
  }

  /// The summary in at most so many bytes, cut between rows; empty where not even its head fits.
  package func text(of run: RunDigest, within budget: Int = limit) -> String {
    var page = Page(budget: budget - Self.reserve)
    let environment = run.result.environment
    let outcome = run.summary.outcome
    page.add(
      """
      ### \(outcome.kind.sign) \(outcome.word): \(Self.escaped(run.headline))

      \(Self.escaped(run.summary.sentence)) in \(environment.duration.spoken) \
      (\(RunDigest.count(environment.requestCount, "request")))  
      \(Self.escaped(environment.baseURL)) · \(Self.escaped(run.result.contract.title)) \
      \(Self.escaped(run.result.contract.version)) · profile \(Self.escaped(environment.profile)) \
      · seed \(environment.seed)


      """)
    guard !page.isFull else { return "" }
    for property in environment.transport.properties {
      page.addRow("- \(property.name): \(Self.cell(property.value))\n")
    }
    for notice in run.result.notices {
      page.addRow("- \(Self.cell(notice.message))\n")
    }
    let red: Set<Verdict> =
      environment.isStrict
      ? [.failed, .errored, .warned, .inconclusive] : [.failed, .errored]
    let cases = run.result.suites.flatMap(\.cases)
    table(cases.filter { red.contains($0.verdict) }, run, &page)
    let warned = cases.filter { $0.verdict == .warned && !red.contains($0.verdict) }
    if !warned.isEmpty {
      page.add(
        "\n<details><summary>\(RunDigest.count(warned.count, "case")) with a warning</summary>\n",
        closing: "\n</details>\n")
      table(warned, run, &page)
      page.close()
    }
    reasons(run, &page)
    return page.text
  }

  /// Cases, a row each, with what is said of them first.
  private func table(_ cases: [CaseResult], _ run: RunDigest, _ page: inout Page) {
    guard !cases.isEmpty else { return }
    page.add("\n| | Case | What is wrong | Where |\n|---|---|---|---|\n")
    for testCase in cases {
      let finding = testCase.verdict == .errored ? nil : testCase.findings.first
      let what =
        finding.map { "\($0.requirement): \($0.message)" } ?? testCase.reason
        ?? "no reason was given"
      let more = testCase.findings.count - 1
      page.addRow(
        "| \(testCase.verdict.sign) \(testCase.verdict.word) | \(Self.cell(testCase.title)) "
          + "| \(Self.cell(what))\(finding != nil && more > 0 ? " (+\(more) more)" : "") "
          + "| \(Self.cell("\(paths.path(to: testCase.location.file)):\(testCase.location.line)")) |\n"
      )
    }
  }

  /// Why cases were not judged.
  private func reasons(_ run: RunDigest, _ page: inout Page) {
    guard !run.unjudged.isEmpty else { return }
    page.add(
      "\n<details><summary>Not judged, and why</summary>\n\n| | Cases | Reason |\n|---|---|---|\n",
      closing: "\n</details>\n")
    for group in run.unjudged {
      page.addRow(
        "| \(group.verdict.sign) \(group.verdict.word) | \(group.cases.count) "
          + "| \(Self.cell(group.reason)) |\n")
    }
    page.close()
  }

  /// A text of one line for a cell of a table.
  private static func cell(_ text: String) -> String {
    escaped(VisibleText.clipped(text, scalars: cellLimit))
  }

  /// A text in which nothing is markup: every sign that Markdown or HTML could take for some is
  /// escaped.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleText.line(text).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      // A mention or a link to an issue would tell people who have nothing to do with it.
      case "@": escaped += "&#64;"
      case "#": escaped += "&#35;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "+", "-", ".", "!", "|", "~", ":":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Text that is filled up to a number of bytes.
  private struct Page {
    let budget: Int
    private var bytes = ""
    private var closings: [String] = []
    private var left = 0

    init(budget: Int) {
      self.budget = budget
    }

    /// Whether something had to be left out already.
    private(set) var isFull = false

    /// Adds a whole part, and what has to follow it in the end.
    mutating func add(_ part: String, closing: String? = nil) {
      let tail = (closings + [closing].compactMap(\.self)).reduce(0) { $0 + $1.utf8.count }
      if bytes.utf8.count + part.utf8.count + tail > budget { isFull = true }
      if !isFull { bytes += part }
      // A part that is not there needs no end either.
      if let closing { closings.append(isFull ? "" : closing) }
    }

    /// Adds a row, or counts it among those left out.
    mutating func addRow(_ row: String) {
      add(row)
      if isFull { left += 1 }
    }

    /// Ends what the last part with an end began.
    mutating func close() {
      if let closing = closings.popLast() { bytes += closing }
    }

    var text: String {
      left == 0
        ? bytes
        : bytes + "\n\(RunDigest.count(left, "more row")) left out; results.json has everything.\n"
    }
  }
}
