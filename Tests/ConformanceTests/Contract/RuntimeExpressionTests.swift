import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: runtime expressions")
struct RuntimeExpressionTests {
  @Test(
    "are read and written back",
    arguments: [
      ("$url", .url), ("$method", .method), ("$statusCode", .statusCode),
      ("$request.path.id", .request(.path("id"))),
      ("$request.query.a.b c", .request(.query("a.b c"))),
      ("$request.header.X-Id", .request(.header("X-Id"))),
      ("$request.body", .request(.body(nil))),
      ("$request.body#", .request(.body(.root))),
      ("$response.body#/a~1b/0", .response(.body(JSONPointer(["a/b", "0"])))),
      ("$response.header.Location", .response(.header("Location"))),
    ] as [(String, RuntimeExpression)])
  func reading(text: String, expression: RuntimeExpression) throws {
    #expect(try RuntimeExpression(text) == expression)
    #expect(try RuntimeExpression(text).description == text)
  }

  @Test(
    "are refused where they stop being one",
    arguments: [
      ("$response.bdy#/id", #"found "bdy#/id"; expected header., query., path. or body"#),
      (
        "$reqest.body",
        #"found "$reqest.body"; expected $url, $method, $statusCode, $request. or $response."#
      ),
      ("$request", #"found "$request"; expected $url"#),
      ("$urls", #"found "$urls"; expected $url"#),
      ("$request.header.", #"found ""; expected the name of a header field"#),
      ("$request.header.a b", #"found "a b"; expected the name of a header field"#),
      ("$request.body#id", #"found "id"; expected a JSON Pointer after #"#),
      ("$request.body#/a~2", #"found "/a~2"; expected a JSON Pointer after #"#),
      ("", #"found ""; expected $url"#),
    ])
  func refusal(text: String, message: String) {
    let departure = #expect(throws: UnreadableText.self) { try RuntimeExpression(text) }
    let told = departure?.description ?? ""
    #expect(told.hasPrefix(message), "\(told)")
  }

  @Test(
    "stand in texts between braces",
    arguments: [
      ("$request.body#/url", 1, 1), ("{$request.body#/url}", 1, 1),
      ("http://a/?x={$request.query.x}&y={$url}", 4, 2), ("{id}/{$url}{", 3, 1), ("$5.00", 1, 0),
      ("plain", 1, 0), ("", 0, 0), ("{}", 1, 0),
    ])
  func templates(text: String, pieces: Int, expressions: Int) throws {
    let template = try RuntimeTemplate(text)
    #expect(template.pieces.count == pieces)
    #expect(template.expressions.count == expressions)
    let isBraced = text == "{$request.body#/url}"
    #expect(template.description == (isBraced ? "$request.body#/url" : text))
  }
}

@Suite("Contract: links, callbacks, webhooks, examples")
struct LinkTests {
  private func contract(_ links: String, extra: String = "") throws -> Contract {
    try Contract.reading(
      contractText(
        """
        "paths": {
            "/users/{id}": {"parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
              "get": {"operationId": "getUser", "responses": {"200": {"description": "fine",
                "links": \(links)}}}},
            "/a b/{userid}": {"parameters": [
                {"name": "userid", "in": "path", "required": true, "schema": {"type": "string"}}],
              "get": {"operationId": "getAddress", "responses": {"200": {"description": "fine"}}},
              "put": {"responses": {"200": {"description": "fine"}}}}}\(extra)
        """))
  }

  @Test("name an operation, values for its parameters and a body")
  func links() throws {
    let contract = try contract(
      #"""
      {"address": {"operationId": "getAddress", "description": "where",
          "parameters": {"path.userid": "$response.body#/uuid", "header.x.y": "{$url}!", "n": 3,
            "price": "$5"},
          "requestBody": {"constant": true}, "server": {"url": "https://other"}},
        "change": {"operationRef": "#/paths/~1a%20b~1%7Buserid%7D/put"},
        "gone": {"operationRef": "https://elsewhere/#/paths/~1x/get"},
        "shared": {"$ref": "#/components/links/L"}}
      """#,
      extra: #", "components": {"links": {"L": {"operationId": "getUser"}}}"#)
    #expect(contract.warnings.map(\.message) == [])
    let links = try #require(contract.operations[0].responses.response(for: 200)).links
    #expect(links.map(\.name) == ["address", "change", "gone", "shared"])
    #expect(
      links.map { contract.operation(of: $0)?.id.description } == [
        "GET /a b/{userid}", "PUT /a b/{userid}", nil, "GET /users/{id}",
      ])
    let link = links[0]
    #expect(link.description == "where")
    #expect(try link.server?.url() == "https://other")
    #expect(link.arguments.map(\.name) == ["userid", "x.y", "n", "price"])
    #expect(link.arguments.map(\.location) == [.path, .header, nil, nil])
    #expect(
      link.arguments.map { argument in
        switch argument.value {
        case .constant(let value): value.description
        case .runtime(let template): "\(template.expressions)"
        }
      } == ["[$response.body#/uuid]", "[$url]", "3", "\"$5\""])
    guard case .constant(let body) = link.requestBody else {
      Issue.record("the body is a constant")
      return
    }
    #expect(body["constant"]?.boolValue == true)
  }

  @Test(
    "with an expression that is none are told where it stands, with a fix",
    arguments: [
      (#""parameters": {"id": «"$reponse.body#/id"}"#, "start it with \"$response\""),
      (
        #""parameters": {"id": «"$response.body/id"}"#,
        "write an expression such as \"$response.body#/id\""
      ),
      (
        #""requestBody": «"x{$request.body""#,
        "write an expression such as \"$response.body#/id\""
      ),
    ])
  func mistakes(members: String, fix: String) throws {
    let marked = MarkedContract(
      responseText(
        """
        "200": {"description": "fine", "links": {"next": {"operationId": "x",
              \(members)}}}
        """))
    let warnings = try Contract.load(SourceDocument(reading: marked.text)).warnings
    #expect(warnings.map(\.code) == ["contract.invalid-expression"], "\(warnings)")
    #expect(warnings.first?.location == marked.mark)
    #expect(warnings.first?.fix == fix)
  }

  @Test("of a callback are operations under a URL found in the exchange")
  func callbacks() throws {
    let contract = try Contract.reading(
      contractText(
        #"""
        "paths": {"/subscribe": {"post": {
            "callbacks": {
              "onEvent": {"{$request.body#/url}?id={$request.query.id}": {
                "post": {"requestBody": {"content": {"application/json": {"schema": {
                    "type": "object", "required": ["event"]}}}},
                  "responses": {"200": {"description": "taken"}}}}},
              "again": {"$ref": "#/components/callbacks/Again"}},
            "responses": {"200": {"description": "fine"}}}}},
          "components": {"callbacks": {"Again": {"http://fixed": {"put": {
            "callbacks": {"deeper": {"$ref": "#/components/callbacks/Again"}},
            "responses": {"200": {"description": "fine"}}}}}}}
        """#))
    #expect(contract.warnings.map(\.code) == ["contract.not-checked"])
    #expect(contract.operations.count == 1, "a callback is no operation of the API")
    let callbacks = contract.operations[0].callbacks
    #expect(callbacks.map(\.name) == ["onEvent", "again"])
    #expect(callbacks[0].url?.expressions.count == 2)
    let event = try #require(callbacks[0].operations.first)
    #expect(event.id.description == "POST {$request.body#/url}?id={$request.query.id}")
    let schema = try #require(event.requestBody?.content.first?.schema)
    #expect(!schema.program.isValid(try JSONDocument(parsing: "{}").root))
    #expect(callbacks[1].operations.map(\.id.method) == ["PUT"])
    #expect(callbacks[1].operations[0].callbacks.isEmpty, "it leads back to itself")
  }

  @Test("of a webhook are operations under its name, from 3.1 on")
  func webhooks() throws {
    let members = """
      "paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}},
        "webhooks": {"newPet": {"post": {"operationId": "told",
          "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
          "responses": {"200": {"description": "taken"}}}}}
      """
    let contract = try Contract.reading(contractText(members))
    #expect(contract.webhooks.map(\.name) == ["newPet"])
    let operation = try #require(contract.webhooks.first?.operations.first)
    #expect(operation.id.description == "POST newPet")
    #expect(operation.requestBody?.content.first?.schema != nil)
    #expect(contract.operations.count == 1)
    #expect(contract.match(method: "POST", path: "/newPet") == nil)
    let old = try Contract.reading(contractText(members, version: "3.0.3"))
    #expect(old.webhooks.isEmpty)
    #expect(old.warnings.contains { $0.code == "contract.unknown-member" })
  }

  @Test("examples are kept with their values, texts and places; a schema's stand in for them")
  func examples() throws {
    let contract = try Contract.reading(
      contractText(
        ##"""
        "paths": {"/a": {"get": {
            "parameters": [
              {"name": "one", "in": "query", "schema": {"type": "integer", "examples": [7]},
                "example": 1},
              {"name": "many", "in": "query", "schema": {"type": "integer"}, "examples": {
                "a": {"summary": "first", "value": 2}, "b": {"$ref": "#/components/examples/B"},
                "c": {"dataValue": 4, "serializedValue": "many=4"},
                "d": {"externalValue": "files/d.json"}}},
              {"name": "none", "in": "query", "schema": {"$ref": "#/components/schemas/S"}},
              {"name": "old", "in": "query", "schema": {"type": "string", "example": "x"}}],
            "responses": {"200": {"description": "fine",
              "headers": {"X-A": {"schema": {"type": "string"}, "example": "h"}},
              "content": {"application/json": {"example": {"a": null},
                "schema": {"examples": [1, 2]}}}}}}}},
          "components": {"examples": {"B": {"value": 3}}, "schemas": {"S": {"examples": [5, 6]}}}
        """##, version: "3.2.0"))
    #expect(contract.warnings.map(\.message) == [])
    let operation = contract.operations[0]
    func values(_ name: String) -> [String] {
      operation.parameter(name, in: .query)?.exampleValues.map(\.description) ?? []
    }
    #expect(values("one") == ["1"])
    #expect(values("many") == ["2", "3", "4"])
    #expect(values("none") == ["5", "6"])
    #expect(values("old") == ["\"x\""])
    let many = try #require(operation.parameter("many", in: .query)).examples
    #expect(many.map(\.name) == ["a", "b", "c", "d"])
    #expect(many[0].summary == "first")
    #expect(many[2].serialized == "many=4")
    #expect(many[3].externalValue == "files/d.json" && many[3].value == nil)
    let response = try #require(operation.responses.response(for: 200))
    #expect(response.headers.first?.exampleValues.map(\.description) == ["\"h\""])
    #expect(response.content.first?.exampleValues.map(\.description) == ["{\"a\":null}"])
  }

  @Test("the schema of each item of a sequence is kept, in 3.2")
  func itemSchema() throws {
    let members = responseText(
      """
      "200": {"description": "fine", "content": {"application/jsonl": {
        "itemSchema": {"type": "object", "required": ["id"]}}}}
      """)
    let contract = try Contract.reading(members.replacing("3.1.0", with: "3.2.0"))
    #expect(contract.warnings.isEmpty)
    let entry = try #require(contract.operations[0].responses.response(for: 200)?.content.first)
    let items = try entry.reading(of: Array("{\"id\":1}\n{}\n".utf8)).value.value
    let program = try #require(entry.itemSchema).program
    #expect(items.elements.map { program.isValid($0) } == [true, false])
    #expect(entry.schema == nil)
    let old = try Contract.reading(members)
    #expect(old.warnings.map(\.code) == ["contract.unknown-member"])
    #expect(old.operations[0].responses.response(for: 200)?.content.first?.itemSchema == nil)
  }
}
