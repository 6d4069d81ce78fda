/// An object with two required numbers, closed.
private let colour = """
  "type": "object", "required": ["R", "G"], "additionalProperties": false,
        "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}
  """

/// A contract with one parameter whose schema is a reference to the component given.
private func referring(
  to reference: String, _ component: String, example: String = "R=1,G=2",
  _ place: String = "\"in\": \"path\", \"required\": true, \"explode\": true"
) -> String {
  contractText(
    """
    "paths": {"/things/{color}": {"get": {
        "parameters": [{"name": "color", \(place), "example": "\(example)",
          "schema": {"$ref": "\(reference)"}}],
        "responses": {"200": {"description": "fine"}}}}},
      "components": {"schemas": {"Color": \(component)}}
    """)
}

/// A contract with one parameter and an example that is a text.
private func shown(_ text: String, _ attributes: String, _ schema: String) -> String {
  parameterText("{\"name\": \"c\", \(attributes), \"example\": \"\(text)\", \"schema\": \(schema)}")
}

extension SoundContract {
  private static let numbers = "{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}"
  private static let cookie = "\"in\": \"cookie\""
  private static let query = "\"in\": \"query\""

  /// What is found only by following references, anchors and URIs, or by looking at all parts of a
  /// schema together.
  static let followed = names + parts + data + texts + links

  private static let names: [SoundContract] = [
    .init(
      "the text of an object known by an anchor", not: "contract.example-mismatch",
      referring(to: "#color", "{\"$anchor\": \"color\", \(colour)}")),
    .init(
      "the text of an object known by a dynamic anchor", not: "contract.example-mismatch",
      referring(to: "#color", "{\"$dynamicAnchor\": \"color\", \(colour)}")),
    .init(
      "the text of an object known by a URI", not: "contract.example-mismatch",
      referring(
        to: "https://example.com/color", "{\"$id\": \"https://example.com/color\", \(colour)}")),
    .init(
      "the text of an object known by a URI and an anchor", not: "contract.example-mismatch",
      referring(
        to: "color.json#shade",
        "{\"$id\": \"color.json\", \"$defs\": {\"Shade\": {\"$anchor\": \"shade\", \(colour)}}}")),
    .init(
      "the text of an object known by a URI and a pointer", not: "contract.example-mismatch",
      referring(
        to: "color.json#/$defs/Shade",
        "{\"$id\": \"color.json\", \"$defs\": {\"Shade\": {\(colour)}}}")),
    .init(
      "the text of an object with a URI within a URI", not: "contract.example-mismatch",
      referring(
        to: "https://example.com/colors/shade",
        """
        {"$id": "https://example.com/colors/all", "$defs": {"Shade": {"$id": "shade", \(colour)}}}
        """)),
    .init(
      "the text of what a dynamic reference describes", not: "contract.example-mismatch",
      referring(
        to: "#/components/schemas/Color",
        "{\"$dynamicRef\": \"#color\", \"$defs\": {\"Any\": {\"$dynamicAnchor\": \"color\", \(colour)}}}"
      )),
    .init(
      "a type that a reference of draft 7 hides", not: "contract.unsatisfiable-schema",
      componentText(
        """
        "Word": {"type": "string"},
            "Part": {"$id": "https://example.com/part",
              "$schema": "http://json-schema.org/draft-07/schema#",
              "definitions": {"Word": {"type": "string"}, "Hidden": {
                "$ref": "#/definitions/Word", "type": "object"}},
              "allOf": [{"type": "string"}, {"$ref": "#/definitions/Hidden"}]}
        """)),
    .init(
      "an example beside a reference where the contract takes draft 7",
      not: "contract.example-mismatch",
      contractText(
        """
        "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#",
          "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Word": {"type": "string"},
            "Part": {"properties": {"a": {"$ref": "#/components/schemas/Word", "example": 1}}}}}
        """)),
  ]

  private static let parts: [SoundContract] = [
    .init(
      "a request's example without what another part calls read-only",
      not: "contract.example-mismatch",
      requestText(
        """
        "schema": {"allOf": [{"type": "object", "required": ["id"]},
                {"properties": {"id": {"type": "string", "readOnly": true}}}]},
              "example": {}
        """)),
    .init(
      "an answer's example without what a part of a member calls write-only",
      not: "contract.example-mismatch",
      answerText(
        """
        "schema": {"type": "array", "items": {"allOf": [
                {"properties": {"in": {"required": ["word"]}}},
                {"properties": {"in": {"properties": {"word": {"writeOnly": true}}}}}]}},
              "example": [{"in": {}}]
        """)),
    .init(
      "a request's example without what a branch calls read-only",
      not: "contract.example-mismatch",
      requestText(
        """
        "schema": {"type": "object", "required": ["id"],
                "anyOf": [{"properties": {"id": {"type": "string", "readOnly": true}}}]},
              "example": {}
        """)),
    .init(
      "a closed request that itself says what only the server sets",
      not: "contract.unsatisfiable-schema",
      requestText(
        """
        "schema": {"type": "object", "required": ["id"], "additionalProperties": false,
                "properties": {"name": {"type": "string"}},
                "allOf": [{"properties": {"id": {"type": "string", "readOnly": true}}}]}
        """, version: "3.0.3")),
    .init(
      "a response without a description in 3.2", not: "contract.missing-description",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": {"summary": "fine"}}}}}
        """, version: "3.2.0")),
    .init(
      "branches whose numbers differ", not: "contract.unreachable-branch",
      partText(
        "{\"anyOf\": [{\"minimum\": 1, \"type\": \"number\"}, {\"type\": \"number\", \"minimum\": 1.1}]}"
      )
    ),
  ]

  /// Values that are objects with a member `$ref`.
  private static let data: [SoundContract] = [
    (
      "is required", "{\"type\": \"object\", \"required\": [\"$ref\"]}"
    ),
    (
      "fits a pattern",
      "{\"type\": \"object\", \"patternProperties\": {\"^[$]\": {\"type\": \"string\"}}}"
    ),
    (
      "is one of many of a type",
      "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}"
    ),
    (
      "is described by a branch",
      """
      {"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": false,
              "properties": {"$ref": {"type": "string"}}}]}
      """
    ),
    (
      "may be described by what a dynamic reference leads to",
      "{\"$dynamicRef\": \"#any\", \"$defs\": {\"Any\": {\"$dynamicAnchor\": \"any\"}}}"
    ),
  ].map { title, schema in
    SoundContract(
      "an example whose member $ref \(title)", not: "contract.misplaced-reference",
      answerText(
        "\"schema\": \(schema), \"example\": {\"$ref\": \"#/components/examples/One\"}",
        components: "{\"examples\": {\"One\": {\"value\": {\"$ref\": \"a\"}}}}"))
  }

  private static let texts: [SoundContract] = [
    ("cookies of a list", shown("c=1; c=2", cookie, numbers)),
    (
      "cookies of a list in the style cookie",
      shown("c=1; c=2", "\(cookie), \"style\": \"cookie\"", numbers)
    ),
    ("cookies of an object", shown("R=1; G=2", cookie, "{\(colour)}")),
    (
      "cookies of an object in the style cookie",
      shown("R=1; G=2", "\(cookie), \"style\": \"cookie\"", "{\(colour)}")
    ),
    (
      "nothing, which is allowed",
      shown("", "\(query), \"allowEmptyValue\": true", "{\"type\": \"integer\"}")
    ),
    ("a query with its mark", shown("?c=1.5", query, "{\"type\": \"number\"}")),
    ("a query of several with its mark", shown("?R=1&G=2", query, "{\(colour)}")),
    ("JSON that is encoded", shown("%7B%22R%22%3A1%2C%22G%22%3A2%7D", query, "{\(colour)}")),
  ].map {
    SoundContract(
      "the text of an example: \($0)", not: "contract.example-mismatch",
      $1.contains("\"style\": \"cookie\"")
        ? $1.replacing("\"openapi\": \"3.1.0\"", with: "\"openapi\": \"3.2.0\"") : $1)
  }

  private static let links: [SoundContract] = [
    .init(
      "a link through a callback that is a reference", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "fine", "links": {
              "again": {"operationRef": "#/paths/~1things/get/callbacks/told/~1told/post"}}}},
            "callbacks": {"told": {"$ref": "#/components/callbacks/Told"}}}}
        """,
        components: """
          {"callbacks": {"Told": {"/told": {"post": {
              "responses": {"204": {"description": "heard"}}}}}}}
          """)),
    .init(
      "a link through a webhook that is a reference", not: "contract.unresolved-link",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine", "links": {
            "again": {"operationRef": "#/webhooks/told/post"}}}}}}},
          "webhooks": {"told": {"$ref": "#/components/pathItems/Told"}},
          "components": {"pathItems": {"Told": {"post": {
            "responses": {"204": {"description": "heard"}}}}}}
        """)),
    .init(
      "a link through the name of the file itself", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"$ref": "#/components/pathItems/Things"}
        """,
        components: """
          {"pathItems": {"Things": {"get": {"responses": {"200": {"description": "fine",
              "links": {"again": {"operationRef": "api.json#/paths/~1things/get"}}}}}}}}
          """)),
  ]
}
