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
    var titles: Set<ExactText> = []
    titles.reserveCapacity(digest.suite.cases.count)
    var repeated: Set<ExactText> = []
    for testCase in digest.suite.cases {
      let title = ExactText(testCase.title)
      if !titles.insert(title).inserted { repeated.insert(title) }
    }
    cases = digest.suite.cases.map { testCase in
      let isRepeated = !repeated.isEmpty && repeated.contains(ExactText(testCase.title))
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
  private var taken: Set<ExactText> = []

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
    let hasTitle = !testCase.title.utf8.isEmpty
    if hasTitle, !isTitleRepeated { return testCase.title }
    let ownID = testCase.id.utf8.split(separator: UInt8(ascii: "/")).last.map {
      String(Substring($0))
    }
    guard let ownID else { return hasTitle ? testCase.title : "case" }
    guard hasTitle else { return ownID }
    return "\(testCase.title) [\(ownID)]"
  }

  /// The name, followed by `#2` and so on if it is taken.
  mutating func unique(_ name: String, in className: String) -> String {
    var candidate = name
    var number = 1
    // NUL stands in no name that is written: it keeps the two parts apart.
    while !taken.insert(ExactText("\(className)\0\(candidate)")).inserted {
      number += 1
      candidate = "\(name) #\(number)"
    }
    return candidate
  }
}
