import Diagnostics

extension HTMLPage {
  /// How many cases of a group are shown with what was found; the others are links.
  private static let shownCases = 10

  /// What failed, errored and was warned about, grouped by cause.
  func writeCauses(to html: inout MarkupWriter) {
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "wrong")]) { html in
      html.element("h2", [("id", "wrong"), ("tabindex", "-1")], text: "What went wrong")
      if run.causes.isEmpty {
        html.element(
          "p", [("class", "nothing")],
          text: run.unjudged.isEmpty
            ? "Nothing: every answer kept every requirement that was looked at."
            : "Nothing that was judged; see below for what was not, and why.")
      }
      for group in run.causes { write(group, to: &html) }
    }
  }

  private func write(_ group: CauseGroup, to html: inout MarkupWriter) {
    html.newline()
    html.element("article", [("class", "cause v-\(group.verdict.rawValue)")]) { html in
      html.element("header") { html in
        html.element("h3") { html in
          writeBadge(group.verdict, to: &html)
          html.text(" ")
          if let requirement = group.requirement {
            writeLink(to: requirement, in: &html)
            html.text(" \(group.catalogued?.title ?? "")")
          } else {
            html.text(group.verdict == .errored ? "Could not be judged" : "Not as it should be")
          }
        }
        html.element("p", [("class", "quiet")]) { html in
          html.text(RunDigest.count(group.cases.count, "case"))
          if let level = group.catalogued?.level { html.text(" · \(level.rawValue)") }
          if let statement = group.catalogued?.statement { html.text(" · \(statement)") }
        }
      }
      html.element("ul", [("class", "found")]) { html in
        for testCase in group.cases.prefix(Self.shownCases) {
          writeShort(testCase, of: group, to: &html)
        }
      }
      writeFurther(group.cases.dropFirst(Self.shownCases), to: &html)
    }
  }

  private func writeShort(
    _ testCase: CaseResult, of group: CauseGroup, to html: inout MarkupWriter
  ) {
    html.element("li") { html in
      let finding = group.requirement == nil ? nil : testCase.findings.first
      html.element(
        "p", [("class", "sentence")], text: finding?.message ?? testCase.reason ?? "no reason given"
      )
      if let finding { writePair(finding, to: &html) }
      html.element("p", [("class", "quiet")]) { html in
        html.element(
          "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
          text: testCase.title)
        if let operation = finding?.operation {
          html.text(" · ")
          html.element("code", text: operation)
        }
        let others = testCase.findings.count - 1
        if finding != nil, others > 0 {
          html.text(" · and \(RunDigest.count(others, "further finding"))")
        }
      }
    }
  }

  private func writeFurther(_ cases: ArraySlice<CaseResult>, to html: inout MarkupWriter) {
    guard !cases.isEmpty else { return }
    html.element("details", [("class", "further")]) { html in
      html.element("summary", text: "\(RunDigest.count(cases.count, "further case"))")
      html.element("ul") { html in
        for testCase in cases {
          html.element("li") { html in
            html.element(
              "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
              text: testCase.title)
          }
        }
      }
    }
  }

  /// Why cases were not judged: as plain to see as the failures, since silence is no proof.
  func writeUnjudged(to html: inout MarkupWriter) {
    guard !run.unjudged.isEmpty else { return }
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "unjudged")]) { html in
      html.element("h2", [("id", "unjudged")], text: "What was not judged, and why")
      html.element("ul", [("class", "reasons")]) { html in
        for entry in run.unjudged {
          html.element("li") { html in
            html.element("details") { html in
              html.element("summary") { html in
                writeBadge(entry.verdict, to: &html)
                html.element("span", [("class", "title")], text: entry.reason)
                html.element(
                  "span", [("class", "quiet")], text: RunDigest.count(entry.cases.count, "case"))
              }
              html.element("ul") { html in
                for testCase in entry.cases {
                  html.element("li") { html in
                    html.element(
                      "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
                      text: testCase.title)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Every requirement that the run has something to say about.
  func writeRequirements(to html: inout MarkupWriter) {
    guard !run.requirements.isEmpty else { return }
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "requirements")]) {
      html in
      html.element("h2", [("id", "requirements")], text: "Requirements")
      html.element("div", [("class", "scroll"), ("tabindex", "0")]) { html in
        html.element("table", [("class", "matrix")]) { html in
          html.element("caption", [("class", "unseen")], text: "Requirements and their verdicts")
          html.element("thead") { html in
            html.element("tr") { html in
              for title in ["Requirement", "Verdict", "What it asks", "Cases"] {
                html.element("th", [("scope", "col")], text: title)
              }
            }
          }
          html.element("tbody") { html in
            for tally in run.requirements { write(tally, to: &html) }
          }
        }
      }
    }
  }

  private func write(_ tally: RequirementTally, to html: inout MarkupWriter) {
    html.newline()
    html.element("tr", [("id", Anchor.requirement(tally.id))]) { html in
      html.element("th", [("scope", "row")]) { html in
        html.element("span", [("class", "req")], text: tally.id.text)
        if let level = tally.catalogued?.level {
          html.element("span", [("class", "level")], text: level.rawValue)
        }
      }
      html.element("td") { html in
        if tally.cases.isEmpty {
          html.element("span", [("class", "quiet")], text: "no case")
        } else {
          writeBadge(tally.verdict, to: &html)
        }
      }
      html.element("td") { html in
        guard let requirement = tally.catalogued else { return }
        html.element("details") { html in
          html.element("summary", text: requirement.title)
          html.element("p", text: requirement.statement)
          html.element("dl") { html in
            for (name, value) in [
              ("Probe", requirement.probe), ("Leniency", requirement.leniency),
              ("Source", requirement.sources.joined(separator: "; ")),
            ] where !value.utf8.isEmpty {
              html.element("dt", text: name)
              html.element("dd", text: value)
            }
          }
        }
      }
      html.element("td") { writeCases(of: tally, to: &$0) }
    }
  }

  private func writeCases(of tally: RequirementTally, to html: inout MarkupWriter) {
    let counted = RunSummary.order.compactMap { entry in
      tally.counts[entry.verdict].map { "\($0) \(entry.word)" }
    }
    guard !tally.cases.isEmpty else { return }
    html.element("details") { html in
      html.element("summary", text: counted.joined(separator: ", "))
      html.element("ul") { html in
        for entry in tally.cases.prefix(50) {
          html.element("li") { html in
            html.element(
              "a", [("class", "open"), ("href", "#\(Anchor.testCase(entry.id))")], text: entry.id)
          }
        }
      }
      if tally.cases.count > 50 {
        html.element("p", text: "and \(tally.cases.count - 50) more")
      }
    }
  }
}
