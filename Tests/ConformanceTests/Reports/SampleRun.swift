import Conformance
import Diagnostics

/// Runs made up for the tests of the reports: one that looks like a real day, and its parts.
enum SampleRun {
  static let environment = RunEnvironmentRecord(
    toolVersion: "0.1.0", baseURL: "http://127.0.0.1:8080/v1", profile: "full", seed: 4_711,
    runPrefix: "cf-4711",
    command: "conformance run suites/parcels --base-url http://127.0.0.1:8080/v1",
    startedAt: "2026-11-22T17:00:00.250Z", duration: .milliseconds(12_345), requestCount: 207,
    isStrict: false)

  static let contract = ContractRecord(
    file: "suites/parcels/openapi.json", title: "Parcels API", version: "1.4.0",
    operationCount: 38)

  static let requirements: [Requirement] = [
    Requirement(
      id: "PAG-05", level: .entailed, severity: .fail, title: "Pages do not overlap",
      statement: "Walking a collection meets every item exactly once.",
      sources: ["#/paths/~1parcels/get", "RFC 9110 section 9.2"],
      probe: "Follow the cursor to the end with small pages and compare the ids.",
      leniency: "Other writers may add or remove items while the walk goes on."),
    Requirement(
      id: "RSP-02", level: .must, severity: .fail, title: "The body fits its schema",
      statement: "A success body validates against the schema of the operation.",
      sources: ["#/paths/*/*/responses/200/content"], probe: "Every exchange is looked at.",
      leniency: "Members that the schema does not name are allowed."),
    Requirement(
      id: "IDM-03", level: .entailed, severity: .fail,
      title: "A replay has no second effect",
      statement: "The same request with the same key creates nothing twice.",
      sources: ["#/components/parameters/IdempotencyKey"],
      probe: "Send the same creation twice and count what was made.", leniency: "None."),
    Requirement(
      id: "HTTP-13", level: .should, severity: .warn, title: "Answers carry a date",
      statement: "Date is present and within five minutes.", sources: ["RFC 9110 section 6.6.1"],
      probe: "Every exchange is looked at.", leniency: "Servers without a clock."),
    Requirement(
      id: "ERR-01", level: .must, severity: .fail, title: "Errors wear the envelope",
      statement: "Every documented error validates against the error schema.",
      sources: ["#/components/schemas/Error"], probe: "Every exchange is looked at.",
      leniency: "Further members are allowed."),
  ]

  static func location(_ suite: String, _ line: Int) -> SourceLocation {
    SourceLocation(file: "suites/\(suite).suite.yaml", line: line, column: 5)
  }

  static func exchange(
    _ purpose: String, _ method: String, _ path: String, operation: String? = nil,
    status: Int? = 200, request: String? = nil, response: String? = nil, at start: Int = 0,
    taking milliseconds: Int = 12, transportError: String? = nil
  ) -> ExchangeRecord {
    let url = "http://127.0.0.1:8080/v1\(path)"
    let data = request.map { " --data '\($0)'" } ?? ""
    return ExchangeRecord(
      purpose: purpose, operation: operation ?? "\(method) \(path)",
      request: MessageRecord(
        fields: [
          .init(name: "Authorization", value: "Bearer ••••••"),
          .init(name: "Accept", value: "application/json"),
        ], body: request, bodyLength: request?.utf8.count ?? 0, isCut: false),
      method: method, url: url, status: status,
      response: status == nil
        ? nil
        : MessageRecord(
          fields: [
            .init(name: "Content-Type", value: "application/json"),
            .init(name: "X-Request-Id", value: "req_01HZX3"),
          ], body: response, bodyLength: response?.utf8.count ?? 48, isCut: false),
      transportError: transportError, startedAfter: .milliseconds(start),
      duration: .milliseconds(milliseconds),
      curl: "curl -sS -X \(method) '\(url)' -H \"Authorization: Bearer $PARCELS_API_KEY\"\(data)")
  }

  static func testCase(
    _ id: String, _ title: String, line: Int, _ verdict: Verdict, reason: String? = nil,
    effect: String = "none", tags: [String] = [], requirements: [RequirementVerdict] = [],
    findings: [Finding] = [], exchanges: [ExchangeRecord] = [], at start: Int = 0,
    taking milliseconds: Int = 30
  ) -> CaseResult {
    CaseResult(
      id: id, title: title,
      location: location(id.split(separator: "/").dropLast().joined(separator: "/"), line),
      effect: effect, tags: tags, verdict: verdict, reason: reason, requirements: requirements,
      findings: findings, exchanges: exchanges, startedAfter: .milliseconds(start),
      duration: .milliseconds(milliseconds))
  }

  static let overlap = Finding(
    requirement: "PAG-05", severity: .fail,
    message: #"page 2 repeats the id "prc_17", which page 1 has already given"#,
    operation: "GET /parcels", exchange: 1, relatedExchanges: [0],
    place: .body(JSONPointer(["data", "0", "id"])),
    expected: "an id that no earlier page has", got: #""prc_17""#,
    clause: .init(
      pointer: JSONPointer(["paths", "/parcels", "get"]),
      location: SourceLocation(file: "suites/parcels/openapi.json", line: 210, column: 7)),
    suiteLocation: location("parcels/list", 14),
    details: ["page 1: prc_15, prc_16, prc_17", "page 2: prc_17, prc_18, prc_19"])

  static let wrongType = Finding(
    requirement: "RSP-02", severity: .fail, message: "weight_g is a string",
    operation: "GET /parcels/{id}",
    exchange: 0, place: .body(JSONPointer(["data", "weight_g"])), expected: "an integer",
    got: #"the string "1200""#,
    clause: .init(
      pointer: JSONPointer(["components", "schemas", "Parcel", "properties", "weight_g", "type"]),
      location: SourceLocation(file: "suites/parcels/openapi.json", line: 1_033, column: 11)),
    details: [])

  static let noDate = Finding(
    requirement: "HTTP-13", severity: .warn, message: "the answer has no Date",
    operation: "GET /parcels", exchange: 0, place: .header("date"),
    expected: "a Date field", got: "none")

  static let overlapCase = testCase(
    "parcels/list/walk", "Paging through parcels meets every parcel exactly once", line: 12,
    .failed, reason: overlap.message, effect: "own", tags: ["pagination"],
    requirements: [
      RequirementVerdict(id: "PAG-05", verdict: .failed, reason: nil),
      RequirementVerdict(id: "RSP-02", verdict: .passed, reason: nil),
    ],
    findings: [overlap],
    exchanges: [
      exchange(
        "page 1", "GET", "/parcels?limit=3", operation: "GET /parcels",
        response:
          #"{"data":[{"id":"prc_15"},{"id":"prc_16"},{"id":"prc_17"}],"has_more":true,"next_cursor":"b2Zmc2V0OjI"}"#,
        at: 40),
      exchange(
        "page 2", "GET", "/parcels?limit=3&cursor=b2Zmc2V0OjI", operation: "GET /parcels",
        response:
          #"{"data":[{"id":"prc_17"},{"id":"prc_18"},{"id":"prc_19"}],"has_more":false,"next_cursor":null}"#,
        at: 55, taking: 9),
    ], at: 35, taking: 41)

  /// Two suites with one case for each verdict that a short test can take in.
  static let small = RunResult(
    environment: environment, contract: contract,
    suites: [
      SuiteResult(
        id: "parcels/list", title: "Listing parcels", file: "suites/parcels/list.suite.yaml",
        cases: [
          testCase(
            "parcels/list/first", "The first page answers", line: 3, .passed,
            requirements: [RequirementVerdict(id: "RSP-02", verdict: .passed, reason: nil)],
            exchanges: [exchange("step 1", "GET", "/parcels")], taking: 15),
          overlapCase,
        ]),
      SuiteResult(
        id: "parcels/messages", title: "Messages about parcels",
        file: "suites/parcels/messages.suite.yaml",
        cases: [
          testCase(
            "parcels/messages/slow", "A message is accepted", line: 8, .errored,
            reason: "no answer came within 10 s", effect: "own",
            exchanges: [
              exchange(
                "step 1", "POST", "/messages", status: nil, request: #"{"text":"hi"}"#, at: 90,
                taking: 10_000, transportError: "timed out while waiting for the first byte")
            ], at: 88, taking: 10_004),
          testCase(
            "parcels/messages/send", "A message reaches a phone", line: 30, .skipped,
            reason: "the variable recipient is not set", effect: "external", at: 10_100, taking: 0),
        ]),
    ],
    requirements: Array(requirements.prefix(2)), notices: [], wasInterrupted: false)
}
