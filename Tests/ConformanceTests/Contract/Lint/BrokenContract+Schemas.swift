import Diagnostics

extension BrokenContract {
  /// Schemas that do not say what they mean.
  static let meanings: [BrokenContract] = [
    .init(
      "a nullable list of values in 3.0", "contract.nullable-enum",
      partText(
        "{\"type\": \"string\", \"nullable\": true, «\"enum\": [\"a\"]}", version: "3.0.3"),
      fix: "add null to \"enum\""),
    .init(
      "a nullable list of values in 3.1", "contract.nullable-enum",
      partText("{\"type\": [\"string\", \"null\"], «\"enum\": [\"a\"]}"),
      fix: "add null to \"enum\""),
    .init(
      "nullable beside allOf", "contract.idle-nullable",
      componentText(
        """
        "Thing": {"type": "object"},
            "Part": {«"nullable": true, "allOf": [{"$ref": "#/components/schemas/Thing"}]}
        """, version: "3.0.3"), fix: "let the schema in \"allOf\" be nullable itself"),
    .init(
      "nullable beside anyOf", "contract.idle-nullable",
      componentText(
        """
        "Thing": {"type": "object"},
            "Part": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Thing"}],
              «"nullable": true}
        """, version: "3.0.3"), fix: "add a branch to \"anyOf\" that allows null"),
    .init(
      "a branch of another type than the schema", "contract.unreachable-branch",
      partText("{\"type\": \"array\", \"anyOf\": [«{\"type\": \"object\"}, {\"minItems\": 1}]}"),
      fix: "remove the branch, or let the schema take its type"),
    .init(
      "a branch that refers to another type", "contract.unreachable-branch",
      componentText(
        """
        "Thing": {"type": "object"},
            "Part": {"type": "string",
              "oneOf": [{"maxLength": 3}, «{"$ref": "#/components/schemas/Thing"}]}
        """), fix: "remove the branch, or let the schema take its type"),
    .init(
      "the same branch twice", "contract.unreachable-branch",
      partText(
        """
        {"anyOf": [{"type": "string", "title": "A"}, {"type": "integer"},
              «{"title": "B", "type": "string"}]}
        """), fix: "remove one of the two"),
    .init(
      "two equal components", "contract.unreachable-branch",
      componentText(
        """
        "A": {"type": "object", "description": "one"},
            "B": {"type": "object", "description": "two"},
            "Part": {"oneOf": [{"$ref": "#/components/schemas/A"},
              «{"$ref": "#/components/schemas/B"}]}
        """), fix: "remove one of the two"),
    .init(
      "integers among numbers", "contract.unreachable-branch",
      partText("{\"oneOf\": [«{\"type\": \"integer\", \"minimum\": 1}, {\"type\": \"number\"}]}"),
      fix: "write \"anyOf\", or keep the branches apart"),
    .init(
      "an empty schema in anyOf", "contract.unreachable-branch",
      partText("{\"anyOf\": [{\"type\": \"string\"}, «{\"description\": \"or else\"}]}"),
      fix: "say what the branch takes, or remove it"),
    .init(
      "true in oneOf", "contract.unreachable-branch",
      partText("{\"oneOf\": [«true, {\"type\": \"string\"}]}"),
      fix: "say what the branch takes, or remove it"),
    .init(
      "false in anyOf", "contract.unreachable-branch",
      partText("{\"anyOf\": [{\"type\": \"string\"}, «false]}"),
      fix: "correct the branch, or remove it"),
    .init(
      "a narrower branch of the same type", "contract.redundant-branch",
      partText("{\"anyOf\": [{\"type\": \"string\"}, «{\"type\": \"string\", \"maxLength\": 3}]}"),
      fix: "remove one of the two, or narrow it", severity: .note),
    .init(
      "bounds that leave nothing", "contract.unsatisfiable-schema",
      partText("{\"type\": \"integer\", \"minimum\": «10, \"maximum\": 1}"),
      fix: "correct one of the two bounds"),
    .init(
      "an exclusive bound that leaves nothing", "contract.unsatisfiable-schema",
      partText("{\"type\": \"number\", \"exclusiveMinimum\": «1, \"maximum\": 1}"),
      fix: "correct one of the two bounds"),
    .init(
      "an exclusive bound of 3.0 that leaves nothing", "contract.unsatisfiable-schema",
      partText(
        "{\"type\": \"number\", \"minimum\": «1, \"maximum\": 1, \"exclusiveMaximum\": true}",
        version: "3.0.3"), fix: "correct one of the two bounds"),
    .init(
      "lengths that leave nothing", "contract.unsatisfiable-schema",
      partText("{\"type\": \"string\", \"minLength\": «5, \"maxLength\": 4}"),
      fix: "correct one of the two bounds"),
    .init(
      "types that exclude each other", "contract.unsatisfiable-schema",
      partText("{\"allOf\": [{\"type\": \"string\"}, «{\"type\": [\"integer\", \"null\"]}]}"),
      fix: "correct the type, or write \"anyOf\""),
    .init(
      "an empty list of values", "contract.unsatisfiable-schema", partText("{\"enum\": «[]}"),
      fix: "list the values, or remove \"enum\""),
    .init(
      "a required member that is forbidden", "contract.unsatisfiable-schema",
      partText(
        """
        {"type": "object", "properties": {"name": {}}, "required": [«"nmae"],
              "additionalProperties": false}
        """), fix: "write \"name\""),
    .init(
      "a bound of numbers for strings", "contract.idle-keyword",
      partText("{\"type\": \"string\", «\"minimum\": 1}"),
      fix: "remove it, or let \"type\" name numbers"),
    .init(
      "items of an object", "contract.idle-keyword",
      partText("{\"type\": \"object\", «\"items\": {\"type\": \"string\"}}", version: "3.0.3"),
      fix: "remove it, or let \"type\" name arrays"),
    .init(
      "members of an array", "contract.idle-keyword",
      partText(
        "{\"type\": [\"array\", \"null\"], «\"properties\": {\"a\": {}}, \"required\": [\"a\"]}"),
      fix: "remove them, or let \"type\" name objects"),
    .init(
      "then without if", "contract.idle-keyword",
      partText("{«\"then\": {\"type\": \"string\"}}"), fix: "add \"if\", or remove \"then\""),
    .init(
      "an exclusive bound of 3.0 without the bound", "contract.idle-keyword",
      partText("{\"type\": \"number\", «\"exclusiveMinimum\": true}", version: "3.0.3"),
      fix: "add \"minimum\", or remove \"exclusiveMinimum\""),
    .init(
      "nullable in 3.1", "contract.foreign-keyword",
      partText("{\"type\": \"string\", «\"nullable\": true}"),
      fix: "add \"null\" to the list in \"type\""),
    .init(
      "const in 3.0", "contract.foreign-keyword",
      partText("{«\"const\": \"a\"}", version: "3.0.3"),
      fix: "write \"enum\" with this one value"),
    .init(
      "patternProperties in 3.0", "contract.foreign-keyword",
      partText("{\"type\": \"object\", «\"patternProperties\": {}}", version: "3.0.3"),
      fix: "say it in another way, or write the contract in OpenAPI 3.1"),
    .init(
      "a keyword in other letters", "contract.misspelt-keyword",
      partText("{\"type\": \"string\", «\"maxlength\": 3}"), fix: "write \"maxLength\""),
    .init(
      "a keyword with a letter missing", "contract.misspelt-keyword",
      partText("{\"type\": \"object\", «\"addtionalProperties\": false}", version: "3.0.3"),
      fix: "write \"additionalProperties\""),
    .init(
      "a word of somebody's own", "contract.unknown-keyword",
      partText("{\"type\": \"string\", «\"sinceVersion\": 3}"),
      fix: "remove it, or let its name start with \"x-\"", severity: .note),
    .init(
      "a required member under another name", "contract.misspelt-required",
      partText(
        "{\"type\": \"object\", \"properties\": {\"name\": {}}, \"required\": [«\"naem\"]}"),
      fix: "write \"name\", or describe \"naem\""),
    .init(
      "a required member that nothing describes", "contract.undescribed-required",
      partText(
        "{\"type\": \"object\", \"properties\": {\"name\": {}}, \"required\": [«\"owner\"]}"),
      fix: "describe it under \"properties\", or remove it here", severity: .note),
    .init(
      "a bound beside a reference in 3.0", "contract.ignored-sibling",
      componentText(
        """
        "Thing": {"type": "string"},
            "Part": {"$ref": "#/components/schemas/Thing", «"maxLength": 3}
        """, version: "3.0.3"), fix: "put the reference into \"allOf\" beside it"),
    .init(
      "a discriminator that leads nowhere", "contract.unresolved-mapping",
      componentText(
        """
        "Cat": {"type": "object"},
            "Part": {"type": "object", "discriminator": {
              "propertyName": "kind", "mapping": {"cat": «"#/components/schemas/Cta"}}}
        """), fix: "write \"#/components/schemas/Cat\""),
  ]

  /// Messages that do not say what they mean.
  static let bodies: [BrokenContract] = [
    .init(
      "an answer without a schema", "contract.missing-schema",
      responseText(
        "\"200\": {\"description\": \"fine\", \"content\": {«\"application/json\": {}}}"),
      fix: "add \"schema\""),
    .init(
      "a problem without a schema", "contract.missing-schema",
      responseText(
        """
        "200": {"description": "fine"},
            "400": {"description": "bad", "content": {«"application/problem+json": {}}}
        """), fix: "add \"schema\""),
    .init(
      "a body of 204", "contract.unexpected-content",
      responseText(
        """
        "204": {"description": "done",
              «"content": {"application/json": {"schema": {"type": "object"}}}}
        """), fix: "remove \"content\", or give the response another status"),
    .init(
      "a body of a DELETE", "contract.meaningless-body",
      pathsText(
        """
        "/things": {"delete": {
              «"requestBody": {"content": {"text/plain": {}}},
              "responses": {"204": {"description": "done"}}}}
        """), fix: "take it as parameters, or by POST", severity: .note),
    .init(
      "example and examples", "contract.exclusive-members",
      answerText("\"schema\": {}, \"example\": 1, «\"examples\": {\"a\": {\"value\": 2}}"),
      fix: "remove one of the two"),
    .init(
      "a value inside and outside", "contract.exclusive-members",
      answerText(
        """
        "schema": {}, "examples": {"a": {"value": 2, «"externalValue": "http://example.com"}}
        """), fix: "remove one of the two"),
    .init(
      "a link to no operation", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"operationId": "listThings", "responses": {"200": {
              "description": "fine", "links": {"next": {"operationId": «"listThing"}}}}}}
        """), fix: "write \"listThings\""),
    .init(
      "a link with an unknown parameter", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"operationId": "listThings",
              "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
              "responses": {"200": {"description": "fine", "links": {"next": {
                "operationId": "listThings", "parameters": {«"pages": 2}}}}}}}
        """), fix: "write \"page\""),
    .init(
      "a link to no path", "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "fine", "links": {
              "next": {"operationRef": «"#/paths/~1thing/get"}}}}}}
        """), fix: "write a reference such as \"#/paths/~1things/get\""),
  ]
}
