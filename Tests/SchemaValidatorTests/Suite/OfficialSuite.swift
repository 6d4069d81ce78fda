import Foundation
import SchemaValidator
import Testing

/// One file of the official JSON Schema Test Suite.
struct SuiteFile: Sendable, CustomTestStringConvertible {
  let dialect: SchemaDialect
  let url: URL
  /// The path below the draft's folder.
  let name: String
  var testDescription: String { "\(dialect.rawValue)/\(name)" }

  static let folders: [(dialect: SchemaDialect, folder: String)] = [
    (.draft4, "draft4"), (.draft6, "draft6"), (.draft7, "draft7"), (.draft201909, "draft2019-09"),
    (.draft202012, "draft2020-12"),
  ]

  static let root = TestData.folder(
    "json-schema-test-suite", home: "https://github.com/json-schema-org/JSON-Schema-Test-Suite")

  /// The files of a draft, or only those in one of its folders.
  static func all(_ part: SuitePart) -> [SuiteFile] {
    guard let root else { return [] }
    return folders.flatMap { dialect, folder in
      let base = root.appendingPathComponent("tests/\(folder)")
      return TestData.files(in: base, suffix: ".json").compactMap { url in
        let name = String(url.path.dropFirst(base.path.count + 1))
        return part.holds(name) ? SuiteFile(dialect: dialect, url: url, name: name) : nil
      }
    }
  }

  /// The suite's remote documents, as its readme asks: by path below `http://localhost:1234/`.
  static let registry: SchemaRegistry = {
    var registry = SchemaRegistry()
    guard let root else { return registry }
    let base = root.appendingPathComponent("remotes")
    for url in TestData.files(in: base, suffix: ".json") {
      let path = String(url.path.dropFirst(base.path.count + 1))
      guard let bytes = try? TestData.bytes(url),
        let document = try? JSONDocument(parsing: bytes)
      else { continue }
      registry.add(document, uri: "http://localhost:1234/\(path)")
    }
    return registry
  }()
}

/// Which part of a draft's tests.
enum SuitePart: String, Sendable {
  case required
  case optional
  case format

  func holds(_ name: String) -> Bool {
    switch self {
    case .required: !name.hasPrefix("optional/")
    case .optional: name.hasPrefix("optional/") && !name.hasPrefix("optional/format/")
    case .format: name.hasPrefix("optional/format/")
    }
  }
}
