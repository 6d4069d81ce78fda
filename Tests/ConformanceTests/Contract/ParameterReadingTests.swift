import Conformance
import SchemaValidator
import Testing

@Suite("Contract: reading parameters")
struct ParameterReadingTests {
  /// A text and the value it stands for, with what else it could stand for.
  struct Case: Sendable, CustomTestStringConvertible {
    let members: String
    let text: String
    let value: String?
    let alternatives: [String]

    init(_ members: String, _ text: String, _ value: String?, or alternatives: String...) {
      self.members = members
      self.text = text
      self.value = value
      self.alternatives = alternatives
    }

    var testDescription: String { "\(text) under \(members)" }
  }

  static func query(_ schema: String, _ more: String = "") -> String {
    #""name": "p", "in": "query", "schema": \#(schema)"# + (more.isEmpty ? "" : ", " + more)
  }

  static func header(_ schema: String, _ more: String = "") -> String {
    #""name": "p", "in": "header", "schema": \#(schema)"# + (more.isEmpty ? "" : ", " + more)
  }

  static let strings = #"{"type": "array", "items": {"type": "string"}}"#
  static let integers = #"{"type": "array", "items": {"type": "integer"}}"#
  static let point =
    #"{"type": "object", "properties": {"x": {"type": "integer"}, "s": {"type": "string"}}}"#
  static let tree = """
    {"type": "object", "properties": {
        "a": {"type": "array", "items": {"type": "string"}},
        "n": {"type": "array", "items": {"type": "object", "properties": {"i": {"type": "integer"}}}},
        "o": {"type": "object", "properties": {"b": {"type": "boolean"}}}}}
    """

  @Test(
    "gives values the types of the schema",
    arguments: [
      Case(query(#"{"type": "integer"}"#), "p=12", "12"),
      Case(query(#"{"type": "integer"}"#), "p=-1e2", "-1e2"),
      Case(query(#"{"type": "number"}"#), "p=1.50", "1.50"),
      Case(query(#"{"type": "number"}"#), "p=12345678901234567890.5", "12345678901234567890.5"),
      Case(query(#"{"type": "boolean"}"#), "p=false", "false"),
      Case(query(#"{"type": "string"}"#), "p=12", #""12""#),
      Case(query(#"{"type": "string"}"#), "p=null", #""null""#),
      Case(query(#"{"type": "string"}"#), "p=a+b%2Bc", #""a b+c""#),
      Case(query(#"{"type": "string"}"#), "p=a=b=c", #""a=b=c""#),
      Case(query(#"{"type": "string"}"#), "p", #""""#),
      Case(query(#"{"type": "string"}"#), "x=1&%70=a&&y", #""a""#),
      Case(query(#"{"type": "string"}"#), "q=1", nil),
      Case(query(#"{"type": "string"}"#), "", nil),
      Case(query(#"{"type": "string"}"#), "P=1", nil),
      Case(query(#"{"enum": [1, 2]}"#), "p=2", "2"),
      Case(query(#"{"const": true}"#), "p=true", "true"),
      Case(query(#"{"type": ["integer", "null"]}"#), "p=", "null"),
      Case(query(#"{"type": ["integer", "null"]}"#), "p=null", "null"),
      Case(query(#"{"minimum": 3}"#), "p=5", "5"),
      Case(query(#"{"pattern": "^[0-9]+$"}"#), "p=5", #""5""#),
      Case(
        query(#"{"allOf": [{"type": ["integer", "string"]}, {"type": "integer"}]}"#), "p=5", "5"),
      Case(query(##"{"$ref": "#/components/schemas/Count"}"##), "p=5", "5"),
      Case(query(##"{"$ref": "#/components/schemas/Loop"}"##), "p=x", #""x""#),
      Case(query(strings), "p=a&p=&p=c%2Cd", #"["a", "", "c,d"]"#),
      Case(query(strings, #""explode": false"#), "p=a,,c%2Cd", #"["a", "", "c,d"]"#),
      Case(query(strings, #""style": "spaceDelimited""#), "p=a+b%20c", #"["a", "b", "c"]"#),
      Case(query(strings, #""style": "pipeDelimited""#), "p=a|b%7cc", #"["a", "b", "c"]"#),
      Case(query(integers), "p=1&x=a&p=2", "[1, 2]"),
      Case(query(integers), "p=", "[]"),
      Case(query(integers), "x=1", nil),
      Case(
        query(#"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}"#),
        "p=1&p=2", #"["1", 2]"#),
      Case(query(point), "x=1&s=2", #"{"x": 1, "s": "2"}"#),
      Case(query(point, #""explode": false"#), "p=x,1,s,2", #"{"x": 1, "s": "2"}"#),
      Case(
        query(point, #""style": "deepObject""#), "p[x]=1&p%5Bs%5D=2&q[x]=3", #"{"x": 1, "s": "2"}"#),
      Case(
        query(tree, #""style": "deepObject""#), "p[a][]=1&p[a][]=2&p[o][b]=true",
        #"{"a": ["1", "2"], "o": {"b": true}}"#),
      Case(
        query(tree, #""style": "deepObject""#), "p[n][10][i]=2&p[n][9][i]=1",
        #"{"n": [{"i": 1}, {"i": 2}]}"#),
      Case(
        query(strings, #""style": "deepObject""#), "p[]=a&p[]=b", #"["a", "b"]"#),
      Case(header(strings), "a, b ,c", #"["a", "b", "c"]"#),
      Case(header(#"{"type": "string"}"#), "a, b%20", #""a, b%20""#),
      Case(header(point, #""explode": true"#), "x=1, s=a=b", #"{"x": 1, "s": "a=b"}"#),
      Case(
        #""name": "p", "in": "cookie", "schema": {"type": "string"}"#, "x=1;p=a%20b; y=2",
        #""a b""#),
      Case(
        #""name": "p", "in": "cookie", "style": "cookie", "schema": {"type": "string"}"#,
        "x=1; p=a%20b", #""a%20b""#),
      Case(
        #""name": "p", "in": "query", "content": {"application/json": {}}"#, "p=%5B1%5D", "[1]"),
      Case(
        #""name": "p", "in": "query", "content": {"text/plain": {"schema": {"type": "integer"}}}"#,
        "p=7", "7"),
      Case(
        #""name": "q", "in": "querystring", "content": {"application/json": {}}"#,
        "%7B%22a%22:1%7D", #"{"a": 1}"#),
      Case(
        #"""
        "name": "q", "in": "querystring", "content": {"application/x-www-form-urlencoded": {
          "schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}}
        """#, "n=1&s=a+b", #"{"n": 1, "s": "a b"}"#),
      Case(query(#"{"type": "integer"}"#, #""allowEmptyValue": true"#), "p=", nil),
      Case(query(#"{"type": "string"}"#, #""allowEmptyValue": true"#), "p=", #""""#),
    ])
  func typed(_ testCase: Case) throws {
    try check(testCase)
  }

  @Test(
    "says what else a text can stand for, as far as the schema accepts it",
    arguments: [
      Case(query(#"{"type": ["integer", "string"]}"#), "p=12", "12", or: #""12""#),
      Case(query(#"{"type": ["integer", "string"]}"#), "p=x", #""x""#),
      Case(query(#"{"type": ["string", "null"]}"#), "p=", #""""#, or: "null"),
      Case(query(#"{"type": ["string", "null"], "minLength": 1}"#), "p=", "null"),
      Case(
        query(#"{"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[a-z]+$"}]}"#),
        "p=12", "12"),
      Case(
        query(#"{"oneOf": [{"type": "boolean"}, {"type": "string", "enum": ["true", "no"]}]}"#),
        "p=true", "true", or: #""true""#),
      Case(
        query(#"{"type": ["string", "array"], "items": {"type": "string"}}"#), "p=a", #""a""#,
        or: #"["a"]"#),
      Case(
        query(#"{"type": ["string", "array"], "items": {"type": "string"}}"#), "p=a&p=b",
        #"["a", "b"]"#),
      Case(query(strings), "p=", #"[""]"#, or: "[]"),
      Case(
        query(#"{"type": "array", "items": {"type": "string"}, "minItems": 1}"#), "p=", #"[""]"#),
      Case(query("{}"), "p=a", #""a""#),
      Case(query("{}"), "p=12", #""12""#, or: "12"),
      Case(query("{}"), "p=1&p=2", #"["1", "2"]"#, or: #"["1", 2]"#, #"[1, "2"]"#, "[1, 2]"),
      Case(
        query(#"{"type": "array", "items": {"type": ["integer", "string"]}}"#), "p=1&p=a",
        #"[1, "a"]"#,
        or: #"["1", "a"]"#),
    ])
  func ambiguous(_ testCase: Case) throws {
    try check(testCase)
  }

  private static let components = ##"""
    {"Count": {"type": "integer"}, "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]}}
    """##

  private func check(_ testCase: Case) throws {
    let parameter = try Parameter.declared(
      testCase.members,
      components: Self.components)
    let reading = try parameter.value(from: testCase.text)
    #expect(reading?.value == (try testCase.value.map { try JSONDocument(parsing: $0).root }))
    #expect(
      reading?.alternatives ?? []
        == (try testCase.alternatives.map { try JSONDocument(parsing: $0).root }))
  }

  @Test("is not held up by schemas that double at every step")
  func doublingSchemas() throws {
    let count = 30
    let schemas = (0..<count).map { number in
      let next = ##"{"$ref": "#/components/schemas/S\##(number + 1)"}"##
      return #""S\#(number)": {"anyOf": [\#(next), \#(next)]}"#
    }
    let parameter = try Parameter.declared(
      Self.query(##"{"$ref": "#/components/schemas/S0"}"##),
      components: "{\(schemas.joined(separator: ",")), \"S\(count)\": {\"type\": \"integer\"}}")
    // What the types are is not found out; only the integer satisfies the schema in the end.
    let reading = try #require(try parameter.value(from: "p=5"))
    #expect(reading.value.description == "5")
  }

  @Test("tells at most 64 readings of one text apart")
  func boundedReadings() throws {
    let parameter = try Parameter.declared(
      Self.query(#"{"type": "array", "items": {"type": ["integer", "string"]}}"#))
    let text = Array(repeating: "p=1", count: 1000).joined(separator: "&")
    let reading = try #require(try parameter.value(from: text))
    #expect(reading.value.count == 1000)
    #expect(reading.value.elements.allSatisfy { $0.intValue == 1 })
    #expect(reading.alternatives.count == 63)
  }

  @Test(
    "refuses other texts, saying what it found and what it expected",
    arguments: [
      (query(#"{"type": "integer"}"#), "p=1.5", #"found "1.5"; expected an integer"#),
      (query(#"{"type": "integer"}"#), "p=01", #"found "01"; expected an integer"#),
      (query(#"{"type": "integer"}"#), "p=+1", #"found " 1"; expected an integer"#),
      (query(#"{"type": ["number", "null"]}"#), "p=x", #"found "x"; expected a number or null"#),
      (query(#"{"type": "boolean"}"#), "p=True", #"found "True"; expected true or false"#),
      (
        query(#"{"type": "string"}"#), "p=%zz",
        #"found "%zz"; expected two hexadecimal digits after %"#
      ),
      (
        query(#"{"type": "string"}"#), "p=a%2",
        #"found "%2"; expected two hexadecimal digits after %"#
      ),
      (query(#"{"type": "string"}"#), "p=%FF", #"found "%FF"; expected UTF-8"#),
      (query(#"{"type": "string"}"#), "p=1&p=2", "found it 2 times; expected it once"),
      (
        query(#"{"type": "string"}"#, #""explode": false"#), "p=1&p=2",
        #"found 2 times "p"; expected it once"#
      ),
      (query(integers), "p=1&p=x", #"element 2: found "x"; expected an integer"#),
      (query(point), "x=a", #"member "x": found "a"; expected an integer"#),
      (query(point), "x=1&x=2", #"found the member "x" twice; expected each once"#),
      (
        query(point, #""explode": false"#), "p=x,1,s",
        "found 3 parts; expected names and values in turn"
      ),
      (
        query(point, #""style": "deepObject""#), "p[x]y=1",
        #"found "p[x]y"; expected names in brackets, at most 64 after one another"#
      ),
      (
        query(point, #""style": "deepObject""#), "p[x][y]=1",
        #"found members of "p[x]"; expected an integer"#
      ),
      (
        query(point, #""style": "deepObject""#), "p[x]=1&p[x][y]=1",
        #"found "p[x]" with a value and with members; expected one of the two"#
      ),
      (
        query(point, #""style": "deepObject""#), "p[x]=1&p[x]=2",
        #"found 2 times "p[x]"; expected it once"#
      ),
      (
        query(point, #""style": "deepObject""#),
        "p[s]" + String(repeating: "[a]", count: 65) + "=1",
        "; expected names in brackets, at most 64 after one another"
      ),
      (
        query(#"{"type": "string"}"#, #""style": "pipeDelimited""#), "p=a",
        "found a string in the schema; expected an array or an object, which style pipeDelimited is for"
      ),
      (
        #""name": "p", "in": "query", "content": {"application/json": {}}"#, "p=%7B",
        "found text that is no JSON: "
      ),
      (
        #""name": "p", "in": "query", "content": {"application/json": {}}"#, "p=1&p=2",
        #"found 2 times "p"; expected it once"#
      ),
    ])
  func refused(members: String, text: String, message: String) throws {
    let parameter = try Parameter.declared(members)
    let departure = #expect(throws: UnreadableText.self) { try parameter.value(from: text) }
    let told = departure?.description ?? ""
    #expect(told.hasPrefix(#"query parameter "p""#))
    #expect(told.contains(message), "\(told)")
  }

  @Test(
    "refuses path segments that are not in the style of the parameter",
    arguments: [
      ("label", false, "blue", #"found "blue"; expected a text that starts with ".""#),
      ("matrix", false, "color=blue", #"found "color=blue"; expected a text that starts with ";""#),
      (
        "matrix", false, ";colour=blue",
        #"found ";colour=blue"; expected ";color" and nothing else by name"#
      ),
      ("matrix", false, ";color=a;color=b", #"found 2 times "color"; expected it once"#),
      (
        "matrix", true, ";color=a;x=b",
        #"found ";color=a;x=b"; expected ";color" and nothing else by name"#
      ),
    ])
  func refusedSegments(style: String, explode: Bool, text: String, message: String) throws {
    let parameter = try Parameter.declared(
      """
      "name": "color", "in": "path", "required": true, "style": "\(style)", "explode": \(explode),
        "schema": \(Self.strings)
      """, in: .path)
    let departure = #expect(throws: UnreadableText.self) { try parameter.value(from: text) }
    #expect(departure?.description == #"path parameter "color": "# + message)
  }

  @Test("takes the fields of one header together as a list")
  func fields() throws {
    let list = try Parameter.declared(Self.header(Self.strings))
    #expect(
      try list.value(fromFields: ["a", "b, c"])?.value
        == JSONDocument(parsing: #"["a", "b", "c"]"#).root)
    #expect(try list.value(fromFields: []) == nil)
    let cookies = try Parameter.declared(
      #""name": "Set-Cookie", "in": "header", "schema": {"type": "string"}"#)
    #expect(try cookies.value(fromFields: ["a=1", "b=2"])?.value.stringValue == "a=1\nb=2")
  }
}
