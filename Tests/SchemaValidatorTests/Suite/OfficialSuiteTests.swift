import Foundation
import SchemaValidator
import Testing

/// Passed and all tests of the suite, by draft and part, printed when the process ends.
private final class Tally: @unchecked Sendable {
  static let shared = Tally()
  private let lock = NSLock()
  private var counts: [String: (passed: Int, all: Int)] = [:]
  private var filesLeft: [String: Int] = [:]

  /// Counts a file's tests; prints the line of the draft's part with its last file.
  func add(_ file: SuiteFile, _ part: SuitePart, passed: Int, all: Int) {
    lock.withLock {
      let key = "\(part.rawValue) \(file.dialect.rawValue)"
      let left =
        filesLeft[key]
        ?? SuiteFile.all(part).filter { $0.dialect == file.dialect }.count
      filesLeft[key] = left - 1
      counts[key, default: (0, 0)].passed += passed
      counts[key, default: (0, 0)].all += all
      if left == 1, let count = counts[key] {
        print("JSON Schema Test Suite: \(key): \(count.passed) of \(count.all) passed")
      }
    }
  }
}

@Suite("Official JSON Schema Test Suite")
struct OfficialSuiteTests {
  @Test("required tests", arguments: SuiteFile.all(.required))
  func required(_ file: SuiteFile) throws {
    try check(file, .required, formats: .dialect)
  }

  @Test("optional tests", arguments: SuiteFile.all(.optional))
  func optional(_ file: SuiteFile) throws {
    // The content keywords of draft-07 are asserted on the same request as formats.
    let assertsContent = file.dialect == .draft7 && file.name == "optional/content.json"
    try check(file, .optional, formats: assertsContent ? .assert : .dialect)
  }

  @Test("format tests", arguments: SuiteFile.all(.format))
  func format(_ file: SuiteFile) throws {
    try check(file, .format, formats: .assert)
  }

  /// Runs a file; both evaluations must give the verdict the suite asks for.
  private func check(_ file: SuiteFile, _ part: SuitePart, formats: FormatPolicy) throws {
    let groups = try JSONDocument(parsing: TestData.bytes(file.url)).root
    let compiler = SchemaCompiler(
      registry: SuiteFile.registry, defaultDialect: file.dialect, formats: formats)
    var passed = 0
    var all = 0
    for group in groups.elements {
      let schema = try JSONDocument(parsing: group["schema"]?.description ?? "")
      let title = "\(file.testDescription): \(group["description"]?.stringValue ?? "")"
      let program: SchemaProgram
      do {
        program = try compiler.compile(schema)
      } catch {
        Issue.record("\(title): \(error)")
        all += group["tests"]?.count ?? 0
        continue
      }
      for test in try #require(group["tests"]).elements {
        all += 1
        let data = try JSONDocument(parsing: test["data"]?.description ?? "").root
        let expected = test["valid"]?.boolValue
        let fast = program.isValid(data)
        let verdict = program.evaluate(data)
        let comment: Comment = "\(title): \(test["description"]?.stringValue ?? "")"
        #expect(fast == expected, comment)
        #expect(verdict.isValid == expected, comment)
        #expect(verdict.violations.isEmpty == (verdict.outcome == .valid), comment)
        if fast == expected, verdict.isValid == expected { passed += 1 }
      }
    }
    Tally.shared.add(file, part, passed: passed, all: all)
  }
}
