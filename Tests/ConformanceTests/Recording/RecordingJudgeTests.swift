@testable import Conformance
import Diagnostics
import Foundation
import SchemaValidator
import Testing

@Suite("Recordings are judged again")
struct RecordingJudgeTests {
  /// The result of judging exchanges by the contract of items.
  private static func judge(
    _ exchanges: [RecordedExchange], header: RecordingHeader = RecordedSample.header,
    conventions: Conventions? = ItemContract.conventions, isCut: Bool = false
  ) throws -> RunResult {
    let contract = try ItemContract.contract.get()
    let measure = RecordingJudge.Measure(
      contract: contract, contractFile: "items.yaml", conventions: conventions,
      catalogue: try RequirementCatalogue.standard(), deviations: DeviationList(), cases: [:])
    var header = header
    header.contract.operationCount = contract.operations.count
    var text = RecordedSample.text(exchanges, header: header)
    if isCut { text = SourceText(Array(text.bytes.dropLast(5)), name: text.name) }
    var judge = RecordingJudge(try Recording(reading: text), by: measure)
    return judge.judge(command: ["conformance"], toolVersion: "1", isStrict: false)
  }

  private static func findings(_ result: RunResult) -> [String] {
    result.cases.flatMap(\.findings).map { "\($0.requirement) \($0.place.text)" }
  }

  private static func answered(
    _ status: Int, _ body: String, _ fields: [HTTPField] = []
  ) -> RecordedExchange {
    RecordedSample.exchange(.success(RecordedSample.answer(status, body, fields)))
  }

  /// What an answer with a secret has to say.
  private static let unstored = HTTPField("Cache-Control", "no-store")

  @Test("what keeps the contract passes, and tells what it was held to")
  func sound() throws {
    let result = try Self.judge([Self.answered(200, ItemBody.one)])
    #expect(Self.findings(result) == [])
    let only = try #require(result.cases.first)
    #expect(only.verdict == .passed && result.cases.count == 1)
    #expect(only.id == "items/read" && only.title == "Read")
    #expect(only.location == SourceLocation(file: "run.jsonl", line: 2, column: 1))
    #expect(Set(only.requirements.map(\.id)).isSuperset(of: ["RSP-02", "RSP-06", "HTTP-13"]))
    #expect(only.startedAfter == .milliseconds(7) && only.duration == .milliseconds(4))
    #expect(result.environment.seed == .max && result.environment.requestCount == 1)
    #expect(result.notices.map(\.code) == ["not-judged-again"])
    #expect(RunSummary(result).outcome == .passed)
  }

  @Test(
    "a departure is found by the check that a run has",
    arguments: [
      (ItemBody.one.replacing("\"new\"", with: "\"torn\""), ["RSP-08 /result/state"]),
      (ItemBody.one.replacing("2026-08-01T11:59:00Z", with: "now"), ["RSP-07 /result/made"]),
      (ItemBody.one.replacing(#","note":null"#, with: ""), ["RSP-06 /result"]),
      (#"{"result":"#, ["RSP-03 body"]),
    ])
  func departure(_ body: String, _ expected: [String]) throws {
    let result = try Self.judge([Self.answered(200, body)])
    #expect(Self.findings(result).filter { !$0.hasPrefix("RSP-03") || body.count < 20 } == expected)
    #expect(result.cases.map(\.verdict) == [.failed])
    #expect(result.cases[0].findings.allSatisfy { $0.clause != nil && $0.exchange == 0 })
    #expect(RunSummary(result).outcome == .failed)
  }

  @Test("the time of an answer is compared with that of its recording")
  func date() throws {
    var late = Self.answered(200, ItemBody.one)
    #expect(Self.findings(try Self.judge([late])) == [])
    late.endedAt += 1_000
    #expect(Self.findings(try Self.judge([late])) == ["HTTP-13 date"])
  }

  @Test("ids are remembered across cases, in the order of the recording")
  func memory() throws {
    var second = Self.answered(200, ItemBody.one)
    second.caseID = "items/again"
    let result = try Self.judge([Self.answered(200, ItemBody.one), second])
    #expect(Self.findings(result) == ["RSP-10 /trace"])
    #expect(result.cases.map(\.id) == ["items/read", "items/again"])
    #expect(result.cases.map(\.verdict) == [.passed, .failed])
  }

  @Test("a departure at a mask is left out and told, those beside it are not")
  func masked() throws {
    let body = ItemBody.one.replacing("\"new\"", with: "\"torn\"")
      .replacing("2026-08-01T11:59:00Z", with: "***")
    var exchange = Self.answered(200, body, [HTTPField("Trace", "t2"), Self.unstored])
    exchange.masked.responseBody = [JSONPointer(["result", "made"])]
    exchange.masked.responseFields = ["trace"]
    let result = try Self.judge([exchange])
    #expect(Self.findings(result) == ["RSP-08 /result/state"])
    let notice = try #require(result.notices.first { $0.code == "masked-values" })
    #expect(notice.message.contains("RSP-07 at response body /result/made"))
    #expect(notice.message.contains("RSP-11 at response header trace"))
    // Nothing else was seen of these two: they are not said to hold.
    let ids = Set(result.cases[0].requirements.map(\.id))
    #expect(ids.isDisjoint(with: ["RSP-07", "RSP-11"]))
  }

  @Test("what turned out to be secret after it was recorded is masked, noted, and no departure")
  func maskedLater() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "rec-\(UUID().uuidString).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let redactor = Redactor([])
    let file = try RecordingFile(path, header: RecordedSample.header, redactor: redactor)
    let secret = "2026-08-01T11:59:00Z"
    var first = Self.answered(200, ItemBody.one, [Self.unstored, HTTPField("X-Made", secret)])
    first.masked.responseFields = ["x-earlier"]
    file.record(first)
    file.record(
      RecordedSample.exchange(
        .success(HTTPResponse(status: 200, body: [0xFF] + Array(secret.utf8)))))
    #expect(redactor.learn(secret))
    #expect(file.finish() == nil)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    #expect(!redactor.finds(in: bytes))
    let recording = try Recording(reading: SourceText(bytes, name: path))
    #expect(recording.header == RecordedSample.header && recording.exchanges.count == 2)
    let exchanges = recording.exchanges.map { $0.exchange }
    #expect(exchanges[0].masked.responseBody == [JSONPointer(["result", "made"])])
    #expect(exchanges[0].masked.responseFields == ["x-earlier", "x-made"])
    #expect(exchanges[1].response?.body == [0xFF] + Array("***".utf8))
    #expect(exchanges[1].masked.responseBody == [.root])
    let result = try Self.judge([exchanges[0]])
    #expect(Self.findings(result) == [])
    let notice = try #require(result.notices.first { $0.code == "masked-values" })
    #expect(notice.message.contains("RSP-07 at response body /result/made"))
  }

  @Test("a body that only masking has broken is not called broken")
  func maskedWhole() throws {
    var exchange = Self.answered(200, #"{"result":***}"#, [Self.unstored])
    exchange.masked.responseBody = [.root]
    let result = try Self.judge([exchange])
    #expect(Self.findings(result) == [])
    #expect(result.notices.contains { $0.code == "masked-values" })
  }

  @Test("that an error repeats a secret is still found", arguments: [true, false])
  func secretInError(_ isMasked: Bool) throws {
    let body = ItemBody.refusal.replacing("There is no such item.", with: "No *** here.")
    var exchange = Self.answered(404, body, [Self.unstored])
    if isMasked { exchange.masked.responseBody = [JSONPointer(["fault", "text"])] }
    let result = try Self.judge([exchange])
    #expect(Self.findings(result) == (isMasked ? ["ERR-15 /fault/text"] : []))
  }

  @Test("a contract alone judges what needs no conventions, and says so")
  func contractAlone() throws {
    let reused = Self.answered(200, ItemBody.one)
    let wrong = Self.answered(200, ItemBody.one.replacing("\"new\"", with: "\"torn\""))
    let result = try Self.judge([reused, reused, wrong], conventions: nil)
    #expect(Self.findings(result) == ["RSP-08 /result/state"])
    #expect(result.notices.map(\.code) == ["not-judged-again", "no-conventions"])
  }

  @Test(
    "an exchange belongs to the operation that was meant, and by another contract to its route",
    arguments: [
      ("GET /items/{id}", "1", "GET /items/{id}"), ("GET /things/{id}", "1", "GET /items/{id}"),
      (nil, "1", nil), (nil, "0.9", "GET /items/{id}"),
    ] as [(String?, String, String?)])
  func operation(_ meant: String?, _ version: String, _ expected: String?) throws {
    var header = RecordedSample.header
    header.contract.version = version
    let exchange = RecordedSample.exchange(
      .success(RecordedSample.answer(200, ItemBody.one)), operation: meant)
    let result = try Self.judge([exchange], header: header)
    #expect(result.cases[0].exchanges.map(\.operation) == [expected])
    #expect(result.notices.contains { $0.code == "other-contract" } == (version != "1"))
  }

  @Test("an answer that asked to wait is not compared with what the contract documents")
  func putOff() throws {
    let waiting = RecordedSample.answer(429, "", [HTTPField("Retry-After", "1")])
    var exchange = RecordedSample.exchange(.success(waiting), operation: "DELETE /items/{id}")
    exchange.request.method = "DELETE"
    exchange.isFaulty = true
    func statuses(_ result: RunResult) -> Int {
      result.cases.flatMap(\.findings).count {
        StatusIsDocumented.requirements.contains($0.requirement)
      }
    }
    var conventions = ItemContract.conventions
    conventions.ambientStatuses = []
    #expect(statuses(try Self.judge([exchange], conventions: conventions)) == 1)
    exchange.isSentAgain = true
    #expect(statuses(try Self.judge([exchange], conventions: conventions)) == 0)
  }

  @Test(
    "what got no answer is what a run makes of it",
    arguments: [
      (TransportError.Kind.timeout, "GET", false, Verdict.errored, 0),
      (.truncatedBody, "GET", false, .failed, 1), (.truncatedBody, "POST", false, .errored, 0),
      (.cancelled, "GET", false, .notRun, 0), (.connectionLost, "GET", true, .inconclusive, 0),
    ])
  func noAnswer(
    _ kind: TransportError.Kind, _ method: String, _ isSentAgain: Bool, _ verdict: Verdict,
    _ findings: Int
  ) throws {
    var exchange = RecordedSample.exchange(
      .failure(TransportError(kind, phase: .receiving, "it broke")))
    exchange.request.method = method
    exchange.isSentAgain = isSentAgain
    let result = try Self.judge([exchange])
    #expect(result.cases.map(\.verdict) == [verdict])
    #expect(Self.findings(result).count == findings)
    // What came after it makes the case whole again.
    let next = try Self.judge([exchange, Self.answered(200, ItemBody.one)])
    #expect(next.cases.map(\.verdict) == [findings == 0 ? .passed : .failed])
    // Cleanup never decides about its case.
    var cleanup = exchange
    cleanup.purpose = "cleanup"
    let cleaned = try Self.judge([Self.answered(200, ItemBody.one), cleanup])
    #expect(cleaned.cases.map(\.verdict) == [findings == 0 ? .passed : .failed])
  }

  @Test("a recording that was cut off is judged as far as it goes, and that is told")
  func cut() throws {
    let result = try Self.judge(
      [Self.answered(200, ItemBody.one), Self.answered(500, "")], isCut: true)
    #expect(result.cases.map(\.exchanges.count) == [1])
    #expect(result.notices.map(\.code) == ["not-judged-again", "recording-cut"])
  }

  @Test("a recording without exchanges proves nothing")
  func empty() throws {
    let result = try Self.judge([])
    #expect(RunSummary(result).outcome == .nothingJudged)
  }
}
