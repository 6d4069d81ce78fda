import Diagnostics
import Foundation
import SchemaValidator
import Testing

@testable import Conformance

/// A published schema, by which our own validator judges what a report wrote.
struct PublishedSchema {
  private let program: SchemaProgram

  /// A schema that lies beside the project; nil after saying that what needs it is skipped.
  init?(shared name: String) throws {
    guard let url = testData("report-schemas/\(name)") else {
      print("skipped: no test data at report-schemas/\(name)")
      return nil
    }
    try self.init(Array(try Data(contentsOf: url)), name: name)
  }

  /// A schema given as text.
  init(_ bytes: [UInt8], name: String) throws {
    program = try SchemaCompiler().load(SourceText(bytes, name: name)).compile()
  }

  /// Whether a report fits.
  func fits(_ report: [UInt8]) throws -> Bool {
    program.evaluate(try JSONDocument(parsing: report).root).isValid
  }

  /// Expects that a report fits.
  func expectFits(
    _ report: [UInt8], _ what: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws -> JSONValue {
    let root = try JSONDocument(parsing: report).root
    let verdict = program.evaluate(root)
    #expect(
      verdict.isValid, "\(what): \(verdict.violations.prefix(3))", sourceLocation: sourceLocation)
    return root
  }
}

/// Runs that every report has to get along with, by a name each.
enum ManyRuns {
  static let all: [(name: String, run: RunResult)] =
    [
      ("small", SampleRun.small), ("day", SampleDay.run), ("green day", SampleDay.green),
      ("hostile", HostileRun.make()), ("empty", empty),
    ] + (UInt64(1)...20).map { ("seed \($0)", GeneratedRun.make(seed: $0)) }

  /// A run of which nothing came.
  static let empty: RunResult = {
    var run = SampleRun.small
    run.suites = []
    run.requirements = []
    return run
  }()
}
