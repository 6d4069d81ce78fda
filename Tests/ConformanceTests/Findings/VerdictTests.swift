import Conformance
import Testing

@Suite("Verdicts are combined by one rule")
struct VerdictTests {
  /// Every set of verdicts there can be.
  static var sets: [Set<Verdict>] {
    (0..<(1 << Verdict.allCases.count)).map { bits in
      Set(Verdict.allCases.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
    }
  }

  /// The rule for a case, said slowly.
  private func whole(_ parts: Set<Verdict>) -> Verdict {
    if parts.contains(.failed) { return .failed }
    if parts.contains(.errored) { return .errored }
    if parts.contains(.warned) { return .warned }
    if parts.contains(.inconclusive) { return .inconclusive }
    if parts.contains(.deviating) { return .deviating }
    if parts.contains(.blocked) { return .blocked }
    if parts.contains(.passed) { return .passed }
    if parts.contains(.notRun) { return .notRun }
    if parts.contains(.skipped) { return .skipped }
    return .inconclusive
  }

  @Test("the whole is the gravest of its parts, in any order and number")
  func combining() {
    for parts in Self.sets {
      let expected = whole(parts)
      #expect(Verdict.combining(parts) == expected, "\(parts)")
      #expect(Verdict.combining(Array(parts) + Array(parts).reversed()) == expected, "\(parts)")
    }
  }

  @Test("no part hides another that is red where the whole is not", arguments: [false, true])
  func nothingIsHidden(isStrict: Bool) {
    func isRed(_ verdict: Verdict) -> Bool {
      var counts: [Verdict: Int] = [.passed: 1]
      counts[verdict, default: 0] += 1
      let summary = RunSummary(counts: counts, isStrict: isStrict, wasInterrupted: false)
      return summary.outcome != .passed
    }
    for parts in Self.sets where parts.contains(where: isRed) {
      #expect(isRed(Verdict.combining(parts)), "\(parts)")
    }
  }

  @Test("requirements are ordered by family and number")
  func requirementOrder() {
    let ids: [RequirementID] = ["PAG-10", "ERR-2", "PAG-9", "SUITE", "ERR-19"]
    #expect(ids.sorted() == ["ERR-2", "ERR-19", "PAG-9", "PAG-10", "SUITE"])
    #expect(ids.map(\.family) == ["PAG", "ERR", "PAG", "SUITE", "ERR"])
  }
}
