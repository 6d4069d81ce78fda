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
    /// The requirements that any exchange may decide, whatever it is sent for.
    let judgedAnywhere: Set<RequirementID>
    /// The bytes of a file that a request carries, by its path below the profile's folder.
    let attachment: @Sendable (_ path: String) throws(Diagnostics) -> [UInt8]
    /// The path of a file beside one that is not there, whose name comes nearest to its own; nil
    /// where there is none, or where that one is there after all.
    var nearestAttachment: @Sendable (_ path: String) -> String? = { _ in nil }
    /// The steps that all suites of the folder may use, by the names they have there.
    package var library: [String: Suite.SharedSteps] = [:]
    /// Where requests stand of which another suite has told that what they create stays behind.
    var leftBehind: Set<SourceLocation> = []

    /// Creates a context from its parts.
    package init(
      contract: Contract, profile: APIProfile, catalogue: RequirementCatalogue,
      judgedAnywhere: Set<RequirementID>,
      attachment: @escaping @Sendable (_ path: String) throws(Diagnostics) -> [UInt8]
    ) {
      self.contract = contract
      self.profile = profile
      self.catalogue = catalogue
      self.judgedAnywhere = judgedAnywhere
      self.attachment = attachment
    }
  }

  let context: Context
  var mistakes = MistakeList()
  /// The names that templates may use at the place being read.
  var scope = NameScope()
  /// The steps that are written in the files being read.
  var shared = SharedDefinitions()
  /// The names of the shared steps that something uses.
  var usedShared: Set<String> = []
  /// The names of the fixtures that a case names.
  var usedFixtures: Set<String> = []
  /// Where requests stand of which was told that what they create stays behind.
  var leftBehind: Set<SourceLocation> = []
  /// How many patterns stand around the one being read that hold though it is not met.
  var conditions = 0
  /// The values of the row being read, as they are written.
  var row: [String: ManifestNode] = [:]
  /// The names whose values are patterns, since some row of the case has a matcher there.
  var rowPatterns: Set<String> = []

  /// Reads a suite out of a text.
  ///
  /// The id is what its cases' ids begin with.
  /// - Throws: ``Diagnostics`` with every mistake found.
  package static func load(
    _ text: SourceText, id: String, context: Context
  ) throws(Diagnostics) -> Suite {
    let document = try SourceDocument(
      reading: text, beginningWith: #""suite: …" with a title, and "cases: …" with a list of cases"#
    )
    var loader = SuiteLoader(context: context)
    let suite = loader.suite(ManifestNode(value: document.root, document: document), id: id)
    FileSchema.suite.check(document, &loader.mistakes)
    guard var suite, loader.mistakes.isUsable else {
      throw Diagnostics(loader.mistakes.diagnostics)
    }
    suite.remarks = loader.mistakes.diagnostics
    return suite
  }

  private mutating func suite(_ node: ManifestNode, id: String) -> Suite? {
    guard
      let mapping = node.mapping(
        "the suite", keys: Self.suiteKeys, homes: Self.suiteHomes, &mistakes)
    else { return nil }
    let title = mapping.required("suite", of: "the suite", &mistakes)?.text("suite", &mistakes)
    shared.suite = node.value
    define(mapping["shared"], in: nil)
    resolveAllShared()
    let head = SuiteHead(
      id: id, tags: mapping["tags"]?.texts("tags", &mistakes) ?? [],
      owner: mapping["owner"]?.text("owner", &mistakes), links: links(mapping["links"]),
      fixtures: fixtures(mapping["fixtures"], suite: id),
      fixtureNames: mapping["fixtures"]?.value.members.map(\.name) ?? [])
    let nodes = mapping.required("cases", of: "the suite", &mistakes)?.list("cases", &mistakes)
    if let nodes, nodes.isEmpty {
      mistakes.add(
        code: "suite.empty", "the suite has no cases", at: node, fix: "add a case")
    }
    var cases: [Suite.Case] = []
    var places = Dictionary(
      head.fixtures.map { ($0.testCase.id, $0.testCase.location) },
      uniquingKeysWith: { first, _ in first })
    places.reserveCapacity(places.count + (nodes?.count ?? 0))
    for node in nodes ?? [] {
      for testCase in self.cases(node, of: head) {
        if let twin = places[testCase.id] {
          mistakes.add(
            code: "suite.duplicate-case", "two cases have the id \"\(testCase.id)\"", at: node,
            fix: "change the title, or give one of them an \"id:\"",
            notes: [.init("the first one is here", at: twin)])
        } else {
          places[testCase.id] = testCase.location
        }
        cases.append(testCase)
      }
    }
    refuseUnused(in: mapping)
    guard let title else { return nil }
    var suite = Suite(id: id, title: title, file: node.document.text.name, cases: cases)
    suite.fixtures = head.fixtures
    suite.leftBehind = leftBehind
    return suite
  }

  /// What the cases of a suite share.
  struct SuiteHead {
    let id: String
    let tags: [String]
    let owner: String?
    let links: [String]
    let fixtures: [Suite.Fixture]
    /// The names of all of them, those with mistakes as well.
    let fixtureNames: [String]
  }

  /// The keys of a suite.
  static let suiteKeys = ["suite", "tags", "owner", "links", "shared", "fixtures", "cases"]

  /// The keys of a case, without those of its probe.
  static let caseKeys = [
    "case", "id", "proves", "effect", "exclusive", "tags", "owner", "links", "when", "let",
    "rows", "fixtures", "timeout", "steps", "probe", "trials",
  ]

  /// Reads a case: one, or as many as it has rows.
  private mutating func cases(_ node: ManifestNode, of head: SuiteHead) -> [Suite.Case] {
    let start = mistakes.now
    let probe = node.value["probe"]?.stringValue
    // A probe whose name is mistyped may have the keys of any: one mistake is told once.
    let keys =
      probe.map {
        Self.caseKeys + (Self.probeKeys[$0] ?? Self.probeKeys.values.flatMap(\.self))
      } ?? Self.caseKeys
    guard let mapping = node.mapping("the case", keys: keys, homes: Self.caseHomes, &mistakes)
    else { return [] }
    guard let rowsNode = mapping["rows"] else {
      return testCase(mapping, probe: probe, of: head, since: start).map { [$0] } ?? []
    }
    let told = mistakes.diagnostics.count
    let table = rows(rowsNode)
    rowPatterns = Set(
      table.rows.flatMap(\.self).filter { $0.node.value.holdsMatcher }.map(\.name))
    var cases: [Suite.Case] = []
    var members: [[ManifestMember]] = []
    for (index, row) in table.rows.enumerated() {
      self.row = Dictionary(row.map { ($0.name, $0.node) }) { first, _ in first }
      defer { self.row = [:] }
      guard
        let testCase = testCase(
          mapping, probe: probe, of: head, since: start,
          row: Row(number: index + 1, members: row, nameRanges: table.nameRanges))
      else { continue }
      // Rows that do not differ in what stands in the title are told apart by their numbers.
      let isTwin = cases.contains { $0.id == testCase.id }
      cases.append(isTwin ? testCase.named("\(testCase.id)-\(index + 1)") : testCase)
      members.append(row)
    }
    mistakes.removeRepetitions(after: told)
    return Self.toldApart(cases, of: members)
  }

  private mutating func testCase(
    _ mapping: ManifestMapping, probe: String?, of head: SuiteHead,
    since start: MistakeList.Moment, row: Row? = nil
  ) -> Suite.Case? {
    scope = NameScope(profile: context.profile.variables.map(\.name))
    // A value of a row is no template for another one.
    let rowValues = row.map { values($0.members) } ?? []
    for member in row?.members ?? [] {
      // A name is told where it stands first; one that few rows have was told already.
      if let range = row?.nameRanges[member.name] {
        declare(member.name, range: range, at: member.node)
      } else {
        scope.offer(member.name)
      }
    }
    guard
      let title = mapping.required("case", of: "the case", &mistakes)
        .flatMap({ self.title($0, "case", row) })
    else { return nil }
    let needs = needs(mapping["when"])
    let fixtures = mapping["fixtures"].map { self.fixtures(named: $0, in: head) } ?? []
    let ownValues = self.values(mapping["let"])
    let effect =
      mapping["effect"].map { $0.word("effect", as: Effect.self, &mistakes) } ?? Effect.none
    if let node = mapping["fixtures"], let effect {
      checkEffect(effect, of: fixtures, at: node)
    }
    let proves = mapping["proves"].map { self.proves($0) } ?? []
    let isExclusive = mapping["exclusive"]?.boolean("exclusive", &mistakes)
    let ownTags = mapping["tags"]?.texts("tags", &mistakes) ?? []
    let owner = mapping["owner"]?.text("owner", &mistakes)
    let links = links(mapping["links"])
    let timeLimit = mapping["timeout"].flatMap { positiveDuration($0) }
    let work = work(mapping, probe: probe, mayChange: effect != Effect.none)
    let id = caseID(mapping["id"], title: title, row)
    guard let work else { return nil }
    refuseUnusedNames(in: mapping.node, since: start)
    return Suite.Case(
      id: "\(head.id)/\(id.text)", title: title.text, location: mapping.node.location,
      proves: proves + work.proves.filter { !proves.contains($0) }, effect: effect ?? .none,
      isExclusive: isExclusive ?? work.isExclusive, tags: head.tags + ownTags,
      needs: neededVariables(needs + fixtures.flatMap(\.testCase.needs)),
      values: rowValues + ownValues, work: work,
      trials: mapping["trials"]?.integer("trials", in: 1...100, &mistakes) ?? 1,
      fixtures: fixtures.map(\.testCase.id), timeLimit: timeLimit, owner: owner ?? head.owner,
      links: head.links + links)
  }

  /// Refuses names that were declared and that nothing used.
  ///
  /// What was not read for a mistake that was told since a moment may use them.
  mutating func refuseUnusedNames(in node: ManifestNode, since start: MistakeList.Moment) {
    let mayHideUses = mistakes.hasErrors(since: start)
    for unused in scope.unused
    where !(mayHideUses && node.value.mentions(unused.name)) && !shared.asked.contains(unused.name)
    {
      mistakes.add(
        code: "suite.unused-name", "\"\(unused.name)\" is never used", in: node.document,
        bytes: unused.range,
        fix: scope.foreignPlaces[unused.name].map { "write \"${\(unused.name)}\" for \"\($0)\"" }
          ?? "use it as ${\(unused.name)}, or remove it")
    }
  }

  /// Reads the variables without which something does not apply, which only the profile has.
  mutating func needs(_ node: ManifestNode?) -> [String] {
    guard let node else { return [] }
    var needs: [String] = []
    let known = context.profile.variables.map(\.name)
    for node in node.oneOrMore {
      guard let name = node.text("when", &mistakes) else { continue }
      needs.append(name)
      if known.contains(where: { $0.isSameText(as: name) }) {
        check([name], at: node, needed: [name])
        continue
      }
      let nearest = EditDistance.nearest(to: name, in: known)
      mistakes.add(
        code: "suite.undefined-variable", "the profile has no variable \"\(name)\"", at: node,
        fix: nearest.map { "write \"\($0)\"" } ?? "declare it in the profile, or remove it")
    }
    return needs
  }

  /// The variables a case names in `when`, and those its templates cannot do without.
  func neededVariables(_ named: [String]) -> [String] {
    (named + scope.neededProfileNames).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Reads values that are made once at the start.
  mutating func values(_ node: ManifestNode?) -> [(name: String, value: TemplatedValue)] {
    guard let mapping = node?.mapping("let", &mistakes) else { return [] }
    return mapping.members.compactMap { member in
      let value = checkedValue(member.node)
      declare(member.name, range: member.nameRange, at: member.node)
      return value.map { (member.name, $0) }
    }
  }

  /// Reads the values of a row, whose names are known already.
  private mutating func values(
    _ members: [ManifestMember]
  ) -> [(name: String, value: TemplatedValue)] {
    members.compactMap { member in checkedValue(member.node).map { (member.name, $0) } }
  }

  /// Reads a value and refuses names in it that nothing declares at this place.
  mutating func checkedValue(_ node: ManifestNode) -> TemplatedValue? {
    guard let value = node.templatedValue(&mistakes) else { return nil }
    check(value, at: node)
    return value
  }

  /// Reads where to read on.
  private mutating func links(_ node: ManifestNode?) -> [String] {
    node?.texts("links", &mistakes) ?? []
  }

  private mutating func work(
    _ mapping: ManifestMapping, probe: String?, mayChange: Bool
  ) -> Suite.Work? {
    guard let probeNode = mapping["probe"] else {
      return actions(of: mapping, what: "the case", mayChange: mayChange).map(Suite.Work.steps)
    }
    if let trials = mapping["trials"] {
      mistakes.add(
        code: "suite.unknown-key", "a probe goes through its steps as often as it needs to",
        at: trials, fix: "remove \"trials:\"")
    }
    if let steps = mapping["steps"] {
      mistakes.add(
        code: "suite.unknown-key", "a case with a probe has no steps of its own", at: steps,
        fix: "remove \"steps:\", or \"probe:\"")
    }
    guard let kind = probeNode.word("probe", as: ProbeKind.self, &mistakes) else { return nil }
    mapping["proves"].map { refuseUndecided($0, by: kind) }
    return switch kind {
    case .pagination: paginationProbe(mapping).map(Suite.Work.pagination)
    case .idempotency: idempotencyProbe(mapping).map(Suite.Work.idempotency)
    case .authentication: authenticationProbe(mapping).map(Suite.Work.authentication)
    case .http: httpProbe(mapping).map(Suite.Work.http)
    case .requests: requestsProbe(mapping).map(Suite.Work.requests)
    case .rateLimit: rateLimitProbe(mapping).map(Suite.Work.rateLimit)
    case .lifecycle: lifecycleProbe(mapping).map(Suite.Work.lifecycle)
    }
  }

  /// Reads the steps of a case or a fixture.
  mutating func actions(
    of mapping: ManifestMapping, what: String, mayChange: Bool
  ) -> [Suite.Action]? {
    guard let actions = placedActions(of: mapping, what: what, mayChange: mayChange) else {
      return nil
    }
    remarkLeftovers(of: actions)
    return actions.map(\.action)
  }

  /// Reads the steps of a case, a fixture or shared steps, each with where it stands.
  mutating func placedActions(
    of mapping: ManifestMapping, what: String, mayChange: Bool
  ) -> [(node: ManifestNode, action: Suite.Action)]? {
    guard let steps = mapping.required("steps", of: what, &mistakes)?.list("steps", &mistakes)
    else { return nil }
    if steps.isEmpty {
      mistakes.add(
        code: "suite.empty", "\(what) has no steps", at: mapping.node, fix: "add a step")
    }
    var actions: [(node: ManifestNode, action: Suite.Action)] = []
    var count = 0
    for node in steps {
      let action =
        if node.value["use"] != nil {
          use(node).map(Suite.Action.use)
        } else if node.value["delivery"] != nil {
          delivery(node).map(Suite.Action.delivery)
        } else {
          step(node).map(Suite.Action.request)
        }
      guard let action else { continue }
      count += action.requestCount
      guard count <= Self.requestLimit else {
        mistakes.add(
          code: "suite.too-many-steps",
          "with this step \(what) comes to \(count) steps; expected \(Self.requestLimit) at most",
          at: node["use"] ?? node,
          fix: "use the shared steps less often; those that use others twice double them each time")
        return nil
      }
      if !mayChange { checkEffect(of: action, at: node) }
      actions.append((node, action))
    }
    return actions
  }

  /// The most steps that one case comes to, those of shared steps counted wherever they are used.
  static let requestLimit = 10_000

  /// Refuses a step that changes something in a case that says it changes nothing.
  private mutating func checkEffect(of action: Suite.Action, at node: ManifestNode) {
    let changing: Call?
    let place: ManifestNode?
    switch action {
    case .request(let step):
      changing = step.changingCall
      place = changing?.location == step.call.location ? node["call"] : nil
    case .use(let use):
      changing = use.shared.changingCall
      place = node["use"]
    case .delivery: return
    }
    guard let changing else { return }
    mistakes.add(
      code: "suite.undeclared-effect",
      "the case has no effect by its own words, but this step sends a \(changing.target.method)",
      at: place ?? node,
      fix: "add \"effect: own\" or \"effect: external\" to the case")
  }

  /// Reads the requirements a case or step proves; refuses unknown ones.
  mutating func proves(_ node: ManifestNode) -> [RequirementID] {
    let isLone = node.value.kind != .array
    return node.oneOrMore.compactMap {
      $0.requirement(in: context.catalogue, mayBeList: isLone, &mistakes)
    }
  }

  /// Refuses names in a template that nothing declares at this place.
  mutating func check(_ template: Template, at node: ManifestNode) {
    check(template.variables, at: node, needed: template.neededVariables)
  }

  /// Refuses names in a value that nothing declares at this place.
  mutating func check(_ value: TemplatedValue, at node: ManifestNode) {
    check(value.variables, at: node, needed: value.neededVariables)
  }

  mutating func check(_ names: [String], at node: ManifestNode, needed: [String]) {
    for name in names where !scope.use(name, isNeeded: needed.contains(name)) {
      let nearest = EditDistance.nearest(
        to: name, in: scope.names + TemplateFunction.namesOfValues)
      if let nearest { _ = scope.use(nearest, isNeeded: false) }
      let isKnownToUser = shared.isKnownToUser(name)
      if isKnownToUser { shared.asked.insert(name) }
      mistakes.addOnce(
        code: "suite.undefined-variable", "undefined variable \"\(name)\"", at: node,
        fix: isKnownToUser
          ? "name it under \"inputs:\", and give it \"with:\"; shared steps see only their inputs"
          : nearest.map { "write \"${\($0)}\"" }
            ?? "keep it with \"save:\" in a step before, or declare it in the profile, where "
            + "\"from:\" has the target tell it")
    }
  }

  /// Makes a name known from here on.
  mutating func declare(
    _ name: String, range: Range<Int>, at node: ManifestNode, isKept: Bool = false
  ) {
    if TemplateFunction(rawValue: name) != nil {
      mistakes.add(
        code: "suite.reserved-name", "\"\(name)\" is the name of a function", in: node.document,
        bytes: range, fix: "choose another name")
      return
    }
    scope.declare(name, range: range, isKept: isKept)
  }
}

/// The probes that a case can name.
package enum ProbeKind: String, CaseIterable, Sendable {
  case pagination
  case idempotency
  case authentication
  case http
  case requests
  case rateLimit = "rate_limit"
  case lifecycle

  /// The requirements that it can decide, by id.
  package var requirements: [RequirementID] {
    switch self {
    case .pagination: PaginationProbe.requirements
    case .idempotency: IdempotencyProbe.requirements
    case .authentication: AuthenticationProbe.requirements
    case .http: HTTPProbe.requirements
    case .requests: RequestsProbe.requirements
    case .rateLimit: RateLimitProbe.requirements
    case .lifecycle: LifecycleProbe.requirements
    }
  }
}

/// The part of a case's id that comes from its title.
enum CaseID {
  /// The title in lower case, every run of other characters than letters and digits one hyphen.
  static func slug(of title: String) -> String {
    if title.utf8.allSatisfy({ $0 < 0x80 }) { return asciiSlug(of: title) }
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

  /// The same for a title that needs no tables of characters.
  private static func asciiSlug(of title: String) -> String {
    let hyphen = UInt8(ascii: "-")
    var slug: [UInt8] = []
    slug.reserveCapacity(title.utf8.count)
    for byte in title.utf8 {
      switch byte.lowercasedASCII {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        slug.append(byte.lowercasedASCII)
      default:
        if let last = slug.last, last != hyphen { slug.append(hyphen) }
      }
    }
    if slug.last == hyphen { slug.removeLast() }
    return String(decoding: slug, as: UTF8.self)
  }
}

extension Suite.Work {
  /// Whether the work reads collections that other cases of the run write to.
  var isExclusive: Bool {
    switch self {
    case .steps, .authentication, .requests, .lifecycle: false
    case .pagination, .idempotency, .rateLimit: true
    case .http(let probe): probe.list != nil
    }
  }

  /// The requirements that single expectations name, each once, in the order written.
  var proves: [RequirementID] {
    guard case .steps(let actions) = self else { return [] }
    var proved: [RequirementID] = []
    for expectation in actions.lazy.flatMap(\.requests).flatMap(\.expectations) {
      for id in expectation.proves ?? [] where !proved.contains(id) { proved.append(id) }
    }
    return proved
  }
}

extension JSONValue {
  /// Whether a template in it names a variable, or is broken and may do so.
  fileprivate func mentions(_ name: String) -> Bool {
    switch kind {
    case .string:
      guard let text = stringValue, text.contains("${") else { return false }
      return (try? TemplateParser.parse(text))?.variables.contains(name) ?? text.contains(name)
    case .object: return members.contains { $0.value.mentions(name) }
    case .array: return elements.contains { $0.mentions(name) }
    case .null, .boolean, .number: return false
    }
  }
}
