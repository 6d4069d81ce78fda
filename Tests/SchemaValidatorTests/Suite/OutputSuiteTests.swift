import Foundation
import SchemaValidator
import Testing

/// One file of the official suite's output tests.
struct OutputFile: Sendable, CustomTestStringConvertible {
  let dialect: SchemaDialect
  let url: URL
  let outputSchema: URL
  var testDescription: String { "\(dialect.rawValue)/\(url.lastPathComponent)" }

  static let all: [OutputFile] = {
    guard let root = SuiteFile.root else { return [] }
    let releases: [(SchemaDialect, String)] = [
      (.draft201909, "draft2019-09"), (.draft202012, "draft2020-12"),
    ]
    return releases.flatMap { dialect, name in
      let folder = root.appendingPathComponent("output-tests/\(name)")
      return TestData.files(in: folder.appendingPathComponent("content"), suffix: ".json").map {
        OutputFile(
          dialect: dialect, url: $0,
          outputSchema: folder.appendingPathComponent("output-schema.json"))
      }
    }
  }()
}

@Suite("Official JSON Schema Test Suite: output")
struct OutputSuiteTests {
  @Test("the output satisfies the schema each test gives for it", arguments: OutputFile.all)
  func output(_ file: OutputFile) throws {
    let outputSchema = try JSONDocument(parsing: TestData.bytes(file.outputSchema))
    var registry = SchemaRegistry()
    registry.add(outputSchema, uri: outputSchema.root["$id"]?.stringValue ?? "")
    let compiler = SchemaCompiler(registry: registry, defaultDialect: file.dialect)
    var count = 0
    for group in try JSONDocument(parsing: TestData.bytes(file.url)).root.elements {
      let program = try compiler.compile(JSONDocument(parsing: group["schema"]?.description ?? ""))
      for test in try #require(group["tests"]).elements {
        let data = try JSONDocument(parsing: test["data"]?.description ?? "").root
        for expectation in try #require(test["output"]).members {
          let format = try #require(OutputFormat(rawValue: expectation.name))
          let output = try JSONDocument(parsing: program.output(format, for: data))
          let judge = try compiler.compile(JSONDocument(parsing: expectation.value.description))
          let violations = judge.evaluate(output.root).violations
          #expect(violations.isEmpty, "\(test["description"]?.stringValue ?? ""): \(output.root)")
          count += 1
        }
        // Every format must have the standard's shape, whatever the test asks for.
        let shape = try compiler.compile(outputSchema)
        for format in OutputFormat.allCases {
          let output = try JSONDocument(parsing: program.output(format, for: data))
          #expect(shape.evaluate(output.root).isValid, "\(format): \(output.root)")
          #expect(output.root["valid"]?.boolValue == program.isValid(data))
        }
      }
    }
    print("JSON Schema Test Suite: output \(file.testDescription): \(count) outputs hold")
  }
}
