import Foundation
import Testing

@testable import Conformance

/// Writes sample reports for a person to look at:
/// `REPORT_PREVIEW=folder swift test --filter PreviewTests`.
@Suite("Previews", .enabled(if: ProcessInfo.processInfo.environment["REPORT_PREVIEW"] != nil))
struct PreviewTests {
  @Test("sample reports are written")
  func write() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["REPORT_PREVIEW"])
    for (name, run) in [
      ("day", SampleDay.covered), ("green", SampleDay.green), ("hostile", HostileRun.make()),
      ("large", large), ("operations", manyOperations),
    ] {
      let digest = RunDigest(run)
      try ReportFile("\(folder)/\(name)/index.html").write(HTMLReport().render(digest))
      try ReportFile("\(folder)/\(name)/junit.xml").write(JUnitReport().render(digest))
      try ReportFile("\(folder)/\(name)/results.json").write(JSONReport().render(digest))
      for verbosity in ConsoleReport.Verbosity.allCases {
        let settings = TerminalSettings(usesColor: true, isLive: false, width: 100)
        let report = ConsoleReport(
          settings: settings, verbosity: verbosity,
          written: [.init(name: "HTML", path: "\(folder)/\(name)/index.html")])
        try ReportFile("\(folder)/\(name)/console-\(verbosity).txt").write(report.render(digest))
      }
    }
  }

  /// A contract of 1,000 operations, with something missing of each.
  private var manyOperations: RunResult {
    var run = SampleDay.run
    run.coverage = SampleCoverage.large(1_000)
    return run
  }

  /// 20,000 cases with 5 requests each, 2,000 of them failed.
  private var large: RunResult {
    var run = SampleDay.run
    run.suites = (0..<200).map { suite in
      SuiteResult(
        id: "large/\(suite)", title: "Suite \(suite)", file: "suites/large/\(suite).suite.yaml",
        cases: (0..<100).map { number in
          var testCase = number.isMultiple(of: 10) ? SampleRun.overlapCase : SampleDay.passedCase
          testCase.id = "large/\(suite)/case-\(number)"
          testCase.title += " (\(number))"
          while testCase.exchanges.count < 5 {
            testCase.exchanges.append(testCase.exchanges[0])
          }
          return testCase
        })
    }
    return run
  }
}
