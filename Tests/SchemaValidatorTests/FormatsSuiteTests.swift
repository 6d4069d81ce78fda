import Foundation
import Testing

@testable import SchemaValidator

@Suite("Formats: the optional part of the official suite")
struct FormatsSuiteTests {
  /// One file of `optional/format`, whose schemas assert a single format each.
  struct SuiteFile: CustomTestStringConvertible, Sendable {
    let draft: String
    let name: String
    var testDescription: String { "\(draft)/\(name)" }
  }

  static let root = "json-schema-test-suite/tests"
  static let drafts = ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"]

  static let files: [SuiteFile] = drafts.flatMap { draft in
    let folder = RegexTestData.directory.appendingPathComponent("\(root)/\(draft)/optional/format")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { SuiteFile(draft: draft, name: $0) }
  }

  @Test("every string has the suite's verdict", arguments: files)
  func agrees(_ file: SuiteFile) throws {
    let path = "\(Self.root)/\(file.draft)/optional/format/\(file.name)"
    guard let groups = try RegexTestData.json(path) as? [[String: Any]] else { return }
    for group in groups {
      let schema = try #require(group["schema"] as? [String: Any])
      let name = try #require(schema["format"] as? String)
      for test in try #require(group["tests"] as? [[String: Any]]) {
        // Other types always pass: that is the keyword's business, not the format's.
        guard let text = test["data"] as? String else { continue }
        let valid = try #require(test["valid"] as? Bool)
        let holds = StringFormat.named(name)?.holds(text) ?? true
        #expect(
          holds == valid,
          "\(name) of \(text.debugDescription): \(test["description"] ?? "")")
      }
    }
  }

  @Test("the suite is there, or its absence is said")
  func isPresent() throws {
    if Self.files.isEmpty {
      _ = try RegexTestData.json("\(Self.root)/draft2020-12/optional/format/uri.json")
    } else {
      #expect(Self.files.count == 78)
    }
  }
}

extension StringFormat {
  /// Tests a Swift string.
  func holds(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return holds(bytes.span)
  }
}
