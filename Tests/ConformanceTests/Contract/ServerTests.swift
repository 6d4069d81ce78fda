import Conformance
import Diagnostics
import Testing

@Suite("Contract: servers")
struct ServerTests {
  static let servers = """
    "servers": [
        {"url": "https://{region}.example.com:{port}/{base}", "description": "the one",
          "variables": {"region": {"default": "eu", "enum": ["eu", "us"]},
            "port": {"default": "443"}, "base": {"default": "v2"}}},
        {"url": "/api"}]
    """
  static let paths = #""paths": {"/a": {"get": {"responses": {"200": {"description": "fine"}}}}}"#

  private func server() throws -> Server {
    try #require(try Contract.reading(contractText("\(Self.servers), \(Self.paths)")).servers.first)
  }

  @Test("have the URL that the values of their variables make, defaults for all others")
  func urls() throws {
    let server = try server()
    #expect(server.description == "the one")
    #expect(server.variableNames == ["region", "port", "base"])
    #expect(try server.url() == "https://eu.example.com:443/v2")
    #expect(
      try server.url(with: ["region": "us", "base": "v3"]) == "https://us.example.com:443/v3")
    #expect(server.variables["region"]?.choices == ["eu", "us"])
  }

  @Test("refuse values that the contract does not list, and variables that are not there")
  func refusals() throws {
    let server = try server()
    let value = #expect(throws: UnwritableValue.self) { try server.url(with: ["region": "asia"]) }
    #expect(
      value?.message
        == "the variable \"region\" of the server URL https://{region}.example.com:{port}/{base} "
        + "cannot be \"asia\"; expected eu, us")
    let name = #expect(throws: UnwritableValue.self) { try server.url(with: ["regoin": "eu"]) }
    #expect(
      name?.message
        == "the server URL https://{region}.example.com:{port}/{base} has no variable \"regoin\"; "
        + "it has \"region\"")
  }

  @Test(
    "that are relative are resolved against the URL of the document",
    arguments: [
      (".", "https://device1.example.com", "https://device1.example.com/"),
      ("./test", "https://device1.example.com", "https://device1.example.com/test"),
      ("/v1", "https://a/docs/openapi.json", "https://a/v1"),
      ("v1", "https://a/docs/openapi.json", "https://a/docs/v1"),
      ("../v1", "https://a/docs/openapi.json", "https://a/v1"),
      ("//b/v1", "https://a/docs/openapi.json", "https://b/v1"),
      ("https://c/v1", "https://a/docs/openapi.json", "https://c/v1"),
    ])
  func relative(url: String, document: String, resolved: String) throws {
    let contract = try Contract.reading(
      contractText(#""servers": [{"url": "\#(url)"}], \#(Self.paths)"#))
    #expect(try contract.servers.first?.url(relativeTo: document) == resolved)
  }

  @Test("of a path and of an operation replace those of the contract")
  func levels() throws {
    let contract = try Contract.reading(
      contractText(
        """
        "servers": [{"url": "/all"}],
          "paths": {
            "/a": {"get": {"responses": {"200": {"description": "fine"}}}},
            "/b": {"servers": [{"url": "/path"}],
              "get": {"responses": {"200": {"description": "fine"}}},
              "put": {"servers": [{"url": "/own"}],
                "responses": {"200": {"description": "fine"}}}}}
        """))
    #expect(try contract.servers.map { try $0.url() } == ["/all"])
    #expect(
      try contract.operations.map { try $0.servers.map { try $0.url() } } == [
        [], ["/path"], ["/own"],
      ])
  }

  @Test("have a name in 3.2")
  func names() throws {
    let members = #""servers": [{"url": "/a", "name": "prod"}], \#(Self.paths)"#
    let new = try Contract.reading(contractText(members, version: "3.2.0"))
    #expect(new.servers.first?.name == "prod")
    #expect(new.warnings.isEmpty)
    let old = try Contract.reading(contractText(members))
    #expect(old.servers.first?.name == nil)
    #expect(old.warnings.map(\.code) == ["contract.unknown-member"])
  }

  @Test(
    "with a mistake are told where it stands, with a fix",
    arguments: [
      (
        #"{"url": "/{v}", "variables": {"v": {"default": «"v3", "enum": ["v1", "v2"]}}}"#,
        "contract.invalid-server", "write \"v1\""
      ),
      (
        #"{"url": "/{v}", "variables": {"v": {"default": "v1", "enum": «[]}}}"#,
        "contract.invalid-server",
        "name the values, or remove \"enum\"; any value is taken until then"
      ),
      (
        #"{"url": «"/{v}/{v}", "variables": {"v": {"default": "v1"}}}"#, "contract.invalid-server",
        "give the second one a name of its own; both get the same value"
      ),
      (
        #"{"url": «"/v1?x=1"}"#, "contract.invalid-server",
        "remove it; paths are put right behind the URL"
      ),
      (
        #"{"url": «"/{v}"}"#, "contract.undefined-server-variable",
        "declare it under \"variables\" with a \"default\""
      ),
    ])
  func mistakes(server: String, code: String, fix: String) throws {
    let marked = MarkedContract(contractText("\"servers\": [\(server)], \(Self.paths)"))
    let warnings = try Contract.load(SourceDocument(reading: marked.text)).warnings
    #expect(warnings.map(\.code) == [code])
    #expect(warnings.first?.location == marked.mark)
    #expect(warnings.first?.fix == fix)
  }
}

@Suite("Contract: finding an operation by its whole URL")
struct RequestRouterTests {
  static let contract = Result {
    try Contract.reading(
      contractText(
        """
        "servers": [
            {"url": "https://{host}/api/{version}", "variables": {"host": {"default": "a.example"},
              "version": {"default": "v2", "enum": ["v1", "v2"]}}},
            {"url": "{scheme}://old.example/{tenant}/legacy", "variables": {
              "scheme": {"default": "https"}, "tenant": {"default": "main/one"}}}],
          "paths": {
            "/": {"get": {"responses": {"200": {"description": "fine"}}}},
            "/labels": {"get": {"responses": {"200": {"description": "fine"}}}},
            "/labels/{id}": {
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}],
              "get": {"responses": {"200": {"description": "fine"}}},
              "put": {"servers": [{"url": "https://other.example"}],
                "responses": {"200": {"description": "fine"}}}},
            "/labels/mine": {"servers": [{"url": "/files/"}, {"url": "./rel"}],
              "get": {"responses": {"200": {"description": "fine"}}}}}
        """))
  }

  @Test(
    "takes the paths of servers off, those of the operation first",
    arguments: [
      ("GET", "https://a.example/api/v1/labels", "GET /labels"),
      ("GET", "http://127.0.0.1:8080/api/v2/labels?x=1#y", "GET /labels"),
      ("GET", "/api/v2/labels", "GET /labels"),
      ("GET", "/api/v3/labels", nil),
      ("GET", "/labels", nil),
      ("GET", "/acme/legacy/labels", "GET /labels"),
      ("GET", "/main/one/legacy/labels", "GET /labels"),
      ("GET", "/a/b/legacy/labels", nil),
      ("GET", "/api/v1/", "GET /"),
      ("GET", "/api/v1", "GET /"),
      ("GET", "/api/%76%31/labels", "GET /labels"),
      ("GET", "/api/v1/labels/mine", "GET /labels/{id}"),
      ("GET", "/files/labels/mine", "GET /labels/mine"),
      ("GET", "/rel/labels/mine", "GET /labels/mine"),
      ("GET", "/labels/mine", nil),
      ("PUT", "/labels/7", "PUT /labels/{id}"),
      ("PUT", "/api/v1/labels/7", nil),
      ("GET", "/api/v1/nothing", nil),
      ("DELETE", "/api/v1/labels", nil),
      ("GET", "", nil),
      ("OPTIONS", "*", nil),
    ] as [(String, String, String?)])
  func lookup(method: String, target: String, expected: String?) throws {
    let router = RequestRouter(try Self.contract.get())
    #expect(router.match(method: method, target: target)?.operation.id.description == expected)
  }

  @Test(
    "knows the URL that requests were sent to instead",
    arguments: [
      ("https://staging/base/", "/base/labels", "GET /labels"),
      ("https://staging/base", "/base/labels/mine", "GET /labels/mine"),
      ("https://staging/base", "/api/v1/labels", nil),
      ("https://staging", "/labels/7", "GET /labels/{id}"),
      ("https://staging/%62ase", "/base/labels", "GET /labels"),
    ] as [(String, String, String?)])
  func baseURL(base: String, target: String, expected: String?) throws {
    let router = RequestRouter(try Self.contract.get(), baseURL: base)
    #expect(router.match(method: "GET", target: target)?.operation.id.description == expected)
  }

  @Test("without a server takes the root")
  func noServer() throws {
    let router = RequestRouter(try Contract.reading(operationText("")))
    #expect(router.match(method: "GET", target: "/things") != nil)
    #expect(router.match(method: "GET", target: "/v1/things") == nil)
    #expect(router.match(method: "GET", target: "https://a/things") != nil)
  }

  @Test(
    "takes two slashes for a path, and an asterisk for none",
    arguments: [
      ("//things", nil), ("/things", "GET /{id}"), ("*", nil), ("things", nil), ("", nil),
      ("https://a//", nil), ("https://a/x", "GET /{id}"),
    ] as [(String, String?)])
  func oddTargets(target: String, expected: String?) throws {
    let router = RequestRouter(
      try Contract.reading(
        parameterText(
          #"{"name": "id", "in": "path", "required": true, "schema": {}}"#, path: "/{id}")))
    #expect(router.match(method: "GET", target: target)?.operation.id.description == expected)
  }
}
