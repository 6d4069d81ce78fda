import Conformance
import Diagnostics
import SchemaValidator

/// For each requirement: what judges it, which faults prove that it is judged, which liberties prove
/// that nothing else is, and how often a sound server was held to it without an alarm.
///
/// But for the reasons in ``ProofGap`` nothing of it is written by hand: it is put together from the
/// catalogue, the suites of each API, what its server can do wrong and differently, and the results
/// of a self-test where there are some.
struct RequirementTable {
  /// One requirement.
  struct Row {
    let entry: RequirementCatalogue.Entry
    /// What judges it: checks of every exchange, probes and steps.
    let judges: [String]
    /// How it is proved on each server, in their order.
    let proofs: [Proof]
    /// Why the profile of the first API says that no run can judge it; nil where it does not.
    let outOfReach: String?
    /// What a self-test showed; nil where none is known.
    let trials: Trials?

    var id: RequirementID { entry.requirement.id }
    /// Whether anything judges it.
    var isJudged: Bool { !judges.isEmpty }
    /// Whether a fault of any server breaks it.
    var isBroken: Bool { proofs.contains { !$0.faults.isEmpty } }
    /// Whether a liberty of any server looks like a departure from it.
    var isTempted: Bool { proofs.contains { !$0.liberties.isEmpty } }
  }

  /// How a requirement is proved on one server.
  struct Proof {
    /// The faults that break it.
    let faults: [String]
    /// The liberties that look like a departure from it.
    let liberties: [String]
    /// How many cases of the suites prove it.
    let cases: Int
    /// Whether it is judged on every exchange of the suites.
    let isChecked: Bool

    var isJudged: Bool { cases > 0 || isChecked }
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

  /// The servers, and the suites that are proved against each.
  let servers: [ProvedSuites]
  /// The rows in the order of the catalogue.
  let rows: [Row]

  /// Puts the table together; the results are those that `selftest --json` writes.
  /// - Throws: ``Diagnostics`` for results of another shape.
  init(_ servers: [ProvedSuites], results: SourceDocument? = nil) throws(Diagnostics) {
    self.servers = servers
    let trials = try results.map { document throws(Diagnostics) in try Self.trials(in: document) }
    var entries: [RequirementCatalogue.Entry] = []
    for entry in servers.flatMap(\.workspace.catalogue.entries)
    where !entries.contains(where: { $0.requirement.id == entry.requirement.id }) {
      entries.append(entry)
    }
    rows = entries.map { entry in
      let id = entry.requirement.id
      return Row(
        entry: entry, judges: Self.judges(of: id, servers),
        proofs: servers.map { $0.proof(of: id) },
        outOfReach: servers.first?.workspace.profile.unreached.first {
          $0.names[.requirements]?.contains(id.text) == true
        }?.reason,
        trials: trials.map { $0[id] ?? Trials() })
    }
  }

  /// The checks, and what the cases do that prove a requirement with how many of them there are.
  private static func judges(of id: RequirementID, _ servers: [ProvedSuites]) -> [String] {
    var names: [String] = []
    var counts: [String: Int] = [:]
    for server in servers {
      names += server.checks(of: id).filter { !names.contains($0) }
      for work in server.works(for: id) { counts[work, default: 0] += 1 }
    }
    return names
      + counts.sorted { $0.key < $1.key }.map { "\($0.key) (\(RunDigest.count($0.value, "case")))" }
  }

  /// What each requirement met in the trials of a self-test.
  private static func trials(
    in document: SourceDocument
  ) throws(Diagnostics) -> [RequirementID: Trials] {
    let reader = SelftestResultReader(document: document)
    var trials: [RequirementID: Trials] = [:]
    for trial in try reader.elements("trials", of: document.root) {
      let departures = try reader.ids("departures", of: trial)
      let judged = try reader.ids("judged", of: trial)
      if try reader.kind(of: trial) == .fault {
        let name = try reader.text("name", of: trial)
        for id in departures { trials[id, default: Trials()].found.insert(name) }
      } else {
        for id in judged { trials[id, default: Trials()].sound += 1 }
        for id in departures { trials[id, default: Trials()].alarms += 1 }
      }
    }
    return trials
  }

  // MARK: As Markdown

  /// The table as Markdown.
  var text: String {
    let hasTrials = rows.contains { $0.trials != nil }
    var heads = ["Requirement", "Level", "Scope", "Implemented in"]
    heads += servers.map { "Faults (\($0.name))" } + servers.map { "Liberties (\($0.name))" }
    heads += servers.map { "Judged on (\($0.name))" }
    if hasTrials { heads += ["Other faults found", "Sound servers"] }
    var lines = [
      "| \(heads.joined(separator: " | ")) |",
      "|" + String(repeating: "---|", count: heads.count),
    ]
    lines += rows.map { "| \(cells(of: $0, hasTrials: hasTrials).joined(separator: " | ")) |" }
    lines += [
      "",
      "\(rows.count) requirements; \(rows.count(where: \.isJudged)) are judged, "
        + "\(rows.count(where: \.isBroken)) are broken by faults, "
        + "\(rows.count(where: \.isTempted)) are tempted by liberties.",
    ]
    lines += servers.map {
      "The \($0.name) has \(RunDigest.count($0.faults.count, "fault")) and "
        + "\($0.liberties.count) liberties."
    }
    lines += Self.remark("No suite given judges", rows.filter { !$0.isJudged })
    lines += Self.remark("No fault breaks", rows.filter { !$0.isBroken })
    if servers.count == 1 {
      lines.append(
        "The table is of the suites given; `--beside FOLDER` adds those of another API, with what "
          + "their server can do.")
    }
    lines += ["", "No liberty tempts these \(rows.count { !$0.isTempted }):", ""]
    lines += ProofGap.all.map { "- \($0.requirements.joined(separator: ", ")): \($0.reason)" }
    if !untempted.isEmpty {
      lines.append(
        "- \(untempted.joined(separator: ", ")): no server given has a liberty for it, though one "
          + "can be thought of")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The requirements that no liberty tempts, though nothing is known that speaks against one.
  private var untempted: [String] {
    let excused = Set(ProofGap.all.flatMap(\.requirements))
    return rows.filter { !$0.isTempted }.map(\.id.text).filter { !excused.contains($0) }
  }

  /// A sentence that names rows; none where there are none.
  private static func remark(_ claim: String, _ rows: [Row]) -> [String] {
    rows.isEmpty ? [] : ["\(claim) \(rows.map(\.id.text).joined(separator: ", "))."]
  }

  private func cells(of row: Row, hasTrials: Bool) -> [String] {
    let requirement = row.entry.requirement
    var cells = [
      "\(requirement.id) \(requirement.title)", requirement.level.rawValue,
      row.entry.scope.rawValue,
      row.isJudged
        ? row.judges.joined(separator: ", ") : row.outOfReach.map { "– (\($0))" } ?? "–",
    ]
    for (number, proof) in row.proofs.enumerated() {
      cells.append(
        proof.faults.map { fault in
          // Results are those of the first server.
          guard number == 0, let trials = row.trials, !trials.found.contains(fault) else {
            return fault
          }
          return "\(fault) (missed)"
        }.joined(separator: ", "))
    }
    cells += row.proofs.map { $0.liberties.joined(separator: ", ") }
    cells += row.proofs.map { proof in
      let parts = [
        proof.isChecked ? "every exchange" : nil,
        proof.cases > 0 ? RunDigest.count(proof.cases, "case") : nil,
      ]
      return parts.compactMap(\.self).joined(separator: ", ")
    }
    if hasTrials, let trials = row.trials {
      let others = trials.found.subtracting(row.proofs.first?.faults ?? []).sorted()
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

  // MARK: As JSON

  /// The table as JSON: a row for each requirement, and the reasons for what is missing.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("requirements")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.name("id")
      writer.string(row.id.text)
      writer.name("level")
      writer.string(row.entry.requirement.level.rawValue)
      writer.name("scope")
      writer.string(row.entry.scope.rawValue)
      Self.write(row.judges, as: "implementedIn", to: &writer)
      writer.name("servers")
      writer.beginArray()
      for (server, proof) in zip(servers, row.proofs) {
        writer.beginObject()
        writer.name("name")
        writer.string(server.name)
        Self.write(proof.faults, as: "faults", to: &writer)
        Self.write(proof.liberties, as: "liberties", to: &writer)
        writer.name("isJudged")
        writer.bool(proof.isJudged)
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.name("withoutLiberty")
    writer.beginArray()
    for gap in ProofGap.all {
      writer.beginObject()
      Self.write(gap.requirements, as: "requirements", to: &writer)
      writer.name("reason")
      writer.string(gap.reason)
      writer.endObject()
    }
    writer.endArray()
    Self.write(untempted, as: "withoutLibertyHere", to: &writer)
    writer.endObject()
    return writer.finish()
  }

  private static func write(_ texts: [String], as name: String, to writer: inout JSONWriter) {
    writer.name(name)
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
  }
}
