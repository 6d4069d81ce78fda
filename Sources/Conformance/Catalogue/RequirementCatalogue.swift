package import Diagnostics

/// Every requirement a run may judge, by id: those that hold for any API, and those that one API
/// adds in a file beside its suites.
package struct RequirementCatalogue: Sendable {
  /// A requirement with what the planner and `explain` tell about its probe.
  package struct Entry: Sendable, Hashable {
    /// The requirement.
    package let requirement: Requirement
    /// On which contracts its probe can run.
    package let scope: Scope
    /// What its probe leaves in the world.
    package let effect: Effect
    /// How many requests it costs one case to ask about it; `0` for a requirement that is judged on
    /// the exchanges of others.
    package let requests: RequestFigure

    /// Creates an entry from its parts.
    package init(requirement: Requirement, scope: Scope, effect: Effect, requests: RequestFigure) {
      self.requirement = requirement
      self.scope = scope
      self.effect = effect
      self.requests = requests
    }
  }

  /// On which contracts a requirement can be probed.
  package enum Scope: String, Sendable, Hashable, CaseIterable {
    /// On any contract.
    case generic = "G"
    /// On any contract whose profile names the members or values it needs.
    case configured = "GK"
    /// On the one API whose file adds it.
    case specific = "K"
  }

  /// The entries in the order of their files.
  package let entries: [Entry]
  private let numbers: [RequirementID: Int]

  /// Creates a catalogue; of entries with one id the first counts.
  init(_ entries: [Entry]) {
    self.entries = entries
    numbers = Dictionary(
      entries.enumerated().map { ($0.element.requirement.id, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The requirements that hold for any API.
  /// - Throws: ``Diagnostics`` when the built-in text is damaged, which a test rules out.
  package static func standard() throws(Diagnostics) -> RequirementCatalogue {
    var catalogue = RequirementCatalogue([])
    for (name, text) in builtIn {
      catalogue = try catalogue.merging(
        try SourceDocument(reading: SourceText(text, name: "requirements/\(name).json")))
    }
    return catalogue
  }

  /// The catalogue with the requirements of a file added after its own.
  ///
  /// The file holds a list; each element has the members `id`, `level`, `severity`, `title`,
  /// `statement`, `sources`, `probe`, `leniency`, `scope`, `effect` and `requests`.
  /// - Throws: ``Diagnostics`` with every mistake of the file, an id that is taken included.
  package func merging(_ document: SourceDocument) throws(Diagnostics) -> RequirementCatalogue {
    RequirementCatalogue(entries + (try RequirementReader.read(document, known: self)))
  }

  /// The catalogue in which departures from some requirements fail a run.
  func failing(for ids: [RequirementID]) -> RequirementCatalogue {
    RequirementCatalogue(
      entries.map { entry in
        guard ids.contains(entry.requirement.id) else { return entry }
        return Entry(
          requirement: entry.requirement.weighing(.fail), scope: entry.scope, effect: entry.effect,
          requests: entry.requests)
      })
  }

  /// The requirement with an id; nil for an unknown one.
  package subscript(_ id: RequirementID) -> Requirement? {
    entry(id)?.requirement
  }

  /// The entry of an id; nil for an unknown one.
  package func entry(_ id: RequirementID) -> Entry? {
    numbers[id].map { entries[$0] }
  }

  /// The known id that is nearest to a mistyped one; nil when none is near.
  package func nearest(to text: String) -> String? {
    EditDistance.nearest(to: text, in: entries.map(\.requirement.id.text))
  }

  /// Whether it has requirements of an id's family.
  package func hasFamily(of id: RequirementID) -> Bool {
    entries.contains { $0.requirement.id.family == id.family }
  }

  /// The known id that an unknown one was most likely meant to be; nil for none.
  ///
  /// Of a family that there is, another number is another claim: that it is near means nothing.
  func meant(by text: String) -> String? {
    let id = RequirementID(text)
    let isWhole = id.isWellFormed && text.utf8.count == "\(id.family)-00".utf8.count
    return isWhole && hasFamily(of: id) ? nil : nearest(to: text)
  }

  /// All requirements in the order of their files.
  package var all: [Requirement] { entries.map(\.requirement) }

  /// The texts the program ships with, one for each family.
  private static var builtIn: [(name: String, text: String)] {
    [
      ("responses", responseRequirements), ("http", httpRequirements),
      ("errors", errorRequirements), ("pagination", paginationRequirements),
      ("idempotency", idempotencyRequirements), ("authentication", authenticationRequirements),
      ("rate-limits", rateLimitRequirements), ("lifecycle", lifecycleRequirements),
    ]
  }
}
