extension HTMLPage {
  /// From this many suites on, the timeline is folded.
  private static let shownSuites = 40

  /// Whether there is anything to show on a line of time.
  var isTimed: Bool { run.suites.contains { $0.duration > .zero } }

  /// When what ran, what took longest, and how long operations took to answer.
  func writeTimeline(to html: inout MarkupWriter) {
    guard isTimed else { return }
    let timings = RunTimings(run.result)
    html.newline()
    html.element("section", [("class", "unfiltered"), ("aria-labelledby", "timeline")]) { html in
      html.element("h2", [("id", "timeline")], text: "Timeline")
      html.element(
        "details", [("class", "card"), ("open", run.suites.count <= Self.shownSuites ? "" : nil)]
      ) { html in
        html.element("summary", text: "\(RunDigest.count(run.suites.count, "suite")) over time")
        writeSuiteBars(to: &html)
      }
      writeSlowest(timings.slowestCases, to: &html)
      writeOperations(timings, to: &html)
    }
  }

  /// The end of whatever ended last.
  private var end: Duration {
    run.suites.map { $0.startedAfter + $0.duration }.reduce(run.result.environment.duration, max)
  }

  private func writeSuiteBars(to html: inout MarkupWriter) {
    let end = end
    html.element("ol", [("class", "bars")]) { html in
      for suite in run.suites {
        html.newline()
        html.element("li") { html in
          html.element(
            "a", [("class", "open"), ("href", "#\(Anchor.suite(suite.suite.id))")],
            text: suite.suite.title)
          writeStretches(of: suite, end: end, to: &html)
          html.element(
            "span", [("class", "quiet numbers")],
            text: "\(suite.duration.spoken) from \(suite.startedAfter.spoken)")
        }
      }
    }
    html.element("p", [("class", "axis quiet numbers")]) { html in
      for mark in [.zero, end / 2, end] { html.element("span", text: mark.spoken) }
    }
  }

  /// A suite's cases on the line of time; of a large run the suite as a whole.
  private func writeStretches(of suite: SuiteDigest, end: Duration, to html: inout MarkupWriter) {
    let stretches =
      opensPassedCases
      ? suite.suite.cases.map { ($0.startedAfter, $0.duration, $0.verdict) }
      : [(suite.startedAfter, suite.duration, suite.verdict)]
    writeChart(class: "stretches", to: &html) { html in
      for (start, length, verdict) in stretches {
        writeStretch(start, length, of: end, verdict: verdict, to: &html)
      }
    }
  }

  /// When an exchange took place within its case.
  func writeMoment(
    of exchange: ExchangeRecord, in testCase: CaseResult, to html: inout MarkupWriter
  ) {
    guard testCase.duration > .zero else { return }
    writeChart(class: "moment", to: &html) { html in
      writeStretch(
        exchange.startedAfter - testCase.startedAfter, exchange.duration, of: testCase.duration,
        verdict: exchange.status == nil ? .errored : .skipped, to: &html)
    }
  }

  /// A line of time; SVG, since the policy forbids styles on elements.
  private func writeChart(
    class name: String, to html: inout MarkupWriter, _ content: (inout MarkupWriter) -> Void
  ) {
    html.element(
      "svg",
      [
        ("class", name), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"),
        ("aria-hidden", "true"), ("focusable", "false"),
      ], content)
  }

  private func writeStretch(
    _ start: Duration, _ length: Duration, of whole: Duration, verdict: Verdict,
    to html: inout MarkupWriter
  ) {
    // What lasted no time is still to be seen, and nothing lies outside the line.
    let from = Int(min(996, max(0, 1000 * (start / whole))))
    let width = Int(min(Double(1000 - from), max(4, 1000 * (length / whole))))
    html.element(
      "rect",
      [
        ("class", "v-\(verdict.rawValue)"), ("x", "\(from)"), ("y", "0"), ("width", "\(width)"),
        ("height", "10"),
      ]
    ) { _ in }
  }

  private func writeSlowest(_ cases: [CaseResult], to html: inout MarkupWriter) {
    guard cases.count > 1 else { return }
    html.element("details", [("class", "card")]) { html in
      html.element("summary", text: "Slowest cases")
      html.element("ol", [("class", "slowest")]) { html in
        for testCase in cases {
          html.element("li") { html in
            html.element("span", [("class", "numbers")], text: testCase.duration.spoken)
            html.text(" ")
            html.element(
              "a", [("class", "open"), ("href", "#\(Anchor.testCase(testCase.id))")],
              text: testCase.title)
          }
        }
      }
    }
  }

  private func writeOperations(_ timings: RunTimings, to html: inout MarkupWriter) {
    guard !timings.operations.isEmpty else { return }
    html.element("details", [("class", "card")]) { html in
      html.element("summary", text: "Time to answer, by operation")
      html.element(
        "div",
        [
          ("class", "scroll"), ("tabindex", "0"), ("role", "region"),
          ("aria-label", "Time to answer, by operation"),
        ]
      ) { html in
        html.element("table", [("class", "grid")]) { html in
          html.element("thead") { html in
            html.element("tr") { html in
              for title in ["Operation", "Answers", "Half within", "95 % within", "Slowest"] {
                html.element("th", [("scope", "col")], text: title)
              }
            }
          }
          html.element("tbody") { html in
            for operation in timings.operations {
              html.element("tr") { html in
                html.element("th", [("scope", "row")]) { $0.element("code", text: operation.name) }
                html.element("td", text: "\(operation.durations.count)")
                for percent in [50, 95, 100] {
                  html.element("td", text: operation.percentile(percent).spoken)
                }
              }
            }
          }
        }
      }
      if timings.isPartial {
        html.element(
          "p", [("class", "quiet")], text: "Requests that the run did not keep are not counted.")
      }
    }
  }
}
