import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Contract: the Kirim document")
struct KirimContractTests {
  static let loaded = Result {
    let bytes = try packageFile("suites/kirim/openapi.json")
    return try Contract.load(SourceDocument(reading: SourceText(bytes, name: "openapi.json")))
  }

  private func contract() throws -> Contract { try Self.loaded.get() }

  @Test("has all its operations, in the order of the document")
  func operations() throws {
    let contract = try contract()
    #expect(contract.operations.count == 38)
    #expect(contract.title == "Kirim Public API")
    #expect(contract.version == "1.0.0")
    #expect(contract.specificationVersion.description == "3.1.0")
    #expect(try contract.servers.map { try $0.url() } == ["https://api.kirim.chat/v1"])
    #expect(contract.operations.first?.id.description == "GET /health")
    #expect(contract.operations.last?.id.description == "DELETE /labels/{id}")
    #expect(contract.operations.allSatisfy { $0.isComplete })
  }

  @Test("holds no mistake, and says where two operations share a URL path")
  func warnings() throws {
    let warnings = try contract().warnings
    #expect(warnings.allSatisfy { $0.severity == .note && $0.code == "contract.ambiguous-paths" })
    #expect(warnings.count == 3, "\(warnings.map(\.message))")
  }

  @Test("every body it describes in JSON has a compiled schema")
  func schemas() throws {
    for operation in try contract().operations {
      for response in operation.responses.all {
        for entry in response.content where entry.range.isJSON {
          #expect(entry.schema != nil, "\(operation.id) \(response.status)")
        }
      }
      for entry in operation.requestBody?.content ?? [] {
        #expect(entry.schema != nil, "\(operation.id)")
      }
      #expect(operation.parameters.allSatisfy { $0.schema != nil }, "\(operation.id)")
    }
  }

  @Test(
    "finds the operation of a request",
    arguments: [
      ("GET", "/health", "GET /health"),
      ("POST", "/123/contacts/bulk_label", "POST /{phone_number_id}/contacts/bulk_label"),
      ("GET", "/123/contacts/bulk_label", "GET /{phone_number_id}/contacts/{id}"),
      ("GET", "/123/contacts/ctc_1", "GET /{phone_number_id}/contacts/{id}"),
      ("POST", "/webhook_deliveries/bulk_replay", "POST /webhook_deliveries/bulk_replay"),
      ("GET", "/webhook_deliveries/bulk_replay", "GET /webhook_deliveries/{id}"),
      ("POST", "/webhook_deliveries/d/replay", "POST /webhook_deliveries/{id}/replay"),
      ("GET", "/labels?limit=3", "GET /labels"),
      ("PATCH", "/labels/lbl%5F1", "PATCH /labels/{id}"),
      ("GET", "/labels/messages", "GET /labels/{id}"),
      ("GET", "/123/messages/wamid.x/media", "GET /{phone_number_id}/messages/{id}/media"),
      ("PUT", "/labels/lbl_1", nil),
      ("get", "/labels", nil),
      ("GET", "/labels/", nil),
      ("GET", "/nothing/like/it/at/all", nil),
    ] as [(String, String, String?)])
  func match(method: String, path: String, expected: String?) throws {
    let match = try contract().match(method: method, path: path)
    #expect(match?.operation.id.description == expected)
  }

  @Test("gives the path parameters of a request, raw and decoded")
  func pathParameters() throws {
    let match = try contract().match(method: "GET", path: "/12%203/messages/wamid.a%2Fb")
    #expect(match?.pathParameters.map(\.name) == ["phone_number_id", "id"])
    #expect(match?.pathParameters.map(\.raw) == ["12%203", "wamid.a%2Fb"])
    #expect(match?.pathParameters.map(\.text) == ["12 3", "wamid.a/b"])
  }

  @Test("knows the methods of a path")
  func methods() throws {
    let contract = try contract()
    #expect(contract.methods(forPath: "/labels/lbl_1") == ["DELETE", "GET", "PATCH"])
    #expect(
      contract.methods(forPath: "/1/contacts/bulk_label") == ["DELETE", "GET", "PATCH", "POST"])
    #expect(contract.methods(forPath: "/nowhere/at/all/now") == [])
  }

  @Test("says who is let in")
  func security() throws {
    let contract = try contract()
    #expect(
      contract.securitySchemes["bearerAuth"]?.kind
        == .http(scheme: "bearer", bearerFormat: "API Key"))
    let open = contract.operations.filter(\.allowsAnonymous).map(\.id.description)
    #expect(open == ["GET /health"])
    #expect(contract.operation(called: "GET /me")?.security == [["bearerAuth": []]])
  }

  @Test("gives the schema of a component by its pointer")
  func component() throws {
    let contract = try contract()
    let pointer = JSONPointer(["components", "schemas", "ApiErrorEnvelope"])
    let schema = try contract.schema(at: pointer)
    #expect(schema.pointer == pointer)
    #expect(schema.json["type"]?.stringValue == "object")
    let error = #expect(throws: Diagnostics.self) {
      try contract.schema(at: JSONPointer(["components", "schemas", "ApiErrorEnvelop"]))
    }
    #expect(error?.all.map(\.fix) == ["write \"#/components/schemas/ApiErrorEnvelope\""])
  }

  @Test("describes parameters and bodies as written")
  func details() throws {
    let contract = try contract()
    let send = try #require(contract.operation(called: "POST /{phone_number_id}/messages"))
    #expect(send.parameter("Idempotency-Key", in: .header)?.name == "idempotency-key")
    #expect(send.parameter("phone_number_id", in: .path)?.isRequired == true)
    #expect(send.requestBody?.isRequired == false)
    #expect(send.responses.response(for: 422)?.status == .code(422))
    #expect(send.responses.response(for: 418) == nil)
    #expect(send.pointer.description == "/paths/~1{phone_number_id}~1messages/post")
    #expect(contract.nearestName(to: "GET /lables") == "GET /labels")
  }
}
