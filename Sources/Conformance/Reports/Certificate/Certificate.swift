package import Diagnostics
import FoundationEssentials
package import SchemaValidator

/// What a run says of a target, small enough to be handed on, and nothing that its results do
/// not say: ``CertificateCheck`` makes it again from them.
package struct Certificate: Sendable {
  /// The first member of every certificate.
  package static let format = "conformance-certificate"
  /// The version of the layout that this program writes and reads.
  package static let version = 1
  /// How many days a certificate counts unless told otherwise.
  package static let usualDays = 90

  /// The run.
  let run: RunDigest
  /// The digest of `results.json`.
  let resultsDigest: String
  /// For how many days after the run it counts.
  let days: Int

  /// Creates the certificate of a run.
  package init(_ run: RunDigest, resultsDigest: String, days: Int = usualDays) {
    self.run = run
    self.resultsDigest = resultsDigest
    self.days = days
  }

  /// Whether it says that the target keeps its contract: a run of all suites has passed.
  package var isGranted: Bool { run.summary.outcome == .passed && isWhole }

  /// Whether all was asked that the suites ask.
  private var isWhole: Bool {
    !run.result.environment.isPartial && run.result.environment.shard == nil
  }

  /// The statement in a sentence.
  package var statement: String {
    let environment = run.result.environment
    let contract = "\(run.result.contract.title) \(run.result.contract.version)"
    let target = "\(environment.baseURL) against \(contract)"
    if run.summary.outcome == .passed, !isWhole {
      return "\(target): conformance is not shown; only a part of the cases was asked"
    }
    return isGranted
      ? "\(target): nothing was found that departs from it, beyond what is listed here"
      : "\(target): conformance is not shown; \(run.headline)"
  }

  /// When it begins to count and when it ends to; nil where the run does not tell its time.
  package var validity: (from: String, until: String)? {
    let times = RunTimes(startedAt: run.result.environment.startedAt)
    guard times.isKnown else { return nil }
    let end = run.result.environment.duration
    return (
      times.timestamp(after: end), times.timestamp(after: end + .seconds(days * 24 * 60 * 60))
    )
  }

  /// How many requirements of each level came to each verdict; nil for those of no known level.
  var levels: [(level: String, counts: [Verdict: Int])] {
    let known = RequirementLevel.allCases.map(\.rawValue)
    var counts: [String: [Verdict: Int]] = [:]
    for tally in run.requirements where !tally.cases.isEmpty {
      counts[tally.catalogued?.level.rawValue ?? Self.unlisted, default: [:]][
        tally.verdict, default: 0] += 1
    }
    return (known + [Self.unlisted]).compactMap { level in
      counts[level].map { (level, $0) }
    }
  }

  private static let unlisted = "unlisted"

  /// The requirements that were not kept.
  var violated: [RequirementTally] {
    run.requirements.filter { [.failed, .warned].contains($0.verdict) }
  }

  /// The requirements that nobody got an answer about.
  var open: [RequirementTally] {
    run.requirements.filter { !$0.cases.isEmpty && !$0.verdict.isJudged }
  }

  /// The known deviations, as the run saw them.
  var deviations: [CaseResult] {
    run.result.suites.filter { $0.id == DeviationReview.suiteID }.flatMap(\.cases)
  }
}

extension Certificate {
  /// The certificate as JSON.
  package func json() -> [UInt8] {
    let result = run.result
    var json = ResultWriter()
    json.object { json in
      json.member("format", Self.format)
      json.member("version", Self.version)
      json.member("granted", isGranted)
      json.member("statement", statement)
      json.member("outcome", run.summary.outcome.rawValue)
      json.member("target", result.environment.baseURL)
      json.member("profile", result.environment.profile)
      json.member("strict", result.environment.isStrict)
      json.member("insecure", result.environment.transport.isInsecure)
      json.member("shard", result.environment.shard?.description)
      json.member("partial", result.environment.isPartial)
      json.member("startedAt", result.environment.startedAt)
      json.member("seed", "\(result.environment.seed)")
      json.member("toolVersion", result.environment.toolVersion)
      json.member("validity") { json in
        json.object { json in
          json.member("days", days)
          json.member("from", validity?.from)
          json.member("until", validity?.until)
        }
      }
      json.member("contract") { json in json.write(result.contract) }
      json.member("inputs", result.inputs) { json, input in json.line { $0.write(input) } }
      json.member("results") { json in json.object { $0.member("sha256", resultsDigest) } }
      json.member("requests", result.environment.requestCount)
      json.member("cases") { json in json.write(run.summary.counts) }
      json.member("requirements") { json in
        json.object { json in
          for (level, counts) in levels { json.member(level) { $0.write(counts) } }
        }
      }
      json.member("violated", violated.map(\.id.text))
      json.member("open", open.map(\.id.text))
      json.member("deviations", deviations) { json, entry in
        json.line { json in
          json.object { json in
            json.member("title", entry.title)
            json.member("verdict", entry.verdict.rawValue)
            json.member("reason", entry.reason)
          }
        }
      }
      json.member("notices", result.notices.map(\.message))
    }
    return json.finish()
  }
}

extension ResultWriter {
  /// Counts by verdict in their fixed order; those that are zero are left out.
  fileprivate mutating func write(_ counts: [Verdict: Int]) {
    object { json in
      for (verdict, _) in RunSummary.order {
        if let count = counts[verdict], count > 0 { json.member(verdict.rawValue, count) }
      }
    }
  }
}

/// Compares a certificate with the results it claims to come from.
package struct CertificateCheck: Sendable {
  /// Something that the certificate and the results do not agree on.
  package struct Difference: Sendable, Hashable {
    /// Where in the certificate.
    package let pointer: String
    /// What the certificate says; nil for nothing.
    package let certificate: String?
    /// What the results say; nil for nothing.
    package let results: String?
  }

  /// What differs, in the order of the certificate.
  package let differences: [Difference]
  /// Whether the certificate says that the target keeps its contract.
  package let isGranted: Bool
  /// The statement that the results make.
  package let statement: String
  /// When the certificate ends to count.
  package let until: String?
  /// Whether that time is over.
  package let isExpired: Bool

  /// Makes the certificate again and compares.
  /// - Parameters:
  ///   - root: The root of the certificate.
  ///   - results: The bytes of `results.json`.
  ///   - run: The run that is in them.
  ///   - now: The time of the check.
  /// - Throws: ``Diagnostics`` for what is no certificate of a version that is known.
  package init(
    certificate root: JSONValue, results: [UInt8], run: RunResult, now: Timestamp
  ) throws(Diagnostics) {
    let file = ResultReader(root)
    guard try file.optional("format")?.value.stringValue == Certificate.format else {
      throw file.refusal(
        "is not a certificate: no member format of \(Certificate.format)",
        fix: "give the file that --certificate wrote")
    }
    let version = try file.integer("version")
    guard version == Certificate.version else {
      throw try file.member("version").refusal(
        "found version \(version); this program reads \(Certificate.version)",
        fix: "verify it with the version of the program that wrote it")
    }
    let days = try file.member("validity").integer("days")
    guard 1...Self.mostDays ~= days else {
      throw try file.member("validity").member("days").refusal(
        expected: "a number from 1 to \(Self.mostDays)")
    }
    let made = Certificate(
      RunDigest(run), resultsDigest: SHA256.hexadecimal(of: results), days: days)
    guard let document = try? JSONDocument(parsing: made.json()) else {
      preconditionFailure("a certificate is written as JSON")
    }
    var differences: [Difference] = []
    Self.compare(root, document.root, .root, &differences)
    self.differences = differences
    isGranted = made.isGranted
    statement = made.statement
    until = made.validity?.until
    // Both are written year first and in UTC, so that they order as texts do.
    isExpired = made.validity.map { String(now.text.prefix(19)) > $0.until.prefix(19) } ?? true
  }

  /// The most days that a certificate may count.
  package static let mostDays = 3_650

  private static func compare(
    _ certificate: JSONValue?, _ results: JSONValue?, _ pointer: JSONPointer,
    _ differences: inout [Difference]
  ) {
    switch (certificate?.kind, results?.kind) {
    case (.object?, .object?):
      let names = members(of: certificate) + members(of: results)
      var seen: Set<[UInt8]> = []
      for name in names where seen.insert(Array(name.utf8)).inserted {
        compare(certificate?[name], results?[name], pointer.appending(name), &differences)
      }
    case (.array?, .array?):
      let (left, right) = (elements(of: certificate), elements(of: results))
      for index in 0..<max(left.count, right.count) {
        compare(
          index < left.count ? left[index] : nil, index < right.count ? right[index] : nil,
          pointer.appending(index), &differences)
      }
    default:
      let (said, found) = (certificate?.description, results?.description)
      guard said != found else { return }
      differences.append(
        Difference(
          pointer: pointer == .root ? "/" : "\(pointer)",
          certificate: said.map { VisibleText.clipped($0, scalars: 200) },
          results: found.map { VisibleText.clipped($0, scalars: 200) }))
    }
  }

  private static func members(of value: JSONValue?) -> [String] {
    value.map { $0.members.map(\.name) } ?? []
  }

  private static func elements(of value: JSONValue?) -> [JSONValue] {
    value.map { Array($0.elements) } ?? []
  }
}

extension CertificateCheck {
  /// Whether the certificate is what the results say, counts now, and is granted.
  package var holds: Bool { differences.isEmpty && isGranted && !isExpired }

  /// What the check found, in lines.
  package var text: String {
    var lines = differences.map { difference in
      "DIFFERS \(difference.pointer): the certificate says \(difference.certificate ?? "nothing"); "
        + "the results say \(difference.results ?? "nothing")"
    }
    if isExpired { lines.append("EXPIRED it counted until \(until ?? "no time that is known")") }
    if !isGranted { lines.append("NOT GRANTED the run does not show conformance") }
    lines.append(
      holds
        ? "VERIFIED \(statement)"
        : "NOT VERIFIED "
          + (differences.isEmpty
            ? "the certificate is what the results say: \(statement)"
            : "\(RunDigest.count(differences.count, "value")) of the certificate not what the results say")
    )
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }
}
