import Foundation

/// A request as far as the depot looks at it.
struct DepotRequest: Sendable {
  var method: String
  var target: String
  var fields: [(name: String, value: String)]
  var body: [UInt8] = []
  /// The status it is refused with before anything else is looked at.
  var refusal: DepotProblem?

  func field(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// An answer, before it is written.
struct DepotAnswer: Sendable {
  var status: Int
  var fields: [(name: String, value: String)] = []
  var body: DepotJSON?
  /// A body that is no JSON.
  var text: String?
  var contentType = "application/json"

  /// The bytes of the answer; the body of a HEAD is left out, its length is not.
  func bytes(to method: String, at time: Int, closes: Bool) -> [UInt8] {
    let content = Array((text ?? body?.description ?? "").utf8)
    var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Answer")\r\n"
    head += "Date: \(Self.date(time))\r\n"
    for field in fields { head += "\(field.name): \(field.value)\r\n" }
    if status != 204, status != 304 {
      if !content.isEmpty { head += "Content-Type: \(contentType)\r\n" }
      head += "Content-Length: \(content.count)\r\n"
    }
    if closes { head += "Connection: close\r\n" }
    let hasBody = method != "HEAD" && status != 204 && status != 304
    return Array("\(head)\r\n".utf8) + (hasBody ? content : [])
  }

  private static let reasons = [
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request",
    401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
    412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error",
    503: "Service Unavailable",
  ]

  /// A time as HTTP writes it.
  static func date(_ time: Int) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second, .weekday],
      from: Date(timeIntervalSince1970: Double(time / 1000)))
    func two(_ number: Int?) -> String {
      let text = String(number ?? 0)
      return text.count < 2 ? "0\(text)" : text
    }
    let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(parts.weekday ?? 1) - 1]
    let month = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][(parts.month ?? 1) - 1]
    let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    return "\(day), \(two(parts.day)) \(month) \(parts.year ?? 0) \(time) GMT"
  }
}

/// Why a request is not carried out, told as RFC 9457 has it.
struct DepotProblem: Error, Sendable {
  var status: Int
  var code: String
  var detail: String
  var field: String?
  var fields: [(name: String, value: String)] = []

  static func invalid(_ field: String?, _ detail: String) -> DepotProblem {
    DepotProblem(status: 400, code: "invalid-input", detail: detail, field: field)
  }

  static let notFound = DepotProblem(
    status: 404, code: "not-found", detail: "There is nothing at this place.")

  /// Where the kind of problem is described.
  var type: String {
    let kinds = [
      400: "invalid", 401: "unknown-caller", 404: "missing", 409: "conflict", 412: "changed",
      429: "too-fast",
    ]
    return "https://depot.example/problems/\(kinds[status] ?? "other")"
  }
}
