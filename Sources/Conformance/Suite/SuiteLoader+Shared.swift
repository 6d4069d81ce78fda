package import Diagnostics
import SchemaValidator

/// The shared steps that are written in the files being read.
///
/// They are read when they are first used, so that they may use one another in any order.
struct SharedDefinitions {
  /// Shared steps as they are written.
  struct Definition {
    let member: ManifestMember
    /// The name of the library's file that they stand in; nil for those of a suite.
    let library: String?
  }

  /// By the names that other files use.
  private var definitions: [String: Definition] = [:]
  /// The names in the order of the files.
  private(set) var names: [String] = []
  /// What became of those read so far; nil for those with mistakes.
  var read: [String: Suite.SharedSteps?] = [:]
  /// The names of those being read, each used by the one before it.
  var underWay: [String] = []
  /// The names of those who use them that they ask for, and do not get so.
  var asked: Set<String> = []
  /// The suite that they are written in; nil for those of a library.
  var suite: JSONValue?

  subscript(_ name: String) -> Definition? { definitions[name] }

  /// The library whose steps are being read.
  var library: String? { underWay.last.flatMap { definitions[$0]?.library } }

  /// Whether a case or a fixture of the suite that uses the steps being read, or steps that use
  /// them, has a name of its own.
  func isKnownToUser(_ name: String) -> Bool {
    guard let suite, let current = underWay.last else { return false }
    let fixtures = suite["fixtures"]
    let cases = suite["cases"].map { Array($0.elements) } ?? []
    let users = cases + (fixtures?.members.map(\.value) ?? [])
    return users.contains { user in
      user.declares(name, fixtures: fixtures) && uses(of: user).contains(current)
    }
  }

  /// The names of the shared steps of the suite that something uses, by way of others or not.
  private func uses(of user: JSONValue) -> Set<String> {
    var names: Set<String> = []
    var unread = [user]
    while let next = unread.popLast() {
      for name in next["steps"]?.elements.compactMap({ $0["use"]?.stringValue }) ?? []
      where names.insert(name).inserted {
        if let definition = definitions[name] { unread.append(definition.member.node.value) }
      }
    }
    return names
  }

  /// Adds steps under the name that other files use.
  mutating func add(_ definition: Definition, named name: String) {
    definitions[name] = definition
    names.append(name)
  }

  /// The name that all files use for what one file calls a name.
  static func fullName(_ name: String, in library: String?) -> String {
    library.map { "\($0)/\(name)" } ?? name
  }
}

extension SuiteLoader {
  /// The keys of a file of shared steps.
  static let libraryKeys = ["shared"]
  /// The keys of a step that takes shared steps.
  static let useKeys = ["use", "with", "save"]
  /// The keys of shared steps.
  static let sharedKeys = ["about", "inputs", "let", "steps", "outputs"]
  /// The keys of an input of shared steps.
  static let inputKeys = ["about", "default"]
  /// The keys of a fixture.
  static let fixtureKeys = ["about", "effect", "when", "let", "timeout", "steps", "outputs"]

  /// Reads the steps that all suites of a folder may use, out of its library files.
  ///
  /// A file's name is what the names of its steps begin with: `common/a label`.
  /// - Throws: ``Diagnostics`` with every mistake found.
  package static func loadLibrary(
    _ files: [(name: String, text: SourceText)], context: Context
  ) throws(Diagnostics) -> [String: Suite.SharedSteps] {
    var loader = SuiteLoader(context: context)
    var documents: [SourceDocument] = []
    for file in files {
      do throws(Diagnostics) {
        let document = try SourceDocument(
          reading: file.text, beginningWith: #""shared: …" with steps by the names they have"#)
        let node = ManifestNode(value: document.root, document: document)
        let mapping = node.mapping("the library", keys: libraryKeys, &loader.mistakes)
        guard let mapping else { continue }
        let shared = mapping.required("shared", of: "the library", &loader.mistakes)
        loader.define(shared, in: file.name)
        documents.append(document)
      } catch {
        loader.mistakes.add(error.all)
      }
    }
    loader.resolveAllShared()
    for document in documents { FileSchema.library.check(document, &loader.mistakes) }
    guard loader.mistakes.isUsable else { throw Diagnostics(loader.mistakes.diagnostics) }
    return loader.shared.read.compactMapValues(\.self)
  }

  /// Takes in shared steps as they are written; they are read when they are used.
  mutating func define(_ node: ManifestNode?, in library: String?) {
    for member in node?.mapping("shared", &mistakes)?.members ?? [] {
      shared.add(
        .init(member: member, library: library),
        named: SharedDefinitions.fullName(member.name, in: library))
    }
  }

  /// Reads the shared steps that nothing has used so far, so that their mistakes are told as well.
  mutating func resolveAllShared() {
    for name in shared.names { _ = sharedSteps(named: name) }
  }

  /// Refuses shared steps and fixtures of a suite that none of its cases uses.
  ///
  /// What was not read for a mistake may name them.
  mutating func refuseUnused(in mapping: ManifestMapping) {
    let mayHideUses = !mistakes.isUsable
    let suite = mapping.node.value
    // That one of them is no mapping was told when it was read.
    for member in mapping["fixtures"].map(ManifestMapping.init)?.members ?? []
    where !usedFixtures.contains(member.name) && !(mayHideUses && suite.holds(text: member.name)) {
      mistakes.add(
        code: "suite.unused-name", "no case uses the fixture \"\(member.name)\"",
        in: member.node.document, bytes: member.nameRange,
        fix: "name it in \"fixtures:\" of a case, or remove it")
    }
    for member in mapping["shared"].map(ManifestMapping.init)?.members ?? []
    where !usedShared.contains(member.name) && !(mayHideUses && suite.holds(text: member.name)) {
      mistakes.add(
        code: "suite.unused-name", "nothing uses the shared steps \"\(member.name)\"",
        in: member.node.document, bytes: member.nameRange,
        fix: "take them with \"use: \(member.name)\", or remove them")
    }
  }

  /// Reads a use of shared steps, and makes what is kept of them known to what follows.
  mutating func use(_ node: ManifestNode) -> Suite.Use? {
    guard let mapping = node.mapping("the step", keys: Self.useKeys, &mistakes) else { return nil }
    let shared = mapping.required("use", of: "the step", &mistakes).flatMap { sharedSteps($0) }
    var inputs: [(name: String, value: TemplatedValue)] = []
    for member in mapping["with"]?.mapping("with", &mistakes)?.members ?? [] {
      guard let value = checkedValue(member.node) else { continue }
      if let shared, !shared.inputs.contains(where: { $0.name == member.name }) {
        refuse(
          "input", member.name, of: shared, known: shared.inputs.map(\.name),
          in: node.document, bytes: member.nameRange)
      }
      inputs.append((member.name, value))
    }
    var outputs: [(name: String, output: String)] = []
    for member in mapping["save"]?.mapping("save", &mistakes)?.members ?? [] {
      declare(member.name, range: member.nameRange, at: member.node, isKept: true)
      guard let output = member.node.text("an output", &mistakes) else { continue }
      if let shared, !shared.outputs.contains(output) {
        refuse(
          "output", output, of: shared, known: shared.outputs, in: node.document,
          bytes: member.node.range)
      }
      outputs.append((member.name, output))
    }
    guard let shared else { return nil }
    for input in shared.inputs
    where input.fallback == nil && !inputs.contains(where: { $0.name == input.name }) {
      mistakes.add(
        code: "suite.missing-key", "\"\(shared.name)\" needs the input \"\(input.name)\"",
        at: mapping["use"] ?? node, fix: "add \"with: { \(input.name): … }\"")
    }
    for name in shared.neededVariables { scope.need(name) }
    return Suite.Use(shared: shared, inputs: inputs, outputs: outputs, location: node.location)
  }

  private mutating func refuse(
    _ kind: String, _ name: String, of shared: Suite.SharedSteps, known: [String],
    in document: SourceDocument, bytes: Range<Int>
  ) {
    let nearest = EditDistance.nearest(to: name, in: known)
    mistakes.add(
      code: "suite.unknown-key", "\"\(shared.name)\" has no \(kind) \"\(name)\"", in: document,
      bytes: bytes,
      fix: nearest.map { "write \"\($0)\"" }
        ?? (known.isEmpty ? "remove it" : "use one of: \(known.joined(separator: ", "))"))
  }

  /// Finds the shared steps that a text names: those of the same file first.
  private mutating func sharedSteps(_ node: ManifestNode) -> Suite.SharedSteps? {
    guard let name = node.text("shared steps", &mistakes) else { return nil }
    let ownName = SharedDefinitions.fullName(name, in: shared.library)
    usedShared.insert(ownName)
    for candidate in [ownName, name] where shared[candidate] != nil {
      if let start = shared.underWay.firstIndex(of: candidate) {
        let circle = (shared.underWay[start...] + [candidate]).joined(separator: "\" uses \"")
        mistakes.add(
          code: "suite.circle", "shared steps use themselves: \"\(circle)\"", at: node,
          fix: "take the step that closes the circle out")
        return nil
      }
      return sharedSteps(named: candidate)
    }
    if let steps = context.library[name] { return steps }
    let known = shared.names + context.library.keys.sorted()
    // Those of a file are mostly meant where the name of the file is forgotten.
    let unfiled = known.map { $0.split(separator: "/", maxSplits: 1).last.map(String.init) ?? $0 }
    let nearest =
      EditDistance.nearest(to: name, in: known)
      ?? EditDistance.nearest(to: name, in: unfiled)
      .flatMap { meant in zip(known, unfiled).first { $0.1 == meant }?.0 }
    if let nearest { usedShared.insert(nearest) }
    mistakes.add(
      code: "suite.unknown-steps", "there are no shared steps \"\(name)\"", at: node,
      fix: nearest.map { "write \"\($0)\"" }
        ?? "write them under \"shared:\" of the suite, or of a file such as common.steps.yaml, "
        + "whose steps are called \"common/…\"")
    return nil
  }

  /// Reads the shared steps of a name, once.
  private mutating func sharedSteps(named name: String) -> Suite.SharedSteps? {
    if let known = shared.read[name] { return known }
    guard let definition = shared[name] else { return nil }
    let (outerScope, outerRow) = (scope, row)
    shared.underWay.append(name)
    scope = NameScope(profile: context.profile.variables.map(\.name))
    row = [:]
    let steps = sharedSteps(definition.member, named: name)
    (scope, row) = (outerScope, outerRow)
    shared.underWay.removeLast()
    shared.read[name] = .some(steps)
    return steps
  }

  private mutating func sharedSteps(
    _ member: ManifestMember, named name: String
  ) -> Suite.SharedSteps? {
    let start = mistakes.now
    guard
      let mapping = member.node.mapping(
        "\"\(name)\"", keys: Self.sharedKeys, homes: Self.fixtureHomes, &mistakes)
    else { return nil }
    _ = mapping["about"]?.text("about", &mistakes)
    var inputs: [Suite.SharedSteps.Input] = []
    for input in mapping["inputs"]?.mapping("inputs", &mistakes)?.members ?? [] {
      inputs.append(.init(name: input.name, fallback: fallback(of: input)))
      declare(input.name, range: input.nameRange, at: input.node)
    }
    let values = values(mapping["let"])
    let placed = placedActions(of: mapping, what: "\"\(name)\"", mayChange: true)
    let outputs = outputs(mapping["outputs"])
    guard let placed else { return nil }
    refuseUnusedNames(in: member.node, since: start)
    let actions = placed.map(\.action)
    return Suite.SharedSteps(
      name: name, inputs: inputs, outputs: outputs, values: values, actions: actions,
      neededVariables: scope.neededProfileNames,
      requestCount: actions.reduce(0) { $0 + $1.requestCount },
      changingCall: actions.lazy.compactMap(\.changingCall).first,
      leftovers: leftovers(of: placed))
  }

  /// Reads what an input is when nobody gives it; nil where it has to be given.
  private mutating func fallback(of input: ManifestMember) -> TemplatedValue? {
    // Nothing after the colon declares the name alone.
    guard !input.node.value.isNull,
      let mapping = input.node.mapping("the input", keys: Self.inputKeys, &mistakes)
    else { return nil }
    _ = mapping["about"]?.text("about", &mistakes)
    return mapping["default"].flatMap { checkedValue($0) }
  }

  /// Reads the names of the values that steps give, which they have to have.
  private mutating func outputs(_ node: ManifestNode?) -> [String] {
    guard let node else { return [] }
    var names: [String] = []
    for node in node.oneOrMore {
      guard let name = node.text("outputs", &mistakes) else { continue }
      names.append(name)
      if scope.use(name, isNeeded: false) { continue }
      let nearest = EditDistance.nearest(to: name, in: scope.names)
      if let nearest { _ = scope.use(nearest, isNeeded: false) }
      mistakes.add(
        code: "suite.undefined-variable", "the steps have no value \"\(name)\" to give", at: node,
        fix: nearest.map { "write \"\($0)\"" } ?? "capture it with \"save:\" in one of the steps")
    }
    return names
  }

  // MARK: Fixtures

  /// Reads the fixtures of a suite.
  mutating func fixtures(_ node: ManifestNode?, suite: String) -> [Suite.Fixture] {
    var fixtures: [Suite.Fixture] = []
    for member in node?.mapping("fixtures", &mistakes)?.members ?? [] {
      guard let fixture = fixture(member, suite: suite) else { continue }
      let isNameless = CaseID.slug(of: member.name).isEmpty
      if isNameless || fixtures.contains(where: { $0.testCase.id == fixture.testCase.id }) {
        mistakes.add(
          code: "suite.duplicate-case",
          isNameless
            ? "\"\(member.name)\" has no letter or digit to make an id of"
            : "two fixtures have the id \"\(fixture.testCase.id)\"",
          in: member.node.document, bytes: member.nameRange, fix: "choose another name")
      }
      fixtures.append(fixture)
    }
    return fixtures
  }

  private mutating func fixture(_ member: ManifestMember, suite: String) -> Suite.Fixture? {
    let start = mistakes.now
    guard
      let mapping = member.node.mapping(
        "the fixture", keys: Self.fixtureKeys, homes: Self.fixtureHomes, &mistakes)
    else { return nil }
    _ = mapping["about"]?.text("about", &mistakes)
    scope = NameScope(profile: context.profile.variables.map(\.name))
    let needs = needs(mapping["when"])
    let values = values(mapping["let"])
    let effect =
      mapping["effect"].map { $0.word("effect", as: Effect.self, &mistakes) } ?? Effect.own
    let actions = actions(of: mapping, what: "the fixture", mayChange: effect != Effect.none)
    let outputs = outputs(mapping["outputs"])
    guard let actions else { return nil }
    refuseUnusedNames(in: member.node, since: start)
    let testCase = Suite.Case(
      id: "\(suite)/fixture/\(CaseID.slug(of: member.name))", title: "Fixture \(member.name)",
      location: member.node.location, proves: [], effect: effect ?? .own, isExclusive: false,
      tags: [], needs: neededVariables(needs), values: values, work: .steps(actions),
      timeLimit: mapping["timeout"].flatMap { positiveDuration($0) })
    return Suite.Fixture(name: member.name, testCase: testCase, outputs: outputs)
  }

  /// Finds the fixtures that a case names, and makes what they give known to it.
  mutating func fixtures(named node: ManifestNode, in head: SuiteHead) -> [Suite.Fixture] {
    var fixtures: [Suite.Fixture] = []
    for node in node.oneOrMore {
      guard let name = node.text("fixtures", &mistakes) else { continue }
      usedFixtures.insert(name)
      if fixtures.contains(where: { $0.name == name }) {
        mistakes.add(
          code: "suite.duplicate-name", "the fixture \"\(name)\" is named twice", at: node,
          fix: "name it once")
        continue
      }
      guard let fixture = head.fixtures.first(where: { $0.name == name }) else {
        // One with a mistake is told where it stands.
        guard !head.fixtureNames.contains(name) else { continue }
        let nearest = EditDistance.nearest(to: name, in: head.fixtureNames)
        if let nearest { usedFixtures.insert(nearest) }
        mistakes.add(
          code: "suite.unknown-steps", "the suite has no fixture \"\(name)\"", at: node,
          fix: nearest.map { "write \"\($0)\"" } ?? "write it under \"fixtures:\" of the suite")
        continue
      }
      for output in fixture.outputs {
        if let twin = fixtures.first(where: { $0.outputs.contains(output) }) {
          mistakes.add(
            code: "suite.duplicate-name",
            "the fixtures \"\(twin.name)\" and \"\(name)\" both give \"\(output)\"", at: node,
            fix: "rename one of the outputs")
        }
        scope.offer(output)
      }
      fixtures.append(fixture)
    }
    return fixtures
  }

  /// Refuses fixtures that go further than the case that uses them.
  mutating func checkEffect(
    _ effect: Effect, of fixtures: [Suite.Fixture], at node: ManifestNode
  ) {
    guard let further = fixtures.first(where: { $0.testCase.effect > effect }) else { return }
    let word = further.testCase.effect.rawValue
    mistakes.add(
      code: "suite.undeclared-effect",
      "the case has the effect \"\(effect.rawValue)\", its fixture \"\(further.name)\" \"\(word)\"",
      at: node, fix: "write \"effect: \(word)\"")
  }
}

extension JSONValue {
  /// Whether a text stands in it as it is.
  fileprivate func holds(text: String) -> Bool {
    switch kind {
    case .string: stringValue?.isSameText(as: text) == true
    case .object: members.contains { $0.value.holds(text: text) }
    case .array: elements.contains { $0.holds(text: text) }
    case .null, .boolean, .number: false
    }
  }

  /// Whether a case or a fixture makes, keeps or is given a value of a name.
  fileprivate func declares(_ name: String, fixtures: JSONValue?) -> Bool {
    self["let"]?[name] != nil
      || self["rows"]?.elements.contains { $0[name] != nil } == true
      || self["steps"]?.elements.contains { $0["save"]?[name] != nil } == true
      || fixtures?.members.contains { fixture in
        fixture.value["outputs"]?.holds(text: name) == true
          && self["fixtures"]?.holds(text: fixture.name) == true
      } == true
  }
}
