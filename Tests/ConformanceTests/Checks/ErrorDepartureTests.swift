import Conformance
import Testing

@Suite("Checks: departures of errors")
struct ErrorDepartureTests {
  private static let json = ["Content-Type: application/json"]

  static let envelopes: [JudgedExchange] = [
    .init(
      "no envelope", 404, json, #"{"error":"gone"}"#,
      finds: ["ERR-01 fail body | the required member \"fault\" | an object without \"fault\""]),
    .init(
      "an envelope that is a string", 404, json, #"{"fault":"gone"}"#,
      finds: [#"ERR-01 fail /fault | an object | the string "gone""#]),
    .init(
      "a page for people", 404, ["Content-Type: text/html"], "<h1>Not found</h1>",
      finds: [
        #"ERR-01 fail body | a JSON body in the error envelope | "<h1>Not found</h1>""#
      ]),
    .init(
      "nothing", 404, [], finds: ["ERR-01 fail body | a JSON body in the error envelope | no body"]),
    .init(
      "a gateway's page", "GET /items", 503, ["Content-Type: text/html"], "<html>",
      finds: [#"ERR-01 warn body | the error envelope | "<html>""#]),
    .init(
      "a member of the envelope with another type", 404, json,
      ItemBody.refusal.replacing(#""t1""#, with: #""t1","hint":"x""#),
      finds: [#"ERR-01 fail /fault/hint | an integer | the string "x""#]),
    .init(
      "a member that programs read missing", 404, json,
      ItemBody.refusal.replacing(#""reason":"no_item","#, with: ""),
      finds: ["ERR-04 fail /fault/reason | a string | nothing"]),
    .init(
      "a code that is a number", 404, json, ItemBody.refusal.replacing(#""no_item""#, with: "17"),
      finds: ["ERR-04 fail /fault/reason | a string | 17"]),
    .init(
      "an empty message", 404, json,
      ItemBody.refusal.replacing("There is no such item.", with: ""),
      finds: [#"ERR-04 fail /fault/text | a string with content | """#]),
    .init(
      "a parameter that is null", "POST /items", 400, json,
      ItemBody.badInput.replacing(#""field":"size""#, with: #""field":null"#),
      finds: ["ERR-05 fail /fault/field | a string, or no such member | null"]),
    .init(
      "a parameter that is a list", "POST /items", 400, json,
      ItemBody.badInput.replacing(#""field":"size""#, with: #""field":["size"]"#),
      finds: [#"ERR-05 fail /fault/field | a string, or no such member | ["size"]"#]),
  ]

  @Test("ERR-01, ERR-04 and ERR-05: the envelope and its members", arguments: envelopes)
  func envelope(_ exchange: JudgedExchange) throws {
    try exchange.check(["ERR-01", "ERR-04", "ERR-05"])
  }

  @Test("ERR-01: without a schema the configured root decides")
  func rootOnly() throws {
    var exchange = JudgedExchange(
      "", "DELETE /items/i1", 404, ["Content-Type: application/problem+json"], #"{"title":"x"}"#)
    exchange.conventions.errors?.schema = nil
    #expect(try exchange.report().departures.isEmpty, "the response has a schema of its own")
    exchange = JudgedExchange("", "GET /items", 401, Self.json, #"{"title":"x"}"#)
    exchange.conventions.errors?.schema = nil
    #expect(try exchange.report().departures.map(\.requirement).contains("ERR-01"))
  }

  static let types: [JudgedExchange] = [
    .init(
      "another type", 404, json, ItemBody.refusal.replacing("unknown", with: "input"),
      finds: [#"ERR-06 warn /fault/kind | "unknown" or "gone" | "input""#]),
    .init(
      "a type in other letter case", "POST /items", 400, json,
      ItemBody.badInput.replacing(#""input""#, with: #""Input""#),
      finds: [#"ERR-06 warn /fault/kind | "input" | "Input""#]),
  ]

  @Test("ERR-06: a type that does not go with the status", arguments: types)
  func type(_ exchange: JudgedExchange) throws {
    try exchange.check(["ERR-06"])
  }

  private static func leaking(_ claim: String, _ text: String, finds: String) -> JudgedExchange {
    .init(
      claim, 404, json, ItemBody.refusal.replacing("There is no such item.", with: text),
      finds: ["ERR-15 \(finds)"])
  }

  static let leaks: [JudgedExchange] = [
    leaking(
      "the credential", "No entry for s3cr3t-k3y",
      finds: "fail /fault/text | no credential and no signing secret | a secret of this run"),
    leaking(
      "a stack frame", "Oops: at run (/srv2/x.js:10:5)",
      finds:
        #"fail /fault/text | nothing about the inside of the server | "Oops: at run (/srv2/x.js:10:5)""#
    ),
    leaking(
      "a place in a source file", "store.go:41: nil map",
      finds: #"fail /fault/text | nothing about the inside of the server | "store.go:41: nil map""#),
    leaking(
      "the words of a database", "duplicate key value in index",
      finds: #"fail /fault/text | nothing about the inside of the server | "duplicate key value""#),
    leaking(
      "a statement", "SELECT id FROM items WHERE id = $1",
      finds:
        #"fail /fault/text | nothing about the inside of the server | "SELECT id FROM items WHERE id = $1""#
    ),
    leaking(
      "a path on the disk", "cannot open /var/lib/items/a.db",
      finds:
        #"fail /fault/text | nothing about the inside of the server | "cannot open /var/lib/items/a.db""#
    ),
    leaking(
      "an address of the inner network", "no answer from 10.0.12.7:5432",
      finds:
        #"fail /fault/text | nothing about the inside of the server | "no answer from 10.0.12.7:5432""#
    ),
    leaking(
      "a name of the inner network", "cannot reach db.items.svc.cluster.local",
      finds:
        #"fail /fault/text | nothing about the inside of the server | "cannot reach db.items.svc.cluster.local""#
    ),
    leaking(
      "a library", "org.springframework.web failed",
      finds: #"fail /fault/text | nothing about the inside of the server | "org.springframework""#),
    leaking(
      "a library beside a link", "pydantic refused it, see https://errors.pydantic.dev/2/v/missing",
      finds: #"fail /fault/text | nothing about the inside of the server | "pydantic""#),
    .init(
      "in a page that is not JSON", 404, ["Content-Type: text/html"],
      "<pre>Traceback (most recent call last)</pre>",
      finds: [
        #"ERR-15 fail body | nothing about the inside of the server | "Traceback (most recent call last)""#
      ]),
    .init(
      "a secret that the request sent", "POST /items", 400, json,
      ItemBody.badInput.replacing("Too big.", with: "s3cr3t-k3y is too big"),
      finds: [
        "ERR-15 fail /fault/text | no credential and no signing secret | a secret of this run"
      ]
    ).with { $0.requestBody = #"{"name":"s3cr3t-k3y"}"# },
  ]

  @Test("ERR-15: what an error tells about the inside", arguments: leaks)
  func leak(_ exchange: JudgedExchange) throws {
    try exchange.check(["ERR-15"])
  }

  static let codes: [JudgedExchange] = [
    .init(
      "a sentence", 404, json, ItemBody.refusal.replacing("no_item", with: "No such item"),
      finds: [#"ERR-17 warn /fault/reason | one word in ASCII | "No such item""#]),
    .init(
      "not the configured form", 404, json, ItemBody.refusal.replacing("no_item", with: "NoItem"),
      finds: [#"ERR-17 warn /fault/reason | a match of ^[a-z][a-z0-9_]*$ | "NoItem""#]
    ).with { $0.conventions.errors?.codePattern = "^[a-z][a-z0-9_]*$" },
    .init(
      "the id of the request", "GET /items/item-4711", 404, json,
      ItemBody.refusal.replacing("no_item", with: "no_item-4711"),
      finds: [
        #"ERR-17 warn /fault/reason | the same code for the same mistake, whatever was sent | "no_item-4711", which holds "item-4711""#
      ]),
    .init(
      "a value of the request's body", "POST /items", 400, json,
      ItemBody.badInput.replacing("bad_size", with: "bad_x1y2z3"),
      finds: [
        #"ERR-17 warn /fault/reason | the same code for the same mistake, whatever was sent | "bad_x1y2z3", which holds "x1y2z3""#
      ]
    ).with { $0.requestBody = #"{"name":"x1y2z3"}"# },
  ]

  @Test("ERR-17: a code that is no constant token", arguments: codes)
  func code(_ exchange: JudgedExchange) throws {
    try exchange.check(["ERR-17"])
  }

  static let challenges: [JudgedExchange] = [
    .init(
      "no field", "GET /items", 401, json, ItemBody.refusal,
      finds: [
        "AUTH-02 warn www-authenticate | WWW-Authenticate with an authentication scheme | no WWW-Authenticate field"
      ]),
    .init(
      "an empty field", "GET /items", 401, json + ["WWW-Authenticate:"], ItemBody.refusal,
      finds: [
        #"AUTH-02 warn www-authenticate | WWW-Authenticate with an authentication scheme | """#
      ]),
  ]

  @Test("AUTH-02: a 401 without a challenge", arguments: challenges)
  func challenge(_ exchange: JudgedExchange) throws {
    try exchange.check(["AUTH-02"])
  }

  static let limits: [JudgedExchange] = [
    .init(
      "a page for people", "GET /items/i1", 429, ["Content-Type: text/html"], "<h1>Slow down</h1>",
      finds: [#"RATE-02 fail body | JSON in the error envelope | "<h1>Slow down</h1>""#]),
    .init(
      "no body", "GET /items", 429, [],
      finds: ["RATE-02 fail body | JSON in the error envelope | no body"]),
    .init(
      "JSON of another shape, also where the contract has no 429", "POST /items", 429, json,
      #"{"message":"slow down"}"#,
      finds: [#"RATE-02 fail /fault | the error envelope | {"message":"slow down"}"#]),
    .init(
      "the envelope under another label", "GET /items", 429, ["Content-Type: text/plain"],
      ItemBody.refusal, finds: ["RATE-02 fail content-type | a JSON media type | text/plain"]),
  ]

  @Test("RATE-02: a 429 out of its envelope", arguments: limits)
  func limit(_ exchange: JudgedExchange) throws {
    try exchange.check(["RATE-02"])
  }
}
