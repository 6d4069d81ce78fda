import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Generation: the schemas of the official suite")
struct SuiteGenerationTests {
  /// So many values are made for each schema.
  private static let limit = 40

  /// A schema of the suite with the instances it is said to accept and to refuse.
  private struct Group {
    let title: String
    let generator: SchemaGenerator
    let accepted: [JSONValue]
    let refused: [JSONValue]
  }

  private static func groups(_ part: SuitePart) throws -> [Group] {
    var found: [Group] = []
    for file in SuiteFile.all(part) {
      for group in try JSONDocument(parsing: TestData.bytes(file.url)).root.elements {
        let compiler = SchemaCompiler(
          registry: SuiteFile.registry, defaultDialect: file.dialect,
          formats: part == .format ? .assert : .dialect)
        let schema = try JSONDocument(parsing: group["schema"]?.description ?? "")
        guard let program = try? compiler.compile(schema) else { continue }
        let tests = group["tests"].map { Array($0.elements) } ?? []
        func data(_ isValid: Bool) -> [JSONValue] {
          tests.filter { $0["valid"]?.boolValue == isValid }.compactMap { $0["data"] }
        }
        found.append(
          Group(
            title: "\(file.testDescription): \(group["description"]?.stringValue ?? "")",
            generator: SchemaGenerator(program), accepted: data(true), refused: data(false)))
      }
    }
    return found
  }

  @Test(
    "what accepts an instance has values, what has none accepts no instance, what has no others had all",
    arguments: [SuitePart.required, .optional, .format])
  func values(_ part: SuitePart) throws {
    guard SuiteFile.root != nil else { return }
    let groups = try Self.groups(part)
    #expect(groups.count > 50)
    var counts = (values: 0, exhausted: 0, stopped: 0, unsatisfiable: 0)
    var missing: [String] = []
    for group in groups {
      let program = group.generator.program
      let made = group.generator.values(seed: 1).makeIterator()
      var values: Set<JSONValue> = []
      var isSatisfiable = true
      while values.count < Self.limit, let generated = made.next() {
        switch generated {
        case .value(let value):
          #expect(values.insert(value).inserted, "\(group.title): \(value) comes twice")
          #expect(program.evaluate(value).isValid, "\(group.title): \(value)")
        case .unsatisfiable(let failure):
          isSatisfiable = false
          // The verdicts are the suite's; optional ones are not all followed.
          let counterexample = group.accepted.first { part == .required || program.isValid($0) }
          #expect(counterexample == nil, "\(group.title): \(failure)")
        case .notFound(let failure):
          if group.accepted.isEmpty { break }
          missing.append("\(group.title): \(failure)")
        }
      }
      counts.values += values.count
      if !isSatisfiable {
        counts.unsatisfiable += 1
      } else if values.count < Self.limit, made.isExhausted {
        counts.exhausted += 1
        // Whatever the suite calls valid has to be among them.
        let other = group.accepted.first { program.isValid($0) && !values.contains($0) }
        #expect(other == nil, "\(group.title): \(values.count) values are all")
      } else if values.count < Self.limit {
        counts.stopped += 1
      }
    }
    print(
      "generation: official suite, \(part.rawValue): \(groups.count) schemas, \(counts.values) values; "
        + "\(counts.exhausted) have fewer than \(Self.limit), for \(counts.stopped) looking was given "
        + "up, \(counts.unsatisfiable) have none, without one found: \(missing)")
    #expect(missing == [])
  }

  @Test(
    "every violation is refused for its keyword at its place",
    arguments: [SuitePart.required, .optional, .format])
  func violations(_ part: SuitePart) throws {
    guard SuiteFile.root != nil else { return }
    var counts: [String: Int] = [:]
    var without: [String] = []
    for group in try Self.groups(part) {
      let program = group.generator.program
      let bases = group.generator.values(seed: 1).prefix(8).compactMap(\.value)
      var found = 0
      for base in bases {
        for fault in group.generator.faults(from: base, seed: 1, limit: 40) {
          found += 1
          counts[fault.keyword, default: 0] += 1
          let violations = program.evaluate(fault.value).violations
          #expect(
            isMeant(fault, violations),
            "\(group.title): \(fault.summary) at \(fault.instancePointer): \(violations)")
        }
      }
      if found == 0, !bases.isEmpty, group.refused.contains(where: { !program.isValid($0) }) {
        without.append(group.title)
      }
    }
    print(
      "generation: official suite, \(part.rawValue): violations "
        + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        + "; schemas without one: \(without.count)")
    #expect(counts.values.reduce(0, +) > 300)
    #expect(without.count <= (part == .required ? 45 : 5), "\(without)")
  }
}
