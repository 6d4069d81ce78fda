import Diagnostics

/// What changed between two runs, as text for people and as JSON for programs.
package struct ComparisonReport {
  private let comparison: RunComparison
  private let settings: TerminalSettings

  /// Creates a report.
  package init(_ comparison: RunComparison, settings: TerminalSettings) {
    self.comparison = comparison
    self.settings = settings
  }

  /// Everything that changed, the worst first, and the counts as the last line.
  package func text() -> String {
    var text = ""
    for remark in comparison.remarks { text += "note: \(VisibleText.line(remark))\n" }
    list("New failures", comparison.worse(.newFailure), &text)
    list("New errors", comparison.worse(.newError), &text)
    list("No longer judged", comparison.entries(.lost), &text)
    list("Disappeared", comparison.disappeared, &text)
    list("Still failing", comparison.entries(.stillFailing), &text)
    list("Fixed", comparison.entries(.fixed), &text)
    list("Changed", comparison.entries(.changed), &text)
    // Those that fail are among the new failures already.
    list("Added", comparison.added.filter { $0.change == .changed }, &text)
    return text + VisibleText.line(comparison.sentence) + "\n"
  }

  private func list(
    _ title: String, _ entries: [RunComparison.Entry], _ text: inout String
  ) {
    guard !entries.isEmpty else { return }
    text += "\(title) (\(entries.count))\n"
    for entry in entries { text += self.text(of: entry) }
    text += "\n"
  }

  private func text(of entry: RunComparison.Entry) -> String {
    let before = entry.old?.verdict.word ?? "not there"
    let now = entry.new?.verdict.word ?? "not there"
    var lines = ["  \(entry.id): \(before == now ? now : "\(before) → \(now)")"]
    if let new = entry.new, new.verdict != .passed {
      let finding =
        new.findings.first { entry.newlyViolated.contains($0.requirement) }
        ?? new.findings.first
      let reason =
        new.verdict == .errored ? nil : finding.map { "\($0.requirement): \($0.message)" }
      if let reason = reason ?? new.reason { lines.append("    \(reason)") }
      lines.append("    \(new.location)")
    }
    return lines.map { clipped(VisibleText.line($0)) + "\n" }.joined()
  }

  private func clipped(_ line: String) -> String {
    settings.width.map { VisibleText.clipped(line, scalars: max($0, 40)) } ?? line
  }

  /// The comparison as JSON: format, version, both runs, counts, and the cases that changed.
  package func json() -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("format", "conformance-diff")
      json.member("version", 1)
      json.member("sentence", comparison.sentence)
      json.member("old") { Self.write(comparison.old, &$0) }
      json.member("new") { Self.write(comparison.new, &$0) }
      json.member("remarks", comparison.remarks)
      json.member("counts") { json in
        json.object { json in
          for change in RunComparison.Change.allCases {
            let count = comparison.entries.count {
              $0.change == change && $0.new != nil && !$0.isOnlyNew
            }
            json.member(change.rawValue, count)
          }
          json.member("added", comparison.added.count)
          json.member("disappeared", comparison.disappeared.count)
        }
      }
      let told = comparison.entries.filter { $0.change != .unchanged || $0.old == nil }
      json.member("cases", told) { json, entry in
        json.line { json in json.object { Self.write(entry, &$0) } }
      }
    }
    return json.finish()
  }

  private static func write(_ run: RunDigest, _ json: inout ResultWriter) {
    json.object { json in
      json.member("outcome", run.summary.outcome.rawValue)
      json.member("sentence", run.summary.sentence)
      json.member("startedAt", run.result.environment.startedAt)
      json.member("target", run.result.environment.baseURL)
      json.member("contractVersion", run.result.contract.version)
    }
  }

  private static func write(_ entry: RunComparison.Entry, _ json: inout ResultWriter) {
    json.member("id", entry.id)
    json.member("title", (entry.new ?? entry.old)?.title)
    json.member(
      "change",
      entry.new == nil ? "disappeared" : entry.isOnlyNew ? "added" : entry.change.rawValue)
    json.member("added", entry.old == nil)
    json.member("old", entry.old?.verdict.rawValue)
    json.member("new", entry.new?.verdict.rawValue)
    json.member("location", (entry.new ?? entry.old)?.location)
    json.member("newlyViolated", entry.newlyViolated.map(\.text))
    json.member("noLongerViolated", entry.noLongerViolated.map(\.text))
  }
}

extension RunComparison.Entry {
  /// Whether all there is to say is that the case is new.
  fileprivate var isOnlyNew: Bool { old == nil && change == .changed }
}
