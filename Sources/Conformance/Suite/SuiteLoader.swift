package import Diagnostics
import SchemaValidator

/// Reads suite files, against the contract and the profile they belong to.
package struct SuiteLoader {
  /// What suites may refer to.
  package struct Context: Sendable {
    /// The contract whose operations are called.
    package let contract: Contract
    /// The API's conventions and variables.
    package let profile: APIProfile
    /// The requirements that cases may prove.
    package let catalogue: RequirementCatalogue

    /// Creates a context from its parts.
    package init(contract: Contract, profile: APIProfile, catalogue: RequirementCatalogue) {
      self.contract = contract
      self.profile = profile
      self.catalogue = catalogue
    }
  }

  let context: Context
  var mistakes = MistakeList()
  /// The names that templates may use at the place being read.
  var scope = NameScope()

  /// Reads a suite out of a text.
  ///
  /// The id is what its cases' ids begin with.
  /// - Throws: ``Diagnostics`` with every mistake found.
  package static func load(
    _ text: SourceText, id: String, context: Context
  ) throws(Diagnostics) -> Suite {
    let document = try SourceDocument(reading: text)
    var loader = SuiteLoader(context: context)
    let suite = loader.suite(ManifestNode(value: document.root, document: document), id: id)
    guard let suite, loader.mistakes.isUsable else {
      throw Diagnostics(loader.mistakes.diagnostics)
    }
    return suite
  }

  private mutating func suite(_ node: ManifestNode, id: String) -> Suite? {
    guard
      let mapping = node.mapping("the suite", keys: ["suite", "tags", "cases"], &mistakes)
    else { return nil }
    let title = mapping.required("suite", of: "the suite", &mistakes)?.text("suite", &mistakes)
    let tags = mapping["tags"]?.texts("tags", &mistakes) ?? []
    let nodes = mapping.required("cases", of: "the suite", &mistakes)?.list("cases", &mistakes)
    if let nodes, nodes.isEmpty {
      mistakes.add(
        code: "suite.empty", "the suite has no cases", at: node, fix: "add a case")
    }
    var cases: [Suite.Case] = []
    for node in nodes ?? [] {
      guard let testCase = testCase(node, suite: id, tags: tags) else { continue }
      if let twin = cases.first(where: { $0.id == testCase.id }) {
        mistakes.add(
          code: "suite.duplicate-case", "two cases have the id \"\(testCase.id)\"", at: node,
          fix: "change the title, or give one of them an \"id:\"",
          notes: [.init("the first one is here", at: twin.location)])
      }
      cases.append(testCase)
    }
    guard let title else { return nil }
    return Suite(id: id, title: title, file: node.document.text.name, cases: cases)
  }

  private static let caseKeys = [
    "case", "id", "proves", "effect", "exclusive", "tags", "when", "let", "steps", "probe",
    "trials",
  ]

  private mutating func testCase(
    _ node: ManifestNode, suite: String, tags: [String]
  ) -> Suite.Case? {
    let probe = node.value["probe"]?.stringValue
    // A probe whose name is mistyped may have the keys of any: one mistake is told once.
    let keys =
      Self.caseKeys
      + (probe.map { Self.probeKeys[$0] ?? Self.probeKeys.values.flatMap(\.self) } ?? [])
    guard
      let mapping = node.mapping("the case", keys: keys, &mistakes),
      let title = mapping.required("case", of: "the case", &mistakes)?.text("case", &mistakes)
    else { return nil }
    scope = NameScope(
      profile: context.profile.variables.map(\.name))
    let needs = mapping["when"]?.texts("when", &mistakes) ?? []
    if let when = mapping["when"] { check(needs, at: when, needed: needs) }
    let values = values(mapping["let"])
    let effect =
      mapping["effect"].map { $0.word("effect", as: Effect.self, &mistakes) } ?? Effect.none
    let proves = proves(mapping["proves"])
    let isExclusive = mapping["exclusive"]?.boolean("exclusive", &mistakes)
    let ownTags = mapping["tags"]?.texts("tags", &mistakes) ?? []
    guard let work = work(mapping, probe: probe, mayChange: effect != Effect.none) else {
      return nil
    }
    for unused in scope.unused {
      mistakes.add(
        code: "suite.unused-name", "\"\(unused.name)\" is never used", in: node.document,
        bytes: unused.range, fix: "use it as ${\(unused.name)}, or remove it")
    }
    let slug = mapping["id"]?.text("id", &mistakes) ?? CaseID.slug(of: title)
    return Suite.Case(
      id: "\(suite)/\(slug)", title: title, location: node.location,
      proves: proves + work.proves.filter { !proves.contains($0) }, effect: effect ?? .none,
      isExclusive: isExclusive ?? work.isExclusive, tags: tags + ownTags,
      needs: neededVariables(needs), values: values, work: work,
      trials: mapping["trials"]?.integer("trials", in: 1...100, &mistakes) ?? 1)
  }

  /// The variables a case names in `when`, and those its templates cannot do without.
  private func neededVariables(_ named: [String]) -> [String] {
    named + scope.neededProfileNames.filter { !named.contains($0) }
  }

  private mutating func values(
    _ node: ManifestNode?
  ) -> [(name: String, value: TemplatedValue)] {
    guard let mapping = node?.mapping("let", &mistakes) else { return [] }
    return mapping.members.compactMap { member in
      let value = member.node.templatedValue(&mistakes)
      if let value { check(value, at: member.node) }
      declare(member.name, range: member.nameRange, at: member.node)
      guard let value else { return nil }
      return (member.name, value)
    }
  }

  private mutating func work(
    _ mapping: ManifestMapping, probe: String?, mayChange: Bool
  ) -> Suite.Work? {
    guard let probeNode = mapping["probe"] else {
      guard
        let steps = mapping.required("steps", of: "the case", &mistakes)?.list("steps", &mistakes)
      else { return nil }
      if steps.isEmpty {
        mistakes.add(
          code: "suite.empty", "the case has no steps", at: mapping.node, fix: "add a step")
      }
      return .steps(
        steps.compactMap { node in
          let step = step(node)
          if let step, !mayChange { checkEffect(of: step, at: node) }
          return step
        })
    }
    if let steps = mapping["steps"] {
      mistakes.add(
        code: "suite.unknown-key", "a case with a probe has no steps of its own", at: steps,
        fix: "remove \"steps:\", or \"probe:\"")
    }
    guard let kind = probeNode.word("probe", as: ProbeKind.self, &mistakes) else { return nil }
    return switch kind {
    case .pagination: paginationProbe(mapping).map(Suite.Work.pagination)
    case .idempotency: idempotencyProbe(mapping).map(Suite.Work.idempotency)
    }
  }

  /// Refuses a step that changes something in a case that says it changes nothing.
  private mutating func checkEffect(of step: Suite.Step, at node: ManifestNode) {
    let changing = step.calls.first { call in
      !call.isFaulty && call.target.operation != nil
        && !["GET", "HEAD", "OPTIONS"].contains(call.target.method)
    }
    guard let changing else { return }
    let isOwn = changing.location == step.call.location
    let place = node.value["call"].map { ManifestNode(value: $0, document: node.document) }
    mistakes.add(
      code: "suite.undeclared-effect",
      "the case has no effect by its own words, but this step sends a \(changing.target.method)",
      at: isOwn ? place ?? node : node,
      fix: "add \"effect: own\" or \"effect: external\" to the case")
  }

  /// Reads the requirements a case or step proves; refuses unknown ones.
  mutating func proves(_ node: ManifestNode?) -> [RequirementID] {
    guard let node else { return [] }
    let nodes = node.value.kind == .array ? node.list("proves", &mistakes) ?? [] : [node]
    return nodes.compactMap { $0.requirement(in: context.catalogue, &mistakes) }
  }

  /// Refuses names in a template that nothing declares at this place.
  mutating func check(_ template: Template, at node: ManifestNode) {
    check(template.variables, at: node, needed: template.neededVariables)
  }

  /// Refuses names in a value that nothing declares at this place.
  mutating func check(_ value: TemplatedValue, at node: ManifestNode) {
    check(value.variables, at: node, needed: value.neededVariables)
  }

  private mutating func check(_ names: [String], at node: ManifestNode, needed: [String]) {
    for name in names where !scope.use(name, isNeeded: needed.contains(name)) {
      let nearest = EditDistance.nearest(to: name, in: scope.names)
      mistakes.add(
        code: "suite.undefined-variable", "undefined variable \"\(name)\"", at: node,
        fix: nearest.map { "write \"${\($0)}\"" }
          ?? "capture it with \"save:\" before, or declare it in the profile")
    }
  }

  /// Makes a name known from here on.
  mutating func declare(_ name: String, range: Range<Int>, at node: ManifestNode) {
    if TemplateFunction(rawValue: name) != nil {
      mistakes.add(
        code: "suite.reserved-name", "\"\(name)\" is the name of a function", in: node.document,
        bytes: range, fix: "choose another name")
      return
    }
    scope.declare(name, range: range)
  }
}

/// The probes that a case can name.
enum ProbeKind: String, CaseIterable {
  case pagination
  case idempotency
}

/// The names that templates of a case may use, and which of them were.
struct NameScope {
  private var profileNames: [String] = []
  private var declared: [(name: String, range: Range<Int>)] = []
  private var used: Set<String> = []
  private var needed: Set<String> = []

  /// Creates a scope with the names of a profile.
  init(profile: [String] = []) {
    profileNames = profile
  }

  /// All names that can be used.
  var names: [String] { profileNames + declared.map(\.name) }

  /// The profile's names without which the case cannot do.
  var neededProfileNames: [String] { profileNames.filter(needed.contains) }

  /// The names declared by the case that nothing used.
  var unused: [(name: String, range: Range<Int>)] {
    declared.filter { !used.contains($0.name) }
  }

  /// Notes a use; false when the name is unknown.
  mutating func use(_ name: String, isNeeded: Bool) -> Bool {
    guard names.contains(where: { $0.isSameText(as: name) }) else { return false }
    used.insert(name)
    if isNeeded { needed.insert(name) }
    return true
  }

  /// Makes a name known.
  mutating func declare(_ name: String, range: Range<Int>) {
    declared.append((name, range))
  }

  /// Makes a name known that need not be used.
  mutating func offer(_ name: String) {
    profileNames.append(name)
  }

  /// Takes back a name that was only offered.
  mutating func withdraw(_ name: String) {
    if let last = profileNames.lastIndex(of: name) { profileNames.remove(at: last) }
    used.remove(name)
    needed.remove(name)
  }
}

/// The part of a case's id that comes from its title.
enum CaseID {
  /// The title in lower case, every run of other characters than letters and digits one hyphen.
  static func slug(of title: String) -> String {
    var slug = ""
    for scalar in title.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        slug.unicodeScalars.append(scalar)
      } else if !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
    }
    return slug.last == "-" ? String(slug.dropLast()) : slug
  }
}

extension Suite.Work {
  /// Whether the work reads collections that other cases of the run write to.
  var isExclusive: Bool {
    switch self {
    case .steps: false
    case .pagination, .idempotency: true
    }
  }

  /// The requirements that single expectations name, each once, in the order written.
  var proves: [RequirementID] {
    guard case .steps(let steps) = self else { return [] }
    return steps.flatMap { $0.expectations.flatMap(\.proves) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
