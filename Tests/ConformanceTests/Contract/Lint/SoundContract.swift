import Testing

/// A contract that comes near a mistake and makes none.
struct SoundContract: Sendable, CustomTestStringConvertible {
  let title: String
  /// The code that must not be told.
  let code: String
  let text: String

  init(_ title: String, not code: String, _ text: String) {
    self.title = title
    self.code = code
    self.text = text
  }

  var testDescription: String { "\(code): \(title)" }

  static let all = values + schemas + bodies + testability + writtenTexts + references + followed

  static let values: [SoundContract] = [
    .init(
      "a parameter's example as the text it is sent as", not: "contract.example-mismatch",
      parameterText(
        "{\"name\": \"n\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}, "
          + "\"example\": \"10\"}")),
    .init(
      "a list's example as the text it is sent as", not: "contract.example-mismatch",
      parameterText(
        """
        {"name": "n", "in": "query", "example": "1,2",
              "schema": {"type": "array", "items": {"type": "integer"}}}
        """)),
    .init(
      "a list of words in a style with bars", not: "contract.example-mismatch",
      parameterText(
        """
        {"name": "n", "in": "query", "style": "pipeDelimited", "explode": false,
              "example": "a|b", "schema": {"type": "array", "maxItems": 2,
                "items": {"type": "string", "maxLength": 1}}}
        """)),
    .init(
      "an example by reference", not: "contract.misplaced-reference",
      answerText(
        """
        "schema": {"type": "object"},
              "examples": {"one": {"$ref": "#/components/examples/One"}}
        """, components: "{\"examples\": {\"One\": {\"value\": {\"$ref\": \"a\", \"b\": 1}}}}")),
    .init(
      "an example of XML", not: "contract.example-mismatch",
      responseText(
        """
        "200": {"description": "fine", "content": {"application/xml": {
              "schema": {"type": "object"}, "example": "<a/>"}}}
        """)),
    .init(
      "an example of CSV",
      not: "contract.example-mismatch",
      responseText(
        """
        "200": {"description": "fine", "content": {"text/csv": {
              "schema": {"type": "array", "items": {"type": "string"}}, "example": "a,b"}}}
        """)),
    .init(
      "a form written as text", not: "contract.example-mismatch",
      contractText(
        """
        "paths": {"/things": {"put": {
            "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {
              "schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
              "example": "n=1"}}},
            "responses": {"204": {"description": "done"}}
          }}}
        """)),
    .init(
      "an integer with a fraction of zero", not: "contract.example-mismatch",
      partText("{\"type\": \"integer\", \"example\": 1.0}")),
    .init(
      "a request's example without what only the server sets, in 3.0",
      not: "contract.example-mismatch",
      requestText(
        """
        "schema": {"type": "object", "required": ["id", "name"], "properties": {
                "id": {"type": "string", "readOnly": true}, "name": {"type": "string"}}},
              "example": {"name": "a"}
        """, version: "3.0.3")),
    .init(
      "a request's example without what only the server sets, in 3.1",
      not: "contract.example-mismatch",
      requestText(
        """
        "schema": {"type": "object", "required": ["id"], "properties": {
                "id": {"$ref": "#/paths/~1things/put/x-id"}}},
              "example": {}
        """
      ).replacing(
        "\"responses\"", with: "\"x-id\": {\"type\": \"string\", \"readOnly\": true}, \"responses\""
      )
    ),
    .init(
      "an answer's example without what only the client sends", not: "contract.example-mismatch",
      answerText(
        """
        "schema": {"type": "object", "required": ["key"], "properties": {
                "key": {"type": "string", "writeOnly": true}}}, "example": {}
        """)),
    .init(
      "a schema's example of an answer, without what only the client sends",
      not: "contract.example-mismatch",
      partText(
        """
        {"type": "object", "required": ["id", "key"], "example": {"id": "a"}, "properties": {
              "id": {"type": "string", "readOnly": true},
              "key": {"type": "string", "writeOnly": true}}}
        """, version: "3.0.3")),
    .init(
      "null in 3.0 where the type is nullable", not: "contract.example-mismatch",
      partText("{\"type\": \"string\", \"nullable\": true, \"example\": null}", version: "3.0.3")),
    .init(
      "an example beside a reference that hides it", not: "contract.example-mismatch",
      componentText(
        """
        "Thing": {"type": "string"},
            "Part": {"$ref": "#/components/schemas/Thing", "example": 5}
        """, version: "3.0.3")),
    .init(
      "a list of lists", not: "contract.example-mismatch",
      partText(
        """
        {"type": "array", "items": {"type": "string"}, "examples": [["a", "b"], []]}
        """)),
    .init(
      "an example of a schema that cannot be used", not: "contract.example-mismatch",
      partText("{\"type\": \"string\", \"pattern\": \"a\", \"example\": \"cat\"}")),
    .init(
      "a read-only member in an answer's example", not: "contract.example-direction",
      answerText(
        """
        "schema": {"type": "object", "properties": {"id": {"type": "integer", "readOnly": true}}},
              "example": {"id": 1}
        """)),
    .init(
      "a member called like a read-only one elsewhere", not: "contract.example-direction",
      requestText(
        """
        "schema": {"type": "object", "properties": {
                "a": {"type": "object", "properties": {"id": {"type": "integer"}}},
                "b": {"type": "object", "properties": {"id": {"readOnly": true}}}}},
              "example": {"a": {"id": 1}}
        """)),
    .init(
      "a default from the list", not: "contract.default-mismatch",
      partText("{\"type\": \"string\", \"enum\": [\"a\", \"b\"], \"default\": \"b\"}")),
    .init(
      "a default of null where null is allowed", not: "contract.default-mismatch",
      partText("{\"type\": [\"string\", \"null\"], \"default\": null}")),
    .init(
      "numbers in a list without a type", not: "contract.enum-mismatch",
      partText("{\"enum\": [1, \"1\", null, true]}")),
    .init(
      "an integer among numbers", not: "contract.enum-mismatch",
      partText("{\"type\": \"number\", \"enum\": [1, 2.5]}")),
    .init(
      "a whole number written with a fraction", not: "contract.enum-mismatch",
      partText("{\"type\": \"integer\", \"enum\": [1.0, 2]}")),
    .init(
      "values that differ in letter case", not: "contract.duplicate-enum-value",
      partText("{\"enum\": [\"a\", \"A\", \"1\", 1]}")),
  ]

  static let schemas: [SoundContract] = [
    .init(
      "a nullable list with null", not: "contract.nullable-enum",
      partText(
        "{\"type\": \"string\", \"nullable\": true, \"enum\": [\"a\", null]}", version: "3.0.3")),
    .init(
      "a list without null of a type without null", not: "contract.nullable-enum",
      partText("{\"type\": \"string\", \"enum\": [\"a\"]}")),
    .init(
      "nullable with a type", not: "contract.idle-nullable",
      componentText(
        """
        "Thing": {"type": "object", "nullable": true},
            "Part": {"type": "object", "nullable": true, "properties": {"a": {"type": "string"}}}
        """, version: "3.0.3")),
    .init(
      "nullable beside a branch that allows null", not: "contract.idle-nullable",
      componentText(
        """
        "Thing": {"type": "object", "nullable": true},
            "Part": {"nullable": true, "anyOf": [{"$ref": "#/components/schemas/Thing"},
              {"type": "string"}]}
        """, version: "3.0.3")),
    .init(
      "nullable without anything that refuses null", not: "contract.idle-nullable",
      partText("{\"nullable\": true, \"description\": \"anything\"}", version: "3.0.3")),
    .init(
      "a branch of one of the schema's types", not: "contract.unreachable-branch",
      partText(
        "{\"type\": [\"string\", \"null\"], \"anyOf\": [{\"type\": \"null\"}, {\"minLength\": 1}]}"
      )),
    .init(
      "integers below a schema of numbers", not: "contract.unreachable-branch",
      partText(
        "{\"type\": \"number\", \"anyOf\": [{\"type\": \"integer\"}, {\"minimum\": 0.5}]}")),
    .init(
      "branches that differ in a keyword", not: "contract.unreachable-branch",
      partText(
        """
        {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 4}]}
        """)),
    .init(
      "a number and an integer in anyOf", not: "contract.unreachable-branch",
      partText("{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}]}")),
    .init(
      "a format that may be asserted", not: "contract.redundant-branch",
      partText(
        """
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "email"}]}
        """)),
    .init(
      "branches that only require", not: "contract.unreachable-branch",
      partText(
        """
        {"type": "object", "properties": {"a": {}, "b": {}},
              "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
        """)),
    .init(
      "branches that refer to each other", not: "contract.unreachable-branch",
      componentText(
        """
        "Tree": {"anyOf": [{"type": "string"},
              {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}]}
        """)),
    .init(
      "branches that unevaluatedProperties looks at", not: "contract.redundant-branch",
      partText(
        """
        {"anyOf": [{"type": "object"}, {"type": "object", "properties": {"a": {}}}],
              "unevaluatedProperties": false}
        """)),
    .init(
      "bounds that meet", not: "contract.unsatisfiable-schema",
      partText("{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 1}")),
    .init(
      "parts that share a type", not: "contract.unsatisfiable-schema",
      partText(
        "{\"allOf\": [{\"type\": [\"string\", \"null\"]}, {\"type\": [\"integer\", \"null\"]}]}")),
    .init(
      "integers that are numbers", not: "contract.unsatisfiable-schema",
      partText("{\"allOf\": [{\"type\": \"integer\"}, {\"type\": \"number\", \"minimum\": 0}]}")),
    .init(
      "a required member that a pattern allows", not: "contract.unsatisfiable-schema",
      partText(
        """
        {"type": "object", "patternProperties": {"^x": {}}, "required": ["xa"],
              "additionalProperties": false}
        """)),
    .init(
      "a contradiction below not", not: "contract.unsatisfiable-schema",
      partText("{\"not\": {\"minimum\": 2, \"maximum\": 1}}")),
    .init(
      "a bound beside a type that has it", not: "contract.idle-keyword",
      partText("{\"type\": [\"string\", \"integer\"], \"minimum\": 1, \"maxLength\": 3}")),
    .init(
      "a bound without a type", not: "contract.idle-keyword",
      partText("{\"minimum\": 1, \"minItems\": 1, \"properties\": {\"a\": {}}}")),
    .init(
      "an empty list of required members", not: "contract.idle-keyword",
      partText("{\"type\": \"string\", \"required\": [], \"uniqueItems\": false}", version: "3.0.3")
    ),
    .init(
      "if alone", not: "contract.idle-keyword", partText("{\"if\": {\"type\": \"string\"}}")),
    .init(
      "null among the types in 3.1", not: "contract.foreign-keyword",
      partText("{\"type\": [\"string\", \"null\"]}")),
    .init(
      "nullable in 3.0", not: "contract.foreign-keyword",
      partText("{\"type\": \"string\", \"nullable\": true}", version: "3.0.3")),
    .init(
      "a member called like a keyword", not: "contract.foreign-keyword",
      partText("{\"type\": \"object\", \"properties\": {\"nullable\": {\"type\": \"boolean\"}}}")),
    .init(
      "an extension", not: "contract.misspelt-keyword",
      partText("{\"type\": \"string\", \"x-maxlength\": 3}")),
    .init(
      "a member called like a slip", not: "contract.misspelt-keyword",
      partText("{\"type\": \"object\", \"properties\": {\"maxlength\": {\"type\": \"integer\"}}}")),
    .init(
      "a dialect with words of its own", not: "contract.misspelt-keyword",
      contractText(
        """
        "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#",
          "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Part": {"type": "object", "dependencies": {"a": ["b"]}}}}
        """)),
    .init(
      "an example with unknown words", not: "contract.unknown-keyword",
      partText("{\"type\": \"object\", \"example\": {\"sinceVersion\": 3}}")),
    .init(
      "a required member from allOf", not: "contract.undescribed-required",
      componentText(
        """
        "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
            "Part": {"allOf": [{"$ref": "#/components/schemas/Base"},
              {"properties": {"name": {"type": "string"}}, "required": ["id", "name"]}]}
        """)),
    .init(
      "a required member described around the branches", not: "contract.undescribed-required",
      partText(
        """
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
              "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
        """)),
    .init(
      "a required member of a typed map", not: "contract.undescribed-required",
      partText(
        """
        {"type": "object", "properties": {"de": {"type": "string"}}, "required": ["en"],
              "additionalProperties": {"type": "string"}}
        """)),
    .init(
      "a required member below not", not: "contract.undescribed-required",
      partText(
        """
        {"type": "object", "properties": {"a": {"type": "string"}}, "not": {"required": ["b"]}}
        """)),
    .init(
      "required members and nothing described", not: "contract.undescribed-required",
      partText("{\"type\": \"object\", \"required\": [\"a\"]}")),
    .init(
      "a required member described in another use", not: "contract.misspelt-required",
      componentText(
        """
        "Part": {"required": ["names"], "properties": {"name": {"type": "string"}}},
            "Whole": {"allOf": [{"$ref": "#/components/schemas/Part"},
              {"properties": {"names": {"type": "array", "items": {"type": "string"}}}}]}
        """)),
    .init(
      "a description beside a reference in 3.0", not: "contract.ignored-sibling",
      componentText(
        """
        "Thing": {"type": "string"},
            "Part": {"$ref": "#/components/schemas/Thing", "description": "a thing", "x-a": 1}
        """, version: "3.0.3")),
    .init(
      "a bound beside a reference in 3.1", not: "contract.ignored-sibling",
      componentText(
        """
        "Thing": {"type": "string"},
            "Part": {"$ref": "#/components/schemas/Thing", "maxLength": 3}
        """)),
    .init(
      "a mapping to a name", not: "contract.unresolved-mapping",
      componentText(
        """
        "Cat": {"type": "object"},
            "Part": {"type": "object", "discriminator": {
              "propertyName": "kind", "mapping": {"cat": "Cat"}}}
        """)),
    .init(
      "a member called $ref", not: "schema.not-a-schema",
      partText(
        """
        {"type": "object", "properties": {"$ref": {"type": "string"}}, "required": ["$ref"]}
        """)),
  ]

  static let bodies: [SoundContract] = [
    .init(
      "a PDF without a schema", not: "contract.missing-schema",
      responseText("\"200\": {\"description\": \"fine\", \"content\": {\"application/pdf\": {}}}")),
    .init(
      "a schema that takes everything", not: "contract.missing-schema",
      answerText("\"schema\": true")),
    .init(
      "a body of 201", not: "contract.unexpected-content",
      responseText(
        """
        "201": {"description": "made", "content": {"application/json": {"schema": {}}}},
            "204": {"description": "done", "content": {}}
        """)),
    .init(
      "a body of a PUT", not: "contract.meaningless-body", requestText("\"schema\": {}")),
    .init(
      "one example", not: "contract.exclusive-members", answerText("\"schema\": {}, \"example\": 1")
    ),
    .init(
      "both in a schema of 3.1", not: "contract.exclusive-members",
      partText("{\"type\": \"integer\", \"example\": 1, \"examples\": [1]}")),
    .init(
      "a link with a parameter and its place", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"operationId": "listThings",
              "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
              "responses": {"200": {"description": "fine", "links": {"next": {
                "operationId": "listThings", "parameters": {"query.page": 2}}}}}}}
        """)),
    .init(
      "a link by reference", not: "contract.unresolved-link",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "fine", "links": {
              "again": {"operationRef": "#/paths/~1things/get"},
              "away": {"operationRef": "https://example.com/api.json#/paths/~1a/get"}}}}}}
        """)),
  ]

  static let testability: [SoundContract] = [
    .init(
      "a default response", not: "testability.no-error-response",
      responseText("\"200\": {\"description\": \"fine\"}, \"default\": {\"description\": \"bad\"}")),
    .init(
      "a range of errors", not: "testability.undocumented-errors",
      pathsText(
        """
        "/things/{id}": {"get": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "responses": {"200": {"description": "fine"}, "4XX": {"description": "bad"}}}}
        """)),
    .init(
      "input that is refused with 422", not: "testability.undocumented-errors",
      contractText(
        """
        "paths": {"/things": {"get": {
            "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "fine"}, "422": {"description": "bad"}}}}}
        """)),
    .init(
      "a POST with a key", not: "testability.no-idempotency",
      pathsText(
        """
        "/things": {"post": {
              "parameters": [{"name": "X-Idempotency-Key", "in": "header",
                "schema": {"type": "string", "format": "uuid"}}],
              "responses": {"201": {"description": "made"}}}}
        """)),
    .init(
      "a key with its answers", not: "testability.idempotency-answers",
      pathsText(
        """
        "/things": {"post": {
              "parameters": [{"name": "Idempotency-Key", "in": "header",
                "schema": {"type": "string", "maxLength": 64}}],
              "responses": {"201": {"description": "made"}, "4XX": {"description": "bad"}}}}
        """)),
    .init(
      "a key of a length", not: "testability.unbounded-parameter",
      pathsText(
        """
        "/things": {"post": {
              "parameters": [{"name": "Idempotency-Key", "in": "header",
                "schema": {"type": "string", "pattern": "^[a-z]{8}$"}}],
              "responses": {"201": {"description": "made"}}}}
        """)),
    .init(
      "one member for the end of a list", not: "testability.paging-end",
      BrokenContract.listText(
        """
        {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
              {"name": "cursor", "in": "query", "schema": {"type": "string"}}
        """, members: "\"next_cursor\": {\"type\": [\"string\", \"null\"]}", mark: "")),
    .init(
      "a POST that says it is idempotent", not: "testability.no-idempotency",
      pathsText(
        """
        "/things": {"post": {"description": "Idempotent: a repeat does nothing.",
              "responses": {"200": {"description": "done"}}}}
        """)),
    .init(
      "a merge patch", not: "testability.patch-semantics",
      pathsText(
        """
        "/things": {"patch": {
              "requestBody": {"required": true, "content": {
                "application/merge-patch+json": {"schema": {"type": "object"}}}},
              "responses": {"204": {"description": "done"}}}}
        """)),
    .init(
      "a creation that answers 201", not: "testability.created-status",
      pathsText(
        """
        "/things": {"post": {"responses": {"201": {"description": "made"}}}},
            "/things/{id}": {"get": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "responses": {"200": {"description": "fine"}}}}
        """)),
    .init(
      "pages by number", not: "testability.no-paging",
      BrokenContract.listText(
        """
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
              {"name": "size", "in": "query", "schema": {"type": "integer", "maximum": 9}}
        """, mark: "")),
    .init(
      "pages by number need nothing from the answer", not: "testability.partial-paging",
      BrokenContract.listText(
        """
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
              {"name": "size", "in": "query", "schema": {"type": "integer", "maximum": 9}}
        """, mark: "")),
    .init(
      "pages by a URL in the answer", not: "testability.partial-paging",
      BrokenContract.listText(
        "", members: "\"next\": {\"type\": \"string\", \"format\": \"uri\"}", mark: "")),
    .init(
      "a thing with a list in it", not: "testability.no-paging",
      pathsText(
        """
        "/me": {"get": {"responses": {"200": {"description": "fine", "content": {
              "application/json": {"schema": {"type": "object", "properties": {
                "roles": {"type": "array", "items": {"type": "object"}}}}}}}}}}
        """)),
    .init(
      "an order that is stated", not: "testability.no-order",
      BrokenContract.listText("", mark: "").replacing(
        "\"parameters\"", with: "\"description\": \"Newest first.\", \"parameters\"")),
    .init(
      "an order that is chosen", not: "testability.no-order",
      BrokenContract.listText(
        "{\"name\": \"sort\", \"in\": \"query\", \"schema\": {\"type\": \"string\"}}", mark: "")),
    .init(
      "a size with a bound", not: "testability.unbounded-parameter",
      parameterText(
        """
        {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}
        """)),
    .init(
      "a bound in prose and schema", not: "testability.prose-bound",
      parameterText(
        """
        {"name": "n", "in": "query", "description": "How many (max 100).",
              "schema": {"type": "integer", "maximum": 100}}
        """)),
    .init(
      "a year in prose", not: "testability.prose-bound",
      parameterText(
        """
        {"name": "n", "in": "query", "description": "As it was up to version 2 of the API.",
              "schema": {"type": "boolean"}}
        """)),
    .init(
      "a description without rules", not: "testability.prose-rule",
      operationText("\"description\": \"Lists things, e.g. books. See the guide.\"")),
    .init(
      "a typed map", not: "testability.open-schema",
      partText("{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}")),
    .init(
      "an open map of a closed kind", not: "testability.open-schema",
      partText(
        """
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": {}}
        """)),
    .init(
      "one closed object", not: "testability.open-objects",
      componentText(
        """
        "A": {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
            "B": {"properties": {"b": {"type": "string"}}}
        """)),
    .init(
      "most members required", not: "testability.optional-members",
      answerText(
        """
        "schema": {"type": "object", "required": ["a", "b"],
                "properties": {"a": {}, "b": {}, "c": {}}}
        """)),
    .init(
      "an object that is only sent", not: "testability.optional-members",
      requestText(
        """
        "schema": {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}}
        """)),
    .init(
      "branches told by a constant", not: "testability.ambiguous-union",
      partText(
        """
        {"oneOf": [
              {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "a"}}},
              {"type": "object", "required": ["kind"],
                "properties": {"kind": {"enum": ["b", "c"]}}}]}
        """)),
    .init(
      "branches of different types", not: "testability.ambiguous-union",
      partText("{\"oneOf\": [{\"type\": \"object\"}, {\"type\": \"string\"}]}")),
    .init(
      "an optional body of optional members", not: "testability.optional-body",
      pathsText(
        """
        "/things": {"put": {
              "requestBody": {"content": {"application/json": {
                "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}},
              "responses": {"204": {"description": "done"}}}}
        """)),
    .init(
      "a body that is said to be optional", not: "testability.optional-body",
      pathsText(
        """
        "/things": {"put": {
              "requestBody": {"required": false, "content": {"application/json": {
                "schema": {"type": "object", "required": ["a"]}}}},
              "responses": {"204": {"description": "done"}}}}
        """)),
    .init(
      "a text without a schema", not: "testability.unknown-body",
      pathsText(
        """
        "/things": {"put": {
              "requestBody": {"required": true, "content": {"text/plain": {}}},
              "responses": {"204": {"description": "done"}}}}
        """)),
    .init(
      "a GET that answers 204", not: "testability.no-body",
      responseText("\"204\": {\"description\": \"nothing\"}")),
    .init(
      "a format of OpenAPI", not: "testability.unknown-format",
      partText("{\"type\": \"integer\", \"format\": \"int64\"}")),
    .init(
      "a format in 3.0", not: "testability.asserted-format",
      partText("{\"type\": \"string\", \"format\": \"uri\"}", version: "3.0.3")),
    .init(
      "a change that its collection shows", not: "testability.no-read-back",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "all"}}}},
            "/things/{id}": {"delete": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "responses": {"204": {"description": "gone"}}}}
        """)),
    .init(
      "views with the same values", not: "testability.views-differ",
      BrokenContract.listText(
        "{\"name\": \"status\", \"in\": \"query\", \"schema\": {\"enum\": [\"shut\", \"open\", \"all\"]}}",
        item:
          "{\"type\": \"object\", \"properties\": {\"status\": {\"enum\": [\"open\", \"shut\"]}}}",
        mark: "")),
    .init(
      "a choice with a default", not: "testability.no-default",
      parameterText(
        """
        {"name": "kind", "in": "query", "schema": {"enum": ["a", "b"], "default": "a"}},
              {"name": "sort", "in": "query", "description": "Defaults to a.",
                "schema": {"enum": ["a", "b"]}},
              {"name": "view", "in": "query", "required": true, "schema": {"enum": ["a", "b"]}}
        """)),
    .init(
      "a named operation", not: "testability.no-operation-id",
      operationText("\"operationId\": \"list\"")),
    .init(
      "an image", not: "testability.not-judged",
      responseText(
        """
        "200": {"description": "fine", "content": {"image/png": {
              "schema": {"type": "string", "contentMediaType": "image/png"}}}}
        """)),
  ]
}
