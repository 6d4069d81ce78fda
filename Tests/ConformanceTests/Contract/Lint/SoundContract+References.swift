/// A parameter of an object whose two members are numbers, with an example as text.
private func colour(_ text: String, _ attributes: String, version: String = "3.1.0") -> String {
  let place = attributes.contains("\"path\"") ? "/things/{color}" : "/things"
  return parameterText(
    """
    {"name": "color", \(attributes), "example": "\(text)", "schema": {"type": "object",
          "required": ["R", "G"], "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}},
          "additionalProperties": false}}
    """, path: place, version: version)
}

/// A parameter of a list of numbers, with an example as text.
private func numbers(_ text: String, _ attributes: String) -> String {
  let place = attributes.contains("\"path\"") ? "/things/{n}" : "/things"
  return parameterText(
    """
    {"name": "n", \(attributes), "example": "\(text)",
          "schema": {"type": "array", "minItems": 2, "items": {"type": "integer"}}}
    """, path: place)
}

extension SoundContract {
  private static let query = "\"in\": \"query\""
  private static let path = "\"in\": \"path\", \"required\": true"

  /// Texts of parameters in every style, as people write them.
  static let writtenTexts: [SoundContract] = [
    ("a form, taken apart", colour("R=100&G=200", query)),
    ("a form of one text", colour("R,100,G,200", "\(query), \"explode\": false")),
    (
      "a form of one text with its name",
      colour("color=R,100,G,200", "\(query), \"explode\": false")
    ),
    ("a form without regard to explode", colour("R,100,G,200", query)),
    ("brackets", colour("color[R]=100&color[G]=200", "\(query), \"style\": \"deepObject\"")),
    (
      "encoded brackets",
      colour("color%5BR%5D=100&color%5BG%5D=200", "\(query), \"style\": \"deepObject\"")
    ),
    (
      "bars", colour("R|100|G|200", "\(query), \"style\": \"pipeDelimited\", \"explode\": false")
    ),
    (
      "blanks", colour("R 100 G 200", "\(query), \"style\": \"spaceDelimited\", \"explode\": false")
    ),
    ("names and values in a path", colour("R,100,G,200", path)),
    ("assignments in a path", colour("R=100,G=200", "\(path), \"explode\": true")),
    ("a matrix", colour(";color=R,100,G,200", "\(path), \"style\": \"matrix\"")),
    (
      "a matrix, taken apart",
      colour(";R=100;G=200", "\(path), \"style\": \"matrix\", \"explode\": true")
    ),
    ("labels", colour(".R,100,G,200", "\(path), \"style\": \"label\"")),
    (
      "labels, taken apart",
      colour(".R=100.G=200", "\(path), \"style\": \"label\", \"explode\": true")
    ),
    ("a list under one name", numbers("n=1&n=2", query)),
    ("a list of labels", numbers(".1.2", "\(path), \"style\": \"label\", \"explode\": true")),
    ("a list in a matrix", numbers(";n=1,2", "\(path), \"style\": \"matrix\"")),
    ("a list in a header with blanks", numbers("1, 2", "\"in\": \"header\"")),
    (
      "a text that may be a number or a string",
      parameterText(
        """
        {"name": "n", "in": "query", "example": "12", "schema": {
              "type": ["string", "integer"], "not": {"type": "string"}}}
        """)
    ),
  ].map { SoundContract("the text of an example: \($0)", not: "contract.example-mismatch", $1) }

  /// Schemas and references with names of their own.
  static let references: [SoundContract] = [
    .init(
      "a mapping to an anchor", not: "contract.unresolved-mapping",
      componentText(
        """
        "Cat": {"$anchor": "cat", "type": "object"},
            "Part": {"type": "object", "discriminator": {
              "propertyName": "kind", "mapping": {"cat": "#cat"}}}
        """)),
    .init(
      "a mapping within a schema with a URI", not: "contract.unresolved-mapping",
      partText(
        """
        {"$id": "https://example.com/part", "type": "object", "$defs": {"Cat": {"type": "object"}},
              "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/$defs/Cat"}}}
        """)),
    .init(
      "a mapping to the URI of a schema", not: "contract.unresolved-mapping",
      componentText(
        """
        "Cat": {"$id": "cat.json", "type": "object"},
            "Part": {"type": "object", "discriminator": {
              "propertyName": "kind", "mapping": {"cat": "cat.json"}}}
        """)),
    .init(
      "a required member described behind an anchor", not: "contract.misspelt-required",
      componentText(
        """
        "Base": {"$anchor": "base", "properties": {"names": {"type": "array", "items": {}}}},
            "Part": {"allOf": [{"$ref": "#base"}, {"required": ["names"],
              "properties": {"name": {"type": "string"}}}]}
        """)),
    .init(
      "a required member described behind a URI", not: "contract.misspelt-required",
      componentText(
        """
        "Base": {"$id": "base.json", "properties": {"names": {"type": "array", "items": {}}}},
            "Part": {"allOf": [{"$ref": "base.json"}, {"required": ["names"],
              "properties": {"name": {"type": "string"}}}]}
        """)),
    .init(
      "a required member described in a schema with a URI", not: "contract.misspelt-required",
      partText(
        """
        {"$id": "https://example.com/part", "$defs": {"Base": {
                "properties": {"names": {"type": "array", "items": {}}}}},
              "allOf": [{"$ref": "#/$defs/Base"}, {"required": ["names"],
                "properties": {"name": {"type": "string"}}}]}
        """)),
    .init(
      "a required member that a dynamic reference may describe", not: "contract.misspelt-required",
      componentText(
        """
        "Base": {"$dynamicAnchor": "base", "properties": {"names": {"type": "string"}}},
            "Part": {"allOf": [{"$dynamicRef": "#base"}, {"required": ["names"],
              "properties": {"name": {"type": "string"}}}]}
        """)),
    .init(
      "a pointer into a schema with a URI, and not into the document",
      not: "contract.unsatisfiable-schema",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "x-words": {"Word": {"type": "string"}},
          "components": {"schemas": {"Part": {"$id": "https://example.com/part",
            "x-words": {"Word": {"type": "object"}},
            "allOf": [{"type": "object"}, {"$ref": "#/x-words/Word"}]}}}
        """)),
    .init(
      "branches whose references are spelled alike and lead to different schemas",
      not: "contract.unreachable-branch",
      partText(
        """
        {"anyOf": [
              {"$id": "a.json", "$defs": {"X": {"type": "string"}}, "properties": {
                "x": {"$ref": "#/$defs/X"}}},
              {"$id": "b.json", "$defs": {"X": {"type": "string"}}, "properties": {
                "x": {"$ref": "#/$defs/X"}}}]}
        """)),
    .init(
      "a header that is sent and answered, with an example that only answers have",
      not: "contract.example-mismatch",
      contractText(
        """
        "paths": {"/things": {"post": {
            "requestBody": {"content": {"multipart/form-data": {
              "schema": {"type": "object", "properties": {"file": {"type": "string"}}},
              "encoding": {"file": {"headers": {"X-Part": {"$ref": "#/components/headers/Part"}}}}}}},
            "responses": {"200": {"description": "fine", "headers": {
              "X-Part": {"$ref": "#/components/headers/Part"}}}}}}},
          "components": {"headers": {"Part": {"example": {}, "schema": {"type": "object",
            "required": ["key"], "properties": {"key": {"type": "string", "writeOnly": true}}}}}}
        """)),
    .init(
      "a closed request without what only the server sets", not: "contract.unsatisfiable-schema",
      requestText(
        """
        "schema": {"allOf": [
                {"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}},
                {"type": "object", "properties": {"name": {"type": "string"}},
                  "required": ["id", "name"], "additionalProperties": false}]}
        """, version: "3.0.3")),
    .init(
      "an example that is a reference by its schema", not: "contract.misplaced-reference",
      answerText(
        """
        "schema": {"type": "object", "properties": {"$ref": {"type": "string"}}},
              "example": {"$ref": "#/components/examples/One"}
        """, components: "{\"examples\": {\"One\": {\"value\": {}}}}")),
    .init(
      "an example like a reference that leads to nothing here", not: "contract.misplaced-reference",
      answerText("\"schema\": {\"type\": \"object\"}, \"example\": {\"$ref\": \"#/things/1\"}")),
    .init(
      "words of another dialect below a schema that names it", not: "contract.foreign-keyword",
      partText(
        """
        {"$id": "https://example.com/part", "$schema": "http://json-schema.org/draft-07/schema#",
              "properties": {"a": {"type": "object", "dependencies": {"a": ["b"]}}}}
        """)),
    .init(
      "a link to an operation of a callback", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "fine", "links": {
              "told": {"operationId": "tellThing", "parameters": {"id": "$response.body#/id"}},
              "again": {"operationRef":
                "#/paths/~1things/get/callbacks/told/~1told/post", "parameters": {"id": 1}}}}},
            "callbacks": {"told": {"/told": {"post": {"operationId": "tellThing",
              "parameters": [{"name": "id", "in": "query", "schema": {}}],
              "responses": {"204": {"description": "heard"}}}}}}}}
        """)),
    .init(
      "a link to an operation of a webhook", not: "contract.unresolved-link",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine", "links": {
            "told": {"operationId": "tellThing"},
            "again": {"operationRef": "#/webhooks/told/post"}}}}}}},
          "webhooks": {"told": {"post": {"operationId": "tellThing",
            "responses": {"204": {"description": "heard"}}}}}
        """)),
    .init(
      "a link to a path that is written elsewhere", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"$ref": "#/components/pathItems/Things"}
        """,
        components: """
          {"pathItems": {"Things": {"get": {"responses": {"200": {"description": "fine",
              "links": {"again": {"operationRef": "#/paths/~1things/get"}}}}}}}}
          """)),
  ]
}
