import Foundation
import Testing

@testable import ReferenceServer

@Suite("JSON")
struct JSONTests {
  @Test(
    "is read and written without loss",
    arguments: [
      "null", "true", "[]", "{}", "-0.0", "1e400", "123456789012345678901234567890.50",
      #"{"b":1,"a":[1,2.0,{"c":null}],"b":2}"#, #""tab\t quote\" backslash\\ line\n""#,
      #""\u0000\u001f é 🎂""#,
    ])
  func roundTrip(text: String) throws {
    let value = try JSON(parsing: Array(text.utf8))
    #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    if !text.contains("400"), text != #"{"b":1,"a":[1,2.0,{"c":null}],"b":2}"# {
      _ = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
    }
  }

  @Test(
    "everything that RFC 8259 forbids is refused",
    arguments: [
      "", " ", "nul", "[1,]", "{\"a\":1,}", "{a:1}", "01", "-", "1.", ".5", "1e", "+1", "NaN",
      "'a'",
      "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"",
      "[1 2]", "{\"a\" 1}", "{\"a\":}", "[", "{\"a\":1", "1 1", "\u{FEFF}1", "//1",
    ])
  func refused(text: String) {
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: Array(text.utf8)) }
  }

  @Test(
    "bytes that are no UTF-8 are refused", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]])
  func badUTF8(bytes: [Int]) {
    let text = [0x22] + bytes.map { UInt8($0) } + [0x22]
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: text) }
  }

  @Test("nesting is bounded")
  func depth() {
    func nested(_ count: Int) -> [UInt8] {
      Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
    }
    #expect(throws: Never.self) { try JSON(parsing: nested(64)) }
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: nested(65)) }
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: nested(1_000_000)) }
  }

  @Test(
    "values are equal whatever their spelling, and only then",
    arguments: [
      (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":10e-1}"#, true), ("0", "-0e9", true),
      ("100", "1E+2", true), (#""é""#, #""\u00e9""#, true), (#""é""#, #""e\u0301""#, false),
      ("[1,2]", "[2,1]", false), ("1", #""1""#, false), ("1", "1.0000000000000000000001", false),
      ("true", "1", false), ("null", "{}", false),
    ])
  func equality(left: String, right: String, isEqual: Bool) throws {
    let values = (try JSON(parsing: Array(left.utf8)), try JSON(parsing: Array(right.utf8)))
    #expect((values.0 == values.1) == isEqual)
  }

  @Test(
    "a number is an integer by its value",
    arguments: [
      ("1", 1), ("1.0", 1), ("1e2", 100), ("-0", 0), ("9223372036854775807", .max), ("1.5", nil),
      ("9223372036854775808", nil), ("1e400", nil), ("1e99999999999999999999", nil), ("10e-1", 1),
    ] as [(String, Int?)])
  func integers(text: String, value: Int?) throws {
    #expect(try JSON(parsing: Array(text.utf8)).integerValue == value)
  }

  @Test("a repeated member is found at any depth")
  func repeatedNames() throws {
    let text = #"{"a":[{"x":1},{"x":1,"\u0078":2}]}"#
    #expect(try JSON(parsing: Array(text.utf8)).firstRepeatedName == "x")
    #expect(
      try JSON(parsing: Array(#"{"a":{"a":1},"é":1,"e\u0301":2}"#.utf8)).firstRepeatedName == nil)
  }

  @Test("other spellings of a text are read as the same value")
  func spellings() throws {
    let value: JSON = ["a b": ["x/y", "🎂 \"q\" \\", 1, nil], "e{}": []]
    #expect(try JSON(parsing: JSONSpelling.spaced(value.bytes)) == value)
    #expect(try JSON(parsing: JSONSpelling.escaped(value.bytes)) == value)
  }
}
