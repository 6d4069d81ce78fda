import Conformance
import ReferenceServer
import SchemaValidator

/// What the trials came to together: which faults were found, and what was found without a fault.
struct SelftestReport {
  let outcomes: [SelftestOutcome]
  /// All requirements that the suites could speak for.
  let catalogue: RequirementCatalogue
  /// The number that everything derived from.
  let seed: UInt64

  /// The trials with a broken rule.
  var faulty: [SelftestOutcome] {
    outcomes.filter { if case .fault = $0.trial { true } else { false } }
  }

  /// The trials in which nothing may be found.
  var sound: [SelftestOutcome] {
    outcomes.filter { if case .fault = $0.trial { false } else { true } }
  }

  /// The faults that were not laid to what they break.
  var missed: [SelftestOutcome] { faulty.filter { !$0.isRight } }

  /// The trials in which something was found, or went wrong, without a fault.
  var alarms: [SelftestOutcome] { sound.filter { !$0.isRight } }

  /// The requirements that were judged and that no fault breaks.
  var unproved: [RequirementID] {
    let broken = Set(FaultCatalogue.all.map { RequirementID($0.requirement) })
    return sound.reduce(into: Set<RequirementID>()) { $0.formUnion($1.judged) }
      .filter { !broken.contains($0) && catalogue[$0] != nil }.sorted()
  }

  /// The requirements that no trial judged.
  var unjudged: [RequirementID] {
    let judged = outcomes.reduce(into: Set<RequirementID>()) { $0.formUnion($1.judged) }
    return catalogue.all.map(\.id).filter { !judged.contains($0) }.sorted()
  }

  /// The whole as lines of text.
  var text: String {
    var lines: [String] = []
    lines.append(headline)
    if !alarms.isEmpty {
      lines += ["", "False alarms"]
      for outcome in alarms {
        for (id, message) in outcome.messages.sorted(by: { $0.key < $1.key }) {
          lines.append("  \(outcome.trial.name)  \(id)  \(message)")
        }
        lines += outcome.troubles.map { "  \(outcome.trial.name)  \($0)" }
      }
    }
    if !faulty.isEmpty {
      lines += ["", "Faults, the requirement each breaks, and what else departed"]
      let width = faulty.map(\.trial.name.count).max() ?? 0
      for outcome in faulty { lines.append("  " + line(of: outcome, width: width)) }
    }
    let excesses = Set(sound.flatMap(\.excesses)).sorted()
    if !excesses.isEmpty {
      lines += ["", "Asked by more requests than the catalogue has"] + excesses.map { "  \($0)" }
    }
    if !unproved.isEmpty {
      lines += ["", "Judged, and no fault breaks it", "  " + unproved.spelled]
    }
    if !unjudged.isEmpty { lines += ["", "Not judged in any trial", "  " + unjudged.spelled] }
    return lines.joined(separator: "\n") + "\n"
  }

  private var headline: String {
    let requests = outcomes.map(\.requestCount).reduce(0, +)
    return "selftest: \(faulty.count - missed.count) of \(faulty.count) faults found, "
      + "\(alarms.count) of \(sound.count) sound servers with an alarm; \(requests) requests, "
      + "seed \(seed)"
  }

  private func line(of outcome: SelftestOutcome, width: Int) -> String {
    guard case .fault(let id, let requirement) = outcome.trial else { return "" }
    let name = id + String(repeating: " ", count: width - id.count)
    let others = outcome.departures.keys.filter { $0 != requirement }.sorted()
    let also = others.isEmpty ? "" : "  also \(others.spelled)"
    let trouble = outcome.troubles.first.map { "  (\($0))" } ?? ""
    return "\(name)  \(outcome.isRight ? "found " : "MISSED") \(requirement)\(also)"
      + (outcome.isRight ? "" : trouble)
  }

  /// The whole as JSON, for tables.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("seed")
    writer.string(String(seed))
    writer.name("trials")
    writer.beginArray()
    for outcome in outcomes { write(outcome, to: &writer) }
    writer.endArray()
    write("unproved", unproved, to: &writer)
    write("unjudged", unjudged, to: &writer)
    writer.endObject()
    return writer.finish()
  }

  private func write(_ outcome: SelftestOutcome, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("name")
    writer.string(outcome.trial.name)
    writer.name("kind")
    switch outcome.trial {
    case .correct, .limited: writer.string("correct")
    case .variation: writer.string("variation")
    case .fault(_, let requirement):
      writer.string("fault")
      writer.name("breaks")
      writer.string(requirement.text)
    }
    writer.name("right")
    writer.bool(outcome.isRight)
    write("departures", outcome.departures.keys.sorted(), to: &writer)
    write("judged", outcome.judged.sorted(), to: &writer)
    writer.name("excesses")
    writer.beginArray()
    for excess in outcome.excesses { writer.string(excess) }
    writer.endArray()
    writer.name("troubles")
    writer.beginArray()
    for trouble in outcome.troubles { writer.string(trouble) }
    writer.endArray()
    writer.endObject()
  }

  private func write(
    _ name: String, _ requirements: [RequirementID], to writer: inout JSONWriter
  ) {
    writer.name(name)
    writer.beginArray()
    for requirement in requirements { writer.string(requirement.text) }
    writer.endArray()
  }
}

extension [RequirementID] {
  /// The ids one after the other.
  fileprivate var spelled: String { map(\.text).joined(separator: ", ") }
}
