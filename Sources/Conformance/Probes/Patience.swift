/// What was seen in the end, after as many looks as it took.
struct Sighting<Sight> {
  /// What the last look showed.
  let sight: Sight
  /// Whether that is as it should be.
  let isExpected: Bool
  /// How long it took from the first look on; zero where that showed it.
  let lag: Duration
}

/// How a probe waits for what a target shows a moment after it was done.
enum Patience {
  /// How long to wait before each further look at what does not show yet.
  static let delays: [Duration] = [
    .milliseconds(250), .milliseconds(750), .seconds(1), .seconds(3), .seconds(5),
  ]

  /// How long a probe waits before it asks again what a copy of the data, which may be behind, may
  /// have answered.
  ///
  /// It is chosen, not known: nothing tells how far one is behind when another shows everything at
  /// once. The first three of ``delays`` together are shorter; a longer wait would be paid for by
  /// every target that truly loses something.
  static let copyLag = Duration.seconds(3)

  /// How long that is altogether, in words.
  static var total: String { delays.reduce(.zero, +).spoken }
}

extension CaseRun {
  /// Looks until what is seen is as expected, or there is no patience left; nil where a look shows
  /// nothing that can be judged.
  ///
  /// A target whose first answer is as expected is asked once. What takes longer is kept, with the
  /// case and as what this target needs to be consistent.
  func look<Sight>(
    _ purpose: String, until isExpected: (Sight) -> Bool,
    _ look: () async throws(CaseStop) -> Sight?
  ) async throws(CaseStop) -> Sighting<Sight>? {
    let elapsed = session.environment.elapsed
    let start = elapsed()
    var attempts = 1
    var asked = start
    guard var sight = try await look() else { return nil }
    for delay in Patience.delays where !isExpected(sight) {
      try await pause(delay)
      attempts += 1
      asked = elapsed()
      guard let next = try await sending(for: .repetition, look) else { return nil }
      sight = next
    }
    let isConsistent = isExpected(sight)
    guard attempts > 1 else { return Sighting(sight: sight, isExpected: isConsistent, lag: .zero) }
    let lag = asked - start
    note(
      ConsistencyDelay(
        purpose: purpose, location: testCase.location, attempts: attempts, duration: lag,
        isConsistent: isConsistent))
    if isConsistent { session.noteLag(lag) }
    return Sighting(sight: sight, isExpected: isConsistent, lag: lag)
  }

  /// Looks once more where a target has been seen to lag, after the longest time that took.
  ///
  /// What is not to show may show then. A target that has always shown everything at once is not asked
  /// again, nor is one that did not show what it has to for as long as there was patience.
  func lookAgain<Sight>(
    after sighting: Sighting<Sight>, _ look: () async throws(CaseStop) -> Sight?
  ) async throws(CaseStop) -> Sight? {
    let lag = max(sighting.lag, session.longestLag)
    guard sighting.isExpected, lag > .zero else { return sighting.sight }
    try await pause(lag)
    return try await sending(for: .repetition, look)
  }
}
