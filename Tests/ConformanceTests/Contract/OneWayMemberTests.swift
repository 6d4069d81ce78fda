import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("Contract: required members that travel one way only")
struct OneWayMemberTests {
  /// The schemas whose "id" only the server sets, and whose "pin" it only takes.
  private static let schemas = [
    "beside": #"{"required": ["id", "pin", "name"], "properties": {\#(members)}}"#,
    "sibling in allOf": """
    {"allOf": [{"required": ["id", "pin", "name"]}, {"properties": {\(members)}}]}
    """,
    "around allOf": """
    {"required": ["id", "pin", "name"], "allOf": [{"$ref": "#/components/schemas/Members"}]}
    """,
    "beside a reference": """
    {"required": ["id", "pin", "name"], "$ref": "#/components/schemas/Members"}
    """,
    "a branch of oneOf": """
    {"oneOf": [{"required": ["id", "pin", "name"], "properties": {\(members)}},
      {"type": "object", "required": ["other"]}]}
    """,
    "around oneOf": """
    {"properties": {\(members)}, "oneOf": [{"required": ["id", "pin", "name"]},
      {"required": ["other"]}]}
    """,
    "closed": """
    {"allOf": [{"required": ["id", "pin", "name"], "properties": {\(members)}}],
      "unevaluatedProperties": false}
    """,
    "flag behind a reference": """
    {"required": ["id", "pin", "name"], "properties": {
      "id": {"$ref": "#/components/schemas/Id"}, "pin": {"type": "string", "writeOnly": true},
      "name": {"type": "string"}}}
    """,
  ]

  private static let members = """
    "id": {"type": "string", "readOnly": true}, "pin": {"type": "string", "writeOnly": true},
    "name": {"type": "string"}
    """

  private func violations(
    of value: String, by schema: String, in direction: MessageDirection
  ) throws -> [String] {
    let text = contractText(
      """
      "components": {"schemas": {
        "Members": {"type": "object", "properties": {\(Self.members)}},
        "Id": {"type": "string", "readOnly": true}, "Tested": \(schema)}}
      """)
    let contract = try Contract.reading(text)
    let tested = try contract.schema(
      at: #require(.init(parsing: "/components/schemas/Tested")), direction: direction)
    return contract.violations(
      of: try JSONDocument(parsing: value).root, by: tested, in: direction
    ).map(\.description)
  }

  @Test("may be missing wherever the schema says so", arguments: schemas.keys.sorted())
  func excused(_ title: String) throws {
    let schema = try #require(Self.schemas[title])
    #expect(
      try violations(of: #"{"pin": "1", "name": "n"}"#, by: schema, in: .request)
        == [])
    #expect(
      try violations(of: #"{"id": "1", "name": "n"}"#, by: schema, in: .response)
        == [])
  }

  @Test("others may not, nor those of the other way", arguments: schemas.keys.sorted())
  func refused(_ title: String) throws {
    let schema = try #require(Self.schemas[title])
    for (value, direction) in [
      (#"{"pin": "1"}"#, MessageDirection.request), (#"{"id": "1", "name": "n"}"#, .request),
      (#"{"id": "1"}"#, .response), (#"{"pin": "1", "name": "n"}"#, .response),
    ] {
      let found = try violations(of: value, by: schema, in: direction)
      #expect(!found.isEmpty, "\(value), \(direction)")
    }
  }
}
