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

  @Test("every component schema compiles", arguments: Contract.all)
  func components(_ contract: Contract) throws {
    guard let url = TestData.folder(contract.path, home: "the publisher of the document") else {
      return
    }
    let document = try JSONDocument(parsing: TestData.bytes(url))
    let compiler = SchemaCompiler(defaultDialect: contract.dialect, checksMetaSchema: false)
    let source = try compiler.load(document, uri: contract.path)
    var count = 0
    for member in try #require(document.root["components"]?["schemas"]).members.prefix(400) {
      let pointer = JSONPointer(["components", "schemas", member.name])
      do {
        _ = try source.compile(at: pointer)
        count += 1
      } catch {
        Issue.record("\(pointer): \(error)")
      }
    }
    print("\(contract.path): \(count) component schemas compiled")
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
