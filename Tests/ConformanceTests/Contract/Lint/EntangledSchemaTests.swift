import Conformance
import Diagnostics
import Testing

/// Schemas that lead to each other by so many ways that walking all of them would never end.
struct EntangledSchemas: Sendable, CustomTestStringConvertible {
  let title: String
  /// The component schemas; one of them is called `Start`.
  let components: String
  var example = ""

  var testDescription: String { title }

  /// How many schemas stand behind one another.
  private static let levels = 60

  /// Levels of schemas of which each has the next one twice.
  private static func ladder(_ level: (_ next: String) -> String) -> String {
    let rungs = (0..<levels).map { number in
      let name = number == 0 ? "Start" : "Level\(number)"
      return "\"\(name)\": \(level("{\"$ref\": \"#/components/schemas/Level\(number + 1)\"}"))"
    }
    let end = "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}"
    return (rungs + ["\"Level\(levels)\": \(end)"]).joined(separator: ",\n")
  }

  /// Two schemas that lead to each other by every keyword of some.
  private static func pair(_ keywords: [String]) -> String {
    [("Start", "Other"), ("Other", "Start")].map { name, other in
      let reference = "{\"$ref\": \"#/components/schemas/\(other)\"}"
      // A circle without an end is an error; this one has one at each turn.
      let branches = "[\(reference), {\"properties\": {\"n\": \(reference)}}, \(reference)]"
      let lists = keywords.map { "\"\($0)\": \(branches)" }
      return "\"\(name)\": {\(lists.joined(separator: ", ")), \"required\": [\"n\"]}"
    }.joined(separator: ",\n")
  }

  /// Conjunctions inside each other.
  private static func nested(_ keyword: String, _ count: Int) -> String {
    var schema = "{\"type\": \"object\"}"
    for number in 0..<count {
      schema = """
        {"required": ["m\(number)"], "properties": {"m\(number)": {"type": "string"}},
        "\(keyword)": [\(schema), {"minProperties": 1}]}
        """
    }
    return "\"Start\": \(schema)"
  }

  /// A list of branches that only require something of what stands beside them.
  private static func wide(_ count: Int) -> String {
    let branches = (0..<count).map { "{\"required\": [\"m\($0)\"]}" }.joined(separator: ", ")
    let members = (0..<count).map { "\"m\($0)\": {\"type\": \"string\"}" }.joined(separator: ", ")
    return "\"Start\": {\"properties\": {\(members)}, \"anyOf\": [\(branches)]}"
  }

  /// A member that two parts of a schema describe, each by the schema itself.
  private static let twice = """
    "Start": {"allOf": [
      {"properties": {"n": {"$ref": "#/components/schemas/Start"}}},
      {"properties": {"n": {"$ref": "#/components/schemas/Start"}, "id": {"type": "string"}}}]}
    """

  static let all: [EntangledSchemas] =
    ["allOf", "anyOf", "oneOf"].map { keyword in
      EntangledSchemas(
        title: "a ladder of \(keyword)",
        components: ladder { "{\"\(keyword)\": [\($0), \($0)], \"required\": [\"b\"]}" })
    } + [
      EntangledSchemas(
        title: "a ladder of members",
        components: ladder {
          "{\"properties\": {\"a\": \($0), \"b\": \($0)}, \"required\": [\"c\"]}"
        }),
      EntangledSchemas(
        title: "a ladder of items and members",
        components: ladder {
          "{\"items\": \($0), \"additionalProperties\": \($0), \"not\": {\"not\": \($0)}}"
        }),
      EntangledSchemas(title: "a pair by allOf", components: pair(["allOf"])),
      EntangledSchemas(title: "a pair by anyOf", components: pair(["anyOf"])),
      EntangledSchemas(
        title: "a pair by everything", components: pair(["allOf", "anyOf", "oneOf"])),
      EntangledSchemas(title: "nested allOf", components: nested("allOf", 150)),
      EntangledSchemas(title: "nested anyOf", components: nested("anyOf", 150)),
      EntangledSchemas(title: "many branches", components: wide(800)),
      EntangledSchemas(
        title: "a member described twice", components: twice,
        example: String(repeating: "{\"n\": ", count: 20) + "{\"id\": \"x\"}"
          + String(repeating: "}", count: 20)),
      EntangledSchemas(
        title: "references in a circle",
        components: """
          "Start": {"$ref": "#/components/schemas/Second"},
          "Second": {"$ref": "#/components/schemas/Start"},
          "Third": {"allOf": [{"$ref": "#/components/schemas/Start"}]}
          """),
    ]
}

@Suite("Contract: schemas that lead to each other by many ways")
struct EntangledSchemaTests {
  @Test(
    "are looked at once each, and what else is wrong is told",
    arguments: EntangledSchemas.all, ["3.0.3", "3.1.0"])
  func ends(_ schemas: EntangledSchemas, _ version: String) throws {
    let example = schemas.example.isEmpty ? "" : ", \"example\": \(schemas.example)"
    let text = answerText(
      "\"schema\": {\"$ref\": \"#/components/schemas/Start\"}\(example)", version: version,
      components: """
        {"schemas": {\(schemas.components),
          "Odd": {"type": "string", "default": 1}}}
        """)
    let found = try remarks(on: SourceText(text, name: "api.json"))
    #expect(found.contains { $0.code == "contract.default-mismatch" })
    #expect(found.allSatisfy { DiagnosticRules.rule($0.code) != nil })
  }
}
