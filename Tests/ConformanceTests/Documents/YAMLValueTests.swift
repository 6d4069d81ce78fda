import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("YAML: values")
struct YAMLValueTests {
  /// A YAML text and the JSON it stands for, spelling included.
  struct Reading: Sendable, CustomTestStringConvertible {
    let yaml: String
    let json: String
    var testDescription: String { yaml.debugDescription }

    init(_ yaml: String, _ json: String) {
      self.yaml = yaml
      self.json = json
    }
  }

  private func check(_ reading: Reading) throws {
    let document = try SourceDocument(reading: SourceText(reading.yaml, name: "t.yaml"))
    #expect(document.root.description == reading.json)
  }

  @Test(
    "plain scalars follow the core schema of YAML 1.2",
    arguments: [
      Reading("null", "null"), Reading("~", "null"), Reading("Null", "null"),
      Reading("NULL", "null"), Reading("nULL", "\"nULL\""),
      Reading("true", "true"), Reading("True", "true"), Reading("FALSE", "false"),
      Reading("tRUE", "\"tRUE\""), Reading("yes", "\"yes\""), Reading("no", "\"no\""),
      Reading("on", "\"on\""), Reading("y", "\"y\""), Reading("n", "\"n\""),
      Reading("0", "0"), Reading("-0", "-0"), Reading("12", "12"), Reading("+12", "12"),
      Reading("010", "10"), Reading("-007", "-7"), Reading("000", "0"),
      Reading("0o14", "12"), Reading("0o8", "\"0o8\""), Reading("-0o7", "\"-0o7\""),
      Reading("0xFf", "255"), Reading("0x", "\"0x\""), Reading("0b1", "\"0b1\""),
      Reading("0xFFFFFFFFFFFFFFFFFFFF", "1208925819614629174706175"),
      Reading("1_000", "\"1_000\""), Reading("1:30", "\"1:30\""),
      Reading("2026-01-02", "\"2026-01-02\""), Reading("1.2.3", "\"1.2.3\""),
      Reading("1.0", "1.0"), Reading("1.50", "1.50"), Reading(".5", "0.5"), Reading("5.", "5.0"),
      Reading("-.5", "-0.5"), Reading("+1.5e3", "1.5e3"), Reading("1e400", "1e400"),
      Reading("01.5", "1.5"), Reading("1E+2", "1E+2"), Reading("5.e-1", "5.0e-1"),
      Reading("1e", "\"1e\""), Reading("e3", "\"e3\""), Reading(".", "\".\""),
      Reading("+", "\"+\""), Reading("..5", "\"..5\""), Reading("+.nan", "\"+.nan\""),
      Reading(".inF", "\".inF\""),
      Reading("123456789012345678901234567890", "123456789012345678901234567890"),
      Reading("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ])
  func plain(_ reading: Reading) throws { try check(reading) }

  @Test(
    "what stands in quotes or in a block is a string",
    arguments: [
      Reading("'12'", "\"12\""), Reading("\"true\"", "\"true\""), Reading("''", "\"\""),
      Reading("|\n  12\n", #""12\u000a""#), Reading(">-\n  a\n  b\n", "\"a b\""),
      Reading("! 12", "\"12\""), Reading("'it''s'", "\"it's\""),
      Reading(#""\x41\u00e9\n\t\"\\\0\U0001F600""#, #""Aé\u000a\u0009\"\\\u0000😀""#),
      Reading("a b  c", "\"a b  c\""), Reading("a\n  b", "\"a b\""),
    ])
  func strings(_ reading: Reading) throws { try check(reading) }

  @Test(
    "tags of the core schema decide what a scalar is",
    arguments: [
      Reading("!!str 12", "\"12\""), Reading("!!str null", "\"null\""), Reading("!!int '12'", "12"),
      Reading("!!int 0x10", "16"), Reading("!!float 1", "1"), Reading("!!float '1.5'", "1.5"),
      Reading("!!bool \"true\"", "true"), Reading("!!null ''", "null"),
      Reading("!!map {a: !!seq [1]}", "{\"a\":[1]}"),
      Reading("!<tag:yaml.org,2002:str> 1", "\"1\""),
      Reading("%TAG ! tag:yaml.org,2002:\n---\n!str 1", "\"1\""),
    ])
  func tags(_ reading: Reading) throws { try check(reading) }

  @Test(
    "collections nest, in blocks and in flow",
    arguments: [
      Reading("a: 1\nb:\n  - x\n  - y: 2\n    z:\n", #"{"a":1,"b":["x",{"y":2,"z":null}]}"#),
      Reading("- - 1\n  - 2\n-\n- []\n- {}\n", "[[1,2],null,[],{}]"),
      Reading("{a: [1, 2,], b: {c, d: }}", #"{"a":[1,2],"b":{"c":null,"d":null}}"#),
      Reading("[a: 1, b: 2]", #"[{"a":1},{"b":2}]"#),
      Reading("{\"a\":1,\"b\":[true,null]}", #"{"a":1,"b":[true,null]}"#),
      Reading(
        "# comment\n%not: a directive\n".replacing("%not", with: "x"), #"{"x":"a directive"}"#),
      Reading("a: b: c".replacing("b: c", with: "'b: c'"), #"{"a":"b: c"}"#),
      Reading("\u{FEFF}a: 1", #"{"a":1}"#),
      Reading("a: 1\r\nb: 2\r\n", #"{"a":1,"b":2}"#),
      Reading("--- a\n...\n", "\"a\""), Reading("%YAML 1.2\n---\na: 1\n", #"{"a":1}"#),
      Reading("? a\n: 1\n? b\n", #"{"a":1,"b":null}"#),
    ])
  func collections(_ reading: Reading) throws { try check(reading) }

  @Test(
    "a key is the text it is spelled with",
    arguments: [
      Reading("200: ok", #"{"200":"ok"}"#), Reading("010: a", #"{"010":"a"}"#),
      Reading("1.0: a", #"{"1.0":"a"}"#), Reading("null: a", #"{"null":"a"}"#),
      Reading("~: a", #"{"~":"a"}"#), Reading("true: a", #"{"true":"a"}"#),
      Reading("'': a", #"{"":"a"}"#), Reading("'<<': a", #"{"<<":"a"}"#),
      Reading("? |-\n  a\n  b\n: c", #"{"a\u000ab":"c"}"#), Reading("!!str 1: a", #"{"1":"a"}"#),
    ])
  func keys(_ reading: Reading) throws { try check(reading) }

  @Test(
    "an alias repeats the value of its anchor",
    arguments: [
      Reading("a: &x 1.0\nb: *x\n", #"{"a":1.0,"b":1.0}"#),
      Reading("a: &x {b: [1]}\nc: [*x, *x]\n", #"{"a":{"b":[1]},"c":[{"b":[1]},{"b":[1]}]}"#),
      Reading("- &x a\n- &x b\n- *x\n", #"["a","b","b"]"#),
      Reading("- &x key\n- *x : value\n", #"["key",{"key":"value"}]"#),
      Reading("- &x 1\n- *x : value\n", #"[1,{"1":"value"}]"#),
      Reading("- {&k key: 1}\n- *k\n", #"[{"key":1},"key"]"#),
      Reading("a: &x [&y 1]\nb: *y\nc: *x\n", #"{"a":[1],"b":1,"c":[1]}"#),
      Reading("- &x\n- *x\n", "[null,null]"),
    ])
  func aliases(_ reading: Reading) throws { try check(reading) }

  @Test("JSON is read as JSON, whatever its name", arguments: ["t.json", "t.yaml", "t"])
  func json(name: String) throws {
    // libyaml refuses surrogate pairs: the JSON reader must have been at work.
    let text = SourceText(#" {"a": "\ud83d\ude00", "b": [1.0, 1e3]}"#, name: name)
    let document = try SourceDocument(reading: text)
    #expect(document.root["a"]?.stringValue == "😀")
    #expect(document.root["b"]?.description == "[1.0,1e3]")
  }

  @Test("random values survive being written as YAML", arguments: 0..<40)
  func roundTrip(round: Int) throws {
    let seed = UInt64.random(in: 0 ... .max)
    var source = RandomYAML(seed: seed)
    let (yaml, json) = source.document()
    let document = try SourceDocument(reading: SourceText(yaml, name: "t.yaml"))
    let expected = try JSONDocument(parsing: json).root
    #expect(document.root == expected, "seed \(seed)\n\(yaml)\n\(json)")
    source.checkPlaces(in: document)
  }
}
