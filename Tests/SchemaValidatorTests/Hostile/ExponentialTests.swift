import Diagnostics
import Testing

@testable import SchemaValidator

@Suite("Hostile: schemas that double the work at each level")
struct ExponentialTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schema: String
    let valid: String
    let invalid: String
  }

  private static func scalars(
    _ name: String, levels: Int = 40, _ level: (_ next: (String) -> String) -> String
  ) -> Shape {
    Shape(
      testDescription: name,
      schema: Hostile.graph(levels: levels, end: #"{"type":"integer"}"#, level: level),
      valid: "1", invalid: #""x""#)
  }

  private static func objects(
    _ name: String, root: String = "", _ level: (_ next: (String) -> String) -> String
  ) -> Shape {
    Shape(
      testDescription: name,
      schema: Hostile.graph(
        levels: 40, end: #"{"properties":{"a":{"type":"integer"}},"required":["a"]}"#, root: root,
        level: level),
      valid: #"{"a":1}"#, invalid: #"{"a":"x"}"#)
  }

  private static let unevaluated = #""unevaluatedProperties":false"#

  static let shapes: [Shape] = [
    scalars("allOf", levels: 200) { "{\"allOf\":[\($0("")),\($0("\"title\":\"t\""))]}" },
    scalars("anyOf") { "{\"anyOf\":[\($0("\"minimum\":7")),\($0("\"maximum\":3"))]}" },
    scalars("oneOf") { "{\"oneOf\":[\($0("\"minimum\":7")),\($0("\"maximum\":3"))]}" },
    scalars("not in not") {
      "{\"not\":{\"not\":{\"anyOf\":[\($0("\"minimum\":7")),\($0("\"maximum\":3"))]}}}"
    },
    scalars("if, then and else") {
      """
      {"if":\($0("\"minimum\":7")),"then":\($0("\"minimum\":1")),"else":\($0("\"maximum\":3"))}
      """
    },
    objects("dependentSchemas") {
      """
      {"dependentSchemas":{"a":{"allOf":[\($0("\"minProperties\":1")),\
      \($0("\"maxProperties\":3"))]}}}
      """
    },
    objects("unevaluatedProperties over anyOf", root: unevaluated) {
      "{\"anyOf\":[\($0("\"minProperties\":1")),\($0("\"maxProperties\":3"))]}"
    },
    objects("unevaluatedProperties over allOf", root: unevaluated) {
      "{\"allOf\":[\($0("\"minProperties\":1")),\($0("\"maxProperties\":3"))]}"
    },
    objects("unevaluatedProperties over if", root: unevaluated) {
      "{\"if\":\($0("")),\"then\":\($0("\"minProperties\":1")),\"else\":false}"
    },
    objects("unevaluatedProperties at each level") {
      "{\"anyOf\":[\($0("")),{\"minProperties\":9}],\(unevaluated)}"
    },
  ]

  @Test("graphs of schemas are judged exactly", arguments: shapes)
  func graphs(_ shape: Shape) throws {
    #expect(try Hostile.verdict(shape.schema, shape.valid).outcome == .valid)
    let verdict = try Hostile.verdict(shape.schema, shape.invalid)
    #expect(verdict.outcome == .invalid)
    #expect((1...SchemaVerdict.violationLimit).contains(verdict.violations.count))
  }

  @Test(
    "graphs of schemas over deep values are judged exactly",
    arguments: [
      #"{"properties":{"a":NEXT},"allOf":[{"properties":{"a":NEXT}}]}"#,
      #"{"properties":{"a":NEXT},"patternProperties":{"a":NEXT}}"#,
      #"{"properties":{"a":NEXT},"if":{"propertyNames":NEXT},"else":{"properties":{"a":NEXT}}}"#,
    ])
  func deepValues(_ level: String) throws {
    let schema = Hostile.graph(levels: 40, end: #"{"type":"integer"}"#) {
      level.replacing("NEXT", with: $0(""))
    }
    let valid = Hostile.nested(#"{"a":"#, 40, "1", "}")
    let invalid = Hostile.nested(#"{"a":"#, 40, "null", "}")
    #expect(try Hostile.verdict(schema, valid).outcome == .valid)
    #expect(try Hostile.verdict(schema, invalid).outcome == .invalid)
  }

  @Test(
    "schemas that lead back to themselves twice are judged exactly",
    arguments: [
      ##"{"anyOf":[{"properties":{"a":{"$ref":"#"}},"required":["b"]},{"properties":{"a":{"$ref":"#"}}}],"type":["object","integer"]}"##,
      ##"{"properties":{"a":{"$ref":"#"}},"patternProperties":{"a":{"$ref":"#"}},"type":["object","integer"]}"##,
      ##"{"$defs":{"x":{"properties":{"a":{"$ref":"#"}}}},"properties":{"a":{"$ref":"#"}},"$ref":"#/$defs/x","type":["object","integer"]}"##,
    ])
  func recursion(_ schema: String) throws {
    let valid = Hostile.nested(#"{"a":"#, 50, "1", "}")
    let invalid = Hostile.nested(#"{"a":"#, 50, "null", "}")
    #expect(try Hostile.verdict(schema, valid).outcome == .valid)
    #expect(try Hostile.verdict(schema, invalid).outcome == .invalid)
  }

  @Test(
    "verdicts are remembered when an evaluation takes long, and cannot be told when it takes longer",
    arguments: [(0, true), (20_000, true), (40_000_000, nil)])
  func steps(_ taken: Int, _ verdict: Bool?) throws {
    let program = try Hostile.program(
      ##"{"anyOf":[{"items":{"$ref":"#"},"type":"array"},{"items":{"$ref":"#"}}]}"##)
    let code = FastProgram(program.graph, roots: [program.root])
    var state = Machine.State()
    state.steps = taken
    let value = try Hostile.document("[[],[[1]]]")
    #expect(Machine.verdict(code, value.tape, 0, schema: 0, &state) == verdict)
    #expect((state.verdicts == nil) == (taken != 20_000))
  }

  @Test("steps count what is visited below a value")
  func stepsOfSize() throws {
    let program = try Hostile.program(
      ##"{"anyOf":[{"items":{"$ref":"#"},"type":"array"},{"items":{"$ref":"#"}}]}"##)
    let code = FastProgram(program.graph, roots: [program.root])
    func steps(_ count: Int) throws -> Int {
      var state = Machine.State()
      let value = try Hostile.document("[[\(Hostile.array(count) { _ in "0" })]]")
      #expect(Machine.verdict(code, value.tape, 0, schema: 0, &state) == true)
      return state.steps
    }
    #expect(try steps(16_000) >= steps(1) + 1_000)
  }

  @Test("units far down weigh as much as the ways to them are long")
  func weightOfWays() throws {
    let program = try Hostile.program(##"{"items":{"$ref":"#"},"title":"t"}"##)
    func isCut(_ depth: Int) throws -> Bool {
      let elements = (0..<3_000).map { "\($0)" }.joined(separator: ",")
      let value = try Hostile.document(Hostile.nested("[", depth, elements, "]")).root
      return ExhaustiveEvaluator.withAccount(
        of: value, by: program, program.judgement(of: value), detail: .everything
      ) { $0.isCut }
    }
    #expect(try !isCut(3))
    #expect(try isCut(280))
  }

  @Test(
    "a verdict lists so many violations, and says that there are more",
    arguments: [#"{"items":{"type":"string"}}"#, #"{"items":false}"#])
  func manyViolations(_ schema: String) throws {
    let verdict = try Hostile.verdict(schema, Hostile.array(5_000) { "\($0)" })
    #expect(verdict.violations.count == SchemaVerdict.violationLimit)
    #expect(verdict.omitsViolations)
    let few = try Hostile.verdict(schema, "[1,2]")
    #expect(few.violations.count == 2)
    #expect(!few.omitsViolations)
  }

  /// The formats, and how many schemas around the failures make each leave something out.
  @Test(
    "every output format says that something was left out",
    arguments: zip([OutputFormat.basic, .detailed, .verbose], [40, 40, 480]))
  func omissionInOutput(_ format: OutputFormat, _ levels: Int) throws {
    let program = try Hostile.program(
      Hostile.nested(#"{"allOf":["#, levels, #"{"items":{"type":"string"}}"#, "]}"))
    let many = try Hostile.document(Hostile.array(5_000) { "\($0)" })
    let cut = program.output(format, for: many.root)
    // Reading all of it would take longer than writing it.
    let head = String(decoding: cut.prefix(4_000), as: UTF8.self)
    #expect(head.hasPrefix(#"{"valid":false,"#))
    #expect(head.contains(#","omitted":true,"#))
    let whole = program.output(format, for: try Hostile.document("[1]").root)
    #expect(!String(decoding: whole, as: UTF8.self).contains("omitted"))
  }
}
