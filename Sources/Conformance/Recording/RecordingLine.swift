import Diagnostics
import FoundationEssentials
import SchemaValidator

/// The lines of a recording in its own form: JSON, a header and then an exchange a line.
package enum RecordingLine {
  /// The version of the form, in the header.
  package static let version = 1

  /// The line of a header, with its line end.
  package static func text(of header: RecordingHeader) -> [UInt8] {
    var json = JSONWriter()
    json.object {
      $0.member("recording", version)
      $0.member("tool", header.toolVersion)
      $0.member("contract") {
        $0.member("file", header.contract.file)
        $0.member("title", header.contract.title)
        $0.member("version", header.contract.version)
        $0.member("operations", header.contract.operationCount)
      }
      $0.member("profileFile", header.profileFile)
      $0.member("target", header.target)
      $0.member("profile", header.runProfile)
      // A number would lose digits in many readers.
      $0.member("seed", String(header.seed))
      $0.member("run", header.runPrefix)
      $0.member("started", header.startedAt)
    }
    return json.finish() + [UInt8(ascii: "\n")]
  }

  /// The line of an exchange, with its line end.
  package static func text(of exchange: RecordedExchange) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("case", exchange.caseID)
      json.member("title", exchange.caseTitle)
      json.member("suite", exchange.suiteFile)
      json.member("purpose", exchange.purpose)
      if let operation = exchange.operation { json.member("operation", operation) }
      json.member("faulty", exchange.isFaulty)
      if exchange.isSentAgain { json.member("sentAgain", true) }
      json.member("startedAfter", exchange.startedAfter.microseconds)
      json.name("ended")
      json.number(exchange.endedAt)
      json.member("request") { write(exchange, into: &$0) }
      if let response = exchange.response {
        json.member("response") { write(response, exchange.masked, into: &$0) }
      }
      if let error = exchange.error { json.member("error") { write(error, into: &$0) } }
      json.member("microseconds") { write(exchange.timings, into: &$0) }
    }
    return json.finish() + [UInt8(ascii: "\n")]
  }

  private static func write(_ exchange: RecordedExchange, into json: inout JSONWriter) {
    let request = exchange.request
    json.member("method", request.method)
    json.member("url", request.url)
    json.fields("fields", request.fields)
    if let body = request.body { json.body(body) }
    if request.decodesContent { json.member("decodes", true) }
    if exchange.masked.isURLMasked { json.member("urlMasked", true) }
    json.masked(fields: exchange.masked.requestFields, body: exchange.masked.requestBody)
  }

  private static func write(
    _ response: HTTPResponse, _ masked: MaskedPlaces, into json: inout JSONWriter
  ) {
    json.member("status", response.status)
    json.member("version", response.version)
    json.member("reason", response.reason)
    json.fields("fields", response.fields)
    if !response.trailers.isEmpty { json.fields("trailers", response.trailers) }
    json.body(response.body)
    json.member("wireLength", response.wireBodyLength)
    if !response.interim.isEmpty {
      json.name("interim")
      json.beginArray()
      for interim in response.interim {
        json.object {
          $0.member("status", interim.status)
          $0.member("reason", interim.reason)
          $0.fields("fields", interim.fields)
        }
      }
      json.endArray()
    }
    json.masked(fields: masked.responseFields, body: masked.responseBody)
  }

  private static func write(_ error: TransportError, into json: inout JSONWriter) {
    json.member("kind", error.kind.rawValue)
    json.member("phase", error.phase.rawValue)
    json.member("code", error.code)
    json.member("message", error.message)
  }

  private static func write(_ timings: Timings, into json: inout JSONWriter) {
    json.member("startedAt", timings.startedAt.microseconds)
    json.member("queued", timings.queued.microseconds)
    json.member("nameLookup", timings.nameLookup.microseconds)
    json.member("connect", timings.connect.microseconds)
    json.member("tls", timings.tls.microseconds)
    json.member("sent", timings.sent.microseconds)
    json.member("firstByte", timings.firstByte.microseconds)
    json.member("total", timings.total.microseconds)
    json.member("reused", timings.reusedConnection)
    json.member("attempts", timings.attempts)
  }
}

extension Duration {
  /// The whole microseconds of it.
  var microseconds: Int {
    Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
  }
}

extension JSONWriter {
  /// An object with what is written in it.
  mutating func object(_ write: (inout JSONWriter) -> Void) {
    beginObject()
    write(&self)
    endObject()
  }

  mutating func member(_ name: String, _ text: String) {
    self.name(name)
    string(text)
  }

  mutating func member(_ name: String, _ number: Int) {
    self.name(name)
    self.number(number)
  }

  mutating func member(_ name: String, _ flag: Bool) {
    self.name(name)
    bool(flag)
  }

  mutating func member(_ name: String, _ write: (inout JSONWriter) -> Void) {
    self.name(name)
    object(write)
  }

  fileprivate mutating func strings(_ name: String, _ texts: [String]) {
    self.name(name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }

  /// Header fields as pairs, in their order.
  fileprivate mutating func fields(_ name: String, _ fields: [HTTPField]) {
    self.name(name)
    beginArray()
    for field in fields {
      beginArray()
      string(field.name)
      string(field.value)
      endArray()
    }
    endArray()
  }

  /// A body: as text where it is UTF-8, else in base64.
  fileprivate mutating func body(_ bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      member("body", text)
    } else {
      member("base64", Data(bytes).base64EncodedString())
    }
  }

  fileprivate mutating func masked(fields: [String], body: [JSONPointer]) {
    if !fields.isEmpty { strings("maskedFields", fields) }
    if !body.isEmpty { strings("maskedBody", body.map(\.description)) }
  }
}
