import Foundation
import Testing

@testable import SchemaValidator

@Suite("Formats: the optional part of the official suite")
struct FormatsSuiteTests {
  /// One file of `optional/format`, whose schemas assert a single format each.
  struct SuiteFile: CustomTestStringConvertible, Sendable {
    let draft: String
    let url: URL
    var testDescription: String { "\(draft)/\(url.lastPathComponent)" }
  }

  static let files: [SuiteFile] = {
    let home = "https://github.com/json-schema-org/JSON-Schema-Test-Suite"
    guard let tests = TestData.folder("json-schema-test-suite/tests", home: home) else { return [] }
    return ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"].flatMap { draft in
      let folder = tests.appendingPathComponent("\(draft)/optional/format")
      return TestData.files(in: folder, suffix: ".json").map { SuiteFile(draft: draft, url: $0) }
    }
  }()

  @Test("every string has the suite's verdict", arguments: files)
  func agrees(_ file: SuiteFile) throws {
    var checks = 0
    for group in try JSONDocument(parsing: TestData.bytes(file.url)).root.elements {
      let name = try #require(group["schema"]?["format"]?.stringValue)
      for test in try #require(group["tests"]).elements {
        // Other types always pass: that is the keyword's business, not the format's.
        guard let text = test["data"]?.stringValue else { continue }
        let isValid = try #require(test["valid"]?.boolValue as Bool?)
        checks += 1
        #expect(
          (StringFormat.named(name)?.holds(text) ?? true) == isValid,
          "\(name) of \(text.debugDescription): \(test["description"]?.stringValue ?? "")")
      }
    }
    #expect(checks > 0)
  }
}

extension StringFormat {
  /// Tests a Swift string.
  func holds(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return holds(bytes.span)
  }
}
