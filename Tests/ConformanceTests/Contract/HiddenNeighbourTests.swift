import Conformance
import SchemaValidator
import Testing

@Suite("Contract: what a reference hides")
struct HiddenNeighbourTests {
  /// Beside a reference nothing counts before 3.1.
  private static let versions = [("3.0.3", false), ("3.1.0", true)]

  @Test(
    "a largest page beside a reference is one where it counts", arguments: versions,
    [#""maximum": 10"#, #""allOf": [{"maximum": 10}]"#])
  func largestPage(_ version: (text: String, counts: Bool), _ neighbour: String) throws {
    let files = ShopFiles(
      profile: """
        contract: contract.json
        conventions:
          pagination: { style: cursor, cursor: after, items: /data, next: /next, more: /more,
            id: /id, limit: limit }
        """,
      contract: contractText(
        ##"""
        "components": {"schemas": {"Limit": {"type": "integer"}}},
        "paths": {"/toys": {"get": {
          "parameters": [
            {"name": "after", "in": "query", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema":
              {"$ref": "#/components/schemas/Limit", \##(neighbour)}}],
          "responses": {"200": {"description": "toys", "content": {"application/json": {"schema": {
            "type": "object", "properties": {"data": {"type": "array"}, "next": {}, "more": {}}}}}}}
        }}}
        """##, version: version.text),
      suites: ["shop.suite.yaml": "suite: A\ncases: [{ case: A, steps: [{ call: GET /toys }] }]"])
    let workspace = try files.workspace()
    let paging = workspace.profile.conventions.pagination(of: workspace.contract.operations.first)
    #expect(try #require(paging).maximumLimit == (version.counts ? 10 : nil))
  }

  @Test("an object that only a hidden neighbour describes takes any member", arguments: versions)
  func freeMembers(_ version: (text: String, counts: Bool)) throws {
    let router = RequestRouter(
      try Contract.reading(
        contractText(
          ##"""
          "components": {"schemas": {"Free": {"type": "object"}}},
          "paths": {"/toys": {"get": {
            "parameters": [{"name": "filter", "in": "query", "schema":
              {"$ref": "#/components/schemas/Free", "allOf": [{"properties": {"colour": {}}}]}}],
            "responses": {"200": {"description": "fine"}}}}}
          """##, version: version.text)))
    let reading = try #require(
      router.reading(method: "GET", target: "/toys?size=3", fields: [], body: nil))
    let read = try reading.values.map { try $0.outcome.get().value.description }
    // One that names members leaves others to whoever names them.
    #expect(read == (version.counts ? [] : [#"{"size":"3"}"#]))
  }
}
