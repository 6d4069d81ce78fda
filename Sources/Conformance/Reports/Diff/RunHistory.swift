import Diagnostics

/// The verdicts of the cases of several runs, the oldest run first.
package struct RunHistory: Sendable {
  /// One run.
  package struct Run: Sendable {
    /// The file it was read from.
    package let file: String
    /// When it began.
    package let startedAt: String
    /// What it came to.
    package let summary: RunSummary
  }

  /// One case over all runs.
  package struct Row: Sendable {
    /// The case's id.
    package let id: String
    /// A verdict for each run; nil where the run does not have the case.
    package let verdicts: [Verdict?]

    /// Whether the case is the same in all runs that have it, and passed.
    package var isSteadilyPassed: Bool { verdicts.allSatisfy { $0 == nil || $0 == .passed } }
    /// How many times two runs in a row, of those that judged the case, decided differently.
    package var turns: Int {
      let judged = verdicts.compactMap(\.self).filter(\.isJudged)
      return zip(judged, judged.dropFirst()).count { $0 != $1 }
    }
  }

  /// The runs, the oldest first.
  package let runs: [Run]
  /// The cases in the order of the newest run that has them.
  package let rows: [Row]

  /// Lines up the last of some runs.
  package init(_ results: [(file: String, result: RunResult)], last count: Int) {
    let sorted = results.sorted {
      ($0.result.environment.startedAt, $0.file) < ($1.result.environment.startedAt, $1.file)
    }.suffix(count)
    runs = sorted.map {
      Run(
        file: $0.file, startedAt: $0.result.environment.startedAt, summary: RunSummary($0.result))
    }
    let verdicts = sorted.map { run in
      Dictionary(
        run.result.cases.map { ($0.id, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    }
    var known: Set<String> = []
    let ids = sorted.reversed().flatMap { $0.result.cases.map(\.id) }
      .filter { known.insert($0).inserted }
    rows = ids.map { id in Row(id: id, verdicts: verdicts.map { $0[id] }) }
  }

  /// A table of signs, a row for each case that was not always passed, and below it each run.
  package func text(all: Bool) -> String {
    guard !runs.isEmpty else { return "no results\n" }
    let shown = rows.filter { all || !$0.isSteadilyPassed }
    var text = ""
    for row in shown {
      let signs = row.verdicts.map { $0?.sign ?? "·" }.joined(separator: " ")
      let turns = row.turns > 1 ? "  (turned \(row.turns) times)" : ""
      text += "\(signs)  \(VisibleText.line(row.id))\(turns)\n"
    }
    let rest = rows.count - shown.count
    if rest > 0 { text += "\(RunDigest.count(rest, "case")) always passed\n" }
    text += "\n"
    for (number, run) in runs.enumerated() {
      text +=
        VisibleText.line(
          "\(number + 1)  \(run.startedAt)  \(run.summary.outcome.word): \(run.summary.sentence)  "
            + run.file) + "\n"
    }
    let words = Set(shown.flatMap { $0.verdicts.compactMap(\.self) })
    let legend = RunSummary.order.filter { words.contains($0.verdict) }
      .map { "\($0.verdict.sign) \($0.word)" }
    return legend.isEmpty ? text : text + legend.joined(separator: ", ") + "\n"
  }

  /// The history as JSON: format, version, the runs, and a row for each case.
  package func json() -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("format", "conformance-history")
      json.member("version", 1)
      json.member("runs", runs) { json, run in
        json.line { json in
          json.object { json in
            json.member("file", run.file)
            json.member("startedAt", run.startedAt)
            json.member("outcome", run.summary.outcome.rawValue)
            json.member("sentence", run.summary.sentence)
          }
        }
      }
      json.member("cases", rows) { json, row in
        json.line { json in
          json.object { json in
            json.member("id", row.id)
            // A run that does not have the case has no word for it either.
            json.member("verdicts", row.verdicts.map { $0?.rawValue ?? "absent" })
            json.member("turns", row.turns)
          }
        }
      }
    }
    return json.finish()
  }
}
