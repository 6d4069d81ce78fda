import Diagnostics
import Foundation
import Testing

@testable import Conformance

@Suite("Report files")
struct ReportFileTests {
  @Test("a file is written with the folders that lead to it, and replaced in one step")
  func write() throws {
    let folder = try TemporaryFile("", name: "anchor").keptFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/a/b/results.json"
    try ReportFile(path).write(Array("first".utf8))
    try ReportFile(path).write(Array("second".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "second")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b")
    #expect(names == ["results.json"], "no temporary file stays")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect((mode ?? 0) & 0o600 == 0o600)
  }

  @Test("a refusal names the path and the reason, and the previous report stays")
  func refusals() throws {
    let folder = try TemporaryFile("", name: "anchor").keptFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ReportFile("\(folder)/file").write([])
    try FileManager.default.createDirectory(
      atPath: "\(folder)/index.html", withIntermediateDirectories: true)
    for (path, message) in [
      ("\(folder)/file/x.json", "a file stands where a folder is needed"),
      ("\(folder)/index.html", "there is a folder of that name"),
      ("\(folder)/\(String(repeating: "n", count: 300))", "the name is too long"),
      ("/proc/no/such/place.json", "/proc/no/such cannot be made"),
    ] {
      let error = #expect(throws: Diagnostics.self) { try ReportFile(path).write([1]) }
      let diagnostic = error?.all.first
      #expect(diagnostic?.code == "report-not-written")
      #expect(diagnostic?.message.contains(message) == true, "\(diagnostic?.message ?? "")")
      #expect(diagnostic?.fix != nil)
    }
  }

  @Test("a report whose place cannot be written to goes to the spare folder, and both are told")
  func spareFolder() throws {
    let folder = try TemporaryFile("", name: "anchor").keptFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A folder stands where the file is to be.
    try FileManager.default.createDirectory(
      atPath: "\(folder)/reports/junit.xml", withIntermediateDirectories: true)
    let written = ReportSet(folder: "\(folder)/reports").write(
      SampleRun.small, redactor: Redactor([]), spareFolder: "\(folder)/spare")
    #expect(
      written.reports.map(\.path) == [
        "\(folder)/reports/index.html", "\(folder)/spare/junit.xml",
        "\(folder)/reports/results.json",
      ])
    #expect(written.mistakes.map(\.code) == ["report-not-written"])
    for report in written.reports {
      #expect(FileManager.default.fileExists(atPath: report.path), "\(report.path)")
    }
  }
}

extension TemporaryFile {
  /// A folder that is still there when the value is gone; the caller removes it.
  fileprivate func keptFolder() throws -> String {
    let kept = "\(folder)-kept"
    try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
    return kept
  }
}
