import FoundationEssentials
import SchemaValidator

/// The pieces of a recording in HAR 1.2, which browsers' tools and proxies read.
///
/// What HAR has no words for stands in members that begin with an underscore.
/// Source: [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)
package enum HARText {
  /// What comes before the first entry.
  package static func opening(_ header: RecordingHeader) -> [UInt8] {
    var creator = JSONWriter()
    creator.object {
      $0.member("name", "conformance")
      $0.member("version", header.toolVersion)
    }
    return Array("{\"log\":{\"version\":\"1.2\",\"creator\":".utf8) + creator.finish()
      + Array(",\"entries\":[".utf8)
  }

  /// What comes between two entries.
  package static let separator = Array(",\n".utf8)
  /// What comes after the last entry.
  package static let closing = Array("]}}\n".utf8)

  /// One exchange as an entry.
  package static func entry(_ exchange: RecordedExchange) -> [UInt8] {
    let total = exchange.timings.total
    var json = JSONWriter()
    json.object { json in
      json.member(
        "startedDateTime", Timestamp(seconds: exchange.endedAt - total.inMilliseconds / 1_000).text)
      json.member("time", total.inMilliseconds)
      json.member("request") { write(exchange.request, into: &$0) }
      json.member("response") { write(exchange.response, into: &$0) }
      json.member("cache") { _ in }
      json.member("timings") { write(exchange.timings, into: &$0) }
      json.member("_case", exchange.caseID)
      json.member("_suite", exchange.suiteFile)
      json.member("_purpose", exchange.purpose)
      if let operation = exchange.operation { json.member("_operation", operation) }
      json.member("_faulty", exchange.isFaulty)
      if let error = exchange.error { json.member("_error", error.description) }
    }
    return json.finish()
  }

  private static func write(_ request: HTTPRequest, into json: inout JSONWriter) {
    json.member("method", request.method)
    json.member("url", request.url)
    json.member("httpVersion", "HTTP/1.1")
    json.list("cookies") { _ in }
    json.headers(request.fields)
    json.list("queryString") { json in
      for (name, value) in query(of: request.url) { json.pair(name, value) }
    }
    if let body = request.body {
      json.member("postData") { json in
        json.member("mimeType", request.fields.value(named: "Content-Type") ?? "")
        // The standard knows params besides text, and asks for them when there are any.
        json.content(body, encodingName: "_encoding")
      }
    }
    json.member("headersSize", -1)
    json.member("bodySize", request.body?.count ?? 0)
  }

  /// The parameters of a URL, decoded.
  private static func query(of url: String) -> [(name: String, value: String)] {
    guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
    let query = url.utf8[url.utf8.index(after: mark)...].prefix { $0 != UInt8(ascii: "#") }
    return query.split(separator: UInt8(ascii: "&")).map { pair in
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      func decoded(_ bytes: Substring.UTF8View) -> String {
        String(decoding: PercentEncoding.decode(Array(bytes)[...]), as: UTF8.self)
      }
      return (decoded(name), decoded(pair.dropFirst(name.count + 1)))
    }
  }

  /// A response; status 0 stands for none, as in the tools that write HAR.
  private static func write(_ response: HTTPResponse?, into json: inout JSONWriter) {
    json.member("status", response?.status ?? 0)
    json.member("statusText", response?.reason ?? "")
    json.member("httpVersion", response.map { "HTTP/\($0.version)" } ?? "")
    json.list("cookies") { _ in }
    json.headers(response?.fields ?? [])
    json.member("content") { json in
      let body = response?.body ?? []
      json.member("size", body.count)
      json.member("mimeType", response?.fields.value(named: "Content-Type") ?? "")
      if !body.isEmpty { json.content(body, encodingName: "encoding") }
    }
    json.member("redirectURL", response?.fields.value(named: "Location") ?? "")
    json.member("headersSize", -1)
    json.member("bodySize", response?.wireBodyLength ?? -1)
  }

  /// The phases, which add up to the whole; -1 for one that did not take place.
  private static func write(_ timings: Timings, into json: inout JSONWriter) {
    let isNew = !timings.reusedConnection && timings.connect > .zero
    let connecting = timings.connect + timings.tls
    let end = timings.total
    let sent = min(max(timings.sent, timings.nameLookup + connecting), end)
    let firstByte = timings.firstByte == .zero ? end : min(max(timings.firstByte, sent), end)
    json.member(
      "blocked", (isNew ? sent - timings.nameLookup - connecting : sent).inMilliseconds)
    json.member("dns", isNew ? timings.nameLookup.inMilliseconds : -1)
    json.member("connect", isNew ? connecting.inMilliseconds : -1)
    json.member("ssl", isNew && timings.tls > .zero ? timings.tls.inMilliseconds : -1)
    json.member("send", 0)
    json.member("wait", (firstByte - sent).inMilliseconds)
    json.member("receive", (end - firstByte).inMilliseconds)
  }
}

extension Duration {
  /// The duration in milliseconds, to the microsecond.
  fileprivate var inMilliseconds: Double { Double(microseconds) / 1_000 }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ number: Double) {
    self.name(name)
    self.number(number)
  }

  fileprivate mutating func list(_ name: String, _ write: (inout JSONWriter) -> Void) {
    self.name(name)
    beginArray()
    write(&self)
    endArray()
  }

  fileprivate mutating func pair(_ name: String, _ value: String) {
    object {
      $0.member("name", name)
      $0.member("value", value)
    }
  }

  fileprivate mutating func headers(_ fields: [HTTPField]) {
    list("headers") { json in
      for field in fields { json.pair(field.name, field.value) }
    }
  }

  /// A body: as text where it is UTF-8, else in base64, which a member tells.
  fileprivate mutating func content(_ body: [UInt8], encodingName: String) {
    if let text = String(validating: body, as: UTF8.self) {
      member("text", text)
    } else {
      member("text", Data(body).base64EncodedString())
      member(encodingName, "base64")
    }
  }
}
