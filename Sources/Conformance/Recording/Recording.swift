package import Diagnostics
import SchemaValidator

/// A recording in its own form, read back.
package struct Recording: Sendable {
  /// The file as it was given.
  package let file: String
  /// What all exchanges have in common.
  package let header: RecordingHeader
  /// The exchanges in the order they ended, each with the number of its line.
  package private(set) var exchanges: [(line: Int, exchange: RecordedExchange)] = []
  /// Whether the last line was cut off while it was written; it is left out.
  package private(set) var isCut = false

  /// Reads a recording.
  /// - Throws: ``Diagnostics`` with the place of the first thing in each line that is not as this
  ///   version writes it, and for a file that is no recording.
  package init(reading text: SourceText) throws(Diagnostics) {
    let newline = UInt8(ascii: "\n")
    var mistakes: [Diagnostic] = []
    var header: RecordingHeader?
    var start = 0
    var number = 0
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex(of: newline)
      let range = start..<(end ?? text.bytes.count)
      (start, number) = (range.upperBound + 1, number + 1)
      let line: RecordedObject
      do throws(Diagnostics) {
        line = try RecordedObject(lineAt: range, of: text)
      } catch {
        // Every line ends with a line end: one without was still being written.
        if end == nil, header != nil { isCut = true } else { mistakes += error.all }
        if header == nil { break }
        continue
      }
      do throws(Diagnostics) {
        if header == nil {
          header = try RecordingHeader(line)
        } else {
          exchanges.append((number, try RecordedExchange(line)))
        }
      } catch {
        mistakes += error.all
        if header == nil { break }
      }
      if mistakes.count >= Self.maximumMistakes { break }
    }
    if let first = mistakes.first, header == nil {
      throw Diagnostics([Self.refusal(of: text, first)])
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    guard let header else { throw Diagnostics([Self.refusal(of: text, nil)]) }
    file = text.name
    self.header = header
  }

  /// How many mistakes are told before the rest is left alone.
  private static let maximumMistakes = 20

  /// What to say about a file that does not begin as a recording does.
  private static func refusal(of text: SourceText, _ cause: Diagnostic?) -> Diagnostic {
    if let cause, cause.code == RecordedObject.versionCode { return cause }
    let first = text.bytes.prefix(4_096)
    let isHAR =
      text.name.lowercased().hasSuffix(".har")
      || String(decoding: first, as: UTF8.self).contains("\"log\"")
    return Diagnostic(
      code: "file.no-recording",
      isHAR
        ? "\(text.name) is a HAR file, which does not tell cases and operations apart"
        : "\(text.name) is no recording of a run",
      at: cause?.location ?? text.location(atByte: 0), excerpt: cause?.excerpt,
      fix: "give a recording in the program's own form: run with --record FILE.jsonl",
      notes: isHAR ? [] : cause.map { [.init($0.message, at: $0.location)] } ?? [])
  }
}

extension RecordingHeader {
  fileprivate init(_ line: RecordedObject) throws(Diagnostics) {
    let version = try line.integer("recording")
    guard version == RecordingLine.version else {
      throw line.refusal(
        code: RecordedObject.versionCode,
        "the recording has version \(version); this program reads \(RecordingLine.version)",
        at: "recording", fix: "read it with the version of the program that wrote it")
    }
    try line.expectOnly([
      "recording", "tool", "contract", "profileFile", "target", "profile", "seed", "run",
      "started",
    ])
    let contract = try line.object("contract", ["file", "title", "version", "operations"])
    guard let seed = UInt64(try line.string("seed")) else {
      throw line.refusal(expected: "a string of digits", at: "seed")
    }
    self.init(
      toolVersion: try line.string("tool"),
      contract: ContractRecord(
        file: try contract.string("file"), title: try contract.string("title"),
        version: try contract.string("version"),
        operationCount: try contract.integer("operations")),
      profileFile: try line.string("profileFile"), target: try line.string("target"),
      runProfile: try line.string("profile"), seed: seed, runPrefix: try line.string("run"),
      startedAt: try line.string("started"))
  }
}

extension RecordedExchange {
  /// The exchange that a line of a recording holds.
  init(_ line: RecordedObject) throws(Diagnostics) {
    try line.expectOnly([
      "case", "title", "suite", "purpose", "operation", "faulty", "sentAgain", "startedAfter",
      "ended", "request", "response", "error", "microseconds",
    ])
    let request = try line.object(
      "request",
      [
        "method", "url", "fields", "body", "base64", "decodes", "urlMasked", "maskedFields",
        "maskedBody",
      ])
    let timings = try Timings(line)
    let response = line.has("response") ? try Self.response(in: line, timings) : nil
    let result: Result<HTTPResponse, TransportError>
    if line.has("error") {
      result = .failure(try TransportError(line, partial: response?.response, timings: timings))
    } else if let response {
      result = .success(response.response)
    } else {
      throw line.refusal("neither a response nor an error is there; expected one of them")
    }
    self.init(
      caseID: try line.string("case"), caseTitle: try line.string("title"),
      suiteFile: try line.string("suite"), purpose: try line.string("purpose"),
      operation: line.has("operation") ? try line.string("operation") : nil,
      isFaulty: try line.flag("faulty"),
      isSentAgain: line.has("sentAgain") ? try line.flag("sentAgain") : false,
      startedAfter: .microseconds(try line.integer("startedAfter")),
      endedAt: try line.instant("ended"),
      request: HTTPRequest(
        method: try request.string("method"), url: try request.string("url"),
        fields: try request.fields("fields"), body: try request.body(),
        decodesContent: request.has("decodes") ? try request.flag("decodes") : false),
      result: result)
    masked.isURLMasked = request.has("urlMasked") ? try request.flag("urlMasked") : false
    masked.requestFields = try request.strings("maskedFields")
    masked.requestBody = try request.pointers("maskedBody")
    masked.responseFields = response?.fields ?? []
    masked.responseBody = response?.body ?? []
  }

  private static func response(
    in line: RecordedObject, _ timings: Timings
  ) throws(Diagnostics) -> (response: HTTPResponse, fields: [String], body: [JSONPointer]) {
    let object = try line.object(
      "response",
      [
        "status", "version", "reason", "fields", "trailers", "body", "base64", "wireLength",
        "interim", "maskedFields", "maskedBody",
      ])
    var interim: [HTTPResponse.Interim] = []
    for part in try object.objects("interim", ["status", "reason", "fields"]) {
      interim.append(
        .init(
          status: try part.integer("status"), reason: try part.string("reason"),
          fields: try part.fields("fields")))
    }
    let response = HTTPResponse(
      status: try object.integer("status"), version: try object.string("version"),
      reason: try object.string("reason"), fields: try object.fields("fields"),
      trailers: object.has("trailers") ? try object.fields("trailers") : [],
      body: try object.body() ?? [], wireBodyLength: try object.integer("wireLength"),
      interim: interim, timings: timings)
    return (response, try object.strings("maskedFields"), try object.pointers("maskedBody"))
  }
}

extension TransportError {
  fileprivate init(
    _ line: RecordedObject, partial: HTTPResponse?, timings: Timings
  ) throws(Diagnostics) {
    let object = try line.object("error", ["kind", "phase", "code", "message"])
    self.init(
      try object.word("kind", as: Kind.self), phase: try object.word("phase", as: Phase.self),
      code: try object.integer("code"), try object.string("message"), partial: partial,
      timings: timings)
  }
}

extension Timings {
  fileprivate init(_ line: RecordedObject) throws(Diagnostics) {
    let object = try line.object(
      "microseconds",
      [
        "startedAt", "queued", "nameLookup", "connect", "tls", "sent", "firstByte", "total",
        "reused", "attempts",
      ])
    func duration(_ name: String) throws(Diagnostics) -> Duration {
      .microseconds(try object.integer(name))
    }
    self.init(
      startedAt: try duration("startedAt"), queued: try duration("queued"),
      nameLookup: try duration("nameLookup"), connect: try duration("connect"),
      tls: try duration("tls"), sent: try duration("sent"), firstByte: try duration("firstByte"),
      total: try duration("total"), reusedConnection: try object.flag("reused"),
      attempts: try object.integer("attempts"))
  }
}
