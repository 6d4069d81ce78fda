import Diagnostics
import Foundation
import SchemaValidator
import Testing

@testable import Conformance

@Suite("The last look at what a run has written")
struct SecretScanTests {
  private static let secret = "open/sesame&4711"
  private static let scan = SecretScan(Redactor([.init(secret, environmentName: nil)]))

  @Test(
    "a secret in a file is masked there and told, in every encoding",
    arguments: Encoding.all.indices, ["report.json", "run.jsonl", "run.har", "page.html"])
  func masks(_ encoding: Int, _ name: String) throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let spelled = Encoding.all[encoding].encode(Self.secret, &random)
    let text = spelled.replacing("\"", with: "\\\"")
    let file = try TemporaryFile("{\"sesame\": [\"x \(text) y\"]}\n", name: name)
    let told = Self.scan.mask([file.path, "\(file.folder)/no-such-file", "/dev/null"])
    #expect(told.map(\.code) == ["report.held-secret"], "seed \(seed)")
    #expect(told.first?.message == "\(file.path) held a secret; it was masked")
    let left = try String(contentsOfFile: file.path, encoding: .utf8)
    #expect(left.hasPrefix("{\"sesame\": [\"x ***") && left.hasSuffix(" y\"]}\n"), "\(left)")
    #expect(Self.scan.mask([file.path]).isEmpty)
  }

  @Test("a file without a secret stays as it is, and nothing is told")
  func innocent() throws {
    let file = try TemporaryFile("{\"open\": \"sesame\"}", name: "report.json")
    #expect(Self.scan.mask([file.path]).isEmpty && Self.scan.find([file.path]).isEmpty)
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
