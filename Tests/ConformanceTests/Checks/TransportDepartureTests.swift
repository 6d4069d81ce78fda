import Conformance
import Testing

@Suite("Checks: departures in HTTP itself")
struct TransportDepartureTests {
  private static let json = ["Content-Type: application/json"]

  static let framings: [JudgedExchange] = [
    .init(
      "a length that is not the body's", 200, json + ["Content-Length: 7"], "{}",
      finds: ["HTTP-06 fail content-length | 7 bytes | 2 bytes"]),
    .init(
      "a length that is no number", 200, json + ["Content-Length: +2"], "{}",
      finds: [#"HTTP-06 fail content-length | decimal digits | "+2""#]),
    .init(
      "two lengths", 200, json + ["Content-Length: 2", "Content-Length: 3"], "{}",
      finds: ["HTTP-06 fail content-length | one length | 2 and 3"]),
    .init(
      "two lengths in one field", 200, json + ["Content-Length: 2, 3"], "{}",
      finds: ["HTTP-06 fail content-length | one length | 2 and 3"]),
    .init(
      "a length and a transfer coding", 200,
      json + ["Content-Length: 2", "Transfer-Encoding: chunked"], "{}",
      finds: [
        "HTTP-06 fail content-length | one of Content-Length and Transfer-Encoding | Content-Length 2 and Transfer-Encoding chunked"
      ]),
    .init(
      "a body on a 204", "DELETE /items/i1", 204, [], "{}",
      finds: ["HTTP-06 fail exchange | no body | 2 bytes"]),
    .init(
      "a length on a 204", "DELETE /items/i1", 204, ["Content-Length: 0"],
      finds: [
        "HTTP-06 warn content-length | neither Content-Length nor Transfer-Encoding | 0"
      ]),
  ]

  @Test("HTTP-06: framing that does not hold", arguments: framings)
  func framing(_ exchange: JudgedExchange) throws {
    try exchange.check(["HTTP-06"])
  }

  static let dates: [JudgedExchange] = [
    .init(
      "none", 200, json + ["Date:"], ItemBody.one,
      finds: ["HTTP-13 warn date | the time of the answer | no Date field"]),
    .init(
      "another form", 200, json + ["Date: 2026-08-01T12:00:00Z"], ItemBody.one,
      finds: [
        #"HTTP-13 warn date | a date such as Sun, 06 Nov 1994 08:49:37 GMT | "2026-08-01T12:00:00Z""#
      ]),
    .init(
      "six minutes behind", 200, json + ["Date: Sat, 01 Aug 2026 11:54:00 GMT"], ItemBody.one,
      finds: [
        "HTTP-13 warn date | at most 300 s from the harness's clock | Sat, 01 Aug 2026 11:54:00 GMT, 360 s behind"
      ]),
    .init(
      "a day ahead on an error", 404, json + ["Date: Sun, 02 Aug 2026 12:00:00 GMT"],
      ItemBody.refusal,
      finds: [
        "HTTP-13 warn date | at most 300 s from the harness's clock | Sun, 02 Aug 2026 12:00:00 GMT, 86400 s ahead"
      ]),
  ]

  @Test("HTTP-13: a Date that is wrong", arguments: dates)
  func date(_ exchange: JudgedExchange) throws {
    try exchange.check(["HTTP-13"])
  }

  static let caching: [JudgedExchange] = [
    .init(
      "public", 200, json + ["Cache-Control: max-age=60, Public"], ItemBody.one,
      finds: ["HTTP-14 warn cache-control | neither public nor s-maxage | public"]),
    .init(
      "a lifetime for shared caches", 200, json + ["Cache-Control: s-maxage=60"], ItemBody.one,
      finds: ["HTTP-14 warn cache-control | neither public nor s-maxage | s-maxage=60"]),
    .init(
      "a secret that may be stored", 200, json,
      ItemBody.one.replacing(#""t1""#, with: #""t1","key":"s3cr3t-k3y""#),
      finds: ["HTTP-14 warn cache-control | no-store | no Cache-Control field"]),
  ]

  @Test("HTTP-14: an answer that caches may share or keep", arguments: caching)
  func cache(_ exchange: JudgedExchange) throws {
    try exchange.check(["HTTP-14"])
  }

  static let limits: [JudgedExchange] = [
    .init(
      "a limit that is no number", 200, json + ["X-RateLimit-Limit: many"], ItemBody.one,
      finds: [#"RATE-06 fail x-ratelimit-limit | an integer from 0 | "many""#]),
    .init(
      "less than nothing", 200, json + ["RateLimit-Remaining: -1"], ItemBody.one,
      finds: [#"RATE-06 fail ratelimit-remaining | an integer from 0 | "-1""#]),
    .init(
      "more than the limit", 200, json + ["X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 61"],
      ItemBody.one, finds: ["RATE-06 fail x-ratelimit-remaining | 0 to 60 | 61"]),
    .init(
      "a reset long ago", 200, json + ["X-RateLimit-Reset: 1600000000"], ItemBody.one,
      finds: [
        #"RATE-06 fail x-ratelimit-reset | seconds from now, or a time within a month | "1600000000""#
      ]),
    .init(
      "a reset that is no time", 200, json + ["RateLimit-Reset: soon"], ItemBody.one,
      finds: [
        #"RATE-06 fail ratelimit-reset | seconds from now, or a time within a month | "soon""#
      ]),
    .init(
      "more than the limit in the structured field", 200,
      json + ["RateLimit: limit=10, remaining=11, reset=5"], ItemBody.one,
      finds: ["RATE-06 fail ratelimit | 0 to 10 | 11"]),
    .init(
      "no number in the structured field", 200, json + [#"RateLimit: "default";r=x"#],
      ItemBody.one, finds: [#"RATE-06 fail ratelimit | an integer from 0 | "x""#]),
  ]

  @Test("RATE-06: limits that do not add up", arguments: limits)
  func limit(_ exchange: JudgedExchange) throws {
    try exchange.check(["RATE-06"])
  }

  static let negotiation: [JudgedExchange] = [
    .init(
      "a 405 without Allow", "PATCH /items/i1", 405, json, ItemBody.refusal,
      finds: ["HTTP-01 fail allow | Allow with the methods of the resource | no Allow field"]),
    .init("a 405 with an empty Allow", "PATCH /items/i1", 405, json + ["Allow:"], ItemBody.refusal),
    .init(
      "a coding that was not offered", 200, json + ["Content-Encoding: gzip"], ItemBody.one,
      finds: ["HTTP-07 fail content-encoding | no content coding | gzip"]),
    .init(
      "a coding that was refused", 200, json + ["Content-Encoding: br"], ItemBody.one,
      finds: ["HTTP-07 fail content-encoding | one of gzip | br"]
    ).with { $0.requestFields.append("Accept-Encoding: gzip, br;q=0") },
    .init("a coding that was offered", 200, json + ["Content-Encoding: GZIP"], ItemBody.one)
      .with { $0.requestFields.append("Accept-Encoding: br, gzip;q=0.5") },
    .init("no coding at all", 200, json + ["Content-Encoding: identity"], ItemBody.one),
  ]

  @Test("HTTP-01 and HTTP-07: methods and codings that go unsaid", arguments: negotiation)
  func unsaid(_ exchange: JudgedExchange) throws {
    try exchange.check(["HTTP-01", "HTTP-07"])
  }

  @Test("ERR-14: a faulty request is no excuse to fail", arguments: [500, 501, 503, 400, 200])
  func clientFault(_ status: Int) throws {
    var exchange = JudgedExchange("", status, Self.json, ItemBody.refusal)
    exchange.isFaulty = true
    if status == 500 {
      exchange.findings = ["ERR-14 fail status | a status below 500 | status 500"]
    }
    try exchange.check(["ERR-14"])
    exchange.isFaulty = false
    exchange.findings = []
    try exchange.check(["ERR-14"])
  }

  @Test("RSP-11: the field repeats the id of the body", arguments: [(200, "t1"), (404, "t2")])
  func requestIDField(_ status: Int, _ id: String) throws {
    let body = status == 200 ? ItemBody.one : ItemBody.refusal
    let report = try JudgedExchange("", status, Self.json + ["trace: \(id)"], body).report()
    #expect(report.departures.map(\.requirement) == (id == "t1" ? [] : ["RSP-11"]))
    #expect(report.judged.contains("RSP-11"))
  }

  @Test("what is absent does not count as looked at")
  func absence() throws {
    let report = try JudgedExchange("", 200, Self.json, ItemBody.one).report()
    #expect(
      report.judged.isDisjoint(with: [
        "RATE-02", "RATE-06", "AUTH-02", "ERR-01", "ERR-14", "HTTP-01", "PAG-01", "RSP-11",
      ]))
  }
}
