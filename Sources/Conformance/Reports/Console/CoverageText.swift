/// Coverage as text: in a line how much there is of each kind, and in a list what is missing.
package struct CoverageText {
  private let coverage: Coverage
  private let settings: TerminalSettings

  /// Makes texts of a coverage.
  package init(_ coverage: Coverage, settings: TerminalSettings) {
    self.coverage = coverage
    self.settings = settings
  }

  /// How much was met of each kind that the contract has, in a few lines.
  func writeSummary(to out: inout ConsoleWriter) {
    for line in summary { out.flow(indent: 2, line, separator: " · ") }
  }

  /// The lines of the summary, each as the parts that stay together.
  private var summary: [[String]] {
    let totals = coverage.totals
    func line(_ kinds: [Coverage.Kind]) -> [String] {
      totals.filter { kinds.contains($0.kind) && $0.count > 0 }
        .map { "\($0.kind.title) \($0.covered)/\($0.count)" }
    }
    // What comes with a status that is out of reach is not counted once more.
    let outOfReach = totals.filter { $0.kind != .responseMediaTypes }.map(\.outOfReach).reduce(0, +)
    let lines = [
      line([.operations, .statuses, .parameters, .parameterValues]),
      line([.requestMediaTypes, .requestMembers, .requestValues, .requestBranches]),
      line([.responseMediaTypes, .responseMembers, .responseValues, .responseBranches]),
      line([.requirements]) + (outOfReach > 0 ? ["said to be out of reach \(outOfReach)"] : []),
    ]
    return lines.filter { !$0.isEmpty }
  }

  /// The table of all kinds and the list of what was not met, why that may be, and what was met
  /// although it was said to be out of reach.
  package var listing: String {
    var out = ConsoleWriter(settings)
    writeTotals(to: &out)
    writeGaps(to: &out)
    return out.text
  }

  private func writeTotals(to out: inout ConsoleWriter) {
    let totals = coverage.totals.filter { $0.count + $0.outOfReach > 0 }
    let width = totals.map(\.kind.title.utf8.count).max() ?? 0
    for total in totals {
      let name = total.kind.title
      let share = "\(total.covered) of \(total.count)"
      let notes =
        [total.kind == .requirements ? nil : "\(total.judged) judged"]
        + [total.outOfReach > 0 ? "\(total.outOfReach) out of reach" : nil]
      out.line(
        (name + String(repeating: " ", count: width - name.utf8.count + 2), .bold),
        (share, total.covered == total.count ? .green : .yellow),
        (notes.compactMap(\.self).map { ", \($0)" }.joined(), .dim))
    }
  }

  /// What was not met, and what is said about it.
  func writeGaps(to out: inout ConsoleWriter) {
    let missing = coverage.operations.filter(\.hasGaps)
    if !missing.isEmpty {
      out.blank()
      out.line(("Not met", .bold))
      for operation in missing { writeGaps(of: operation, to: &out) }
    }
    writeRequirements(to: &out)
    writeReasons(to: &out)
    write("Met, though said to be out of reach", coverage.reachedAfterAll, to: &out)
    let undocumented = coverage.operations.filter { !$0.undocumentedStatuses.isEmpty }.map {
      "\($0.operation): \($0.undocumentedStatuses.map(String.init).joined(separator: ", "))"
    }
    write("Statuses that the contract does not document", undocumented, to: &out)
    let cut = coverage.operations.filter(\.isCut).map(\.operation)
    write("Only the outer parts of bodies were counted", cut, to: &out)
  }

  private func writeGaps(of operation: OperationCoverage, to out: inout ConsoleWriter) {
    let silence = operation.silence.map { "  \($0)" } ?? ""
    out.line(indent: 2, (operation.operation, .plain), (silence, .yellow))
    guard !operation.marks.isEmpty else { return }
    for (kind, items) in operation.gaps {
      out.paragraph(
        indent: 4, "\(kind.title): \(items.map(\.gapName).joined(separator: ", "))")
    }
  }

  private func writeRequirements(to out: inout ConsoleWriter) {
    let open = coverage.requirements.filter { !$0.isJudged && $0.outOfReach == nil }
    write(
      "Requirements asked about, without an answer",
      open.filter(\.isAsked).map { "\($0.id)  \($0.title)" }, to: &out)
    let unasked = open.filter { !$0.isAsked }.map(\.id.text)
    guard !unasked.isEmpty else { return }
    out.blank()
    out.line(("Requirements that no case that ran asks about", .bold))
    out.paragraph(indent: 2, unasked.joined(separator: ", "))
  }

  /// What is said to be out of reach, by the reason; what many operations have stands there once.
  private func writeReasons(to out: inout ConsoleWriter) {
    var reasons = Reasons()
    for operation in coverage.operations {
      if let reason = operation.outOfReach {
        if !operation.isCovered { reasons.add(operation.operation, of: nil, reason) }
        continue
      }
      for (item, reason) in operation.unreached {
        reasons.add("\(item.kind.title) \(item.name)", of: operation.operation, reason)
      }
    }
    for requirement in coverage.requirements where !requirement.isJudged {
      guard let reason = requirement.outOfReach else { continue }
      reasons.add("\(requirement.id)", of: nil, reason)
    }
    guard !reasons.all.isEmpty else { return }
    out.blank()
    out.line(("Said to be out of reach", .bold))
    for entry in reasons.all {
      out.paragraph(indent: 2, entry.reason)
      for thing in entry.things { out.line(indent: 4, (thing.line, .dim)) }
    }
  }

  /// What each reason keeps from being met, in the order of coming up.
  private struct Reasons {
    struct Thing {
      let name: String
      var operations: [String]

      var line: String {
        guard operations.count <= 3 else { return "\(name) of \(operations.count) operations" }
        return operations.isEmpty ? name : "\(name) of \(operations.joined(separator: ", "))"
      }
    }

    private(set) var all: [(reason: String, things: [Thing])] = []

    mutating func add(_ name: String, of operation: String?, _ reason: String) {
      let place = all.firstIndex { $0.reason == reason } ?? all.count
      if place == all.count { all.append((reason, [])) }
      let operations = operation.map { [$0] } ?? []
      if let thing = all[place].things.firstIndex(where: { $0.name == name }) {
        all[place].things[thing].operations += operations
      } else {
        all[place].things.append(Thing(name: name, operations: operations))
      }
    }
  }

  private func write(_ heading: String, _ lines: [String], to out: inout ConsoleWriter) {
    guard !lines.isEmpty else { return }
    out.blank()
    out.line((heading, .bold))
    for line in lines { out.line(indent: 2, (line, .plain)) }
  }
}
