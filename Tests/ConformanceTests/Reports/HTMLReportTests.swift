import Foundation
import Testing

@testable import Conformance

@Suite("HTML report")
struct HTMLReportTests {
  @Test("the policy names the hashes of exactly the style and the script in the page")
  func policy() throws {
    guard let sha256sum = ExternalTool("sha256sum") else { return }
    let page = render(SampleRun.small)
    for (asset, hash) in [("style", HTMLStyle.hash), ("script", HTMLScript.hash)] {
      let text = try #require(page.split(separator: "<\(asset)>").dropFirst().first)
        .split(separator: "</\(asset)>")[0]
      let file = try TemporaryFile(String(text), name: asset)
      let hex = try #require(try sha256sum.run([file.path]).output.split(separator: " ").first)
      let bytes = stride(from: 0, to: 64, by: 2).compactMap { offset in
        UInt8(hex.dropFirst(offset).prefix(2), radix: 16)
      }
      #expect(hash == "sha256-\(Data(bytes).base64EncodedString())", "\(asset)")
    }
    #expect(page.contains("default-src 'none'; style-src '\(HTMLStyle.hash)'"))
    #expect(page.contains("script-src '\(HTMLScript.hash)'"))
  }

  private func render(_ result: RunResult) -> String {
    String(decoding: HTMLReport().render(RunDigest(result)), as: UTF8.self)
  }
}
