import Diagnostics
import Foundation
import SchemaValidator
import Testing

/// A published OpenAPI document whose schemas values are made for.
struct GenerationContract: Sendable, CustomTestStringConvertible {
  let path: String
  let dialect: SchemaDialect
  var testDescription: String { path }

  static let all = [
    GenerationContract(path: "openapi.json", dialect: .openAPI31),
    GenerationContract(path: "contracts/github-ghes-3.6.oas31.json", dialect: .openAPI31),
    GenerationContract(path: "contracts/stripe.oas30.json", dialect: .openAPI30),
  ]

  /// A schema of the document, ready to make values for.
  struct Entry {
    let pointer: JSONPointer
    let generator: SchemaGenerator
  }

  /// Every `share`-th schema of the document; nil without the test data.
  func entries(share: Int) throws -> [Entry]? {
    guard let url = TestData.folder(path, home: "the publisher of the document") else { return nil }
    let document = try JSONDocument(parsing: TestData.bytes(url))
    let compiler = SchemaCompiler(
      defaultDialect: dialect, formats: .assert, checksMetaSchema: false)
    let source = try compiler.load(document, uri: path)
    let pointers = Self.schemas(of: document.root)
    let programs = try pointers.enumerated().filter { $0.offset % share == 0 }.map {
      ($0.element, try source.compile(at: $0.element))
    }
    guard let last = programs.last?.1 else { return [] }
    let model = GenerationModel(last)
    return programs.map { Entry(pointer: $0, generator: SchemaGenerator($1, sharing: model)) }
  }

  /// The components and every value of a member `schema` that is more than a reference seen before.
  private static func schemas(of root: JSONValue) -> [JSONPointer] {
    var found: [JSONPointer] = []
    var references: Set<String> = []
    for part in [["components"], ["paths"], ["webhooks"]] {
      let start = JSONPointer(part)
      guard let value = root.value(at: start) else { continue }
      var pending = [(value, start)]
      while let (value, pointer) = pending.popLast() {
        let isComponent = pointer.tokens == ["components", "schemas"]
        for member in value.members {
          let place = pointer.appending(member.name)
          if member.name == "schema" || isComponent {
            let reference = member.value.count == 1 ? member.value["$ref"]?.stringValue : nil
            if reference.map({ references.insert($0).inserted }) ?? true { found.append(place) }
          } else {
            pending.append((member.value, place))
          }
        }
        for (index, element) in value.elements.enumerated() {
          pending.append((element, pointer.appending(index)))
        }
      }
    }
    return found
  }
}

/// A generator for a schema given as a text.
func generator(
  _ schema: String, _ dialect: SchemaDialect = .draft202012
) throws -> SchemaGenerator {
  let compiler = SchemaCompiler(
    registry: SuiteFile.registry, defaultDialect: dialect, formats: .assert)
  return SchemaGenerator(try compiler.compile(try JSONDocument(parsing: schema)))
}

/// The texts of the first values for a schema.
func texts(_ schema: String, _ count: Int, seed: UInt64 = 1) throws -> [String] {
  try generator(schema).values(seed: seed).prefix(count).compactMap { $0.value?.description }
}

/// Whether a fault's keyword is violated at its place, and everything else lies around it.
func isMeant(_ fault: SchemaFault, _ violations: [SchemaViolation]) -> Bool {
  func isThere(_ violations: [SchemaViolation]) -> Bool {
    violations.contains { violation in
      violation.schemaPointer.starts(with: fault.schemaPointer)
        || violation.branches.contains { isThere($0.violations) }
    }
  }
  return isThere(violations)
    && violations.allSatisfy { fault.instancePointer.starts(with: $0.instanceLocation) }
}
