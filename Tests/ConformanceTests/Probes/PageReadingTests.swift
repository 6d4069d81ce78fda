@testable import Conformance
import Diagnostics
import SchemaValidator
import Testing

/// An answer of a list with what has to be read from it.
struct ReadAnswer: CustomTestStringConvertible {
  let testDescription: String
  let style: PageStyle
  var more: JSONPointer?
  var body = #"{"items":[{"id":1},{"id":2}]}"#
  var fields: [HTTPField] = []
  var position = PagePosition.start
  /// What it says about the end.
  let says: Bool?
  /// Where the next page begins.
  let next: PagePosition?
  /// A link that is not followed.
  var stray: String?

  static let url = "https://api.test/v1/things?limit=2"

  static func link(_ target: String) -> PagePosition { .link(ExactText(target)) }

  static let all: [ReadAnswer] = [
    .init(
      testDescription: "an offset grows by what came", style: .offset(parameter: "skip"),
      position: .init(number: 4), says: nil, next: .init(number: 6)),
    .init(
      testDescription: "an empty page ends what is counted", style: .offset(parameter: "skip"),
      body: #"{"items":[]}"#, position: .init(number: 4), says: false, next: nil),
    .init(
      testDescription: "an empty page with more to come is passed over",
      style: .offset(parameter: "skip"), more: JSONPointer(["more"]),
      body: #"{"items":[],"more":true}"#, position: .init(number: 4), says: true,
      next: .init(number: 6)),
    .init(
      testDescription: "the flag ends what is counted", style: .offset(parameter: "skip"),
      more: JSONPointer(["more"]), body: #"{"items":[{"id":1}],"more":false}"#, says: false,
      next: nil),
    .init(
      testDescription: "pages are counted from their first number",
      style: .page(parameter: "page", first: 0), says: nil, next: .init(number: 1)),
    .init(
      testDescription: "a token leads on", style: .token(parameter: "t", next: JSONPointer(["t"])),
      body: #"{"items":[],"t":"abc"}"#, says: true, next: .parameter(ExactText("abc"))),
    .init(
      testDescription: "an empty token ends",
      style: .token(parameter: "t", next: JSONPointer(["t"])),
      body: #"{"items":[],"t":""}"#, says: false, next: nil),
    .init(
      testDescription: "no token ends", style: .token(parameter: "t", next: JSONPointer(["t"])),
      says: false, next: nil),
    .init(
      testDescription: "a body without items says nothing",
      style: .token(parameter: "t", next: JSONPointer(["t"])), body: #"{"t":null}"#, says: nil,
      next: nil),
    .init(
      testDescription: "a relative URL is resolved", style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"?limit=2&after=x"}"#, says: true,
      next: link("https://api.test/v1/things?limit=2&after=x")),
    .init(
      testDescription: "an absolute URL on the same origin, written differently",
      style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"HTTPS://API.test:443/v1/more"}"#, says: true,
      next: link("https://API.test:443/v1/more")),
    .init(
      testDescription: "another host is not followed", style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"https://api.test.evil/v1"}"#, says: true, next: nil,
      stray: "https://api.test.evil/v1"),
    .init(
      testDescription: "another scheme is not followed", style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"http://api.test/v1"}"#, says: true, next: nil,
      stray: "http://api.test/v1"),
    .init(
      testDescription: "another port is not followed", style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"//api.test:8443/v1"}"#, says: true, next: nil,
      stray: "//api.test:8443/v1"),
    .init(
      testDescription: "another host behind a user's name is not followed",
      style: .nextURL(JSONPointer(["next"])),
      body: #"{"items":[],"next":"https://api.test@evil.test/v1"}"#, says: true, next: nil,
      stray: "https://api.test@evil.test/v1"),
    .init(
      testDescription: "a link with the relation next", style: .linkHeader,
      fields: [HTTPField("Link", "</v1/things?page=2>; rel=next")], says: true,
      next: link("https://api.test/v1/things?page=2")),
    .init(
      testDescription: "one link of several, with commas in between", style: .linkHeader,
      fields: [
        HTTPField("link", #"</a?x=1,2>; rel="prev"; title="a, <b>; \"c\"", </b>; rel=last"#),
        HTTPField("LINK", #"</c>;title="x";REL="Start NEXT";rel="other""#),
      ], says: true, next: link("https://api.test/c")),
    .init(
      testDescription: "a link about something else", style: .linkHeader,
      fields: [HTTPField("Link", #"</c>; rel="next"; anchor="/other""#)], says: false, next: nil),
    .init(
      testDescription: "only the first relation counts", style: .linkHeader,
      fields: [HTTPField("Link", #"</c>; rel="prev"; rel="next""#)], says: false, next: nil),
    .init(
      testDescription: "no link", style: .linkHeader,
      fields: [HTTPField("Link", "</c>; rel=nextish")], says: false, next: nil),
    .init(
      testDescription: "a cursor beside its flag",
      style: .cursor(parameter: "c", next: JSONPointer(["c"])), more: JSONPointer(["more"]),
      body: #"{"items":[],"more":true,"c":"k"}"#, says: true, next: .parameter(ExactText("k"))),
  ]
}

@Suite("What a page of a list says")
struct PageReadingTests {
  @Test("the end and the way on are read by the style", arguments: ReadAnswer.all)
  func reading(_ answer: ReadAnswer) throws {
    let convention = Conventions.Pagination(
      style: answer.style, items: JSONPointer(["items"]), more: answer.more,
      id: JSONPointer(["id"]), limitParameter: "limit")
    let body = try JSONDocument(parsing: Array(answer.body.utf8)).root
    let reading = convention.reading(
      of: body, answer.fields, url: ReadAnswer.url, at: answer.position, limit: 2)
    #expect(reading.more == answer.says)
    #expect(reading.next == answer.next)
    #expect(reading.strayLink == answer.stray)
  }

  @Test("a parameter of a URL is changed in its place, and nothing else is")
  func query() {
    var query = URLQuery(of: "https://a.test/b?x=1&y=a%2Bb+c&flag&x=2#part")
    #expect(query["y"] == "a+b c")
    #expect(query["flag"] == "")
    #expect(query["z"] == nil)
    query.set("x", "ä&")
    query.set("z", raw: "%7a")
    #expect(query.url == "https://a.test/b?x=%C3%A4%26&y=a%2Bb+c&flag&x=2&z=%7a")
    query.set("y", nil)
    query.set("flag", nil)
    #expect(query.url == "https://a.test/b?x=%C3%A4%26&x=2&z=%7a")
    #expect(URLQuery(of: "https://a.test/b?").url == "https://a.test/b")
  }

  @Test(
    "links that cannot be read are known",
    arguments: [
      ("<https://a.test>; rel=next", true), ("https://a.test; rel=next", false),
      ("<https://a.test; rel=next", false), ("<a>; rel=\"next", false), ("<a>; rel=", false),
      ("<a>", true), ("<a>, , <b>;x", true),
    ])
  func readable(_ text: String, _ isReadable: Bool) {
    #expect(LinkField.isReadable([HTTPField("Link", text)]) == isReadable)
  }
}
