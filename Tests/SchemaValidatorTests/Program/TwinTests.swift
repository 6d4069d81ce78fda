import Foundation
import SchemaValidator
import Testing

@Suite("Programs: three readings, one meaning")
struct TwinTests {
  @Test("random schemas and instances get the same verdict from all three", arguments: 0..<8)
  func randomPairs(_ lane: Int) throws {
    let base =
      ProcessInfo.processInfo.environment["CONFORMANCE_SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 0..<1 << 48)
    let seed = base &+ UInt64(lane)
    var random = RandomSchemas(seed: seed)
    var valid = 0
    for round in 0..<250 {
      let text = random.schema()
      let schema = try JSONDocument(parsing: text)
      let program = try SchemaCompiler().compile(schema)
      let twin = ObviousValidator(root: schema.root)
      for _ in 0..<12 {
        let instance = random.instance()
        let value = try JSONDocument(parsing: instance).root
        let expected = twin.isValid(value)
        if expected { valid += 1 }
        let fast = program.isValid(value)
        let verdict = program.evaluate(value)
        let outputs = try OutputFormat.allCases.map { format in
          try JSONDocument(parsing: program.output(format, for: value)).root["valid"]?.boolValue
        }
        guard
          fast == expected, verdict.isValid == expected,
          verdict.violations.isEmpty == expected, outputs.allSatisfy({ $0 == expected }),
          try program.isValid(Array(instance.utf8)) == expected
        else {
          Issue.record(
            """
            seed \(seed), round \(round): twin \(expected), fast \(fast), \
            exhaustive \(verdict.isValid), outputs \(outputs)
            schema \(text)
            instance \(instance)
            """)
          return
        }
      }
    }
    print("random pairs: seed \(seed), \(valid) of 3000 valid")
  }

  /// A dataset of the test data: documents with verdicts that several validators agreed on.
  struct DatasetFolder: Sendable, CustomTestStringConvertible {
    let url: URL
    var testDescription: String { url.lastPathComponent }

    static let all: [DatasetFolder] = {
      let home = "https://github.com/sourcemeta-research/jsonschema-benchmark"
      guard let root = TestData.folder("bench-datasets", home: home) else { return [] }
      return TestData.files(in: root, suffix: "schema.json").map {
        DatasetFolder(url: $0.deletingLastPathComponent())
      }
    }()
  }

  @Test("real documents and mutants get the verdicts of record", arguments: DatasetFolder.all)
  func realDocuments(_ folder: DatasetFolder) throws {
    let schema = try TestData.bytes(folder.url.appendingPathComponent("schema.json"))
    let compiler = SchemaCompiler(defaultDialect: .draft7)
    let program = try compiler.compile(JSONDocument(parsing: schema))
    func lines(_ name: String) throws -> [[UInt8]] {
      try TestData.bytes(folder.url.appendingPathComponent(name))
        .split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
    for (number, line) in try lines("instances.jsonl").prefix(100).enumerated() {
      let value = try JSONDocument(parsing: line).root
      let verdict = program.evaluate(value)
      #expect(verdict.isValid, "document \(number): \(verdict.violations)")
    }
    for (number, line) in try lines("mutated.jsonl").enumerated() {
      let record = try JSONDocument(parsing: line).root
      let instance = try #require(record["instance"])
      #expect(program.isValid(instance) == record["valid"]?.boolValue, "mutant \(number)")
      #expect(program.evaluate(instance).isValid == record["valid"]?.boolValue, "mutant \(number)")
    }
  }
}
