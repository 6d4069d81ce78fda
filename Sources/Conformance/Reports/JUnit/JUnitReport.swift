import Diagnostics

/// A run as JUnit XML, for what shows test results in CI.
///
/// Readers differ; the form here is the one that all the common ones take: flat suites, counts
/// that equal the cases inside, one outcome element for each case, names that do not change from
/// run to run, and no character that XML 1.0 forbids.
package struct JUnitReport: Report {
  /// Which readers the file is for.
  package enum Dialect: String, Sendable, CaseIterable {
    /// Counts on the root, file and line and properties on each case, the trail of its steps.
    case rich
    /// Nothing outside the schemas of the Jenkins xUnit step and of Ant (windyroad).
    case strict
  }

  /// Which readers the file is for.
  package var dialect: Dialect
  /// The path of the HTML report as seen from the XML file, to link each failure into it.
  package var htmlPath: String?

  /// Creates a reporter.
  package init(dialect: Dialect = .rich, htmlPath: String? = nil) {
    self.dialect = dialect
    self.htmlPath = htmlPath
  }

  /// Past this many bytes the cases keep their messages and lose their texts: some readers
  /// refuse files of 30 MB and more.
  var fileLimit = 25_000_000
  /// How long the text of one case gets.
  static let textLimit = 64 * 1024
  /// How long the text of one case gets once the file is nearly full.
  static let tightTextLimit = 512

  /// The XML document.
  package func render(_ run: RunDigest) -> [UInt8] {
    let result = run.result
    var names = JUnitNames()
    let suites = run.suites.map { suite in
      JUnitSuite(suite, isStrict: result.environment.isStrict, names: &names)
    }
    var total = JUnitCounts()
    for suite in suites { total.add(suite.counts) }

    var xml = MarkupWriter(.xml)
    xml.element("testsuites", dialect == .rich ? rootAttributes(run, total) : []) { xml in
      for (number, suite) in suites.enumerated() {
        xml.newline()
        write(suite, number: number, of: result, to: &xml)
      }
      xml.newline()
    }
    xml.newline()
    return xml.bytes
  }

  private func rootAttributes(
    _ run: RunDigest, _ counts: JUnitCounts
  ) -> [MarkupWriter.Attribute] {
    let times = RunTimes(startedAt: run.result.environment.startedAt)
    return [
      ("name", "conformance"), ("tests", "\(counts.tests)"), ("failures", "\(counts.failures)"),
      ("errors", "\(counts.errors)"), ("skipped", "\(counts.skipped)"),
      ("time", run.result.environment.duration.secondsText),
      ("timestamp", times.timestamp(after: .zero)),
    ]
  }

  private func write(
    _ suite: JUnitSuite, number: Int, of result: RunResult, to xml: inout MarkupWriter
  ) {
    let digest = suite.digest
    let times = RunTimes(startedAt: result.environment.startedAt)
    var timestamp = times.timestamp(after: digest.startedAfter)
    // The schema of Ant knows no zone: the time is UTC there too, but does not say so.
    if dialect == .strict, timestamp.hasSuffix("Z") { timestamp.removeLast() }
    let counts = suite.counts
    xml.element(
      "testsuite",
      [
        ("name", digest.suite.id.utf8.isEmpty ? "suite" : digest.suite.id),
        ("tests", "\(counts.tests)"),
        ("failures", "\(counts.failures)"), ("errors", "\(counts.errors)"),
        ("skipped", "\(counts.skipped)"), ("time", digest.duration.secondsText),
        ("timestamp", timestamp),
        // Required by the schema of Ant. The real name of the machine is nobody's business.
        ("hostname", "localhost"),
        ("id", "\(number)"), ("package", dialect == .strict ? "suites" : nil),
        ("file", dialect == .rich ? digest.suite.file : nil),
      ]
    ) { xml in
      xml.newline()
      writeProperties(properties(of: result, digest.suite), to: &xml)
      for entry in suite.cases {
        xml.newline()
        write(entry, of: result, to: &xml)
      }
      xml.newline()
      guard dialect == .strict else { return }
      xml.empty("system-out")
      xml.empty("system-err")
      xml.newline()
    }
  }

  private func properties(
    of result: RunResult, _ suite: SuiteResult
  ) -> [(name: String, value: String)] {
    var properties = [
      ("title", suite.title), ("baseURL", result.environment.baseURL),
      ("profile", result.environment.profile), ("seed", "\(result.environment.seed)"),
      ("toolVersion", result.environment.toolVersion), ("contract", result.contract.file),
      ("contractTitle", result.contract.title), ("contractVersion", result.contract.version),
    ]
    if let input = result.inputs.first(where: { $0.file == result.contract.file }) {
      properties.append(("contractSHA256", input.sha256))
    }
    if let shard = result.environment.shard { properties.append(("shard", "\(shard)")) }
    return properties + result.environment.transport.properties
  }

  private func writeProperties(
    _ properties: [(name: String, value: String)], to xml: inout MarkupWriter
  ) {
    guard !properties.isEmpty else { return }
    xml.element("properties") { xml in
      for property in properties {
        xml.empty("property", [("name", property.name), ("value", property.value)])
      }
    }
  }

  private func write(_ entry: JUnitCase, of result: RunResult, to xml: inout MarkupWriter) {
    let testCase = entry.testCase
    let limit = xml.bytes.count < fileLimit ? Self.textLimit : Self.tightTextLimit
    let isRich = dialect == .rich
    xml.element(
      "testcase",
      [
        ("classname", entry.className), ("name", entry.name),
        ("time", testCase.duration.secondsText),
        ("file", isRich ? testCase.location.file : nil),
        ("line", isRich ? "\(testCase.location.line)" : nil),
      ]
    ) { xml in
      if isRich { writeProperties(of: testCase, to: &xml) }
      switch entry.outcome {
      case .passed: break
      case .failure(let type, let message):
        xml.element(
          "failure", [("message", message), ("type", type)],
          text: CaseText.full(testCase, htmlPath: htmlPath, limit: limit))
      case .error(let type, let message):
        xml.element(
          "error", [("message", message), ("type", type)],
          text: CaseText.full(testCase, htmlPath: htmlPath, limit: limit))
      case .skipped(let message):
        xml.empty("skipped", [("message", message)])
      }
      let trail = isRich ? trail(of: testCase, entry.outcome) : ""
      if !trail.utf8.isEmpty {
        xml.element("system-out", text: CaseText.cut(trail, to: min(limit, 8 * 1024)))
      }
    }
  }

  private func writeProperties(of testCase: CaseResult, to xml: inout MarkupWriter) {
    xml.element("properties") { xml in
      func write(_ name: String, _ value: String) {
        xml.empty("property", [("name", name), ("value", value)])
      }
      write("id", testCase.id)
      write("verdict", testCase.verdict.rawValue)
      for requirement in testCase.requirements { write("requirement", requirement.id.text) }
      for operation in testCase.operations { write("operation", operation) }
      for tag in testCase.tags { write("tag", tag) }
      if let owner = testCase.owner { write("owner", owner) }
      for link in testCase.links { write("link", link) }
      for measurement in testCase.measurements { write("measurement", measurement) }
    }
  }
}
