import Foundation
import ReferenceServer
import Testing

/// An answer, taken apart by hand so that nothing in it is hidden.
struct Answer {
  var status: Int
  var fields: [(name: String, value: String)]
  /// The body after the removal of chunk framing.
  var body: [UInt8]
  /// The bytes that came after the head.
  var wireBody: [UInt8]

  /// Takes the first final answer out of received bytes; nil if there is none.
  init?(_ received: [UInt8]) {
    var received = received[...]
    // An interim answer has no body: the next answer follows its head.
    while received.starts(with: Array("HTTP/1.1 1".utf8)) {
      guard let end = Answer.endOfHead(received) else { return nil }
      received = received[end...]
    }
    guard let end = Answer.endOfHead(received) else { return nil }
    let head = received[..<(end - 4)]
    var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let status = lines.removeFirst().split(separator: " ")
    guard status.count >= 2, status[0] == "HTTP/1.1", let code = Int(status[1]) else { return nil }
    self.status = code
    fields = lines.map { line in
      let name = line.prefix { $0 != ":" }
      return (String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
    }
    wireBody = Array(received[end...])
    body = wireBody
    if self["Transfer-Encoding"] == "chunked" { body = Answer.dechunk(wireBody) }
  }

  /// The value of a header field, or nil.
  subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The body as JSON, or nil if it is none.
  var json: JSON? { try? JSON(parsing: body) }

  /// `data` of the body.
  var data: JSON? { json?["data"] }

  /// The ids of the rows in `data`.
  var ids: [String] { data?.elements?.compactMap { $0["id"]?.stringValue } ?? [] }

  /// `error.code` of the body.
  var errorCode: String? { json?["error"]?["code"]?.stringValue }

  /// `error.param` of the body.
  var errorParameter: String? { json?["error"]?["param"]?.stringValue }

  /// The index behind the empty line that ends a head.
  private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast(3).first {
      bytes[$0..<$0 + 4].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
    }.map { $0 + 4 }
  }

  private static func dechunk(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    var body: [UInt8] = []
    while let lineEnd = rest.firstIndex(of: 0x0D) {
      let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16) ?? 0
      rest = rest.dropFirst(lineEnd - rest.startIndex + 2)
      if size == 0 { break }
      body += rest.prefix(size)
      rest = rest.dropFirst(size + 2)
    }
    return body
  }
}

/// Talks to one server: a connection for each request.
struct TestClient: Sendable {
  let server: ReferenceServer
  var key: String?

  /// A client with the server's main key.
  init(_ server: ReferenceServer) {
    self.server = server
    key = server.apiKey
  }

  /// Sends one request below `/v1` and gives its answer.
  func send(
    _ method: String, _ path: String, fields: [(String, String)] = [], body: [UInt8]? = nil,
    contentType: String? = "application/json"
  ) async throws -> Answer {
    var head = "\(method) /v1\(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    if let key { head += "Authorization: Bearer \(key)\r\n" }
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    if let body {
      if let contentType { head += "Content-Type: \(contentType)\r\n" }
      head += "Content-Length: \(body.count)\r\n"
    }
    let received = try await raw(Array((head + "\r\n").utf8) + (body ?? []))
    return try #require(Answer(received), "an answer to \(method) \(path)")
  }

  /// Gets a path.
  func get(_ path: String, fields: [(String, String)] = []) async throws -> Answer {
    try await send("GET", path, fields: fields)
  }

  /// Sends JSON to a path.
  func send(
    _ method: String, _ path: String, json: JSON, fields: [(String, String)] = []
  ) async throws -> Answer {
    try await send(method, path, fields: fields, body: json.bytes)
  }

  /// Sends bytes and gives all bytes that come back.
  func raw(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await LoopbackSocket.exchange(port: server.port, sending: bytes)
  }

  /// The first connected account.
  func account() async throws -> String {
    let answer = try await get("/accounts")
    return try #require(answer.data?[0]?["phone_number_id"]?.stringValue)
  }

  /// Creates a label and gives its id.
  func makeLabel(_ name: String) async throws -> String {
    let answer = try await send("POST", "/labels", json: ["name": .string(name)])
    return try #require(answer.data?["id"]?.stringValue)
  }

  /// Sends a text message, with an idempotency key if one is given.
  func sendText(_ text: String, key: String? = nil, to receiver: String = "+12025550150")
    async throws -> Answer
  {
    let fields = key.map { [("Idempotency-Key", $0)] } ?? []
    return try await send(
      "POST", "/\(try await account())/messages", json: Self.text(text, to: receiver),
      fields: fields)
  }

  /// The body of a text message.
  static func text(_ text: String, to receiver: String = "+12025550150") -> JSON {
    [
      "messaging_product": "whatsapp", "to": .string(receiver), "type": "text",
      "text": ["body": .string(text)],
    ]
  }

  /// All pages of a list, at most `bound` of them.
  func walk(_ path: String, limit: Int, bound: Int = 60) async throws -> [Answer] {
    var pages: [Answer] = []
    var cursor: String?
    let separator = path.contains("?") ? "&" : "?"
    repeat {
      let escaped = cursor?.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
      let suffix = escaped.map { "&cursor=" + $0 } ?? ""
      let page = try await get("\(path)\(separator)limit=\(limit)\(suffix)")
      pages.append(page)
      cursor = page.json?["next_cursor"]?.stringValue
    } while cursor != nil && pages.count < bound
    return pages
  }
}

/// Starts a server, lets `body` use it, and stops it.
func withServer<Result>(
  _ options: ReferenceServerOptions = .init(),
  _ body: (ReferenceServer, TestClient) async throws -> Result
) async throws -> Result {
  let server = try await ReferenceServer.start(options)
  do {
    let result = try await body(server, TestClient(server))
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}
