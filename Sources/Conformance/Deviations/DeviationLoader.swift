import Diagnostics
import SchemaValidator

/// Reads a `deviations.yaml`.
struct DeviationLoader {
  /// The keys of the file.
  static let fileKeys = ["deviations"]
  /// The keys of an entry.
  static let entryKeys = ["requirement", "where", "reason", "owner", "expires"]

  /// The requirements that entries may name.
  let catalogue: RequirementCatalogue
  /// The suites whose cases entries may choose; nil when only a part of them is read.
  let suites: [Suite]?
  private var mistakes = MistakeList()

  /// Reads the entries out of a text, and what is doubtful about them.
  /// - Throws: ``Diagnostics`` with every mistake found.
  static func load(
    _ text: SourceText, catalogue: RequirementCatalogue, suites: [Suite]?
  ) throws(Diagnostics) -> (list: DeviationList, warnings: [Diagnostic]) {
    let document = try SourceDocument(reading: text)
    var loader = DeviationLoader(catalogue: catalogue, suites: suites)
    let entries = loader.entries(ManifestNode(value: document.root, document: document))
    guard loader.mistakes.isUsable else { throw Diagnostics(loader.mistakes.diagnostics) }
    return (DeviationList(file: text.name, entries: entries), loader.mistakes.diagnostics)
  }

  private init(catalogue: RequirementCatalogue, suites: [Suite]?) {
    self.catalogue = catalogue
    self.suites = suites
  }

  private mutating func entries(_ node: ManifestNode) -> [Deviation] {
    guard
      let mapping = node.mapping("the file", keys: Self.fileKeys, &mistakes),
      let list = mapping.required("deviations", of: "the file", &mistakes)
    else { return [] }
    var entries: [Deviation] = []
    for node in list.list("deviations", &mistakes) ?? [] {
      guard let entry = entry(node) else { continue }
      if let twin = entries.first(where: {
        $0.requirement == entry.requirement && $0.selector == entry.selector
      }) {
        mistakes.add(
          code: "deviation.duplicate", "the same deviation is listed twice", at: node,
          fix: "remove one of them", notes: [.init("the first one is here", at: twin.location)])
      }
      entries.append(entry)
    }
    return entries
  }

  private mutating func entry(_ node: ManifestNode) -> Deviation? {
    let what = "the deviation"
    guard
      let mapping = node.mapping(what, keys: Self.entryKeys, &mistakes)
    else { return nil }
    let requirement = mapping.required("requirement", of: what, &mistakes)
      .flatMap { self.requirement($0) }
    let reason = mapping.required("reason", of: what, &mistakes).flatMap { words($0, "reason") }
    let owner = mapping.required("owner", of: what, &mistakes).flatMap { words($0, "owner") }
    let expiry = mapping.required("expires", of: what, &mistakes).flatMap { day($0) }
    let selector = mapping["where"]?.text("where", &mistakes)
    guard let requirement, let reason, let owner, let expiry else { return nil }
    let entry = Deviation(
      requirement: requirement, selector: selector, reason: reason, owner: owner, expiry: expiry,
      location: node.location)
    if let place = mapping["where"] { checkSelector(of: entry, at: place) }
    return entry
  }

  private mutating func requirement(_ node: ManifestNode) -> RequirementID? {
    if node.value.stringValue == StepRunner.ownRequirement.text { return StepRunner.ownRequirement }
    return node.requirement(in: catalogue, &mistakes)
  }

  private mutating func words(_ node: ManifestNode, _ what: String) -> String? {
    guard let text = node.text(what, &mistakes) else { return nil }
    if text.contains(where: { !$0.isWhitespace }) { return text }
    mistakes.add(
      code: "deviation.unreviewed", "the \(what) is empty", at: node,
      fix: what == "owner" ? "name who answers for it" : "say why it may stay for now")
    return nil
  }

  private mutating func day(_ node: ManifestNode) -> String? {
    if let text = node.value.stringValue, Self.isDay(text) { return text }
    mistakes.add(
      code: "deviation.bad-date", "found \(node.value.kindInWords); expected a day", at: node,
      fix: "write the last day on which it counts, such as 2027-01-31")
    return nil
  }

  private static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard
      parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      1...12 ~= month
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...days[month - 1] ~= day
  }

  private mutating func checkSelector(of entry: Deviation, at node: ManifestNode) {
    guard let suites, let selector = entry.selector else { return }
    let cases = suites.flatMap(\.allCases)
    let isKnown =
      entry.covers(id: Preflight.caseID, tags: [])
      || cases.contains { testCase in
        entry.covers(id: testCase.id, tags: testCase.tags)
          || testCase.operations.contains { $0.description == selector }
      }
    guard !isKnown else { return }
    let words = cases.map(\.id) + cases.flatMap { $0.operations.map(\.description) }
    mistakes.add(
      .warning, code: "deviation.nothing-selected",
      "\"\(selector)\" is no case, tag or operation of these suites", at: node,
      fix: EditDistance.nearest(to: selector, in: words).map { "write \"\($0)\"" }
        ?? "write a case's id or the beginning of it, a tag, or an operation")
  }
}
