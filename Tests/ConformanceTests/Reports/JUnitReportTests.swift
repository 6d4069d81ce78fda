import Diagnostics
import Foundation
import Testing

@testable import Conformance

@Suite("JUnit report")
struct JUnitReportTests {
  @Test("a small run reads as written here")
  func golden() {
    var run = SampleRun.small
    run.suites.removeFirst()
    #expect(render(run, .rich) == JUnitGolden.rich)
    #expect(render(run, .strict) == JUnitGolden.strict)
  }

  @Test("a failure says everything in its text")
  func failureText() throws {
    let text = render(SampleRun.small, .rich, htmlPath: "index.html")
    let failure = try #require(text.firstMatch(of: /<failure [^>]*>([^<]*)<\/failure>/))
    for part in [
      "parcels/list/walk  (suites/parcels/list.suite.yaml:12:5)",
      "report: index.html#case/parcels/list/walk",
      "PAG-05 (fail): page 2 repeats the id \"prc_17\"",
      "expected: an id that no earlier page has", "got:      \"prc_17\"",
      "at:       GET /parcels › response body /data/0/id",
      "contract: suites/parcels/openapi.json:210:7 #/paths/~1parcels/get",
      "suite:    suites/parcels/list.suite.yaml:14:5", "curl -sS -X GET",
      "&gt; GET http://127.0.0.1:8080/v1/parcels?limit=3&amp;cursor=b2Zmc2V0OjI",
      "&lt; {\"data\":[{\"id\":\"prc_17\"}",
    ] {
      #expect(failure.1.contains(part), "\(part)")
    }
  }

  @Test("counts equal the cases inside, whatever the verdicts", arguments: [false, true])
  func counts(isStrict: Bool) throws {
    for seed in UInt64(1)...20 {
      var run = GeneratedRun.make(seed: seed)
      run.environment.isStrict = isStrict
      let text = render(run, .rich)
      for suite in text.split(separator: "<testsuite ").dropFirst() {
        func occurrences(_ tag: String) -> String {
          "\(suite.split(separator: tag, omittingEmptySubsequences: false).count - 1)"
        }
        let counts = try #require(
          suite.firstMatch(
            of: /\stests="([0-9]+)" failures="([0-9]+)" errors="([0-9]+)" skipped="([0-9]+)"/))
        #expect(counts.1 == occurrences("<testcase "), "seed \(seed)")
        #expect(counts.2 == occurrences("<failure "), "seed \(seed)")
        #expect(counts.3 == occurrences("<error "), "seed \(seed)")
        #expect(counts.4 == occurrences("<skipped "), "seed \(seed)")
      }
    }
  }

  @Test(
    "each verdict is the outcome that readers expect",
    arguments: [
      (Verdict.passed, false, "passed"), (.failed, false, "failure"), (.warned, false, "passed"),
      (.warned, true, "failure"), (.inconclusive, false, "skipped: inconclusive: why"),
      (.inconclusive, true, "error"), (.skipped, true, "skipped: why"),
      (.blocked, false, "skipped: blocked: why"), (.errored, false, "error"),
      (.deviating, true, "skipped: known deviation: why"),
      (.notRun, false, "skipped: did not run: why"),
    ])
  func outcomes(_ verdict: Verdict, _ isStrict: Bool, _ expected: String) throws {
    var run = SampleRun.small
    run.environment.isStrict = isStrict
    run.suites[1].cases = [
      SampleRun.testCase("parcels/messages/one", "One", line: 1, verdict, reason: "why")
    ]
    run.suites.removeFirst()
    let text = render(run, .rich)
    let outcome: String
    if text.contains("<failure ") {
      outcome = "failure"
    } else if text.contains("<error ") {
      outcome = "error"
    } else if let match = text.firstMatch(of: /<skipped message="([^"]*)"/) {
      outcome = "skipped: \(match.1)"
    } else {
      outcome = "passed"
    }
    #expect(outcome == expected)
  }

  @Test("no two cases share a name, and none is empty or changes its name with the data")
  func names() {
    var run = SampleRun.small
    func testCase(_ id: String, _ title: String) -> CaseResult {
      SampleRun.testCase(id, title, line: 1, .passed)
    }
    run.suites = [
      SuiteResult(
        id: "a/b", title: "A", file: "a/b.suite.yaml",
        cases: [
          testCase("a/b/one", "Same"), testCase("a/b/two", "Same"), testCase("a/b/three", ""),
        ]),
      SuiteResult(
        id: "a.b", title: "A", file: "a.b.suite.yaml",
        cases: [testCase("a.b/one", "Same"), testCase("a.b/one", "Same"), testCase("a.b/x y", "x")]),
    ]
    let names = render(run, .rich).matches(of: /<testcase classname="([^"]*)" name="([^"]*)"/)
      .map { "\($0.1) › \($0.2)" }
    #expect(
      names == [
        "a.b › Same [one]", "a.b › Same [two]", "a.b › three", "a.b › Same [one] #2",
        "a.b › Same [one] #3", "a.b › x",
      ])
  }

  @Test("messages are one line of at most 200 characters and count what they leave out")
  func messages() throws {
    var run = SampleRun.small
    var testCase = SampleRun.overlapCase
    testCase.findings[0].message = String(repeating: "long\n", count: 100)
    testCase.findings += [SampleRun.wrongType, SampleRun.wrongType]
    run.suites[0].cases = [testCase]
    let message = try #require(render(run, .rich).firstMatch(of: /<failure message="([^"]*)"/)).1
    #expect(message.unicodeScalars.count == 200)
    #expect(message.hasPrefix("PAG-05: long\\nlong"))
    #expect(message.hasSuffix("… (+2 more)"))
  }

  @Test("times have three decimals, no exponent and no sign")
  func times() {
    var run = SampleRun.small
    run.environment.duration = .seconds(100_000_000)
    run.suites[0].cases[0].duration = .nanoseconds(1)
    run.suites[0].cases[1].duration = .seconds(-5)
    let times = render(run, .rich).matches(of: /\stime="([^"]*)"/).map { String($0.1) }
    #expect(times.count == 7)
    #expect(times[0] == "100000000.000")
    #expect(times.allSatisfy { $0.wholeMatch(of: /[0-9]+\.[0-9]{3}/) != nil }, "\(times)")
  }

  @Test("the reason of an error is said even where findings came before it")
  func errorWithFindings() {
    var run = SampleRun.small
    run.suites[1].cases[0].findings = [SampleRun.noDate]
    for text in [
      render(run, .rich), String(decoding: HTMLReport().render(RunDigest(run)), as: UTF8.self),
    ] {
      #expect(text.contains("the answer has no Date"))
      #expect(
        text.contains("no answer came within 10 s\n")
          || text.contains(">no answer came within 10 s</p><article"))
    }
  }

  @Test(
    "what a known deviation shows is in the case's output, and the suite tells what it rests on")
  func deviation() {
    var run = SampleRun.small
    run.suites[0].cases[1].verdict = .deviating
    run.suites[0].cases[1].reason = "known until 2027"
    run.inputs = [InputRecord(file: SampleRun.contract.file, sha256: SHA256.hexadecimal(of: []))]
    run.environment.shard = Shard("2/3")
    let text = render(run, .rich)
    #expect(text.contains("<skipped message=\"known deviation: known until 2027\"/>"))
    #expect(text.contains("<system-out>PAG-05 (fail): page 2 repeats the id"))
    #expect(text.contains("<property name=\"contractSHA256\" value=\"e3b0c44298fc1c14"))
    #expect(text.contains("<property name=\"shard\" value=\"2/3\"/>"))
  }

  @Test("long texts are cut and say what is missing")
  func cutting() throws {
    var run = SampleRun.small
    let body = String(repeating: "é", count: 1_000_000)
    run.suites[0].cases[1].findings[0].details = [body]
    run.suites[0].cases[1].exchanges[1].response?.body = body
    let text = render(run, .rich)
    #expect(text.utf8.count < 100_000)
    #expect(text.contains("more bytes are in results.json"))
  }

  @Test("past the limit for the file, cases keep their messages and lose their texts")
  func fileLimit() {
    var run = SampleRun.small
    var testCase = SampleRun.overlapCase
    testCase.findings[0].details = [String(repeating: "x", count: 5_000)]
    run.suites[0].cases = Array(repeating: testCase, count: 100)
    var report = JUnitReport()
    report.fileLimit = 50_000
    let text = String(decoding: report.render(RunDigest(run)), as: UTF8.self)
    #expect(text.utf8.count < 300_000)
    #expect(text.matches(of: /message="PAG-05: page 2 repeats/).count == 100)
  }

  @Test(
    "xmllint takes hostile and generated runs as XML, and the strict form by both schemas",
    arguments: JUnitReport.Dialect.allCases)
  func schemas(_ dialect: JUnitReport.Dialect) throws {
    guard let xmllint = ExternalTool("xmllint") else { return }
    let runs = [SampleRun.small, HostileRun.make()] + (UInt64(1)...5).map(GeneratedRun.make)
    for run in runs {
      let file = try TemporaryFile(render(run, dialect), name: "junit.xml")
      let parsed = try xmllint.run(["--noout", "--nonet", file.path])
      #expect(parsed.status == 0, "\(parsed.output)")
      guard dialect == .strict, let schemas = TestData.folder("report-schemas") else { continue }
      for schema in ["jenkins-junit-10.xsd", "windyroad-junit.xsd"] {
        let judged = try xmllint.run(
          ["--noout", "--nonet", "--schema", "\(schemas)/\(schema)", file.path])
        #expect(judged.status == 0, "\(schema): \(judged.output)")
      }
    }
  }

  private func render(
    _ result: RunResult, _ dialect: JUnitReport.Dialect, htmlPath: String? = nil
  ) -> String {
    String(
      decoding: JUnitReport(dialect: dialect, htmlPath: htmlPath).render(RunDigest(result)),
      as: UTF8.self)
  }
}
