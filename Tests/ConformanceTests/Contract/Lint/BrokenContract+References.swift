import Diagnostics

extension BrokenContract {
  /// What stays wrong beside schemas and values with names of their own.
  static let identities: [BrokenContract] = [
    .init(
      "a mapping that leads nowhere within a schema with a URI", "contract.unresolved-mapping",
      partText(
        """
        {"$id": "https://example.com/part", "type": "object", "$defs": {"Cat": {"type": "object"}},
              "discriminator": {"propertyName": "kind", "mapping": {"cat": «"#/$defs/Cta"}}}
        """), fix: "correct the reference"),
    .init(
      "a required member under another name within a schema with a URI",
      "contract.misspelt-required",
      partText(
        """
        {"$id": "https://example.com/part", "$defs": {"Base": {
                "properties": {"name": {"type": "string"}}}},
              "allOf": [{"$ref": "#/$defs/Base"}, {"required": [«"naem"]}]}
        """), fix: "write \"name\", or describe \"naem\""),
    .init(
      "a reference as an example of what has no such member", "contract.misplaced-reference",
      answerText(
        """
        "schema": {"type": "object", "required": ["id"]}, "example": {«"$ref": "examples/1.json"}
        """), fix: "write the value here, or refer to an example object from \"examples\""),
    .init(
      "branches whose references are spelled differently and lead to one schema",
      "contract.unreachable-branch",
      componentText(
        """
        "Thing": {"type": "string"},
            "Part": {"anyOf": [
              {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
              «{"items": {"$ref": "#/components/schemas/%54hing"}, "type": "array"}]}
        """), fix: "remove one of the two"),
    .init(
      "a closed answer without what it requires of the server", "contract.unsatisfiable-schema",
      answerText(
        """
        "schema": {"allOf": [
                {"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}},
                {"type": "object", "properties": {"name": {"type": "string"}},
                  "required": [«"id", "name"], "additionalProperties": false}]}
        """, version: "3.0.3"), fix: "describe it under \"properties\""),
    .init(
      "a slip in a schema that names OpenAPI's dialect", "contract.misspelt-keyword",
      contractText(
        """
        "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#",
          "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Part": {"$id": "https://example.com/part",
            "$schema": "https://spec.openapis.org/oas/3.1/dialect/base",
            "properties": {"a": {"type": "string", «"maxLenght": 3}}}}}
        """), fix: "write \"maxLength\""),
    .init(
      "a slip where the contract names OpenAPI's dialect itself", "contract.misspelt-keyword",
      contractText(
        """
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
          "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Part": {"type": "string", «"maxLenght": 3}}}
        """), fix: "write \"maxLength\""),
    .init(
      "a text of pairs without the required one", "contract.example-mismatch",
      parameterText(
        """
        {"name": "color", "in": "query", "style": "deepObject", "example": «"color[R]=100",
              "schema": {"type": "object", "required": ["R", "G"],
                "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "a text of names and values of which one is no number", "contract.example-mismatch",
      parameterText(
        """
        {"name": "color", "in": "query", "explode": false, "example": «"R,100,G,green",
              "schema": {"type": "object",
                "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "a link with a parameter that the callback does not have", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "fine", "links": {
              "told": {"operationId": "tellThing", "parameters": {«"idd": 1}}}}},
            "callbacks": {"told": {"/told": {"post": {"operationId": "tellThing",
              "parameters": [{"name": "id", "in": "query", "schema": {}}],
              "responses": {"204": {"description": "heard"}}}}}}}}
        """), fix: "write \"id\""),
    .init(
      "a link of a callback's answer that leads to no operation", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"operationId": "listThings",
            "responses": {"200": {"description": "fine"}},
            "callbacks": {"told": {"/told": {"post": {"responses": {"204": {
              "description": "heard", "links": {"next": {"operationId": «"listThing"}}}}}}}}}}
        """), fix: "write \"listThings\""),
  ]
}
