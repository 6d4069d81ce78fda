internal import Conformance
internal import Diagnostics
internal import SchemaValidator

/// Time, size and memory of each report on a run of many exchanges, all of which are kept.
///
/// A real run keeps fewer: of passed cases only the exchanges that `EvidenceLimit` allows.
struct ReportBenchmark {
  private let run: RunResult

  /// Makes up a run: cases of ten exchanges, of which one in fifty has failed and shows its bodies.
  init(exchanges count: Int) {
    let cases = (0..<max(1, count / 10)).map(Self.testCase)
    let perSuite = max(1, cases.count / 20)
    run = RunResult(
      environment: RunEnvironmentRecord(
        toolVersion: "0", baseURL: "http://127.0.0.1/v1", profile: "full", seed: 1,
        runPrefix: "cfb", command: "conformance run", startedAt: "2026-01-01T00:00:00.000Z",
        duration: .seconds(600), requestCount: count, isStrict: false),
      contract: ContractRecord(
        file: "openapi.json", title: "Things", version: "1", operationCount: 1),
      suites: stride(from: 0, to: cases.count, by: perSuite).enumerated().map { number, start in
        SuiteResult(
          id: "things/\(number)", title: "Things \(number)", file: "things-\(number).suite.yaml",
          cases: Array(cases[start..<min(start + perSuite, cases.count)]))
      },
      requirements: [], notices: [], wasInterrupted: false)
  }

  /// A line for each report.
  func lines() -> [String] {
    let digest = RunDigest(run)
    let paths = RelativePath(from: "/work")
    let settings = TerminalSettings(usesColor: false, isLive: false, width: nil)
    let results = JSONReport().render(digest)
    let secrets = Redactor([
      .init("a-key-that-stands-nowhere-4711", environmentName: nil),
      .init("another-one-0815", environmentName: nil),
    ])
    let writers: [(name: String, write: () -> Int)] = [
      ("results.json", { JSONReport().render(digest).count }),
      ("junit.xml", { JUnitReport(htmlPath: "index.html").render(digest).count }),
      ("index.html", { HTMLReport().render(digest).count }),
      ("CTRF", { CTRFReport().render(digest).count }),
      ("SARIF", { SARIFReport(paths: paths).render(digest).count }),
      ("certificate", { CertificateReport(.json).render(digest).count }),
      ("GitHub summary", { GitHubSummary(paths: paths).text(of: digest).utf8.count }),
      (
        "annotations",
        { RunAnnotations(paths: paths, service: .github).lines(of: digest).utf8.count }
      ),
      ("console", { ConsoleReport(settings: settings).text(digest).utf8.count }),
      ("diff with itself", { RunComparison(old: run, new: run).entries.count }),
      ("search for 2 secrets", { secrets.finds(in: results) ? 0 : results.count }),
      ("reading results.json", { Self.read(results)?.cases.count ?? 0 }),
    ]
    let head = Table.row(["report", "ms", "MB", "peak MiB"])
    return [head]
      + writers.map { writer in
        ProcessMemory.resetPeak()
        let before = ProcessMemory.current ?? 0
        var size = 0
        let time = ThreadClock.time { size = writer.write() }
        let peak = (ProcessMemory.peak ?? 0) - before
        return Table.row([
          writer.name, "\(time / 1_000_000)", Table.fixed(Double(size) / 1e6), Table.fixed(peak),
        ])
      }
  }

  private static func read(_ results: [UInt8]) -> RunResult? {
    guard let document = try? JSONDocument(parsing: results) else { return nil }
    return try? RunResult(readingJSON: document.root)
  }

  private static func testCase(_ number: Int) -> CaseResult {
    let isFailed = number.isMultiple(of: 50)
    let place = SourceLocation(file: "things.suite.yaml", line: number + 1, column: 5)
    let finding = Finding(
      requirement: "RSP-02", severity: .fail, message: "name is a number",
      operation: "GET /things/{id}", exchange: 9, place: .body(JSONPointer(["data", "name"])),
      expected: "a string", got: "the number \(number)",
      clause: .init(
        pointer: JSONPointer(["components", "schemas", "Thing"]),
        location: SourceLocation(file: "openapi.json", line: 10, column: 3)),
      suiteLocation: place)
    return CaseResult(
      id: "things/case-\(number)", title: "Case number \(number) of many", location: place,
      effect: "none", tags: ["many"], verdict: isFailed ? .failed : .passed,
      reason: isFailed ? finding.message : nil,
      requirements: [
        RequirementVerdict(id: "RSP-02", verdict: isFailed ? .failed : .passed, reason: nil)
      ],
      findings: isFailed ? [finding] : [],
      exchanges: (0..<10).map { exchange($0, of: number, showsBody: isFailed) },
      startedAfter: .milliseconds(number), duration: .milliseconds(40))
  }

  private static func exchange(_ number: Int, of testCase: Int, showsBody: Bool) -> ExchangeRecord {
    let item = #"{"id":"thing_\#(testCase)_\#(number)","name":"a name that is some words long"},"#
    let body = showsBody ? String(repeating: item, count: 16) : nil
    let fields = [
      MessageRecord.Field(name: "Content-Type", value: "application/json"),
      MessageRecord.Field(name: "X-Request-Id", value: "req_\(testCase)_\(number)"),
      MessageRecord.Field(name: "Date", value: "Thu, 01 Jan 2026 00:00:00 GMT"),
    ]
    let url = "http://127.0.0.1/v1/things/thing_\(testCase)_\(number)"
    return ExchangeRecord(
      purpose: "step \(number + 1)", operation: "GET /things/{id}",
      request: MessageRecord(
        fields: [.init(name: "Authorization", value: "Bearer ***")], body: nil, bodyLength: 0,
        isCut: false),
      method: "GET", url: url, status: 200,
      response: MessageRecord(fields: fields, body: body, bodyLength: 1_200, isCut: false),
      transportError: nil, startedAfter: .milliseconds(testCase),
      duration: .microseconds(1_234),
      curl: "curl -sS -i -H \"Authorization: Bearer ${KEY}\" '\(url)'")
  }
}
