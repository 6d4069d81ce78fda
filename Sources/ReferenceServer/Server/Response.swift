/// An answer before it becomes bytes.
struct Response: Sendable {
  var status: Int
  var fields: [HTTPField] = []
  /// The JSON text of the body, or nil for an answer without one.
  var body: JSON?
  var closesConnection = false

  /// A success: the envelope with `data` and the request's id.
  static func success(_ data: JSON, requestID: String) -> Response {
    Response(status: 200, body: ["data": data, "request_id": .string(requestID)])
  }

  /// A refusal in the error envelope.
  static func refusal(_ error: APIError, requestID: String) -> Response {
    Response(
      status: error.status, fields: error.fields, body: error.envelope(requestID: requestID),
      closesConnection: error.closesConnection)
  }
}

extension Response {
  /// Names another exchange in the body, where bodies name it.
  mutating func setRequestID(_ id: String) {
    if body?["request_id"] != nil { body?["request_id"] = .string(id) }
    if body?["error"]?["request_id"] != nil { body?["error"]?["request_id"] = .string(id) }
  }
}

/// An answer as it goes onto the connection: every byte of it can be chosen.
struct EncodedResponse: Sendable {
  /// How the end of the body is marked.
  enum Framing: Sendable {
    /// By `Content-Length`, which says the body's true size.
    case length
    /// By `Content-Length` with this number, true or not.
    case claimedLength(Int)
    /// By chunks of at most this many bytes.
    case chunks(of: Int)
  }

  var status: Int
  var fields: [HTTPField]
  var body: [UInt8]
  var framing = Framing.length
  /// Whether the body stays away, as in the answer to HEAD, though the fields describe it.
  var omitsBody = false
  var closesConnection = false
  /// The lines of an answer that comes before this one, with a status of the 100s; empty for none.
  var interim: [String] = []
  /// How the name of a field is spelled.
  var fieldNameSpelling: @Sendable (String) -> String = { $0 }
  /// Whether the status line explains the status.
  var hasReason = true
  /// How long to wait between the head and the body.
  var pauseBeforeBody = Duration.zero

  /// Encodes an answer: its JSON as bytes, its media type among the fields.
  init(_ response: Response) {
    status = response.status
    fields = response.fields
    closesConnection = response.closesConnection
    body = response.body?.bytes ?? []
    if response.body != nil, fields.values(of: "Content-Type").isEmpty {
      fields.append(HTTPField(name: "Content-Type", value: "application/json"))
    }
  }

  /// The status line and the fields, up to and including the empty line.
  var headBytes: [UInt8] {
    var fields = fields
    switch framing {
    case .length where status != 204 && status != 304:
      fields.append(HTTPField(name: "Content-Length", value: String(body.count)))
    case .claimedLength(let count):
      fields.append(HTTPField(name: "Content-Length", value: String(count)))
    case .chunks: fields.append(HTTPField(name: "Transfer-Encoding", value: "chunked"))
    case .length: break
    }
    if closesConnection { fields.set("Connection", to: "close") }
    var text = interim.isEmpty ? "" : interim.joined(separator: "\r\n") + "\r\n\r\n"
    text += "HTTP/1.1 \(status) \(hasReason ? Self.reasons[status] ?? "Unknown" : "")\r\n"
    for field in fields { text += fieldNameSpelling(field.name) + ": " + field.value + "\r\n" }
    return Array((text + "\r\n").utf8)
  }

  /// The body as framed.
  var bodyBytes: [UInt8] {
    if omitsBody { return [] }
    guard case .chunks(let size) = framing else { return body }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: max(1, size)) {
      let chunk = body[start..<min(start + max(1, size), body.count)]
      bytes += Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + [0x0D, 0x0A]
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }

  private static let reasons: [Int: String] = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 302: "Found",
    304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable",
  ]
}
