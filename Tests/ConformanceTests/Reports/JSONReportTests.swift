import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("JSON report")
struct JSONReportTests {
  @Test("reading back gives the same run", arguments: UInt64(1)...100)
  func roundTrip(seed: UInt64) throws {
    let run = GeneratedRun.make(seed: seed)
    let read = try RunResult(readingJSON: parse(JSONReport().render(RunDigest(run))))
    #expect(read == run, "seed \(seed)")
    #expect(
      JSONReport().render(RunDigest(read)) == JSONReport().render(RunDigest(run)), "seed \(seed)")
  }

  @Test(
    "the open cases are those that reading all of it shows", arguments: UInt64(1)...50,
    [false, true])
  func openCases(seed: UInt64, isJudgement: Bool) throws {
    var run = GeneratedRun.make(seed: seed)
    run.environment.isJudgement = isJudgement
    run.openBefore = ["earlier/case"]
    if !run.suites.isEmpty { run.suites[0].id = Preflight.suiteID }
    let root = try parse(JSONReport().render(RunDigest(run)))
    let read = try RunResult(readingJSON: root)
    let open = read.suites.dropFirst().flatMap(\.cases).filter(\.verdict.asksForAnotherRun)
    let expected = Set(read.openBefore + (isJudgement ? [] : open.map(\.id)))
    #expect(try RunResult.openCases(readingJSON: root) == expected, "seed \(seed)")
  }

  @Test(
    "open cases are read of what earlier versions wrote, and not where what tells them is malformed",
    arguments: [
      (#""version":1,"environment":{},"suites":[]"#, []),
      (#""version":1,"environment":{},"openBefore":["s/a"],"suites":[]"#, ["s/a"]),
      (
        #""version":1,"environment":{},"suites":[{"id":"s","cases":[{"id":"s/a","verdict":"failed"}]}]"#,
        ["s/a"]
      ),
      (
        #""version":1,"environment":{},"suites":[{"id":"s","cases":[{"id":"s/a","verdict":"odd"}]}]"#,
        nil
      ),
      (#""version":1,"environment":{},"suites":[{"id":"s","cases":[{"verdict":"failed"}]}]"#, nil),
      (#""version":1,"environment":{},"suites":[{"id":"s"}]"#, nil),
      (#""version":1,"environment":{},"openBefore":[1],"suites":[]"#, nil),
      (#""version":1,"environment":{}"#, nil), (#""version":1,"suites":[]"#, nil),
      (#""version":0,"environment":{},"suites":[]"#, nil),
      (#""environment":{},"suites":[]"#, nil),
    ])
  func openCases(members: String, expected: [String]?) throws {
    let text = #"{"format":"conformance-results",\#(members)}"#
    let open = Result { try RunResult.openCases(readingJSON: parse(Array(text.utf8))) }
    #expect((try? open.get()) == expected.map(Set.init))
  }

  @Test("attempts that were cut off are read back in their order")
  func restarts() throws {
    var run = SampleRun.small
    run.suites[0].cases[0].restarts = ["PATCH /parcels/1: connection lost", "GET /parcels: reset"]
    let read = try RunResult(readingJSON: parse(JSONReport().render(RunDigest(run))))
    #expect(read.suites[0].cases[0].restarts == run.suites[0].cases[0].restarts)
    #expect(read.suites[0].cases[1].restarts == [])
  }

  @Test("reading back gives the same run where every text is hostile")
  func hostile() throws {
    let run = HostileRun.make()
    #expect(try RunResult(readingJSON: parse(JSONReport().render(RunDigest(run)))) == run)
  }

  @Test("a small run reads as written here")
  func golden() {
    var run = SampleRun.small
    run.suites = [SampleRun.small.suites[0]]
    run.suites[0].cases.removeLast()
    run.suites[0].cases[0].exchanges[0].response?.fields = []
    run.suites[0].cases[0].exchanges[0].request.fields = []
    run.requirements = []
    let text = String(decoding: JSONReport().render(RunDigest(run)), as: UTF8.self)
    #expect(text == Self.golden)
  }

  @Test(
    "durations are exact numbers of milliseconds",
    arguments: [
      (Duration.milliseconds(12), "12"), (.zero, "0"), (.nanoseconds(1_500_000), "1.5"),
      (.nanoseconds(1), "0.000001"), (.seconds(3_600), "3600000"),
      (Duration(secondsComponent: 0, attosecondsComponent: 1), "0.000000000000001"),
      (.milliseconds(-3) - .microseconds(500), "-3.5"),
      (.seconds(Int64.max / 1000), "9223372036854775000"),
    ])
  func milliseconds(_ duration: Duration, _ text: String) {
    #expect(MillisecondText.text(of: duration) == text)
    #expect(MillisecondText.duration(of: text) == duration)
  }

  @Test(
    "what is no number of milliseconds is refused",
    arguments: ["", "-", "1e3", "1.", ".5", "+1", "1.0000000000000001", "99999999999999999999"])
  func malformedMilliseconds(_ text: String) {
    #expect(MillisecondText.duration(of: text) == nil)
  }

  @Test(
    "a malformed file is refused at its place",
    arguments: [
      ("[]", "the results file: found array []; expected an object"),
      ("{}", "the results file: is not a results file: no member format of conformance-results"),
      (
        #"{"format":"conformance-results","version":99}"#,
        "/version: found version 99; this program reads up to 1"
      ),
      (
        #"{"format":"conformance-results","version":1}"#,
        "the results file: the member environment is missing"
      ),
    ])
  func malformed(_ text: String, _ message: String) throws {
    let root = try parse(Array(text.utf8))
    let error = #expect(throws: Diagnostics.self) { try RunResult(readingJSON: root) }
    #expect(error?.all.map(\.message) == [message])
    #expect(error?.all.allSatisfy { $0.code == "results-malformed" && $0.fix != nil } == true)
  }

  @Test(
    "one wrong value is found in a whole file",
    arguments: [
      (#""verdict":"failed""#, #""verdict":"fialed""#, "/suites/0/cases/1/verdict"),
      (#""startedAfterMs":35"#, #""startedAfterMs":3.5e1"#, "/suites/0/cases/1/startedAfterMs"),
      (
        #""pointer":"/data/0/id""#, #""pointer":"data""#,
        "/suites/0/cases/1/findings/0/place/pointer"
      ),
      (#""strict": false"#, #""strict": 0"#, "/environment/strict"),
      (#""seed": "4711""#, #""seed": "-1""#, "/environment/seed"),
      (#""kind":"body""#, #""kind":"soul""#, "/suites/0/cases/1/findings/0/place/kind"),
      (
        #""effect":"none""#, #""restarts":"once","effect":"none""#, "/suites/0/cases/0/restarts"
      ),
      (#""effect":"none""#, #""restarts":["a",1],"effect":"none""#, "/suites/0/cases/0/restarts/1"),
      (#""effect":"none""#, #""place":"first","effect":"none""#, "/suites/0/cases/0/place"),
    ])
  func wrongValue(_ right: String, _ wrong: String, _ pointer: String) throws {
    let text = String(decoding: JSONReport().render(RunDigest(SampleRun.small)), as: UTF8.self)
    let parts = text.split(separator: right, maxSplits: 1)
    try #require(parts.count == 2)
    let root = try parse(Array("\(parts[0])\(wrong)\(parts[1])".utf8))
    let error = #expect(throws: Diagnostics.self) { try RunResult(readingJSON: root) }
    #expect(error?.all.first?.pointer?.description == pointer)
  }

  @Test("members that a later version adds are passed over")
  func additions() throws {
    let text = String(decoding: JSONReport().render(RunDigest(SampleRun.small)), as: UTF8.self)
    // Only the writer's own braces are followed by a line end or a name.
    let extended = text.replacing("{\n", with: "{\"added\": [null],\n")
      .replacing("{\"id\":", with: "{\"added\": [null], \"id\":")
      .replacing("{\"purpose\":", with: "{\"added\": [null], \"purpose\":")
    #expect(extended.contains("added"))
    #expect(try RunResult(readingJSON: parse(Array(extended.utf8))) == SampleRun.small)
  }

  private func parse(_ bytes: [UInt8]) throws -> JSONValue {
    try JSONDocument(parsing: bytes).root
  }

  private static let golden = #"""
    {
      "format": "conformance-results",
      "version": 1,
      "summary": {
        "outcome": "passed",
        "sentence": "1 passed",
        "cases": 1,
        "counts": {
          "failed": 0,
          "errored": 0,
          "warned": 0,
          "inconclusive": 0,
          "blocked": 0,
          "deviating": 0,
          "skipped": 0,
          "not-run": 0,
          "passed": 1
        },
        "interrupted": false
      },
      "environment": {
        "toolVersion": "0.1.0",
        "baseURL": "http://127.0.0.1:8080/v1",
        "profile": "full",
        "seed": "4711",
        "runPrefix": "cf-4711",
        "command": "conformance run suites/parcels --base-url http://127.0.0.1:8080/v1",
        "startedAt": "2026-11-22T17:00:00.250Z",
        "durationMs": 12345,
        "waitedMs": 0,
        "requests": 207,
        "resent": 0,
        "strict": false,
        "transport": {
          "httpVersion": "1.1",
          "compressed": false,
          "insecure": false
        }
      },
      "contract": {
        "file": "suites/parcels/openapi.json",
        "title": "Parcels API",
        "version": "1.4.0",
        "operations": 38
      },
      "inputs": [],
      "notices": [],
      "requirements": [],
      "suites": [
        {
          "id": "parcels/list",
          "title": "Listing parcels",
          "file": "suites/parcels/list.suite.yaml",
          "cases": [
            {"id":"parcels/list/first","title":"The first page answers","verdict":"passed","location":{"file":"suites/parcels/list.suite.yaml","line":3,"column":5},"effect":"none","tags":[],"startedAfterMs":0,"durationMs":15,"requirements":[{"id":"RSP-02","verdict":"passed"}],"findings":[],"exchanges":[{"purpose":"step 1","operation":"GET /parcels","method":"GET","url":"http://127.0.0.1:8080/v1/parcels","status":200,"startedAfterMs":0,"durationMs":12,"request":{"fields":[],"bodyLength":0,"cut":false},"response":{"fields":[],"bodyLength":48,"cut":false},"curl":"curl -sS -X GET 'http://127.0.0.1:8080/v1/parcels' -H \"Authorization: Bearer $PARCELS_API_KEY\""}]}
          ]
        }
      ]
    }

    """#
}
