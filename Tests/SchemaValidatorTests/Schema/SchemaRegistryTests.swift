import Diagnostics
import SchemaValidator
import Synchronization
import Testing

@Suite("Schemas: documents from elsewhere")
struct SchemaRegistryTests {
  /// A registry that is asked for what it does not hold, and what it was asked for.
  private func registry(
    _ texts: [String: String]
  ) -> (registry: SchemaRegistry, asked: @Sendable () -> [String]) {
    let asked = Log()
    var registry = SchemaRegistry()
    registry.retrieval = { uri in
      asked.add(uri)
      guard let text = texts[uri], let document = try? JSONDocument(parsing: text) else {
        return .missing(expected: "one of \(texts.count) documents", fix: "ask for another")
      }
      return .document(document, SchemaOrigin(SourceText(text, name: uri)))
    }
    return (registry, { asked.uris })
  }

  private final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    var uris: [String] { lines.withLock { $0 } }
    func add(_ uri: String) { lines.withLock { $0.append(uri) } }
  }

  private func isValid(
    _ instance: String, _ schema: String, _ registry: SchemaRegistry
  ) throws -> Bool {
    try SchemaCompiler(registry: registry).load(
      SourceText(schema, name: "schema.json"), uri: "https://example.com/a/schema.json"
    ).compile().isValid(JSONDocument(parsing: instance).root)
  }

  @Test("are asked for by their absolute URI, once they are referred to and not known")
  func asked() throws {
    var (registry, asked) = registry([
      "https://example.com/a/b/c.json": #"{"$ref":"../d.json#/x"}"#,
      "https://example.com/a/d.json": #"{"x":{"$ref":"schema.json#/$defs/n"}}"#,
    ])
    registry.add(try JSONDocument(parsing: "true"), uri: "https://example.com/known")
    let schema = """
      {"$ref":"b/c.json","allOf":[{"$ref":"/known"}],"$defs":{"n":{"type":"integer"}}}
      """
    #expect(try isValid("1", schema, registry))
    #expect(try !isValid("\"\"", schema, registry))
    #expect(
      Set(asked()) == ["https://example.com/a/b/c.json", "https://example.com/a/d.json"])
  }

  @Test("that are missing are explained by who was asked")
  func missing() throws {
    let error = #expect(throws: SchemaError.self) {
      try isValid("1", ##"{"$ref":"x.json#/y"}"##, registry([:]).registry)
    }
    #expect(
      error?.description == """
        schema.json:1:9: error: found the reference "x.json#/y"; expected one of 0 documents \
        [schema.unresolved-reference]
          1 | {"$ref":"x.json#/y"}
            |         ^~~~~~~~~~~
          fix: ask for another

        """)
  }

  @Test("show their mistakes where they stand")
  func located() throws {
    let uri = "https://example.com/a/x.json"
    let error = #expect(throws: SchemaError.self) {
      try isValid("1", #"{"$ref":"x.json"}"#, registry([uri: "{\n \"type\": 5}"]).registry)
    }
    #expect(
      error?.diagnostics.map(\.location) == [SourceLocation(file: uri, line: 2, column: 10)])
  }

  @Test("show their mistakes in the text that their JSON was made from")
  func translated() throws {
    let text = SourceText("# YAML\ntype: 5\n", name: "x.yaml")
    var registry = SchemaRegistry()
    registry.add(
      try JSONDocument(parsing: #"{"type":5}"#), uri: "https://example.com/a/x.yaml",
      // The document's one mistake is at byte 8; in the text it is at 13.
      origin: SchemaOrigin(text) { $0.lowerBound + 5..<$0.upperBound + 5 })
    let error = #expect(throws: SchemaError.self) {
      try isValid("1", #"{"$ref":"x.yaml"}"#, registry)
    }
    #expect(
      error?.diagnostics.map(\.location) == [SourceLocation(file: "x.yaml", line: 2, column: 7)])
    #expect(error?.diagnostics.first?.excerpt?.line == "type: 5")
  }

  @Test("may be the meta-schema that a schema names")
  func metaSchema() throws {
    let (registry, asked) = registry([
      "https://example.com/mine": """
      {"$schema":"https://json-schema.org/draft/2020-12/schema",
       "$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true}}
      """
    ])
    let schema = #"{"$schema":"https://example.com/mine","minimum":5}"#
    #expect(try isValid("1", schema, registry))
    #expect(asked().contains("https://example.com/mine"))
    #expect(throws: SchemaError.self) {
      try isValid("1", #"{"$schema":"https://example.com/other"}"#, registry)
    }
  }
}
