import Diagnostics
import Foundation
import SchemaValidator
import Testing

/// One file of the official suite's annotation tests.
struct AnnotationFile: Sendable, CustomTestStringConvertible {
  let url: URL
  var testDescription: String { url.lastPathComponent }

  static let all: [AnnotationFile] = {
    guard let root = SuiteFile.root else { return [] }
    let folder = root.appendingPathComponent("annotations/tests")
    return TestData.files(in: folder, suffix: ".json").map { AnnotationFile(url: $0) }
  }()

  /// Whether a case is meant for a release, such as `7` or `2020`.
  ///
  /// The suite's notation: `6` means from 6 on, `<=2019` up to it, `=2020` only that.
  static func isCompatible(_ text: String?, _ release: Int) -> Bool {
    (text ?? "").split(separator: ",").allSatisfy { condition in
      if condition.hasPrefix("<=") {
        return Int(condition.dropFirst(2)).map { release <= $0 } ?? false
      }
      if condition.hasPrefix("=") { return Int(condition.dropFirst()) == release }
      return Int(condition).map { release >= $0 } ?? false
    }
  }
}

@Suite("Official JSON Schema Test Suite: annotations")
struct AnnotationSuiteTests {
  @Test("every schema location contributes what it must", arguments: AnnotationFile.all)
  func annotations(_ file: AnnotationFile) throws {
    let suite = try JSONDocument(parsing: TestData.bytes(file.url)).root["suite"]
    let releases: [(SchemaDialect, Int)] = [
      (.draft4, 4), (.draft6, 6), (.draft7, 7), (.draft201909, 2019), (.draft202012, 2020),
    ]
    var assertions = 0
    for group in try #require(suite).elements {
      for (dialect, release) in releases
      where AnnotationFile.isCompatible(group["compatibility"]?.stringValue, release) {
        assertions += try check(group, dialect, "\(file.testDescription), \(dialect.rawValue)")
      }
    }
    print(
      "JSON Schema Test Suite: annotations \(file.testDescription): \(assertions) assertions hold")
  }

  private func check(_ group: JSONValue, _ dialect: SchemaDialect, _ title: String) throws -> Int {
    var registry = SchemaRegistry()
    for member in group["externalSchemas"].map({ Array($0.members) }) ?? [] {
      registry.add(try JSONDocument(parsing: member.value.description), uri: member.name)
    }
    let compiler = SchemaCompiler(registry: registry, defaultDialect: dialect)
    let program = try compiler.compile(JSONDocument(parsing: group["schema"]?.description ?? ""))
    var assertions = 0
    for test in try #require(group["tests"]).elements {
      let instance = try JSONDocument(parsing: test["instance"]?.description ?? "").root
      let annotations = program.annotations(for: instance)
      for assertion in try #require(test["assertions"]).elements {
        assertions += 1
        let location = try #require(assertion["location"]?.stringValue)
        let keyword = try #require(assertion["keyword"]?.stringValue)
        var found: [String: String] = [:]
        for annotation in annotations
        where annotation.keyword == keyword && annotation.instanceLocation.description == location {
          found[annotation.schemaPointer.fragment] = annotation.value
        }
        var expected: [String: String] = [:]
        for member in try #require(assertion["expected"]).members {
          expected[member.name] = member.value.description
        }
        #expect(found == expected, "\(title): \(keyword) at \"\(location)\"")
      }
    }
    return assertions
  }
}
