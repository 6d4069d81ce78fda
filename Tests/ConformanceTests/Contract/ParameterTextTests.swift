import Conformance
import SchemaValidator
import Testing

@Suite("Contract: the text of parameters")
struct ParameterTextTests {
  /// One line of the specification's table of style examples, or one beyond it.
  struct Case: Sendable, CustomTestStringConvertible {
    let style: ParameterStyle
    let explode: Bool
    let value: String
    let text: String?

    init(_ style: ParameterStyle, _ explode: Bool, _ value: String, _ text: String?) {
      self.style = style
      self.explode = explode
      self.value = value
      self.text = text
    }

    var testDescription: String { "\(style.rawValue) explode \(explode): \(value)" }
  }

  static let array = #"["blue", "black", "brown"]"#
  static let object = #"{"R": 100, "G": 200, "B": 150}"#

  @Test(
    "follows every style",
    arguments: [
      Case(.matrix, false, #""""#, ";color"),
      Case(.matrix, false, #""blue""#, ";color=blue"),
      Case(.matrix, false, array, ";color=blue,black,brown"),
      Case(.matrix, false, object, ";color=R,100,G,200,B,150"),
      Case(.matrix, true, #""""#, ";color"),
      Case(.matrix, true, #""blue""#, ";color=blue"),
      Case(.matrix, true, array, ";color=blue;color=black;color=brown"),
      Case(.matrix, true, object, ";R=100;G=200;B=150"),
      Case(.label, false, #""""#, "."),
      Case(.label, false, #""blue""#, ".blue"),
      Case(.label, false, array, ".blue,black,brown"),
      Case(.label, false, object, ".R,100,G,200,B,150"),
      Case(.label, true, #""""#, "."),
      Case(.label, true, #""blue""#, ".blue"),
      Case(.label, true, array, ".blue.black.brown"),
      Case(.label, true, object, ".R=100.G=200.B=150"),
      Case(.simple, false, #""""#, ""),
      Case(.simple, false, #""blue""#, "blue"),
      Case(.simple, false, array, "blue,black,brown"),
      Case(.simple, false, object, "R,100,G,200,B,150"),
      Case(.simple, true, #""blue""#, "blue"),
      Case(.simple, true, array, "blue,black,brown"),
      Case(.simple, true, object, "R=100,G=200,B=150"),
      Case(.form, false, #""""#, "color="),
      Case(.form, false, #""blue""#, "color=blue"),
      Case(.form, false, array, "color=blue,black,brown"),
      Case(.form, false, object, "color=R,100,G,200,B,150"),
      Case(.form, true, #""""#, "color="),
      Case(.form, true, #""blue""#, "color=blue"),
      Case(.form, true, array, "color=blue&color=black&color=brown"),
      Case(.form, true, object, "R=100&G=200&B=150"),
      Case(.spaceDelimited, false, array, "color=blue%20black%20brown"),
      Case(.spaceDelimited, false, object, "color=R%20100%20G%20200%20B%20150"),
      Case(.pipeDelimited, false, array, "color=blue%7Cblack%7Cbrown"),
      Case(.pipeDelimited, false, object, "color=R%7C100%7CG%7C200%7CB%7C150"),
      Case(.deepObject, true, object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
      Case(.cookie, true, array, "color=blue; color=black; color=brown"),
      // Beyond the table.
      Case(.form, true, "null", nil),
      Case(.form, true, "[]", nil),
      Case(.form, true, "{}", nil),
      Case(.form, true, "true", "color=true"),
      Case(.form, true, "1.50e3", "color=1.50e3"),
      Case(.form, true, "12345678901234567890", "color=12345678901234567890"),
      Case(.form, true, #""a b&c=d/é+%""#, "color=a%20b%26c%3Dd%2F%C3%A9%2B%25"),
      Case(.form, false, #"["a,b", "c"]"#, "color=a%2Cb,c"),
      Case(.simple, false, #""a/b?c#d""#, "a%2Fb%3Fc%23d"),
      Case(.simple, false, #""-._~""#, "-._~"),
      Case(.deepObject, true, #"{"a": {"b": "c"}}"#, "color%5Ba%5D%5Bb%5D=c"),
    ])
  func styles(_ testCase: Case) throws {
    let serializer = ParameterSerializer(
      name: "color", style: testCase.style, explode: testCase.explode, encoding: .unreserved)
    let value = try JSONDocument(parsing: testCase.value).root
    #expect(try serializer.text(for: value) == testCase.text)
  }

  @Test(
    "refuses what a style has no text for",
    arguments: [
      Case(.simple, false, "null", "null has no text in style simple"),
      Case(.simple, false, "[]", "an empty array has no text in style simple"),
      Case(.label, true, "{}", "an empty object has no text in style label"),
      Case(.form, true, "[[1]]", "style form cannot write an array inside a value"),
      Case(.form, true, #"{"a": {"b": 1}}"#, "style form cannot write an object inside a value"),
      Case(.form, true, "[null]", "style form cannot write null inside a value"),
      Case(
        .pipeDelimited, false, "1",
        "style pipeDelimited writes lists and objects, not single values"),
      Case(.deepObject, true, "[1]", "style deepObject writes objects, not arrays"),
    ])
  func refusals(_ testCase: Case) throws {
    let serializer = ParameterSerializer(
      name: "color", style: testCase.style, explode: testCase.explode, encoding: .unreserved)
    let value = try JSONDocument(parsing: testCase.value).root
    let refusal = #expect(throws: ParameterSerializer.Refusal.self) {
      try serializer.text(for: value)
    }
    #expect(refusal?.message == testCase.text)
  }

  @Test(
    "follows where the parameter stands and what it declares",
    arguments: [
      (#""in": "query", "schema": {}"#, #""a/b""#, "p=a%2Fb"),
      (
        #""in": "query", "schema": {}, "allowReserved": true"#, #""a/b?c%20d e#""#,
        "p=a/b?c%20d%20e%23"
      ),
      (#""in": "query", "schema": {}, "explode": false"#, "[1, 2]", "p=1,2"),
      (#""in": "query", "schema": {}, "style": "pipeDelimited""#, "[1, 2]", "p=1%7C2"),
      (#""in": "header", "schema": {}"#, #""a b/c, d""#, "a b/c, d"),
      (#""in": "cookie", "schema": {}"#, #""a;b""#, "p=a%3Bb"),
      (
        #""in": "query", "content": {"application/json": {}}"#, #"{"a": [1, "b"]}"#,
        "p=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D"
      ),
      (#""in": "query", "content": {"text/plain": {}}"#, #""a b""#, "p=a%20b"),
      (#""in": "header", "content": {"application/json": {}}"#, #"{"a": 1}"#, #"{"a":1}"#),
    ])
  func places(members: String, value: String, expected: String) throws {
    let contract = try Contract.reading(parameterText(#"{"name": "p", \#(members)}"#))
    let parameter = try #require(contract.operations.first?.parameters.first)
    #expect(try parameter.text(for: try JSONDocument(parsing: value).root) == expected)
  }

  @Test("sends a raw text byte for byte")
  func raw() throws {
    let contract = try Contract.reading(
      parameterText(#"{"name": "p q", "in": "query", "schema": {}}"#))
    let parameter = try #require(contract.operations.first?.parameters.first)
    #expect(parameter.text(forRaw: "%zz&x=#") == "p%20q=%zz&x=#")
  }

  @Test("a header cannot be ended from inside", arguments: ["a\r\nX: y", "a\n", "a\0b"])
  func headerInjection(text: String) throws {
    let contract = try Contract.reading(
      parameterText(#"{"name": "p", "in": "header", "schema": {}}"#))
    let parameter = try #require(contract.operations.first?.parameters.first)
    #expect(throws: ParameterSerializer.Refusal.self) { try parameter.text(for: text) }
  }

  @Test("a path is put together from encoded values")
  func path() {
    let template = PathTemplate("/a b/{id}/x-{name}.csv")
    #expect(template.expanded(with: ["id": "1%2F2", "name": "n"]) == "/a%20b/1%2F2/x-n.csv")
    #expect(template.expanded(with: ["id": "1"]) == nil)
  }
}
