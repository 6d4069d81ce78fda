import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Contract: lints")
struct ContractLintTests {
  @Test("tell a mistake once, where it stands, with a fix", arguments: BrokenContract.lints)
  func located(_ broken: BrokenContract) throws {
    let marked = MarkedContract(broken.text, name: broken.fileName)
    let found = try told(marked.text, broken.code)
    #expect(found.map(\.code) == [broken.code], "\(found.map { "\($0)" })")
    let diagnostic = try #require(found.first)
    #expect(diagnostic.location == marked.mark)
    #expect(diagnostic.fix == broken.fix)
    #expect(diagnostic.severity == broken.severity)
  }

  @Test(
    "tell the same about the same contract in YAML",
    arguments: BrokenContract.all + BrokenContract.lints)
  func inYAML(_ broken: BrokenContract) throws {
    let marked = MarkedContract(broken.text, name: "api.json")
    // What is no JSON object has no other spelling.
    guard let document = try? SourceDocument(reading: marked.text),
      document.root.kind == .object
    else { return }
    let yaml = BlockYAML(document.root)
    let inJSON = try told(marked.text, broken.code)
    let inYAML = try told(SourceText(yaml.text, name: "api.yaml"), broken.code)
    #expect(inYAML.map(\.code) == inJSON.map(\.code), "\(yaml.text)")
    for (json, other) in zip(inJSON, inYAML) {
      #expect(other.message == json.message)
      #expect(other.fix == json.fix)
      let pointer = try #require(json.pointer)
      #expect(other.pointer == pointer)
      let value = try #require(document.root.value(at: pointer))
      let isName = json.location != document.location(of: value)
      let place = isName ? yaml.names[pointer] : yaml.values[pointer]
      let location = try #require(other.location)
      #expect(
        BlockYAML.Place(line: location.line, column: location.column) == place, "\(yaml.text)")
    }
  }

  @Test("say nothing more about contracts with other mistakes", arguments: BrokenContract.all)
  func nothingMore(_ broken: BrokenContract) throws {
    let text = MarkedContract(broken.text, name: broken.fileName).text
    let found = try remarks(on: text).filter { $0.severity > .note || $0.code == broken.code }
    #expect(found.map(\.code) == [broken.code], "\(found.map { "\($0)" })")
  }

  @Test("say nothing about what only looks like a mistake", arguments: SoundContract.all)
  func silent(_ sound: SoundContract) throws {
    let found = try remarks(on: SourceText(sound.text, name: "api.json"))
    #expect(!found.contains { $0.code == sound.code }, "\(found.map { "\($0)" })")
    // A near miss of one mistake is not to be another one.
    let warnings = found.filter { $0.severity > .note }
    #expect(warnings.isEmpty, "\(warnings.map { "\($0)" })")
  }

  @Test("tell all mistakes of one document")
  func several() throws {
    let found = try remarks(
      on: SourceText(
        componentText(
          """
          "A": {"type": "string", "minimum": 1, "default": 5},
              "B": {"nullable": true, "enum": ["x", "x"]},
              "C": {"oneOf": [{"type": "integer"}, {"type": "number"}], "example": "none"}
          """), name: "api.json"))
    let codes = Set(found.filter { !$0.code.hasPrefix("testability") }.map(\.code))
    #expect(
      codes == [
        "contract.idle-keyword", "contract.default-mismatch", "contract.foreign-keyword",
        "contract.duplicate-enum-value", "contract.unreachable-branch",
        "contract.example-mismatch",
      ])
  }

  @Test("cover every code with a contract that has it, and one that comes near it")
  func covered() {
    // These need more than one operation, or more than one file, and have tests of their own.
    let apart = ["testability.status-outlier", "testability.undocumented-everywhere"]
    let broken = Set((BrokenContract.all + BrokenContract.lints).map(\.code))
    let sound = Set(SoundContract.all.map(\.code))
    for rule in DiagnosticRules.all where ["contract", "testability"].contains(rule.family) {
      #expect(broken.contains(rule.code) || apart.contains(rule.code), "\(rule.code)")
    }
    for code in Set(BrokenContract.lints.map(\.code)) where code != "contract.not-checked" {
      #expect(sound.contains(code), "no near miss of \(code)")
    }
    #expect(SoundContract.all.count >= BrokenContract.lints.count)
  }

  @Test("name the nearest branch of a union that an example fits none of")
  func nearestBranch() throws {
    let text = answerText(
      """
      "schema": {"anyOf": [{"title": "Cat", "type": "object", "required": ["meows"]},
              {"title": "Word", "type": "string"}]}, "example": {}
      """)
    let found = try told(SourceText(text, name: "api.json"), "contract.example-mismatch")
    #expect(
      found.map(\.message) == [
        "the example does not match its schema: it fits none of 2 branches; for the nearest, "
          + "number 0, \"Cat\": found an object without \"meows\"; expected the required member \"meows\""
      ])
  }

  @Test("name the one branch that a discriminator leaves for an example")
  func discriminatedBranch() throws {
    let text = answerText(
      """
      "schema": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
              "discriminator": {"propertyName": "k"}},
              "example": {"k": "B"}
      """,
      components: """
        {"schemas": {
            "A": {"type": "object", "required": ["k"], "properties": {"k": {"const": "A"}}},
            "B": {"type": "object", "required": ["k", "b"], "properties": {
              "k": {"const": "B"}, "b": {"type": "string"}}}}}
        """)
    let found = try told(SourceText(text, name: "api.json"), "contract.example-mismatch")
    #expect(
      found.map(\.message) == [
        "the example does not match its schema: it does not fit branch 1, \"B\": "
          + "found an object without \"b\"; expected the required member \"b\""
      ])
  }

  @Test("tell of a branch once that equals one and is part of another")
  func branchToldOnce() throws {
    let text = partText(
      """
      {"oneOf": [{"type": "string", "minLength": 1}, {"minLength": 1, "type": "string"},
            {"type": "string"}]}
      """)
    let found = try told(SourceText(text, name: "api.json"), "contract.unreachable-branch")
    #expect(
      found.map { $0.pointer?.tokens.last } == ["0", "1"], "\(found.map { "\($0)" })")
  }

  @Test("show further violations of one example as notes, with their places")
  func furtherViolations() throws {
    let text = SourceText(
      answerText(
        """
        "schema": {"type": "object", "properties": {
                "a": {"type": "integer"}, "b": {"type": "integer"}}},
              "example": {"a": "x",
                "b": "y"}
        """), name: "api.json")
    let found = try told(text, "contract.example-mismatch")
    let diagnostic = try #require(found.first)
    #expect(diagnostic.message.hasPrefix("the example does not match its schema at /a: "))
    let answer = "#/paths/~1things/get/responses/200/content/application~1json"
    #expect(
      diagnostic.notes.map { "\($0.location?.line ?? 0) \($0.message)" } == [
        "6 the schema stands here, at \(answer)/schema",
        "9 also found the string \"y\"; expected an integer, at \(answer)/example/b",
      ])
  }

  @Test("tell the errors that nearly all operations document and one does not")
  func outliers() throws {
    let paths = (1...11).map { number in
      let errors = number == 7 ? "" : ", \"500\": {\"description\": \"broken\"}"
      return """
        "/a\(number)": {"get": {"responses": {"200": {"description": "fine"},
              "400": {"description": "bad"}\(errors)}}}
        """
    }
    let found = try told(
      SourceText(pathsText(paths.joined(separator: ",\n    ")), name: "api.json"),
      "testability.status-outlier")
    #expect(
      found.map(\.message) == [
        "GET /a7 does not document 500, as nearly all other operations do"
      ])
    let everywhere = try told(
      SourceText(pathsText(paths.joined(separator: ",\n    ")), name: "api.json"),
      "testability.undocumented-everywhere")
    #expect(everywhere.count == 1)
  }

  @Test("reach schemas in other files, and name those files")
  func otherFiles() throws {
    let files = [
      "api/openapi.yaml": """
      openapi: 3.1.0
      info: {title: Test, version: '1'}
      paths:
        /a:
          get:
            responses:
              200: {description: fine, content: {application/json: {schema: {$ref: part.yaml}}}}
      """,
      "api/part.yaml": """
      type: object
      properties:
        n: {type: integer, example: 'one'}
        m: {$ref: '#/properties/n'}
      """,
    ]
    let entry = SourceText(files["api/openapi.yaml"] ?? "", name: "api/openapi.yaml")
    let contract = try Contract.load(SourceDocument(reading: entry)) { path in
      files["api/\(path)"].map { SourceText($0, name: "api/\(path)") }
    }
    let found = contract.review().remarks.filter { $0.severity > .note }
    #expect(
      found.map { "\($0.location?.description ?? "") \($0.code)" } == [
        "api/part.yaml:3:31 contract.example-mismatch"
      ])
    #expect(contract.files == ["api/openapi.yaml", "api/part.yaml"])
  }

  /// The warnings of a contract, and its notes of one code.
  private func told(_ text: SourceText, _ code: String) throws -> [Diagnostic] {
    try remarks(on: text).filter { $0.severity > .note || $0.code == code }
  }
}

extension BrokenContract {
  /// What `check` says beyond what reading a contract finds.
  static let lints = values + meanings + bodies + untestable + identities + followed
}
