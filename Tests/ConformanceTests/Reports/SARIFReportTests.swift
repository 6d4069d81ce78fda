import Diagnostics
import SchemaValidator
import Testing

@testable import Conformance

@Suite("SARIF of a run")
struct SARIFReportTests {
  private static let paths = RelativePath(from: "/repo/project", within: "/repo")

  private static func log(_ run: RunResult, limit: Int = 25_000) throws -> JSONValue {
    var report = SARIFReport(paths: paths)
    report.resultLimit = limit
    let root = try JSONDocument(parsing: report.render(RunDigest(run))).root
    return try #require(root["runs"]?[0])
  }

  @Test("fits the published schema, and every result has its rule and a fingerprint of its own")
  func schema() throws {
    guard let schema = try PublishedSchema(shared: "sarif-2.1.0.schema.json") else { return }
    for (name, run) in ManyRuns.all {
      let root = try schema.expectFits(
        SARIFReport(paths: Self.paths).render(RunDigest(run)), name)
      let log = try #require(root["runs"]?[0])
      let results = Array(try #require(log["results"]).elements)
      let rules = try #require(log["tool"]?["driver"]?["rules"])
      #expect(results.count == run.cases.reduce(0) { $0 + $1.findings.count }, "\(name)")
      var fingerprints: Set<String> = []
      for result in results {
        let number = try #require(result["ruleIndex"]?.intValue)
        #expect(rules[number]?["id"] == result["ruleId"], "\(name)")
        let print = result["partialFingerprints"]?["requirementPlace/v1"]?.stringValue
        #expect(fingerprints.insert(try #require(print)).inserted, "\(name)")
      }
    }
  }

  @Test("a small run reads as written here")
  func golden() {
    let text = String(
      decoding: SARIFReport(paths: Self.paths).render(RunDigest(SampleRun.small)), as: UTF8.self)
    #expect(text == FormGoldens.sarif)
  }

  @Test("a finding stands at its clause of the contract, else at the line of the suite")
  func places() throws {
    var run = SampleRun.small
    let log = try Self.log(run)
    func uri(_ place: JSONValue?) -> String? {
      place?["physicalLocation"]?["artifactLocation"]?["uri"]?.stringValue
    }
    let result = try #require(log["results"]?[0])
    #expect(uri(result["locations"]?[0]) == "project/suites/parcels/openapi.json")
    #expect(result["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]?.intValue == 210)
    #expect(uri(result["relatedLocations"]?[0]) == "project/suites/parcels/list.suite.yaml")
    run.suites[0].cases[1].findings[0].clause = nil
    let bare = try #require(Self.log(run)["results"]?[0])
    #expect(uri(bare["locations"]?[0]) == "project/suites/parcels/list.suite.yaml")
    #expect(bare["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]?.intValue == 14)
  }

  @Test("fingerprints do not change with lines and with what the target happened to answer")
  func fingerprints() throws {
    func prints(_ run: RunResult) throws -> [String?] {
      try #require(Self.log(run)["results"]).elements.map {
        $0["partialFingerprints"]?["requirementPlace/v1"]?.stringValue
      }
    }
    var other = SampleDay.run
    for suite in other.suites.indices {
      for place in other.suites[suite].cases.indices {
        let location = other.suites[suite].cases[place].location
        other.suites[suite].cases[place].location = SampleRun.location(
          "parcels/moved", location.line + 7)
        for finding in other.suites[suite].cases[place].findings.indices {
          other.suites[suite].cases[place].findings[finding].message += " again"
          other.suites[suite].cases[place].findings[finding].got = "something else"
        }
      }
    }
    #expect(try prints(other) == prints(SampleDay.run))
    #expect(try !prints(SampleDay.run).isEmpty)
  }

  @Test("what a known deviation predicts is suppressed with its reason")
  func suppression() throws {
    var run = SampleRun.small
    #expect(try Self.log(run)["results"]?[0]?["suppressions"] == nil)
    run.suites[0].cases[1].requirements[0].verdict = .deviating
    run.suites[0].cases[1].requirements[0].reason = "known until 2027"
    let suppression = try #require(Self.log(run)["results"]?[0]?["suppressions"]?[0])
    #expect(suppression["justification"]?.stringValue == "known until 2027")
    #expect(suppression["status"]?.stringValue == "accepted")
  }

  @Test("an error is told about the analysis and is no finding")
  func errors() throws {
    let log = try Self.log(SampleRun.small)
    let notes = try #require(log["invocations"]?[0]?["toolExecutionNotifications"]).elements
    #expect(
      notes.map { $0["message"]?["text"]?.stringValue } == [
        "parcels/messages/slow: no answer came within 10 s"
      ])
    #expect(log["invocations"]?[0]?["executionSuccessful"]?.boolValue == true)
    var errored = SampleRun.small
    errored.suites.removeFirst()
    #expect(
      try Self.log(errored)["invocations"]?[0]?["executionSuccessful"]?.boolValue == false)
  }

  @Test("past the limit of a service the gravest results stay, and the number of others is told")
  func limit() throws {
    var run = SampleRun.small
    let many = Array(repeating: SampleRun.noDate, count: 20) + [SampleRun.wrongType]
    run.suites[0].cases[0].findings = many
    let log = try Self.log(run, limit: 5)
    let levels = try #require(log["results"]).elements.map { $0["level"]?.stringValue }
    #expect(levels == ["warning", "warning", "warning", "error", "error"])
    let notes = try #require(log["invocations"]?[0]?["toolExecutionNotifications"]).elements
    #expect(
      notes.contains {
        $0["message"]?["text"]?.stringValue == "17 more results are in results.json"
      })
  }
}
