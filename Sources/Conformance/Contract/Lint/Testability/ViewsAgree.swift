internal import Diagnostics
internal import SchemaValidator

/// A list, the things in it, and the filters on it speak of the same values.
enum ViewsAgree: ContractLint {
  static func run(_ linter: ContractLinter) {
    for list in linter.contract.operations where list.id.method == "GET" {
      guard list.path.text.last != "}", let shape = AnswerShape(list, linter),
        let items = shape.items(of: list, linter)
      else { continue }
      let rows = values(of: items.schema, linter)
      checkFilters(of: list, rows, linter)
      guard let single = item(below: list, linter), let view = AnswerShape(single, linter) else {
        continue
      }
      let members = values(of: view.resource(in: items.name), linter)
      for (name, row) in rows {
        guard let other = members.first(where: { $0.name == name }) else { continue }
        report(name, (row, "a row of \(list.id)"), (other.list, "\(single.id)"), linter)
      }
    }
  }

  /// The operation that reads one of the things in a list.
  private static func item(below list: Operation, _ linter: ContractLinter) -> Operation? {
    linter.contract.operations.first { other in
      guard other.id.method == "GET", other.path.text.hasPrefix(list.path.text + "/{") else {
        return false
      }
      let rest = other.path.text.dropFirst(list.path.text.count + 2)
      return rest.last == "}" && !rest.dropLast().contains("/") && !rest.contains("{")
    }
  }

  /// The members of an object that have listed values.
  private static func values(
    of node: ContractNode, _ linter: ContractLinter
  ) -> [(name: String, list: ContractNode)] {
    linter.reading.properties(of: node).compactMap { name, schema in
      let list = linter.reading.conjuncts(of: schema).lazy.compactMap { $0["enum"] }.first
      return list.flatMap { $0.value.kind == .array ? (name, $0) : nil }
    }
  }

  /// A filter on a member should take the values that the member has.
  private static func checkFilters(
    of list: Operation, _ rows: [(name: String, list: ContractNode)], _ linter: ContractLinter
  ) {
    for parameter in list.parameters where parameter.location == .query {
      guard let row = rows.first(where: { $0.name == parameter.name }),
        let schema = parameter.node["schema"],
        let choices = linter.reading.conjuncts(of: schema).lazy.compactMap({ $0["enum"] }).first
      else { continue }
      let unasked = difference(row.list, choices)
      guard !unasked.isEmpty else { continue }
      linter.report(
        .viewsDiffer,
        "the filter \"\(parameter.name)\" of \(list.id) does not take \(unasked), which its rows "
          + "may have",
        at: choices.place, fix: "let both name the same values",
        notes: [("the rows' values stand here", row.list.place)])
    }
  }

  private static func report(
    _ name: String, _ row: (list: ContractNode, title: String),
    _ other: (list: ContractNode, title: String), _ linter: ContractLinter
  ) {
    let more = difference(other.list, row.list)
    let less = difference(row.list, other.list)
    guard !more.isEmpty || !less.isEmpty else { return }
    let message =
      more.isEmpty
      ? "\"\(name)\" may be \(less) in \(row.title), but not in \(other.title)"
      : "\"\(name)\" may be \(more) in \(other.title), but not in \(row.title)"
    linter.report(
      .viewsDiffer, message, at: row.list.place, fix: "let both name the same values",
      notes: [("the other values stand here", other.list.place)])
  }

  /// The values of one list that another one lacks, as a sentence names them; null counts for
  /// nothing.
  private static func difference(_ first: ContractNode, _ second: ContractNode) -> String {
    let known = Set(second.value.elements)
    let missing = first.value.elements.filter { !$0.isNull && !known.contains($0) }
    return ContractRemarks.list(missing.map(\.summary)) ?? ""
  }
}
