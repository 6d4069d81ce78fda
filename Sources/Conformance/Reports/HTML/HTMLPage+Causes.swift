import Diagnostics

extension HTMLPage {
  /// How many things that were found are shown of a group; the cases of the others are links.
  private static let shownShapes = 10
  /// How many cases in which the same was found are to be seen at once.
  private static let shownCases = 6

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
      let shapes = FindingShape.grouping(group)
      html.element("ul", [("class", "found")]) { html in
        for shape in shapes.prefix(Self.shownShapes) { write(shape, to: &html) }
      }
      let further = shapes.dropFirst(Self.shownShapes).flatMap(\.cases)
      writeFurther(further[...], to: &html)
    }
  }

  /// What was found, once, and the cases that it was found in.
  private func write(_ shape: FindingShape, to html: inout MarkupWriter) {
    html.element("li") { html in
      html.element("p", [("class", "sentence")], text: shape.message)
      if let finding = shape.finding {
        writePair(finding, to: &html)
        let details = shape.cases.map { $0.findings.first?.details }
        if details.allSatisfy({ $0 == finding.details }) { writeDetails(of: finding, to: &html) }
      }
      html.element("ul", [("class", "places quiet")]) { html in
        for testCase in shape.cases.prefix(Self.shownCases) {
          html.element("li") { writePlaces(of: testCase, shape, to: &$0) }
        }
      }
      writeFurther(shape.cases.dropFirst(Self.shownCases), to: &html)
    }
  }

  private func writePlaces(
    of testCase: CaseResult, _ shape: FindingShape, to html: inout MarkupWriter
  ) {
    html.element(
      "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
      text: testCase.title)
    guard shape.finding != nil, let finding = testCase.findings.first else { return }
    if let operation = finding.operation {
      html.text(" · ")
      html.element("code", text: operation)
    }
    let others = testCase.findings.count - 1
    if others > 0 { html.text(" · and \(RunDigest.count(others, "further finding"))") }
  }

  private func writeFurther(_ cases: ArraySlice<CaseResult>, to html: inout MarkupWriter) {
    guard !cases.isEmpty else { return }
    html.element("details", [("class", "further")]) { html in
      html.element("summary", text: "\(RunDigest.count(cases.count, "further case"))")
      writeLinks(to: cases, in: &html)
    }
  }

  /// Why cases were not judged: as plain to see as the failures, since silence is no proof.
  func writeUnjudged(to html: inout MarkupWriter) {
    writeReasons(
      run.unjudged.filter { $0.verdict != .deviating }, id: "unjudged",
      title: "What was not judged, and why", to: &html)
  }

  /// Where the target departs from the contract as a reviewed entry says.
  func writeDeviations(to html: inout MarkupWriter) {
    writeReasons(
      run.unjudged.filter { $0.verdict == .deviating }, id: "deviations",
      title: "Known deviations", to: &html)
  }

  private func writeReasons(
    _ reasons: [UnjudgedReason], id: String, title: String, to html: inout MarkupWriter
  ) {
    guard !reasons.isEmpty else { return }
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", id)]) { html in
      html.element("h2", [("id", id)], text: title)
      html.element("ul", [("class", "reasons")]) { html in
        for entry in reasons {
          html.element("li") { html in
            html.element("details") { html in
              html.element("summary") { html in
                writeBadge(entry.verdict, to: &html)
                html.element("span", [("class", "title")], text: entry.reason)
                html.element(
                  "span", [("class", "quiet")], text: RunDigest.count(entry.cases.count, "case"))
              }
              writeLinks(to: entry.cases[...], in: &html)
            }
          }
        }
      }
    }
  }

  /// A list of links to cases.
  private func writeLinks(to cases: ArraySlice<CaseResult>, in html: inout MarkupWriter) {
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

  /// Every requirement that the run has something to say about.
  func writeRequirements(to html: inout MarkupWriter) {
    guard !run.requirements.isEmpty else { return }
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "requirements")]) {
      html in
      html.element("h2", [("id", "requirements")], text: "Requirements")
      writeLevels(to: &html)
      html.element(
        "div",
        [
          ("class", "scroll"), ("tabindex", "0"), ("role", "region"),
          ("aria-label", "Requirements and their verdicts"),
        ]
      ) { html in
        html.element("table", [("class", "matrix")]) { html in
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

  /// How the requirements of each level came out.
  private func writeLevels(to html: inout MarkupWriter) {
    let levels = LevelTally.tallying(run.requirements)
    guard !levels.isEmpty else { return }
    html.element("dl", [("class", "levels")]) { html in
      for tally in levels {
        html.element("div") { html in
          html.element("dt", text: tally.level.rawValue)
          html.element("dd") { html in
            writeBar(
              Dictionary(
                tally.outcomes.map { ($0.verdict, $0.count) }, uniquingKeysWith: { $0 + $1 }),
              of: tally.count, to: &html)
            html.text(tally.words)
          }
        }
      }
    }
  }

  private func write(_ tally: RequirementTally, to html: inout MarkupWriter) {
    html.newline()
    html.element(
      "tr",
      [
        ("id", Anchor.requirement(tally.id)), ("data-requirement", tally.id.text),
        ("data-level", tally.catalogued?.level.rawValue),
      ]
    ) { html in
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

/// Cases of one cause whose first finding says the same, word for word.
private struct FindingShape {
  /// What is wrong; of cases without a finding, the reason.
  let message: String
  /// The finding of the first of them; nil where no requirement is named.
  let finding: Finding?
  /// The cases in the order of the run.
  var cases: [CaseResult]

  /// The shapes among the cases of a group, in the order they first occur.
  static func grouping(_ group: CauseGroup) -> [FindingShape] {
    var shapes: [FindingShape] = []
    var places: [[String]: Int] = [:]
    for testCase in group.cases {
      let finding = group.requirement == nil ? nil : testCase.findings.first
      let message = finding?.message ?? testCase.reason ?? "no reason given"
      let key = [message, finding?.expected ?? "", finding?.got ?? ""]
      if let place = places[key] {
        shapes[place].cases.append(testCase)
      } else {
        places[key] = shapes.count
        shapes.append(FindingShape(message: message, finding: finding, cases: [testCase]))
      }
    }
    return shapes
  }
}
