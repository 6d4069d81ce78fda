import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("results.json has the published shape")
struct ResultsSchemaTests {
  @Test("whatever the run was")
  func runs() throws {
    let schema = try PublishedSchema(
      packageFile("suites/results.schema.json"), name: "results.schema.json")
    for (name, run) in ManyRuns.all {
      let root = try schema.expectFits(JSONReport().render(RunDigest(run)), name)
      #expect(root["version"]?.intValue == JSONReport.version)
    }
  }

  @Test("and no member that the schema does not explain")
  func members() throws {
    let text = String(decoding: try packageFile("suites/results.schema.json"), as: UTF8.self)
    let closed = text.replacing(
      "\"properties\":", with: "\"additionalProperties\": false, \"properties\":")
    let schema = try PublishedSchema(Array(closed.utf8), name: "closed.schema.json")
    for (name, run) in ManyRuns.all + [("everything", Self.everything)] {
      _ = try schema.expectFits(JSONReport().render(RunDigest(run)), name)
    }
    let more = "{\"more\": 1, " + "\"format\": \"conformance-results\"}"
    let verdict = try SchemaCompiler().load(
      SourceText(Array(closed.utf8), name: "closed.schema.json")
    ).compile().evaluate(JSONDocument(parsing: Array(more.utf8)).root)
    #expect(
      verdict.violations.contains { "\($0)".contains("more") }, "the closed schema is closed")
  }

  @Test(
    "and what is of another kind does not fit",
    arguments: [
      (#""restarts":["PATCH /parcels/1: connection lost"]"#, #""restarts":"once""#),
      (#""restarts":["PATCH /parcels/1: connection lost"]"#, #""restarts":[1]"#),
      (#""restarts":["PATCH /parcels/1: connection lost"]"#, #""restarts":null"#),
      (#""place":1"#, #""place":0"#), (#""place":1"#, #""place":"first""#),
    ])
  func wrongKind(_ right: String, _ wrong: String) throws {
    let schema = try PublishedSchema(
      packageFile("suites/results.schema.json"), name: "results.schema.json")
    let text = String(decoding: JSONReport().render(RunDigest(Self.everything)), as: UTF8.self)
    _ = try schema.expectFits(Array(text.utf8), "as written")
    #expect(text.contains(right))
    #expect(try !schema.fits(Array(text.replacing(right, with: wrong).utf8)))
  }

  /// A run in which every member is there that is left out where there is nothing to tell.
  private static let everything: RunResult = {
    var run = SampleDay.run
    run.inputs = [InputRecord(file: "a.yaml", sha256: SHA256.hexadecimal(of: []))]
    run.environment.shard = Shard("1/2")
    run.environment.isPartial = true
    run.environment.transport = TransportRecord(
      httpVersion: "2", proxy: "p", certificateAuthorities: "a", clientCertificate: "c",
      resolutions: ["r"], fields: ["f"], isCompressed: true, isInsecure: true)
    let place = SampleRun.location("parcels/list", 3)
    run.suites[0].cases[0].owner = "o"
    run.suites[0].cases[0].links = ["https://example.org"]
    run.suites[0].cases[0].rounds = [.passed]
    run.suites[0].cases[0].restarts = ["PATCH /parcels/1: connection lost"]
    run.suites[0].cases[0].place = 1
    run.suites[0].cases[0].omittedExchanges = 3
    run.suites[0].cases[0].delays = [
      ConsistencyDelay(
        purpose: "step 1", location: place, attempts: 2, duration: .seconds(1), isConsistent: true)
    ]
    run.suites[0].cases[0].overlaps = [
      OverlapCount(purpose: "step 1", location: place, requests: 2, overlapping: 2)
    ]
    return run
  }()
}
