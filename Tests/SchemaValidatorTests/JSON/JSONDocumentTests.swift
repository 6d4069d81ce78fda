import Diagnostics
import SchemaValidator
import Testing

private func parse(_ text: String) throws -> JSONValue {
  try JSONDocument(parsing: text).root
}

@Suite("JSON reader: errors")
struct JSONSyntaxErrorTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: JSONSyntaxError.Kind
    let offset: Int
    let message: String
    var testDescription: String { message }

    init(_ text: String, _ kind: JSONSyntaxError.Kind, _ offset: Int, _ message: String) {
      self.text = text
      self.kind = kind
      self.offset = offset
      self.message = message
    }
  }

  @Test(
    "says what was found and what was expected, and where",
    arguments: [
      Refusal("", .empty, 0, "found no content; expected a JSON value"),
      Refusal(" \n", .empty, 2, "found no content; expected a JSON value"),
      Refusal("{\"a\":1,}", .unexpectedByte, 7, "found \"}\"; expected a member name"),
      Refusal("{1:2}", .unexpectedByte, 1, "found \"1\"; expected a member name or \"}\""),
      Refusal("[1,]", .unexpectedByte, 3, "found \"]\"; expected a JSON value"),
      Refusal("[,]", .unexpectedByte, 1, "found \",\"; expected a JSON value or \"]\""),
      Refusal("{\"a\":}", .unexpectedByte, 5, "found \"}\"; expected a JSON value"),
      Refusal("{\"a\" 1}", .unexpectedByte, 5, "found \"1\"; expected \":\""),
      Refusal("[1 2]", .unexpectedByte, 3, "found \"2\"; expected \",\" or \"]\""),
      Refusal("{\"a\":1", .unexpectedEnd, 6, "found the end of the text; expected \",\" or \"}\""),
      Refusal("1 x", .trailingContent, 2, "found \"x\"; expected the end of the text"),
      Refusal("nul", .unexpectedEnd, 0, "found \"nul\"; expected true, false or null"),
      Refusal("[True]", .unexpectedByte, 1, "found \"T\"; expected a JSON value or \"]\""),
      Refusal("[truE]", .unexpectedByte, 1, "found \"truE\"; expected true, false or null"),
      Refusal("01", .invalidNumber, 1, "found \"1\"; expected no digit after a leading zero"),
      Refusal("[1.]", .invalidNumber, 3, "found \"]\"; expected a digit"),
      Refusal(
        "\"a\tb\"", .controlCharacter, 2, "found the control character U+0009; expected an escape"),
      Refusal("\"\\x\"", .invalidEscape, 2, "found \"x\"; expected an escape"),
      Refusal("\"\\u12g4\"", .invalidEscape, 5, "found \"g\"; expected four hexadecimal digits"),
      Refusal(
        "\"abc", .unexpectedEnd, 4, "found the end of the text; expected a closing quotation mark"),
    ])
  func message(_ refusal: Refusal) throws {
    let error = #expect(throws: JSONSyntaxError.self) { try parse(refusal.text) }
    #expect(error?.kind == refusal.kind)
    #expect(error?.byteOffset == refusal.offset)
    #expect(error?.message == refusal.message)
  }

  @Test("names bytes that are not UTF-8")
  func brokenUTF8() throws {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONDocument(parsing: [0x22, 0x61, 0xC0, 0xAF, 0x22])
    }
    #expect(error?.kind == .invalidUTF8)
    #expect(error?.byteOffset == 2)
    #expect(error?.message == "found the byte 0xC0; expected UTF-8")
  }

  @Test("points into the text with line and column")
  func diagnostic() throws {
    let text = SourceText("{\n  \"é\": tru\n}", name: "body.json")
    let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text.bytes) }
    let diagnostic = try #require(error).diagnostic(in: text)
    #expect(diagnostic.location?.description == "body.json:2:8")
    #expect(diagnostic.code == "json.unexpectedByte")
  }

  @Test(
    "a hundred thousand open arrays are a depth error, not a crash", arguments: ["[", "{\"a\":"])
  func depth(_ opening: String) throws {
    let text = String(repeating: opening, count: 100_000)
    let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
    #expect(error?.kind == .tooDeep)
    #expect(error?.message == "found more than 1000 open arrays and objects; expected at most 1000")
  }

  @Test("depth, size and value limits can be set")
  func limits() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let document = try JSONDocument(
      parsing: deep, limits: JSONLimits(maximumDepth: 10_000))
    #expect(document.root == document.root)
    #expect(document.root.description == deep)
    func kind(_ text: String, _ limits: JSONLimits) -> JSONSyntaxError.Kind? {
      do {
        _ = try JSONDocument(parsing: text, limits: limits)
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(kind("[[]]", JSONLimits(maximumDepth: 1)) == .tooDeep)
    #expect(kind("[12]", JSONLimits(maximumBytes: 3)) == .tooLarge)
    #expect(kind("[1,2]", JSONLimits(maximumValues: 2)) == .tooManyValues)
    #expect(kind("[1,2]", JSONLimits(maximumDepth: 1, maximumBytes: 5, maximumValues: 3)) == nil)
  }
}

@Suite("JSON values")
struct JSONValueTests {
  @Test("are found by name, position and pointer")
  func access() throws {
    let root = try parse(
      #" {"a": [1, {"b~/c": null}], "é": "x", "\u0065\u0301": "y", "a": [true]} "#)
    #expect(root.kind == .object)
    #expect(root.count == 4)
    #expect(root.members.map(\.name).count == 4)
    #expect(root["a"]?[0]?.boolValue == true)
    #expect(root["é"]?.stringValue == "x")
    #expect(root["e\u{301}"]?.stringValue == "y")
    #expect(root.value(at: JSONPointer(["a", "0"]))?.boolValue == true)
    #expect(root.value(at: JSONPointer(["a", "00"])) == nil)
    #expect(root["missing"] == nil)
    let first = try #require(root.members.first { _ in true })
    #expect(first.value[1]?["b~/c"]?.isNull == true)
    #expect(first.value[1]?["b~/c"]?.pointer.description == "/a/1/b~0~1c")
    #expect(String(decoding: root.document.bytes[first.nameRange], as: UTF8.self) == "\"a\"")
  }

  @Test("know where they stand in the bytes")
  func ranges() throws {
    let text = #"{"a" : [1.50, "x\n"] , "b":{}}"#
    let root = try parse(text)
    func written(_ value: JSONValue?) -> String? {
      value.map { String(decoding: root.document.bytes[$0.byteRange], as: UTF8.self) }
    }
    #expect(written(root) == text)
    #expect(written(root["a"]) == #"[1.50, "x\n"]"#)
    #expect(written(root["a"]?[0]) == "1.50")
    #expect(written(root["a"]?[1]) == #""x\n""#)
    #expect(written(root["b"]) == "{}")
    #expect(root.description == #"{"a":[1.50,"x\n"],"b":{}}"#)
  }

  @Test(
    "equal values are equal and hash alike",
    arguments: [
      ("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("0.1", "1e-1"), ("1e400", "10e399"),
      (#"{"a":1,"b":[2,{}]}"#, #"{"b":[2.0,{}],"a":1}"#), (#""\u0041é""#, #""A\u00e9""#),
      (#""\ud83d\ude00""#, "\"\u{1F600}\""), (#"{"a":1,"a":2}"#, #"{"a":2}"#),
      ("123456789012345678901234567890", "12345678901234567890123456789e1"),
    ])
  func equal(_ left: String, _ right: String) throws {
    let pair = (try parse(left), try parse(right))
    #expect(pair.0 == pair.1)
    #expect(pair.0.hashValue == pair.1.hashValue)
  }

  @Test(
    "different values differ",
    arguments: [
      ("1", "true"), ("0", "false"), ("null", "0"), ("1", "\"1\""), ("[1,2]", "[2,1]"),
      ("[]", "{}"),
      ("9007199254740993", "9007199254740992"), ("1", "1.0000000000000000001"),
      ("\"é\"", "\"e\u{301}\""), (#""\ud800""#, #""\ud801""#), (#""\ud800""#, "\"\u{FFFD}\""),
      (#"{"a":1}"#, #"{"a":1,"b":1}"#), ("1e400", "1e401"),
    ])
  func different(_ left: String, _ right: String) throws {
    #expect(try parse(left) != parse(right))
  }

  @Test("large objects compare without regard to order")
  func largeObjects() throws {
    let members = (0..<500).map { "\"k\($0)\":\($0)" }
    let forward = try parse("{" + members.joined(separator: ",") + "}")
    let backward = try parse("{" + members.reversed().joined(separator: ",") + "}")
    #expect(forward == backward)
    #expect(forward.hashValue == backward.hashValue)
  }

  @Test("duplicate members are reported with both places")
  func duplicates() throws {
    let text = #"{"x":{"a":1,"b":2,"\u0061":3},"y":{}}"#
    let document = try JSONDocument(parsing: text)
    let duplicates = document.duplicateMembers()
    #expect(duplicates.map(\.pointer.description) == ["/x/a"])
    #expect(
      duplicates.map { String(decoding: document.bytes[$0.firstNameRange], as: UTF8.self) } == [
        #""a""#
      ])
    #expect(
      duplicates.map { String(decoding: document.bytes[$0.secondNameRange], as: UTF8.self) }
        == [#""\u0061""#])
    #expect(try JSONDocument(parsing: #"{"a":{"a":1},"b":2}"#).duplicateMembers().isEmpty)
    let many = "{" + (0..<40).map { "\"k\($0 % 39)\":1" }.joined(separator: ",") + "}"
    #expect(try JSONDocument(parsing: many).duplicateMembers().count == 1)
  }
}

@Suite("JSON numbers")
struct JSONNumberTests {
  @Test(
    "are integers by value",
    arguments: [
      ("1.0", true), ("1e2", true), ("1.5", false), ("15e-1", false), ("1e400", true),
      ("1.0000000000000000001", false), ("0.0", true), ("-0", true), ("120e-1", true),
    ])
  func integers(_ text: String, _ isInteger: Bool) throws {
    #expect(try #require(JSONNumber(parsing: text)).isInteger == isInteger)
  }

  @Test(
    "convert to Int only when exact",
    arguments: [
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("12e3", 12000),
      ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.5", nil), ("1e30", nil),
      ("-0.0", 0),
    ] as [(String, Int?)])
  func toInt(_ text: String, _ value: Int?) throws {
    #expect(JSONNumber(parsing: text)?.intValue == value)
  }

  @Test("are ordered by exact value")
  func order() throws {
    let sorted = [
      "-1e400", "-10", "-9.99", "-1e-400", "0", "1e-400", "0.1", "0.10000000000000000000001", "1",
      "9007199254740992", "9007199254740993", "123456789012345678901", "1e400",
    ]
    let numbers = sorted.compactMap(JSONNumber.init(parsing:))
    #expect(numbers.count == sorted.count)
    for i in numbers.indices {
      for j in numbers.indices {
        #expect((numbers[i] < numbers[j]) == (i < j), "\(numbers[i]) < \(numbers[j])")
        #expect((numbers[i] == numbers[j]) == (i == j))
      }
    }
  }

  @Test(
    "divide exactly",
    arguments: [
      ("19.99", "0.01", true), ("4.35", "0.01", true), ("4.355", "0.01", false),
      ("1e308", "0.123456789", false), ("1e308", "0.5", true), ("12", "5", false), ("0", "7", true),
      ("9007199254740993", "2", false), ("1e400", "3", false), ("3e400", "3", true),
      ("5", "0", false),
      ("123456789012345678901234567890", "10", true),
      ("246913578024691357802469135780", "123456789012345678901234567890", true),
      ("246913578024691357802469135781", "123456789012345678901234567890", false),
      ("1234567890123456789012345678901e9", "1234567890123456789012345678901", true),
      ("18446744073709551615", "18446744073709551615", true), ("0.0075", "0.0001", true),
    ])
  func multiples(_ value: String, _ divisor: String, _ expected: Bool) throws {
    let pair = (
      try #require(JSONNumber(parsing: value)), try #require(JSONNumber(parsing: divisor))
    )
    #expect(pair.0.isMultiple(of: pair.1) == expected)
  }

  @Test("a million digits are read, compared and divided in bounded time")
  func million() throws {
    let digits = String(repeating: "7", count: 1_000_000)
    let number = try #require(JSONNumber(parsing: digits))
    #expect(number.isMultiple(of: JSONNumber(7)))
    #expect(!number.isMultiple(of: JSONNumber(2)))
    #expect(number == JSONNumber(parsing: digits + ".0"))
    #expect(number > JSONNumber(Int.max))
  }

  @Test("reject what is not a number")
  func refusals() {
    for text in ["", " 1", "1 ", "+1", ".5", "0x1", "\"1\"", "NaN"] {
      #expect(JSONNumber(parsing: text) == nil)
    }
  }
}

@Suite("JSON writer")
struct JSONWriterTests {
  @Test("writes compact and pretty text")
  func layouts() throws {
    func build(_ layout: JSONWriter.Layout) -> String {
      var writer = JSONWriter(layout)
      writer.beginObject()
      writer.name("a\"\u{1}")
      writer.beginArray()
      writer.number(1)
      writer.number(2.5)
      writer.number(3.0)
      writer.bool(true)
      writer.null()
      writer.endArray()
      writer.name("b")
      writer.beginObject()
      writer.endObject()
      writer.name("c")
      writer.string("tab\té\\")
      writer.name("d")
      writer.number(Double.infinity)
      writer.endObject()
      return String(decoding: writer.finish(), as: UTF8.self)
    }
    #expect(
      build(.compact) == #"{"a\"\u0001":[1,2.5,3,true,null],"b":{},"c":"tab\té\\","d":null}"#)
    #expect(
      build(.pretty) == """
        {
          "a\\"\\u0001": [
            1,
            2.5,
            3,
            true,
            null
          ],
          "b": {},
          "c": "tab\\té\\\\",
          "d": null
        }

        """)
    _ = try parse(build(.pretty))
  }

  @Test(
    "copies values with their spelling",
    arguments: [
      "[]", "{}", "[[],{}]", #"{"a":[1.50,{"b":"\u0041"}],"c":[[[]],2]}"#, "\"x\"", "-0.0e+10",
    ])
  func values(_ text: String) throws {
    #expect(try parse(text).description == text)
    var writer = JSONWriter(.compact)
    writer.beginArray()
    writer.value(try parse(text))
    writer.value(try parse(text))
    writer.endArray()
    #expect(String(decoding: writer.finish(), as: UTF8.self) == "[\(text),\(text)]")
  }
}
