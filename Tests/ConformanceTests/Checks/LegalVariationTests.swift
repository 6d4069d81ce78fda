import Conformance
import Diagnostics
import Testing

@Suite("Checks: what is legal stays silent")
struct LegalVariationTests {
  private static let json = ["Content-Type: application/json"]

  static let successes: [JudgedExchange] = [
    .init("an item", 200, json, ItemBody.one),
    .init("a page", "GET /items", 200, json, ItemBody.page),
    .init("a charset", 200, ["Content-Type: application/json; charset=utf-8"], ItemBody.one),
    .init(
      "a media type in other letter case", 200, ["content-type: Application/JSON"], ItemBody.one),
    .init(
      "members the contract does not know", 200, json,
      #"{"result":{"id":"i1","made":"2026-08-01T11:59:00Z","state":"new","note":"","x":[{}]},"trace":"t1","meta":{}}"#
    ),
    .init(
      "another member order and white space", 200, json,
      " \r\n\t{ \"trace\" : \"t1\" ,\n\"result\": \(ItemBody.item) }\n"),
    .init(
      "an instant with offset, lower case and fraction", 200, json,
      ItemBody.one.replacing("2026-08-01T11:59:00Z", with: "2026-08-01t13:59:00.123456789+02:00")),
    .init(
      "an escaped spelling of an enumerated value", 200, json,
      ItemBody.one.replacing("\"new\"", with: #""\u006eew""#)),
    .init(
      "an integer written with an exponent", 200, json, ItemBody.one.replacing("3}", with: "3e0}")),
    .init(
      "an empty page", "GET /items", 200, json,
      #"{"result":[],"rest":false,"cursor":null,"trace":"t1"}"#),
    .init(
      "a short page with more to come", "GET /items", 200, json,
      #"{"result":[\#(ItemBody.item)],"rest":true,"cursor":"c1","trace":"t1"}"#),
    .init("a delete without content", "DELETE /items/i1", 204, []),
    .init(
      "another documented media type", "GET /alive", 200, ["Content-Type: text/plain"], "ok"),
    .init(
      "a success outside the envelope by contract", "GET /alive", 200, json, #"{"alive":true}"#),
    .init("anything where anything is documented", "GET /open", 418, ["Content-Type: x/y"], "?"),
    .init("no answer of ours to judge on an unknown path", "GET /nothing", 200, json, "{}"),
    .init("a chunked body", 200, json + ["Transfer-Encoding: chunked"], ItemBody.one),
    .init(
      "the right length", 200, json + ["Content-Length: \(ItemBody.one.utf8.count)"], ItemBody.one),
    .init("a length repeated", 200, json + ["Content-Length: 99, 99"], ItemBody.one)
      .with { $0.wireLength = 99 },
    .init(
      "a compressed body, its length counted on the wire", "GET /items/i1", 200,
      json + ["Content-Encoding: gzip", "Content-Length: 40"], bytes: [0x1F, 0x8B, 8, 0]
    ).with {
      $0.wireLength = 40
      $0.requestFields.append("Accept-Encoding: gzip")
    },
    .init(
      "no answer to HEAD but its fields", "HEAD /items/i1", 200, json + ["Content-Length: 99"]),
    .init("304 to a condition", 304, ["ETag: \"1\"", "Content-Length: 99"])
      .with { $0.requestFields.append("If-None-Match: \"1\"") },
    .init("a private answer", 200, json + ["Cache-Control: private, max-age=60"], ItemBody.one),
    .init(
      "a public answer that may not be stored", 200, json + ["Cache-Control: public, no-store"],
      ItemBody.one),
    .init(
      "a shared answer without a credential", "GET /alive", 200,
      json + ["Cache-Control: public, max-age=60"], #"{"alive":true}"#
    )
    .with { $0.requestFields = [] },
    .init(
      "a Date within five minutes", 200, json + ["Date: Sat, 01 Aug 2026 12:04:59 GMT"],
      ItemBody.one),
    .init(
      "an old Date from a cache", 200,
      json + ["Date: Sat, 01 Aug 2026 09:00:00 GMT", "Age: 10800"], ItemBody.one),
    .init(
      "limits told the common way", 200,
      json + [
        "X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1785585660",
      ],
      ItemBody.one),
    .init(
      "limits told as the drafts do", 200,
      json + [
        "RateLimit-Limit: 100, 100;w=60", "RateLimit-Remaining: 50", "RateLimit-Reset: 30",
        "RateLimit: \"default\";r=50;t=30", "RateLimit-Policy: \"default\";q=100;w=60",
      ], ItemBody.one),
    .init(
      "a reset in milliseconds with a fraction", 200, json + ["X-RateLimit-Reset: 1785585660000.5"],
      ItemBody.one),
  ]

  static let errors: [JudgedExchange] = [
    .init("an error in its envelope", 404, json, ItemBody.refusal),
    .init("an error that names the parameter", "POST /items", 400, json, ItemBody.badInput),
    .init(
      "members an error has beyond the contract's", 404, json,
      ItemBody.refusal.replacing(
        "\"t1\"", with: #""t1","docs":"https://docs.example.com/home/errors","retry":false"#)),
    .init(
      "a code that is a number by contract", 404, json,
      ItemBody.refusal.replacing("\"t1\"", with: #""t1","hint":17"#)
    ).with { $0.conventions.errors?.code = JSONPointer(["fault", "hint"]) },
    .init(
      "a link to the pages of a library", 404, json,
      ItemBody.refusal.replacing(
        "\"t1\"", with: #""t1","url":"https://errors.pydantic.dev/2/v/missing""#)),
    .init(
      "the other of two types", 404, json,
      ItemBody.refusal.replacing("\"unknown\"", with: "\"gone\"")),
    .init("a status the table of types does not list", 409, json, ItemBody.refusal),
    .init(
      "a problem document where the contract has one", "DELETE /items/i1", 404,
      ["Content-Type: application/problem+json"], #"{"title":"Not found"}"#),
    .init(
      "401 with a challenge", "GET /items", 401,
      json + ["WWW-Authenticate: Bearer realm=\"items\""], ItemBody.refusal),
    .init("429 in the envelope", "GET /items", 429, json + ["Retry-After: 3"], ItemBody.refusal),
    .init(
      "the request's own words repeated", "POST /items", 400, json,
      ItemBody.badInput.replacing(
        "Too big.", with: #"/home/me/a.png at run (app.js:1:2) is no name for a.internal"#)
    ).with {
      $0.requestBody = #"{"name":"/home/me/a.png at run (app.js:1:2) is no name for a.internal"}"#
    },
    .init(
      "the server's own address where the request went", 404, json,
      ItemBody.refusal.replacing("no such item", with: "no http://127.0.0.1:8080/items/i1")),
    .init(
      "the path of the request", "GET /home/items", 404, json,
      ItemBody.refusal.replacing("no such item", with: "none: (/home/items)")),
    .init(
      "a pointer into the request", 404, json,
      ItemBody.refusal.replacing(
        "\"t1\"", with: #""t1","source":{"pointer":"/home/city"}"#)),
    .init(
      "the parameter at fault as a pointer", 404, json,
      ItemBody.refusal.replacing("\"t1\"", with: #""t1","field":"/home/city""#)),
    .init(
      "a code with a dot", 404, json,
      ItemBody.refusal.replacing("no_item", with: "error.internal")),
    .init(
      "a null payload beside an error", 404, json,
      ItemBody.refusal.replacing("{\"fault\"", with: "{\"result\":null,\"fault\"")),
    .init(
      "a code with the word that was sent", "POST /items", 400, json,
      ItemBody.badInput.replacing("bad_size", with: "not_approved")
    )
    .with { $0.requestBody = #"{"state":"approved"}"# },
  ]

  @Test("a legal success", arguments: successes)
  func success(_ exchange: JudgedExchange) throws {
    try expectSilence(exchange)
  }

  @Test("a legal error", arguments: errors)
  func error(_ exchange: JudgedExchange) throws {
    try expectSilence(exchange)
  }

  private func expectSilence(_ exchange: JudgedExchange) throws {
    let report = try exchange.report()
    #expect(report.departures.map(\.message) == [])
    #expect(report.open.isEmpty)
  }

  @Test("a repeated request id is legal where the answer may be a stored one")
  func storedAnswers() throws {
    let first = JudgedExchange("", "POST /items", 200, Self.json, ItemBody.one)
    let memory = RunMemory()
    _ = try first.report(memory: memory)
    for stored in [
      first.with { $0.requestFields.append("Once: k1") },
      first.with { $0.fields.append("Was-Stored: true") },
      first.with { $0.fields.append("Age: 7") },
    ] {
      let report = try stored.report(memory: memory)
      #expect(report.departures.isEmpty)
      #expect(!report.judged.contains("RSP-10"), "a stored answer proves nothing")
    }
  }

  @Test("without conventions only the contract and HTTP are judged")
  func noConventions() throws {
    let exchange = JudgedExchange("", 404, Self.json, #"{"fault":{"kind":1}}"#)
      .with { $0.conventions = Conventions() }
    let report = try exchange.report()
    #expect(Set(report.departures.map(\.requirement)) == ["ERR-01"])
    let judged: Set<RequirementID> = [
      "RSP-01", "RSP-03", "RSP-05", "ERR-01", "ERR-02", "ERR-15", "HTTP-06", "HTTP-07", "HTTP-13",
      "HTTP-14",
    ]
    #expect(report.judged == judged)
  }
}
