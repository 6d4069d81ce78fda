import Diagnostics
import SchemaValidator
import Testing

@Suite("Schemas: mistakes are located and explained")
struct SchemaMistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let schema: String
    let location: String
    let message: String
    var fix: String?
    var dialect = SchemaDialect.draft202012
    var testDescription: String { message }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      schema: #"{"minLength": -1}"#, location: "s.json:1:15",
      message: "minLength is the number -1; expected a non-negative integer",
      fix: "remove minLength to have no such bound"),
    Mistake(
      schema: "{\n  \"type\": \"strng\"\n}", location: "s.json:2:11",
      message: "type is the string \"strng\"; expected one of array, boolean, integer, null, "
        + "number, object, string",
      fix: "write \"string\""),
    Mistake(
      schema: #"{"properties": {"a": 1}}"#, location: "s.json:1:22",
      message: "found the number 1; expected a schema, which is an object or a boolean",
      fix: "write a schema here, such as true or {}"),
    Mistake(
      schema: ##"{"$ref": "#/$defs/a"}"##, location: "s.json:1:10",
      message: "found the reference \"#/$defs/a\"; expected a schema at /$defs/a, where nothing is",
      fix: "correct the pointer, or add the schema"),
    Mistake(
      schema: ##"{"$ref": "#here"}"##, location: "s.json:1:10",
      message: "found the reference \"#here\"; expected an anchor \"here\" in that resource",
      fix: "declare the anchor, or write a JSON pointer that starts with #/"),
    Mistake(
      schema: #"{"$ref": "other.json"}"#, location: "s.json:1:10",
      message: "found the reference \"other.json\" to \"other.json\"; expected a document that is "
        + "known",
      fix: "add the document to the registry; nothing is fetched"),
    Mistake(
      schema: ##"{"title": "x", "$ref": "#/title"}"##, location: "s.json:1:24",
      message: "found the reference \"#/title\" to the string \"x\" at /title; expected a schema",
      fix: "point the reference at a schema"),
    Mistake(
      schema: ##"{"allOf": [{"$ref": "#"}]}"##, location: "s.json:1:21",
      message: "found a schema that applies itself to the same value again; expected an end",
      fix: "let the reference stand below a keyword that descends, such as properties or items"),
    Mistake(
      schema: #"{"anyOf": []}"#, location: "s.json:1:11",
      message: "anyOf is an empty array; expected at least one schema", fix: "remove the keyword"),
    Mistake(
      schema: #"{"multipleOf": 0}"#, location: "s.json:1:16",
      message: "multipleOf is the number 0; expected a number above 0"),
    Mistake(
      schema: #"{"$schema": "https://example.com/none"}"#, location: "s.json:1:13",
      message: "found the dialect \"https://example.com/none\"; expected a published dialect or a "
        + "registered one",
      fix: "add the meta-schema to the registry, or name a published dialect"),
    Mistake(
      schema: #"{"type": "null"}"#, location: "s.json:1:10",
      message:
        "type is the string \"null\"; expected one type; OpenAPI 3.0 has no null and no list "
        + "of types",
      fix: "write nullable: true beside the type", dialect: .openAPI30),
    Mistake(
      schema: #"{"exclusiveMinimum": 1}"#, location: "s.json:1:22",
      message: "exclusiveMinimum is the number 1; expected a boolean in this dialect",
      dialect: .draft4),
    // Only the meta-schema looks at definitions that nothing refers to.
    Mistake(
      schema: #"{"$defs": {"a": {"type": "text"}}}"#, location: "s.json:1:26",
      message: "#/$defs/a/type is wrong: found the string \"text\"; expected one of \"array\", "
        + "\"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\""),
  ]

  @Test("with line, column, message and fix", arguments: mistakes)
  func located(_ mistake: Mistake) throws {
    let text = SourceText(mistake.schema, name: "s.json")
    let error = #expect(throws: SchemaError.self) {
      try SchemaCompiler(defaultDialect: mistake.dialect).load(text).compile()
    }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.location?.description == mistake.location)
    #expect(diagnostic.message == mistake.message)
    #expect(diagnostic.fix == mistake.fix)
    #expect(diagnostic.severity == .error)
  }

  @Test("all mistakes are reported, not only the first")
  func several() throws {
    let text = SourceText(
      #"{"minLength": "1", "properties": {"a": {"maximum": "2"}}, "pattern": "("}"#, name: "s.json")
    let error = #expect(throws: SchemaError.self) { try SchemaCompiler().load(text).compile() }
    #expect(error?.diagnostics.count == 3)
  }

  @Test("a schema that is no JSON is refused where the text breaks")
  func syntax() throws {
    let error = #expect(throws: SchemaError.self) {
      try SchemaCompiler().load(SourceText("{\"a\":\n}", name: "s.json"))
    }
    #expect(error?.diagnostics.first?.location?.description == "s.json:2:1")
  }
}

@Suite("Schemas: entry points and dialects")
struct SchemaSourceTests {
  private static let contract = """
    {"openapi": "3.1.0", "components": {"schemas": {
      "Contact": {"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string"}, "labels": {"type": "array", "items": {"$ref": "#/components/schemas/Label"}}}},
      "Label": {"type": "object", "title": "A label", "properties": {"name": {"type": "string"}}}}}}
    """

  @Test("a reference into components works though components is no keyword")
  func components() throws {
    let document = try JSONDocument(parsing: Self.contract)
    let source = try SchemaCompiler(defaultDialect: .openAPI31).load(document, uri: "c.json")
    let program = try source.compile(at: JSONPointer(["components", "schemas", "Contact"]))
    let valid = try JSONDocument(parsing: #"{"id":"1","labels":[{"name":"a"}]}"#).root
    let invalid = try JSONDocument(parsing: #"{"id":"1","labels":[{"name":2}]}"#).root
    #expect(program.isValid(valid))
    let verdict = program.evaluate(invalid)
    #expect(verdict.outcome == .invalid)
    let violation = try #require(verdict.violations.first)
    #expect(violation.instanceLocation.description == "/labels/0/name")
    #expect(violation.keyword == "type")
    #expect(
      violation.keywordLocation.description == "/properties/labels/items/$ref/properties/name/type")
    #expect(
      violation.absoluteKeywordLocation
        == "c.json#/components/schemas/Label/properties/name/type")
    #expect(violation.schemaPointer.description == "/components/schemas/Label/properties/name/type")
    #expect(violation.message == "found the number 2; expected a string")
    let range = violation.instanceRange
    #expect(String(decoding: invalid.document.bytes[range], as: UTF8.self) == "2")
  }

  @Test("OpenAPI 3.0: nullable acts with a type, and required by direction")
  func openAPI30() throws {
    let schema = try JSONDocument(
      parsing: """
        {"type": "object", "required": ["id", "secret"], "properties": {
          "id": {"type": "integer", "readOnly": true},
          "secret": {"type": "string", "writeOnly": true, "nullable": true},
          "free": {"nullable": true, "enum": ["a"]}}}
        """)
    func isValid(_ text: String, _ direction: MessageDirection) throws -> Bool {
      let compiler = SchemaCompiler(defaultDialect: .openAPI30, direction: direction)
      return try compiler.compile(schema).isValid(JSONDocument(parsing: text).root)
    }
    #expect(try isValid(#"{"id":1,"secret":null}"#, .either))
    #expect(try !isValid(#"{"secret":"s"}"#, .either))
    #expect(try isValid(#"{"secret":"s"}"#, .request))
    #expect(try !isValid(#"{"id":1}"#, .request))
    #expect(try isValid(#"{"id":1}"#, .response))
    #expect(try !isValid(#"{"id":1,"secret":null,"free":null}"#, .either))
  }

  @Test("duplicate members are all judged")
  func duplicates() throws {
    let schema = try JSONDocument(parsing: #"{"properties":{"a":{"type":"string"}}}"#)
    let program = try SchemaCompiler().compile(schema)
    let value = try JSONDocument(parsing: #"{"a":1,"a":"x"}"#).root
    #expect(!program.isValid(value))
    #expect(!program.evaluate(value).isValid)
  }

  @Test("every direct call agrees: value, bytes and span")
  func calls() throws {
    let program = try SchemaCompiler().compile(JSONDocument(parsing: #"{"type":"array"}"#))
    #expect(try program.isValid(Array("[]".utf8)))
    #expect(try !program.isValid(Array("{}".utf8)))
    #expect(throws: JSONSyntaxError.self) { try program.isValid(Array("[".utf8)) }
  }

  @Test("one program judges on many threads at once")
  func threads() async throws {
    let program = try SchemaCompiler().compile(
      JSONDocument(parsing: #"{"items":{"type":"integer"},"uniqueItems":true}"#))
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for lane in 0..<8 {
        group.addTask {
          try (0..<200).filter { number in
            try program.isValid(Array("[\(lane),\(number),\(number % 2 == 0 ? "1.5" : "-1")]".utf8))
          }.count
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.reduce(0, +) > 700)
  }
}
