import Diagnostics

extension SuiteLoader {
  /// Where keys belong that a suite itself does not have.
  static let suiteHomes: [KeyHome] = [.elsewhere("a case, under \"cases:\"", caseKeys)]

  /// Where keys belong that a case does not have.
  static let caseHomes: [KeyHome] =
    fixtureHomes + [.elsewhere("the suite, beside \"cases:\"", suiteKeys)]

  /// Where keys belong that what has steps does not have.
  static let fixtureHomes: [KeyHome] = [
    .elsewhere("a step, under \"steps:\"", stepKeys),
    .elsewhere("a step, under \"expect:\"", expectationKeys),
  ]

  /// Where keys belong that a step does not have.
  static let stepHomes: [KeyHome] = [
    .under("expect", expectationKeys), .under("eventually", pollingKeys), .under("race", raceKeys),
    .elsewhere("the case, beside \"steps:\"", caseKeys),
    .elsewhere("the suite, beside \"cases:\"", suiteKeys),
  ]

  /// Where keys belong that a request which stands in a step does not have.
  static let callHomes: [KeyHome] = [
    .elsewhere("the step itself", stepKeys),
    .elsewhere("the step itself, under \"expect:\"", expectationKeys),
  ]

  /// Where keys belong that an expectation does not have: what every body has at its top among
  /// them.
  static func expectationHomes(_ conventions: Conventions) -> [KeyHome] {
    let members = [conventions.errors?.root, conventions.success?.data]
      .compactMap { $0?.tokens.first }
    return [
      .under("body", members), .elsewhere("the step, beside \"expect:\"", stepKeys),
    ]
  }
}
