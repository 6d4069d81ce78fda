import Diagnostics

extension BrokenContract {
  /// Values that their own schemas refuse.
  static let values: [BrokenContract] = [
    .init(
      "an example that is no number", "contract.example-mismatch",
      parameterText(
        "{\"name\": \"n\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}, "
          + "\"example\": «\"ten\"}"),
      fix: "correct the example, or the schema"),
    .init(
      "one of several examples of a parameter", "contract.example-mismatch",
      parameterText(
        """
        {"name": "n", "in": "query", "schema": {"type": "integer", "minimum": 0},
              "examples": {"good": {"value": 1}, "bad": {"value": «-1}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "an element of a list written as text", "contract.example-mismatch",
      parameterText(
        """
        {"name": "n", "in": "query", "example": «"1,two",
              "schema": {"type": "array", "items": {"type": "integer"}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "an example of a header", "contract.example-mismatch",
      responseText(
        """
        "200": {"description": "fine", "headers": {
              "X-Left": {"schema": {"type": "integer"}, "example": «"many"}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "an example without a required member", "contract.example-mismatch",
      answerText("\"schema\": {\"type\": \"object\", \"required\": [\"id\"]}, \"example\": «{}"),
      fix: "correct the example, or the schema"),
    .init(
      "a number in quotation marks deep in an example", "contract.example-mismatch",
      answerText(
        """
        "schema": {"type": "array", "items": {"type": "object",
                "properties": {"id": {"type": "integer"}}}},
              "example": [{"id": 1}, {"id": «"2"}]
        """), fix: "write 2 without quotation marks"),
    .init(
      "an example in the components", "contract.example-mismatch",
      answerText(
        """
        "schema": {"type": "object", "properties": {"on": {"type": "boolean"}}},
              "examples": {"one": {"$ref": "#/components/examples/One"}}
        """, components: "{\"examples\": {\"One\": {\"value\": {\"on\": «\"true\"}}}}"),
      fix: "write true without quotation marks"),
    .init(
      "JSON inside of a text", "contract.example-mismatch",
      answerText("\"schema\": {\"type\": \"object\"}, \"example\": «\"{\\\"id\\\": 1}\""),
      fix: "write the JSON itself, and not a text that holds it"),
    .init(
      "null where none is allowed", "contract.example-mismatch",
      answerText("\"schema\": {\"type\": \"object\"}, \"example\": «null"),
      fix: "let the schema allow null, or remove the example"),
    .init(
      "no branch of a union", "contract.example-mismatch",
      answerText(
        """
        "schema": {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "string"}]},
              "example": «{}
        """), fix: "correct the example, or the schema"),
    .init(
      "a form with a wrong field", "contract.example-mismatch",
      contractText(
        """
        "paths": {"/things": {"put": {
            "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {
              "schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
              "example": {"n": «"x"}}}},
            "responses": {"204": {"description": "done"}}
          }}}
        """), fix: "correct the example, or the schema"),
    .init(
      "a reference as the example", "contract.misplaced-reference",
      answerText(
        """
        "schema": {"type": "object"},
              "example": {«"$ref": "#/components/examples/One"}
        """, components: "{\"examples\": {\"One\": {\"value\": {}}}}"),
      fix: "write the value here, or refer to an example object from \"examples\""),
    .init(
      "an object as an example of plain text", "contract.example-mismatch",
      responseText(
        """
        "200": {"description": "fine", "content": {"text/plain": {
              "schema": {"type": "string"}, "example": «{"text": "hello"}}}}
        """), fix: "correct the example, or the schema"),
    .init(
      "an example of a schema", "contract.example-mismatch",
      partText("{\"type\": \"string\", \"example\": «5}"),
      fix: "write \"5\" in quotation marks"),
    .init(
      "a date that is none", "contract.example-mismatch",
      partText("{\"type\": \"string\", \"format\": \"date\", \"example\": «\"2026-02-30\"}"),
      fix: "correct the example, or the schema"),
    .init(
      "one of the examples of a schema", "contract.example-mismatch",
      partText("{\"type\": \"integer\", \"examples\": [1, «\"two\"]}"),
      fix: "correct the example, or the schema"),
    .init(
      "the elements of one example", "contract.example-mismatch",
      partText(
        "{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"examples\": «[\"a\", \"b\"]}"),
      fix: "put the array into another one: [[…]]"),
    .init(
      "a request's example without a member that clients send", "contract.example-mismatch",
      requestText(
        """
        "schema": {"type": "object", "required": ["id", "name"], "properties": {
                "id": {"readOnly": true}, "name": {"type": "string"}}},
              "example": «{"id": 1}
        """, version: "3.0.3"), fix: "correct the example, or the schema"),
    .init(
      "an answer's example without a member that servers send", "contract.example-mismatch",
      answerText(
        """
        "schema": {"type": "object", "required": ["id"], "properties": {
                "id": {"readOnly": true}}},
              "example": «{}
        """), fix: "correct the example, or the schema"),
    .init(
      "a request's example with a member that servers set", "contract.example-direction",
      requestText(
        """
        "schema": {"type": "object", "properties": {
                "id": {"readOnly": true}, "name": {"type": "string"}}},
              "example": {«"id": 1, "name": "a"}
        """), fix: "remove it from the example, or \"readOnly\" from the schema"),
    .init(
      "an answer's example with a member that only clients send", "contract.example-direction",
      answerText(
        """
        "schema": {"type": "array", "items": {"allOf": [{"properties": {
                "password": {"type": "string", "writeOnly": true}}}]}},
              "example": [{«"password": "secret"}]
        """), fix: "remove it from the example, or \"writeOnly\" from the schema"),
    .init(
      "a default outside of the list", "contract.default-mismatch",
      partText("{\"type\": \"string\", \"enum\": [\"a\", \"b\"], \"default\": «\"c\"}"),
      fix: "correct the default, or the schema"),
    .init(
      "null as the default", "contract.default-mismatch",
      partText("{\"type\": \"string\", \"default\": «null}"),
      fix: "let the schema allow null, or remove the default"),
    .init(
      "a default of a parameter below its bound", "contract.default-mismatch",
      parameterText(
        """
        {"name": "n", "in": "query",
              "schema": {"type": "integer", "minimum": 1, "default": «0}}
        """), fix: "correct the default, or the schema"),
    .init(
      "a default in 3.0", "contract.default-mismatch",
      partText("{\"type\": \"boolean\", \"default\": «\"false\"}", version: "3.0.3"),
      fix: "write false without quotation marks"),
    .init(
      "a listed value of another type", "contract.enum-mismatch",
      partText("{\"type\": \"string\", \"enum\": [\"1\", «2]}"),
      fix: "write \"2\" in quotation marks"),
    .init(
      "a listed value that the pattern refuses", "contract.enum-mismatch",
      partText("{\"type\": \"string\", \"pattern\": \"^[a-z]+$\", \"enum\": [\"a\", «\"B\"]}"),
      fix: "remove the value, or let \"pattern\" allow it"),
    .init(
      "a constant of another type", "contract.enum-mismatch",
      partText("{\"type\": \"integer\", \"const\": «1.5}"),
      fix: "remove the value, or let \"type\" allow it"),
    .init(
      "null in the list of a type without it", "contract.enum-mismatch",
      partText("{\"type\": \"string\", \"enum\": [\"a\", «null]}"),
      fix: "let \"type\" allow null as well"),
    .init(
      "a value listed twice", "contract.duplicate-enum-value",
      partText("{\"enum\": [1, 2, «1.0]}"), fix: "remove one of the two", severity: .note),
  ]
}
