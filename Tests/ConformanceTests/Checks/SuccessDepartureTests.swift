import Conformance
import Diagnostics
import Testing

@Suite("Checks: departures of successes")
struct SuccessDepartureTests {
  private static let json = ["Content-Type: application/json"]

  static let statuses: [JudgedExchange] = [
    .init(
      "a success the contract does not have", "POST /items", 201, json, ItemBody.one,
      finds: ["RSP-01 fail status | 200 or 400 | 201"]),
    .init(
      "an error the contract does not have", "GET /items", 404, json, ItemBody.refusal,
      finds: ["RSP-01 fail status | 200, 401, 429 or 503 | 404"]),
    .init(
      "nothing of that id, where the contract tells it otherwise", "DELETE /items/i1", 410, json,
      ItemBody.refusal, finds: ["RSP-01 warn status | 204 or 404 | 410"]),
    .init(
      "an error any server may make", "GET /items", 413, json, ItemBody.refusal,
      finds: ["RSP-01 warn status | 200, 401, 429 or 503 | 413"]),
    .init(
      "the server's own failure", "GET /items", 500, json, ItemBody.refusal,
      finds: ["RSP-01 fail status | 200, 401, 429 or 503 | 500"]),
    .init(
      "a gateway's failure", "GET /items", 502, ["Content-Type: text/html"], "<html>",
      finds: ["RSP-01 warn status | 200, 401, 429 or 503 | 502"]),
    .init(
      "a failure with a gateway's status in the server's envelope", "GET /items", 504, json,
      ItemBody.refusal, finds: ["RSP-01 fail status | 200, 401, 429 or 503 | 504"]),
    .init(
      "304 nobody asked for", "GET /items", 304, [],
      finds: ["RSP-01 fail status | 200, 401, 429 or 503 | 304"]),
  ]

  @Test("RSP-01: an undocumented status", arguments: statuses)
  func status(_ exchange: JudgedExchange) throws {
    try exchange.check(["RSP-01"])
  }

  static let texts: [JudgedExchange] = [
    .init(
      "a byte order mark", "GET /items/i1", 200, json,
      bytes: [0xEF, 0xBB, 0xBF] + Array("{}".utf8),
      finds: ["RSP-03 fail body | one JSON text in UTF-8 and nothing else | \u{FEFF}{} (byte 0)"]),
    .init(
      "something after the text", 200, json, "{} {}",
      finds: ["RSP-03 fail body | one JSON text in UTF-8 and nothing else | {} {} (byte 3)"]),
    .init(
      "a trailing comma", 200, json, #"{"a":[1,]}"#,
      finds: [#"RSP-03 fail body | one JSON text in UTF-8 and nothing else | {"a":[1,]} (byte 8)"#]),
    .init(
      "bytes that are not UTF-8", "GET /items/i1", 200, json,
      bytes: Array("\"".utf8) + [0xC3, 0x28] + Array("\"".utf8),
      finds: ["RSP-03 fail body | one JSON text in UTF-8 and nothing else | \"\u{FFFD}(\" (byte 1)"]
    ),
    .init(
      "a text that is cut off", 404, json, #"{"fault":"#,
      finds: [#"RSP-03 fail body | one JSON text in UTF-8 and nothing else | {"fault": (byte 9)"#]),
    .init(
      "a broken body without a label where JSON is documented", 200, [], "<html>",
      finds: ["RSP-03 fail body | one JSON text in UTF-8 and nothing else | <html> (byte 0)"]),
    .init(
      "a member given twice, once with an escape", 404, json, #"{"fault":{"a":1,"\u0061":2}}"#,
      finds: [
        #"RSP-05 fail /fault/a | every name once in an object | "a" at byte 10 and 16"#
      ]),
  ]

  @Test("RSP-03 and RSP-05: a body that is not one strict JSON text", arguments: texts)
  func text(_ exchange: JudgedExchange) throws {
    try exchange.check(["RSP-03", "RSP-05"])
  }

  static let mediaTypes: [JudgedExchange] = [
    .init(
      "no label", 200, [], ItemBody.one,
      finds: ["RSP-04 fail content-type | application/json | no Content-Type field"]),
    .init(
      "another type", 200, ["Content-Type: text/html; charset=utf-8"], ItemBody.one,
      finds: ["RSP-04 fail content-type | application/json | text/html; charset=utf-8"]),
    .init(
      "another type of several", "GET /alive", 200, ["Content-Type: application/xml"], "<a/>",
      finds: ["RSP-04 fail content-type | application/json or text/plain | application/xml"]),
    .init(
      "no media type at all", 200, ["Content-Type: json"], ItemBody.one,
      finds: [#"RSP-04 fail content-type | application/json | "json""#]),
    .init(
      "two that contradict each other", 200,
      ["Content-Type: application/json", "Content-Type: text/plain"], ItemBody.one,
      finds: ["RSP-04 fail content-type | application/json | application/json and text/plain"]),
    .init(
      "an error page", 404, ["Content-Type: text/html"], "<html>",
      finds: ["ERR-02 fail content-type | application/json | text/html"]),
    .init(
      "a problem document the contract does not list", 404,
      ["Content-Type: application/problem+json"], ItemBody.refusal,
      finds: ["ERR-02 fail content-type | application/json | application/problem+json"]),
    .init(
      "a gateway's page", "GET /items", 503, ["Content-Type: text/html", "Via: 1.1 edge"], "<html>",
      finds: ["ERR-02 warn content-type | application/json | text/html"]),
  ]

  @Test("RSP-04 and ERR-02: an undocumented media type", arguments: mediaTypes)
  func mediaType(_ exchange: JudgedExchange) throws {
    try exchange.check(["RSP-04", "ERR-02"])
  }

  static let values: [JudgedExchange] = [
    .init(
      "a value of another type", 200, json,
      ItemBody.one.replacing(#""size":3"#, with: #""size":"3""#),
      finds: [#"RSP-02 fail /result/size | an integer | the string "3""#]),
    .init(
      "a member missing", 200, json, ItemBody.one.replacing(#","note":null"#, with: ""),
      finds: ["RSP-06 fail /result | the required member \"note\" | an object without \"note\""]),
    .init(
      "null where the schema has none", 200, json,
      ItemBody.one.replacing(#""size":3"#, with: #""size":null"#),
      finds: ["RSP-06 fail /result/size | an integer | null"]),
    .init(
      "a day that does not exist", 200, json, ItemBody.one.replacing("08-01T", with: "02-30T"),
      finds: [
        #"RSP-07 fail /result/made | a string of the format date-time | the string "2026-02-30T11:59:00Z""#
      ]),
    .init(
      "a duration with a fraction", 200, json,
      ItemBody.one.replacing(#""size":3"#, with: #""size":3,"took":"PT90.5S""#),
      finds: [
        #"RSP-07 warn /result/took | a string of the format duration | the string "PT90.5S""#
      ]),
    .init(
      "no duration at all", 200, json,
      ItemBody.one.replacing(#""size":3"#, with: #""size":3,"took":"90.5 s""#),
      finds: [
        #"RSP-07 fail /result/took | a string of the format duration | the string "90.5 s""#
      ]),
    .init(
      "a word in other letter case", 200, json, ItemBody.one.replacing(#""new""#, with: #""New""#),
      finds: [#"RSP-08 fail /result/state | one of "new", "old" | the string "New""#]),
    .init(
      "the second item of a page", "GET /items", 200, json,
      ItemBody.page.replacing(
        "}],", with: #"},{"id":1,"made":"2026-08-01T11:59:00Z","state":"old","note":null}],"#),
      finds: ["RSP-02 fail /result/1/id | a string | the number 1"]),
    .init(
      "a wrong body under a wrong label", 200, ["Content-Type: text/plain"],
      ItemBody.one.replacing(#""size":3"#, with: #""size":0.5"#),
      finds: ["RSP-02 fail /result/size | an integer | the number 0.5"]),
    .init(
      "no body", 200, json + ["Content-Length: 0"],
      finds: ["RSP-02 fail body | application/json | no body"]),
  ]

  @Test("RSP-02 and RSP-06 to RSP-08: a body against its schema", arguments: values)
  func value(_ exchange: JudgedExchange) throws {
    try exchange.check(["RSP-02", "RSP-06", "RSP-07", "RSP-08"])
  }

  @Test("a page without items does not count as looked at")
  func emptyPage() throws {
    let empty = #"{"result":[],"rest":false,"cursor":null,"trace":"t1"}"#
    let report = try JudgedExchange("", "GET /items", 200, Self.json, empty).report()
    #expect(report.judged.isDisjoint(with: ["RSP-02", "RSP-06", "RSP-07", "RSP-08"]))
    let full = try JudgedExchange("", "GET /items", 200, Self.json, ItemBody.page).report()
    #expect(full.judged.isSuperset(of: ["RSP-02", "RSP-06", "RSP-07", "RSP-08"]))
  }

  @Test("a schema without formats or enumerations has none to look at")
  func plainSchema() throws {
    let report = try JudgedExchange("", "GET /alive", 200, Self.json, #"{"alive":true}"#).report()
    #expect(report.judged.contains("RSP-02"))
    #expect(report.judged.isDisjoint(with: ["RSP-06", "RSP-07", "RSP-08"]))
  }

  @Test("a finding points at the keyword in the contract")
  func clause() throws {
    let body = ItemBody.one.replacing(#""size":3"#, with: #""size":"3""#)
    let departure = try #require(
      try JudgedExchange("", 200, Self.json, body).report().departures.first)
    let lines = ItemContract.text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("size: { type: integer }") })
    #expect(departure.clause?.location.line == line + 1)
    #expect(
      departure.clause?.pointer.description == "/components/schemas/Item/properties/size/type")
  }

  static let envelopes: [JudgedExchange] = [
    .init(
      "no payload", 200, json, #"{"trace":"t1"}"#,
      finds: ["RSP-09 fail /result | the payload | nothing"]),
    .init(
      "no request id", 200, json, #"{"result":\#(ItemBody.item)}"#,
      finds: ["RSP-09 fail /trace | a string | nothing"]),
    .init(
      "a request id that is a number", 200, json, ItemBody.one.replacing(#""t1""#, with: "7"),
      finds: ["RSP-09 fail /trace | a string | 7"]),
    .init(
      "an empty request id", 200, json, ItemBody.one.replacing(#""t1""#, with: #""""#),
      finds: [#"RSP-09 warn /trace | a string with content | """#]),
    .init(
      "an error under a success's status", 200, json,
      ItemBody.one.replacing(#""trace""#, with: #""fault":{"kind":"x"},"trace""#),
      finds: [
        #"ERR-18 fail /fault | a status of 400 or above with an error, and below it without one | 200 with {"kind":"x"}"#
      ]),
    .init(
      "a payload under an error's status", 404, json,
      ItemBody.refusal.replacing(#"{"fault""#, with: #"{"result":[1],"fault""#),
      finds: [
        "ERR-18 fail /result | a status of 400 or above with an error, and below it without one | 404 with [1]"
      ]),
  ]

  @Test("RSP-09 and ERR-18: the envelopes of success and error", arguments: envelopes)
  func envelope(_ exchange: JudgedExchange) throws {
    try exchange.check(["RSP-09", "ERR-18"])
  }

  @Test("RSP-10: a request id that was there before, in a success or an error")
  func requestIDs() throws {
    let memory = RunMemory()
    let item = JudgedExchange("", 200, Self.json, ItemBody.one)
    let error = JudgedExchange("", 404, Self.json, ItemBody.refusal)
    #expect(try item.report(memory: memory).departures.isEmpty)
    let repeated = try error.report(memory: memory).departures
    #expect(repeated.map(\.requirement) == ["RSP-10"])
    #expect(repeated.map(\.place) == [.body(.init(["fault", "trace"]))])
    #expect(repeated.map(\.got) == [#""t1""#])
  }

  static let pages: [JudgedExchange] = [
    .init(
      "no items", "GET /items", 200, json, #"{"rest":false,"cursor":null,"trace":"t1"}"#,
      finds: ["PAG-01 fail /result | an array | nothing"]),
    .init(
      "an end mark that is a string", "GET /items", 200, json,
      ItemBody.page.replacing("false", with: #""no""#),
      finds: [#"PAG-01 fail /rest | true or false | "no""#]),
    .init(
      "no cursor", "GET /items", 200, json, ItemBody.page.replacing(#","cursor":null"#, with: ""),
      finds: ["PAG-01 fail /cursor | a string or null | nothing"]),
    .init(
      "more to come but no way on", "GET /items", 200, json,
      ItemBody.page.replacing("false", with: "true"),
      finds: ["PAG-02 fail /cursor | a non-empty string, since /rest is true | null"]),
    .init(
      "more to come behind an empty cursor", "GET /items", 200, json,
      ItemBody.page.replacing("false", with: "true").replacing(
        "null,\"trace", with: "\"\",\"trace"),
      finds: [#"PAG-02 fail /cursor | a non-empty string, since /rest is true | """#]),
    .init(
      "an end with a way on", "GET /items", 200, json,
      ItemBody.page.replacing("null,\"trace", with: "\"c1\",\"trace"),
      finds: [#"PAG-03 fail /cursor | null, since /rest is false | "c1""#]),
    .init(
      "a way on that is a number", "GET /items", 200, json,
      ItemBody.page.replacing("false", with: "true").replacing(
        "null,\"trace", with: "1374004777531007833,\"trace"),
      finds: []),
    .init(
      "an end with a number for a way on", "GET /items", 200, json,
      ItemBody.page.replacing("null,\"trace", with: "7,\"trace"),
      finds: ["PAG-03 fail /cursor | null, since /rest is false | 7"]),
  ]

  @Test("PAG-01 to PAG-03: the members of a page", arguments: pages)
  func page(_ exchange: JudgedExchange) throws {
    try exchange.check(["PAG-01", "PAG-02", "PAG-03"])
  }
}
