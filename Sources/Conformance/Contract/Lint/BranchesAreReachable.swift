internal import Diagnostics
internal import SchemaValidator

/// Every branch of an `anyOf` or `oneOf` decides about some value.
///
/// Told is only what can be proved from types, equal schemas and schemas that refuse nothing.
enum BranchesAreReachable: ContractLint {
  private struct Branch {
    /// Its place in the list from 0, as in a JSON Pointer.
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
      if linter.ignoresSiblings(of: site.node) { continue }
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
        number: position, node: node, target: linter.contract.schemas.target(of: node),
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
    // Of branches that mean the same, and of those that ask for nothing but types, the first.
    var first: [String: Branch] = [:]
    var general: [(branch: Branch, takes: PossibleTypes)] = []
    var told: Set<Int> = []
    guard branches.count > 1 else { return }
    for (position, later) in branches.enumerated() {
      let meaning = coverage.meaning(of: later.target)
      if let earlier = first[meaning] {
        told.insert(later.number)
        reportEqual(earlier, later, keyword, linter)
        continue
      }
      first[meaning] = later
      if equalOnly { continue }
      if let earlier = general.first(where: { later.types.isSubset(of: $0.takes) }) {
        told.insert(later.number)
        reportCovered(later, by: earlier.branch, keyword, linter)
      } else if let takes = coverage.typesAlone(of: later.target) {
        general.append((later, takes))
        for earlier in branches[..<position] where earlier.types.isSubset(of: takes) {
          guard told.insert(earlier.number).inserted else { continue }
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

  /// What tells a schema from all that may mean something else: two with the same text are the same
  /// but for what they say to people.
  func meaning(of node: ContractNode) -> String {
    reading.meaning(of: node) {
      var text = ""
      writeMeaning(of: node, isSchema: true, to: &text)
      return text
    }
  }

  /// Writes what a value of a schema means: members in one order, and what references lead to in
  /// place of their texts, which mean another thing in another place.
  private func writeMeaning(of node: ContractNode, isSchema: Bool, to text: inout String) {
    switch node.value.kind {
    case .object:
      let members = node.members.filter { !isSchema || !Annotation.isOne($0.name) }
      text += "{"
      for (name, member) in members.sorted(by: { $0.name < $1.name }) {
        text += "\(name.debugDescription):"
        if ["$ref", "$dynamicRef", "$recursiveRef"].contains(name), member.value.kind == .string {
          // Where one leads that is not followed nobody knows: it is like no other.
          let target = name == "$ref" ? reading.references.target(of: node) : nil
          text += "\(target == nil ? "?" : "")\((target ?? member).quickPlace)"
        } else {
          writeMeaning(of: member, isSchema: false, to: &text)
        }
        text += ","
      }
      text += "}"
    case .array:
      text += "["
      for element in node.elements {
        writeMeaning(of: element, isSchema: false, to: &text)
        text += ","
      }
      text += "]"
    case .string: text += (node.value.stringValue ?? "").debugDescription
    case .number: text += node.value.numberValue.map { "#\(reading.identity(of: $0))" } ?? "?"
    case .null, .boolean: text += node.value.description
    }
  }

  /// The types a schema takes when it asks for nothing else; nil for other schemas.
  func typesAlone(of node: ContractNode) -> PossibleTypes? {
    guard node.value.kind == .object, node.value["$ref"] == nil,
      constraints(of: node).allSatisfy({ $0 == "type" || $0 == "nullable" })
    else { return nil }
    return reading.writtenTypes(of: node)
  }

  /// Whether a schema takes every value.
  func refusesNothing(_ node: ContractNode) -> Bool {
    if let constant = node.value.boolValue { return constant }
    guard node.value.kind == .object, node.value["$ref"] == nil else { return false }
    return constraints(of: node).isEmpty
  }

  /// The names of a schema's members that can refuse a value.
  private func constraints(of node: ContractNode) -> [String] {
    node.value.members.map(\.name).filter { !Annotation.isOne($0) }
  }
}
