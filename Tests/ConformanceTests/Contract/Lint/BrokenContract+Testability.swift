import Diagnostics

extension BrokenContract {
  /// What a run cannot test, because the contract does not say it.
  static let untestable: [BrokenContract] = [
    note(
      "no error at all", "testability.no-error-response",
      pathsText("\"/things\": {\"get\": {«\"responses\": {\"200\": {\"description\": \"fine\"}}}}"),
      fix: "add the errors it answers with, or \"default\""),
    note(
      "no answer for a thing that is not there", "testability.undocumented-errors",
      pathsText(
        """
        "/things/{id}": {"get": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              «"responses": {"200": {"description": "fine"}, "500": {"description": "broken"}}}}
        """), fix: "add them, or \"default\""),
    note(
      "a POST without a key", "testability.no-idempotency",
      pathsText(
        "\"/things\": {«\"post\": {\"responses\": {\"201\": {\"description\": \"made\"}}}}"),
      fix: "declare the header that makes a repeat harmless"),
    note(
      "a key without answers of its own", "testability.idempotency-answers",
      pathsText(
        """
        "/things": {"post": {
              "parameters": [{"name": "Idempotency-Key", "in": "header",
                "schema": {"type": "string", "maxLength": 64}}],
              «"responses": {"201": {"description": "made"}, "422": {"description": "bad"}}}}
        """), fix: "document what a key that is in use is answered with"),
    note(
      "a key of any length", "testability.unbounded-parameter",
      pathsText(
        """
        "/things": {"post": {
              "parameters": [«{"name": "Idempotency-Key", "in": "header",
                "schema": {"type": "string"}}],
              "responses": {"201": {"description": "made"}}}}
        """), fix: "add \"maxLength\" to its schema"),
    note(
      "a patch in plain JSON", "testability.patch-semantics",
      pathsText(
        """
        "/things": {"patch": {
              "requestBody": {"required": true, "content": {
                «"application/json": {"schema": {"type": "object"}}}},
              "responses": {"204": {"description": "done"}}}}
        """), fix: "name application/merge-patch+json, if it is that"),
    note(
      "a creation that answers 200", "testability.created-status",
      pathsText(
        """
        "/things": {"post": {"responses": {«"200": {"description": "made"}}}},
            "/things/{id}": {"get": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "responses": {"200": {"description": "fine"}}}}
        """), fix: "document 201, if it is that"),
    note(
      "a list without pages", "testability.no-paging", listText(""),
      fix: "if it has pages, declare the parameters that choose one"),
    note(
      "a cursor that no parameter takes", "testability.partial-paging",
      listText("", members: "\"next_cursor\": {\"type\": \"string\"}"),
      fix: "declare the missing part"),
    note(
      "a parameter for a cursor that no answer gives", "testability.partial-paging",
      listText(
        "{\"name\": \"cursor\", \"in\": \"query\", \"schema\": {\"type\": \"string\"}}"),
      fix: "declare the missing part"),
    note(
      "a size without a page", "testability.partial-paging",
      listText(
        "{\"name\": \"per_page\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}}"),
      fix: "declare the missing part"),
    note(
      "two members for the end of a list", "testability.paging-end",
      listText(
        """
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
              {"name": "cursor", "in": "query", "schema": {"type": "string"}}
        """,
        members: "\"has_more\": {\"type\": \"boolean\"}, \"next_cursor\": {\"type\": \"string\"}"),
      fix: "say what both hold on the last page"),
    note(
      "a list in no order", "testability.no-order", listText(""),
      fix: "say in which order, and what breaks a tie"),
    note(
      "a size without bounds", "testability.unbounded-parameter",
      parameterText(
        "«{\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\"}}"),
      fix: "add \"minimum\" and \"maximum\" to its schema"),
    note(
      "a bound in the description of a parameter", "testability.prose-bound",
      parameterText(
        """
        {"name": "n", "in": "query", "description": «"How many (max 100).",
              "schema": {"type": "integer", "minimum": 1}}
        """), fix: "say it in the schema, with \"maximum\""),
    note(
      "a length in the description of a member", "testability.prose-bound",
      partText(
        """
        {"type": "object", "properties": {"name": {"type": "string",
              "description": «"Between 1 and 50 characters."}}}
        """), fix: "say it in the schema, with \"maxLength\""),
    note(
      "a rule in the description of an operation", "testability.prose-rule",
      operationText("\"description\": «\"Lists things. Names are unique per team.\""),
      fix: "write a case for each, or say that it cannot be seen over HTTP"),
    note(
      "a member of any value", "testability.open-schema",
      partText("{\"type\": \"object\", \"properties\": {«\"payload\": {\"description\": \"?\"}}}"),
      fix: "say what it consists of"),
    note(
      "any array", "testability.open-schema", componentText("«\"Part\": {\"type\": \"array\"}"),
      fix: "say what it consists of"),
    note(
      "no closed object", "testability.open-objects",
      contractText(
        """
        "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {«"schemas": {"Part": {"properties": {"a": {}}}}}
        """), fix: "add \"additionalProperties\": false where nothing else may stand"),
    note(
      "nothing required in an answer", "testability.optional-members",
      answerText(
        "\"schema\": {\"type\": \"object\", «\"properties\": {\"a\": {}, \"b\": {}, \"c\": {}}}"),
      fix: "name the members that are always there in \"required\""),
    note(
      "objects that nothing tells apart", "testability.ambiguous-union",
      partText(
        """
        {«"oneOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]}
        """),
      fix: "give each branch a required member with a value of its own, or a \"discriminator\""),
    note(
      "a body that may be left out", "testability.optional-body",
      pathsText(
        """
        "/things": {"put": {
              "requestBody": {"content": {"application/json": {
                «"schema": {"type": "object", "required": ["a"]}}}},
              "responses": {"204": {"description": "done"}}}}
        """), fix: "write \"required\": true beside \"content\""),
    note(
      "a body without a schema", "testability.unknown-body",
      pathsText(
        """
        "/things": {"put": {
              "requestBody": {"required": true, "content": {«"application/json": {}}},
              "responses": {"204": {"description": "done"}}}}
        """), fix: "add \"schema\""),
    note(
      "a GET without a body", "testability.no-body",
      responseText("«\"200\": {\"description\": \"fine\"}"),
      fix: "add \"content\", or answer 204"),
    note(
      "a format of somebody's own", "testability.unknown-format",
      partText("{\"type\": \"string\", \"format\": «\"phone\"}"),
      fix: "say it with \"pattern\" as well"),
    note(
      "a format that is an annotation", "testability.asserted-format",
      partText("{\"type\": \"string\", \"format\": «\"uri\"}"),
      fix: "say it with \"pattern\" as well, if answers have to keep it"),
    note(
      "a change that nothing shows", "testability.no-read-back",
      pathsText(
        "\"/things\": {«\"put\": {\"responses\": {\"204\": {\"description\": \"done\"}}}}"),
      fix: "describe the GET that shows it"),
    note(
      "a list and a thing that differ", "testability.views-differ",
      pathsText(
        """
        "/things": {"get": {"responses": {"200": {"description": "all", "content": {
              "application/json": {"schema": {"type": "array", "items": {"type": "object",
                "properties": {"status": {"enum": «["open"]}}}}}}}}}},
            "/things/{id}": {"get": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "responses": {"200": {"description": "one", "content": {"application/json": {
                "schema": {"type": "object",
                  "properties": {"status": {"enum": ["open", "closed"]}}}}}}}}}
        """), fix: "let both name the same values"),
    note(
      "a filter that does not take all values", "testability.views-differ",
      listText(
        "{\"name\": \"status\", \"in\": \"query\", \"schema\": {\"enum\": «[\"open\"]}}",
        item:
          "{\"type\": \"object\", \"properties\": {\"status\": {\"enum\": [\"open\", \"shut\"]}}}",
        mark: ""),
      fix: "let both name the same values"),
    note(
      "a choice without a default", "testability.no-default",
      parameterText(
        "«{\"name\": \"kind\", \"in\": \"query\", \"schema\": {\"enum\": [\"a\", \"b\"]}}"),
      fix: "add \"default\", or say in \"description\" what is taken"),
    note(
      "an operation without a name", "testability.no-operation-id",
      contractText(
        "«\"paths\": {\"/things\": {\"get\": {\"responses\": {\"200\": {\"description\": \"fine\"}}}}}"
      ),
      fix: "give each an operationId, which survives a change of path"),
    note(
      "XML with a schema", "testability.not-judged",
      responseText(
        """
        "200": {"description": "fine", "content": {«"application/xml": {
              "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}
        """), fix: "test it in a suite"),
    note(
      "links", "contract.not-checked",
      pathsText(
        """
        "/things": {"get": {"operationId": "list", "responses": {"200": {"description": "fine",
              «"links": {"again": {"operationId": "list"}}}}}}
        """), fix: nil),
  ]

  private static func note(
    _ title: String, _ code: String, _ text: String, fix: String?
  ) -> BrokenContract {
    BrokenContract(title, code, text, fix: fix, severity: .note)
  }

  /// A contract with an operation that lists objects, under a member called `data`.
  static func listText(
    _ parameters: String, members: String = "",
    item: String = "{\"type\": \"object\"}", mark: String = "«"
  ) -> String {
    let others = members.isEmpty ? "" : ", \(members)"
    return pathsText(
      """
      "/things": {\(mark)"get": {
            "parameters": [\(parameters)],
            "responses": {"200": {"description": "fine", "content": {"application/json": {
              "schema": {"type": "object", "properties": {
                "data": {"type": "array", "items": \(item)}\(others)}}}}}}}}
      """)
  }
}
