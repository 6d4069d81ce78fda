import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Contract: reading a request")
struct RequestReadingTests {
  static let router = Result {
    RequestRouter(
      try Contract.reading(
        contractText(
          """
          "servers": [{"url": "https://a.example/v1"}],
            "security": [{"bearer": []}, {"key": [], "cookieKey": []}],
            "components": {"securitySchemes": {
              "bearer": {"type": "http", "scheme": "bearer"},
              "key": {"type": "apiKey", "name": "api_key", "in": "query"},
              "cookieKey": {"type": "apiKey", "name": "sid", "in": "cookie"}}},
            "paths": {
              "/things/{ids}": {"post": {
                "parameters": [
                  {"name": "ids", "in": "path", "required": true, "style": "label",
                    "schema": {"type": "array", "items": {"type": "integer"}}},
                  {"name": "limit", "in": "query", "required": true, "schema": {"type": "integer"}},
                  {"name": "filter", "in": "query", "style": "deepObject", "schema": {
                    "type": "object", "properties": {"from": {"type": "integer"}}}},
                  {"name": "more", "in": "query", "schema": {
                    "type": "object", "properties": {"color": {"type": "string"}}}},
                  {"name": "X-Tags", "in": "header", "schema": {
                    "type": "array", "items": {"type": "string"}}},
                  {"name": "Accept", "in": "header", "required": true, "schema": {"type": "string"}},
                  {"name": "X-Need", "in": "header", "required": true, "schema": {}},
                  {"name": "theme", "in": "cookie", "schema": {"enum": ["dark"]}}],
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"type": "object"}},
                  "text/*": {"schema": {"type": "string"}}}},
                "responses": {"200": {"description": "fine"}}}},
              "/free": {"get": {
                "security": [],
                "parameters": [
                  {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                  {"name": "rest", "in": "query", "schema": {
                    "type": "object", "additionalProperties": {"type": "integer"}}}],
                "responses": {"200": {"description": "fine"}}}}}
          """)))
  }

  private func read(
    _ method: String = "POST", _ target: String, _ fields: [HTTPField] = [], body: String? = nil
  ) throws -> RequestReading {
    try #require(
      try Self.router.get().reading(
        method: method, target: target, fields: fields, body: body.map { Array($0.utf8) }))
  }

  /// The parameters of a reading with their values, or with what keeps them from being read.
  private func values(_ reading: RequestReading) -> [String] {
    reading.values.map { value in
      let title = "\(value.parameter.location.rawValue) \(value.parameter.name)"
      switch value.outcome {
      case .success(let read): return "\(title) = \(read.value) from \(value.text)"
      case .failure(let departure): return "\(departure)"
      }
    }
  }

  @Test("gives every parameter its value and its text, wherever it stands")
  func parameters() throws {
    let reading = try read(
      "POST", "/v1/things/.1,2?limit=3&filter%5Bfrom%5D=4&color=a+b",
      [
        HTTPField("x-tags", "a"), HTTPField("X-Tags", "b"), HTTPField("X-Need", "n"),
        HTTPField("Cookie", "sid=1; theme=dark"),
      ])
    #expect(reading.operation.id.description == "POST /things/{ids}")
    #expect(
      values(reading) == [
        "path ids = [1,2] from .1,2", "query limit = 3 from limit=3",
        #"query filter = {"from":4} from filter%5Bfrom%5D=4"#,
        #"query more = {"color":"a b"} from color=a+b"#, #"header X-Tags = ["a","b"] from a, b"#,
        #"header X-Need = "n" from n"#, #"cookie theme = "dark" from theme=dark"#,
      ])
    #expect(reading.missing.isEmpty && reading.unknownQuery.isEmpty)
    #expect(reading.value(of: "x-TAGS", in: .header)?.count == 2)
    #expect(reading.value(of: "theme", in: .query) == nil)
  }

  @Test("lists what is missing, what is unknown and what cannot be read")
  func departures() throws {
    let reading = try read(
      "POST", "/v1/things/.x?offset=1&filter%5Bfrom%5D=a&api_key=s&%zz=1&shape=round", [])
    #expect(
      values(reading) == [
        #"path parameter "ids", element 1: found "x"; expected an integer"#,
        #"query parameter "filter", filter[from]: found "a"; expected an integer"#,
      ])
    #expect(reading.missing.map(\.name) == ["limit", "X-Need"])
    #expect(reading.unknownQuery.map(\.text) == ["offset=1", "%zz=1", "shape=round"])
  }

  @Test("gives a free-form parameter what no other one claims")
  func freeForm() throws {
    let reading = try read("GET", "/v1/free?limit=1&a=2&b=3")
    #expect(
      values(reading) == [
        "query limit = 1 from limit=1", #"query rest = {"a":2,"b":3} from a=2&b=3"#,
      ])
    #expect(reading.unknownQuery.isEmpty)
  }

  @Test(
    "knows which credentials a request carries",
    arguments: [
      ([HTTPField("Authorization", "BEARER t")], "", ["bearer"], true),
      ([HTTPField("Authorization", "Basic t")], "", [], false),
      ([HTTPField("Cookie", "a=b; sid=1")], "", ["cookieKey"], false),
      ([HTTPField("Cookie", "sid=1")], "?api_key=x", ["cookieKey", "key"], true),
      ([], "?api%5Fkey", ["key"], false),
      ([], "", [], false),
    ] as [([HTTPField], String, [String], Bool)])
  func credentials(fields: [HTTPField], query: String, presented: [String], isEnough: Bool) throws {
    let reading = try read("POST", "/v1/things/.1\(query)", fields)
    #expect(reading.presentedSchemes == presented)
    #expect(reading.presentsCredentials == isEnough)
  }

  @Test("reads the body by the entry that describes its media type most closely")
  func bodies() throws {
    func body(_ type: String?, _ text: String?) throws -> String {
      let fields = type.map { [HTTPField("Content-Type", $0)] } ?? []
      let reading = try read("POST", "/v1/things/.1", fields, body: text)
      switch reading.body {
      case .none: return "none, missing \(reading.isBodyMissing)"
      case .read(let read, let entry): return "\(read.value.value) by \(entry.range)"
      case .unreadable(let departure, let entry): return "\(departure.found) by \(entry.range)"
      case .undescribed(let departure): return "\(departure)"
      }
    }
    #expect(try body("application/json", #"{"a":1}"#) == #"{"a":1} by application/json"#)
    #expect(try body("Text/CSV; header=present", "a,b") == #""a,b" by text/*"#)
    #expect(try body(nil, nil) == "none, missing true")
    #expect(try body(nil, "") == "none, missing true")
    #expect(
      try body("application/json", "{").hasPrefix("text that is no JSON: "))
    #expect(
      try body("image/png", "x") == "found image/png; expected application/json or text/*")
    #expect(try body(nil, "x") == "found no Content-Type; expected application/json or text/*")
    #expect(try body("*/*", "x") == #"found "*/*"; expected a media type"#)
    let free = try read("GET", "/v1/free", [HTTPField("Content-Type", "text/plain")], body: "x")
    guard case .undescribed(let departure) = free.body else {
      Issue.record("the operation takes no body")
      return
    }
    #expect(departure.description == "found a body of 1 bytes; expected none")
    #expect(!free.isBodyMissing)
  }

  @Test("takes a querystring parameter for the whole query")
  func querystring() throws {
    let contract = try Contract.reading(
      parameterText(
        """
        {"name": "q", "in": "querystring", "required": true, "content": {
          "application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {
            "n": {"type": "integer"}}}}}}
        """, version: "3.2.0"))
    #expect(contract.warnings.isEmpty)
    let router = RequestRouter(contract)
    func read(_ target: String) -> RequestReading? {
      router.reading(method: "GET", target: target, fields: [], body: nil)
    }
    #expect(read("/things?n=1&x=a+b")?.values.first?.value?.description == #"{"n":1,"x":"a b"}"#)
    #expect(read("/things?n=1&x=a+b")?.unknownQuery.isEmpty == true)
    #expect(read("/things")?.missing.map(\.name) == ["q"])
    #expect(read("/things?n=a")?.values.first?.value == nil)
  }

  @Test("a querystring parameter is known from 3.2 on, and has content")
  func querystringVersions() throws {
    let parameter = #"{"name": "q", "in": "querystring", "content": {"application/json": {}}}"#
    let old = try Contract.reading(parameterText(parameter))
    #expect(old.warnings.map(\.code) == ["contract.parameter-location"])
    #expect(old.operations.first?.parameters.isEmpty == true)
    let beside = try Contract.reading(
      parameterText(
        parameter + #", {"name": "x", "in": "query", "schema": {}}"#, version: "3.2.0"))
    #expect(beside.warnings.map(\.code) == ["contract.parameter-location"])
    #expect(
      beside.warnings.first?.message
        == #"query parameter "x" has no place beside querystring parameter "q", which is the whole query"#
    )
    let bare = try Contract.reading(
      parameterText(#"{"name": "q", "in": "querystring", "schema": {}}"#, version: "3.2.0"))
    #expect(bare.warnings.map(\.code) == ["contract.parameter-schema"])
  }
}

@Suite("Contract: credentials")
struct CredentialTests {
  static let contract = Result {
    try Contract.reading(
      contractText(
        """
        "components": {"securitySchemes": {
            "basic": {"type": "http", "scheme": "Basic"},
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "digest": {"type": "http", "scheme": "DPoP"},
            "field": {"type": "apiKey", "name": "X-Key", "in": "header"},
            "query": {"type": "apiKey", "name": "api key", "in": "query"},
            "cookie": {"type": "apiKey", "name": "sid", "in": "cookie"},
            "oauth": {"type": "oauth2", "flows": {"implicit": {
              "authorizationUrl": "https://a/", "scopes": {"read": "to read"}}}},
            "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a/.well-known"},
            "tls": {"type": "mutualTLS"}}},
          "paths": {"/a": {"get": {
              "security": [{"oauth": ["read", "write"]}, {"tls": [], "cookie": []}, {},
                {"none": []}],
              "responses": {"200": {"description": "fine"}}},
            "put": {"responses": {"200": {"description": "fine"}}}}}
        """))
  }

  @Test(
    "stand where their scheme wants them",
    arguments: [
      ("basic", "u:p", "Authorization: Basic dTpw", ""),
      ("bearer", "t", "Authorization: Bearer t", ""),
      ("digest", "t", "Authorization: dpop t", ""),
      ("oauth", "t", "Authorization: Bearer t", ""), ("openid", "t", "Authorization: Bearer t", ""),
      ("field", "k", "X-Key: k", ""), ("query", "k&k", "", "api%20key=k%26k"),
      ("cookie", "k", "Cookie: sid=k", ""), ("tls", "k", "", ""),
    ])
  func places(name: String, credential: String, field: String, pair: String) throws {
    let scheme = try #require(try Self.contract.get().securitySchemes[name])
    var fields: [HTTPField] = []
    var query: [String] = []
    scheme.present(credential, in: &fields, &query)
    #expect(fields.map(\.description) == (field.isEmpty ? [] : [field]))
    #expect(query == (pair.isEmpty ? [] : [pair]))
  }

  @Test("in cookies share the one field a request may have")
  func oneCookieField() throws {
    let scheme = try #require(try Self.contract.get().securitySchemes["cookie"])
    var fields = [HTTPField("cookie", "theme=dark")]
    var query: [String] = []
    scheme.present("k", in: &fields, &query)
    #expect(fields.map(\.description) == ["cookie: theme=dark; sid=k"])
  }

  @Test("are asked for by alternatives of combinations, unknown schemes left out")
  func alternatives() throws {
    let contract = try Self.contract.get()
    let operation = try #require(contract.operation(called: "GET /a"))
    let alternatives = contract.alternatives(for: operation)
    #expect(
      alternatives.map { $0.map(\.scheme.name) } == [["oauth"], ["cookie", "tls"], []])
    #expect(alternatives.first?.first?.scopes == ["read", "write"])
    #expect(
      contract.carriers(for: operation) == [.field("Authorization"), .cookie("sid"), .connection])
    #expect(contract.securitySchemes["oauth"]?.flows?.pointer.tokens.last == "flows")
    let open = try #require(contract.operation(called: "PUT /a"))
    #expect(contract.alternatives(for: open).isEmpty && open.allowsAnonymous)
  }
}
