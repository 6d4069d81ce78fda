import Diagnostics
import SchemaValidator
import Testing

@Suite("Keyword: discriminator")
struct DiscriminatorTests {
  /// A contract with pets that `kind` tells apart.
  private static func contract(_ discriminator: String, branches: String = "oneOf") -> String {
    """
    {"openapi": "3.2.0", "components": {"schemas": {
      "Pet": {"\(branches)": [{"$ref": "#/components/schemas/Cat"},
                              {"$ref": "#/components/schemas/Dog"},
                              {"properties": {"kind": {"const": "fish"}}, "required": ["kind"]}],
              "discriminator": \(discriminator)},
      "Cat": {"properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
              "required": ["kind", "lives"]},
      "Dog": {"properties": {"kind": {"type": "string"}, "bark": {"type": "string"}},
              "required": ["kind", "bark"]},
      "Cow": {"type": "object"}}}}
    """
  }

  private static let mapped = """
    {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog"}}
    """
  private static let withFallback = """
    {"propertyName": "kind", "defaultMapping": "Dog"}
    """

  private static func program(
    _ discriminator: String, _ policy: DiscriminatorPolicy, branches: String = "oneOf"
  ) throws -> (program: SchemaProgram, warnings: [Diagnostic]) {
    var compiler = SchemaCompiler(defaultDialect: .openAPI32, discriminators: policy)
    compiler.metaSchemaSeverity = .note
    let text = SourceText(contract(discriminator, branches: branches), name: "c.json")
    return try compiler.load(text).compileWithWarnings(
      at: JSONPointer(["components", "schemas", "Pet"]))
  }

  /// A pet with its verdicts without and with the assertion.
  struct Pet: Sendable, CustomTestStringConvertible {
    let json: String
    let plain: Bool
    let asserted: Bool
    var discriminator = DiscriminatorTests.mapped
    var testDescription: String { json }
  }

  @Test(
    "changes a verdict only where it is asserted",
    arguments: [
      Pet(json: #"{"kind": "cat", "lives": 9}"#, plain: true, asserted: true),
      Pet(json: #"{"kind": "Cat", "lives": 9}"#, plain: true, asserted: true),
      Pet(json: #"{"k\u0069nd": "c\u0061t", "lives": 9}"#, plain: true, asserted: true),
      Pet(json: #"{"kind": "dog", "lives": 9}"#, plain: true, asserted: false),
      Pet(json: #"{"kind": "cow", "lives": 9}"#, plain: true, asserted: false),
      Pet(json: #"{"kind": "fish"}"#, plain: true, asserted: false),
      Pet(json: #"{"lives": 9}"#, plain: false, asserted: false),
      Pet(json: #"{"kind": 1, "bark": "wuff"}"#, plain: false, asserted: false),
      Pet(json: #"{"kind": "cat", "lives": 9, "bark": "wuff"}"#, plain: false, asserted: false),
      Pet(json: #"{"kind": "dog", "kind": "cat", "lives": 9}"#, plain: true, asserted: true),
      Pet(json: #"{"kind": "cat", "kind": "dog", "lives": 9}"#, plain: true, asserted: false),
      Pet(json: "1", plain: false, asserted: false),
      Pet(
        json: #"{"kind": "puppy", "bark": "wuff"}"#, plain: true, asserted: true,
        discriminator: withFallback),
      Pet(
        json: #"{"kind": "Cat", "bark": "wuff"}"#, plain: true, asserted: false,
        discriminator: withFallback),
      Pet(
        json: #"{"kind": "cow", "lives": 9}"#, plain: true, asserted: true,
        discriminator: #"{"mapping": {"cow": "Cat"}}"#),
    ])
  func verdicts(_ pet: Pet) throws {
    let value = try JSONDocument(parsing: pet.json).root
    for (policy, expected) in [(DiscriminatorPolicy.explain, pet.plain), (.assert, pet.asserted)] {
      let (program, _) = try Self.program(pet.discriminator, policy)
      #expect(program.isValid(value) == expected, "\(policy)")
      #expect(program.evaluate(value).isValid == expected, "\(policy)")
    }
  }

  @Test("an explanation is about the branch the value names", arguments: ["oneOf", "anyOf"])
  func explanation(_ branches: String) throws {
    let (program, _) = try Self.program(Self.mapped, .explain, branches: branches)
    let dog = try JSONDocument(parsing: #"{"kind": "dog", "bark": 1, "lives": "nine"}"#).root
    let violation = try #require(program.evaluate(dog).violations.first)
    #expect(violation.branches.map(\.name) == ["\"Dog\""])
    #expect(violation.branches.first?.violations.map { "\($0.instanceLocation)" } == ["/bark"])
    // Without a name that is known, all are candidates.
    let cow = try JSONDocument(parsing: #"{"kind": "cow"}"#).root
    #expect(program.evaluate(cow).violations.first?.branches.count == 3)
  }

  @Test("an unknown name is told with the names that are known")
  func unknownName() throws {
    let (program, _) = try Self.program(Self.mapped, .assert)
    let cow = try JSONDocument(parsing: #"{"kind": "cow", "lives": 9}"#).root
    #expect(
      program.evaluate(cow).violations.map(\.message) == [
        #"found kind as the string "cow"; expected kind to be "cat", "dog", "Cat" or "Dog""#
      ])
    let nameless = try JSONDocument(parsing: #"{"lives": 9}"#).root
    #expect(
      program.evaluate(nameless).violations.map(\.message).contains(
        #"found no kind; expected kind to be "cat", "dog", "Cat" or "Dog""#))
  }

  /// A discriminator that cannot be used as it stands.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let discriminator: String
    let column: Int
    let message: String
    let fix: String
    var testDescription: String { message }
  }

  @Test(
    "a mistake in it is a warning with its place, and costs nothing else",
    arguments: [
      Mistake(
        discriminator: #"{"propertyName": "kind", "mapping": {"d": "Dig"}}"#, column: 70,
        message: #"found a mapping to "Dig"; expected a schema that one of the branches refers to"#,
        fix: "write \"Dog\""),
      Mistake(
        discriminator: ##"{"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cow"}}"##,
        column: 70,
        message: "found a mapping to \"#/components/schemas/Cow\"; expected a schema that one of "
          + "the branches refers to",
        fix: "add a branch for it, or remove the entry"),
      Mistake(
        discriminator: #"{"propertyName": "kind", "mapping": {"d": 1}}"#, column: 70,
        message: "found the number 1 in a mapping; expected the name of a schema or a reference "
          + "to one",
        fix: "write a name such as \"Dog\""),
      Mistake(
        discriminator: "{}", column: 28,
        message: "found a discriminator without propertyName; expected the name of the member to "
          + "choose by",
        fix: "add propertyName, or remove the discriminator"),
    ])
  func mistakes(_ mistake: Mistake) throws {
    let (program, warnings) = try Self.program(mistake.discriminator, .explain)
    #expect(warnings.count { $0.severity == .warning } == 1)
    let warning = try #require(warnings.first)
    #expect(warning.code == "schema.discriminator")
    #expect(warning.message == mistake.message)
    #expect(warning.fix == mistake.fix)
    #expect(warning.location?.description == "c.json:5:\(mistake.column)")
    let cat = try JSONDocument(parsing: #"{"kind": "cat", "lives": 9}"#).root
    #expect(program.isValid(cat))
  }

  @Test("beside no branches it speaks of schemas that extend this one, and asserts nothing")
  func parent() throws {
    let text = """
      {"openapi": "3.2.0", "components": {"schemas": {
        "Pet": {"type": "object", "discriminator": {"propertyName": "kind"}},
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["lives"]}]}}}}
      """
    let compiler = SchemaCompiler(defaultDialect: .openAPI32, discriminators: .assert)
    let program = try compiler.load(SourceText(text, name: "c.json")).compile(
      at: JSONPointer(["components", "schemas", "Pet"]))
    #expect(program.isValid(try JSONDocument(parsing: "{}").root))
  }
}
