import Diagnostics
import Testing

@testable import Conformance

@Suite("What questions cost is held to the figures of the catalogue")
struct RequestBalanceTests {
  /// The files of a case that is asked about some requirements.
  private static func files(_ proves: [String]) -> ProbeWorkspace {
    ProbeWorkspace(
      suite: """
        suite: Requests
        cases:
          - case: A wrong request is refused
            id: wrong
            proves: [\(proves.joined(separator: ", "))]
            effect: own
            probe: requests
            call: POST /items
            body: {}
            cleanup: { call: "DELETE /items/{id}", path: { id: "${id}" } }
            list: { call: GET /items, member: /name }
        """)
  }

  /// Weighs what was sent to decide some requirements.
  private static func weigh(
    _ proves: [String], _ sent: [([RequirementID], Int)], files: ProbeWorkspace? = nil
  ) throws -> RequestBalance {
    let workspace = try WorkspaceLoader(files: files ?? Self.files(proves)).load(["api"])
    var tally = RequestTally()
    for (ids, count) in sent { tally.add(count, for: .deciding(ids)) }
    return RequestBalance(
      try #require(workspace.suites.first?.cases.first), tally, contract: workspace.contract,
      catalogue: workspace.catalogue)
  }

  private static func limit(of id: RequirementID) throws -> Int {
    try #require(weigh([id.text], []).limits[id])
  }

  @Test(
    "one request more than the figure is an excess, and named",
    arguments: ["ERR-07", "ERR-12", "ERR-13", "ERR-14"] as [RequirementID])
  func excess(_ id: RequirementID) throws {
    let limit = try Self.limit(of: id)
    #expect(limit > 0)
    #expect(try Self.weigh([id.text], [([id], limit)]).excesses == [])
    let balance = try Self.weigh([id.text], [([id], limit + 1)])
    #expect(balance.excesses.map(\.requirements) == [[id]])
    #expect(
      balance.excesses.map(\.description) == [
        "\(id): \(limit + 1) requests; the catalogue has \(limit)"
      ])
  }

  @Test("what decides several may come to the sum of their figures, less what each has used alone")
  func shared() throws {
    let ids: [RequirementID] = ["ERR-12", "ERR-13"]
    let (first, second) = (try Self.limit(of: ids[0]), try Self.limit(of: ids[1]))
    func excesses(_ sent: [([RequirementID], Int)]) throws -> [String] {
      try Self.weigh(ids.map(\.text), sent).excesses.map(\.description)
    }
    #expect(try excesses([(ids, first + second)]) == [])
    #expect(
      try excesses([(ids, first + second + 1)]) == [
        "ERR-12, ERR-13: \(first + second + 1) requests; the catalogue has \(first + second)"
      ])
    #expect(try excesses([([ids[0]], first), (ids, second)]) == [])
    #expect(
      try excesses([([ids[0]], first), (ids, second + 1)]) == [
        "ERR-12, ERR-13: \(second + 1) requests; the catalogue has \(second)"
      ])
    #expect(
      try excesses([([ids[0]], first + 1), (ids, second)]) == [
        "ERR-12: \(first + 1) requests; the catalogue has \(first)"
      ], "nobody pays for what one asks alone")
  }

  @Test("a requirement that the case does not prove has nothing to spend")
  func strangers() throws {
    let balance = try Self.weigh(["ERR-12"], [(["ERR-13"], 1)])
    #expect(balance.excesses.map(\.description) == ["ERR-13: 1 request; the catalogue has 0"])
  }

  @Test("scales name the case, and count what was asked within the figures as well")
  func scales() throws {
    let limit = try Self.limit(of: "ERR-12")
    let workspace = try WorkspaceLoader(files: Self.files(["ERR-12", "ERR-13"])).load(["api"])
    let id = try #require(workspace.suites.first?.cases.first?.id)
    var tally = RequestTally()
    tally.add(limit + 1, for: .deciding(["ERR-12"]))
    tally.add(1, for: .deciding(["ERR-12", "ERR-13"]))
    tally.add(50, for: .preparation)
    tally.add(50, for: .repetition)
    let scales = RequestScales()
    scales.receive(.requestsTallied(caseID: "api/another", tally), of: workspace)
    #expect(scales.weighed == 0 && scales.asked.isEmpty)
    scales.receive(.requestsTallied(caseID: id, tally), of: workspace)
    #expect(scales.weighed == 1)
    #expect(scales.asked == ["ERR-12": limit + 2, "ERR-13": 1])
    #expect(
      scales.excesses == ["\(id): ERR-12: \(limit + 1) requests; the catalogue has \(limit)"])
  }

  /// Schemas that lead to each other: one keyword in the first, two in the second, four in the
  /// third, and eight in one that leads to itself.
  private static let ring = """
    "schemas": {
      "First": {"minProperties": 0, "properties": {"next": {"$ref": "#/components/schemas/Second"}}},
      "Second": {"minProperties": 0, "maxProperties": 9,
        "properties": {"next": {"$ref": "#/components/schemas/Third"}}},
      "Third": {"minProperties": 0, "maxProperties": 9, "minItems": 0, "maxItems": 9,
        "properties": {"next": {"$ref": "#/components/schemas/First"},
          "self": {"$ref": "#/components/schemas/Self"}}},
      "Self": {"minProperties": 0, "maxProperties": 9, "minItems": 0, "maxItems": 9,
        "minLength": 0, "maxLength": 9, "minimum": 0, "maximum": 9,
        "properties": {"self": {"$ref": "#/components/schemas/Self"}}}},
    """

  /// How many keywords the body of a create has by a contract.
  private static func keywords(_ properties: [String], schemas: String) throws -> Int? {
    var files = Self.files(["ERR-10"])
    let members = properties.enumerated().map { number, name in
      ##""m\##(number)": {"$ref": "#/components/schemas/\##(name)"}"##
    }
    let body = "{\"properties\": {\(members.joined(separator: ", "))}}"
    files.contract = files.contract.replacing(
      "\"components\": {", with: "\"components\": {\(schemas)")
    files.contract = files.contract.replacing(
      #"{"application/json": {"schema": {"type": "object"}}}}"#,
      with: #"{"application/json": {"schema": \#(body)}}}"#)
    return try weigh(["ERR-10"], [], files: files).limits["ERR-10"]
  }

  @Test(
    "schemas that lead to each other have all their keywords, whichever is entered first",
    arguments: [
      (["First"], 15), (["Second"], 15), (["Third"], 15), (["Self"], 8), (["First", "Second"], 30),
      (["Second", "First"], 30), (["Third", "Second", "First"], 45), (["Self", "Third"], 23),
      (["First", "First"], 30),
    ])
  func cycles(_ properties: [String], _ keywords: Int) throws {
    let counted = try Self.keywords(properties, schemas: Self.ring)
    #expect(counted == keywords)
  }

  @Test("schemas that all lead to each other are not gone through in every order")
  func tangle() throws {
    let names = (0..<14).map { "S\($0)" }
    let members = names.map { ##""\##($0)": {"$ref": "#/components/schemas/\##($0)"}"## }
    let schemas = names.map {
      #""\#($0)": {"minProperties": 0, "properties": {\#(members.joined(separator: ", "))}}"#
    }
    let keywords = try Self.keywords(
      ["S0"], schemas: "\"schemas\": {\(schemas.joined(separator: ", "))},")
    #expect(try #require(keywords) > 10_000, "a case may send as much as it likes")
  }
}
