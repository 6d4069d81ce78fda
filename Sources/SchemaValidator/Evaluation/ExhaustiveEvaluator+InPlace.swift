// Keywords that apply subschemas to the same value.
extension ExhaustiveEvaluator {
  mutating func applyInPlace(
    _ rule: Rule, _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    switch rule {
    case .anyOf, .oneOf, .not, .condition: branchDepth += 1
    default: break
    }
    defer {
      switch rule {
      case .anyOf, .oneOf, .not, .condition: branchDepth -= 1
      default: break
      }
    }
    switch rule {
    case .ref(let id):
      let outcome = child(id, instance, at: nil)
      require(outcome, &unit)
      // Merged even when invalid: the verdict is settled, and what the target did look at need
      // not be reported as unevaluated on top.
      evaluated.formUnion(outcome.evaluated)
    case .allOf(let ids):
      for (position, id) in ids.enumerated() {
        let outcome = child(id, instance, at: .index(position))
        require(outcome, &unit)
        evaluated.formUnion(outcome.evaluated)
      }
    case .anyOf(let ids): applyAnyOf(ids, &unit, instance, &evaluated)
    case .oneOf(let ids): applyOneOf(ids, &unit, instance, &evaluated)
    case .not(let id):
      let before = weight
      var outcome = test(id, instance)
      let holds = settle(&outcome, id, instance)
      drop(to: before)
      if holds == nil { leaveOpen(&unit) }
      if holds == true {
        let title = graph.nodes[id].title.map { " \(Phrase.name($0))" } ?? ""
        fail(
          &unit, got: Phrase.value(tape, instance),
          want: "a value that does not match the schema\(title) under not")
      }
    case .condition(let condition, let then, let otherwise):
      applyCondition(condition, then, otherwise, &unit, instance, &evaluated)
    case .dependentSchemas(let schemas):
      var present: Set<[UInt8]> = []
      for name in tape.memberNames(instance) {
        present.insert(tape.unescapedText(name, lossy: false))
      }
      for schema in schemas where present.contains(schema.key) {
        let outcome = child(schema.node, instance, at: .name(schema.name))
        require(outcome, &unit)
        evaluated.formUnion(outcome.evaluated)
      }
    default: break
    }
  }

  /// An object has to match the branch it names; what that branch looks at is told by the
  /// `anyOf` or `oneOf` it is a branch of.
  mutating func apply(
    _ discriminator: Discriminator, _ unit: inout EvaluationUnit, _ instance: Int
  ) {
    guard tape.kind(instance) == .object else { return }
    guard let branch = discriminator.branch(meantBy: instance, tape) else {
      let value = tape.member(instance, named: discriminator.key)
      let names = discriminator.choices.map { Phrase.name($0.text) }
      let property = Phrase.cut(discriminator.property)
      fail(
        &unit,
        got: value.map { "\(property) as \(Phrase.value(tape, $0))" } ?? "no \(property)",
        want: "\(property) to be \(Phrase.alternatives(names))")
      return
    }
    branchDepth += 1
    let outcome = child(branch, instance, at: nil)
    branchDepth -= 1
    require(outcome, &unit)
  }

  /// What came of the branches of one keyword.
  private struct Branches {
    var outcomes: [Outcome] = []
    /// The positions of those that hold.
    var matching: [Int] = []
    /// Whether it cannot be told of some whether they hold.
    var isOpen = false
    /// What those looked at that do not hold.
    var looked = EvaluatedChildren()
  }

  /// Applies branches; of very many, only until `isDecided` by those that hold.
  private mutating func apply(
    branches ids: [Int], _ instance: Int, _ evaluated: inout EvaluatedChildren,
    isDecided: (_ matching: Int) -> Bool
  ) -> Branches {
    var branches = Branches()
    for (position, id) in ids.enumerated() {
      let mark = weight
      var outcome = child(id, instance, at: .index(position))
      switch settle(&outcome, id, instance) {
      case true?:
        branches.matching.append(position)
        evaluated.formUnion(outcome.evaluated)
      case false?: branches.looked.formUnion(outcome.evaluated)
      case nil:
        branches.isOpen = true
        evaluated.isUnknown = true
      }
      if isKept(outcome.unit) { branches.outcomes.append(outcome) } else { drop(to: mark) }
      if detail == .failures, !graph.tracksEvaluated, isDecided(branches.matching.count) { break }
    }
    return branches
  }

  private mutating func applyAnyOf(
    _ ids: [Int], _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    let before = weight
    let branches = apply(branches: ids, instance, &evaluated) { $0 > 0 }
    if branches.matching.isEmpty, branches.isOpen { leaveOpen(&unit) }
    if detail == .failures, branches.isOpen || !branches.matching.isEmpty {
      return drop(to: before)
    }
    for outcome in branches.outcomes { keep(outcome, &unit) }
    if branches.matching.isEmpty, !branches.isOpen {
      evaluated.formUnion(branches.looked)
      fail(
        &unit, got: Phrase.value(tape, instance),
        want: "a match for at least one of \(Phrase.plural(ids.count, "schema"))")
    }
  }

  private mutating func applyOneOf(
    _ ids: [Int], _ unit: inout EvaluationUnit, _ instance: Int,
    _ evaluated: inout EvaluatedChildren
  ) {
    let before = weight
    // All that match are named.
    let branches = apply(branches: ids, instance, &evaluated) { _ in false }
    let matching = branches.matching
    if branches.isOpen, matching.count < 2 { leaveOpen(&unit) }
    if detail == .failures, branches.isOpen || !matching.isEmpty {
      drop(to: before)
    } else {
      for outcome in branches.outcomes { keep(outcome, &unit) }
    }
    let want = "a match for exactly one of \(Phrase.plural(ids.count, "schema"))"
    if matching.count > 1 {
      let names = matching.map { graph.branchName(ids[$0], position: $0) }
      fail(
        &unit, got: "a match for \(Phrase.list(names, separator: " and "))", want: want)
    } else if matching.isEmpty, !branches.isOpen {
      evaluated.formUnion(branches.looked)
      fail(&unit, got: Phrase.value(tape, instance), want: want)
    }
  }

  private mutating func applyCondition(
    _ condition: Int, _ then: Int?, _ otherwise: Int?, _ unit: inout EvaluationUnit,
    _ instance: Int, _ evaluated: inout EvaluatedChildren
  ) {
    let before = weight
    var test = self.test(condition, instance)
    let holds = settle(&test, condition, instance)
    if detail != .failures, isKept(test.unit) { keep(test, &unit) } else { drop(to: before) }
    guard let holds else {
      evaluated.isUnknown = true
      return leaveOpen(&unit)
    }
    if holds { evaluated.formUnion(test.evaluated) }
    guard let branch = holds ? then : otherwise else { return }
    // The branch stands beside `if`, not below it.
    let own = keywordPath
    keywordPath.removeLast()
    let outcome = child(branch, instance, at: .name(holds ? "then" : "else"))
    keywordPath = own
    require(outcome, &unit)
    evaluated.formUnion(outcome.evaluated)
  }
}

extension SchemaGraph {
  /// What a branch of `anyOf` or `oneOf` is called in messages.
  func branchName(_ id: NodeID, position: Int) -> String {
    if let title = title(id, depth: 0) { return Phrase.name(title) }
    if let name = referenceName(id) { return Phrase.name(name) }
    return "branch \(position)"
  }

  /// A schema's title, or that of the schema it only refers to.
  private func title(_ id: NodeID, depth: Int) -> String? {
    if let title = nodes[id].title { return title }
    guard depth < 8 else { return nil }
    for keyword in nodes[id].keywords {
      if case .ref(let target) = keyword.rule { return title(target, depth: depth + 1) }
    }
    return nil
  }

  /// The last token of the reference a branch consists of, such as a component's name.
  private func referenceName(_ id: NodeID) -> String? {
    let place = nodes[id].place
    for keyword in nodes[id].keywords {
      guard case .ref = keyword.rule else { continue }
      let tape = tape(place)
      guard tape.kind(keyword.value) == .string else { return nil }
      let name = tape.string(keyword.value).split(separator: "/").last.map(String.init)
      return name == "#" ? nil : name
    }
    return nil
  }
}
