/// How much of the contract a run has to meet at least: `90`, or `operations=100,statuses=80`.
package struct CoverageDemand: Sendable, Hashable {
  /// What one kind needs.
  private struct Share: Hashable {
    let kind: Coverage.Kind
    let percentage: Double
  }

  private let shares: [Share]

  /// Reads a demand; one number alone is for operations.
  ///
  /// Nil for an unknown kind, for one that comes twice, and for anything that is no number from 0
  /// to 100.
  package init?(_ text: String) {
    var shares: [Share] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = words.count == 2 ? String(words[0]) : Coverage.Kind.operations.rawValue
      guard let kind = Coverage.Kind(rawValue: name),
        let number = words.last.flatMap({ Double($0) }), (0...100).contains(number),
        !shares.contains(where: { $0.kind == kind })
      else { return nil }
      shares.append(Share(kind: kind, percentage: number))
    }
    self.shares = shares
  }

  /// What is missing, a sentence for each kind that falls short; what is said to be out of reach is
  /// not asked for.
  package func shortfalls(of coverage: Coverage?) -> [String] {
    guard let coverage else { return ["the results do not tell what of the contract was met"] }
    let totals = coverage.totals
    return shares.compactMap { share in
      guard let total = totals.first(where: { $0.kind == share.kind }),
        Double(total.covered) * 100 < share.percentage * Double(total.count)
      else { return nil }
      return "\(total.covered) of \(total.count) \(share.kind.title) were met, "
        + "\(Self.text(total.percentage))%; at least \(Self.typed(share.percentage))% are asked for"
    }
  }

  /// A percentage as somebody would type it.
  private static func typed(_ percentage: Double) -> String {
    percentage == percentage.rounded() ? "\(Int(percentage))" : "\(percentage)"
  }

  /// A percentage with at most one decimal, never rounded up to what was not reached.
  private static func text(_ percentage: Double) -> String {
    let tenths = Int((percentage * 10).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
