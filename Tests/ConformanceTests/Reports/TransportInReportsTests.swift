import Testing

@testable import Conformance

@Suite("Transport in reports")
struct TransportInReportsTests {
  private static let plain = TerminalSettings(
    isTerminal: false, columns: nil, environment: [:], color: .never)

  private static let reports: [(name: String, report: any Report)] = [
    ("console", ConsoleReport(settings: plain)), ("HTML", HTMLReport()),
    ("JUnit", JUnitReport(dialect: .rich)), ("strict JUnit", JUnitReport(dialect: .strict)),
    ("CTRF", CTRFReport()), ("SARIF", SARIFReport(paths: RelativePath(from: "/work"))),
    ("quiet console", ConsoleReport(settings: plain, verbosity: .quiet)),
  ]

  private func text(_ report: any Report, _ change: (inout TransportRecord) -> Void) -> String {
    var run = SampleRun.small
    change(&run.environment.transport)
    return String(decoding: report.render(RunDigest(run)), as: UTF8.self)
  }

  @Test("every report says aloud that TLS was not verified", arguments: reports.indices)
  func insecure(_ index: Int) {
    let (name, report) = Self.reports[index]
    #expect(text(report) { $0.isInsecure = true }.contains(TransportRecord.warning), "\(name)")
    #expect(!text(report) { _ in }.contains(TransportRecord.warning), "\(name)")
  }

  @Test("what was chosen is told, and nothing where nothing was", arguments: reports.indices)
  func remarks(_ index: Int) {
    let (name, report) = Self.reports[index]
    guard !name.hasPrefix("quiet") else { return }
    let chosen = text(report) {
      $0.proxy = "http://proxy.test:1"
      $0.httpVersion = "2"
    }
    #expect(chosen.contains("HTTP/2") && chosen.contains("proxy http://proxy.test:1"), "\(name)")
    #expect(!text(report) { _ in }.contains("HTTP/1.1,"), "\(name)")
    #expect(TransportRecord().remarks.isEmpty)
  }
}
