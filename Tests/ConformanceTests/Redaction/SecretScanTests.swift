import Diagnostics
import Foundation
import SchemaValidator
import Testing

@testable import Conformance

@Suite("The last look at what a run has written")
struct SecretScanTests {
  private static let secret = "open/sesame&4711"
  private static let scan = SecretScan(Redactor([.init(secret, environmentName: nil)]))

  private static func mask(_ paths: String...) -> [Diagnostic] {
    scan.mask(paths.map { ($0, TextForm(path: $0)) })
  }

  @Test("words of the program that look like a secret are none, in every form of file")
  func ownWords() throws {
    let words = [
      "testcase", "status", "startedAfterMs", "conformance-results", "statuses", "verdict",
    ]
    let redactor = Redactor(words.map { .init($0, environmentName: nil) })
    let files = ReportSet(folder: "r", dialect: .rich)
    #expect(!files.writes("r/./none.json") && files.writes("r/../r/./results.json"))
    let run = RunDigest(SampleRun.small)
    for report in [JSONReport(), JUnitReport(htmlPath: "x"), HTMLReport()] as [any Report] {
      let bytes = report.render(run)
      let masked = redactor.masked(bytes, as: report.form)
      let isWhole =
        report is JSONReport
        ? (try? RunResult(readingJSON: JSONDocument(parsing: masked).root)) != nil
        : String(decoding: masked, as: UTF8.self).matches(of: /<[^>]*>/).count
          == String(decoding: bytes, as: UTF8.self).matches(of: /<[^>]*>/).count
      #expect(isWhole, "\(type(of: report))")
      #expect(!String(decoding: masked, as: UTF8.self).contains("<***"))
    }
  }

  @Test(
    "a secret in a file is masked there and told, in every encoding",
    arguments: Encoding.all.indices, ["report.json", "run.jsonl", "run.har", "page.html"])
  func masks(_ encoding: Int, _ name: String) throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let spelled = Encoding.all[encoding].encode(Self.secret, &random)
    let text = spelled.replacing("\"", with: "\\\"")
    let file = try TemporaryFile("{\"sesame\": [\"x \(text) y\"]}\n", name: name)
    let told = Self.mask(file.path, "\(file.folder)/no-such-file", "/dev/null")
    #expect(told.map(\.code) == ["report.held-secret"], "seed \(seed)")
    #expect(told.first?.message == "\(file.path) held a secret; it was masked")
    let left = try String(contentsOfFile: file.path, encoding: .utf8)
    #expect(left.hasPrefix("{\"sesame\": [\"x ***") && left.hasSuffix(" y\"]}\n"), "\(left)")
    #expect(Self.mask(file.path).isEmpty)
  }

  @Test("what turned out to be secret only later is masked, and is nobody's fault")
  func learned() throws {
    let redactor = Redactor([.init(Self.secret, environmentName: nil)])
    let file = try TemporaryFile("{\"token\": \"tok_session_99\"}\n", name: "run.jsonl")
    #expect(redactor.learn("tok_session_99"))
    let scan = SecretScan(redactor)
    #expect(scan.mask([(file.path, .json)]).isEmpty)
    let left = try String(contentsOfFile: file.path, encoding: .utf8)
    #expect(left == "{\"token\": \"***\"}\n")
  }

  @Test("a file without a secret stays as it is, and nothing is told")
  func innocent() throws {
    let file = try TemporaryFile("{\"open\": \"sesame\"}", name: "report.json")
    #expect(Self.mask(file.path).isEmpty && Self.scan.find([file.path]).isEmpty)
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "{\"open\": \"sesame\"}")
  }

  @Test("a file that another command goes by is told, and stays as it is")
  func working() throws {
    let text = "{\"path\": \"/things/open%2Fsesame%264711\"}\n"
    let file = try TemporaryFile(text, name: "ledger.jsonl")
    #expect(Self.scan.find([file.path]).map(\.code) == ["report.held-secret"])
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
  }
}
