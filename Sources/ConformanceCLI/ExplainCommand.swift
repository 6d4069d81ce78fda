import ArgumentParser
import Conformance
import Diagnostics

/// `conformance explain`: what a requirement asks for, and how it is probed.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a requirement: statement, level, sources, how it is probed.",
    discussion: "Examples: conformance explain PAG-05; conformance explain contract.wrong-type")

  @Argument(
    help: "Ids of requirements, such as PAG-05, families, such as PAG, or codes that check prints.")
  var ids: [String] = []

  @Flag(help: "Explain all of them.")
  var all = false

  @Option(help: "A catalogue of an API's own requirements, read beside the standard one.")
  var catalogue: String?

  func validate() throws {
    if ids.isEmpty && !all { throw ValidationError("give an id such as PAG-05, or --all") }
  }

  func run() throws {
    do throws(Diagnostics) {
      var known = try RequirementCatalogue.standard()
      if let catalogue {
        known = try known.merging(SourceDocument(reading: DiskFiles().read(catalogue)))
      }
      var chosen = all ? known.entries : []
      let rules = ids.compactMap { DiagnosticRules.rule($0) }
      let isOwn = { (word: String) in Requirement.ownExpectations.id.text == word }
      for word in ids where DiagnosticRules.rule(word) == nil && !isOwn(word) {
        let matches = known.entries.filter {
          $0.requirement.id.text == word || $0.requirement.id.family == word
        }
        if matches.isEmpty {
          throw Diagnostics([
            Diagnostic(
              code: "requirement.unknown", "there is no requirement \"\(word)\"",
              fix: Self.fix(for: word, in: known, hasOwn: catalogue != nil))
          ])
        }
        chosen += matches
      }
      let own = ids.contains(where: isOwn) ? [Self.text(of: .ownExpectations)] : []
      let texts = rules.map(Self.text) + chosen.map(Self.text) + own
      print(texts.joined(separator: "\n"), terminator: "")
    } catch {
      StandardError.write(DiagnosticPrinter(.auto).text(of: error.all))
      throw Outcome.usage.exitCode
    }
  }

  /// What to do about a word that nothing explains.
  private static func fix(
    for word: String, in known: RequirementCatalogue, hasOwn: Bool
  ) -> String {
    let id = RequirementID(word)
    // Another number is another claim: that it is near means nothing.
    let isWhole = id.isWellFormed && word.utf8.count >= "\(id.family)-00".utf8.count
    if !isWhole, let nearest = known.nearest(to: word) { return "ask for \"\(nearest)\"" }
    let those =
      known.hasFamily(of: id)
      ? "see `conformance explain \(id.family)` for those there are"
      : "see `conformance explain --all` for those there are"
    let own = "a suite folder's own are read with \"--catalogue FOLDER/requirements.json\""
    return hasOwn ? those : "\(those); \(own)"
  }

  private static func text(of rule: DiagnosticRule) -> String {
    """
    \(rule.code)  \(rule.title)
      \(rule.help)
      Weighs: \(rule.severity.rawValue)

    """
  }

  private static func text(of entry: RequirementCatalogue.Entry) -> String {
    let cost =
      entry.requests.isPassive
      ? "none of its own: it is judged on those that others need"
      : "\(entry.requests) for each case that asks about it, shared with what the same requests "
        + "decide; preparations, repetitions and removals not counted"
    return text(of: entry.requirement, cost: cost)
  }

  /// A requirement in words, with what it costs where that is known.
  private static func text(of requirement: Requirement, cost: String? = nil) -> String {
    let probes = ProbeKind.allCases.filter { $0.requirements.contains(requirement.id) }
      .map { " (probe: \($0.rawValue))" }.joined()
    return """
      \(requirement.id)  \(requirement.title)
        \(requirement.statement)
        Level: \(requirement.level.rawValue); a departure: \(requirement.severity.rawValue)
        Source: \(requirement.sources.joined(separator: "; "))
        Probe\(probes): \(requirement.probe)
        \(cost.map { "Requests: \($0)\n  " } ?? "")Not a departure: \(requirement.leniency)

      """
  }
}
