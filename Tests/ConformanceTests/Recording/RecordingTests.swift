@testable import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

/// Exchanges to record, and their texts.
enum RecordedSample {
  static let header = RecordingHeader(
    toolVersion: "1.2.3",
    contract: ContractRecord(file: "items.yaml", title: "Items", version: "1", operationCount: 6),
    profileFile: "items/conformance.yaml", target: "http://items.test/v1", runProfile: "gate",
    seed: .max, runPrefix: "cft1", startedAt: "2026-08-01T12:00:00.000Z")

  static let timings = Timings(
    startedAt: .microseconds(5), queued: .microseconds(10), nameLookup: .microseconds(200),
    connect: .microseconds(300), tls: .microseconds(400), sent: .microseconds(1_000),
    firstByte: .microseconds(2_500), total: .microseconds(4_000), attempts: 2)

  /// The request for an item and an answer to it.
  static func exchange(
    _ result: Result<HTTPResponse, TransportError>, request: HTTPRequest? = nil,
    operation: String? = "GET /items/{id}", caseID: String = "items/read"
  ) -> RecordedExchange {
    RecordedExchange(
      caseID: caseID, caseTitle: "Read", suiteFile: "items/items.suite.yaml", purpose: "step 1",
      operation: operation, isFaulty: false, isSentAgain: false, startedAfter: .milliseconds(7),
      endedAt: JudgedExchange.now,
      request: request
        ?? HTTPRequest(
          method: "GET", url: "http://items.test/v1/items/i1", fields: [HTTPField("X-Key", "k")]),
      result: result)
  }

  static func answer(_ status: Int, _ body: String, _ fields: [HTTPField] = []) -> HTTPResponse {
    HTTPResponse(
      status: status,
      fields: [
        HTTPField("Content-Type", "application/json"), HTTPField("Date", JudgedExchange.date),
      ] + fields, body: Array(body.utf8), timings: timings)
  }

  /// The recording of exchanges, as a file holds it.
  static func text(
    _ exchanges: [RecordedExchange], header: RecordingHeader = header
  ) -> SourceText {
    SourceText(
      RecordingLine.text(of: header) + exchanges.flatMap { RecordingLine.text(of: $0) },
      name: "run.jsonl")
  }

  /// The recording of exchanges, read back.
  static func recording(
    _ exchanges: [RecordedExchange], header: RecordingHeader = header
  ) throws -> Recording {
    try Recording(reading: text(exchanges, header: header))
  }
}

@Suite("Recordings are written and read")
struct RecordingTests {
  private static let samples: [RecordedExchange] = {
    var full = RecordedSample.exchange(
      .success(
        HTTPResponse(
          status: 207, version: "2", reason: "Möre",
          fields: [HTTPField("x-A", "1"), HTTPField("X-a", ""), HTTPField("X-A", "\u{1}é")],
          trailers: [HTTPField("T", "t")], body: [0xFF, 0x00, 0x7B], wireBodyLength: 99,
          interim: [.init(status: 103, reason: "Early", fields: [HTTPField("Link", "<x>")])],
          timings: RecordedSample.timings)),
      request: HTTPRequest(
        method: "POST", url: "http://items.test/v1/items?a=b%20c",
        fields: [HTTPField("Once", "1"), HTTPField("once", "2")], body: [0xC3, 0x28],
        decodesContent: true), operation: nil)
    full.isFaulty = true
    full.isSentAgain = true
    full.masked.isURLMasked = true
    full.masked.requestFields = ["x-key"]
    full.masked.requestBody = [.root]
    full.masked.responseFields = ["x-a", "t"]
    full.masked.responseBody = [JSONPointer(["a/b", "0", "~"]), .root]
    let empty = RecordedSample.exchange(
      .success(HTTPResponse(status: 204, timings: Timings())),
      request: HTTPRequest(method: "DELETE", url: "http://items.test/v1/items/1", body: []))
    let failures = TransportError.Kind.allCases.map { kind in
      RecordedSample.exchange(
        .failure(
          TransportError(
            kind, phase: .receiving, code: 18, "line\nend \"quoted\"",
            partial: kind == .truncatedBody
              ? HTTPResponse(status: 200, body: [0x7B], timings: RecordedSample.timings) : nil,
            timings: RecordedSample.timings)))
    }
    return [full, empty] + failures
  }()

  @Test("what was written is read back unchanged")
  func roundTrip() throws {
    let text = RecordedSample.text(Self.samples)
    let recording = try Recording(reading: text)
    #expect(recording.header == RecordedSample.header)
    #expect(recording.exchanges.map(\.line) == Array(2..<Self.samples.count + 2))
    for (read, written) in zip(recording.exchanges, Self.samples) {
      let read = read.exchange
      #expect(read.result == written.result)
      #expect(read.request.method == written.request.method)
      #expect(read.request.url == written.request.url)
      #expect(read.request.fields == written.request.fields)
      #expect(read.request.body == written.request.body)
      #expect(read.request.decodesContent == written.request.decodesContent)
      #expect(read.masked == written.masked)
      #expect(read.endedAt == written.endedAt)
    }
    // Writing what was read covers every other member.
    let again = RecordedSample.text(
      recording.exchanges.map(\.exchange), header: recording.header)
    #expect(again.bytes == text.bytes)
  }

  @Test("a last line that was cut off is left out and told; every longer beginning is read")
  func cutLine() throws {
    let whole = RecordedSample.text(Array(Self.samples.prefix(2))).bytes
    let headerEnd = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
    for end in headerEnd..<whole.count {
      let recording = try Recording(reading: SourceText(Array(whole[..<end]), name: "r.jsonl"))
      let lines = whole[..<end].count { $0 == UInt8(ascii: "\n") }
      let isWholeLine = end + 1 < whole.count && whole[end] == UInt8(ascii: "\n")
      let isLast = end + 1 == whole.count
      #expect(recording.exchanges.count == lines - 1 + (isWholeLine || isLast ? 1 : 0))
      #expect(
        recording.isCut == (whole[end - 1] != UInt8(ascii: "\n") && !isWholeLine && !isLast))
    }
  }

  /// A change to a good recording, and what is said about it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let place: String
    let message: String
    var code = "file.bad-recording"
    var testDescription: String { message }
  }

  @Test(
    "a mistake is told at its place",
    arguments: [
      Damage(
        old: "\"faulty\"", new: "\"fautly\"", place: "2:",
        message: "unknown member \"fautly\"; expected one of case, title, suite"),
      Damage(
        old: "\"status\":200", new: "\"status\":\"200\"", place: "2:",
        message: "found \"200\"; expected an integer"),
      Damage(
        old: "\"purpose\":\"step 1\",", new: "", place: "2:1",
        message: "the member \"purpose\" is missing"),
      Damage(
        old: "[\"X-Key\",\"k\"]", new: "[\"X-Key\"]", place: "2:",
        message: "expected a name and a value"),
      Damage(old: "{\"case\"", new: "{case", place: "2:2", message: "the line is no JSON text"),
      Damage(
        old: "\"response\":", new: "\"error\":", place: "2:", message: "unknown member \"status\""),
      Damage(
        old: "{\"recording\":1", new: "{\"recording\":2", place: "1:14",
        message: "the recording has version 2; this program reads 1",
        code: "file.recording-version"),
      Damage(
        old: "{\"recording\":1", new: "{\"ledger\":1", place: "1:1",
        message: "run.jsonl is no recording of a run", code: "file.no-recording"),
      Damage(
        old: "{\"recording\":1", new: "{\"log\":{},\"recording\":1", place: "1:2",
        message: "run.jsonl is a HAR file", code: "file.no-recording"),
    ])
  func damage(_ damage: Damage) throws {
    let good = RecordedSample.text([
      RecordedSample.exchange(.success(RecordedSample.answer(200, ItemBody.one)))
    ])
    let text = String(decoding: good.bytes, as: UTF8.self)
    try #require(text.contains(damage.old))
    let bad = SourceText(
      text.replacing(damage.old, with: damage.new, maxReplacements: 1), name: "run.jsonl")
    let error = #expect(throws: Diagnostics.self) { try Recording(reading: bad) }
    let diagnostic = try #require(error?.all.first)
    #expect(error?.all.count == 1)
    #expect(diagnostic.code == damage.code)
    #expect(diagnostic.message.contains(damage.message), "\(diagnostic.message)")
    let place = try #require(diagnostic.location)
    #expect("\(place.line):\(place.column)".hasPrefix(damage.place), "\(place)")
    #expect(diagnostic.fix != nil)
  }

  @Test("a time that no clock shows is refused")
  func endOfTime() throws {
    var exchange = RecordedSample.exchange(.success(RecordedSample.answer(200, ItemBody.one)))
    exchange.endedAt = 1e300
    let error = #expect(throws: Diagnostics.self) {
      try Recording(reading: RecordedSample.text([exchange]))
    }
    #expect(
      error?.all.first?.message.contains("expected seconds since 1970, before the year 10000")
        == true, "\(String(describing: error))")
  }

  @Test("an empty file is no recording", arguments: ["", "\n", "[]\n", "run: 1\n"])
  func noRecording(_ text: String) {
    let error = #expect(throws: Diagnostics.self) {
      try Recording(reading: SourceText(text, name: "x.jsonl"))
    }
    #expect(error?.all.map(\.code) == ["file.no-recording"])
    #expect(error?.all.first?.location?.line == 1)
  }
}

@Suite("Recordings hold no secret")
struct RecordingMaskTests {
  private static let secret = "s3cr3t-k3y/42"
  private static let redactor = Redactor([.init(secret, environmentName: nil)])
  /// The secret as servers and clients spell it.
  private static let spellings = [
    secret, "s3cr3t-k3y%2F42", #"s3cr3t-k3y\/42"#, Data(secret.utf8).base64EncodedString(),
    Data("user:\(secret)".utf8).base64EncodedString(),
    secret.utf8.map { String($0, radix: 16) }.joined(),
  ]

  @Test("in any spelling and place, and say where it was", arguments: spellings)
  func spelling(_ spelling: String) throws {
    let body = #"{"a":[{"k":"x \#(spelling)"},1],"b":"fine"}"#
    let failure = TransportError(
      .truncatedBody, phase: .receiving, "cut at \(spelling)",
      partial: HTTPResponse(
        status: 200, reason: spelling, fields: [HTTPField("X-Echo", spelling)],
        trailers: [HTTPField("X-End", spelling)], head: Array("X: \(spelling)".utf8),
        body: Array(body.utf8),
        interim: [.init(status: 103, reason: spelling, fields: [HTTPField("Link", spelling)])]))
    let exchange = RecordedSample.exchange(
      .failure(failure),
      request: HTTPRequest(
        method: "POST", url: "http://items.test/v1/items?key=\(spelling)",
        fields: [HTTPField("Authorization", "Bearer \(spelling)"), HTTPField("X-Plain", "p")],
        body: Array("key=\(spelling)".utf8)))
    let clean = exchange.masked(by: Self.redactor)
    for text in [RecordingLine.text(of: clean), HARText.entry(clean)] {
      #expect(!Self.redactor.finds(in: text), "\(String(decoding: text, as: UTF8.self))")
      #expect(!String(decoding: text, as: UTF8.self).contains(spelling))
    }
    #expect(clean.masked.isURLMasked)
    #expect(clean.masked.requestFields == ["authorization"])
    #expect(clean.masked.requestBody == [.root])
    #expect(clean.masked.responseFields == ["x-echo", "x-end"])
    #expect(clean.masked.responseBody == [JSONPointer(["a", "0", "k"])])
  }

  @Test("and nothing is marked in what holds none")
  func untouched() {
    let exchange = RecordedSample.exchange(.success(RecordedSample.answer(200, ItemBody.one)))
    let clean = exchange.masked(by: Self.redactor)
    #expect(clean.masked == MaskedPlaces())
    #expect(clean.result == exchange.result)
  }

  @Test(
    "a mask concerns what it stands in, what that stands in, and nothing beside it",
    arguments: [
      ("/a/0/k", true), ("/a/0", true), ("/a", true), ("", true), ("/a/0/k/z", true),
      ("/a/1", false), ("/b", false), ("/a/0/kk", false),
    ])
  func concern(_ pointer: String, _ isConcerned: Bool) throws {
    var masked = MaskedPlaces()
    masked.responseBody = [JSONPointer(["a", "0", "k"])]
    masked.responseFields = ["set-cookie"]
    let place = Finding.Place.body(try #require(JSONPointer(parsing: pointer)))
    #expect(masked.concern(place) == isConcerned)
    #expect(masked.concern(.header("Set-Cookie")))
    #expect(!masked.concern(.header("date")) && !masked.concern(.status))
  }
}

@Suite("Recordings are files")
struct RecordingFileTests {
  private static func temporaryFile(_ ending: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "rec-\(UUID().uuidString)\(ending)").path
  }

  @Test("HAR is one JSON text once the run is over, with what HAR asks for", arguments: 0...3)
  func har(_ count: Int) throws {
    let path = Self.temporaryFile(".HAR")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try RecordingFile(path, header: RecordedSample.header, redactor: Redactor([]))
    let exchanges = [
      RecordedSample.exchange(
        .success(RecordedSample.answer(200, ItemBody.one, [HTTPField("Location", "/x")]))),
      RecordedSample.exchange(
        .failure(TransportError(.timeout, phase: .awaitingResponse, "too late")),
        request: HTTPRequest(
          method: "POST", url: "http://items.test/v1/items?a=b%20c&d", body: [0xFF])),
      RecordedSample.exchange(.success(HTTPResponse(status: 200, body: [0xFF]))),
    ].prefix(count)
    for exchange in exchanges { file.record(exchange) }
    #expect(file.finish() == nil)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let log = try #require(try JSONDocument(parsing: bytes).root["log"])
    #expect(log["version"]?.stringValue == "1.2")
    #expect(log["creator"]?["name"]?.stringValue == "conformance")
    let entries = try #require(log["entries"]).elements.map { $0 }
    #expect(entries.count == count)
    for entry in entries {
      for name in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
        #expect(entry[name] != nil, "\(name)")
      }
      for name in ["method", "url", "httpVersion", "cookies", "headers", "queryString"] {
        #expect(entry["request"]?[name] != nil, "\(name)")
      }
      for name in ["status", "statusText", "httpVersion", "content", "redirectURL", "headersSize"] {
        #expect(entry["response"]?[name] != nil, "\(name)")
      }
      // The phases that took place make the whole; the handshake is part of connecting.
      let parts = ["blocked", "dns", "connect", "send", "wait", "receive"]
        .compactMap { entry["timings"]?[$0]?.doubleValue }
      #expect(parts.count == 6)
      let sum = parts.filter { $0 >= 0 }.reduce(0, +)
      #expect(abs(sum - (entry["time"]?.doubleValue ?? -1)) < 0.001)
    }
    guard count == 3 else { return }
    #expect(entries[0]["startedDateTime"]?.stringValue == "2026-08-01T11:59:59.996Z")
    #expect(entries[0]["response"]?["redirectURL"]?.stringValue == "/x")
    #expect(entries[0]["response"]?["content"]?["text"]?.stringValue == ItemBody.one)
    #expect(entries[1]["response"]?["status"]?.intValue == 0)
    #expect(
      entries[1]["request"]?["queryString"]?.description
        == #"[{"name":"a","value":"b c"},{"name":"d","value":""}]"#)
    #expect(entries[1]["request"]?["postData"]?["_encoding"]?.stringValue == "base64")
    #expect(entries[2]["response"]?["content"]?["encoding"]?.stringValue == "base64")
  }

  @Test("an earlier recording makes place for a new one")
  func replaced() throws {
    let path = Self.temporaryFile(".jsonl")
    defer { try? FileManager.default.removeItem(atPath: path) }
    for _ in 0..<2 {
      let file = try RecordingFile(path, header: RecordedSample.header, redactor: Redactor([]))
      file.record(RecordedSample.exchange(.success(RecordedSample.answer(200, "{}"))))
      // What is written can be read before the end.
      let text = SourceText(Array(try Data(contentsOf: URL(filePath: path))), name: path)
      #expect(try Recording(reading: text).exchanges.count == 1)
      #expect(file.finish() == nil)
    }
  }

  @Test(
    "a place that cannot be written to is refused at once",
    arguments: ["/dev/null/x.jsonl", "/nowhere/x.har", "/dev/full"])
  func unwritable(_ path: String) {
    let error = #expect(throws: Diagnostics.self) {
      _ = try RecordingFile(path, header: RecordedSample.header, redactor: Redactor([]))
    }
    #expect(error?.all.map(\.code) == ["file.unwritable"])
    #expect(error?.all.first?.message.contains(path) == true)
  }

  @Test("a disk that is full leaves what was written before, and is told")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory
        .appending(path: "rec-\(UUID().uuidString).jsonl").path
      defer { try? FileManager.default.removeItem(atPath: path) }
      let exchange = RecordedSample.exchange(.success(RecordedSample.answer(200, "{}")))
      let size = RecordingLine.text(of: exchange).count
      let room = RecordingLine.text(of: RecordedSample.header).count + size + size / 2
      // Writing past the limit then fails, as on a disk without space.
      _ = signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: rlim_t(room), rlim_max: rlim_t(room))
      try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let file = try RecordingFile(path, header: RecordedSample.header, redactor: Redactor([]))
      for _ in 0..<3 { file.record(exchange) }
      let notice = try #require(file.finish())
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      let recording = try Recording(reading: SourceText(bytes, name: path))
      let isTold =
        notice.code == "recording-incomplete"
        && notice.message.hasPrefix("the recording \(path) ends after 1 exchange: ")
      exit(isTold && recording.exchanges.count == 1 && !recording.isCut ? 0 : 1)
    }
  }
}
