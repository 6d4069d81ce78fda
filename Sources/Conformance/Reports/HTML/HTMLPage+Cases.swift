import Diagnostics

extension HTMLPage {
  /// Every case, suite by suite, one row each; what went wrong opens to its evidence.
  func writeSuites(to html: inout MarkupWriter) {
    guard !run.suites.isEmpty else { return }
    html.newline()
    html.element("section", [("aria-labelledby", "cases")]) { html in
      html.element("h2", [("id", "cases")], text: "All cases")
      if !opensPassedCases {
        html.element(
          "p", [("class", "quiet")],
          text: "In a run of this size passed cases are single rows; results.json has all of them.")
      }
      for suite in run.suites { write(suite, to: &html) }
      html.element(
        "p", [("class", "none js"), ("hidden", "hidden")], text: "No case fits the search.")
    }
  }

  /// How many cases stand in a block, which a browser lays out when it comes into view.
  private static let blockLength = 100

  private func write(_ digest: SuiteDigest, to html: inout MarkupWriter) {
    html.newline()
    html.element("section", [("class", "suite")]) { html in
      html.element("h3", [("id", Anchor.suite(digest.suite.id))]) { html in
        html.element("span", [("class", "title")], text: digest.suite.title)
        html.element("code", [("class", "quiet")], text: digest.suite.file)
        html.element(
          "span", [("class", "quiet")],
          text: RunSummary.order.compactMap { entry in
            digest.counts[entry.verdict].map { "\($0) \(entry.word)" }
          }.joined(separator: ", ") + " · \(digest.duration.spoken)")
      }
      let cases = digest.suite.cases
      for start in stride(from: 0, to: cases.count, by: Self.blockLength) {
        html.element("div", [("class", "cases")]) { html in
          for testCase in cases[start..<min(cases.count, start + Self.blockLength)] {
            write(testCase, of: digest.suite, to: &html)
          }
        }
      }
    }
  }

  private func write(
    _ testCase: CaseResult, of suite: SuiteResult, to html: inout MarkupWriter
  ) {
    let isRow = !opensPassedCases && testCase.verdict == .passed
    let attributes: [MarkupWriter.Attribute] = [
      ("class", "case\(isRow ? " row" : "") v-\(testCase.verdict.rawValue)"),
      ("id", Anchor.testCase(testCase.id)),
      ("data-verdict", testCase.verdict.rawValue),
      ("data-search", Self.searchText(of: testCase, in: suite)),
    ]
    html.newline()
    guard !isRow else {
      // As few elements as a row can have: they are the many.
      html.element("div", attributes) { html in
        html.element("p", text: "\(testCase.verdict.sign) \(testCase.verdict.word)")
        html.element("p", [("class", "title")], text: testCase.title)
        html.element("p", [("class", "quiet numbers")], text: testCase.duration.spoken)
      }
      return
    }
    html.element("details", attributes) { html in
      html.element("summary") { writeRow(of: testCase, to: &$0) }
      let place = deferredPlaces[testCase.id]
      html.element("div", [("class", "inside"), ("data-deferred", place.map { "\($0)" })]) { html in
        if place != nil {
          html.element("noscript") {
            writeBrief(of: testCase, "the rest is shown with scripts only", to: &$0)
          }
        } else {
          writeInside(of: testCase, to: &html)
        }
      }
    }
  }

  /// What stands in for the inside of a case, and why it does.
  private func writeBrief(
    of testCase: CaseResult, _ excuse: String, to html: inout MarkupWriter
  ) {
    html.element(
      "p", [("class", "sentence")],
      text: testCase.findings.first?.message ?? testCase.reason ?? "no reason given")
    if let finding = testCase.findings.first { writePair(finding, to: &html) }
    html.element(
      "p", [("class", "quiet")],
      text: "In a run of this size \(excuse); results.json has all of it.")
  }

  /// All that is known of a case, as long as the page has room for it.
  func writeInside(of testCase: CaseResult, to html: inout MarkupWriter) {
    guard html.bytes.count < byteLimit else {
      if testCase.verdict != .passed {
        writeBrief(of: testCase, "the page has no room for the rest", to: &html)
      }
      return
    }
    writePlace(of: testCase, to: &html)
    if let reason = testCase.ownReason {
      html.element("p", [("class", "sentence")], text: reason)
    }
    for index in testCase.findings.indices { writeFinding(index, of: testCase, to: &html) }
    writeMeasurements(of: testCase, to: &html)
    writeDecisions(of: testCase, to: &html)
    writeExchanges(of: testCase, to: &html)
  }

  private func writeRow(of testCase: CaseResult, to html: inout MarkupWriter) {
    writeBadge(testCase.verdict, to: &html)
    html.element("span", [("class", "title")], text: testCase.title)
    html.element("span", [("class", "quiet numbers")], text: testCase.duration.spoken)
  }

  /// What the search looks through: everything a person would remember a case by.
  ///
  /// Lines of words between tabs, which the script takes apart for the filters: what it is called,
  /// its tags, its requirements, its operations, and what was found.
  private static func searchText(of testCase: CaseResult, in suite: SuiteResult) -> String {
    var operations: [String] = []
    func note(_ operation: String?) {
      if let operation, !operations.contains(operation) { operations.append(operation) }
    }
    for exchange in testCase.exchanges { note(exchange.operation) }
    for finding in testCase.findings { note(finding.operation) }
    var text = VisibleText.line(testCase.title)
    for word in [testCase.id, suite.title, testCase.verdict.word] {
      text += "\t"
      text += VisibleText.line(word)
    }
    func addLine(_ words: some Sequence<String>) {
      var separator = "\n"
      for word in words {
        text += separator
        text += VisibleText.line(word)
        separator = "\t"
      }
      if separator == "\n" { text += separator }
    }
    addLine(testCase.tags.lazy.map { "#\($0)" })
    addLine(testCase.requirements.lazy.map(\.id.text))
    addLine(operations)
    addLine(testCase.findings.map(\.message) + [testCase.ownReason].compactMap(\.self))
    return text
  }

  private func writePlace(of testCase: CaseResult, to html: inout MarkupWriter) {
    html.element("p", [("class", "place quiet")]) { html in
      html.element("code", text: "\(testCase.location)")
      html.element("code", text: testCase.id)
      html.element("span", text: "effect \(testCase.effect)")
      for tag in testCase.tags { html.element("span", [("class", "tag")], text: "#\(tag)") }
      if let owner = testCase.owner { html.element("span", text: "owner \(owner)") }
      for link in testCase.links { writeLink(link, to: &html) }
      html.element(
        "a", [("class", "permalink"), ("href", "#\(Anchor.testCase(testCase.id))")],
        text: "Link to this case")
    }
  }

  /// A link of the author's: only web addresses can be followed.
  private func writeLink(_ link: String, to html: inout MarkupWriter) {
    if ["https://", "http://"].contains(where: { link.lowercased().hasPrefix($0) }) {
      html.element("a", [("href", link), ("rel", "noreferrer")], text: link)
    } else {
      html.element("span", text: link)
    }
  }

  /// What was measured beside the verdict: time to consistency, and what really overlapped.
  private func writeMeasurements(of testCase: CaseResult, to html: inout MarkupWriter) {
    for sentence in testCase.measurements {
      html.element("p", [("class", "quiet numbers")], text: sentence)
    }
  }

  private func writeDecisions(of testCase: CaseResult, to html: inout MarkupWriter) {
    guard !testCase.requirements.isEmpty else { return }
    html.element("h4", text: "Requirements")
    // Of a passed case there is no more to say than what it proved.
    guard testCase.requirements.contains(where: { $0.verdict != .passed }) else {
      html.element("p") { html in
        for decision in testCase.requirements {
          writeLink(to: decision.id, in: &html)
          html.text(" ")
        }
      }
      return
    }
    html.element("ul", [("class", "decisions")]) { html in
      for decision in testCase.requirements {
        html.element("li") { html in
          writeBadge(decision.verdict, to: &html)
          html.text(" ")
          writeLink(to: decision.id, in: &html)
          if let title = run.titles[decision.id] { html.text(" \(title)") }
          if let reason = decision.reason {
            html.element("span", [("class", "quiet")], text: " – \(reason)")
          }
        }
      }
    }
  }

  private func writeExchanges(of testCase: CaseResult, to html: inout MarkupWriter) {
    if let sentence = testCase.omission { html.element("p", [("class", "quiet")], text: sentence) }
    guard !testCase.exchanges.isEmpty else { return }
    html.element("h4", text: RunDigest.count(testCase.exchanges.count, "request"))
    // One text instead of elements: passed cases are many, and their bodies prove nothing
    // against anyone.
    if testCase.verdict == .passed {
      html.element("pre", [("class", "trail")]) { html in
        for exchange in testCase.exchanges {
          html.text("\(exchange.purpose): \(exchange.method) ")
          html.text(exchange.path(under: run.result.environment.baseURL))
          html.text(" → \(exchange.outcome)\n")
        }
      }
      return
    }
    html.element("ol", [("class", "exchanges")]) { html in
      for (index, exchange) in testCase.exchanges.enumerated() {
        html.element("li") { write(exchange, index, of: testCase, to: &$0) }
      }
    }
  }
}
