import SchemaValidator
import Testing

@Suite("Equality: values, not spellings")
struct JSONEqualityTests {
  /// Two texts, and whether they stand for equal values.
  struct Pair: Sendable, CustomTestStringConvertible {
    let left: String
    let right: String
    let areEqual: Bool
    var testDescription: String { "\(left.prefix(40)) and \(right.prefix(40))" }

    init(_ left: String, _ right: String, _ areEqual: Bool) {
      self.left = left
      self.right = right
      self.areEqual = areEqual
    }
  }

  private static func members(_ range: ClosedRange<Int>, descending: Bool = false) -> String {
    let numbers = descending ? Array(range.reversed()) : Array(range)
    return "{" + numbers.map { "\"member\($0)\": \($0)" }.joined(separator: ", ") + "}"
  }

  static let pairs = [
    Pair("0", "-0", true), Pair("0", "0.0", true), Pair("2", "3", false), Pair("10", "1e1", true),
    Pair("10", "20", false), Pair("-0", "-1", false), Pair("12", "1.2e1", true),
    Pair("100", "-100", false),
    Pair("1e9915425757706449764", "1e9999999999999999999", true),
    Pair("1e9915425757706449764", "1", false), Pair("1e-9915425757706449764", "0", false),
    Pair("0e9915425757706449764", "0", true),
    Pair("1e999999999999999999", "1e99999999999999999", false), Pair("0.1", "0.10", true),
    Pair("1", "\"1\"", false),
    Pair(#""a""#, #""\u0061""#, true), Pair(#""\u0061b""#, #""\u0061c""#, false),
    Pair(#""\ud83d\ude00""#, #""😀""#, true), Pair(#""\ud83d""#, #""\ufffd""#, false),
    Pair(#""\ud83d""#, #""\ud83e""#, false), Pair(#""e\u0301""#, #""é""#, false),
    Pair(#""\n\r\t\b\f\/\\\"""#, #""\u000a\u000d\u0009\u0008\u000c/\u005c\u0022""#, true),
    Pair(#"{"a": 1, "b": [2]}"#, #"{"b": [2.0], "\u0061": 1}"#, true),
    Pair(#"{"a": 1, "a": 2}"#, #"{"a": 2}"#, true),
    Pair(#"{"a": 2}"#, #"{"a": 1, "a": 2}"#, true),
    Pair(#"{"a": 1, "a": 2}"#, #"{"a": 1}"#, false),
    Pair(#"{"a": 1, "b": 1}"#, #"{"a": 1, "a": 1}"#, false),
    Pair(#"{"a": 1}"#, #"{"a": 1, "b": 1}"#, false), Pair("{}", "[]", false),
    Pair("[1, 2]", "[2, 1]", false), Pair("[]", "[null]", false),
    Pair(members(1...16), members(1...16, descending: true), true),
    Pair(members(1...17), members(1...17, descending: true), true),
    Pair(members(1...17), members(2...18), false), Pair(members(1...16), members(1...17), false),
  ]

  @Test("const holds for equal values only", arguments: pairs)
  func const(_ pair: Pair) throws {
    let program = try SchemaCompiler().compile(JSONDocument(parsing: "{\"const\": \(pair.left)}"))
    let value = try JSONDocument(parsing: pair.right).root
    #expect(program.isValid(value) == pair.areEqual)
    #expect(program.evaluate(value).isValid == pair.areEqual)
  }

  @Test("uniqueItems finds an equal pair among few and many elements", arguments: pairs)
  func uniqueItems(_ pair: Pair) throws {
    let program = try SchemaCompiler().compile(JSONDocument(parsing: #"{"uniqueItems": true}"#))
    for others in [0, 7, 62, 126, 127, 300] {
      // Different from each other and from every pair.
      var elements = (0..<others).map { "[\($0), \"other\"]" }
      elements.insert(pair.left, at: others / 2)
      elements.append(pair.right)
      let value = try JSONDocument(parsing: "[\(elements.joined(separator: ", "))]").root
      #expect(program.isValid(value) == !pair.areEqual, "\(elements.count) elements")
      if pair.areEqual {
        let got = program.evaluate(value).violations.first?.got ?? ""
        #expect(
          got.contains("\(others / 2)") && got.contains("\(elements.count - 1)"),
          "\(elements.count) elements: \(got)")
      }
    }
  }
}
