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
}
