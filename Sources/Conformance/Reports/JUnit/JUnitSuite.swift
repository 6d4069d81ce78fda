/// A suite as JUnit readers see it.
struct JUnitSuite {
  /// The suite with its times.
  let digest: SuiteDigest
  /// Its cases in order.
  let cases: [JUnitCase]
  /// The counts of exactly these cases.
  let counts: JUnitCounts

  /// Names and judges the cases of a suite.
  init(_ digest: SuiteDigest, isStrict: Bool, names: inout JUnitNames) {
    self.digest = digest
    let className = JUnitNames.className(of: digest.suite)
    // Readers take two cases of one name for two tries of one case.
    let titles = digest.suite.cases.reduce(into: [[UInt8]: Int]()) {
      $0[Array($1.title.utf8), default: 0] += 1
    }
    cases = digest.suite.cases.map { testCase in
      let isRepeated = titles[Array(testCase.title.utf8), default: 0] > 1
      return JUnitCase(
        testCase: testCase, className: className,
        name: names.unique(
          JUnitNames.name(of: testCase, isTitleRepeated: isRepeated), in: className),
        outcome: JUnitOutcome(testCase, isStrict: isStrict))
    }
    counts = cases.reduce(into: JUnitCounts()) { $0.add($1.outcome) }
  }
}

/// A case as JUnit readers see it.
struct JUnitCase {
  let testCase: CaseResult
  let className: String
  let name: String
  let outcome: JUnitOutcome
}

/// Gives every case a name that no other case of the file has and that no run changes.
struct JUnitNames {
  private var taken: Set<[UInt8]> = []

  /// The suite's path with dots between its parts and no white space, such as `shop.orders`.
  static func className(of suite: SuiteResult) -> String {
    let mapped = suite.id.unicodeScalars.map { scalar -> Unicode.Scalar in
      if scalar == "/" { return "." }
      return scalar.properties.isWhitespace || VisibleText.isActing(scalar) ? "_" : scalar
    }
    return mapped.isEmpty ? "suite" : String(String.UnicodeScalarView(mapped))
  }

  /// The title of a case, and its own id where the suite uses the title again.
  static func name(of testCase: CaseResult, isTitleRepeated: Bool) -> String {
    let ownID = testCase.id.utf8.split(separator: UInt8(ascii: "/")).last.map {
      String(Substring($0))
    }
    guard !testCase.title.utf8.isEmpty else { return ownID ?? "case" }
    guard isTitleRepeated, let ownID else { return testCase.title }
    return "\(testCase.title) [\(ownID)]"
  }

  /// The name, followed by `#2` and so on if it is taken.
  mutating func unique(_ name: String, in className: String) -> String {
    var candidate = name
    var number = 1
    // NUL stands in no name that is written: it keeps the two parts apart.
    while !taken.insert(Array("\(className)\0\(candidate)".utf8)).inserted {
      number += 1
      candidate = "\(name) #\(number)"
    }
    return candidate
  }
}
