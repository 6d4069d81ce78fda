import Conformance
import Diagnostics
import Testing

@Suite("Contract: mistakes")
struct BrokenContractTests {
  @Test(
    "are told once, where they stand, with a fix",
    arguments: BrokenContract.all)
  func located(_ broken: BrokenContract) throws {
    let marked = MarkedContract(broken.text, name: broken.fileName)
    let found = try diagnostics(of: marked.text)
    #expect(found.map(\.code) == [broken.code], "\(found.map(\.message))")
    let diagnostic = try #require(found.first)
    #expect(diagnostic.location == marked.mark)
    #expect(diagnostic.fix == broken.fix)
    #expect(diagnostic.severity == broken.severity)
  }

  @Test("that are errors leave no contract, all others do", arguments: BrokenContract.all)
  func severity(_ broken: BrokenContract) throws {
    let text = MarkedContract(broken.text, name: broken.fileName).text
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

  @Test("in a schema cost that schema alone, and say what is not judged for that reason")
  func losses() throws {
    let contract = try Contract.reading(
      contractText(
        """
        "paths": {
            "/a": {"get": {"responses": {
              "200": {"description": "fine", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Broken"}}}},
              "404": {"description": "none", "content": {"application/json": {
                "schema": {"type": "object"}}}}}}},
            "/b": {"put": {"responses": {
              "200": {"description": "fine", "content": {"application/json": {
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Broken"}}}}}}}}
          },
          "components": {"schemas": {"Broken": {"type": "object", "minProperties": "two"}}}
        """))
    #expect(contract.warnings.map(\.code) == ["schema.malformed-keyword"])
    #expect(
      contract.warnings.first?.notes.map(\.message) == [
        "for that reason not judged: GET /a, PUT /b"
      ])
    let operation = try #require(contract.operation(called: "GET /a"))
    #expect(!operation.isComplete)
    let broken = try #require(operation.responses.response(for: 200))
    #expect(broken.content.first?.schema == nil)
    #expect(broken.content.first?.isComplete == false)
    let sound = try #require(operation.responses.response(for: 404))
    #expect(sound.content.first?.schema != nil)
    #expect(sound.isComplete)
  }

  @Test("in a reference leave what they cost in its place, marked as incomplete")
  func incomplete() throws {
    let contract = try Contract.reading(
      contractText(
        """
        "paths": {
            "/a/{id}": {"get": {"$ref": "#/nowhere"}},
            "/b": {"get": {
              "parameters": [{"$ref": "#/nowhere"}],
              "requestBody": {"$ref": "#/nowhere"},
              "responses": {"200": {"$ref": "#/nowhere"}}}}
          }
        """))
    #expect(contract.operations.map(\.id.description) == ["GET /a/{id}", "GET /b"])
    #expect(contract.operations.allSatisfy { !$0.isComplete })
    #expect(contract.operations[0].parameter("id", in: .path)?.isRequired == true)
    #expect(contract.operations[1].requestBody?.isComplete == false)
    #expect(contract.operations[1].responses.response(for: 200)?.isComplete == false)
    #expect(contract.operations[1].responses.response(for: 201) == nil)
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
