import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("CTRF report")
struct CTRFReportTests {
  @Test("fits the published schema, whatever the run was")
  func schema() throws {
    guard let schema = try PublishedSchema(shared: "ctrf.schema.json") else { return }
    for (name, run) in ManyRuns.all {
      for isStrict in [false, true] {
        var run = run
        run.environment.isStrict = isStrict
        let root = try schema.expectFits(CTRFReport().render(RunDigest(run)), name)
        let results = try #require(root["results"])
        let tests = Array(try #require(results["tests"]).elements)
        let summary = try #require(results["summary"])
        #expect(tests.count == run.cases.count, "\(name)")
        #expect(summary["tests"]?.intValue == tests.count, "\(name)")
        for status in CTRFReport.Status.allCases {
          let count = tests.count { $0["status"]?.stringValue == status.rawValue }
          #expect(summary[status.rawValue]?.intValue == count, "\(name): \(status)")
        }
        // A reader takes two tests of one name for two tries of one test.
        let names = tests.map {
          "\($0["suite"]?[0]?.stringValue ?? "") \($0["name"]?.stringValue ?? "")"
        }
        #expect(Set(names).count == names.count, "\(name)")
      }
    }
  }

  @Test("a small run reads as written here")
  func golden() {
    var run = SampleRun.small
    run.suites[0].cases[1].exchanges[0].response = nil
    run.suites[0].cases[1].findings[0].details = []
    run.suites.removeLast()
    let text = String(
      decoding: CTRFReport(htmlPath: "index.html").render(RunDigest(run)), as: UTF8.self)
    #expect(text == FormGoldens.ctrf)
  }

  @Test(
    "each verdict has one status, and keeps its own word",
    arguments: [
      (Verdict.passed, "passed", "passed"), (.failed, "failed", "failed"),
      (.errored, "failed", "failed"), (.warned, "passed", "failed"),
      (.inconclusive, "other", "failed"), (.skipped, "skipped", "skipped"),
      (.blocked, "skipped", "skipped"), (.deviating, "skipped", "skipped"),
      (.notRun, "other", "other"),
    ])
  func statuses(_ verdict: Verdict, _ usual: String, _ strict: String) throws {
    for (isStrict, expected) in [(false, usual), (true, strict)] {
      var run = SampleRun.small
      run.environment.isStrict = isStrict
      run.suites[1].cases = [
        SampleRun.testCase("parcels/messages/one", "One", line: 1, verdict, reason: "why")
      ]
      run.suites.removeFirst()
      let root = try JSONDocument(parsing: CTRFReport().render(RunDigest(run))).root
      let test = try #require(root["results"]?["tests"]?[0])
      #expect(test["status"]?.stringValue == expected)
      #expect(test["rawStatus"]?.stringValue == verdict.rawValue)
    }
  }

  @Test("a case whose rounds differ is flaky, one that is always the same is not")
  func flaky() throws {
    var run = SampleRun.small
    run.suites[0].cases[0].rounds = [.passed, .failed]
    run.suites[0].cases[1].rounds = [.failed, .failed]
    let root = try JSONDocument(parsing: CTRFReport().render(RunDigest(run))).root
    #expect(root["results"]?["summary"]?["flaky"]?.intValue == 1)
    #expect(root["results"]?["tests"]?[0]?["flaky"]?.boolValue == true)
    #expect(root["results"]?["tests"]?[1]?["flaky"] == nil)
  }
}
