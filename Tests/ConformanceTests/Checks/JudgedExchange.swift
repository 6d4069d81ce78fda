import Conformance
import Diagnostics
import SchemaValidator
import Testing

/// An exchange of a table: what was sent, what came back, and what is found in it.
struct JudgedExchange: Sendable, CustomTestStringConvertible {
  /// The time at which all these exchanges happen: Sat, 01 Aug 2026 12:00:00 GMT.
  static let now = 1_785_585_600.0
  static let date = "Sat, 01 Aug 2026 12:00:00 GMT"
  /// What the run keeps secret.
  static let secret = "s3cr3t-k3y"

  var claim: String
  var method: String
  var path: String
  var requestFields = ["X-Key: s3cr3t-k3y"]
  var requestBody: String?
  var status: Int
  var fields: [String]
  var body: [UInt8]
  var wireLength: Int?
  var isFaulty = false
  var conventions = ItemContract.conventions
  /// The findings of the checks under test, as `ID severity place | expected | got`.
  var findings: [String]

  var testDescription: String { claim }

  /// An answer to a request such as `GET /items`.
  init(
    _ claim: String, _ request: String, _ status: Int,
    _ fields: [String] = ["Content-Type: application/json"], bytes: [UInt8], finds: [String] = []
  ) {
    let words = request.split(separator: " ", maxSplits: 1).map(String.init)
    self.claim = claim
    self.method = words[0]
    self.path = words[1]
    self.status = status
    self.fields = fields
    self.body = bytes
    self.findings = finds
  }

  /// An answer with a body in text.
  init(
    _ claim: String, _ request: String, _ status: Int,
    _ fields: [String] = ["Content-Type: application/json"], _ body: String = "",
    finds: [String] = []
  ) {
    self.init(claim, request, status, fields, bytes: Array(body.utf8), finds: finds)
  }

  /// An answer to the request for an item.
  init(
    _ claim: String, _ status: Int, _ fields: [String] = ["Content-Type: application/json"],
    _ body: String = "", finds: [String] = []
  ) {
    self.init(claim, "GET /items/i1", status, fields, body, finds: finds)
  }

  /// The same exchange, changed.
  func with(_ change: (inout JudgedExchange) -> Void) -> JudgedExchange {
    var copy = self
    change(&copy)
    return copy
  }

  /// What the whole registry says about it.
  func report(memory: RunMemory = RunMemory()) throws -> CheckReport {
    let contract = try ItemContract.contract.get()
    let schema = try conventions.errors?.schema.map { try contract.schema(at: $0) }
    let secret = Array(Self.secret.utf8)
    let context = CheckContext(
      contract: contract, conventions: conventions, errorSchema: schema, memory: memory,
      now: { Self.now },
      holdsSecret: { text in
        text.indices.contains { text[$0...].starts(with: secret) }
      })
    return CheckRegistry.standard(for: conventions).examine(try exchange(contract), in: context)
  }

  private func exchange(_ contract: Contract) throws -> AnsweredExchange {
    let target = path.split(separator: "?", maxSplits: 1)
    let match = contract.match(method: method, path: String(target.first ?? "/"))
    let request = HTTPRequest(
      method: method, url: "http://127.0.0.1:8080\(path)", fields: try requestFields.map(field),
      body: requestBody.map { Array($0.utf8) })
    var fields = try self.fields.map(field)
    if !fields.contains(where: { $0.isNamed("Date") }) {
      fields.append(HTTPField("Date", Self.date))
    }
    fields.removeAll { $0.isNamed("Date") && $0.value.isEmpty }
    let response = HTTPResponse(
      status: status, fields: fields, body: body, wireBodyLength: wireLength)
    return AnsweredExchange(
      index: 0, operation: match?.operation, request: request, response: response,
      isFaulty: isFaulty)
  }

  private func field(_ line: String) throws -> HTTPField {
    let parts = line.split(separator: ":", maxSplits: 1)
    let name = try #require(parts.first)
    return HTTPField(String(name), String((parts.dropFirst().first ?? "").drop { $0 == " " }))
  }
}

extension JudgedExchange {
  /// Checks that the findings of some requirements are those of the table, no more and no less,
  /// and that the requirements with findings count as looked at.
  func check(_ requirements: Set<RequirementID>) throws {
    let report = try report()
    let catalogue = try RequirementCatalogue.standard()
    let found = report.departures.filter { requirements.contains($0.requirement) }
      .map { departure in
        let severity = departure.severity ?? catalogue[departure.requirement]?.severity
        let weight = severity?.rawValue ?? "?"
        return
          "\(departure.requirement) \(weight) \(departure.place.text) | \(departure.expected) | \(departure.got)"
      }
    #expect(found == findings)
    #expect(report.judged.isSuperset(of: report.departures.map(\.requirement)))
    for departure in report.departures {
      let clause = try #require(departure.clause, "\(departure)")
      #expect(try ItemContract.contract.get().document.root.value(at: clause.pointer) != nil)
    }
  }
}

extension Finding.Place {
  /// The place as the tables write it.
  var text: String {
    switch self {
    case .status: "status"
    case .header(let name): name
    case .body(let pointer): pointer.tokens.isEmpty ? "body" : pointer.description
    case .exchange: "exchange"
    }
  }
}

/// Bodies that keep the contract.
enum ItemBody {
  static let item =
    #"{"id":"i1","made":"2026-08-01T11:59:00Z","state":"new","note":null,"size":3}"#
  static let one = #"{"result":\#(item),"trace":"t1"}"#
  static let page = #"{"result":[\#(item)],"rest":false,"cursor":null,"trace":"t1"}"#
  static let refusal =
    #"{"fault":{"kind":"unknown","reason":"no_item","text":"There is no such item.","trace":"t1"}}"#
  static let badInput =
    #"{"fault":{"kind":"input","reason":"bad_size","text":"Too big.","field":"size","trace":"t1"}}"#
}
