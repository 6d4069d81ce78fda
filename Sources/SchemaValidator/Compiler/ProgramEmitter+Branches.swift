// anyOf and oneOf: branches for other kinds fall away, and a tag member chooses among the rest.
extension ProgramEmitter {
  mutating func emitAnyOf(_ ids: [Int], _ kind: TapeKind, _ sequence: inout Sequence) {
    var possible: [Int] = []
    var seen: Set<Int> = []
    for id in ids {
      switch fragment(id, kind) {
      case .accept: return
      case .reject: continue
      case .code: if seen.insert(id).inserted { possible.append(id) }
      }
    }
    if possible.isEmpty {
      sequence.isRejected = true
    } else if possible.count == 1 {
      include(possible[0], kind, &sequence)
    } else if !emitChoice(possible, kind, isOne: false, &sequence) {
      let entries = possible.map { entry($0, kind) }
      sequence.add(Instruction(.anyOf, a: addList(entries), b: entries.count))
    }
  }

  mutating func emitOneOf(_ ids: [Int], _ kind: TapeKind, _ sequence: inout Sequence) {
    var possible: [Int] = []
    var accepting = 0
    for id in ids {
      switch fragment(id, kind) {
      case .accept: accepting += 1
      case .reject: continue
      case .code: possible.append(id)
      }
    }
    if accepting > 1 || (possible.isEmpty && accepting == 0) {
      sequence.isRejected = true
    } else if accepting == 1 {
      for id in possible { sequence.add(Instruction(.not, a: Int(entry(id, kind)))) }
    } else if possible.count == 1 {
      include(possible[0], kind, &sequence)
    } else if !emitChoice(possible, kind, isOne: true, &sequence) {
      let entries = possible.map { entry($0, kind) }
      sequence.add(Instruction(.oneOf, a: addList(entries), b: entries.count))
    }
  }

  /// Emits the demand that an object matches the branch it names.
  mutating func emitDiscriminator(_ discriminator: Discriminator, _ sequence: inout Sequence) {
    let fallback = discriminator.fallback.map { entry($0, .object) }
    var ranges: [UInt32] = []
    for choice in discriminator.choices {
      ranges += [UInt32(addList([entry(choice.branch, .object)])), 1]
    }
    var plan = ChoicePlan()
    plan.nameTable = Int32(add(KeyTable([discriminator.key])))
    plan.valueTable = Int32(add(KeyTable(discriminator.choices.map(\.key))))
    plan.firstValue = Int32(addList(ranges))
    plan.absent = Int32(addList(fallback.map { [$0] } ?? []))
    plan.absentCount = fallback == nil ? 0 : 1
    (plan.other, plan.otherCount) = (plan.absent, plan.absentCount)
    let number = withTables { tables in
      tables.choices.append(plan)
      return tables.choices.count - 1
    }
    sequence.add(Instruction(.choose, a: number))
  }

  /// Emits a choice by the text of a tag member, if the branches have one.
  ///
  /// A branch that allows only certain texts for the tag cannot match with another, so leaving it
  /// out changes nothing; the branches left are still evaluated in full.
  private mutating func emitChoice(
    _ ids: [Int], _ kind: TapeKind, isOne: Bool, _ sequence: inout Sequence
  ) -> Bool {
    guard kind == .object, tagBudget > 0 else { return false }
    var analysis = TagAnalysis(graph, budget: min(tagBudget, Self.tagBudgetOfOne))
    let found = analysis.bestTag(of: ids)
    tagBudget -= analysis.spent
    guard let tag = found else { return false }
    var texts: [[UInt8]] = []
    var positions: [[UInt8]: Int] = [:]
    for branch in tag.branches {
      for text in branch.texts ?? [] where positions[text] == nil {
        positions[text] = texts.count
        texts.append(text)
      }
    }
    let entries = ids.map { entry($0, kind) }
    func branches(where holds: (TagAnalysis.Branch) -> Bool) -> [UInt32] {
      zip(entries, tag.branches).filter { holds($0.1) }.map(\.0)
    }
    var plan = ChoicePlan()
    plan.nameTable = Int32(add(KeyTable([tag.name])))
    plan.valueTable = Int32(add(KeyTable(texts)))
    var ranges: [UInt32] = []
    var lists = [[UInt32]](repeating: [], count: texts.count)
    for (entry, branch) in zip(entries, tag.branches) {
      guard let allowed = branch.texts else {
        for position in lists.indices { lists[position].append(entry) }
        continue
      }
      for text in allowed { if let position = positions[text] { lists[position].append(entry) } }
    }
    for list in lists { ranges += [UInt32(addList(list)), UInt32(list.count)] }
    let absent = branches { !$0.isRequired }
    plan.absent = Int32(addList(absent))
    plan.absentCount = Int32(absent.count)
    let other = branches { $0.texts == nil }
    plan.other = Int32(addList(other))
    plan.otherCount = Int32(other.count)
    plan.firstValue = Int32(addList(ranges))
    let number = withTables { tables in
      tables.choices.append(plan)
      return tables.choices.count - 1
    }
    sequence.add(Instruction(.choose, a: number, flag: isOne))
    return true
  }
}

/// Finds a member by whose text the branches of an `anyOf` or `oneOf` can be told apart.
///
/// It looks at so many keywords and names at most: without a tag the branches are all tried.
struct TagAnalysis {
  private let graph: SchemaGraph
  private let budget: Int
  /// How many keywords and names have been looked at.
  private(set) var spent = 0

  init(_ graph: SchemaGraph, budget: Int) {
    self.graph = graph
    self.budget = budget
  }

  /// What one branch asks of the tag.
  struct Branch {
    /// The texts it allows; nil if it allows others, or values that are no strings.
    var texts: Set<[UInt8]>?
    var isRequired: Bool
  }

  struct Tag {
    let name: [UInt8]
    let branches: [Branch]
  }

  /// How many members are considered.
  private static let candidateLimit = 16

  /// The member that leaves the fewest branches for a text; nil when none tells them apart.
  mutating func bestTag(of ids: [Int]) -> Tag? {
    var best: (tag: Tag, weight: Double)?
    for name in candidates(in: ids.prefix(4)) {
      let branches = ids.map { branch($0, name) }
      guard spent <= budget else { return nil }
      guard branches.filter({ $0.texts != nil }).count > 1 else { continue }
      let weight = expectedBranches(branches)
      if weight < 0.75 * Double(ids.count), weight < best?.weight ?? .infinity {
        best = (Tag(name: name, branches: branches), weight)
      }
    }
    return best?.tag
  }

  private mutating func candidates(in ids: ArraySlice<Int>) -> [[UInt8]] {
    var candidates: [[UInt8]] = []
    for id in ids {
      for (name, node) in properties(id, depth: 0) where !candidates.contains(name) {
        if candidates.count == Self.candidateLimit { return candidates }
        if texts(node, depth: 0) != nil { candidates.append(name) }
      }
    }
    return candidates
  }

  /// How many branches are left for a text, on average over the texts that occur.
  private func expectedBranches(_ branches: [Branch]) -> Double {
    let free = branches.filter { $0.texts == nil }.count
    var counts: [[UInt8]: Int] = [:]
    for branch in branches {
      for text in branch.texts ?? [] { counts[text, default: 0] += 1 }
    }
    // Branches without the tag stand in the list of every text: keep those lists small.
    guard !counts.isEmpty, free * counts.count < 1 << 18 else { return .infinity }
    return Double(free) + Double(counts.values.reduce(0, +)) / Double(counts.count)
  }

  private mutating func branch(_ id: Int, _ name: [UInt8]) -> Branch {
    var allowed: Set<[UInt8]>?
    for (property, node) in properties(id, depth: 0) where property == name {
      guard let texts = texts(node, depth: 0) else { continue }
      allowed = allowed.map { $0.intersection(texts) } ?? texts
    }
    return Branch(texts: allowed, isRequired: isRequired(id, name, depth: 0))
  }

  /// Whether there is nothing left to look further by, or the nesting is too deep.
  private mutating func isSpent(_ depth: Int) -> Bool {
    spent += 1
    return depth >= 6 || spent > budget
  }

  /// The properties a schema surely applies, those of its `$ref` and `allOf` included.
  private mutating func properties(_ id: Int, depth: Int) -> [(name: [UInt8], node: Int)] {
    if isSpent(depth) { return [] }
    var found: [(name: [UInt8], node: Int)] = []
    for keyword in graph.nodes[id].keywords {
      switch keyword.rule {
      case .properties(let schemas, _):
        spent += schemas.count
        found += schemas.map { ($0.key, $0.node) }
      case .ref(let target): found += properties(target, depth: depth + 1)
      case .allOf(let ids): for id in ids { found += properties(id, depth: depth + 1) }
      default: break
      }
    }
    return found
  }

  /// The texts that are all a schema allows; nil if it allows other values.
  private mutating func texts(_ id: Int, depth: Int) -> Set<[UInt8]>? {
    if isSpent(depth) { return nil }
    for keyword in graph.nodes[id].keywords {
      switch keyword.rule {
      case .const(let value): if let texts = texts([value]) { return texts }
      case .enumeration(let values): if let texts = texts(values.all) { return texts }
      case .ref(let target): if let texts = texts(target, depth: depth + 1) { return texts }
      case .allOf(let ids):
        for id in ids { if let texts = texts(id, depth: depth + 1) { return texts } }
      default: continue
      }
    }
    return nil
  }

  private mutating func texts(_ values: [JSONValue]) -> Set<[UInt8]>? {
    spent += values.count
    var texts: Set<[UInt8]> = []
    for value in values {
      let tape = value.document.tape
      guard tape.kind(value.index) == .string else { return nil }
      texts.insert(tape.unescapedText(value.index, lossy: false))
    }
    return texts
  }

  private mutating func isRequired(_ id: Int, _ name: [UInt8], depth: Int) -> Bool {
    if isSpent(depth) { return false }
    for keyword in graph.nodes[id].keywords {
      switch keyword.rule {
      case .required(let names, let table):
        spent += 1
        if let slot = table.slot(name), Array(names[slot].utf8) == name { return true }
      case .ref(let target): if isRequired(target, name, depth: depth + 1) { return true }
      case .allOf(let ids):
        for id in ids where isRequired(id, name, depth: depth + 1) { return true }
      default: break
      }
    }
    return false
  }
}
