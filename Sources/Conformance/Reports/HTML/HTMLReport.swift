/// A run as one HTML file that needs nothing else: no server, no network, no JavaScript.
///
/// The page is plain HTML in reading order, with `<details>` for depth. A script adds search,
/// filters, copying and keys where scripts are allowed. A Content-Security-Policy names the one
/// style sheet and the one script by their hashes and forbids everything else, and all text goes
/// through ``MarkupWriter``: nothing that a server sent can act.
package struct HTMLReport: Report {
  /// What a page shows at once, however large the run.
  private let limits: HTMLPage.Limits

  /// Creates a reporter.
  package init() { limits = HTMLPage.Limits() }

  /// Creates a reporter with limits of its own.
  init(limits: HTMLPage.Limits) { self.limits = limits }

  /// The HTML document.
  package func render(_ run: RunDigest) -> [UInt8] {
    var html = MarkupWriter(.html)
    let page = HTMLPage(run, limits: limits)
    html.element("html", [("lang", "en")]) { html in
      html.newline()
      page.writeHead(to: &html)
      html.newline()
      page.writeBody(to: &html)
      html.newline()
    }
    html.newline()
    return html.bytes
  }
}

/// The page of one run; its parts are written by extensions in files of their own.
struct HTMLPage {
  /// The run.
  let run: RunDigest
  /// Its wall time.
  let times: RunTimes
  /// From which size on a page leaves out or puts off what would keep the browser busy: it takes
  /// its time for every element, also for those it does not show.
  struct Limits {
    /// From this many cases on, passed ones are single rows.
    var largeRun = 2_000
    /// Of a large run this many cases that went wrong have their evidence in the page's elements;
    /// that of the others is made of text when they are opened.
    var completeCases = 50
    /// Once the page has this many bytes, cases are told in brief: beyond some tens of megabytes
    /// browsers and those who hand reports on give up.
    var bytes = 24_000_000
  }

  /// How many bytes the page has before cases are told in brief.
  let byteLimit: Int
  /// Whether passed cases open to their requests.
  let opensPassedCases: Bool
  /// The cases whose evidence the script makes when they are opened, in the order of the run.
  private let deferredCases: [CaseResult]
  /// The place of each of them in that order, by id.
  let deferredPlaces: [String: Int]
  /// The requirements that the matrix has a row for.
  let knownRequirements: Set<RequirementID>

  /// Prepares a page.
  init(_ run: RunDigest, limits: Limits = Limits()) {
    self.run = run
    times = RunTimes(startedAt: run.result.environment.startedAt)
    byteLimit = limits.bytes
    opensPassedCases = run.summary.caseCount < limits.largeRun
    let complete = Set(run.causes.lazy.flatMap(\.cases).prefix(limits.completeCases).map(\.id))
    deferredCases =
      opensPassedCases
      ? []
      : run.result.suites.flatMap(\.cases)
        .filter { $0.verdict != .passed && !complete.contains($0.id) }
    deferredPlaces = Dictionary(
      deferredCases.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    knownRequirements = Set(run.requirements.map(\.id))
  }

  /// What the browser may load and run: the assets in this file, and nothing else.
  static let policy = """
    default-src 'none'; style-src '\(HTMLStyle.hash)'; script-src '\(HTMLScript.hash)'; \
    img-src data:; base-uri 'none'; form-action 'none'
    """

  func writeHead(to html: inout MarkupWriter) {
    html.element("head") { html in
      html.empty("meta", [("charset", "utf-8")])
      html.empty(
        "meta", [("http-equiv", "Content-Security-Policy"), ("content", Self.policy)])
      html.empty(
        "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
      html.empty("meta", [("name", "referrer"), ("content", "no-referrer")])
      html.empty("meta", [("name", "color-scheme"), ("content", "light dark")])
      html.element(
        "title", text: "\(run.summary.outcome.word): \(run.headline) – \(run.result.contract.title)"
      )
      // Without an icon of its own, a page served over HTTP makes the browser ask for one.
      html.empty("link", [("rel", "icon"), ("href", Self.icon(of: run.summary.outcome))])
      html.newline()
      html.asset("style", HTMLStyle.text)
    }
  }

  func writeBody(to html: inout MarkupWriter) {
    html.element("body") { html in
      html.element("a", [("class", "skip"), ("href", "#wrong")], text: "Skip to the results")
      writeOverview(to: &html)
      writeToolbar(to: &html)
      html.element("main") { html in
        writeNotices(to: &html)
        writeCauses(to: &html)
        writeUnjudged(to: &html)
        writeDeviations(to: &html)
        writeSuites(to: &html)
        writeRequirements(to: &html)
        writeCoverage(to: &html)
        writeTimeline(to: &html)
        writeConditions(to: &html)
      }
      writeFooter(to: &html)
      html.element("p", [("id", "said"), ("class", "unseen"), ("role", "status")], text: "")
      html.newline()
      if !deferredCases.isEmpty {
        html.deferred(id: "deferred", deferredCases) { writeInside(of: $0, to: &$1) }
        html.newline()
      }
      html.asset("script", HTMLScript.text)
    }
  }

  /// A dot in the colour of the outcome.
  private static func icon(of outcome: RunSummary.Outcome) -> String {
    let color =
      switch outcome {
      case .passed: "1a7f37"
      case .failed: "c62828"
      case .errored, .nothingJudged: "b45309"
      case .interrupted: "6d4fc2"
      }
    return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'"
      + "%3E%3Ccircle cx='8' cy='8' r='7' fill='%23\(color)'/%3E%3C/svg%3E"
  }

  /// The verdict as a word with its sign, coloured.
  func writeBadge(_ verdict: Verdict, to html: inout MarkupWriter) {
    html.element("span", [("class", "badge v-\(verdict.rawValue)")]) { html in
      html.element("span", [("class", "sign"), ("aria-hidden", "true")], text: verdict.sign)
      html.text(" \(verdict.word)")
    }
  }

  /// The id of a requirement, leading to its row in the matrix where it has one.
  func writeLink(to id: RequirementID, in html: inout MarkupWriter) {
    guard knownRequirements.contains(id) else {
      html.element("span", [("class", "req")], text: id.text)
      return
    }
    html.element("a", [("class", "req"), ("href", "#\(Anchor.requirement(id))")], text: id.text)
  }

  /// A command in a box of its own, with a button to copy it.
  func writeCommand(_ command: String, label: String, to html: inout MarkupWriter) {
    html.element("div", [("class", "command")]) { html in
      html.element("pre", [("tabindex", "0"), ("role", "group"), ("aria-label", label)]) { html in
        html.element("code", text: command)
      }
      html.element(
        "button", [("type", "button"), ("class", "copy js")],
        text: "Copy \(label)")
    }
  }
}
