import ReferenceServer
import Testing

@Suite("Connection")
struct ConnectionTests {
  /// Sends text as it stands and gives the first answer.
  private func exchange(_ text: String, with client: TestClient) async throws -> Answer {
    try #require(Answer(try await client.raw(Array(text.utf8))))
  }

  @Test(
    "what is no HTTP is refused in the envelope",
    arguments: [
      "nonsense\r\n\r\n", "GET /v1/health HTTP/1.1\r\n\r\n",
      "GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET /v1/health HTTP/1.1\r\nHost : a\r\n\r\n",
      "POST /v1/labels HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
      "POST /v1/labels HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST /v1/labels HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    ])
  func malformed(text: String) async throws {
    try await withServer { _, client in
      let answer = try await exchange(text, with: client)
      #expect(answer.status == 400)
      #expect(answer.json?["error"]?["type"] == "invalid_request_error")
      #expect(answer["Connection"] == "close")
      #expect(answer["Content-Type"] == "application/json")
      #expect(answer["X-Request-Id"] == answer.json?["error"]?["request_id"]?.stringValue)
    }
  }

  @Test("requests sent in one go are answered in order on one connection")
  func pipelining() async throws {
    try await withServer { server, client in
      let fields = "Host: a\r\nAuthorization: Bearer \(server.apiKey)\r\n"
      let text =
        ["health", "me", "nope"].map { "GET /v1/\($0) HTTP/1.1\r\n\(fields)\r\n" }.joined()
        + "GET /v1/health HTTP/1.1\r\n\(fields)Connection: close\r\n\r\n"
      let received = String(decoding: try await client.raw(Array(text.utf8)), as: UTF8.self)
      let statuses = received.split(separator: "HTTP/1.1 ").map { String($0.prefix(3)) }
      #expect(statuses == ["200", "200", "404", "200"])
    }
  }

  @Test("a body may come in chunks, and after the leave to send it")
  func chunkedRequest() async throws {
    try await withServer { server, client in
      let head =
        "POST /v1/labels HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.apiKey)\r\n"
        + "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
      let text = head + "7\r\n{\"name\"\r\n6\r\n:\"Ch\"}\r\n0\r\n\r\n"
      let received = try await client.raw(Array(text.utf8))
      #expect(String(decoding: received, as: UTF8.self).hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"))
      #expect(Answer(received)?.data?["name"] == "Ch")
    }
  }

  @Test("HTTP/1.0 is answered and the connection closed")
  func oldVersion() async throws {
    try await withServer { _, client in
      let answer = try await exchange("GET /v1/health HTTP/1.0\r\n\r\n", with: client)
      #expect(answer.status == 200 && answer["Connection"] == "close")
    }
  }

  @Test("a target may name the host as for a proxy")
  func absoluteTarget() async throws {
    try await withServer { _, client in
      let text = "GET http://a/v1/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      let answer = try await exchange(text, with: client)
      #expect(answer.status == 200)
    }
  }

  @Test(
    "what is too large is refused by its own status",
    arguments: [
      ("GET", "/labels?x=" + String(repeating: "a", count: 10_000), 0, 414),
      ("GET", "/me", 70_000, 431),
    ])
  func tooLarge(method: String, path: String, fieldSize: Int, status: Int) async throws {
    try await withServer { _, client in
      let fields = fieldSize > 0 ? [("X-Long", String(repeating: "a", count: fieldSize))] : []
      let answer = try await client.send(method, path, fields: fields)
      #expect(answer.status == status)
      #expect(answer.json?["error"]?["request_id"]?.stringValue != nil)
    }
  }

  @Test("a body of a mebibyte is read to its end and refused")
  func largeBody() async throws {
    try await withServer { server, client in
      let body: JSON = ["name": .string(String(repeating: "x", count: 1 << 20))]
      let before = server.stateDigest
      let answer = try await client.send("POST", "/labels", json: body)
      #expect(answer.status == 413 && answer.errorCode == "payload_too_large")
      #expect(server.stateDigest == before)
    }
  }

  @Test("deep nesting is refused as JSON")
  func deepBody() async throws {
    try await withServer { _, client in
      let deep = String(repeating: "[", count: 5000)
      let answer = try await client.send("POST", "/labels", body: Array(deep.utf8))
      #expect(answer.status == 400 && answer.errorCode == "invalid_json")
    }
  }

  @Test("HEAD is answered like GET, without the body")
  func head() async throws {
    try await withServer { _, client in
      for path in ["/health", "/me", "/labels", "/labels/lbl_x", "/nope"] {
        let get = try await client.get(path)
        let head = try await client.send("HEAD", path)
        #expect(head.status == get.status, "\(path)")
        #expect(head["Content-Type"] == get["Content-Type"])
        #expect(head["Content-Length"] == get["Content-Length"])
        #expect(head.wireBody.isEmpty)
      }
    }
  }

  @Test(
    "a method that a path does not have is refused with those it has",
    arguments: [
      ("POST", "/me", "GET, HEAD, OPTIONS"), ("DELETE", "/labels", "GET, POST, HEAD, OPTIONS"),
      ("PUT", "/labels/lbl_x", "GET, PATCH, DELETE, HEAD, OPTIONS"),
    ])
  func otherMethods(method: String, path: String, allow: String) async throws {
    try await withServer { _, client in
      let answer = try await client.send(method, path, json: [:])
      #expect(answer.status == 405 && answer["Allow"] == allow)
      #expect(answer.errorCode == "method_not_allowed")
      let options = try await client.send("OPTIONS", path)
      #expect(options.status == 204 && options["Allow"] == allow)
      #expect(options["Content-Length"] == nil && options.wireBody.isEmpty)
    }
  }

  @Test(
    "a path leads to its operation however its letters are escaped, and nowhere else",
    arguments: [
      ("/l%61bels", 200), ("/labels/", 404), ("/Labels", 404), ("/nope/a/b/c", 404), ("/%zz", 400),
      ("/labels?limit=%zz", 400), ("/labels/%FF", 400), ("/labels/..%2f", 400),
    ])
  func paths(path: String, status: Int) async throws {
    try await withServer { _, client in
      let answer = try await client.get(path)
      #expect(answer.status == status)
      #expect((answer.errorCode == nil) == (status == 200))
    }
  }

  @Test(
    "only JSON in UTF-8 is read as a body",
    arguments: [
      ("application/json", 200), ("Application/JSON; charset=UTF-8", 200),
      ("application/json;charset=latin1", 415), ("text/plain", 415), (nil, 415),
    ])
  func mediaTypes(contentType: String?, status: Int) async throws {
    try await withServer { _, client in
      let body: JSON = ["name": "Typed"]
      let answer = try await client.send(
        "POST", "/labels", body: body.bytes, contentType: contentType)
      #expect(answer.status == status)
    }
  }

  @Test(
    "what is no JSON object is refused",
    arguments: [
      "", "{", "[]", "\"x\"", #"{"name":"a"}{}"#, #"{"name":"a",}"#, #"{"name":"a","name":"b"}"#,
      "\u{FEFF}{\"name\":\"a\"}", #"{"name":"\ud83d"}"#, #"{"name":01}"#, "{\"name\":\"a\nb\"}",
    ])
  func bodies(body: String) async throws {
    try await withServer { server, client in
      let before = server.stateDigest
      let answer = try await client.send("POST", "/labels", body: Array(body.utf8))
      #expect(answer.status == 400 && answer.errorCode == "invalid_json")
      #expect(server.stateDigest == before)
    }
  }

  @Test("every answer has a date, an id of its own, and is not to be kept")
  func commonFields() async throws {
    try await withServer { _, client in
      var ids: Set<String> = []
      for path in ["/me", "/labels", "/labels/lbl_x", "/nope", "/me"] {
        let answer = try await client.get(path)
        #expect(answer["Date"] != nil && answer["Cache-Control"] == "no-store")
        ids.insert(try #require(answer["X-Request-Id"]))
      }
      #expect(ids.count == 5)
    }
  }
}
