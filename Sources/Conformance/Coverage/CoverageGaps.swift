/// What of an operation was not met, as every report tells it.
extension OperationCoverage {
  /// Whether something is missing that is not said to be out of reach.
  var hasGaps: Bool {
    outOfReach == nil
      && (!isCovered || items.contains { !$0.isCovered && $0.outOfReach == nil })
  }

  /// Why nothing of it counts as met; nil where it was called as it should be.
  var silence: String? {
    if marks.isEmpty { return "never called" }
    return isCovered ? nil : "only with requests made to be refused"
  }

  /// What was not met and is not said to be out of reach, kind by kind.
  ///
  /// What comes with a status that was not met is not told once more.
  var gaps: [(kind: Coverage.Kind, items: [CoverageItem])] {
    let missing = items.filter {
      !$0.isCovered && $0.outOfReach == nil && status(of: $0)?.isCovered != false
    }
    return Coverage.Kind.allCases.compactMap { kind in
      let items = missing.filter { $0.kind == kind }
      return items.isEmpty ? nil : (kind, items)
    }
  }

  /// What was not met and is said to be out of reach.
  ///
  /// What comes with a status that was not met is not told once more.
  var unreached: [(item: CoverageItem, reason: String)] {
    items.compactMap { item in
      guard !item.isCovered, status(of: item)?.isCovered != false else { return nil }
      return item.outOfReach.map { (item, $0) }
    }
  }
}

extension CoverageItem {
  /// What a list of things that were not met calls it.
  var gapName: String {
    let title = title.map { " (\($0))" } ?? ""
    // That a server was offered something wrong says nothing about what it does with it.
    return name + title + (marks.isEmpty ? "" : " [only in refused requests]")
  }
}
