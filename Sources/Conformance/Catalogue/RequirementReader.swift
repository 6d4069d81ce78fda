import Diagnostics
import SchemaValidator

/// Reads a file of requirements.
struct RequirementReader {
  private var mistakes = MistakeList()

  /// The entries of a file in its order.
  /// - Throws: ``Diagnostics`` with every mistake found.
  static func read(
    _ document: SourceDocument, known: RequirementCatalogue
  ) throws(Diagnostics) -> [RequirementCatalogue.Entry] {
    var reader = RequirementReader()
    let entries = reader.entries(
      ManifestNode(value: document.root, document: document), known: known)
    guard reader.mistakes.isUsable else { throw Diagnostics(reader.mistakes.diagnostics) }
    return entries
  }

  /// The longest title, in code points: what fits beside an id in a line of a report.
  static let titleLimit = 70

  /// The keys of a requirement.
  static let keys = [
    "id", "level", "severity", "title", "statement", "sources", "probe", "leniency", "scope",
    "effect", "requests",
  ]

  private mutating func entries(
    _ node: ManifestNode, known: RequirementCatalogue
  ) -> [RequirementCatalogue.Entry] {
    var places: [RequirementID: ManifestNode] = [:]
    var entries: [RequirementCatalogue.Entry] = []
    for node in node.list("requirements", &mistakes) ?? [] {
      guard let mapping = node.mapping("the requirement", keys: Self.keys, &mistakes),
        let entry = entry(mapping)
      else { continue }
      let id = entry.requirement.id
      if let place = mapping["id"], let first = places[id] {
        mistakes.add(
          code: "requirement.duplicate", "the id \"\(id)\" is taken", at: place,
          fix: "give the requirement an id of its own",
          notes: [.init("it was given here first", at: first.location)])
      } else if let place = mapping["id"], known[id] != nil {
        mistakes.add(
          code: "requirement.duplicate", "the id \"\(id)\" belongs to a built-in requirement",
          at: place, fix: "give the requirement an id of its own")
      }
      places[id] = places[id] ?? mapping["id"]
      entries.append(entry)
    }
    return entries
  }

  private mutating func entry(_ mapping: ManifestMapping) -> RequirementCatalogue.Entry? {
    guard
      let id = id(mapping),
      let level = word("level", mapping, as: RequirementLevel.self),
      let severity = word("severity", mapping, as: Severity.self),
      let title = title(mapping),
      let statement = text("statement", mapping),
      let sources = mapping.required("sources", of: "the requirement", &mistakes)?
        .texts("a source", &mistakes),
      let probe = text("probe", mapping),
      let leniency = text("leniency", mapping),
      let scope = word("scope", mapping, as: RequirementCatalogue.Scope.self),
      let effect = word("effect", mapping, as: Effect.self),
      let requests = figure(mapping)
    else { return nil }
    return .init(
      requirement: Requirement(
        id: id, level: level, severity: severity, title: title, statement: statement,
        sources: sources, probe: probe, leniency: leniency),
      scope: scope, effect: effect, requests: requests)
  }

  private mutating func text(_ key: String, _ mapping: ManifestMapping) -> String? {
    mapping.required(key, of: "the requirement", &mistakes)?.text(key, &mistakes)
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ mapping: ManifestMapping, as type: Word.Type
  ) -> Word? where Word.RawValue == String {
    mapping.required(key, of: "the requirement", &mistakes)?.word(key, as: type, &mistakes)
  }

  /// Reads how many requests a requirement costs.
  private mutating func figure(_ mapping: ManifestMapping) -> RequestFigure? {
    guard let node = mapping.required("requests", of: "the requirement", &mistakes),
      let text = node.text("requests", &mistakes)
    else { return nil }
    if let figure = RequestFigure(text) { return figure }
    mistakes.add(
      code: "requirement.bad-figure", "\"\(text)\" is no number of requests", at: node,
      fix: "write a number, a walk or both, such as \"2 walks + 20\" or \"1 per path parameter\"")
    return nil
  }

  /// Reads an id: letters in upper case, a hyphen, digits.
  private mutating func id(_ mapping: ManifestMapping) -> RequirementID? {
    guard let node = mapping.required("id", of: "the requirement", &mistakes),
      let text = node.text("id", &mistakes)
    else { return nil }
    guard RequirementID(text).isWellFormed else {
      mistakes.add(
        code: "requirement.bad-id", "\"\(text)\" is not the id of a requirement", at: node,
        fix: "write a family in capitals and a number, such as \"LIFE-21\"")
      return nil
    }
    return RequirementID(text)
  }

  /// Reads a title that fits a line of a report.
  private mutating func title(_ mapping: ManifestMapping) -> String? {
    guard let node = mapping.required("title", of: "the requirement", &mistakes),
      let text = node.text("title", &mistakes)
    else { return nil }
    let length = text.unicodeScalars.count
    if length == 0 || length > Self.titleLimit {
      mistakes.add(
        code: "requirement.bad-title",
        "found a title of \(length) characters; expected 1 to \(Self.titleLimit)", at: node,
        fix: "say the claim in a few words")
      return nil
    }
    return text
  }
}
