import Conformance
import Diagnostics
import SchemaValidator
import Testing

extension MediaTypeEntry {
  /// The entry that a contract of OpenAPI 3.2 has for the body of a request.
  static func declared(
    _ type: String, _ members: String = "", version: String = "3.2.0"
  ) throws -> MediaTypeEntry {
    let text = operationText(
      #""requestBody": {"content": {"\#(type)": {\#(members)}}}"#, version: version)
    let contract = try Contract.reading(text)
    #expect(contract.warnings.map(\.message) == [])
    return try #require(contract.operations.first?.requestBody?.content.first)
  }
}

@Suite("Contract: bodies")
struct BodyTests {
  /// A value and the bytes that carry it.
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    let members: String
    let value: String
    let text: String
    let contentType: String

    init(
      _ type: String, _ members: String, _ value: String, _ text: String,
      as contentType: String? = nil
    ) {
      self.type = type
      self.members = members
      self.value = value
      self.text = text
      self.contentType = contentType ?? type
    }

    var testDescription: String { "\(type): \(value)" }
  }

  static let form = "application/x-www-form-urlencoded"
  static let address = """
    {"streetAddress": "123 Example Dr.", "city": "Somewhere", "state": "CA", "zip": "99999+1234"}
    """
  /// The schema of the specification's form, whose members have types of their own.
  static let person = """
    "schema": {"type": "object", "properties": {
      "id": {"type": "string", "format": "uuid"}, "address": {"type": "object", "properties": {}}}}
    """
  static let fields = """
    "schema": {"type": "object", "properties": {
      "n": {"type": "integer"}, "list": {"type": "array", "items": {"type": "string"}},
      "o": {"type": "object", "additionalProperties": {"type": "integer"}},
      "either": {"type": ["string", "object"]}}}
    """

  static func styled(_ encoding: String) -> String { fields + #", "encoding": \#(encoding)"# }

  @Test(
    "are written by their media type and read back",
    arguments: [
      // OpenAPI 3.2, "Example: URL Encoded Form with JSON Values".
      Case(
        form, person,
        #"{"id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "address": \#(address)}"#,
        "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123+"
          + "Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22"
          + "%3A%2299999%2B1234%22%7D"),
      Case(
        form, person + #", "encoding": {"id": {"contentType": "application/json"}}"#,
        #"{"id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}"#,
        "id=%22f81d4fae-7dec-11d0-a765-00a0c91e6bf6%22"),
      // OpenAPI 3.2, "Example: URL Encoded Form with Binary Values", its image cut short.
      Case(
        form,
        """
        "schema": {"type": "object", "properties": {
          "name": {"type": "string"}, "icon": {"type": "string", "contentEncoding": "base64url"}}},
        "encoding": {"icon": {"contentType": "image/png, image/jpeg"}}
        """, #"{"name": "example", "icon": "iVBORw0KGgoC_xhBQg=="}"#,
        "name=example&icon=iVBORw0KGgoC_xhBQg%3D%3D"),
      Case(form, fields, #"{"n": 1, "list": ["a b", "é*~"]}"#, "n=1&list=a+b&list=%C3%A9*%7E"),
      Case(form, fields, #"{"either": {"a": 1}}"#, "either=%7B%22a%22%3A1%7D"),
      Case(form, fields, #"{"either": "{a}"}"#, "either=%7Ba%7D"),
      Case(form, fields, "{}", ""),
      Case(
        form, styled(#"{"list": {"explode": false}}"#), #"{"list": ["a,b", "c"]}"#, "list=a%2Cb,c"),
      Case(
        form, styled(#"{"list": {"style": "pipeDelimited"}}"#), #"{"list": ["a", "c"]}"#,
        "list=a%7Cc"),
      Case(
        form, styled(#"{"list": {"allowReserved": true}}"#), #"{"list": ["/a?", "c"]}"#,
        "list=/a?&list=c"),
      Case(
        form, styled(#"{"o": {"style": "deepObject"}}"#), #"{"o": {"x": 1, "y": 2}, "n": 3}"#,
        "o%5Bx%5D=1&o%5By%5D=2&n=3"),
      Case(
        form, styled(#"{"o": {"style": "form"}}"#), #"{"o": {"x": 1, "y": 2}, "n": 3}"#,
        "x=1&y=2&n=3"),
      Case("application/json", "", #"{"a": [1, "é"]}"#, #"{"a":[1,"é"]}"#),
      Case("application/problem+json", "", "1.50", "1.50"),
      Case("application/x-ndjson", "", #"[{"a": 1}, [], "x"]"#, "{\"a\":1}\n[]\n\"x\"\n"),
      Case("application/jsonl", "", "[]", ""),
      Case("application/json-seq", "", "[1, 2]", "\u{1E}1\n\u{1E}2\n"),
      Case("application/geo+json-seq", "", "[{}]", "\u{1E}{}\n"),
      Case(
        "text/event-stream", #""itemSchema": {"type": "object"}"#,
        #"[{"data": "a\nb", "event": "é", "id": "", "retry": 5}, {"data": ""}]"#,
        "event: é\nid: \nretry: 5\ndata: a\ndata: b\n\ndata: \n\n"),
      Case(
        "text/event-stream", #""schema": {"type": "string"}"#, #""data: a\n\n""#, "data: a\n\n"),
      Case("text/plain", #""schema": {"type": "string"}"#, #""a\r\nb""#, "a\r\nb"),
      Case("text/plain", #""schema": {"type": "integer"}"#, "12", "12"),
      Case("text/plain", #""schema": {"type": "boolean"}"#, "true", "true"),
      Case(
        "text/plain", #""schema": {"type": "string"}"#, #""é""#, "é",
        as: "text/plain; charset=utf-8"),
      Case("application/xml", #""schema": {"type": "object"}"#, #""<a>é</a>""#, "<a>é</a>"),
      Case("image/svg+xml", "", #""<svg/>""#, "<svg/>"),
      Case("application/octet-stream", "", #""a\u0000\u007f""#, "a\u{0}\u{7F}"),
      Case("application/sql", #""schema": {"type": "string"}"#, #""select 'é'""#, "select 'é'"),
      Case("application/vnd.count", #""schema": {"type": "integer"}"#, "3", "3"),
    ])
  func bothWays(_ testCase: Case) throws {
    let entry = try MediaTypeEntry.declared(testCase.type, testCase.members)
    let value = try JSONDocument(parsing: testCase.value).root
    let body = try entry.body(for: value)
    #expect(String(decoding: body.bytes, as: UTF8.self) == testCase.text)
    #expect(body.contentType == testCase.contentType)
    let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
    let isRead = reading.value.value == value || reading.value.alternatives.contains(value)
    #expect(isRead, "\(reading.value.value)")
    #expect(reading.departures == [])
  }

  @Test("that are streams of events are read as the standard for them says")
  func events() throws {
    let entry = try MediaTypeEntry.declared("text/event-stream", #""schema": {"type": "array"}"#)
    // From the example of OpenAPI 3.2, and what else the standard wants ignored.
    let text = """
      \u{FEFF}event: addString
      data: This data is formatted
      data: across two lines
      retry: 5

      event: addInt64
      data: 1234
      unknownField: this is ignored

      : This is a comment
      event: addJSON
      data: {"foo": 42}

      event: nothing

      data:x\rdata\r\nid: a\u{0}b\nretry: 1.5\nretry: 007

      data: not finished
      """
    let read = try entry.reading(of: Array(text.utf8)).value.value
    let expected = try JSONDocument(
      parsing: #"""
        [{"event": "addString", "data": "This data is formatted\nacross two lines", "retry": 5},
         {"event": "addInt64", "data": "1234"}, {"event": "addJSON", "data": "{\"foo\": 42}"},
         {"data": "x\n", "retry": 7}]
        """#
    ).root
    #expect(read == expected, "\(read)")
  }

  @Test("of bytes are strings with a character for each byte")
  func octets() throws {
    for type in ["application/octet-stream", "image/png", "application/vnd.own"] {
      let entry = try MediaTypeEntry.declared(type, #""schema": {}"#)
      let bytes = (0...255).map { UInt8($0) }
      let value = try entry.reading(of: bytes).value.value
      #expect(value.stringValue?.unicodeScalars.map(\.value) == (0...255).map { $0 })
      #expect(try entry.body(for: value).bytes == bytes)
    }
    let old = try MediaTypeEntry.declared(
      "application/vnd.own", #""schema": {"type": "string", "format": "binary"}"#, version: "3.0.3")
    #expect(try old.reading(of: [0xFF, 0]).value.value.stringValue == "\u{FF}\u{0}")
  }

  @Test(
    "in other character sets are read and written",
    arguments: [
      ("text/plain; charset=iso-8859-1", [0x61, 0xE9] as [UInt8], "aé"),
      ("text/plain; charset=\"UTF-8\"", [0x61, 0xC3, 0xA9], "aé"),
      ("text/csv; charset=us-ascii", [0x61], "a"),
    ])
  func charsets(type: String, bytes: [UInt8], text: String) throws {
    let entry = try MediaTypeEntry.declared("text/*", #""schema": {"type": "string"}"#)
    let range = try #require(MediaTypeRange(type))
    let value = try entry.reading(of: bytes, as: range).value.value
    #expect(value.stringValue == text)
    #expect(try entry.body(for: value, as: range).bytes == bytes)
  }

  @Test(
    "that are not what their media type says are refused",
    arguments: [
      ("application/json", "", "{", "found text that is no JSON: "),
      ("application/json", "", "", "found text that is no JSON: "),
      ("application/json", "", "\u{FEFF}{}", "found text that is no JSON: "),
      ("application/x-ndjson", "", "1\n{\n", "line 2: found text that is no JSON: "),
      ("application/json-seq", "", "1\n", "expected a record separator, U+001E"),
      ("text/plain", #""schema": {"type": "integer"}"#, "a", #"found "a"; expected an integer"#),
      ("text/plain; charset=us-ascii", "", "é", "expected text in us-ascii"),
      (
        "text/plain; charset=koi8-r", "", "a",
        "found the character set koi8-r; expected utf-8, us-ascii or iso-8859-1"
      ),
      (form, fields, "n=x", #"field "n": found "x"; expected an integer"#),
      (form, fields, "n=1&n=2", #"field "n": found it 2 times; expected it once"#),
      (form, fields, "n=%zz", #"field "n": found "%zz"; expected two hexadecimal digits after %"#),
      (form, fields, "%zz=1", #"found "%zz"; expected two hexadecimal digits after %"#),
      (form, fields, "o=x", #"field "o": found text that is no JSON: "#),
      (
        form, styled(#"{"o": {"style": "deepObject"}}"#), "o[x]=a",
        #"field "o", o[x]: found "a"; expected an integer"#
      ),
    ])
  func unreadable(type: String, members: String, text: String, message: String) throws {
    let entry = try MediaTypeEntry.declared(type, members)
    let departure = #expect(throws: UnreadableText.self) {
      try entry.reading(of: Array(text.utf8))
    }
    let told = departure?.description ?? ""
    #expect(told.contains(message), "\(told)")
  }

  @Test(
    "that their media type has no form for are refused",
    arguments: [
      ("*/*", "", "1", "*/* is a range of media types; a body needs one of them"),
      ("text/plain", "", "[1]", "an array has no text as text/plain"),
      (
        "text/event-stream", #""schema": {"type": "array"}"#, #"[{"event": "a"}]"#,
        "an event needs the member \"data\", a string"
      ),
      (
        "text/event-stream", #""schema": {"type": "array"}"#, #"[{"data": "a\r"}]"#,
        "the data of an event cannot hold a carriage return"
      ),
      (
        "text/event-stream", #""schema": {"type": "array"}"#, #"[{"data": "", "id": "a\n"}]"#,
        "an event has no field \"id\" for \"a\\n\""
      ),
      (
        "text/event-stream", #""schema": {"type": "array"}"#, #"[{"data": "", "x": 1}]"#,
        "an event has no field \"x\" for 1"
      ),
      (
        "text/plain; charset=us-ascii", "", #""é""#,
        "the text cannot be written in the character set us-ascii"
      ),
      ("application/xml", "", "{}", "an object has no text as application/xml"),
      (
        "image/png", "", #""€""#,
        "image/png holds bytes, a character U+0000 to U+00FF each; the text has others"
      ),
      (
        "application/jsonl", "", "{}",
        "application/jsonl holds the elements of an array; the value is an object"
      ),
      (form, "", "[1]", "a form holds the members of an object; the value is an array"),
      (
        form, #""encoding": {"a": {"contentType": "multipart/mixed"}}"#, #"{"a": 1}"#,
        "a field of a form cannot hold multipart/mixed"
      ),
      (
        "multipart/form-data", "", "[1]",
        "multipart/form-data holds the members of an object; the value is an array"
      ),
      (
        "multipart/form-data; boundary=a", "", #"{"x": "\r\n--a\r\n"}"#,
        #""a" cannot be the boundary of this body"#
      ),
      (
        "multipart/form-data", "", #"{"a\nb": 1}"#,
        "the name of a part cannot hold a control character"
      ),
    ])
  func unwritable(type: String, members: String, value: String, message: String) throws {
    let entry = try MediaTypeEntry.declared(type, members)
    let value = try JSONDocument(parsing: value).root
    let refusal = #expect(throws: UnwritableValue.self) { try entry.body(for: value) }
    #expect(refusal?.message == message)
  }

  @Test("of a hundred thousand fields lose none")
  func manyFields() throws {
    let entry = try MediaTypeEntry.declared(Self.form, Self.fields)
    let text = (0..<100_000).map { "k\($0)=a" }.joined(separator: "&")
    #expect(try entry.reading(of: Array(text.utf8)).value.value.count == 100_000)
  }

  /// A form or a multipart body and how its properties are written.
  struct Layout: Sendable, CustomTestStringConvertible {
    let type: String
    let encoding: String

    var testDescription: String { "\(type) \(encoding)" }
  }

  @Test(
    "of random forms read back as the same value",
    arguments: [form, "multipart/form-data"].flatMap { type in
      [
        "{}", #"{"list": {"explode": false}, "o": {"style": "deepObject"}}"#,
        #"{"o": {"style": "form", "explode": false}, "list": {"style": "form"}}"#,
        #"{"o": {"style": "form"}}"#, #"{"s": {"contentType": "application/json"}}"#,
        #"{"rows": {"style": "deepObject"}, "list": {"style": "deepObject"}}"#,
      ].map { Layout(type: type, encoding: $0) }
    })
  func randomForms(_ layout: Layout) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValues(seed: seed)
    let entry = try MediaTypeEntry.declared(
      layout.type,
      """
      "schema": {"type": "object", "properties": {
        "s": {"type": "string"}, "n": {"type": "number"}, "flag": {"type": "boolean"},
        "list": {"type": "array", "items": {"type": "string"}},
        "o": {"type": "object", "additionalProperties": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "object", "properties": {
          "i": {"type": "integer"}, "t": {"type": "string"}}}}}},
      "encoding": \(layout.encoding)
      """)
    var written = 0
    for _ in 0..<150 {
      let text: (inout RandomValues) -> String = { RandomValues.json($0.string()) }
      let rows = random.list(1...2) { "{\"i\":\($0.integer()),\"t\":\(text(&$0))}" }
      let value = try JSONDocument(
        parsing: """
          {"s":\(text(&random)),"n":\(random.number()),"flag":\(random.boolean()),
           "list":\(random.list(1...3, text)),"o":{"k":\(text(&random)),"l m":\(text(&random))},
           "rows":\(rows)}
          """
      ).root
      guard let body = try? entry.body(for: value) else { continue }
      written += 1
      let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType)).value
      let isRead = reading.value == value || reading.alternatives.contains(value)
      #expect(isRead, "\(value) reads as \(reading.value); seed \(seed)")
    }
    #expect(written > 20, "seed \(seed)")
  }
}
