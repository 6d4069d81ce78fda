import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: documents in several files")
struct ContractFilesTests {
  /// A contract in YAML that takes everything it can from other files.
  static let files = [
    "api/contract.yaml": """
    openapi: 3.1.0
    info: {title: Test, version: '1'}
    paths:
      /things/{id}:
        $ref: paths/thing.yaml
      /things:
        get:
          parameters: [{$ref: 'common/parameters.yaml#/limit'}]
          responses:
            200: {$ref: './common/responses.yaml#/Things'}
    """,
    "paths/thing.yaml": """
    parameters: [{$ref: '../common/parameters.yaml#/id'}]
    get:
      responses:
        200:
          description: fine
          content: {application/json: {schema: {$ref: '../models/thing.yaml'}}}
        404: {$ref: '../contract.yaml#/x-lost'}
    """,
    "common/parameters.yaml": """
    id: {name: id, in: path, required: true, schema: {type: string}}
    limit: {name: limit, in: query, schema: {type: integer}}
    """,
    "common/responses.yaml": """
    Things:
      description: fine
      content:
        application/json:
          schema:
            type: array
            items: {$ref: ../models/thing.yaml}
    """,
    "models/thing.yaml": """
    type: object
    required: [id]
    properties:
      id: {type: string}
      parent: {$ref: thing.yaml}
    """,
  ]

  private func load(_ changes: [String: String] = [:]) throws -> Contract {
    let files = Self.files.merging(changes) { $1 }
    let entry = SourceText(files["api/contract.yaml"] ?? "", name: "api/contract.yaml")
    return try Contract.load(try SourceDocument(reading: entry)) { path in
      files[path].map { SourceText($0, name: "api/" + path) }
    }
  }

  @Test("are read as one, path items, parameters, responses and schemas alike")
  func whole() throws {
    let contract = try load()
    #expect(contract.operations.map(\.id.description) == ["GET /things/{id}", "GET /things"])
    let thing = try #require(contract.operation(called: "GET /things/{id}"))
    #expect(
      thing.parameter("id", in: .path)?.node.location.description
        == "api/common/parameters.yaml:1:5")
    let schema = try #require(thing.responses.response(for: 200)?.content.first?.schema)
    #expect(schema.program.isValid(try JSONDocument(parsing: #"{"id": "a"}"#).root))
    #expect(!schema.program.isValid(try JSONDocument(parsing: #"{"id": "a", "parent": {}}"#).root))
    let list = try #require(contract.operation(called: "GET /things"))
    let items = try #require(list.responses.response(for: 200)?.content.first?.schema)
    #expect(items.program.isValid(try JSONDocument(parsing: #"[{"id": "a"}]"#).root))
    #expect(!items.program.isValid(try JSONDocument(parsing: "[{}]").root))
  }

  @Test("tell a mistake in the file and line where it stands")
  func located() throws {
    let contract = try load()
    #expect(contract.warnings.map(\.code) == ["contract.unresolved-reference"])
    #expect(contract.warnings.first?.location?.description == "api/paths/thing.yaml:7:17")
    #expect(
      contract.warnings.first?.fix == "add \"x-lost\" to the document, or correct the reference")
  }

  @Test(
    "never lead out of the folder of the contract",
    arguments: [
      ("../secret.yaml#/x", "contract.file-reference"),
      ("common/../../secret.yaml#/x", "contract.file-reference"),
      ("/etc/passwd", "contract.file-reference"),
      ("%2e%2e/secret.yaml", "contract.file-reference"),
      ("..%2Fsecret.yaml#/x", "contract.file-reference"),
      ("file:///etc/passwd", "contract.remote-reference"),
      ("//example.com/x.yaml", "contract.remote-reference"),
      ("none.yaml#/x", "contract.file-reference"),
      ("broken.yaml#/x", "contract.file-reference"),
    ])
  func outside(reference: String, code: String) throws {
    let contract = try load([
      "api/contract.yaml": """
      openapi: 3.1.0
      info: {title: Test, version: '1'}
      paths: {/a: {get: {responses: {200: {$ref: '\(reference)'}}}}}
      """,
      "broken.yaml": "a: [1",
      "secret.yaml": "x: {description: secret}",
      "../secret.yaml": "x: {description: secret}",
    ])
    #expect(contract.warnings.map(\.code) == [code])
    #expect(contract.operations.first?.responses.response(for: 200)?.isComplete == false)
  }

  @Test("may refer to each other in circles")
  func circles() throws {
    let contract = try load([
      "api/contract.yaml": """
      openapi: 3.1.0
      info: {title: Test, version: '1'}
      paths: {/a: {get: {responses: {200: {$ref: 'a.yaml#/x'}}}}}
      """,
      "a.yaml": "x: {$ref: 'b.yaml#/x'}",
      "b.yaml": "x: {$ref: 'a.yaml#/x'}",
    ])
    #expect(contract.warnings.map(\.code) == ["contract.cyclic-reference"])
  }
}
