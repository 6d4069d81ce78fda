import Diagnostics

extension HTMLPage {
  /// A finding of a case with everything that it rests on.
  func writeFinding(_ index: Int, of testCase: CaseResult, to html: inout MarkupWriter) {
    let finding = testCase.findings[index]
    let anchor = Anchor.finding(index, of: testCase)
    html.element(
      "article", [("class", "finding s-\(finding.severity.rawValue)"), ("id", anchor)]
    ) { html in
      html.element("h4") { html in
        writeLink(to: finding.requirement, in: &html)
        html.element("span", [("class", "sentence")], text: finding.message)
        html.element(
          "a",
          [
            ("class", "permalink"), ("href", "#\(anchor)"),
            ("aria-label", "Link to this finding of \(finding.requirement)"),
          ], text: "Link")
      }
      writePair(finding, to: &html)
      html.element("dl", [("class", "rests")]) { html in
        for fact in finding.facts.dropFirst(2) {
          html.element("dt", text: fact.label)
          html.element("dd") { $0.element("code", text: fact.value) }
        }
        let changes = testCase.changes(before: finding, under: run.result.environment.baseURL)
        if !changes.isEmpty {
          html.element("dt", text: "after")
          for change in changes { html.element("dd") { $0.element("code", text: change) } }
        }
      }
      writeDetails(of: finding, to: &html)
      for command in ExchangeRecord.commands(for: finding, in: testCase).prefix(1) {
        writeCommand(command, label: "curl", to: &html)
      }
    }
  }

  /// The further lines of a finding; of the branches of an `anyOf` all but the nearest are folded.
  func writeDetails(of finding: Finding, to html: inout MarkupWriter) {
    let shown = finding.details.prefix(Self.shownDetails)
    guard !shown.isEmpty else { return }
    html.element("ul", [("class", "points")]) { html in
      for detail in shown { html.element("li", text: detail) }
    }
    let folded = finding.details.dropFirst(shown.count)
    guard !folded.isEmpty else { return }
    html.element("details", [("class", "fold")]) { html in
      html.element("summary", text: RunDigest.count(folded.count, "further line"))
      html.element("ul", [("class", "points")]) { html in
        for detail in folded { html.element("li", text: detail) }
      }
    }
  }

  /// How many lines about a finding are to be seen at once.
  private static let shownDetails = 2

  /// What was asked for and what came, side by side.
  func writePair(_ finding: Finding, to html: inout MarkupWriter) {
    html.element("dl", [("class", "pair")]) { html in
      html.element("div", [("class", "expected")]) { html in
        html.element("dt", text: "expected")
        html.element("dd", text: finding.expected)
      }
      html.element("div", [("class", "got")]) { html in
        html.element("dt", text: "got")
        html.element("dd", text: finding.got)
      }
    }
  }

  /// An exchange on one line.
  private func writeLine(_ exchange: ExchangeRecord, to html: inout MarkupWriter) {
    html.element("span", [("class", "purpose")], text: exchange.purpose)
    html.element("span", [("class", "call")]) { html in
      html.element("b", text: exchange.method)
      html.text(" \(exchange.path(under: run.result.environment.baseURL))")
    }
    html.element(
      "span", [("class", exchange.status == nil ? "status bad" : "status")],
      text: exchange.status.map(String.init) ?? "no response")
    html.element("span", [("class", "quiet numbers")], text: exchange.duration.spoken)
  }

  /// An exchange that opens to its request and response; open where a finding points at it.
  func write(
    _ exchange: ExchangeRecord, _ index: Int, of testCase: CaseResult, to html: inout MarkupWriter
  ) {
    let findings = testCase.findings.filter { $0.exchange == index }
    html.element(
      "details", [("class", "exchange"), ("open", findings.isEmpty ? nil : "open")]
    ) { html in
      html.element("summary") { html in
        writeLine(exchange, to: &html)
        html.element(
          "span", [("class", "quiet numbers")],
          text: "at \((exchange.startedAfter - testCase.startedAfter).spoken)")
        writeMoment(of: exchange, in: testCase, to: &html)
      }
      if let error = exchange.transportError {
        html.element("p", [("class", "sentence")], text: error)
      }
      html.element("div", [("class", "messages")]) { html in
        html.element("section") { html in
          html.element("h5", text: "Request")
          html.element(
            "pre", [("class", "start")], text: "\(exchange.method) \(exchange.url)")
          write(exchange.request, findings: [], to: &html)
        }
        html.element("section") { html in
          html.element("h5", text: "Response")
          guard let response = exchange.response else {
            html.element("p", [("class", "quiet")], text: "None came.")
            return
          }
          let isMarked = findings.contains { $0.place == .status }
          html.element("pre", [("class", "start")]) { html in
            let status = exchange.status.map(String.init) ?? "no status"
            if isMarked { html.element("mark", text: status) } else { html.text(status) }
          }
          write(response, findings: findings, to: &html)
        }
      }
      writeCommand(exchange.curl, label: "curl", to: &html)
    }
  }

  private func write(
    _ message: MessageRecord, findings: [Finding], to html: inout MarkupWriter
  ) {
    writeFields(of: message, findings: findings, to: &html)
    guard let body = message.body, !body.utf8.isEmpty else {
      let length = RunDigest.count(message.bodyLength, "byte")
      html.element(
        "p", [("class", "quiet")],
        text: message.bodyLength == 0 ? "No body" : "Body of \(length), not kept")
      return
    }
    BodyMarkup(body: body, length: message.bodyLength, isCut: message.isCut, findings: findings)
      .write(to: &html)
  }

  /// The header fields; those that findings point at are marked, also where they are absent.
  private func writeFields(
    of message: MessageRecord, findings: [Finding], to html: inout MarkupWriter
  ) {
    var marked: [String] = []
    for case .header(let name) in findings.map(\.place) where !marked.contains(name.lowercased()) {
      marked.append(name.lowercased())
    }
    let present = Set(message.fields.map { $0.name.lowercased() })
    let absent = marked.filter { !present.contains($0) }
    guard !message.fields.isEmpty || !absent.isEmpty else { return }
    html.element("details", [("class", "fields"), ("open", marked.isEmpty ? nil : "open")]) {
      html in
      html.element("summary", text: RunDigest.count(message.fields.count, "header field"))
      html.element("dl") { html in
        for field in message.fields {
          html.element("dt", text: field.name)
          html.element("dd") { html in
            if marked.contains(field.name.lowercased()) {
              html.element("mark", text: field.value)
            } else {
              html.text(field.value)
            }
          }
        }
        for name in absent {
          html.element("dt", text: name)
          html.element("dd") { $0.element("mark", text: "absent") }
        }
      }
    }
  }
}
