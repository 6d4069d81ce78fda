import Conformance
import Diagnostics
import ReferenceServer
import SchemaValidator

/// For each requirement: what judges it, which faults prove that it is judged, and how often a
/// sound server was held to it without an alarm.
///
/// Nothing of it is written by hand: it is put together from the catalogue, the suites, the faults
/// of the reference server, and the results of a self-test where there are some.
struct RequirementTable {
  /// One requirement.
  struct Row {
    let entry: RequirementCatalogue.Entry
    /// The checks of every exchange that can judge it, by name.
    let checks: [String]
    /// What the cases do that prove it, with how many of them there are.
    let cases: [(work: String, count: Int)]
    /// The faults that break it.
    let faults: [String]
    /// Why the profile says that no run can judge it; nil where it does not.
    let outOfReach: String?
    /// What a self-test showed; nil where none is known.
    let trials: Trials?

    /// Whether anything judges it.
    var isJudged: Bool { !checks.isEmpty || !cases.isEmpty }
  }

  /// What a self-test showed about one requirement.
  struct Trials {
    /// The faults that were laid to it.
    var found: Set<String> = []
    /// How many sound servers were held to it.
    var sound = 0
    /// How many of them departed from it.
    var alarms = 0
  }

  /// The rows in the order of the catalogue.
  let rows: [Row]

  /// Puts the table together; the results are those that `selftest --json` writes.
  /// - Throws: ``Diagnostics`` for results of another shape.
  init(_ workspace: Workspace, results: SourceDocument? = nil) throws(Diagnostics) {
    let registry = CheckRegistry.standard(for: workspace.profile.conventions)
    let cases = workspace.suites.flatMap(\.allCases)
    let trials = try results.map { document throws(Diagnostics) in try Self.trials(in: document) }
    rows = workspace.catalogue.entries.map { entry in
      let id = entry.requirement.id
      var counts: [String: Int] = [:]
      for testCase in cases where testCase.proves.contains(id) {
        counts[testCase.work.name, default: 0] += 1
      }
      return Row(
        entry: entry,
        checks: registry.checks.map { type(of: $0) }.filter { $0.requirements.contains(id) }
          .map { "\($0)" },
        cases: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
        faults: FaultCatalogue.all.filter { $0.requirement == id.text }.map(\.id),
        outOfReach: workspace.profile.unreached.first {
          $0.names[.requirements]?.contains(id.text) == true
        }?.reason,
        trials: trials.map { $0[id] ?? Trials() })
    }
  }

  /// What each requirement met in the trials of a self-test.
  private static func trials(
    in document: SourceDocument
  ) throws(Diagnostics) -> [RequirementID: Trials] {
    guard let list = document.root["trials"], list.kind == .array else {
      throw Diagnostics([
        Diagnostic(
          code: "results-malformed", "\(document.text.name) is no result of a self-test",
          fix: "give the file that `conformance selftest --json FILE` has written")
      ])
    }
    var trials: [RequirementID: Trials] = [:]
    func ids(_ trial: JSONValue, _ name: String) -> [RequirementID] {
      trial[name]?.elements.compactMap(\.stringValue).map { RequirementID($0) } ?? []
    }
    for trial in list.elements {
      if trial["kind"]?.stringValue == "fault" {
        let name = trial["name"]?.stringValue ?? ""
        for id in ids(trial, "departures") { trials[id, default: Trials()].found.insert(name) }
      } else {
        for id in ids(trial, "judged") { trials[id, default: Trials()].sound += 1 }
        for id in ids(trial, "departures") { trials[id, default: Trials()].alarms += 1 }
      }
    }
    return trials
  }

  /// The table as Markdown.
  var text: String {
    let hasTrials = rows.contains { $0.trials != nil }
    var heads = ["Requirement", "Level", "Scope", "Judged by", "Faults that break it"]
    if hasTrials { heads += ["Other faults found", "Sound servers"] }
    var lines = [
      "| \(heads.joined(separator: " | ")) |",
      "|" + String(repeating: "---|", count: heads.count),
    ]
    lines += rows.map { "| \(cells(of: $0, hasTrials: hasTrials).joined(separator: " | ")) |" }
    let bare = rows.filter { !$0.isJudged && $0.outOfReach == nil }.map(\.entry.requirement.id.text)
    lines += [
      "",
      "\(rows.count) requirements; \(rows.count { $0.isJudged }) are judged, "
        + "\(rows.count { !$0.faults.isEmpty }) are broken by \(FaultCatalogue.all.count) faults; "
        + "there are \(LegalVariation.all.count) legal variations.",
    ]
    if !bare.isEmpty { lines.append("Nothing judges \(bare.joined(separator: ", ")).") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func cells(of row: Row, hasTrials: Bool) -> [String] {
    let requirement = row.entry.requirement
    let works = row.cases.map { "\($0.work) (\(RunDigest.count($0.count, "case")))" }
    let judges = row.checks + works
    var cells = [
      "\(requirement.id) \(requirement.title)", requirement.level.rawValue,
      row.entry.scope.rawValue,
      judges.isEmpty ? row.outOfReach.map { "– (\($0))" } ?? "–" : judges.joined(separator: ", "),
      row.faults.map { fault in
        row.trials.map { $0.found.contains(fault) ? fault : "\(fault) (missed)" } ?? fault
      }.joined(separator: ", "),
    ]
    if hasTrials, let trials = row.trials {
      let others = trials.found.subtracting(row.faults).sorted()
      cells += [
        others.joined(separator: ", "),
        trials.alarms == 0 ? "\(trials.sound)" : "\(trials.sound), \(trials.alarms) with an alarm",
      ]
    }
    // A bar would begin a cell of its own.
    return cells.map {
      $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
  }
}

extension Suite.Work {
  /// What does the work: requests one after another, or a probe.
  fileprivate var name: String { probe.map { "\(type(of: $0))" } ?? "steps" }
}
