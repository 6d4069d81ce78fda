import Conformance
import Diagnostics
import Testing

@Suite("Contract: mistakes")
struct BrokenContractTests {
  @Test(
    "are told once, where they stand, with a fix",
    arguments: BrokenContract.all.filter { $0.code != "json.syntax" })
  func located(_ broken: BrokenContract) throws {
    let marked = MarkedText(broken.text)
    let found = try diagnostics(of: marked.text)
    #expect(found.map(\.code) == [broken.code], "\(found.map(\.message))")
    let diagnostic = try #require(found.first)
    #expect(diagnostic.location == marked.mark)
    #expect(diagnostic.fix == broken.fix)
    #expect(diagnostic.severity == broken.severity)
  }

  @Test("that are errors leave no contract, all others do", arguments: BrokenContract.all)
  func severity(_ broken: BrokenContract) throws {
    let text = MarkedText(broken.text).text
    let contract = try? Contract.load(try SourceDocument(reading: text))
    #expect((contract == nil) == (broken.severity == .error))
  }

  @Test("of one document are all told, in the order they stand there")
  func several() throws {
    let text = SourceText(
      """
      {
        "openapi": "3.1.0",
        "info": {"title": "Test"},
        "paths": {
          "/a/{id}": {"get": {
            "parameters": [{"name": "x", "in": "query"}],
            "responses": {"200": {}, "abc": {"description": "odd"}}
          }}
        }
      }
      """, name: "api.json")
    let found = try diagnostics(of: text)
    #expect(
      found.map { "\($0.location?.line ?? 0) \($0.code)" } == [
        "3 contract.missing-member", "5 contract.undeclared-path-parameter",
        "6 contract.parameter-schema", "7 contract.missing-description",
        "7 contract.invalid-status",
      ])
  }

  @Test("in a shared component are told once")
  func shared() throws {
    let contract = try Contract.reading(
      responseText(
        """
        "200": {"$ref": "#/components/responses/R"}, "400": {"$ref": "#/components/responses/R"}
        """, components: "{\"responses\": {\"R\": {}}}"))
    #expect(contract.warnings.map(\.code) == ["contract.missing-description"])
  }

  @Test("every code is a dotted word of its own")
  func codes() {
    let codes = BrokenContract.all.map(\.code)
    #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z]+(\.[a-z]+(-[a-z]+)*)+/) != nil })
  }

  /// What is thrown or warned of when a text is loaded.
  private func diagnostics(of text: SourceText) throws -> [Diagnostic] {
    do {
      return try Contract.load(try SourceDocument(reading: text)).warnings
    } catch {
      return error.all
    }
  }
}
