import SchemaValidator

/// A `deviations.yaml` for what a run found: the entries that still hold, and one for each
/// departure that none predicts.
///
/// Reason and owner of new entries are empty, and an empty one is refused: somebody has to review
/// them first.
package struct DeviationProposal: Sendable {
  private let kept: [Deviation]
  private let new: [(requirement: String, testCase: String, message: String)]
  private let expiry: String

  /// Proposes entries after a run; new ones count for thirty days.
  ///
  /// Of the known ones only those go that the run shows to be of no use any more.
  package init(_ result: RunResult, known: DeviationList, now: Timestamp) {
    expiry = String(Timestamp(seconds: now.seconds + 30 * 86_400).text.prefix(10))
    let cases = result.cases
    let review = result.suites.first { $0.id == DeviationReview.suiteID }?.cases ?? []
    kept = known.entries.filter { entry in
      cases.contains(where: entry.isSeen)
        || review.first { $0.location == entry.location }?.verdict != .failed
    }
    var new: [(requirement: String, testCase: String, message: String)] = []
    for testCase in cases {
      for finding in testCase.findings where finding.severity > .info {
        let isKnown =
          known.entries.contains {
            $0.predicts(finding, ofCase: testCase.id, tags: testCase.tags)
          }
          || new.contains {
            $0.requirement == finding.requirement.text && $0.testCase == testCase.id
          }
        if !isKnown { new.append((finding.requirement.text, testCase.id, finding.message)) }
      }
    }
    self.new = new
  }

  /// How many entries are new.
  package var newCount: Int { new.count }

  /// The file's text.
  package var text: String {
    var text =
      "# Departures that are known and accepted for a while. An entry that has expired, or\n"
    text += "# that nothing shows any more, makes a run red.\ndeviations:"
    if kept.isEmpty && new.isEmpty { text += " []" }
    text += "\n"
    for entry in kept {
      text += Self.entry([
        ("requirement", entry.requirement.text), ("where", entry.selector),
        ("reason", entry.reason), ("owner", entry.owner), ("expires", entry.expiry),
      ])
    }
    for entry in new {
      // On one line: what a server wrote must not leave its comment.
      text += "  # \(VisibleText.clipped(VisibleText.line(entry.message), scalars: 120))\n"
      text += Self.entry([
        ("requirement", entry.requirement), ("where", entry.testCase), ("reason", ""),
        ("owner", ""), ("expires", expiry),
      ])
    }
    return text
  }

  /// An entry as a block; texts are written as JSON, which is YAML too.
  private static func entry(_ members: [(name: String, value: String?)]) -> String {
    var text = ""
    for case (let name, let value?) in members {
      var writer = JSONWriter(.compact)
      writer.string(value)
      text += text.isEmpty ? "  - " : "    "
      text += "\(name): \(String(decoding: writer.finish(), as: UTF8.self))\n"
    }
    return text
  }
}
