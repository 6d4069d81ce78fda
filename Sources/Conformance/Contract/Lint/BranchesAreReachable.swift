internal import Diagnostics
internal import SchemaValidator

/// Every branch of an `anyOf` or `oneOf` decides about some value.
///
/// Told is only what can be proved from types, equal schemas and schemas that refuse nothing.
enum BranchesAreReachable: ContractLint {
  private struct Branch {
    let number: Int
    let node: ContractNode
    /// The branch itself, or what it is nothing but a reference to.
    let target: ContractNode
    let types: PossibleTypes
  }

  static func run(_ linter: ContractLinter) {
    // What a branch has looked at counts for these even when the branch decides nothing.
    let looksAtBranches = linter.schemas.sites.contains {
      $0.node.value["unevaluatedProperties"] != nil || $0.node.value["unevaluatedItems"] != nil
    }
    for site in linter.schemas.sites where site.node.value.kind == .object {
      if linter.line == .v3_0, site.node.value["$ref"] != nil { continue }
      for keyword in ["anyOf", "oneOf"] {
        guard let list = site.node[keyword], list.value.kind == .array else { continue }
        let outer = linter.reading.types(of: site.node, ignoring: ["anyOf", "oneOf"])
        let branches = self.branches(of: list, linter)
        let reachable = branches.filter { isReachable($0, keyword, outer, linter) }
        compare(reachable, keyword, equalOnly: looksAtBranches, linter)
      }
    }
  }

  private static func branches(of list: ContractNode, _ linter: ContractLinter) -> [Branch] {
    list.elements.enumerated().map { position, node in
      Branch(
        number: position + 1, node: node, target: linter.contract.schemas.target(of: node),
        types: linter.reading.types(of: node))
    }
  }

  /// Whether values can get to a branch, and fit it, as far as types tell.
  private static func isReachable(
    _ branch: Branch, _ keyword: String, _ outer: PossibleTypes, _ linter: ContractLinter
  ) -> Bool {
    if branch.types.isEmpty {
      linter.report(
        .unreachableBranch, "no value fits branch \(branch.number) of \"\(keyword)\"",
        at: branch.node.place, fix: "correct the branch, or remove it")
      return false
    }
    // No value gets as far as this list; that is told where the types contradict each other.
    guard branch.types.isDisjoint(with: outer), !outer.isEmpty else { return true }
    linter.report(
      .unreachableBranch,
      "branch \(branch.number) of \"\(keyword)\" takes only \(branch.types.plural), but the schema "
        + "takes only \(outer.plural): it never fits",
      at: branch.node.place, fix: "remove the branch, or let the schema take its type")
    return false
  }

  private static func compare(
    _ branches: [Branch], _ keyword: String, equalOnly: Bool, _ linter: ContractLinter
  ) {
    let coverage = SchemaCoverage(reading: linter.reading)
    let open = branches.filter { coverage.refusesNothing($0.target) }
    if let first = open.first, branches.count > 1, !equalOnly {
      return reportOpen(first, among: branches.count, keyword, linter)
    }
    var told: Set<Int> = []
    for (position, later) in branches.enumerated() {
      for earlier in branches[..<position] {
        guard !told.contains(later.number), !told.contains(earlier.number) else { continue }
        if coverage.areEqual(earlier.target, later.target) {
          told.insert(later.number)
          reportEqual(earlier, later, keyword, linter)
        } else if !equalOnly, coverage.takesAll(of: later.target, earlier.target) {
          told.insert(later.number)
          reportCovered(later, by: earlier, keyword, linter)
        } else if !equalOnly, coverage.takesAll(of: earlier.target, later.target) {
          told.insert(earlier.number)
          reportCovered(earlier, by: later, keyword, linter)
        }
      }
    }
  }

  private static func reportEqual(
    _ earlier: Branch, _ later: Branch, _ keyword: String, _ linter: ContractLinter
  ) {
    let consequence =
      keyword == "oneOf"
      ? "a value that fits one fits both, so that neither is ever the only one"
      : "the second one never decides"
    linter.report(
      .unreachableBranch,
      "branches \(earlier.number) and \(later.number) of \"\(keyword)\" are the same: \(consequence)",
      at: later.node.place, fix: "remove one of the two",
      notes: [("branch \(earlier.number) stands here", earlier.node.place)])
  }

  private static func reportOpen(
    _ branch: Branch, among count: Int, _ keyword: String, _ linter: ContractLinter
  ) {
    let others = count == 2 ? "the other one" : "the other \(count - 1)"
    linter.report(
      .unreachableBranch,
      keyword == "oneOf"
        ? "branch \(branch.number) of \"oneOf\" takes every value: what fits \(others) fits both, "
          + "and is refused"
        : "branch \(branch.number) of \"anyOf\" takes every value: \(others) never "
          + "\(count == 2 ? "decides" : "decide")",
      at: branch.node.place, fix: "say what the branch takes, or remove it")
  }

  private static func reportCovered(
    _ branch: Branch, by general: Branch, _ keyword: String, _ linter: ContractLinter
  ) {
    let start =
      "branch \(general.number) of \"\(keyword)\" takes every value that branch \(branch.number) takes"
    // In an anyOf a branch that adds nothing still tells a reader something.
    linter.report(
      keyword == "oneOf" ? .unreachableBranch : .redundantBranch,
      keyword == "oneOf"
        ? "\(start): a value that fits the latter fits both, and is refused"
        : "\(start): the latter never decides",
      at: branch.node.place,
      fix: keyword == "oneOf"
        ? "write \"anyOf\", or keep the branches apart" : "remove one of the two, or narrow it",
      notes: [("branch \(general.number) stands here", general.node.place)])
  }
}

/// Which schemas certainly take every value that others take.
struct SchemaCoverage {
  let reading: SchemaReading

  /// Whether two schemas are the same but for what they say to people.
  func areEqual(_ left: ContractNode, _ right: ContractNode) -> Bool {
    if left.quickPlace == right.quickPlace { return true }
    guard left.value.kind == .object, right.value.kind == .object else {
      return left.value == right.value
    }
    // The same text means the same only if its references lead to the same place.
    guard left.document.identity == right.document.identity || !holdsReference(left.value) else {
      return false
    }
    let first = constraints(of: left)
    let second = constraints(of: right)
    return first.count == second.count
      && first.allSatisfy { name, value in second[name] == value }
  }

  /// Whether a schema certainly takes every value that another one takes.
  func takesAll(of specific: ContractNode, _ general: ContractNode) -> Bool {
    guard general.value.kind == .object, general.value["$ref"] == nil else { return false }
    let names = constraints(of: general).keys
    guard names.allSatisfy({ $0 == "type" || $0 == "nullable" }),
      let types = reading.writtenTypes(of: general)
    else { return false }
    return reading.types(of: specific).isSubset(of: types)
  }

  /// Whether a schema takes every value.
  func refusesNothing(_ node: ContractNode) -> Bool {
    if let constant = node.value.boolValue { return constant }
    guard node.value.kind == .object, node.value["$ref"] == nil else { return false }
    return constraints(of: node).isEmpty
  }

  /// The members of a schema that can refuse a value.
  private func constraints(of node: ContractNode) -> [String: JSONValue] {
    var constraints: [String: JSONValue] = [:]
    for member in node.value.members where !Annotation.isOne(member.name) {
      constraints[member.name] = member.value
    }
    return constraints
  }

  private func holdsReference(_ value: JSONValue) -> Bool {
    switch value.kind {
    case .object:
      value.members.contains { $0.name == "$ref" || holdsReference($0.value) }
    case .array: value.elements.contains(where: holdsReference)
    case .null, .boolean, .number, .string: false
    }
  }
}
