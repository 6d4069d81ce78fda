import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Check: copies of what lies on a network")
struct ReferenceMapTests {
  private static let contract = """
    openapi: 3.1.0
    info: {title: Shop, version: '2'}
    paths:
      /things:
        get:
          responses:
            200: {$ref: 'https://example.com/v1/common.yaml#/responses/Things'}
            404:
              description: none
              content: {application/json: {schema: {$ref: 'https://example.com/v1/error.json'}}}
    """
  private static let common = """
    responses:
      Things:
        description: fine
        content: {application/json: {schema: {$ref: 'models/thing.yaml'}}}
    """

  private static let files = CheckFiles([
    "api/openapi.yaml": contract,
    "copies/common.yaml": common,
    "copies/models/thing.yaml": "{type: object, required: [id], properties: {id: {type: string}}}",
    "copies/error.json": "{\"type\": \"object\", \"required\": [\"code\"]}",
  ])

  private func contract(_ entries: [String]) throws -> Contract {
    var map = ReferenceMap()
    for entry in entries { #expect(map.add(entry) == nil) }
    return try WorkspaceLoader(files: Self.files, references: map).contract(at: "api/openapi.yaml")
  }

  @Test(
    "are read in place of it, each by itself or a folder at once",
    arguments: [
      ["https://example.com/v1/=copies"], ["https://example.com/v1/=copies/"],
      [
        "https://example.com/v1/common.yaml=copies/common.yaml",
        "https://example.com/v1/error.json=copies/error.json",
        "https://example.com/v1/models/thing.yaml=copies/models/thing.yaml",
      ],
    ])
  func mapped(_ entries: [String]) throws {
    let contract = try contract(entries)
    #expect(contract.warnings.map(\.message) == [])
    let operation = try #require(contract.operation(called: "GET /things"))
    #expect(operation.isComplete)
    let things = try #require(operation.responses.response(for: 200)?.content.first?.schema)
    #expect(things.program.isValid(try JSONDocument(parsing: "{\"id\": \"a\"}").root))
    #expect(!things.program.isValid(try JSONDocument(parsing: "{\"id\": 1}").root))
    let error = try #require(operation.responses.response(for: 404)?.content.first?.schema)
    #expect(!error.program.isValid(try JSONDocument(parsing: "{}").root))
    #expect(
      contract.files == [
        "api/openapi.yaml", "copies/common.yaml", "copies/error.json", "copies/models/thing.yaml",
      ])
  }

  @Test("without them a reference names the option, in messages and in schemas alike")
  func unmapped() throws {
    let warnings = try contract([]).warnings
    #expect(
      warnings.map { "\($0.location?.line ?? 0) \($0.code)" } == [
        "7 contract.remote-reference", "10 contract.remote-reference",
      ])
    #expect(
      warnings.map(\.fix) == [
        "keep a copy, and name it: --ref-map https://example.com/v1/common.yaml=FILE",
        "keep a copy, and name it: --ref-map https://example.com/v1/error.json=FILE",
      ])
  }

  @Test("a copy that refers on to something without a copy says so in its own file")
  func partly() throws {
    let warnings = try contract([
      "https://example.com/v1/common.yaml=copies/common.yaml",
      "https://example.com/v1/error.json=copies/error.json",
    ]).warnings
    #expect(warnings.map(\.code) == ["contract.remote-reference"])
    #expect(warnings.first?.location?.description == "copies/common.yaml:4:49")
  }

  @Test(
    "are chosen by the longest URL, and the later of two for one",
    arguments: [
      ("https://example.com/a/b.json", "deep/b.json"), ("https://example.com/a/c.json", "c.json"),
      ("https://example.com/x.json", "all/x.json"), ("https://example.com.evil/x.json", nil),
      ("https://example.com/../secret", nil), ("https://example.com/%2e%2e/secret", nil),
      ("https://example.com/a%2Fb", nil), ("https://example.com/", nil),
      ("http://example.com/x.json", nil),
    ] as [(String, String?)])
  func chosen(_ url: String, path: String?) {
    var map = ReferenceMap()
    for text in [
      "https://example.com/=all", "https://example.com/a/=deep",
      "https://example.com/a/c.json=old.json", "https://example.com/a/c.json=c.json",
    ] { #expect(map.add(text) == nil) }
    #expect(map.path(for: url) == path)
  }

  @Test(
    "are refused with the reason",
    arguments: [
      ("copies", "it has no \"=\""), ("https://example.com/a=", "no file follows the \"=\""),
      ("common.yaml=copies/common.yaml", "\"common.yaml\" is no URL"),
      ("https://example.com/a#/b=c", "a URL is mapped as a whole, without \"#\""),
    ])
  func refused(_ text: String, reason: String) {
    var map = ReferenceMap()
    #expect(map.add(text) == reason)
  }
}
