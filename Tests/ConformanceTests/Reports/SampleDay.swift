import Conformance
import Diagnostics

/// A made-up run as it might come out of a working day: most cases pass, a few do not, and every
/// verdict occurs.
enum SampleDay {
  static let run = RunResult(
    environment: SampleRun.environment, contract: SampleRun.contract, suites: suites,
    requirements: SampleRun.requirements,
    notices: [
      RunResult.Notice(
        code: "cleanup-failed",
        message: "the parcel prc_31 could not be removed: DELETE /parcels/prc_31 answered 409")
    ], wasInterrupted: false)

  /// The same day on a good server.
  static let green: RunResult = {
    var run = SampleDay.run
    run.notices = []
    for suite in run.suites.indices {
      run.suites[suite].cases.removeAll { $0.verdict != .passed && $0.verdict != .skipped }
    }
    run.suites.removeAll { $0.cases.isEmpty }
    return run
  }()

  /// The same day with what it met of the contract, and the files it went by.
  static let covered: RunResult = {
    var run = SampleDay.run
    run.coverage = SampleCoverage.day
    run.inputs = [
      InputRecord(
        file: "suites/parcels/openapi.json", sha256: String(repeating: "0a1b2c3d", count: 8))
    ]
    run.environment.isPartial = true
    return run
  }()

  private static func passed(
    _ suite: String, _ id: String, _ title: String, line: Int, _ method: String = "GET",
    _ path: String = "/parcels", proves: RequirementID = "RSP-02"
  ) -> CaseResult {
    SampleRun.testCase(
      "\(suite)/\(id)", title, line: line, .passed, effect: method == "GET" ? "none" : "own",
      requirements: [RequirementVerdict(id: proves, verdict: .passed, reason: nil)],
      exchanges: [SampleRun.exchange("step 1", method, path, taking: 4 + line % 23)],
      at: line * 13, taking: 6 + line % 31)
  }

  static let passedCase = passed("parcels/items", "create", "A parcel is created", line: 3)

  private static let weightCase = SampleRun.testCase(
    "parcels/items/read", "A created parcel reads back as it was created", line: 9, .failed,
    reason: SampleRun.wrongType.message, effect: "own", tags: ["lifecycle", "smoke"],
    requirements: [
      RequirementVerdict(id: "RSP-02", verdict: .failed, reason: nil),
      RequirementVerdict(
        id: "PAG-05", verdict: .inconclusive, reason: "the list was empty before the first page"),
    ],
    findings: [SampleRun.wrongType, SampleRun.noDate],
    exchanges: [
      SampleRun.exchange(
        "step 1", "GET", "/parcels/prc_17", operation: "GET /parcels/{id}",
        response: #"""
          {"data":{"id":"prc_17","object":"parcel","name":"cf-4711-0017","weight_g":"1200","fragile":false,"tags":["books","gift"],"recipient":{"name":"Ada <ada@example.org>","phone":"+62 812 0000 0000"},"price":12.50,"created_at":"2026-11-22T17:00:01Z","note":null},"request_id":"req_01HZX3"}
          """#, at: 210, taking: 17)
    ], at: 200, taking: 34)

  private static let replayCase = SampleRun.testCase(
    "parcels/replay/same", "A parcel sent twice with one key is created once", line: 21, .failed,
    effect: "own", tags: ["idempotency"],
    requirements: [RequirementVerdict(id: "IDM-03", verdict: .failed, reason: nil)],
    findings: [
      Finding(
        requirement: "IDM-03", severity: .fail,
        message: "the replay created a second parcel: prc_42 after prc_41",
        operation: "POST /parcels", exchange: 1, relatedExchanges: [0],
        place: .body(JSONPointer(["data", "id"])), expected: #""prc_41", as in the first answer"#,
        got: #""prc_42""#,
        clause: .init(
          pointer: JSONPointer(["components", "parameters", "IdempotencyKey"]),
          location: SourceLocation(file: "suites/parcels/openapi.json", line: 2_210, column: 7)))
    ],
    exchanges: ["41", "42"].enumerated().map { number, id in
      SampleRun.exchange(
        number == 0 ? "first" : "replay", "POST", "/parcels", status: 201,
        request: #"{"name":"cf-4711-idem","weight_g":300}"#,
        response:
          #"{"data":{"id":"prc_\#(id)","name":"cf-4711-idem","weight_g":300},"request_id":"req_\#(id)"}"#,
        at: 900 + 30 * number, taking: 22)
    }, at: 890, taking: 80)

  private static let htmlError = SampleRun.testCase(
    "parcels/errors/unknown", "An unknown path answers with the error envelope", line: 5, .failed,
    requirements: [RequirementVerdict(id: "ERR-01", verdict: .failed, reason: nil)],
    findings: [
      Finding(
        requirement: "ERR-01", severity: .fail,
        message: "the body is no JSON: an HTML page where the error envelope is expected",
        operation: nil, exchange: 0, place: .header("content-type"), expected: "application/json",
        got: "text/html; charset=utf-8")
    ],
    exchanges: [
      ExchangeRecord(
        purpose: "step 1", operation: nil,
        request: MessageRecord(fields: [], body: nil, bodyLength: 0, isCut: false),
        method: "GET", url: "http://127.0.0.1:8080/v1/nope-4711", status: 404,
        response: MessageRecord(
          fields: [.init(name: "Content-Type", value: "text/html; charset=utf-8")],
          body: "<html>\n  <script>alert(1)</script>\n  <h1>Not found</h1>\n</html>\n",
          bodyLength: 70, isCut: false), transportError: nil, startedAfter: .milliseconds(1_200),
        duration: .milliseconds(3), curl: "curl -sS 'http://127.0.0.1:8080/v1/nope-4711'")
    ], at: 1_190, taking: 8)

  private static let suites: [SuiteResult] = [
    SuiteResult(
      id: "parcels/items", title: "Parcels", file: "suites/parcels/items.suite.yaml",
      cases: [
        passed("parcels/items", "create", "A parcel is created", line: 3, "POST"),
        weightCase,
        passed("parcels/items", "update", "A parcel takes a new weight", line: 30, "PATCH"),
        passed("parcels/items", "delete", "A deleted parcel is gone", line: 44, "DELETE"),
        SampleRun.testCase(
          "parcels/items/big", "A parcel of the greatest weight is accepted", line: 52,
          .inconclusive,
          reason: "no parcel near the limit could be created: the account's quota is full",
          effect: "own"),
      ]),
    SuiteResult(
      id: "parcels/list", title: "Listing parcels", file: "suites/parcels/list.suite.yaml",
      cases: [
        passed("parcels/list", "first", "The first page answers", line: 3),
        SampleRun.overlapCase,
        passed("parcels/list", "limit", "A page is no longer than its limit", line: 33),
        SampleRun.testCase(
          "parcels/list/date", "Answers tell when they were made", line: 40, .warned,
          requirements: [RequirementVerdict(id: "HTTP-13", verdict: .warned, reason: nil)],
          findings: [SampleRun.noDate],
          exchanges: [SampleRun.exchange("step 1", "GET", "/parcels", taking: 7)], at: 600),
      ]),
    SuiteResult(
      id: "parcels/replay", title: "Sending again", file: "suites/parcels/replay.suite.yaml",
      cases: [
        replayCase,
        SampleRun.testCase(
          "parcels/replay/after", "A replay after a day starts afresh", line: 40, .blocked,
          reason: "the case parcels/replay/same failed", effect: "own"),
      ]),
    SuiteResult(
      id: "parcels/errors", title: "Errors", file: "suites/parcels/errors.suite.yaml",
      cases: [
        htmlError,
        passed(
          "parcels/errors", "missing", "An unknown parcel answers 404", line: 15, "GET",
          "/parcels/prc_0", proves: "ERR-01"),
        SampleRun.testCase(
          "parcels/errors/empty", "An empty name is refused", line: 22, .deviating,
          reason:
            "known since March: names are trimmed after they are checked (DEV-3, until 2026-12-31)"),
      ]),
    SuiteResult(
      id: "parcels/messages", title: "Messages about parcels",
      file: "suites/parcels/messages.suite.yaml",
      cases: SampleRun.small.suites[1].cases + [
        SampleRun.testCase(
          "parcels/messages/media", "A message with a picture is accepted", line: 52, .skipped,
          reason: "the variable recipient is not set", effect: "external")
      ]),
    SuiteResult(
      id: "parcels/account", title: "Account and limits", file: "suites/parcels/account.suite.yaml",
      cases: (1...14).map { number in
        passed(
          "parcels/account", "limit-\(number)", "Rate limit header \(number) counts down",
          line: 4 * number, "GET", "/me", proves: "HTTP-13")
      }),
  ]
}
