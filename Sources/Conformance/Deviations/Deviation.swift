package import Diagnostics

/// A departure that is known, reviewed and accepted for a while: an entry of `deviations.yaml`.
package struct Deviation: Sendable, Hashable {
  /// The requirement that is not kept.
  package let requirement: RequirementID
  /// Where: a case's id or the beginning of it, a tag, or an operation; nil for anywhere.
  package let selector: String?
  /// Why it is accepted.
  package let reason: String
  /// Who answers for it.
  package let owner: String
  /// The last day on which it counts, as `2026-12-31`, in UTC.
  package let expiry: String
  /// Where the entry stands.
  package let location: SourceLocation

  /// Whether the entry counts at a moment.
  func counts(at moment: Timestamp) -> Bool {
    // Both are written year first, so that they order as texts do.
    moment.text.prefix(expiry.utf8.count) <= expiry
  }

  /// Whether the entry speaks for a case, or for an operation that one calls.
  func covers(id: String, tags: [String], operation: String? = nil) -> Bool {
    guard let selector else { return true }
    return id == selector || id.hasPrefix(selector + "/") || tags.contains(selector)
      || operation == selector
  }

  /// Whether the entry predicts a finding of a case.
  func predicts(_ finding: Finding, ofCase id: String, tags: [String]) -> Bool {
    finding.requirement == requirement
      && covers(id: id, tags: tags, operation: finding.operation)
  }

  /// Whether a case of a run has a finding that the entry predicts.
  func isSeen(in testCase: CaseResult) -> Bool {
    testCase.findings.contains {
      $0.severity > .info && predicts($0, ofCase: testCase.id, tags: testCase.tags)
    }
  }

  /// The entry in a line.
  var sentence: String {
    "\(requirement)\(selector.map { " in \($0)" } ?? ""), as known until \(expiry): \(reason) "
      + "(\(owner))"
  }
}

/// All entries of a `deviations.yaml`.
package struct DeviationList: Sendable {
  /// The file as given; nil when there is none.
  package let file: String?
  /// The entries in the order of the file.
  package let entries: [Deviation]

  /// Creates a list.
  package init(file: String? = nil, entries: [Deviation] = []) {
    self.file = file
    self.entries = entries
  }
}
