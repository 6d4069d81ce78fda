import Diagnostics
import Testing

/// A contract with one mistake; `«` stands where the diagnostic has to point.
struct BrokenContract: Sendable, CustomTestStringConvertible {
  let title: String
  let code: String
  let text: String
  let fix: String?
  let severity: Diagnostic.Severity

  init(
    _ title: String, _ code: String, _ text: String, fix: String?,
    severity: Diagnostic.Severity = .warning
  ) {
    self.title = title
    self.code = code
    self.text = text
    self.fix = fix
    self.severity = severity
  }

  /// JSON is told from YAML by its first character; a name says so to a reader.
  var fileName: String { text.hasPrefix("openapi") ? "api.yaml" : "api.json" }

  var testDescription: String { "\(code): \(title)" }

  /// Mistakes that leave nothing to work with.
  static let unusable: [BrokenContract] = [
    .init(
      "a list", "contract.not-an-object", "«[]",
      fix: "give the OpenAPI document of the API", severity: .error),
    .init(
      "text that is not JSON", "json.unexpectedByte", "{\"openapi\": «}", fix: nil, severity: .error
    ),
    .init(
      "no version", "contract.missing-version", "«{\"info\": {}, \"paths\": {}}",
      fix: "add \"openapi\": \"3.1.0\", or give the API's OpenAPI document", severity: .error),
    .init(
      "Swagger 2.0", "contract.unsupported-version", "{\n  \"swagger\": «\"2.0\", \"paths\": {}}",
      fix: "convert it to OpenAPI 3 first", severity: .error),
    .init(
      "OpenAPI 4", "contract.unsupported-version", "{\"openapi\": «\"4.0.0\"}",
      fix: "write the version the document follows, such as \"3.1.0\"", severity: .error),
    .init(
      "a version without a minor", "contract.unsupported-version", "{\"openapi\": «3}",
      fix: "write the version the document follows, such as \"3.1.0\"", severity: .error),
    .init(
      "no paths", "contract.missing-paths",
      "«{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}}",
      fix: "add \"paths\" with the operations of the API", severity: .error),
    .init(
      "paths as a list", "contract.wrong-type", contractText("\"paths\": «[]"),
      fix: "write an object with a member for each path", severity: .error),
  ]

  /// Mistakes in the outer parts.
  static let outer: [BrokenContract] = [
    .init(
      "no operation", "contract.no-operations", contractText("\"paths\": «{}"),
      fix: "describe the operations of the API"),
    .init(
      "components only", "contract.missing-paths",
      "«{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"components\": {}}",
      fix: "add \"paths\" with the operations of the API"),
    .init(
      "a number as the title", "contract.wrong-type",
      """
      {"openapi": "3.1.0", "info": {"title": «7, "version": "1"},
       "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}}
      """,
      fix: "write a string, or remove \"title\""),
    .init(
      "a misspelt member", "contract.unknown-member",
      operationText("«\"paramters\": []"), fix: "write \"parameters\""),
    .init(
      "a member of no version", "contract.unknown-member",
      operationText("«\"owner\": \"me\""), fix: "remove it, or let its name start with \"x-\""),
    .init(
      "a method in capitals", "contract.unknown-member",
      contractText(
        """
        "paths": {"/a": {
            "get": {"responses": {"200": {"description": "fine"}}},
            «"POST": {"responses": {"200": {"description": "fine"}}}
          }}
        """), fix: "write \"post\""),
    .init(
      "a component with a blank in its name", "contract.component-name",
      responseText(
        "\"200\": {\"description\": \"fine\"}",
        components: "{\"schemas\": {«\"a b\": {}}}"),
      fix: "rename it, and the references to it"),
    .init(
      "an unknown section of components", "contract.unknown-member",
      responseText("\"200\": {\"description\": \"fine\"}", components: "{«\"schema\": {}}"),
      fix: "write \"schemas\""),
    .init(
      "a server variable without a value", "contract.undefined-server-variable",
      contractText(
        """
        "servers": [{"url": «"https://{region}.example.com"}],
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}
        """), fix: "declare it under \"variables\" with a \"default\""),
    .init(
      "a dialect nobody knows", "contract.unknown-dialect",
      contractText(
        """
        "jsonSchemaDialect": «"https://example.com/dialect",
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}
        """), fix: "name a published dialect, or remove \"jsonSchemaDialect\""),
    .init(
      "a schema in a dialect nobody knows", "contract.unknown-dialect",
      contractText(
        """
        "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {
            "Odd": {"$schema": «"https://example.com/dialect", "type": "string", "default": 1},
            "Fine": {"type": "string", "default": "a"}}}
        """), fix: "name a published dialect, or remove \"$schema\""),
    .init(
      "a part in a dialect nobody knows", "contract.unknown-dialect",
      contractText(
        """
        "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}},
          "components": {"schemas": {"Part": {"properties": {"odd": {"$id": "odd",
            "$schema": «"https://example.com/dialect", "type": "string"}},
            "default": {"odd": 1}}}}
        """), fix: "name a published dialect, or remove \"$schema\""),
    .init(
      "a server with a query", "contract.invalid-server",
      contractText(
        """
        "servers": [{"url": «"https://example.com/v1?key=1"}],
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}
        """), fix: "remove it; paths are put right behind the URL"),
    .init(
      "a link with a misspelt expression", "contract.invalid-expression",
      contractText(
        """
        "paths": {"/a": {"get": {"operationId": "a",
            "parameters": [{"name": "n", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": {"description": "fine", "links": {"again": {
              "operationId": "a", "parameters": {"n": «"$respnse.body#/n"}}}}}}}}
        """), fix: "start it with \"$response\""),
    .init(
      "a server without a URL", "contract.missing-member",
      contractText(
        """
        "servers": [«{"description": "none"}],
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}
        """), fix: "add \"url\""),
  ]

  /// Mistakes in references.
  static let references: [BrokenContract] = [
    .init(
      "a misspelt component", "contract.unresolved-reference",
      responseText(
        "\"200\": {\"$ref\": «\"#/components/responses/Fin\"}",
        components: "{\"responses\": {\"Fine\": {\"description\": \"fine\"}}}"),
      fix: "write \"#/components/responses/Fine\""),
    .init(
      "a reference into nothing", "contract.unresolved-reference",
      parameterText("{\"$ref\": «\"#/components/parameters/Limit\"}"),
      fix: "add \"components\" to the document, or correct the reference"),
    .init(
      "two that refer to each other", "contract.cyclic-reference",
      responseText(
        "\"200\": {\"$ref\": \"#/components/responses/A\"}",
        components: """
          {"responses": {
              "A": {"$ref": «"#/components/responses/B"},
              "B": {"$ref": "#/components/responses/A"}
            }}
          """), fix: "let one of them hold the object itself"),
    .init(
      "a URL", "contract.remote-reference",
      responseText("\"200\": {\"$ref\": «\"https://example.com/api.json#/x\"}"),
      fix: "keep a copy, and name it: --ref-map https://example.com/api.json=FILE"),
    .init(
      "another file", "contract.file-reference",
      responseText("\"200\": {\"$ref\": «\"common.json#/x\"}"),
      fix: "correct the path, or bundle the files into one document"),
    .init(
      "a plain name", "contract.malformed-reference",
      responseText(
        "\"200\": {\"$ref\": «\"#Fine\"}",
        components: "{\"responses\": {\"Fine\": {\"description\": \"fine\"}}}"),
      fix: "write \"#/components/responses/Fine\""),
    .init(
      "a number", "contract.malformed-reference", responseText("\"200\": {\"$ref\": «7}"),
      fix: "write a reference such as \"#/components/…\""),
    .init(
      "a schema for a response", "contract.reference-kind",
      responseText(
        "\"200\": {\"$ref\": «\"#/components/schemas/Thing\"}",
        components: "{\"schemas\": {\"Thing\": {}}}"),
      fix: "refer to an entry of #/components/responses"),
    .init(
      "a member beside a reference", "contract.ignored-sibling",
      responseText(
        "\"200\": {\"$ref\": \"#/components/responses/Fine\", «\"content\": {}}",
        components: "{\"responses\": {\"Fine\": {\"description\": \"fine\"}}}"),
      fix: "remove it, or write it where the reference leads"),
    .init(
      "an operation by reference", "contract.misplaced-reference",
      contractText(
        """
        "paths": {"/a": {"get": {«"$ref": "#/x-shared/get"}}},
          "x-shared": {"get": {"responses": {"200": {"description": "fine"}}}}
        """), fix: "write the operation here, or refer from the path item"),
    .init(
      "a path item that leads back to itself", "contract.cyclic-reference",
      contractText(
        """
        "paths": {
            "/a": {"get": {"responses": {"200": {"description": "fine"}}}},
            "/b": {"$ref": «"#/paths/~1b"}
          }
        """), fix: "let one of them hold the object itself"),
  ]

  /// Mistakes in paths and operations.
  static let operations: [BrokenContract] = [
    .init(
      "no leading slash", "contract.malformed-path",
      contractText(
        "\"paths\": {«\"things\": {\"get\": {\"responses\": {\"200\": {\"description\": \"fine\"}}}}}"
      ),
      fix: "write \"/things\""),
    .init(
      "an open brace", "contract.malformed-path",
      contractText(
        "\"paths\": {«\"/a/{id\": {\"get\": {\"responses\": {\"200\": {\"description\": \"fine\"}}}}}"
      ),
      fix: "write parameters as {name}"),
    .init(
      "a query in the path", "contract.malformed-path",
      contractText(
        "\"paths\": {«\"/a?b=1\": {\"get\": {\"responses\": {\"200\": {\"description\": \"fine\"}}}}}"
      ),
      fix: "declare query parameters under \"parameters\""),
    .init(
      "the same path under other names", "contract.equivalent-paths",
      contractText(
        """
        "paths": {
            "/a/{x}": {"parameters": [{"name": "x", "in": "path", "required": true, "schema": {}}],
              "get": {"responses": {"200": {"description": "fine"}}}},
            «"/a/{y}": {"parameters": [{"name": "y", "in": "path", "required": true, "schema": {}}],
              "put": {"responses": {"200": {"description": "fine"}}}}
          }
        """), fix: "write both as one path with one set of names"),
    .init(
      "paths that both fit one URL", "contract.ambiguous-paths",
      contractText(
        """
        "paths": {
            "/{kind}/me": {"parameters": [{"name": "kind", "in": "path", "required": true, "schema": {}}],
              "get": {"responses": {"200": {"description": "fine"}}}},
            "/books/{id}": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              «"get": {"responses": {"200": {"description": "fine"}}}}
          }
        """), fix: "keep the parameters apart by their patterns or paths", severity: .note),
    .init(
      "an operationId used twice", "contract.duplicate-operation-id",
      contractText(
        """
        "paths": {"/a": {
            "get": {"operationId": "a", "responses": {"200": {"description": "fine"}}},
            "put": {"operationId": «"a", "responses": {"200": {"description": "fine"}}}
          }}
        """), fix: "choose another name; by this one GET /a is found"),
    .init(
      "an operation that is text", "contract.wrong-type",
      contractText(
        """
        "paths": {"/a": {
            "get": {"responses": {"200": {"description": "fine"}}}, "put": «"later"
          }}
        """), fix: "write an object here, or remove it"),
    .init(
      "no responses", "contract.missing-responses",
      contractText("\"paths\": {\"/a\": {\"get\": «{}}}"), fix: "add \"responses\""),
    .init(
      "no status", "contract.missing-responses",
      contractText("\"paths\": {\"/a\": {\"get\": {\"responses\": «{}}}}"),
      fix: "add the status of the answer to a good request"),
    .init(
      "an unknown security scheme", "contract.unknown-security-scheme",
      contractText(
        """
        "paths": {"/a": {"get": {
            "security": [{«"bearer": []}], "responses": {"200": {"description": "fine"}}
          }}},
          "components": {"securitySchemes": {"bearers": {"type": "http", "scheme": "bearer"}}}
        """), fix: "write \"bearers\""),
    .init(
      "an undeclared security scheme for all", "contract.unknown-security-scheme",
      contractText(
        """
        "security": [{«"key": []}],
          "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}
        """), fix: "declare it in #/components/securitySchemes"),
    .init(
      "a security scheme from Swagger", "contract.invalid-security-scheme",
      responseText(
        "\"200\": {\"description\": \"fine\"}",
        components: "{\"securitySchemes\": {\"b\": {\"type\": «\"basic\"}}}"),
      fix: "write \"type\": \"http\" and \"scheme\": \"basic\"; this type is from Swagger 2.0"),
    .init(
      "a key in the path", "contract.invalid-security-scheme",
      responseText(
        "\"200\": {\"description\": \"fine\"}",
        components:
          "{\"securitySchemes\": {\"k\": {\"type\": \"apiKey\", \"name\": \"k\", \"in\": «\"path\"}}}"
      ),
      fix: "write where the key is sent, such as \"header\""),
  ]

  /// Mistakes in parameters.
  static let parameters: [BrokenContract] = [
    .init(
      "a name in braces that is not declared", "contract.undeclared-path-parameter",
      contractText(
        """
        "paths": {"/a/{id}": {
            «"get": {"responses": {"200": {"description": "fine"}}}
          }}
        """), fix: "declare it under \"parameters\" with \"in\": \"path\""),
    .init(
      "a path parameter that is not in the path", "contract.unknown-path-parameter",
      parameterText("{\"name\": «\"id\", \"in\": \"path\", \"required\": true, \"schema\": {}}"),
      fix: "remove it, or add {id} to the path"),
    .init(
      "an optional path parameter", "contract.optional-path-parameter",
      parameterText(
        "{\"name\": \"id\", \"in\": \"path\", \"required\": «false, \"schema\": {}}",
        path: "/a/{id}"), fix: "write \"required\": true; it is taken so"),
    .init(
      "a path parameter without required", "contract.optional-path-parameter",
      parameterText("«{\"name\": \"id\", \"in\": \"path\", \"schema\": {}}", path: "/a/{id}"),
      fix: "write \"required\": true; it is taken so"),
    .init(
      "a parameter twice", "contract.duplicate-parameter",
      parameterText(
        """
        {"name": "X-Id", "in": "header", "schema": {}},
              «{"name": "x-id", "in": "header", "schema": {}}
        """), fix: "remove one of the two; the first one counts"),
    .init(
      "a body parameter", "contract.parameter-location",
      parameterText("{\"name\": \"b\", \"in\": «\"body\", \"schema\": {}}"),
      fix: "describe it in \"requestBody\"; this place is from Swagger 2.0"),
    .init(
      "a misspelt location", "contract.parameter-location",
      parameterText("{\"name\": \"b\", \"in\": «\"querry\", \"schema\": {}}"),
      fix: "write \"query\""),
    .init(
      "no name", "contract.missing-member", parameterText("«{\"in\": \"query\", \"schema\": {}}"),
      fix: "add \"name\""),
    .init(
      "no schema", "contract.parameter-schema",
      parameterText("«{\"name\": \"b\", \"in\": \"query\"}"),
      fix: "add \"schema\"; any value passes until then"),
    .init(
      "schema and content", "contract.parameter-schema",
      parameterText(
        "{\"name\": \"b\", \"in\": \"query\", «\"schema\": {}, \"content\": {\"text/plain\": {}}}"),
      fix: "remove one of the two; \"content\" counts"),
    .init(
      "two media types", "contract.parameter-schema",
      parameterText(
        """
        {"name": "b", "in": "query", "content": «{"text/plain": {}, "application/json": {}}}
        """), fix: "leave one media type"),
    .init(
      "a type outside the schema", "contract.unknown-member",
      parameterText("{\"name\": \"b\", \"in\": \"query\", «\"type\": \"string\", \"schema\": {}}"),
      fix: "move \"type\" into \"schema\""),
    .init(
      "a style of another place", "contract.parameter-style",
      parameterText("{\"name\": \"b\", \"in\": \"query\", \"style\": «\"simple\", \"schema\": {}}"),
      fix: "write \"form\""),
    .init(
      "required as text", "contract.wrong-type",
      parameterText("{\"name\": \"b\", \"in\": \"query\", \"required\": «\"yes\", \"schema\": {}}"),
      fix: "write true or false; false is taken until then"),
    .init(
      "parameters as an object", "contract.wrong-type", operationText("\"parameters\": «{}"),
      fix: "write an array here, or remove it"),
    .init(
      "an Authorization parameter", "contract.ignored-parameter",
      parameterText("«{\"name\": \"Authorization\", \"in\": \"header\", \"schema\": {}}"),
      fix: "remove it", severity: .note),
  ]

  /// Mistakes in bodies and responses.
  static let messages: [BrokenContract] = [
    .init(
      "a short media type", "contract.invalid-media-type",
      responseText("\"200\": {\"description\": \"fine\", \"content\": {«\"json\": {}}}"),
      fix: "write \"application/json\""),
    .init(
      "a media type with a blank", "contract.invalid-media-type",
      responseText("\"200\": {\"description\": \"fine\", \"content\": {«\"text plain\": {}}}"),
      fix: "write a type, a slash and a subtype"),
    .init(
      "content as a list", "contract.wrong-type",
      responseText("\"200\": {\"description\": \"fine\", \"content\": «[]}"),
      fix: "write an object here, or remove it"),
    .init(
      "a status of two digits", "contract.invalid-status",
      responseText("«\"20\": {\"description\": \"fine\"}"),
      fix: "write a status code such as \"200\""),
    .init(
      "a range in lower case", "contract.invalid-status",
      responseText("«\"2xx\": {\"description\": \"fine\"}"), fix: "write \"2XX\""),
    .init(
      "no description", "contract.missing-description", responseText("\"200\": «{}"),
      fix: "add \"description\" with a sentence on when it is given"),
    .init(
      "null as the description", "contract.missing-description",
      responseText("\"200\": {\"description\": «null}"),
      fix: "add \"description\" with a sentence on when it is given"),
    .init(
      "a schema without a media type", "contract.unknown-member",
      responseText("\"200\": {\"description\": \"fine\", «\"schema\": {}}"),
      fix: "move \"schema\" under \"content\" and a media type"),
    .init(
      "a Content-Type header", "contract.ignored-parameter",
      responseText(
        "\"200\": {\"description\": \"fine\", \"headers\": {«\"content-type\": {\"schema\": {}}}}"),
      fix: "remove it", severity: .note),
    .init(
      "a body without content", "contract.missing-member", operationText("\"requestBody\": «{}"),
      fix: "add \"content\" with a media type"),
    .init(
      "a body of no media type", "contract.empty-content",
      operationText("\"requestBody\": {\"content\": «{}}"),
      fix: "add a media type such as \"application/json\""),
  ]

  /// Mistakes in schemas, told by the schema compiler.
  static let schemas: [BrokenContract] = [
    .init(
      "a misspelt type", "schema.malformed-keyword", schemaText("{\"type\": «\"strnig\"}"),
      fix: "write \"string\""),
    .init(
      "a pattern that is not closed", "schema.pattern", schemaText("{\"pattern\": «\"[a-\"}"),
      fix: "correct the pattern; JSON Schema uses the syntax of ECMA-262"),
    .init(
      "a reference into nothing", "schema.unresolved-reference",
      schemaText("{\"$ref\": «\"#/components/schemas/None\"}"),
      fix: "correct the pointer, or add the schema"),
    .init(
      "a negative length", "schema.malformed-keyword", schemaText("{\"minLength\": «-1}"),
      fix: "remove minLength to have no such bound"),
    .init(
      "a schema that is text", "schema.not-a-schema", schemaText("«\"string\""),
      fix: "write a schema here, such as true or {}"),
    .init(
      "a reference in place of properties", "schema.not-a-schema",
      schemaText("{\"properties\": {\"$ref\": «\"#/components/schemas/A\"}}"),
      fix: "refer from each schema by itself: a reference cannot stand for a map of them"),
  ]

  /// Mistakes in YAML, where places are found in another way.
  static let yaml: [BrokenContract] = [
    .init(
      "a misspelt member", "contract.unknown-member",
      yamlText("      «sumary: All things\n      responses: {200: {description: fine}}"),
      fix: "write \"summary\""),
    .init(
      "a word that only YAML 1.1 took for false", "contract.wrong-type",
      yamlText(
        """
              parameters:
                - {name: id, in: path, schema: {}, required: «no}
              responses: {200: {description: fine}}
        """, path: "/things/{id}"), fix: "write true or false; true is taken until then"),
    .init(
      "no description", "contract.missing-description",
      yamlText("      responses:\n        200: «{}"),
      fix: "add \"description\" with a sentence on when it is given"),
    .init(
      "a pattern that is not closed", "schema.pattern",
      yamlText(
        """
              responses:
                "200":
                  description: fine
                  content:
                    application/json:
                      schema:
                        pattern: «'[a-'
        """), fix: "correct the pattern; JSON Schema uses the syntax of ECMA-262"),
    .init(
      "an unresolved reference", "contract.unresolved-reference",
      yamlText("      responses:\n        404: {$ref: «'#/components/responses/Lost'}"),
      fix: "add \"components\" to the document, or correct the reference"),
    .init(
      "a version that is a number", "contract.unsupported-version", "openapi: «2.1\npaths: {}\n",
      fix: "write the version the document follows, such as \"3.1.0\"", severity: .error),
  ]

  static let all =
    unusable + outer + references + operations + parameters + messages + schemas + yaml
}
