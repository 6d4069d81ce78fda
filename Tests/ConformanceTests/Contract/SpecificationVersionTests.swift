import Conformance
import SchemaValidator
import Testing

@Suite("Contract: versions of OpenAPI")
struct SpecificationVersionTests {
  @Test(
    "are told by major and minor, whatever the patch",
    arguments: [
      ("3.0.0", "3.0"), ("3.0.4", "3.0"), ("3.1.0", "3.1"), ("3.1.1", "3.1"), ("3.1", "3.1"),
      ("3.2.0", "3.2"), ("3.3.0", nil), ("2.0", nil), ("4.0.0", nil), ("3", nil), ("", nil),
      ("v3.1.0", nil),
    ] as [(String, String?)])
  func lines(text: String, line: String?) {
    #expect(SpecificationVersion(text)?.line.rawValue == line)
  }

  @Test("3.0 reads schemas by its own dialect and by the direction of a message")
  func version30() throws {
    let contract = try Contract.reading(
      contractText(
        """
        "paths": {"/a": {"put": {
            "requestBody": {"content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Thing"}}}},
            "responses": {"200": {"description": "fine", "content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Thing"}}}}}}}},
          "components": {"schemas": {"Thing": {
            "type": "object", "required": ["id", "secret"],
            "properties": {
              "id": {"type": "string", "readOnly": true},
              "secret": {"type": "string", "writeOnly": true},
              "note": {"type": "string", "nullable": true}}}}}
        """, version: "3.0.3"))
    #expect(contract.warnings.isEmpty)
    let operation = try #require(contract.operation(called: "PUT /a"))
    let request = try #require(operation.requestBody?.content.first?.schema).program
    let answer = try #require(
      operation.responses.response(for: 200)?.content.first?.schema
    ).program
    let sent = try JSONDocument(parsing: #"{"secret": "s", "note": null}"#).root
    let received = try JSONDocument(parsing: #"{"id": "i", "note": null}"#).root
    #expect(request.isValid(sent) && !request.isValid(received))
    #expect(answer.isValid(received) && !answer.isValid(sent))
  }

  @Test("3.2 adds the query method and any other")
  func version32() throws {
    let text = contractText(
      """
      "paths": {"/a": {
          "query": {"responses": {"200": {"description": "fine"}}},
          "additionalOperations": {"LINK": {"responses": {"200": {"description": "fine"}}}}}}
      """, version: "3.2.0")
    let contract = try Contract.reading(text)
    #expect(contract.warnings.isEmpty)
    #expect(contract.operations.map(\.id.description) == ["QUERY /a", "LINK /a"])
    #expect(contract.match(method: "LINK", path: "/a")?.operation.id.description == "LINK /a")
  }

  @Test("a dialect named for all schemas is followed")
  func dialect() throws {
    let contract = try Contract.reading(
      contractText(
        """
        "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#",
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine", "content": {
            "application/json": {"schema": {"type": "array", "items": [{"type": "string"}]}}}}}}}}
        """))
    let schema = try #require(
      contract.operations.first?.responses.response(for: 200)?.content.first?.schema)
    #expect(schema.program.isValid(try JSONDocument(parsing: #"["a", 1]"#).root))
    #expect(!schema.program.isValid(try JSONDocument(parsing: "[1]").root))
  }
}
