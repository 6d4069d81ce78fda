import Diagnostics
import SchemaValidator

/// Lays a plan out for people.
package struct PlanTextReport: Sendable {
  private let settings: TerminalSettings

  /// Creates a report for a stream.
  package init(settings: TerminalSettings) {
    self.settings = settings
  }

  /// The report, ending with a line end.
  package func render(_ digest: PlanDigest) -> String {
    var out = ConsoleWriter(settings)
    // What keeps all of it from running comes before the cases that are said to run.
    for lack in digest.lacks {
      out.line(("It cannot run yet: ", .yellow), (lack.message, .plain))
      if let fix = lack.fix { out.paragraph(indent: 2, fix, .dim) }
    }
    if !digest.lacks.isEmpty { out.blank() }
    for suite in digest.plan.suites {
      out.line((suite.suite.title, .bold), ("  \(suite.suite.file)", .dim))
      for planned in suite.cases { write(planned, to: &out) }
      out.blank()
    }
    // What a part of the suites does not ask about says nothing of the suites.
    if digest.plan.extent != .part {
      writeGaps("Requirements nobody asks about", digest.unasked, to: &out)
      writeGaps("Operations nobody calls", digest.uncalled, to: &out)
    }
    let cases = RunDigest.count(digest.plan.cases.count, "case")
    out.line(
      (
        "\(digest.runningCount) of \(cases) would run"
          + (digest.lacks.isEmpty ? "" : " once nothing is lacking"), .bold
      ),
      (
        ", with at most \(RunDigest.count(digest.requestAllowance, "request")), "
          + "in the profile \(digest.profile.rawValue); what the target puts off, or a broken "
          + "connection, is sent again beside them", .plain
      ))
    if digest.externalAllowance > 0 {
      out.line(
        (
          "At most \(RunDigest.count(digest.externalAllowance, "request")) of them may reach people or "
            + "cost money; the profile allows \(digest.plan.profile.externalLimit)", .plain
        ))
    }
    if digest.searchAllowance > 0 {
      out.line(
        (
          "A create without an answer is looked for with at most \(LostItems.pageLimit) requests "
            + "more",
          .plain
        ))
    }
    out.line(
      (
        "\(RunDigest.count(digest.asked.count, "requirement")) asked about, "
          + "\(digest.unasked.count) not", .plain
      ))
    return out.text
  }

  private func write(_ planned: Plan.PlannedCase, to out: inout ConsoleWriter) {
    let testCase = planned.testCase
    if let reason = planned.skipReason {
      out.line(indent: 2, ("SKIP", .yellow), (" \(testCase.title)", .plain))
      out.paragraph(indent: 7, reason, .dim)
      return
    }
    out.line(indent: 2, ("RUN ", .green), (" \(testCase.title)", .plain))
    var facts = ["effect \(testCase.effect.rawValue)", requests(of: testCase)]
    if testCase.isExclusive { facts.append("alone") }
    if !testCase.proves.isEmpty {
      facts.append(testCase.proves.map(\.text).joined(separator: " "))
    }
    out.paragraph(indent: 7, facts.joined(separator: " · "), .dim)
  }

  private func requests(of testCase: Suite.Case) -> String {
    let sent = RunDigest.count(testCase.requestAllowance, "request")
    let undone = testCase.cleanupAllowance
    return undone == 0 ? "at most \(sent)" : "at most \(sent) and \(undone) to clean up"
  }

  private func writeGaps(
    _ title: String, _ gaps: [PlanDigest.Gap<some CustomStringConvertible>],
    to out: inout ConsoleWriter
  ) {
    guard !gaps.isEmpty else { return }
    out.line((title, .bold))
    // Many stay open for one reason: it is told once.
    var reasons: [String] = []
    for gap in gaps where !reasons.contains(gap.reason) { reasons.append(gap.reason) }
    for reason in reasons {
      out.paragraph(indent: 2, reason, .plain)
      let subjects = gaps.filter { $0.reason == reason }.map { "\($0.subject)" }
      out.paragraph(indent: 4, subjects.joined(separator: ", "), .dim)
    }
    out.blank()
  }
}

/// A plan as JSON, for programs.
package struct PlanJSONReport: Sendable {
  /// The first member of the text.
  package static let format = "conformance-plan"
  /// The version of the layout.
  package static let version = 1

  /// Creates a report.
  package init() {}

  /// The JSON text.
  package func render(_ digest: PlanDigest) -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("format", Self.format)
      json.member("version", Self.version)
      json.member("profile", digest.profile.rawValue)
      json.member("cases", digest.plan.cases.count)
      json.member("running", digest.runningCount)
      json.member("maximumRequests", digest.requestAllowance)
      json.member("maximumSearchRequests", digest.searchAllowance)
      json.member("maximumExternalRequests", digest.externalAllowance)
      json.member("lacks", digest.lacks.map(\.message))
      json.member("suites", digest.plan.suites) { json, suite in
        json.object { json in
          json.member("id", suite.suite.id)
          json.member("title", suite.suite.title)
          json.member("file", suite.suite.file)
          json.member("cases", suite.cases) { json, planned in
            json.line { Self.write(planned, to: &$0) }
          }
        }
      }
      json.member("asked", digest.asked.map(\.text))
      Self.write("unasked", digest.unasked, to: &json)
      Self.write("uncalled", digest.uncalled, to: &json)
    }
    return json.finish()
  }

  private static func write(_ planned: Plan.PlannedCase, to json: inout ResultWriter) {
    let testCase = planned.testCase
    json.object { json in
      json.member("id", testCase.id)
      json.member("title", testCase.title)
      json.member("location", testCase.location)
      json.member("effect", testCase.effect.rawValue)
      json.member("tags", testCase.tags)
      json.member("exclusive", testCase.isExclusive)
      json.member("runs", planned.skipReason == nil)
      json.member("reason", planned.skipReason)
      json.member("maximumRequests", testCase.requestAllowance)
      json.member("maximumCleanupRequests", testCase.cleanupAllowance)
      json.member("requirements", testCase.proves.map(\.text))
      json.member("operations", testCase.operations.map(\.description))
    }
  }

  private static func write(
    _ name: String, _ gaps: [PlanDigest.Gap<some CustomStringConvertible>],
    to json: inout ResultWriter
  ) {
    json.member(name, gaps) { json, gap in
      json.line { json in
        json.object { json in
          json.member("id", "\(gap.subject)")
          json.member("reason", gap.reason)
        }
      }
    }
  }
}
