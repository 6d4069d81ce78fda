import Conformance
import Testing

@Suite("HTTP engine: what is received")
struct CurlEngineResponseTests {
  let engine: CurlEngine

  init() throws { engine = try CurlEngine() }

  @Test("keeps fields in order, with duplicates and letter case")
  func fields() async throws {
    let text =
      "HTTP/1.1 200 Fine\r\nb: 1\r\nA: 2\r\nSet-Cookie: x\r\nSET-COOKIE:y\r\nempty:\r\n"
      + "padded: \t z \t\r\nContent-Length: 2\r\n\r\nok"
    let response = try await withServer(ScriptedServer(answering: text)) {
      try await engine.send(HTTPRequest(method: "GET", url: $0.url()))
    }
    #expect(response.status == 200)
    #expect(response.version == "1.1")
    #expect(response.reason == "Fine")
    #expect(
      response.fields == [
        HTTPField("b", "1"), HTTPField("A", "2"), HTTPField("Set-Cookie", "x"),
        HTTPField("SET-COOKIE", "y"), HTTPField("empty", ""), HTTPField("padded", "z"),
        HTTPField("Content-Length", "2"),
      ])
    #expect(response.fields.values(named: "set-cookie") == ["x", "y"])
    #expect(String(decoding: response.head, as: UTF8.self) + "ok" == text)
    #expect(response.body == Array("ok".utf8))
  }

  @Test("reads a value that is not UTF-8 as Latin-1 and one that is as UTF-8")
  func encodings() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nlatin: caf\u{E9}".unicodeScalars.map { UInt8($0.value) })
    let rest = Array("\r\nutf8: café\r\nContent-Length: 0\r\n\r\n".utf8)
    let server = try ScriptedServer { connection in
      while connection.readRequest() != nil { connection.socket.write(head + rest) }
    }
    let response = try await withServer(server) {
      try await engine.send(HTTPRequest(method: "GET", url: $0.url()))
    }
    #expect(response.fields.value(named: "latin") == "caf\u{E9}")
    #expect(response.fields.value(named: "utf8") == "café")
    #expect(response.head == head + rest)
  }

  @Test("joins a folded field line with a space")
  func folded() async throws {
    let text = "HTTP/1.1 200 OK\r\na: 1\r\n\t 2\r\nContent-Length: 0\r\n\r\n"
    let response = try await withServer(ScriptedServer(answering: text)) {
      try await engine.send(HTTPRequest(method: "GET", url: $0.url()))
    }
    #expect(response.fields.value(named: "a") == "1 2")
  }

  @Test("keeps interim responses apart from the final one")
  func interim() async throws {
    let text =
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
      + "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx"
    let response = try await withServer(ScriptedServer(answering: text)) {
      try await engine.send(HTTPRequest(method: "POST", url: $0.url()))
    }
    #expect(response.status == 201)
    #expect(response.fields == [HTTPField("Content-Length", "1")])
    #expect(
      response.interim == [
        HTTPResponse.Interim(
          status: 103, reason: "Early Hints", fields: [HTTPField("Link", "</a>")]),
        HTTPResponse.Interim(status: 102, reason: "Processing"),
      ])
  }

  @Test("takes chunk framing off and keeps trailers apart")
  func chunked() async throws {
    let text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nDigest: 5\r\n\r\n"
    let response = try await withServer(ScriptedServer(answering: text)) {
      try await engine.send(HTTPRequest(method: "GET", url: $0.url()))
    }
    #expect(response.body == Array("abcde".utf8))
    #expect(response.wireBodyLength == 5)
    #expect(response.fields == [HTTPField("Transfer-Encoding", "chunked")])
    #expect(response.trailers == [HTTPField("Digest", "5")])
  }

  @Test("takes a body without a length up to the end of the connection")
  func closeDelimited() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\nto the end")
    }
    let response = try await withServer(server) {
      try await engine.send(HTTPRequest(method: "GET", url: $0.url()))
    }
    #expect(response.body == Array("to the end".utf8))
  }

  @Test(
    "takes no body for HEAD, 204 and 304", arguments: ["HEAD 200 OK", "GET 204 No", "GET 304 N"])
  func bodiless(_ exchange: String) async throws {
    let parts = exchange.split(separator: " ", maxSplits: 1).map(String.init)
    let length = parts[0] == "HEAD" ? "Content-Length: 12\r\n" : ""
    let text = "HTTP/1.1 \(parts[1])\r\n\(length)\r\n"
    let response = try await withServer(ScriptedServer(answering: text)) {
      try await engine.send(HTTPRequest(method: parts[0], url: $0.url()))
    }
    #expect(response.body.isEmpty)
  }

  @Test("hands over redirects instead of following them", arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    let text = "HTTP/1.1 \(status) Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    try await withServer(ScriptedServer(answering: text)) { server in
      let response = try await engine.send(HTTPRequest(method: "GET", url: server.url()))
      #expect(response.status == status)
      #expect(response.fields.value(named: "location") == "/elsewhere")
      #expect(server.requests.count == 1)
    }
  }

  /// `hello` as a gzip stream.
  private static let gzip: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
  ]

  @Test(
    "decodes content only when asked, and counts the bytes on the wire", arguments: [true, false])
  func contentEncoding(decodes: Bool) async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n"
    let server = try ScriptedServer { connection in
      while connection.readRequest() != nil {
        connection.socket.write(Array(head.utf8) + Self.gzip)
      }
    }
    try await withServer(server) { server in
      let response = try await engine.send(
        HTTPRequest(method: "GET", url: server.url(), decodesContent: decodes))
      #expect(response.body == (decodes ? Array("hello".utf8) : Self.gzip))
      #expect(response.wireBodyLength == 25)
      #expect(server.requests.allSatisfy { !$0.lowercased().contains("accept-encoding") })
    }
  }

  @Test("says when things happened, in order")
  func timings() async throws {
    let engine = try CurlEngine(.init(maximumIdleTime: .seconds(3600)))
    try await withServer(ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    {
      server in
      let first = try await engine.send(HTTPRequest(method: "GET", url: server.url())).timings
      let second = try await engine.send(HTTPRequest(method: "GET", url: server.url())).timings
      #expect(!first.reusedConnection)
      #expect(first.connect > .zero)
      #expect(second.reusedConnection)
      #expect(second.connect == .zero)
      #expect(second.startedAt >= first.startedAt + first.total)
      #expect(!first.overlaps(second))
      for timings in [first, second] {
        #expect(timings.queued <= timings.sent)
        #expect(timings.sent <= timings.firstByte)
        #expect(timings.firstByte <= timings.total)
        #expect(timings.tls == .zero)
        #expect(timings.attempts == 1)
      }
    }
  }
}

@Suite("HTTP engine: what is sent")
struct CurlEngineRequestTests {
  let engine: CurlEngine

  init() throws { engine = try CurlEngine() }

  /// What the server reads when a request is sent.
  private func sent(
    _ request: HTTPRequest, withHeadOnly headOnly: Bool = false
  ) async throws -> String {
    let server = try ScriptedServer { connection in
      while (headOnly ? connection.readHead() : connection.readRequest()) != nil {
        connection.answer("")
        if headOnly { return connection.waitForClose() }
      }
    }
    return try await withServer(server) { server in
      var request = request
      request.url = server.url(request.url)
      _ = try await engine.send(request)
      return try #require(server.requests.first)
        .split(separator: "127.0.0.1:\(server.port)", omittingEmptySubsequences: false)
        .joined(separator: "HOST")
    }
  }

  @Test("adds Host and nothing else")
  func bare() async throws {
    let text = try await sent(HTTPRequest(method: "GET", url: "/"))
    #expect(text == "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n")
  }

  @Test("sends fields in order, empty values and duplicates included")
  func fields() async throws {
    let text = try await sent(
      HTTPRequest(
        method: "DELETE", url: "/x",
        fields: [
          HTTPField("X-B", "1"), HTTPField("x-a", ""), HTTPField("X-B", " 2"),
          HTTPField("X-Blank", " \t"), HTTPField("User-Agent", "me"), HTTPField("Accept", "*/*"),
        ]))
    #expect(
      text == "DELETE /x HTTP/1.1\r\nHost: HOST\r\nUser-Agent: me\r\nAccept: */*\r\n"
        + "X-B: 1\r\nx-a:\r\nX-B:  2\r\nX-Blank:\r\n\r\n"
        || text == "DELETE /x HTTP/1.1\r\nHost: HOST\r\nX-B: 1\r\nx-a:\r\nX-B:  2\r\nX-Blank:\r\n"
          + "User-Agent: me\r\nAccept: */*\r\n\r\n"
    )
  }

  @Test(
    "sends the target as written",
    arguments: [
      ("", "/"), ("?q=1", "/?q=1"), ("/a/../b/./c", "/a/../b/./c"), ("//x", "//x"),
      ("/%7e%41%2F?a=%20&b=ü#part", "/%7e%41%2F?a=%20&b=ü"), ("/a?b?c=d/../e", "/a?b?c=d/../e"),
      ("/[]{}|\\^`\"<>", "/[]{}|\\^`\"<>"), ("/%zz%", "/%zz%"),
    ])
  func target(path: String, expected: String) async throws {
    let text = try await sent(HTTPRequest(method: "GET", url: path))
    #expect(text.hasPrefix("GET \(expected) HTTP/1.1\r\n"))
  }

  @Test("sends a body with its length and no content type of its own")
  func body() async throws {
    let text = try await sent(HTTPRequest(method: "PATCH", url: "/", body: Array("{}".utf8)))
    #expect(text == "PATCH / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}")
  }

  @Test("announces a length of 0 where a body is expected", arguments: ["POST", "PUT", "PATCH"])
  func noBody(method: String) async throws {
    let text = try await sent(HTTPRequest(method: method, url: "/"))
    #expect(text == "\(method) / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n")
  }

  @Test("sends a body with any method but HEAD", arguments: ["GET", "DELETE", "OPTIONS", "QUERY"])
  func unusualBody(method: String) async throws {
    let text = try await sent(HTTPRequest(method: method, url: "/", body: Array("x".utf8)))
    #expect(text == "\(method) / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx")
  }

  @Test("leaves the framing of the body to the fields, when they speak of it")
  func ownFraming() async throws {
    let chunked = try await sent(
      HTTPRequest(
        method: "POST", url: "/", fields: [HTTPField("Transfer-Encoding", "chunked")],
        body: Array("hello".utf8)), withHeadOnly: true)
    #expect(chunked == "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n")
    let length = try await sent(
      HTTPRequest(
        method: "POST", url: "/", fields: [HTTPField("content-length", "3")],
        body: Array("hello".utf8)), withHeadOnly: true)
    #expect(length == "POST / HTTP/1.1\r\nHost: HOST\r\ncontent-length: 3\r\n\r\n")
  }

  @Test("sends the Host it is given, and text beyond ASCII as UTF-8")
  func ownHost() async throws {
    let text = try await sent(
      HTTPRequest(
        method: "GET", url: "/",
        fields: [HTTPField("Host", "api.example"), HTTPField("X", "café")]))
    #expect(text == "GET / HTTP/1.1\r\nHost: api.example\r\nX: café\r\n\r\n")
  }

  @Test("sends a large body without asking first")
  func largeBody() async throws {
    let body = [UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20)
    // The server looks through all that it has at each read, which takes its time.
    let text = try await sent(.patient("POST", "/", body: body))
    #expect(!text.prefix(200).contains("Expect"))
    #expect(text.utf8.count > body.count)
  }

  @Test(
    "refuses what cannot be sent, before sending",
    arguments: [
      HTTPRequest(method: "GET /x", url: "/"),
      HTTPRequest(method: "", url: "/"),
      HTTPRequest(method: "GET\r\nX: y", url: "/"),
      HTTPRequest(method: "HEAD", url: "/", body: [1]),
      HTTPRequest(method: "GET", url: "/a b"),
      HTTPRequest(method: "GET", url: "/a\r\nX: y"),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("X", "a\r\nY: b")]),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("X", "a\nY: b")]),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("X", "a\0b")]),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("X: a\r\nY", "b")]),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("", "b")]),
      HTTPRequest(method: "GET", url: "/", fields: [HTTPField("Host", " ")]),
    ])
  func refused(_ request: HTTPRequest) async throws {
    try await withServer(ScriptedServer(answering: "")) { server in
      var request = request
      request.url = server.url(request.url)
      let error = await #expect(throws: TransportError.self) { try await engine.send(request) }
      #expect(error?.kind == .invalidRequest)
      #expect(error?.phase == .preparing)
      #expect(server.connectionCount == 0)
    }
  }

  @Test(
    "refuses a URL it cannot use",
    arguments: [
      "", "/path", "ftp://h/", "file:///etc/hosts", "http://", "http:///x", "http:/x",
      "http://u:p@h/",
      "http://h h/", "http://h:99999/", "http://[::1/",
    ])
  func refusedURL(_ url: String) async throws {
    let error = await #expect(throws: TransportError.self) {
      try await engine.send(HTTPRequest(method: "GET", url: url))
    }
    #expect(error?.kind == .invalidRequest)
  }
}
