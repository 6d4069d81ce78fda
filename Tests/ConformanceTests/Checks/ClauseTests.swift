import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Checks: the line of the contract that a finding rests on")
struct ClauseTests {
  /// A departure and the pointer of the line it is shown with.
  struct Row: Sendable, CustomTestStringConvertible {
    let requirement: RequirementID
    let exchange: JudgedExchange
    let pointer: String
    var testDescription: String { "\(requirement) of \(exchange.claim)" }

    init(_ requirement: RequirementID, _ exchange: JudgedExchange, _ pointer: String) {
      self.requirement = requirement
      self.exchange = exchange
      self.pointer = pointer
    }
  }

  private static let json = ["Content-Type: application/json"]
  private static let fault = "/components/schemas/Refusal/properties/fault"

  static let rows: [Row] = [
    .init(
      "RSP-09", .init("a success without its payload", 200, json, #"{"trace":"t1"}"#),
      "/components/schemas/One/properties/result"),
    .init(
      "ERR-04",
      .init(
        "an error without its reason", 404, json,
        ItemBody.refusal.replacing(#""reason":"no_item","#, with: "")),
      fault + "/properties/reason"),
    .init(
      "ERR-06",
      .init(
        "an error of another kind", 404, json, ItemBody.refusal.replacing("unknown", with: "input")),
      fault + "/properties/kind"),
    .init(
      "ERR-04",
      .init("an error that nobody documents", "GET /alive", 404, json, #"{"fault":{"kind":7}}"#),
      fault + "/properties/kind"),
    .init(
      "ERR-18",
      .init(
        "an error with a payload", 404, json,
        ItemBody.refusal.replacing(#"{"fault""#, with: #"{"result":{},"fault""#)),
      "/components/responses/Refusal/content/application~1json/schema"),
    .init(
      "PAG-01",
      .init(
        "a page without its end mark", "GET /items", 200, json,
        ItemBody.page.replacing(#""rest":false,"#, with: "")),
      "/components/schemas/Page/properties/rest"),
    .init(
      "RSP-02",
      .init(
        "a wrong value in a list", "GET /items", 200, json,
        ItemBody.page.replacing(#""size":3"#, with: #""size":"3""#)),
      "/components/schemas/Item/properties/size/type"),
    .init(
      "RSP-03", .init("no JSON", 200, json, "<html>"),
      "/paths/~1items~1{id}/get/responses/200/content/application~1json/schema"),
    .init(
      "RATE-06",
      .init("a limit that is no number", 200, json + ["RateLimit-Limit: many"], ItemBody.one),
      "/paths/~1items~1{id}/get/responses/200"),
    .init(
      "AUTH-02", .init("no challenge", "GET /items", 401, json, ItemBody.refusal), "/security"),
    .init(
      "HTTP-01", .init("no methods", "PATCH /items/i1", 405, json, ItemBody.refusal),
      "/paths/~1items~1{id}"),
    .init(
      "HTTP-13", .init("no date", "GET /nothing", 404, json + ["Date:"], ItemBody.refusal),
      "/paths"),
    .init(
      "HTTP-06",
      .init("a body where none can be", "DELETE /items/i1", 204, ["Content-Length: 2"], "{}"),
      "/paths/~1items~1{id}/delete"),
  ]

  /// Members whose names a careless reader would take for positions.
  static let numberedRows = ["-1", "+0", "00", "1", "0"].map { name in
    Row(
      "ERR-15",
      .init(
        "a secret in a member called \(name)", 404, json,
        ItemBody.refusal.replacing(
          #""trace":"t1"}"#, with: #""trace":"t1","pair":{"\#(name)":"s3cr3t-k3y"}}"#)),
      fault + "/properties/pair" + (name == "0" ? "/prefixItems/0" : ""))
  }

  @Test("is the one that says most about it", arguments: rows + numberedRows)
  func clause(_ row: Row) throws {
    let report = try row.exchange.report()
    let departure = try #require(
      report.departures.first { $0.requirement == row.requirement }, "\(report.departures)")
    let clause = try #require(departure.clause)
    #expect(clause.pointer.description == row.pointer)
    #expect(clause.location.file == "items.yaml")
    let document = try ItemContract.contract.get().document
    let value = try #require(document.root.value(at: clause.pointer))
    #expect(clause.location == document.location(of: value))
  }

  @Test("is in the file that the schema stands in")
  func otherFiles() throws {
    let files = [
      "openapi.yaml": """
      openapi: 3.1.0
      info: { title: Things, version: "1" }
      paths:
        /things:
          get:
            responses:
              "200":
                description: fine
                content: { application/json: { schema: { $ref: thing.yaml } } }
      properties: { n: { type: boolean } }
      """,
      "thing.yaml": """
      type: object
      properties:
        n: { type: integer }
      """,
    ]
    let contract = try Contract.load(
      SourceDocument(reading: SourceText(files["openapi.yaml"] ?? "", name: "openapi.yaml"))
    ) { path in files[path].map { SourceText($0, name: path) } }
    let context = CheckContext(
      contract: contract, conventions: Conventions(), errorSchema: nil, memory: RunMemory(),
      now: { JudgedExchange.now }, holdsSecret: { _ in false })
    let exchange = AnsweredExchange(
      index: 0, operation: contract.match(method: "GET", path: "/things")?.operation,
      request: HTTPRequest(method: "GET", url: "http://127.0.0.1/things"),
      response: HTTPResponse(
        status: 200,
        fields: [
          HTTPField("Content-Type", "application/json"), HTTPField("Date", JudgedExchange.date),
        ], body: Array(#"{"n":"one"}"#.utf8)),
      isFaulty: false)
    let report = CheckRegistry.standard(for: Conventions()).examine(exchange, in: context)
    let clause = try #require(report.departures.first { $0.requirement == "RSP-02" }?.clause)
    #expect(clause.pointer.description == "/properties/n/type")
    #expect(clause.location == SourceLocation(file: "thing.yaml", line: 3, column: 14))
  }
}
