import Conformance
import Diagnostics
import Testing

@Suite("Contract: security schemes by URI")
struct SecurityByURITests {
  private func contract(_ name: String, version: String) throws -> Contract {
    let text = contractText(
      """
      "security": [{"\(name)": []}],
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
        "components": {"securitySchemes": {
          "key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
      """, version: version)
    return try Contract.load(SourceDocument(reading: SourceText(text, name: "api.json")))
  }

  @Test("are found since 3.2, and tell where credentials go")
  func found() throws {
    let contract = try contract("#/components/securitySchemes/key", version: "3.2.0")
    #expect(contract.warnings.isEmpty, "\(contract.warnings)")
    let operation = try #require(contract.operations.first)
    let scheme = try #require(contract.alternatives(for: operation).first?.first?.scheme)
    #expect(scheme.kind == .apiKey(name: "X-Key", location: .header))
  }

  @Test(
    "are missed only where they are looked at and nothing stands there",
    arguments: [
      ("key", "3.2.0", 0), ("https://example.com/schemes#/key", "3.2.0", 0),
      ("schemes.yaml#/key", "3.2.0", 0), ("#/components/securitySchemes/kye", "3.2.0", 1),
      ("kye", "3.2.0", 1), ("#/components/securitySchemes/key", "3.1.0", 1),
    ])
  func missed(_ name: String, _ version: String, count: Int) throws {
    let warnings = try contract(name, version: version).warnings
    #expect(
      warnings.map(\.code) == Array(repeating: "contract.unknown-security-scheme", count: count))
  }

  /// A contract that asks for a scheme in another file, in two spellings of one URI.
  private func divided() throws -> Contract {
    let text = contractText(
      """
      "security": [{"schemes.yaml#/key": []}, {"./schemes.yaml#/k%65y": []}],
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}}
      """, version: "3.2.0")
    return try Contract.load(SourceDocument(reading: SourceText(text, name: "api.json"))) { path in
      path == "schemes.yaml"
        ? SourceText("key: {type: apiKey, in: header, name: X-Key}", name: path) : nil
    }
  }

  @Test("are followed into other files, and known by what they lead to")
  func otherFiles() throws {
    let contract = try divided()
    #expect(contract.warnings.isEmpty, "\(contract.warnings)")
    let operation = try #require(contract.operations.first)
    let schemes = contract.alternatives(for: operation).flatMap { $0 }.map(\.scheme)
    #expect(schemes.map(\.name) == ["schemes.yaml#/key", "schemes.yaml#/key"])
    #expect(schemes.map(\.carrier) == [.field("X-Key"), .field("X-Key")])
  }

  @Test("have the component's name where they lead to a component")
  func componentName() throws {
    let contract = try contract("api.json#/components/securitySchemes/key", version: "3.2.0")
    #expect(contract.warnings.isEmpty, "\(contract.warnings)")
    #expect(contract.operations.first?.security.first?.keys.sorted() == ["key"])
    #expect(contract.securitySchemes.keys.sorted() == ["key"])
  }
}
