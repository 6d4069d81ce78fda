import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Generation: edges and single violations")
struct SchemaFaultsTests {
  @Test(
    "in a real contract every edge is accepted, every violation refused for its keyword",
    arguments: GenerationContract.all)
  func contracts(_ contract: GenerationContract) throws {
    // The large ones take too long in full; the benchmark does that.
    let share = contract.path == "openapi.json" ? 2 : 60
    guard let entries = try contract.entries(share: share) else { return }
    var edges = 0
    var faults: [String: Int] = [:]
    for entry in entries {
      let program = entry.generator.program
      let bases = entry.generator.values(seed: 1).prefix(2).compactMap(\.value)
      guard let base = bases.last else { continue }
      for edge in entry.generator.edges(from: base, seed: 1, limit: 60) {
        edges += 1
        #expect(program.evaluate(edge.value).isValid, "\(entry.pointer): \(edge.name)")
      }
      for fault in entry.generator.faults(from: base, seed: 1, limit: 60) {
        faults[fault.keyword, default: 0] += 1
        let violations = program.evaluate(fault.value).violations
        #expect(
          isMeant(fault, violations),
          "\(entry.pointer): \(fault.summary) at \(fault.instancePointer): \(violations)")
      }
    }
    print(
      "generation: \(contract.path): \(edges) edges, violations \(faults.sorted { $0.key < $1.key })"
    )
    #expect(edges > entries.count)
    #expect(faults["type", default: 0] > entries.count)
    #expect(faults["required", default: 0] > 0)
  }

  /// A schema, a value it allows, and the violations there are: keyword, place and what is there.
  struct Example: Sendable, CustomTestStringConvertible {
    let schema: String
    let base: String
    let faults: [String]
    var testDescription: String { schema }
  }

  static let examples = [
    Example(
      schema: #"{"type": "string", "minLength": 2, "maxLength": 3}"#, base: #""ab""#,
      faults: [
        "type  12345", "type  null", #"minLength  "a""#, #"maxLength  "aaaa""#,
      ]),
    Example(
      schema: #"{"type": "integer", "minimum": 1, "exclusiveMaximum": 336}"#, base: "24",
      faults: [#"type  "text""#, "type  1.5", "minimum  0", "exclusiveMaximum  336"]),
    Example(
      schema: #"{"type": "number", "minimum": 1, "maximum": 10, "multipleOf": 0.5}"#, base: "2",
      faults: [#"type  "text""#, "type  null", "minimum  0", "maximum  11", "multipleOf  1.1"]),
    Example(
      schema: #"{"enum": ["on", "off"]}"#, base: #""on""#, faults: [#"enum  "on-x""#]),
    Example(schema: #"{"const": 5}"#, base: "5", faults: ["const  0"]),
    Example(
      schema:
        #"{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "boolean"}, "b": {"type": "null"}}, "additionalProperties": false}"#,
      base: #"{"a":true,"b":null}"#,
      faults: [
        "type  []", "type  null", #"required  {"b":null}"#, #"required  {"a":true}"#,
        #"additionalProperties /unexpected {"a":true,"b":null,"unexpected":1}"#,
        #"type /a {"a":"text","b":null}"#, #"type /a {"a":null,"b":null}"#,
        #"type /b {"a":true,"b":{}}"#,
      ]),
    Example(
      schema:
        #"{"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": {"type": "integer"}}"#,
      base: "[4]",
      faults: [
        "type  {}", "type  null", "minItems  []", "maxItems  [4,0,1]", "uniqueItems  [4,4]",
        #"type /0 ["text"]"#, "type /0 [1.5]",
      ]),
    Example(
      schema:
        #"{"properties": {"x": {"anyOf": [{"type": "object", "required": ["k"], "properties": {"k": {"type": "string", "pattern": "^[a-z]+$"}}}, {"type": "null"}]}}}"#,
      base: #"{"x":{"k":"ab"}}"#,
      faults: [
        #"anyOf /x {"x":"text"}"#, #"type /x {"x":[]}"#, #"required /x {"x":{}}"#,
        #"type /x/k {"x":{"k":12345}}"#, #"type /x/k {"x":{"k":null}}"#,
        #"pattern /x/k {"x":{"k":"a!"}}"#,
      ]),
    Example(
      schema:
        #"{"type": "object", "minProperties": 1, "maxProperties": 2, "propertyNames": {"enum": ["a", "b", "c"]}, "dependentRequired": {"a": ["b"]}}"#,
      base: #"{"a":1,"b":2}"#,
      faults: [
        "type  []", "type  null", "minProperties  {}",
        #"maxProperties  {"a":1,"b":2,"c":""}"#, #"dependentRequired  {"a":1}"#,
      ]),
    // A long name would break `else` alone, since the condition is not met either.
    Example(
      schema:
        #"{"type": "object", "required": ["a"], "if": {"propertyNames": {"maxLength": 100}}, "then": {"propertyNames": {"maxLength": 20}}, "else": {"propertyNames": {"pattern": "^zz"}}}"#,
      base: #"{"a":1}"#, faults: ["type  []", "type  null", "required  {}"]),
    Example(
      schema: #"{"type": "string", "format": "uuid"}"#,
      base: #""00000000-0000-4000-a000-000000000000""#,
      faults: [
        "type  12345", "type  null", #"format  "00000000-0000-4000-a000-00000000000!""#,
      ]),
    Example(
      schema: #"{"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 2}]}"#, base: "1",
      faults: ["oneOf  \"text\"", "oneOf  2", "type  1.5"]),
    Example(schema: #"{"not": {"type": "null"}}"#, base: "1", faults: ["not  null"]),
    // What breaks only the test of a condition is valid, or breaks the other branch.
    Example(
      schema: #"{"if": {"const": "a"}, "then": {"maxLength": 1}, "else": {"const": "b"}}"#,
      base: #""a""#, faults: []),
    Example(
      schema: #"{"dependentRequired": {"a": ["b"]}}"#, base: "{}",
      faults: [#"dependentRequired  {"a":""}"#]),
    Example(
      schema: #"{"patternProperties": {"^x$": false, "^y": true}}"#, base: "{}",
      faults: [#"patternProperties /x {"x":1}"#]),
    Example(
      schema: #"{"prefixItems": [{"type": "null"}, false]}"#, base: "[]",
      faults: ["prefixItems /1 [null,null]"]),
    Example(
      schema: #"{"prefixItems": [{"type": "null"}], "unevaluatedItems": false}"#, base: "[null]",
      faults: ["type /0 [{}]", "unevaluatedItems /1 [null,null]"]),
    // Where null is allowed, one value of another type says it all.
    Example(schema: #"{"type": ["string", "null"]}"#, base: #""a""#, faults: ["type  {}"]),
    Example(schema: #"{"type": ["string", "null"]}"#, base: "null", faults: ["type  {}"]),
    Example(schema: #"{"type": ["integer", "null"]}"#, base: "1", faults: ["type  1.5"]),
    Example(schema: #"{"type": ["number", "null"]}"#, base: "1", faults: ["type  {}"]),
    Example(schema: #"{"type": ["object", "null"]}"#, base: "{}", faults: ["type  []"]),
  ]

  @Test("the violations are all there are, each at one place", arguments: Self.examples)
  func faults(_ example: Example) throws {
    let base = try JSONDocument(parsing: example.base).root
    let faults = try generator(example.schema).faults(from: base, seed: 1)
    let found = faults.map { "\($0.keyword) \($0.instancePointer) \($0.value)" }
    #expect(found.sorted() == example.faults.sorted())
    #expect(faults.allSatisfy { !$0.summary.isEmpty })
    #expect(faults.filter(\.isFormat).allSatisfy { $0.keyword == "format" })
  }

  @Test("a value that is not valid is no base")
  func invalidBase() throws {
    let base = try JSONDocument(parsing: "1").root
    #expect(try generator(#"{"type": "string"}"#).faults(from: base, seed: 1).isEmpty)
  }

  @Test("the alternatives at the edges are bases for violations inside them")
  func alternatives() throws {
    let schema = """
      {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
        "oneOf": [{"properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}, "required": ["x"]},
          {"properties": {"kind": {"const": "b"}, "y": {"type": "string", "minLength": 2}},
            "required": ["y"]}]}
      """
    let generator = try generator(schema)
    let base = try #require(generator.values(seed: 1).first { _ in true }?.value)
    let edges = generator.edges(from: base, seed: 1)
    let bases = [base] + edges.filter(\.isAlternative).map(\.value)
    let found = bases.flatMap { generator.faults(from: $0, seed: 1) }
    for (keyword, place) in [("type", "/x"), ("minLength", "/y"), ("required", "")] {
      #expect(
        found.contains { $0.keyword == keyword && $0.instancePointer.description == place },
        "\(keyword) at \(place)")
    }
  }

  @Test("edges: every bound, every listed value, every alternative, null")
  func edges() throws {
    let schema = """
      {"type": "object", "required": ["s", "n", "e", "a", "u"], "properties": {
        "s": {"type": ["string", "null"], "minLength": 1, "maxLength": 3},
        "n": {"type": "integer", "minimum": 1, "maximum": 336},
        "e": {"enum": ["x", "y"]},
        "a": {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 3},
        "u": {"oneOf": [{"type": "object", "title": "One", "required": ["k"], "properties": {
          "k": {"type": "string", "minLength": 5}}}, {"title": "Two", "type": "integer", "maximum": 9}]}}}
      """
    let generator = try generator(schema)
    let base = try #require(generator.values(seed: 1).first { _ in true }?.value)
    let edges = generator.edges(from: base, seed: 1)
    func values(_ pointer: String, _ keyword: String) -> [String] {
      edges.filter { $0.pointer.description == pointer && $0.keyword == keyword }
        .compactMap { $0.value.value(at: $0.pointer)?.description }
    }
    #expect(values("/s", "minLength") == ["\"a\"", "\"😀\""])
    #expect(values("/s", "maxLength") == ["\"aaa\"", "\"😀😀😀\""])
    #expect(values("/s", "type") == ["null"])
    #expect(values("/n", "minimum") == ["1"])
    #expect(values("/n", "maximum") == ["336"])
    #expect(values("/e", "enum") == ["\"x\"", "\"y\""])
    #expect(values("/a", "minItems").count == 1)
    #expect(values("/a", "maxItems") == ["[true,true,true]"])
    #expect(values("/u", "oneOf").count == 2)
    #expect(values("/u/k", "minLength") == ["\"aaaaa\"", "\"😀😀😀😀😀\""])
    #expect(values("/u", "maximum") == ["9"])
    #expect(edges.allSatisfy { generator.program.evaluate($0.value).isValid })
    #expect(edges.contains { $0.name == "/u: the alternative \"Two\"" })
  }
}
