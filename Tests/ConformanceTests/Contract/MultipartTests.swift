import Conformance
import Foundation
import SchemaValidator
import Testing

@Suite("Contract: multipart bodies")
struct MultipartTests {
  /// A form with the properties of the specification's examples.
  static let upload = """
    "schema": {"type": "object", "properties": {
      "id": {"type": "string", "format": "uuid"}, "count": {"type": "integer"},
      "photo": {}, "addresses": {"type": "array", "items": {"type": "object"}},
      "tags": {"type": "array", "items": {"type": "string"}},
      "address": {"type": "object"}}}
    """

  private func lines(_ lines: String...) -> [UInt8] {
    Array(lines.joined(separator: "\r\n").utf8)
  }

  @Test("have a part for each property and each element, by the types of the schema")
  func written() throws {
    let entry = try MediaTypeEntry.declared("multipart/form-data", Self.upload)
    let value = try JSONDocument(
      parsing: #"""
        {"id": "a", "count": 2, "photo": "\u0089PNG", "addresses": [{"city": "é"}, {}],
         "tags": ["x", "ü"], "none": null}
        """#
    ).root
    let body = try entry.body(for: value)
    #expect(body.contentType == "multipart/form-data; boundary=part-boundary-1")
    let expected = [
      "--part-boundary-1", "Content-Disposition: form-data; name=\"id\"", "", "a",
      "--part-boundary-1", "Content-Disposition: form-data; name=\"count\"", "", "2",
      "--part-boundary-1",
      "Content-Disposition: form-data; name=\"photo\"; filename=\"photo\"",
      "Content-Type: application/octet-stream", "", "\u{89}PNG",
      "--part-boundary-1", "Content-Disposition: form-data; name=\"addresses\"",
      "Content-Type: application/json", "", "{\"city\":\"Ã©\"}",
      "--part-boundary-1", "Content-Disposition: form-data; name=\"addresses\"",
      "Content-Type: application/json", "", "{}",
      "--part-boundary-1", "Content-Disposition: form-data; name=\"tags\"", "", "x",
      "--part-boundary-1", "Content-Disposition: form-data; name=\"tags\"",
      "Content-Type: text/plain; charset=utf-8", "", "Ã¼",
      "--part-boundary-1--", "",
    ].joined(separator: "\r\n")
    // As Latin-1, so that the bytes of the image can be told apart.
    let latin1 = String(String.UnicodeScalarView(body.bytes.map { Unicode.Scalar($0) }))
    #expect(latin1 == expected)
    let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
    let sent = try JSONDocument(
      parsing: #"""
        {"id": "a", "count": 2, "photo": "\u0089PNG", "addresses": [{"city": "é"}, {}],
         "tags": ["x", "ü"]}
        """#
    ).root
    #expect(reading.value.value == sent)
    #expect(reading.parts.map(\.fileName) == [nil, nil, "photo", nil, nil, nil, nil])
  }

  @Test("carry what a value does not say: file names, media types, fields")
  func details() throws {
    let entry = try MediaTypeEntry.declared(
      "multipart/form-data",
      Self.upload + #", "encoding": {"photo": {"contentType": "image/png, image/jpeg"}}"#)
    let value = try JSONDocument(parsing: #"{"photo": "x"}"#).root
    let body = try entry.body(
      for: value,
      details: [
        "photo": PartDetails(
          contentType: MediaTypeRange("image/jpeg"), fileName: "a \"b\"\\ é.jpg",
          fields: [HTTPField("X-Width", "3")])
      ])
    let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
    let part = try #require(reading.parts.first)
    #expect(part.contentType?.description == "image/jpeg")
    #expect(part.fileName == "a \"b\"\\ é.jpg")
    #expect(part.fields.value(named: "x-width") == "3")
    #expect(reading.departures == [])
  }

  @Test("never hold the boundary they are told apart by")
  func boundary() throws {
    let entry = try MediaTypeEntry.declared("multipart/form-data")
    let value = try JSONDocument(
      parsing: #"{"a": "--part-boundary-1", "b": "\r\n--part-boundary-2--\r\n"}"#
    ).root
    let body = try entry.body(for: value)
    #expect(body.contentType.hasSuffix("boundary=part-boundary-3"))
    #expect(
      try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType)).value.value == value)
  }

  /// A body that is legal, however unusual.
  struct Legal: Sendable, CustomTestStringConvertible {
    let title: String
    let type: String
    let lines: [String]
    let value: String

    init(
      _ title: String, type: String = "multipart/form-data; boundary=b", _ lines: [String],
      _ value: String
    ) {
      self.title = title
      self.type = type
      self.lines = lines
      self.value = value
    }

    var testDescription: String { title }
  }

  static let id = "Content-Disposition: form-data; name=\"id\""

  @Test(
    "are read in every form that RFC 2046 and RFC 7578 allow",
    arguments: [
      Legal("plain", ["--b", id, "", "x", "--b--", ""], #"{"id": "x"}"#),
      Legal("no line end behind", ["--b", id, "", "x", "--b--"], #"{"id": "x"}"#),
      Legal(
        "preamble and epilogue",
        ["This is a message", "--bx", "", "--b", id, "", "x", "--b--", "tail", "--b", "y"],
        #"{"id": "x"}"#),
      Legal("blanks behind boundaries", ["--b \t", id, "", "x", "--b-- ", ""], #"{"id": "x"}"#),
      Legal(
        "quoted boundary", type: "multipart/form-data; boundary=\"a b:(1)\"",
        ["--a b:(1)", id, "", "x", "--a b:(1)--"], #"{"id": "x"}"#),
      Legal(
        "boundary that another line starts with",
        ["--b", id, "", "--bb", "x", "--b--"], #"{"id": "--bb\r\nx"}"#),
      Legal(
        "letter case, blanks and folding of fields",
        ["--b", "content-disposition :form-data;", "\tNAME = id ", "", "x", "--b--"],
        #"{"id": "x"}"#),
      Legal(
        "fields nobody asked for",
        ["--b", "X: 1", id, "Content-Length: 1", "", "x", "--b--"], #"{"id": "x"}"#),
      Legal("an empty part", ["--b", id, "", "", "--b--"], #"{"id": ""}"#),
      Legal("a part that ends with its fields", ["--b", id, "", "--b--"], #"{"id": ""}"#),
      Legal(
        "line ends inside", ["--b", id, "", "", "x", "", "", "--b--"], #"{"id": "\r\nx\r\n\r\n"}"#),
      Legal("no part at all", ["--b--", ""], "{}"),
      Legal(
        "text in a charset of its own",
        ["--b", id, "Content-Type: text/plain; charset=iso-8859-1", "", "\u{E9}", "--b--"],
        #"{"id": "é"}"#),
      Legal(
        "a charset for all",
        [
          "--b", "Content-Disposition: form-data; name=_charset_", "", "iso-8859-1", "--b", id, "",
          "\u{E9}", "--b--",
        ], #"{"id": "é"}"#),
      Legal(
        "base64 by an old field",
        ["--b", id, "Content-Transfer-Encoding: BASE64", "", "eA==", "--b--"], #"{"id": "x"}"#),
      Legal(
        "8bit by an old field",
        ["--b", id, "Content-Transfer-Encoding: 8bit", "", "x", "--b--"], #"{"id": "x"}"#),
      Legal(
        "names with quotation marks and UTF-8",
        ["--b", "Content-Disposition: form-data; name=\"a\\\"\u{C3}\u{A9}\"", "", "x", "--b--"],
        #"{"a\"é": "x"}"#),
      Legal(
        "one value of a list",
        [
          "--b", "Content-Disposition: form-data; name=tags", "", "x",
          "--b--",
        ], #"{"tags": ["x"]}"#),
      Legal(
        "a list as one JSON text",
        [
          "--b", "Content-Disposition: form-data; name=tags", "Content-Type: application/json", "",
          #"["x", "y"]"#, "--b--",
        ], #"{"tags": ["x", "y"]}"#),
      Legal(
        "an object without a media type",
        ["--b", "Content-Disposition: form-data; name=address", "", #"{"a": 1}"#, "--b--"],
        #"{"address": {"a": 1}}"#),
      Legal(
        "an unknown property in JSON",
        [
          "--b", "Content-Disposition: form-data; name=x", "Content-Type: application/json", "",
          "[1]", "--b--",
        ], #"{"x": [1]}"#),
    ])
  func legal(_ legal: Legal) throws {
    let entry = try MediaTypeEntry.declared("multipart/form-data", Self.upload)
    let text = legal.lines.joined(separator: "\r\n")
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    let reading = try entry.reading(of: bytes, as: MediaTypeRange(legal.type))
    #expect(reading.value.value == (try JSONDocument(parsing: legal.value).root))
    #expect(reading.departures == [])
  }

  @Test(
    "give the names of files in every spelling",
    arguments: [
      ("filename=\"a.txt\"", "a.txt"), ("filename=a.txt", "a.txt"),
      ("filename=\"C:\\dir\\a.txt\"", "C:\\dir\\a.txt"), ("filename=\"a\\\"b\"", "a\"b"),
      ("filename=\"%22.txt\"", "%22.txt"), ("filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"),
      ("filename*=ISO-8859-1'en'%E9; filename=\"e\"", "e"), ("filename=\"a;b\"", "a;b"),
    ])
  func fileNames(parameter: String, name: String) throws {
    let entry = try MediaTypeEntry.declared("multipart/form-data", Self.upload)
    let bytes = lines(
      "--b", "Content-Disposition: form-data; name=\"photo\"; \(parameter)", "", "x", "--b--")
    let type = MediaTypeRange("multipart/form-data; boundary=b")
    #expect(try entry.reading(of: bytes, as: type).parts.map(\.fileName) == [name])
  }

  @Test(
    "are refused when they are not in the format, saying where",
    arguments: [
      (
        "multipart/form-data", ["--b", "--b--"],
        "found multipart/form-data; expected a parameter \"boundary\""
      ),
      ("multipart/form-data; boundary=\"b \"", ["--b", "--b--"], "expected a boundary of 1 to 70"),
      ("multipart/form-data; boundary=\"b*\"", ["--b", "--b--"], "expected a boundary of 1 to 70"),
      (
        "multipart/form-data; boundary=b", [""],
        "found no line \"--b\"; expected each part after such a line, its end being CR and LF"
      ),
      (
        "multipart/form-data; boundary=b", ["--b\n" + id + "\n\nx\n--b--\n"],
        "found \"--b\", but not on a line of its own"
      ),
      (
        "multipart/form-data; boundary=b", ["--b", id, "", "x"],
        "found the end of the body in part 1; expected a line \"--b--\""
      ),
      (
        "multipart/form-data; boundary=b", ["--b", id, "", "x", "--b", id, "", "y"],
        "found the end of the body in part 2"
      ),
      (
        "multipart/form-data; boundary=b", ["--b", "x", "--b--"],
        "part 1: found \"x\"; expected header fields and an empty line"
      ),
      (
        "multipart/form-data; boundary=b", ["--b", "x y: z", "", "--b--"],
        "part 1: found \"x y: z\"; expected a name, a colon and a value"
      ),
      (
        "multipart/form-data; boundary=b", ["--b", "", "x", "--b--"],
        "part 1: found no Content-Disposition; expected \"Content-Disposition: form-data\" with a name"
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", "Content-Disposition: attachment; name=x", "", "", "--b--"],
        "part 1: found \"Content-Disposition: attachment; name=x\""
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", "Content-Disposition: form-data; name=count", "", "x", "--b--"],
        "field \"count\": found \"x\"; expected an integer"
      ),
      (
        "multipart/form-data; boundary=b", ["--b", id, "", "x", "--b", id, "", "y", "--b--"],
        "field \"id\": found it 2 times; expected it once"
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", id, "Content-Transfer-Encoding: quoted-printable", "", "=", "--b--"],
        "found Content-Transfer-Encoding quoted-printable; expected none, 7bit, 8bit, binary or base64"
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", id, "Content-Transfer-Encoding: base64", "", "=", "--b--"], "expected base64"
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", id, "Content-Type: text", "", "x", "--b--"],
        "field \"id\": found \"text\"; expected a media type"
      ),
      (
        "multipart/form-data; boundary=b",
        ["--b", "Content-Disposition: form-data; name=_charset_", "", "koi8-r", "--b--"],
        "found the character set koi8-r"
      ),
    ])
  func refused(type: String, text: [String], message: String) throws {
    let entry = try MediaTypeEntry.declared("multipart/form-data", Self.upload)
    let departure = #expect(throws: UnreadableText.self) {
      try entry.reading(
        of: Array(text.joined(separator: "\r\n").utf8), as: MediaTypeRange(type))
    }
    let told = departure?.description ?? ""
    #expect(told.contains(message), "\(told)")
  }

  @Test("tell what their parts lack although they can be read")
  func departures() throws {
    let entry = try MediaTypeEntry.declared(
      "multipart/form-data",
      Self.upload + """
        , "encoding": {"photo": {"contentType": "image/png, image/jpeg", "headers": {
            "X-Width": {"required": true, "schema": {"type": "integer"}},
            "X-Note": {"schema": {"type": "string"}}}}}
        """)
    func departures(_ fields: String...) throws -> [String] {
      let bytes = Array(
        (["--b", "Content-Disposition: form-data; name=\"photo\""] + fields + ["", "x", "--b--"])
          .joined(separator: "\r\n").utf8)
      return try entry.reading(of: bytes, as: MediaTypeRange("multipart/form-data; boundary=b"))
        .departures.map(\.description)
    }
    #expect(try departures("Content-Type: image/jpeg", "X-Width: 3") == [])
    #expect(
      try departures("Content-Type: image/gif", "X-Width: 3") == [
        "part \"photo\": found image/gif; expected image/png or image/jpeg"
      ])
    #expect(
      try departures("X-Width: x") == [
        "part \"photo\": found no Content-Type, which means text/plain; expected image/png or image/jpeg",
        "part \"photo\", header \"X-Width\": found \"x\"; expected an integer",
      ])
    #expect(
      try departures("Content-Type: image/png") == [
        "part \"photo\": found no header \"X-Width\"; expected one"
      ])
  }

  @Test("without names hold the elements of an array, each by its position")
  func sequence() throws {
    let entry = try MediaTypeEntry.declared(
      "multipart/mixed",
      """
      "schema": {"type": "array", "prefixItems": [{"type": "object"}, {"type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer"}]}], "items": {}},
      "prefixEncoding": [{}, {"contentType": "multipart/mixed",
        "prefixEncoding": [{"contentType": "text/html"}, {}]}],
      "itemEncoding": {"contentType": "image/png"}
      """)
    let value = try JSONDocument(parsing: #"[{"a": 1}, ["<p>", 2], "\u0089", "\u00ff"]"#).root
    let body = try entry.body(for: value)
    let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
    #expect(reading.value.value == value)
    #expect(
      reading.parts.map { $0.contentType?.type } == ["application", "multipart", "image", "image"])
    #expect(reading.departures == [])
    let wrong = String(decoding: body.bytes, as: UTF8.self)
      .replacingOccurrences(of: "image/png", with: "image/gif")
    let departures = try entry.reading(
      of: Array(wrong.utf8), as: MediaTypeRange(body.contentType)
    ).departures
    #expect(
      departures.map(\.description) == [
        "part 3: found image/gif; expected image/png",
        "part 4: found image/gif; expected image/png",
      ])
  }

  @Test("in each other are followed to a bounded depth")
  func nesting() throws {
    let entry = try MediaTypeEntry.declared("multipart/mixed")
    func nested(_ levels: Int) -> [UInt8] {
      var lines: [String] = []
      for level in 0..<levels {
        lines += ["--b\(level)", "Content-Type: multipart/mixed; boundary=b\(level + 1)", ""]
      }
      lines += ["--b\(levels)", "", "x"]
      lines += (0...levels).reversed().map { "--b\($0)--" }
      return Array(lines.joined(separator: "\r\n").utf8)
    }
    let type = try #require(MediaTypeRange("multipart/mixed; boundary=b0"))
    let value = try entry.reading(of: nested(15), as: type).value.value
    #expect(
      value.description == String(repeating: "[", count: 16) + "\"x\""
        + String(repeating: "]", count: 16))
    let departure = #expect(throws: UnreadableText.self) {
      try entry.reading(of: nested(10_000), as: type)
    }
    #expect(departure?.expected == "at most 16 levels of them")
  }

  @Test("of random bytes read back as the same bytes")
  func randomBytes() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = Seeded(seed: seed)
    let entry = try MediaTypeEntry.declared("multipart/form-data", Self.upload)
    // Pieces that look like what stands between parts.
    let pieces: [[UInt8]] = [
      [13], [10], [13, 10], Array("--".utf8), Array("--part-boundary-1".utf8), [0], [0xFF], [0x61],
      Array("\r\n--part-boundary-1--\r\n".utf8),
    ]
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...8, using: &generator)).flatMap { _ in
        pieces.randomElement(using: &generator) ?? []
      }
      let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
      let value = try JSONDocument(parsing: "{\"photo\":\(RandomValues.json(text))}").root
      let body = try entry.body(for: value)
      let reading = try entry.reading(of: body.bytes, as: MediaTypeRange(body.contentType))
      #expect(reading.value.value == value, "\(bytes); seed \(seed)")
      #expect(reading.parts.map(\.bytes) == [bytes], "seed \(seed)")
    }
  }
}
