import Diagnostics
import SchemaValidator
import Testing

@Suite("Hostile: schemas with very many mistakes, and sources used in turns")
struct MistakeTests {
  @Test(
    "so many mistakes are listed, and one says that there are more",
    arguments: [
      HostileCase(
        "types", "{\"properties\":\(Hostile.object(10_000) { "\"p\($0)\":{\"type\":\"intger\"}" })}"
      ),
      HostileCase(
        "references", "{\"allOf\":\(Hostile.array(3_000) { "{\"$ref\":\"#/$defs/\($0)\"}" })}"),
      HostileCase(
        "identifiers",
        "{\"$defs\":\(Hostile.object(3_000) { "\"p\($0)\":{\"$id\":\"http://example.com/\"}" })}"),
    ], [false, true])
  func many(_ testCase: HostileCase, _ checksMetaSchema: Bool) {
    let error = #expect(throws: SchemaError.self) {
      try Hostile.program(testCase.schema, checksMetaSchema: checksMetaSchema)
    }
    let codes = error?.diagnostics.map(\.code) ?? []
    #expect(codes.count == 1_001)
    #expect(codes.last == "schema.too-many-mistakes")
    #expect(codes.filter { $0 == "schema.too-many-mistakes" }.count == 1)
  }

  @Test("violations of the meta-schema are cut as well")
  func metaSchema() {
    let schema = "{\"properties\":\(Hostile.object(3_000) { "\"p\($0)\":{\"title\":\($0)}" })}"
    let error = #expect(throws: SchemaError.self) {
      try Hostile.program(schema, checksMetaSchema: true)
    }
    #expect(error?.diagnostics.count == 1_001)
    #expect(error?.diagnostics.last?.code == "schema.too-many-mistakes")
  }

  @Test("a schema whose mistakes are not listed is refused all the same")
  func unlisted() throws {
    let source = try SchemaCompiler(checksMetaSchema: false).load(
      Hostile.document(Hostile.object(3_000) { "\"p\($0)\":{\"type\":\"intger\"}" }))
    for number in 0..<3_000 {
      let error = #expect(throws: SchemaError.self) {
        try source.compile(at: JSONPointer(["p\(number)"]))
      }
      if number == 0 { #expect(error?.diagnostics.map(\.code) == ["schema.malformed-keyword"]) }
      if number == 2_999 {
        #expect(error?.diagnostics.map(\.code) == ["schema.too-many-mistakes"])
      }
    }
  }

  @Test("compiling and judging in turns costs no more than one after the other")
  func turns() throws {
    let count = 1_000
    let source = try SchemaCompiler(checksMetaSchema: false).load(
      Hostile.document(
        Hostile.object(count) { "\"p\($0)\":{\"properties\":{\"a\":{\"const\":\($0)}}}" }))
    let value = try Hostile.document(#"{"a":7}"#).root
    let programs = try (0..<count).map { number in
      let program = try source.compile(at: JSONPointer(["p\(number)"]))
      #expect(program.isValid(value) == (number == 7))
      return program
    }
    for (number, program) in programs.enumerated() {
      #expect(program.evaluate(value).isValid == (number == 7))
    }
  }

  @Test(
    "references that lead back without progress are refused where they stand",
    arguments: [
      ##"{"$ref":"#"}"##, ##"{"allOf":[{"$ref":"#"}]}"##,
      ##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}"##,
      ##"{"not":{"if":{"$ref":"#"}}}"##,
      ##"{"$dynamicAnchor":"x","dependentSchemas":{"a":{"$dynamicRef":"#x"}}}"##,
    ])
  func cycles(_ schema: String) {
    let error = #expect(throws: SchemaError.self) { try Hostile.program(schema) }
    #expect(error?.diagnostics.map(\.code) == ["schema.endless-reference"])
    #expect(error?.diagnostics.first?.pointer != nil)
  }
}
