import Diagnostics
import SchemaValidator

/// A run as `results.json`: the truth that every other report can be made from again.
///
/// Members have a fixed order, times are RFC 3339, durations are milliseconds with as many
/// decimals as they need, and ids are stable. Members are only ever added; a change that breaks
/// readers raises ``version``. Reading it back with `RunResult.init(readingJSON:)` gives the
/// same result.
package struct JSONReport: Report {
  /// The first member of every results file.
  package static let format = "conformance-results"
  /// The version of the layout that this program writes and reads.
  package static let version = 1

  /// Only its texts can hold what a target has said.
  package var form: TextForm { .json }

  /// Creates a reporter.
  package init() {}

  /// The JSON text: a line for each case, so that tools for lines work on it too.
  package func render(_ run: RunDigest) -> [UInt8] {
    var json = ResultWriter()
    json.object { json in
      json.member("format", Self.format)
      json.member("version", Self.version)
      json.member("summary") { $0.write(run.summary) }
      json.member("environment") { $0.write(run.result.environment) }
      json.member("contract") { $0.write(run.result.contract) }
      json.member("inputs", run.result.inputs) { json, input in json.line { $0.write(input) } }
      json.member("notices", run.result.notices) { json, notice in
        json.object { json in
          json.member("code", notice.code)
          json.member("message", notice.message)
        }
      }
      if !run.result.openBefore.isEmpty {
        json.member("openBefore", run.result.openBefore)
      }
      json.member("requirements", run.result.requirements) { json, requirement in
        json.line { $0.write(requirement) }
      }
      if let coverage = run.result.coverage {
        json.member("coverage") { $0.write(coverage) }
      }
      json.member("suites", run.result.suites) { $0.write($1) }
    }
    return json.finish()
  }
}

/// Writes the parts of a result; ``ResultReader`` is its mirror.
struct ResultWriter {
  private var json: JSONWriter

  /// Starts a text.
  init(_ layout: JSONWriter.Layout = .pretty) {
    json = JSONWriter(layout)
  }

  /// Ends the text.
  consuming func finish() -> [UInt8] { json.finish() }

  /// An object with its members.
  mutating func object(_ members: (inout ResultWriter) -> Void) {
    json.beginObject()
    members(&self)
    json.endObject()
  }

  /// A value on one line, whatever is around it.
  mutating func line(_ value: (inout ResultWriter) -> Void) {
    json.beginLine()
    value(&self)
    json.endLine()
  }

  /// A member of any kind.
  mutating func member(_ name: String, _ value: (inout ResultWriter) -> Void) {
    json.name(name)
    value(&self)
  }

  /// A text; nil leaves the member out.
  mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    json.name(name)
    json.string(value)
  }

  /// An integer; nil leaves the member out.
  mutating func member(_ name: String, _ value: Int?) {
    guard let value else { return }
    json.name(name)
    json.number(value)
  }

  /// A Boolean.
  mutating func member(_ name: String, _ value: Bool) {
    json.name(name)
    json.bool(value)
  }

  /// A duration in milliseconds, exactly.
  mutating func member(_ name: String, _ value: Duration) {
    json.name(name)
    json.number(text: MillisecondText.text(of: value))
  }

  /// A list.
  mutating func member<Element>(
    _ name: String, _ elements: [Element], _ write: (inout ResultWriter, Element) -> Void
  ) {
    json.name(name)
    json.beginArray()
    for element in elements { write(&self, element) }
    json.endArray()
  }

  /// A list of texts.
  mutating func member(_ name: String, _ texts: [String]) {
    member(name, texts) { $0.json.string($1) }
  }

  /// A list of integers.
  mutating func member(_ name: String, _ numbers: [Int]) {
    member(name, numbers) { $0.json.number($1) }
  }

  /// A place in a text; nil leaves the member out.
  mutating func member(_ name: String, _ location: SourceLocation?) {
    guard let location else { return }
    member(name) { json in
      json.object { json in
        json.member("file", location.file)
        json.member("line", location.line)
        json.member("column", location.column)
      }
    }
  }
}

extension ResultWriter {
  /// The summary: derived from the cases, and written for readers that only want the outcome.
  mutating func write(_ summary: RunSummary) {
    object { json in
      json.member("outcome", summary.outcome.rawValue)
      json.member("sentence", summary.sentence)
      json.member("cases", summary.caseCount)
      json.member("counts") { json in
        json.object { json in
          for (verdict, _) in RunSummary.order {
            json.member(verdict.rawValue, summary.counts[verdict, default: 0])
          }
        }
      }
      json.member("interrupted", summary.outcome == .interrupted)
    }
  }

  /// The conditions of the run.
  mutating func write(_ environment: RunEnvironmentRecord) {
    object { json in
      json.member("toolVersion", environment.toolVersion)
      json.member("baseURL", environment.baseURL)
      json.member("profile", environment.profile)
      // As text: many readers keep numbers as doubles, which cannot hold every seed.
      json.member("seed", "\(environment.seed)")
      json.member("runPrefix", environment.runPrefix)
      json.member("command", environment.command)
      json.member("startedAt", environment.startedAt)
      json.member("durationMs", environment.duration)
      json.member("waitedMs", environment.waited)
      json.member("requests", environment.requestCount)
      json.member("resent", environment.resentCount)
      json.member("strict", environment.isStrict)
      json.member("shard", environment.shard?.description)
      if environment.isPartial { json.member("partial", true) }
      if environment.isJudgement { json.member("judgement", true) }
      json.member("transport") { $0.write(environment.transport) }
    }
  }

  /// How the target was reached; what was not chosen is left out.
  private mutating func write(_ transport: TransportRecord) {
    object { json in
      json.member("httpVersion", transport.httpVersion)
      json.member("proxy", transport.proxy)
      json.member("certificateAuthorities", transport.certificateAuthorities)
      json.member("clientCertificate", transport.clientCertificate)
      if !transport.resolutions.isEmpty { json.member("resolutions", transport.resolutions) }
      if !transport.fields.isEmpty { json.member("headers", transport.fields) }
      json.member("compressed", transport.isCompressed)
      json.member("insecure", transport.isInsecure)
    }
  }

  /// The contract.
  mutating func write(_ contract: ContractRecord) {
    object { json in
      json.member("file", contract.file)
      json.member("title", contract.title)
      json.member("version", contract.version)
      json.member("operations", contract.operationCount)
    }
  }

  /// A file that the run went by.
  mutating func write(_ input: InputRecord) {
    object { json in
      json.member("file", input.file)
      json.member("sha256", input.sha256)
    }
  }

  /// A requirement of the catalogue.
  mutating func write(_ requirement: Requirement) {
    object { json in
      json.member("id", requirement.id.text)
      json.member("level", requirement.level.rawValue)
      json.member("severity", requirement.severity.rawValue)
      json.member("title", requirement.title)
      json.member("statement", requirement.statement)
      json.member("sources", requirement.sources)
      json.member("probe", requirement.probe)
      json.member("leniency", requirement.leniency)
    }
  }

  /// A suite with its cases.
  mutating func write(_ suite: SuiteResult) {
    object { json in
      json.member("id", suite.id)
      json.member("title", suite.title)
      json.member("file", suite.file)
      json.member("cases", suite.cases) { json, testCase in json.line { $0.write(testCase) } }
    }
  }

  /// A case with its evidence.
  mutating func write(_ testCase: CaseResult) {
    object { json in
      json.member("id", testCase.id)
      json.member("title", testCase.title)
      json.member("verdict", testCase.verdict.rawValue)
      json.member("reason", testCase.reason)
      if !testCase.rounds.isEmpty { json.member("rounds", testCase.rounds.map(\.rawValue)) }
      if !testCase.restarts.isEmpty { json.member("restarts", testCase.restarts) }
      json.member("location", testCase.location)
      json.member("place", testCase.place)
      json.member("effect", testCase.effect)
      json.member("tags", testCase.tags)
      json.member("owner", testCase.owner)
      if !testCase.links.isEmpty { json.member("links", testCase.links) }
      if !testCase.delays.isEmpty { json.member("delays", testCase.delays) { $0.write($1) } }
      if !testCase.overlaps.isEmpty { json.member("overlaps", testCase.overlaps) { $0.write($1) } }
      json.member("startedAfterMs", testCase.startedAfter)
      json.member("durationMs", testCase.duration)
      json.member("requirements", testCase.requirements) { json, decision in
        json.object { json in
          json.member("id", decision.id.text)
          json.member("verdict", decision.verdict.rawValue)
          json.member("reason", decision.reason)
          if decision.isUnstable { json.member("unstable", true) }
        }
      }
      json.member("findings", testCase.findings) { $0.write($1) }
      json.member("exchanges", testCase.exchanges) { $0.write($1) }
      if testCase.omittedExchanges > 0 {
        json.member("exchangesOmitted", testCase.omittedExchanges)
      }
    }
  }

  /// How long an answer took to be as expected.
  mutating func write(_ delay: ConsistencyDelay) {
    object { json in
      json.member("purpose", delay.purpose)
      json.member("location", delay.location)
      json.member("attempts", delay.attempts)
      json.member("durationMs", delay.duration)
      json.member("consistent", delay.isConsistent)
    }
  }

  /// How many requests meant for one instant overlapped.
  mutating func write(_ overlap: OverlapCount) {
    object { json in
      json.member("purpose", overlap.purpose)
      json.member("location", overlap.location)
      json.member("requests", overlap.requests)
      json.member("overlapping", overlap.overlapping)
    }
  }

  /// A finding.
  mutating func write(_ finding: Finding) {
    object { json in
      json.member("requirement", finding.requirement.text)
      json.member("severity", finding.severity.rawValue)
      json.member("message", finding.message)
      json.member("operation", finding.operation)
      json.member("exchange", finding.exchange)
      json.member("relatedExchanges", finding.relatedExchanges)
      json.member("place") { $0.write(finding.place) }
      json.member("expected", finding.expected)
      json.member("got", finding.got)
      if let clause = finding.clause {
        json.member("clause") { json in
          json.object { json in
            json.member("pointer", "\(clause.pointer)")
            json.member("location", clause.location)
          }
        }
      }
      json.member("suiteLocation", finding.suiteLocation)
      json.member("details", finding.details)
    }
  }

  private mutating func write(_ place: Finding.Place) {
    object { json in
      switch place {
      case .status: json.member("kind", "status")
      case .header(let name):
        json.member("kind", "header")
        json.member("header", name)
      case .body(let pointer):
        json.member("kind", "body")
        json.member("pointer", "\(pointer)")
      case .exchange: json.member("kind", "exchange")
      }
    }
  }

  /// An exchange.
  mutating func write(_ exchange: ExchangeRecord) {
    object { json in
      json.member("purpose", exchange.purpose)
      json.member("operation", exchange.operation)
      json.member("method", exchange.method)
      json.member("url", exchange.url)
      json.member("status", exchange.status)
      json.member("transportError", exchange.transportError)
      json.member("startedAfterMs", exchange.startedAfter)
      json.member("durationMs", exchange.duration)
      json.member("request") { $0.write(exchange.request) }
      if let response = exchange.response { json.member("response") { $0.write(response) } }
      json.member("curl", exchange.curl)
    }
  }

  private mutating func write(_ message: MessageRecord) {
    object { json in
      json.member("fields", message.fields) { json, field in
        json.object { json in
          json.member("name", field.name)
          json.member("value", field.value)
        }
      }
      json.member("body", message.body)
      json.member("bodyLength", message.bodyLength)
      json.member("cut", message.isCut)
    }
  }
}
