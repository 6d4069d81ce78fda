extension BrokenContract {
  /// What stays wrong where references, anchors and URIs are followed.
  static let followed: [BrokenContract] = [
    .init(
      "a text of an object behind an anchor with a wrong number", "contract.example-mismatch",
      contractText(
        """
        "paths": {"/things/{color}": {"get": {
            "parameters": [{"name": "color", "in": "path", "required": true,
              "example": «"R,green", "schema": {"$ref": "#color"}}],
            "responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Color": {"$anchor": "color", "type": "object",
            "properties": {"R": {"type": "integer"}}}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "a required member under another name behind an anchor", "contract.misspelt-required",
      componentText(
        """
        "Base": {"$anchor": "base", "properties": {"name": {"type": "string"}}},
            "Part": {"allOf": [{"$ref": "#base"}, {"required": [«"naem"]}]}
        """), fix: "write \"name\", or describe \"naem\""),
    .init(
      "types that exclude each other beside a reference that hides nothing",
      "contract.unsatisfiable-schema",
      componentText(
        """
        "Any": {"description": "anything"},
            "Part": {"allOf": [{"type": "string"},
              «{"$ref": "#/components/schemas/Any", "type": "object"}]}
        """), fix: "correct the type, or write \"anyOf\""),
    .init(
      "a request's example without what a part calls write-only", "contract.example-mismatch",
      requestText(
        """
        "schema": {"allOf": [{"type": "object", "required": ["id"]},
                {"properties": {"id": {"type": "string", "writeOnly": true}}}]},
              "example": «{}
        """), fix: "correct the example, or the schema"),
    .init(
      "a response without a description in 3.1", "contract.missing-description",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": «{"links": {}}}}}}
        """), fix: "add \"description\" with a sentence on when it is given"),
    .init(
      "branches whose numbers are spelled differently", "contract.unreachable-branch",
      partText(
        """
        {"anyOf": [{"type": "number", "minimum": 1},
              «{"type": "number", "minimum": 1.0}]}
        """), fix: "remove one of the two"),
    .init(
      "a reference as an example of a closed object", "contract.misplaced-reference",
      answerText(
        """
        "schema": {"type": "object", "additionalProperties": false},
              "example": {«"$ref": "#/components/examples/One"}
        """, components: "{\"examples\": {\"One\": {\"value\": {}}}}"),
      fix: "write the value here, or refer to an example object from \"examples\""),
    .init(
      "cookies of which one is no number", "contract.example-mismatch",
      parameterText(
        """
        {"name": "c", "in": "cookie", "example": «"c=1; c=two",
              "schema": {"type": "array", "items": {"type": "integer"}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "nothing as the text of a number", "contract.example-mismatch",
      parameterText(
        "{\"name\": \"n\", \"in\": \"query\", \"example\": «\"\", \"schema\": {\"type\": \"integer\"}}"
      ), fix: "correct the example, or the schema"),
    .init(
      "a link through a reference to a method that is not there", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"$ref": "#/components/pathItems/Things"}
        """,
        components: """
          {"pathItems": {"Things": {"get": {"responses": {"200": {"description": "fine",
              "links": {"again": {"operationRef": «"#/paths/~1things/put"}}}}}}}}
          """), fix: "write a reference such as \"#/paths/~1things/get\""),
  ]
}
