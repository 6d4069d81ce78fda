import Diagnostics
import Foundation
import Testing

@testable import SchemaValidator

@Suite("Generation: values that satisfy a schema")
struct GeneratedValuesTests {
  @Test("every schema of a real contract has values", arguments: GenerationContract.all)
  func contracts(_ contract: GenerationContract) throws {
    // The large ones take too long in full; the benchmark does that.
    let share = contract.path == "openapi.json" ? 1 : 4
    guard let entries = try contract.entries(share: share) else { return }
    var values = 0
    var empty: [String] = []
    for entry in entries {
      for generated in entry.generator.values(seed: 1).prefix(20) {
        switch generated {
        case .value(let value):
          values += 1
          #expect(entry.generator.program.evaluate(value).isValid, "\(entry.pointer): \(value)")
        case .unsatisfiable(let failure), .notFound(let failure):
          empty.append("\(entry.pointer): \(failure)")
        }
      }
    }
    print(
      "generation: \(contract.path): \(entries.count) schemas, \(values) values, "
        + "\(empty.count) schemas without one")
    #expect(empty == [])
    #expect(values > 5 * entries.count)
  }

  @Test("the first value is the smallest, later ones have their turn")
  func order() throws {
    let schema = """
      {"type": "object", "required": ["a"], "properties": {
        "a": {"enum": ["x", "y", "z"]}, "b": {"type": "string", "minLength": 2, "maxLength": 4},
        "c": {"type": ["integer", "null"], "minimum": 3, "maximum": 9}}}
      """
    let found = try texts(schema, 60)
    #expect(found.first == #"{"a":"x"}"#)
    let values = try found.map { try JSONDocument(parsing: $0).root }
    #expect(values[1].count == 3)
    for name in ["x", "y", "z"] { #expect(values.contains { $0["a"]?.stringValue == name }) }
    for number in [3, 9] { #expect(values.contains { $0["c"]?.intValue == number }) }
    #expect(values.contains { $0["c"]?.isNull == true })
    for length in [2, 4] {
      #expect(values.contains { $0["b"]?.stringValue?.unicodeScalars.count == length })
    }
    #expect(Set(found).count == found.count, "no value comes twice")
  }

  @Test("the same seed makes the same texts, another one others")
  func determinism() throws {
    let schema = """
      {"type": "object", "properties": {"a": {"type": "string", "pattern": "^[a-z]{3,9}$"},
        "b": {"type": "number"}, "c": {"type": "array", "items": {"$ref": "#"}}},
        "additionalProperties": {"type": "boolean"}}
      """
    let first = try texts(schema, 200, seed: 7)
    #expect(first.count == 200)
    #expect(try texts(schema, 200, seed: 7) == first)
    #expect(try texts(schema, 200, seed: 8) != first)
  }

  /// A schema with how many values it has; nil where they have no end, or none that is known.
  struct Supply: Sendable, CustomTestStringConvertible {
    let schema: String
    let count: Int?
    var testDescription: String { schema }
  }

  static let supplies = [
    Supply(schema: #"{"enum": [1, "a", null]}"#, count: 3),
    Supply(schema: #"{"enum": [1, 1.0, "a"], "type": "number"}"#, count: 1),
    Supply(schema: #"{"const": {"a": [1]}}"#, count: 1),
    Supply(schema: #"{"type": "boolean"}"#, count: 2),
    Supply(schema: #"{"type": ["boolean", "null"]}"#, count: 3),
    Supply(schema: #"{"type": "integer", "minimum": 4, "maximum": 6}"#, count: 3),
    Supply(schema: #"{"type": "integer", "minimum": 1, "maximum": 400}"#, count: 400),
    Supply(
      schema: #"{"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.25}"#, count: 5),
    Supply(schema: #"{"type": "string", "maxLength": 0}"#, count: 1),
    Supply(
      schema: #"{"type": "array", "items": {"type": "boolean"}, "maxItems": 3}"#,
      count: 1 + 2 + 4 + 8),
    Supply(
      schema: #"{"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": true}"#,
      count: 1 + 3 + 6 + 6),
    Supply(
      schema:
        #"{"type": "array", "prefixItems": [{"const": 1}, {"type": "boolean"}], "items": false}"#,
      count: 1 + 1 + 2),
    Supply(
      schema:
        #"{"type": "object", "required": ["a"], "properties": {"a": {"enum": [1, 2, 3]}, "b": {"type": "boolean"}, "c": false}, "additionalProperties": false}"#,
      count: 3 * 3),
    Supply(
      schema:
        #"{"type": "object", "propertyNames": {"enum": ["x", "y"]}, "additionalProperties": {"const": 0}, "minProperties": 1}"#,
      count: 3),
    Supply(
      schema:
        #"{"anyOf": [{"enum": [1, 2]}, {"enum": [2.0, 3]}], "not": {"const": 3}}"#, count: 2),
    Supply(
      schema:
        #"{"type": "object", "properties": {"a": {"type": "boolean"}, "b": {"type": "boolean"}, "c": {"type": "boolean"}, "d": {"type": "boolean"}, "e": {"type": "boolean"}}, "additionalProperties": false, "dependentRequired": {"a": ["b"]}}"#,
      count: (3 * 3 - 2) * 27),
    Supply(schema: #"{"type": "array", "maxItems": 0}"#, count: 1),
    Supply(schema: #"{"type": "object", "maxProperties": 0}"#, count: 1),
    Supply(schema: #"{"type": "integer", "minimum": 4}"#, count: nil),
    Supply(schema: #"{"type": "number", "minimum": 0, "maximum": 1}"#, count: nil),
    Supply(
      schema: #"{"type": "string", "minLength": 1, "maxLength": 1, "pattern": "^[ab]$"}"#,
      count: nil),
    Supply(schema: ##"{"type": "array", "items": {"$ref": "#"}, "maxItems": 1}"##, count: nil),
    Supply(schema: #"{"type": "array", "items": {"const": 1}}"#, count: nil),
    Supply(
      schema:
        #"{"type": "object", "properties": {"a": {"const": 1}}, "patternProperties": {"^x": {"const": 1}}, "additionalProperties": false}"#,
      count: nil),
  ]

  @Test(
    "all of few values are made and said to be all; of others it is not said",
    arguments: Self.supplies)
  func supply(_ supply: Supply) throws {
    let made = try generator(supply.schema).values(seed: 1).makeIterator()
    var values: Set<JSONValue> = []
    while values.count < 450, let generated = made.next() {
      values.insert(try #require(generated.value))
    }
    #expect(supply.count == nil || values.count == supply.count)
    #expect(made.isExhausted == (supply.count != nil))
    #expect(!values.isEmpty)
  }

  @Test("in draft-04, where a point makes another type, an integer in bounds is not counted out")
  func spelledIntegers() throws {
    let texts = [
      #"{"minimum": 1, "maximum": 1, "multipleOf": 1, "not": {"type": "integer"}}"#,
      #"{"enum": [1], "not": {"type": "integer"}}"#,
    ]
    for text in texts {
      let generator = try generator(text, .draft4)
      #expect(generator.program.isValid(try JSONDocument(parsing: "1.0").root))
      for generated in generator.values(seed: 1).prefix(3) {
        if case .unsatisfiable(let failure) = generated { Issue.record("\(text): \(failure)") }
      }
    }
  }

  @Test(
    "in draft-04, a listed number with a point stands for the integer without",
    arguments: [
      "1.0", "1e2", "-3.00",
    ])
  func spelledChoices(_ text: String) throws {
    let generator = try generator(#"{"type": "integer", "enum": [\#(text)]}"#, .draft4)
    let generated = try #require(generator.values(seed: 1).first { _ in true })
    guard case .value(let value) = generated else {
      Issue.record("\(generated)")
      return
    }
    #expect(generator.program.isValid(value))
  }

  /// Schemas that hold more than one kind of keyword has to be reckoned with for.
  static let satisfiable = [
    #"{"type": "number", "minimum": 0.1, "exclusiveMaximum": 0.2, "multipleOf": 0.03}"#,
    #"{"type": "integer", "multipleOf": 7, "exclusiveMinimum": 14, "maximum": 21}"#,
    #"{"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}"#,
    #"{"type": "number", "not": {"type": "integer"}, "minimum": 3}"#,
    #"{"minimum": 12345678901234567890123, "type": "integer"}"#,
    #"{"type": "string", "pattern": "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,12}$"}"#,
    #"{"type": "string", "pattern": "^(a|bc){2,5}$", "minLength": 7}"#,
    #"{"type": "string", "pattern": "x", "minLength": 12, "maxLength": 12}"#,
    #"{"type": "string", "pattern": "^(.)b\\1$"}"#,
    #"{"type": "string", "format": "email", "maxLength": 8}"#,
    #"{"type": "string", "format": "uri", "minLength": 60}"#,
    #"{"type": "string", "format": "date-time", "pattern": "Z$"}"#,
    #"{"type": "array", "uniqueItems": true, "minItems": 3, "items": {"enum": [1, 2, 3]}}"#,
    #"{"type": "array", "uniqueItems": true, "minItems": 2, "items": {"type": "boolean"}}"#,
    #"{"type": "array", "contains": {"const": 5}, "minContains": 2, "maxContains": 3, "items": {"type": "integer"}, "minItems": 4}"#,
    #"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2}"#,
    #"{"type": "array", "prefixItems": [{"const": 1}], "unevaluatedItems": {"type": "string"}, "minItems": 3}"#,
    #"{"type": "object", "minProperties": 3, "additionalProperties": {"type": "integer"}}"#,
    #"{"type": "object", "minProperties": 2, "propertyNames": {"pattern": "^[a-c]{2}$"}}"#,
    #"{"type": "object", "minProperties": 2, "patternProperties": {"^x-[a-z]+$": {"type": "null"}}, "additionalProperties": false}"#,
    #"{"type": "object", "required": ["a"], "dependentRequired": {"a": ["b"], "b": ["c"]}}"#,
    #"{"type": "object", "required": ["a"], "dependentSchemas": {"a": {"required": ["z"], "properties": {"z": {"const": 1}}}}}"#,
    #"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "unevaluatedProperties": false, "allOf": [{"properties": {"b": {"type": "integer"}}, "required": ["b"]}]}"#,
    #"{"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object"}"#,
    #"{"oneOf": [{"type": "integer"}, {"minimum": 2}]}"#,
    #"{"if": {"properties": {"k": {"const": "x"}}, "required": ["k"]}, "then": {"required": ["y"]}, "else": {"required": ["n"]}, "type": "object", "required": ["k"]}"#,
    #"{"not": {"anyOf": [{"type": "string"}, {"type": "number"}]}}"#,
    #"{"type": "object", "not": {"required": ["a", "b"]}, "required": ["a"]}"#,
    #"{"allOf": [{"enum": [1, 2, 3]}, {"enum": [2, 3, 4]}, {"minimum": 3}]}"#,
    ##"{"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "required": ["v"], "properties": {"v": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}]}}}}}"##,
    #"{"type": "object", "properties": {"a": false, "b": {"type": "integer"}}, "minProperties": 1, "additionalProperties": false}"#,
    ##"{"type": "array", "items": {"$ref": "#"}, "minItems": 0}"##,
    ##"{"$dynamicAnchor": "n", "type": "object", "properties": {"c": {"$dynamicRef": "#n"}}, "required": []}"##,
  ]

  /// Schemas that exclude what their values satisfy of themselves, unless a member is wrong.
  static let excluding = [
    ##"{"oneOf": [{"$ref": "#/$defs/a"}, {"allOf": [{"$ref": "#/$defs/a"}, {"type": "object", "properties": {"size": {"type": "integer"}}}]}], "$defs": {"a": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["on", "off"]}}}}}"##,
    #"{"type": "object", "not": {"allOf": [{"type": "object"}, {"properties": {"size": {"type": "integer"}}}]}}"#,
    #"{"type": "object", "not": {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"b": {"type": "string", "minLength": 2}}}]}}"#,
    #"{"type": "object", "properties": {"o": {"type": "object"}}, "not": {"properties": {"o": {"properties": {"size": {"type": "integer"}}}}}}"#,
    #"{"type": "object", "not": {"allOf": [{"type": "object"}, {"allOf": [{"type": "object"}, {"properties": {"o": {"allOf": [{"type": "object"}, {"properties": {"size": {"type": "integer"}}}]}}}]}]}, "properties": {"o": {"type": "object"}}}"#,
    #"{"oneOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}}]}"#,
    #"{"not": {"anyOf": [true, {"properties": {"a": true}}], "unevaluatedProperties": false}}"#,
    #"{"type": "object", "not": {"properties": {"a": true}, "additionalProperties": {"type": "integer"}}}"#,
    #"{"type": "object", "properties": {"b": {"type": ["string", "null"]}}, "not": {"type": "object", "properties": {"b": {"type": "string"}}}, "additionalProperties": false}"#,
  ]

  @Test("an excluded schema is violated where a person would", arguments: Self.excluding)
  func excluded(_ schema: String) throws {
    let generator = try generator(schema)
    let found = Array(generator.values(seed: 3).prefix(20))
    for generated in found {
      let value = try #require(generated.value, "\(generated)")
      #expect(generator.program.evaluate(value).isValid)
    }
    #expect(!found.isEmpty)
  }

  /// Schemas that exclude all that they allow.
  static let excludingAll = [
    #"{"type": "object", "not": {"allOf": [{"type": "object"}, {"type": "object"}]}}"#,
    #"{"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}, "not": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}}"#,
  ]

  @Test("nothing is made by a schema that excludes all it allows", arguments: Self.excludingAll)
  func excludedWholly(_ schema: String) throws {
    let found = try Array(generator(schema).values(seed: 3).prefix(3))
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.value == nil })
  }

  @Test("values are found", arguments: Self.satisfiable)
  func found(_ schema: String) throws {
    let generator = try generator(schema)
    for generated in generator.values(seed: 3).prefix(50) {
      let value = try #require(generated.value, "\(generated)")
      #expect(generator.program.evaluate(value).isValid)
    }
  }

  static let unsatisfiable = [
    "false",
    #"{"not": {}}"#,
    #"{"allOf": [{"type": "string"}, {"type": "integer"}]}"#,
    #"{"type": "integer", "minimum": 5, "maximum": 4}"#,
    #"{"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 6}"#,
    #"{"type": "number", "multipleOf": 10, "minimum": 11, "maximum": 19}"#,
    #"{"type": "string", "minLength": 3, "maxLength": 2}"#,
    #"{"type": "array", "minItems": 3, "maxItems": 2}"#,
    #"{"type": "array", "minItems": 1, "items": false}"#,
    #"{"type": "object", "required": ["a"], "properties": {"a": false}}"#,
    #"{"type": "object", "required": ["a"], "additionalProperties": false}"#,
    #"{"type": "object", "required": ["a", "b"], "maxProperties": 1}"#,
    #"{"type": "object", "minProperties": 2, "properties": {"a": true}, "additionalProperties": false}"#,
    #"{"type": "object", "required": ["a"], "propertyNames": {"maxLength": 0}}"#,
    #"{"enum": [1, 2], "type": "string"}"#,
    #"{"const": 1, "minimum": 2}"#,
    #"{"allOf": [{"enum": [1, 2]}, {"enum": [3]}]}"#,
    ##"{"type": "object", "required": ["n"], "properties": {"n": {"$ref": "#"}}}"##,
    #"{"anyOf": [{"type": "integer", "minimum": 1, "maximum": 0}, {"type": "string", "minLength": 1, "maxLength": 0}]}"#,
    #"{"type": "object", "required": ["a"], "not": {"required": ["a"]}}"#,
    #"{"type": "object", "required": ["o"], "properties": {"o": {"allOf": [{"type": "array"}, {"type": "object"}]}}}"#,
  ]

  @Test("what cannot be satisfied is called so", arguments: Self.unsatisfiable)
  func contradictory(_ schema: String) throws {
    let found = try Array(generator(schema).values(seed: 1).prefix(3))
    #expect(found.count == 1)
    guard case .unsatisfiable(let failure)? = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect(!failure.reason.isEmpty)
  }

  @Test("what is not found, though it might exist, is not called unsatisfiable")
  func notFound() throws {
    let found = try Array(
      generator(#"{"type": "string", "pattern": "a$", "format": "ipv4"}"#).values(seed: 1))
    guard case .notFound(let failure)? = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect(found.count == 1)
    #expect(failure.pointer == .root)
  }

  /// Keywords with values far outside of what is meant seriously.
  static let extremes = [
    #"{"type": "string", "minLength": 1e30}"#,
    #"{"type": "string", "maxLength": 1e30}"#,
    #"{"type": "string", "pattern": "^a{1000000000}$"}"#,
    #"{"type": "string", "pattern": "^((a{1000}){1000}){1000}$"}"#,
    #"{"type": "array", "minItems": 1e30}"#,
    #"{"type": "array", "maxItems": 1e30, "contains": true, "minContains": 1e18}"#,
    #"{"type": "object", "maxProperties": 1e30, "minProperties": 3}"#,
    #"{"type": "object", "minProperties": 1e30}"#,
    #"{"type": "number", "multipleOf": 1e35}"#,
    #"{"type": "number", "multipleOf": 1e300}"#,
    #"{"type": "number", "multipleOf": 1e-300, "minimum": 1e-299}"#,
    #"{"type": "number", "minimum": 1e400, "maximum": 1e401}"#,
    #"{"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-17}"#,
    #"{"type": "number", "allOf": [{"multipleOf": 99999999999999999}, {"multipleOf": 99999999999999998}, {"multipleOf": 0.7}]}"#,
    #"{"type": "integer", "minimum": -170141183460469231731687303715884105728, "maximum": 170141183460469231731687303715884105727}"#,
  ]

  @Test(
    "extreme keywords are neither taken literally nor called impossible", arguments: Self.extremes)
  func extreme(_ schema: String) throws {
    let generator = try generator(schema)
    for generated in generator.values(seed: 2).prefix(30) {
      switch generated {
      case .value(let value):
        #expect(generator.program.isValid(value))
        #expect(
          generator.edges(from: value, seed: 1).allSatisfy { generator.program.isValid($0.value) })
        #expect(
          generator.faults(from: value, seed: 1).allSatisfy { !generator.program.isValid($0.value) }
        )
      case .unsatisfiable(let failure): Issue.record("\(failure)")
      case .notFound(let failure): #expect(!failure.reason.isEmpty)
      }
    }
  }

  @Test("random schemas: what is found is valid, what is called unsatisfiable accepts no instance")
  func randomSchemas() throws {
    let seed =
      ProcessInfo.processInfo.environment["CONFORMANCE_SEED"].flatMap { UInt64($0) }
      ?? .random(in: 0...9_999_999)
    var random = RandomSchemas(seed: seed)
    var counts = (found: 0, notFound: 0, unsatisfiable: 0)
    for _ in 0..<400 {
      let schema = random.schema()
      guard let generator = try? generator(schema) else { continue }
      let instances = try (0..<60).map { _ in try JSONDocument(parsing: random.instance()).root }
      switch generator.values(seed: seed).first(where: { _ in true }) {
      case .value(let value)?:
        counts.found += 1
        #expect(generator.program.evaluate(value).isValid, "seed \(seed): \(schema)")
      case .unsatisfiable(let failure)?:
        counts.unsatisfiable += 1
        let counterexample = instances.first { generator.program.isValid($0) }
        #expect(counterexample == nil, "seed \(seed): \(schema): \(failure)")
      case .notFound?:
        counts.notFound += 1
      case nil: Issue.record("seed \(seed): \(schema)")
      }
    }
    print("generation: random schemas of seed \(seed): \(counts)")
    #expect(counts.found > 4 * counts.notFound)
  }

  @Test("every pattern of the probes and the contracts has a text")
  func patterns() throws {
    guard
      let file = TestData.folder("regex-probes.json", home: "whoever keeps the shared test data")
    else { return }
    var sources: [String: [String]] = [:]
    for probe in try JSONDocument(parsing: TestData.bytes(file)).root.elements {
      guard let source = probe["pattern"]?.stringValue, probe["mode"]?.stringValue != "invalid"
      else { continue }
      let matching = probe["tests"]?.elements.filter { $0[1]?.boolValue == true } ?? []
      sources[source] = matching.compactMap { $0[0]?.stringValue }
    }
    for contract in GenerationContract.all {
      let url = TestData.root.appendingPathComponent(contract.path)
      guard let document = try? JSONDocument(parsing: TestData.bytes(url)) else { continue }
      var pending = [document.root]
      while let value = pending.popLast() {
        if let source = value["pattern"]?.stringValue, (try? ECMAPattern(source)) != nil {
          sources[source] = ["given"]
        }
        pending += value.members.map(\.value) + value.elements
      }
    }
    var missing: [String] = []
    var found = 0
    for (source, matching) in sources.sorted(by: { $0.key < $1.key }) {
      let pattern = try ECMAPattern(source)
      var cache: [String: PatternText] = [:]
      let choice = TextChoice(TextDemand(patterns: [pattern]), &cache)
      var random = SeededRandom(seed: 5)
      for round in 0..<5 {
        let text = round == 0 ? choice.shortest(&random) : choice.any(&random)
        if let text {
          found += 1
          #expect(pattern.match(Array(text.utf8).span) == .matches)
        } else if !matching.isEmpty {
          missing.append("/\(source)/ \(matching.prefix(2))")
          break
        }
      }
    }
    print("generation: \(sources.count) patterns, \(found) texts, without: \(missing)")
    #expect(missing.count <= sources.count / 50)
  }
}
