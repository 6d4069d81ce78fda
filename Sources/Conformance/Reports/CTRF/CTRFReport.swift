import Diagnostics

/// A run in the Common Test Report Format, for the dashboards and bots that read it.
///
/// Source: [CTRF](https://ctrf.io/docs/specification/overview)
package struct CTRFReport: Report {
  /// The version of the specification that is followed.
  static let specVersion = "1.0.0"

  /// The path of the HTML report as seen from the file, to link each failure into it.
  package var htmlPath: String?

  /// Only its texts can hold what a target has said.
  package var form: TextForm { .json }

  /// Creates a reporter.
  package init(htmlPath: String? = nil) {
    self.htmlPath = htmlPath
  }

  /// The outcomes that the format knows.
  enum Status: String, CaseIterable {
    case passed
    case failed
    case skipped
    case pending
    case other

    /// Translates a verdict the way JUnit has it; what was not judged and was not meant to be
    /// left out is `other`.
    init(_ verdict: Verdict, isStrict: Bool) {
      self =
        switch verdict {
        case .passed: .passed
        case .failed, .errored: .failed
        case .warned: isStrict ? .failed : .passed
        case .inconclusive: isStrict ? .failed : .other
        case .skipped, .blocked, .deviating: .skipped
        case .notRun: .other
        }
    }
  }

  /// The report's bytes: a line for each test.
  package func render(_ run: RunDigest) -> [UInt8] {
    let environment = run.result.environment
    let times = RunTimes(startedAt: environment.startedAt)
    var json = ResultWriter()
    json.object { json in
      json.member("reportFormat", "CTRF")
      json.member("specVersion", Self.specVersion)
      if times.isKnown { json.member("timestamp", times.timestamp(after: .zero)) }
      json.member("generatedBy", "conformance")
      json.member("results") { json in
        json.object { json in
          json.member("tool") { json in
            json.object { json in
              json.member("name", "conformance")
              json.member("version", environment.toolVersion)
            }
          }
          json.member("summary") { json in json.object { writeSummary(of: run, times, &$0) } }
          var names = JUnitNames()
          let entries = run.suites.flatMap { suite in
            JUnitSuite(suite, isStrict: environment.isStrict, names: &names).cases
              .map { (suite.suite, $0) }
          }
          json.member("tests", entries) { json, entry in
            json.line { json in
              json.object { write(entry.1, of: entry.0, in: run, times, &$0) }
            }
          }
          json.member("environment") { json in
            json.object { Self.write(environment, run.result.contract, &$0) }
          }
        }
      }
    }
    return json.finish()
  }

  private func writeSummary(of run: RunDigest, _ times: RunTimes, _ json: inout ResultWriter) {
    let environment = run.result.environment
    var counts: [Status: Int] = [:]
    for (verdict, count) in run.summary.counts {
      counts[Status(verdict, isStrict: environment.isStrict), default: 0] += count
    }
    json.member("tests", run.summary.caseCount)
    for status in Status.allCases { json.member(status.rawValue, counts[status, default: 0]) }
    let flaky = run.suites.reduce(0) { $0 + $1.suite.cases.count(where: \.isFlaky) }
    if flaky > 0 { json.member("flaky", flaky) }
    json.member("suites", run.suites.count)
    json.member("start", times.epochMilliseconds(after: .zero))
    json.member("stop", times.epochMilliseconds(after: environment.duration))
    json.member("duration", Int(clamping: environment.duration.roundedMilliseconds))
    json.member("extra") { json in
      json.object { json in
        json.member("outcome", run.summary.outcome.rawValue)
        json.member("sentence", run.summary.sentence)
      }
    }
  }

  private func write(
    _ entry: JUnitCase, of suite: SuiteResult, in run: RunDigest, _ times: RunTimes,
    _ json: inout ResultWriter
  ) {
    let testCase = entry.testCase
    let status = Status(testCase.verdict, isStrict: run.result.environment.isStrict)
    json.member("testId", testCase.id)
    json.member("name", entry.name)
    json.member("status", status.rawValue)
    json.member("rawStatus", testCase.verdict.rawValue)
    json.member("duration", Int(clamping: testCase.duration.roundedMilliseconds))
    json.member("start", times.epochMilliseconds(after: testCase.startedAfter))
    json.member("stop", times.epochMilliseconds(after: testCase.startedAfter + testCase.duration))
    json.member("suite", [suite.id])
    if let message = entry.outcome.message { json.member("message", message) }
    if status == .failed {
      json.member(
        "trace",
        CaseText.full(testCase, htmlPath: htmlPath, limit: JUnitReport.textLimit))
    }
    json.member("filePath", testCase.location.file)
    json.member("line", testCase.location.line)
    if !testCase.tags.isEmpty { json.member("tags", testCase.tags) }
    json.member("type", "api")
    if testCase.isFlaky { json.member("flaky", true) }
    if status == .failed, !testCase.exchanges.isEmpty {
      json.member("steps", Array(testCase.exchanges.enumerated())) { json, step in
        json.object { json in
          json.member("name", VisibleText.clipped(step.element.line, scalars: 400))
          json.member("status", testCase.stepStatus(step.offset).rawValue)
        }
      }
    }
    json.member("extra") { json in json.object { Self.writeExtra(of: testCase, &$0) } }
  }

  private static func writeExtra(of testCase: CaseResult, _ json: inout ResultWriter) {
    json.member("effect", testCase.effect)
    json.member("requirements", testCase.requirements) { json, decision in
      json.object { json in
        json.member("id", decision.id.text)
        json.member("verdict", decision.verdict.rawValue)
      }
    }
    json.member("operations", testCase.operations)
    json.member("owner", testCase.owner)
    if !testCase.links.isEmpty { json.member("links", testCase.links) }
    if !testCase.rounds.isEmpty { json.member("rounds", testCase.rounds.map(\.rawValue)) }
    if !testCase.measurements.isEmpty { json.member("measurements", testCase.measurements) }
  }

  private static func write(
    _ environment: RunEnvironmentRecord, _ contract: ContractRecord, _ json: inout ResultWriter
  ) {
    json.member("appName", contract.title)
    json.member("appVersion", contract.version)
    json.member("testEnvironment", environment.baseURL)
    json.member("shardId", environment.shard?.description)
    json.member("extra") { json in
      json.object { json in
        json.member("profile", environment.profile)
        json.member("seed", "\(environment.seed)")
        json.member("command", environment.command)
        json.member("strict", environment.isStrict)
        for property in environment.transport.properties {
          json.member(property.name, property.value)
        }
      }
    }
  }
}

extension CaseResult {
  /// Whether rounds of the case decided differently.
  var isFlaky: Bool { Set(rounds).count > 1 }

  /// The operations that the case called, each once, in the order of their first call.
  var operations: [String] {
    if exchanges.count == 1 { return exchanges.compactMap(\.operation) }
    var seen: Set<String> = []
    return exchanges.compactMap(\.operation).filter { seen.insert($0).inserted }
  }

  /// What one exchange of the case came to.
  fileprivate func stepStatus(_ index: Int) -> CTRFReport.Status {
    if exchanges[index].transportError != nil { return .failed }
    return findings.contains { $0.exchange == index } ? .failed : .passed
  }
}
