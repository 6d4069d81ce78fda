import Conformance
import Testing

@Suite("Contract: media types")
struct MediaTypeRangeTests {
  @Test(
    "are read and written back in lower case",
    arguments: [
      ("application/json", "application/json"),
      ("Application/JSON", "application/json"),
      (" text/html ", "text/html"),
      ("text/html;charset=UTF-8", "text/html; charset=UTF-8"),
      ("text/html ; Charset=\"utf-8\"", "text/html; charset=utf-8"),
      ("text/html;", "text/html"),
      ("text/html; ;a=b", "text/html; a=b"),
      ("multipart/form-data; boundary=\"a b\\\"c\"", "multipart/form-data; boundary=\"a b\\\"c\""),
      ("application/problem+json", "application/problem+json"),
      ("application/vnd.github.v3.star+json", "application/vnd.github.v3.star+json"),
      ("*/*", "*/*"), ("text/*", "text/*"), ("a/b; c=\"\"", "a/b; c=\"\""),
    ])
  func reading(text: String, written: String) {
    #expect(MediaTypeRange(text)?.description == written)
  }

  @Test(
    "are refused when RFC 9110 does not allow them",
    arguments: [
      "", "json", "application", "application/", "/json", "application json", "*/json",
      "application/json charset=utf-8", "text/html; charset", "text/html; charset = utf-8",
      "text/html; a=\"b", "text/html, text/plain", "application/json/x", "tëxt/html",
    ])
  func refusal(text: String) {
    #expect(MediaTypeRange(text) == nil)
  }

  @Test(
    "a range holds a media type or not",
    arguments: [
      ("application/json", "application/json", true),
      ("application/json", "APPLICATION/json", true),
      ("application/json", "application/json; charset=utf-8", true),
      ("application/json; charset=utf-8", "application/json", true),
      ("application/json", "application/problem+json", false),
      ("application/json", "text/json", false),
      ("text/*", "text/html", true),
      ("text/*", "application/html", false),
      ("*/*", "image/png", true),
      ("text/html; charset=utf-8", "text/html", false),
      ("text/html; charset=utf-8", "text/html; charset=UTF-8", true),
      ("text/plain; version=A", "text/plain; version=a", false),
      ("text/plain; version=A", "text/plain; x=y; VERSION=A", true),
      ("application/*+json", "application/problem+json", true),
      ("application/*+json", "application/vnd.a+json; v=1", true),
      ("application/*+json", "application/json", false),
      ("application/*+json", "text/a+json", false),
      ("application/*+json", "application/a+xml", false),
      ("application/*+json; v=1", "application/a+json", false),
    ])
  func matching(range: String, concrete: String, expected: Bool) throws {
    let range = try #require(MediaTypeRange(range))
    let concrete = try #require(MediaTypeRange(concrete))
    #expect(range.matches(concrete) == expected)
  }

  @Test(
    "leave something open or not",
    arguments: [
      ("*/*", true), ("text/*", true), ("application/*+json", true), ("text/plain", false),
      ("application/a+json", false),
    ])
  func ranges(text: String, expected: Bool) throws {
    #expect(try #require(MediaTypeRange(text)).isRange == expected)
  }

  @Test(
    "say how their bytes hold a value",
    arguments: [
      ("application/json", .json), ("text/json", .json), ("application/hal+json", .json),
      ("application/x-ndjson", .jsonLines), ("application/jsonl", .jsonLines),
      ("application/json-seq", .jsonSequence), ("application/geo+json-seq", .jsonSequence),
      ("application/x-www-form-urlencoded", .form), ("multipart/mixed", .multipart),
      ("text/plain", .text), ("text/event-stream", .eventStream),
      ("text/html; charset=utf-8", .text), ("text/xml", .xml),
      ("application/xml", .xml), ("application/atom+xml", .xml), ("image/svg+xml", .xml),
      ("image/png", .binary), ("application/octet-stream", .binary), ("application/x+zip", .binary),
      ("application/sql", .unknown), ("application/sql; charset=utf-8", .text),
    ] as [(String, ContentKind)])
  func kinds(text: String, kind: ContentKind) throws {
    #expect(try #require(MediaTypeRange(text)).contentKind == kind)
  }

  @Test(
    "know whether they are JSON",
    arguments: [
      ("application/json", true), ("application/problem+json", true), ("text/json", true),
      ("application/jsonx", false), ("application/json+xml", false), ("text/plain", false),
    ])
  func json(text: String, expected: Bool) throws {
    #expect(try #require(MediaTypeRange(text)).isJSON == expected)
  }

  @Test("of several entries the closest one describes a body")
  func closest() throws {
    let contract = try Contract.reading(
      responseText(
        """
        "200": {"description": "fine", "content": {
          "*/*": {}, "text/*": {}, "text/*; version=2": {}, "text/plain": {},
          "text/plain; version=2": {}, "text/*+xml": {}, "application/*+json": {}}}
        """))
    let content = try #require(contract.operations.first?.responses.response(for: 200)).content
    func closest(_ text: String) throws -> String? {
      content.entry(for: try #require(MediaTypeRange(text)))?.range.description
    }
    #expect(try closest("text/plain") == "text/plain")
    #expect(try closest("text/plain; version=2") == "text/plain; version=2")
    #expect(try closest("text/html") == "text/*")
    #expect(try closest("text/html; version=2") == "text/*; version=2")
    #expect(try closest("text/plain; version=3") == "text/plain")
    #expect(try closest("text/a+xml; version=2") == "text/*+xml")
    #expect(try closest("application/problem+json") == "application/*+json")
    #expect(try closest("application/json") == "*/*")
    #expect(try closest("image/png") == "*/*")
  }
}
