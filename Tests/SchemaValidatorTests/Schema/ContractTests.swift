import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Contracts: real OpenAPI documents")
struct ContractTests {
  /// A published document, and the dialect its Schema Objects are written in.
  struct Contract: Sendable, CustomTestStringConvertible {
    let path: String
    let dialect: SchemaDialect
    var testDescription: String { path }

    static let all = [
      Contract(path: "openapi.json", dialect: .openAPI31),
      Contract(path: "contracts/github-ghes-3.6.oas31.json", dialect: .openAPI31),
      Contract(path: "contracts/stripe.oas30.json", dialect: .openAPI30),
    ]
  }

  @Test("every schema of a document compiles", arguments: Contract.all)
  func everySchema(_ contract: Contract) throws {
    guard let url = TestData.folder(contract.path, home: "the publisher of the document") else {
      return
    }
    let document = try JSONDocument(parsing: TestData.bytes(url))
    let started = ContinuousClock.now
    let compiler = SchemaCompiler(defaultDialect: contract.dialect, checksMetaSchema: false)
    let source = try compiler.load(document, uri: contract.path)
    var programs: [SchemaProgram] = []
    for pointer in try Self.schemas(of: document.root) {
      do {
        programs.append(try source.compile(at: pointer))
      } catch {
        Issue.record("\(pointer): \(error)")
      }
    }
    for program in programs { program.prepare() }
    #expect(programs.count > 300)
    print(
      "\(contract.path): \(programs.count) schemas compiled in \(ContinuousClock.now - started), "
        + "at most \(TestData.peakMemory) MiB in use by all tests so far")
  }

  /// The entries of `components/schemas` and every value of a member `schema` below `paths`.
  private static func schemas(of root: JSONValue) throws -> [JSONPointer] {
    let components = JSONPointer(["components", "schemas"])
    var found = try #require(root.value(at: components)).members.map {
      components.appending($0.name)
    }
    var pending = [(try #require(root["paths"]), JSONPointer(["paths"]))]
    while let (value, pointer) = pending.popLast() {
      for member in value.members {
        let place = pointer.appending(member.name)
        if member.name == "schema" {
          found.append(place)
        } else {
          pending.append((member.value, place))
        }
      }
      for (index, element) in value.elements.enumerated() {
        pending.append((element, pointer.appending(index)))
      }
    }
    return found
  }

  @Test("the published meta-schemas accept the documents")
  func metaSchemas() throws {
    guard
      let folder = TestData.folder(
        "contracts/meta", home: "https://spec.openapis.org/oas/")
    else { return }
    var registry = SchemaRegistry()
    for url in TestData.files(in: folder, suffix: ".json") {
      let document = try JSONDocument(parsing: TestData.bytes(url))
      let id = document.root["$id"] ?? document.root["id"]
      if let id = id?.stringValue { registry.add(document, uri: id) }
    }
    let compiler = SchemaCompiler(registry: registry, checksMetaSchema: false)
    for (schema, path) in [
      ("oas-3.1.schema-base.json", "openapi.json"),
      ("oas-3.1.schema-base.json", "contracts/github-ghes-3.6.oas31.json"),
      ("oas-3.0.schema.json", "contracts/stripe.oas30.json"),
    ] {
      let metaSchema = try JSONDocument(
        parsing: TestData.bytes(folder.appendingPathComponent(schema)))
      let program = try compiler.compile(metaSchema)
      let url = TestData.root.appendingPathComponent(path)
      let document = try JSONDocument(parsing: TestData.bytes(url))
      // GitHub's document has media types whose `examples` is a list; nothing else is wrong.
      let violations = program.evaluate(document.root).violations.filter {
        $0.instanceLocation.tokens.suffix(2) != ["examples", "examples"]
      }
      #expect(violations.isEmpty, "\(path): \(violations.prefix(3))")
    }
  }
}
