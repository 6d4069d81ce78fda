extension HTMLPage {
  /// From this many operations on, the list of them is folded.
  private static let shownOperations = 100
  /// About how many links to cases the list of operations has; each may have three in any case.
  private static let caseLinks = 5_000

  /// How much of the contract was met: in all, operation by operation, and what is missing.
  func writeCoverage(to html: inout MarkupWriter) {
    guard let coverage = run.result.coverage else { return }
    let digest = CoverageDigest(coverage, of: run.result)
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "coverage")]) { html in
      html.element("h2", [("id", "coverage")], text: "Coverage of the contract")
      writeTotals(coverage.totals, to: &html)
      writeSurprises(coverage, to: &html)
      writeOperations(digest, to: &html)
      writeOpenRequirements(coverage.requirements, to: &html)
    }
  }

  /// How much of each kind was met, as bars.
  private func writeTotals(_ totals: [Coverage.Total], to html: inout MarkupWriter) {
    html.element("dl", [("class", "levels")]) { html in
      for total in totals where total.count + total.outOfReach > 0 {
        html.newline()
        html.element("div") { html in
          html.element(
            "dt", text: total.kind.title.prefix(1).uppercased() + total.kind.title.dropFirst())
          html.element("dd") { html in
            writeBar(
              [
                (CoverageDigest.State.judged.style, total.judged),
                (CoverageDigest.State.met.style, total.covered - total.judged),
              ], of: total.count, to: &html)
            html.text("\(total.covered) of \(total.count)")
            html.element("span", [("class", "quiet")], text: Self.remarks(on: total))
          }
        }
      }
    }
  }

  private static func remarks(on total: Coverage.Total) -> String {
    // A requirement is met by being judged.
    let judged =
      total.kind == .requirements || total.judged == total.covered
      ? nil : "\(total.judged) of them judged"
    let outOfReach = total.outOfReach == 0 ? nil : "\(total.outOfReach) more out of reach"
    return [judged, outOfReach].compactMap(\.self).map { ", \($0)" }.joined()
  }

  /// What nobody expected to be met.
  private func writeSurprises(_ coverage: Coverage, to html: inout MarkupWriter) {
    let undocumented = coverage.operations.filter { !$0.undocumentedStatuses.isEmpty }.map {
      "\($0.operation): \($0.undocumentedStatuses.map(String.init).joined(separator: ", "))"
    }
    for (title, lines, style) in [
      (
        "Statuses that the contract does not document; a finding tells where one is at fault",
        undocumented, "m-undocumented"
      ),
      ("Met, though said to be out of reach", coverage.reachedAfterAll, "m-open"),
    ] where !lines.isEmpty {
      html.element("div", [("class", "surprise \(style)")]) { html in
        html.element("h3", text: title)
        html.element("ul") { html in
          for line in lines { html.element("li") { $0.element("code", text: line) } }
        }
      }
    }
  }

  // MARK: Operations

  private func writeOperations(_ digest: CoverageDigest, to html: inout MarkupWriter) {
    guard !digest.operations.isEmpty else { return }
    let count = digest.operations.count
    html.element(
      "details", [("class", "card"), ("open", count < Self.shownOperations ? "" : nil)]
    ) { html in
      html.element(
        "summary", text: "\(RunDigest.count(count, "operation")) and their statuses")
      writeLegend(of: digest, to: &html)
      if digest.isPartial {
        html.element(
          "p", [("class", "quiet")],
          text: "Cases of which the run did not keep the requests are not linked here.")
      }
      let links = min(20, max(3, Self.caseLinks / count))
      html.element("div", [("class", "operations")]) { html in
        for operation in digest.operations { write(operation, links: links, to: &html) }
      }
    }
  }

  /// What the signs mean, as far as they occur.
  private func writeLegend(of digest: CoverageDigest, to html: inout MarkupWriter) {
    let states = Set(digest.operations.flatMap { $0.statuses.map(\.state) })
    html.element("ul", [("class", "legend")]) { html in
      for state in CoverageDigest.State.allCases where states.contains(state) {
        html.element("li") { html in
          html.element(
            "span", [("class", "mark \(state.style)")], text: "\(state.sign) \(state.word)")
          html.element("span", [("class", "quiet")], text: " \(state.meaning)")
        }
      }
    }
  }

  /// An operation with a mark for each status, which opens to what is missing and to its cases.
  private func write(
    _ operation: CoverageDigest.Operation, links: Int, to html: inout MarkupWriter
  ) {
    let coverage = operation.coverage
    html.newline()
    html.element("details", [("id", Anchor.operation(coverage.operation))]) { html in
      html.element("summary") { html in
        html.element("code", text: coverage.operation)
        html.element("span", [("class", "marks")]) { html in
          for status in operation.statuses {
            // One element, as there are many; its title is its name for those who do not see it.
            html.element(
              "span",
              [
                ("class", "mark \(status.state.style)"), ("role", "img"),
                ("title", "\(status.name): \(status.reason ?? status.state.word)"),
              ], text: "\(status.state.sign) \(status.name)")
          }
        }
        html.element("span", [("class", "missing")], text: Self.sentence(on: coverage))
      }
      html.element("div", [("class", "inside")]) { html in
        writeGaps(of: coverage, to: &html)
        writeCases(of: operation, links: links, to: &html)
      }
    }
  }

  /// What is missing of an operation, in a few words; none where nothing is that could be met.
  private static func sentence(on operation: OperationCoverage) -> String {
    if operation.outOfReach != nil, !operation.isCovered { return "out of reach" }
    if operation.marks.isEmpty { return "never called" }
    if !operation.isCovered { return "only refused" }
    let missing = operation.gaps.reduce(0) { $0 + $1.items.count }
    return missing == 0 ? "" : "\(missing) not met"
  }

  private func writeGaps(of operation: OperationCoverage, to html: inout MarkupWriter) {
    if let reason = operation.outOfReach {
      html.element("p", text: "Said to be out of reach: \(reason)")
    } else if operation.marks.isEmpty {
      html.element("p", text: "No request called it: nothing of it was met.")
    } else {
      if operation.silence != nil {
        html.element("p", text: "It was called only with requests made to be refused.")
      }
      let gaps = operation.gaps
      if !gaps.isEmpty {
        html.element("h3", text: "Not met")
        write(gaps.map { ($0.kind.title, $0.items.map(\.gapName)) }, to: &html)
      }
    }
    if operation.outOfReach == nil { writeUnreached(of: operation, to: &html) }
    if operation.isCut {
      html.element(
        "p", [("class", "quiet")], text: "Of its bodies only the outer parts were counted.")
    }
  }

  /// What is said to be out of reach, reason by reason.
  private func writeUnreached(of operation: OperationCoverage, to html: inout MarkupWriter) {
    var reasons: [String] = []
    var names: [String: [String]] = [:]
    for (item, reason) in operation.unreached {
      if names[reason] == nil { reasons.append(reason) }
      names[reason, default: []].append("\(item.kind.title) \(item.gapName)")
    }
    guard !reasons.isEmpty else { return }
    html.element("h3", text: "Said to be out of reach")
    write(reasons.map { ($0, names[$0, default: []]) }, to: &html)
  }

  /// Lists of names under their headings; one text each, as there may be tens of thousands.
  private func write(_ lists: [(heading: String, names: [String])], to html: inout MarkupWriter) {
    html.element("dl", [("class", "gaps")]) { html in
      for (heading, names) in lists {
        html.element("dt", text: heading)
        html.element("dd", text: names.map(VisibleText.line).joined(separator: "\n"))
      }
    }
  }

  private func writeCases(
    of operation: CoverageDigest.Operation, links: Int, to html: inout MarkupWriter
  ) {
    guard !operation.cases.isEmpty else { return }
    html.element("h3", text: "Called by \(RunDigest.count(operation.cases.count, "case"))")
    html.element("ul", [("class", "places")]) { html in
      for testCase in Self.telling(links, of: operation.cases) {
        html.element("li") { html in
          html.element(
            "span",
            [
              ("class", "sign v-\(testCase.verdict.rawValue)"), ("role", "img"),
              ("title", testCase.verdict.word),
            ], text: testCase.verdict.sign)
          html.text(" ")
          html.element(
            "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
            text: testCase.title)
        }
      }
    }
    let more = operation.cases.count - links
    if more > 0 { html.element("p", [("class", "quiet")], text: "and \(more) more") }
  }

  /// So many of the cases: those that did not pass first, else in the order of the run.
  private static func telling(_ count: Int, of cases: [CaseResult]) -> ArraySlice<CaseResult> {
    guard cases.count > count else { return cases[...] }
    return (cases.filter { $0.verdict != .passed } + cases.filter { $0.verdict == .passed })
      .prefix(count)
  }

  // MARK: Requirements

  /// The requirements of the catalogue that the run has no answer for.
  private func writeOpenRequirements(
    _ requirements: [RequirementCoverage], to html: inout MarkupWriter
  ) {
    let open = requirements.filter { !$0.isJudged }
    guard !open.isEmpty else { return }
    html.element("details", [("class", "card")]) { html in
      html.element(
        "summary", text: "\(RunDigest.count(open.count, "requirement")) without an answer")
      html.element("ul", [("class", "open-requirements")]) { html in
        for requirement in open {
          html.element("li") { html in
            writeLink(to: requirement.id, in: &html)
            html.text(" \(requirement.title) ")
            html.element(
              "span", [("class", "quiet")],
              text: requirement.outOfReach.map { "– said to be out of reach: \($0)" }
                ?? (requirement.isAsked ? "– asked" : "– not asked"))
          }
        }
      }
    }
  }
}

extension CoverageDigest.State {
  /// The class of elements in its colour.
  fileprivate var style: String { "m-\(rawValue)" }
}
