/// What a case is to a reader of JUnit XML, which knows four outcomes only.
enum JUnitOutcome: Sendable, Hashable {
  /// No element.
  case passed
  /// A check on the API did not hold.
  case failure(type: String, message: String)
  /// The case could not be judged, for a fault outside the API's answers.
  case error(type: String, message: String)
  /// Not judged, and why.
  case skipped(message: String)

  /// Translates a verdict.
  ///
  /// What makes a strict run red is red here too: a warning as a failure, an open question as an
  /// error, since it was not judged. In a normal run a warning passes (its text is in the case's
  /// output), and an open question is skipped with its reason.
  init(_ testCase: CaseResult, isStrict: Bool) {
    let reason = testCase.reason ?? "no reason was given"
    switch testCase.verdict {
    case .passed: self = .passed
    case .failed: self = Self.violation(testCase)
    case .warned: self = isStrict ? Self.violation(testCase) : .passed
    case .errored: self = .error(type: "case.errored", message: Self.oneLine(reason))
    case .inconclusive:
      self =
        isStrict
        ? .error(type: "case.inconclusive", message: Self.oneLine("inconclusive: \(reason)"))
        : .skipped(message: Self.oneLine("inconclusive: \(reason)"))
    case .skipped: self = .skipped(message: Self.oneLine(reason))
    case .blocked: self = .skipped(message: Self.oneLine("blocked: \(reason)"))
    case .deviating: self = .skipped(message: Self.oneLine("known deviation: \(reason)"))
    case .notRun: self = .skipped(message: Self.oneLine("did not run: \(reason)"))
    }
  }

  private static func violation(_ testCase: CaseResult) -> JUnitOutcome {
    guard let first = testCase.findings.first else {
      return .failure(
        type: "case.\(testCase.verdict.rawValue)",
        message: oneLine(testCase.reason ?? "no reason was given"))
    }
    let others = testCase.findings.count - 1
    return .failure(
      // A dotted word: one reader builds objects from bare words such as "array" or "file".
      type: "requirement.\(first.requirement)",
      message: oneLine(
        "\(first.requirement): \(first.message)", ending: others > 0 ? " (+\(others) more)" : ""))
  }

  /// What readers show of it in lists; nil for a passed case.
  var message: String? {
    switch self {
    case .passed: nil
    case .failure(_, let message), .error(_, let message), .skipped(let message): message
    }
  }

  /// Readers show the message in lists: one line of at most 200 characters.
  private static func oneLine(_ text: String, ending: String = "") -> String {
    VisibleText.clipped(text, scalars: 200 - ending.unicodeScalars.count) + ending
  }
}

/// Cases of one suite by the outcome that JUnit readers count.
struct JUnitCounts {
  var tests = 0
  var failures = 0
  var errors = 0
  var skipped = 0

  /// Counts one more case.
  mutating func add(_ outcome: JUnitOutcome) {
    tests += 1
    switch outcome {
    case .passed: break
    case .failure: failures += 1
    case .error: errors += 1
    case .skipped: skipped += 1
    }
  }

  /// Counts all cases of another suite.
  mutating func add(_ other: JUnitCounts) {
    tests += other.tests
    failures += other.failures
    errors += other.errors
    skipped += other.skipped
  }
}
