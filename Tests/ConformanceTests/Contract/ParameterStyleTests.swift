import Conformance
import SchemaValidator
import Testing

@Suite("Contract: styles of parameters")
struct ParameterStyleTests {
  @Test(
    "write what the specification's table shows",
    arguments: StyleExamples.cells.filter { $0.text != nil })
  func written(_ cell: StyleExamples.Cell) throws {
    let value = try JSONDocument(parsing: cell.column.value).root
    #expect(try cell.parameter().text(for: value) == cell.text)
  }

  @Test(
    "read back what the specification's table shows",
    arguments: StyleExamples.cells.filter { $0.text != nil })
  func read(_ cell: StyleExamples.Cell) throws {
    let reading = try cell.parameter().value(from: try #require(cell.text))
    #expect(reading?.value == (try JSONDocument(parsing: cell.column.value).root))
    #expect(reading?.alternatives == [])
  }

  /// What the table leaves undefined and we write all the same: `explode` has no effect in
  /// deepObject (3.2 says so), and lists that are taken apart look alike in all styles of a query.
  private static func isDefinedHere(_ cell: StyleExamples.Cell) -> Bool {
    switch (cell.style, cell.explode, cell.column) {
    case (.deepObject, _, .array), (.deepObject, false, .object): true
    case (.spaceDelimited, true, .array), (.pipeDelimited, true, .array): true
    default: false
    }
  }

  @Test(
    "refuse to write what the table leaves undefined, but for lists in a query",
    arguments: StyleExamples.cells.filter { $0.text == nil })
  func undefined(_ cell: StyleExamples.Cell) throws {
    let value = try JSONDocument(parsing: cell.column.value).root
    let parameter = try cell.parameter()
    if Self.isDefinedHere(cell) {
      let text = try #require(try parameter.text(for: value))
      #expect(try parameter.value(from: text)?.value == value)
    } else {
      #expect(throws: UnwritableValue.self) { try parameter.text(for: value) }
    }
  }

  /// A value, the text it has, and how the parameter is declared.
  struct Written: Sendable, CustomTestStringConvertible {
    let members: String
    let value: String
    let text: String?

    init(_ members: String, _ value: String, _ text: String?) {
      self.members = members
      self.value = value
      self.text = text
    }

    var testDescription: String { "\(members): \(value)" }
  }

  static let query = #""name": "p", "in": "query", "schema": {}"#
  static let header = #""name": "p", "in": "header", "schema": {}"#
  static let cookie = #""name": "p", "in": "cookie", "schema": {}"#

  @Test(
    "follow where the parameter stands and what it declares",
    arguments: [
      Written(query, #""a b&c=d/é+%""#, "p=a%20b%26c%3Dd%2F%C3%A9%2B%25"),
      Written(query, "null", nil),
      Written(query, "[]", nil),
      Written(query, "{}", nil),
      Written(query, "true", "p=true"),
      Written(query, "1.50e3", "p=1.50e3"),
      Written(query, "12345678901234567890", "p=12345678901234567890"),
      Written(query + #", "allowReserved": true"#, #""a/b?c%20d e#""#, "p=a/b?c%20d%20e%23"),
      Written(query + #", "explode": false"#, #"["a,b", "c"]"#, "p=a%2Cb,c"),
      Written(query + #", "style": "pipeDelimited""#, "[1, 2]", "p=1%7C2"),
      Written(query + #", "style": "deepObject""#, #"{"a": {"b": "c"}}"#, "p%5Ba%5D%5Bb%5D=c"),
      Written(
        query + #", "style": "deepObject""#, #"{"a": [1, {"b": 2}]}"#,
        "p%5Ba%5D%5B0%5D=1&p%5Ba%5D%5B1%5D%5Bb%5D=2"),
      Written(header, #""a b/c, d%20""#, "a b/c, d%20"),
      Written(cookie, #""a;b""#, "p=a%3Bb"),
      Written(cookie, #"["a", "b"]"#, "p=a; p=b"),
      Written(cookie + #", "style": "cookie""#, #""Hello%2C%20world!""#, "p=Hello%2C%20world!"),
      Written(
        cookie + #", "style": "cookie""#, #"{"greeting": "Hello%2C%20world!", "code": 42}"#,
        "greeting=Hello%2C%20world!; code=42"),
      Written(
        #""name": "p", "in": "query", "content": {"application/json": {}}"#,
        #"{"a": [1, "b"]}"#, "p=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D"),
      Written(
        #""name": "p", "in": "query", "content": {"text/plain": {}}"#, #""a b""#, "p=a%20b"),
      Written(
        #""name": "p", "in": "header", "content": {"application/json": {}}"#, #"{"a": 1}"#,
        #"{"a":1}"#),
      Written(
        #""name": "p", "in": "cookie", "content": {"text/plain": {}}"#, #""a%b""#, "p=a%b"),
      // From the examples of OpenAPI 3.2's Parameter Object.
      Written(
        #"""
        "name": "metadata", "in": "querystring", "content": {"application/x-www-form-urlencoded": {
          "schema": {"properties": {"foo": {"type": "string"}, "bar": {"type": "boolean"}}}}}
        """#, #"{"foo": "a + b", "bar": true}"#, "foo=a+%2B+b&bar=true"),
      Written(
        #""name": "json", "in": "querystring", "content": {"application/json": {}}"#,
        #"{"numbers": [1, 2], "flag": null}"#,
        "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D"),
      Written(
        #""name": "selector", "in": "querystring", "content": {"application/jsonpath": {}}"#,
        #""$.a.b[1:1]""#, "%24.a.b%5B1%3A1%5D"),
    ])
  func places(_ written: Written) throws {
    let value = try JSONDocument(parsing: written.value).root
    #expect(try Parameter.declared(written.members).text(for: value) == written.text)
  }

  @Test("of a path leave reserved characters as they are, except what ends a segment")
  func reservedInPath() throws {
    let members =
      #""name": "color", "in": "path", "required": true, "allowReserved": true, "schema": {}"#
    let value = try JSONDocument(parsing: #""a/b?c:d@e#f""#).root
    #expect(try Parameter.declared(members, in: .path).text(for: value) == "a%2Fb%3Fc:d@e%23f")
    let old = try Parameter.declared(members, in: .path, version: "3.1.0")
    #expect(try old.text(for: value) == "a%2Fb%3Fc%3Ad%40e%23f", "only a query has it before 3.2")
  }

  @Test(
    "refuse values they have no text for",
    arguments: [
      (
        #""name": "color", "in": "path", "required": true"#, "null",
        "null has no text in style simple"
      ),
      (
        #""name": "color", "in": "path", "required": true"#, "[]",
        "an empty array has no text in style simple"
      ),
      (
        #""name": "color", "in": "path", "required": true, "style": "label""#, "{}",
        "an empty object has no text in style label"
      ),
      (
        #""name": "color", "in": "path", "required": true, "style": "matrix""#, "[]",
        "an empty array has no text in style matrix"
      ),
      (query, "[[1]]", "style form cannot write an array inside a value"),
      (query, #"{"a": {"b": 1}}"#, "style form cannot write an object inside a value"),
      (query, "[null]", "style form cannot write null inside a value"),
      (
        query + #", "style": "pipeDelimited""#, "1",
        "style pipeDelimited writes lists and objects, not single values"
      ),
      (
        query + #", "style": "pipeDelimited", "explode": true"#, #"{"a": 1}"#,
        "style pipeDelimited with explode does not write objects"
      ),
      (
        query + #", "style": "pipeDelimited""#, #"["a|b"]"#,
        "an element holds \"%7C\", which separates values in style pipeDelimited"
      ),
      (
        query + #", "style": "spaceDelimited""#, #"["a b"]"#,
        "an element holds \"%20\", which separates values in style spaceDelimited"
      ),
      (
        #""name": "color", "in": "path", "required": true, "style": "label", "explode": true"#,
        #"["a.b"]"#, "an element holds \".\", which separates values in style label"
      ),
      (
        query + #", "style": "deepObject""#, #"{"a": null}"#,
        "style deepObject cannot write null inside a value"
      ),
      (
        query + #", "style": "deepObject""#, #"{"a": []}"#,
        "style deepObject cannot write an empty array inside a value"
      ),
      (
        query + #", "style": "deepObject""#, #"{"a]": 1}"#,
        "style deepObject cannot write a member's name with a bracket"
      ),
      (
        query + #", "allowReserved": true"#, #"["a&b"]"#,
        "an element holds \"&\", which separates values in style form"
      ),
      (header, #"["a,b"]"#, "an element holds \",\", which separates values in style simple"),
      (header, #"["a", " b"]"#, "an element starts or ends with a blank, which a header loses"),
      (
        header + #", "explode": true"#, #"{"a=b": 1}"#,
        "a member's name cannot hold \"=\" in style simple"
      ),
      (header, #"" a""#, "a header loses blanks at its ends"),
      (header, #""a\r\nX: y""#, "a header cannot hold a line end or NUL"),
      (header, #""a\u0000""#, "a header cannot hold a line end or NUL"),
      (
        cookie + #", "style": "cookie""#, #""a;b""#,
        "the value holds \";\", which separates values in style cookie"
      ),
      (
        cookie + #", "style": "cookie", "explode": false"#, "[1]",
        "style cookie writes an array with explode only"
      ),
      (
        #""name": "p", "in": "cookie", "content": {"text/plain": {}}"#, #""a;b""#,
        "a cookie cannot hold a semicolon"
      ),
      (
        #""name": "p", "in": "query", "content": {"text/plain": {}}"#, "[1]",
        "an array has no text as text/plain"
      ),
    ])
  func refusals(members: String, value: String, message: String) throws {
    let isInPath = members.contains(#""in": "path""#)
    let parameter = try Parameter.declared(
      members + (isInPath ? #", "schema": {}"# : ""), in: isInPath ? .path : .query)
    let value = try JSONDocument(parsing: value).root
    let refusal = #expect(throws: UnwritableValue.self) { try parameter.text(for: value) }
    #expect(refusal?.message == message)
  }

  @Test("send a raw text byte for byte")
  func raw() throws {
    let parameter = try Parameter.declared(#""name": "p q", "in": "query", "schema": {}"#)
    #expect(parameter.text(forRaw: "%zz&x=#") == "p%20q=%zz&x=#")
  }

  @Test("are put together to a path from encoded values")
  func path() {
    let template = PathTemplate("/a b/{id}/x-{name}.csv")
    #expect(template.expanded(with: ["id": "1%2F2", "name": "n"]) == "/a%20b/1%2F2/x-n.csv")
    #expect(template.expanded(with: ["id": "1"]) == nil)
  }
}
