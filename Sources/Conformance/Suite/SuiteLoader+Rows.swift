import Diagnostics
import SchemaValidator

/// One of several sets of values that a case is run with.
struct Row {
  /// Its number, from 1.
  let number: Int
  /// Its values by name, in the order of the file.
  let members: [ManifestMember]
  /// Where the first row has the names.
  let nameRanges: [String: Range<Int>]
}

/// A text of a case, and whether a value of its row stands in it.
struct RowText {
  /// The text with the row's values in place.
  let text: String
  /// Whether the text differs from row to row.
  let isOfRow: Bool
}

extension SuiteLoader {
  /// The most rows that a case has.
  private static let rowLimit = 1000

  /// Reads the rows of a case: mappings with the same names.
  mutating func rows(_ node: ManifestNode) -> [[ManifestMember]] {
    guard let nodes = node.list("rows", &mistakes) else { return [] }
    guard 1...Self.rowLimit ~= nodes.count else {
      mistakes.add(
        code: "suite.empty", "found \(nodes.count) rows; expected 1 to \(Self.rowLimit)", at: node,
        fix: nodes.isEmpty ? "add a row such as \"{ color: teal }\"" : "divide the case")
      return []
    }
    let rows = nodes.compactMap { node in
      node.mapping("a row", &mistakes).map { (node: node, members: $0.members) }
    }
    guard let first = rows.first else { return [] }
    let names = first.members.map(\.name)
    if names.isEmpty {
      mistakes.add(
        code: "suite.empty", "the row has no values", at: first.node,
        fix: "add values such as \"{ color: teal }\"")
    }
    for row in rows.dropFirst() {
      for name in names where !row.members.contains(where: { $0.name == name }) {
        mistakes.add(
          code: "suite.missing-key", "the row has no \"\(name)\", which the first one has",
          at: row.node, fix: "add \"\(name):\"; null is a value as well")
      }
      for member in row.members where !names.contains(member.name) {
        let nearest = EditDistance.nearest(to: member.name, in: names)
        mistakes.add(
          code: "suite.unknown-key", "the first row has no \"\(member.name)\"",
          in: row.node.document, bytes: member.nameRange,
          fix: nearest.map { "write \"\($0)\"" } ?? "add it to all rows, or remove it here")
      }
    }
    // Of a row with other names the case would be misread.
    return rows.map(\.members).filter { Set($0.map(\.name)) == Set(names) }
  }

  /// Reads a text of a case, in which values of its row may stand.
  ///
  /// Without rows the text is taken as it is.
  mutating func title(_ node: ManifestNode, _ what: String, _ row: Row?) -> RowText? {
    guard let text = node.text(what, &mistakes) else { return nil }
    guard row != nil else { return RowText(text: text, isOfRow: false) }
    guard let template = node.template(what, &mistakes) else { return nil }
    var whole = ""
    for segment in template.segments {
      switch segment {
      case .text(let piece): whole += piece
      case .expression(let expression):
        guard let value = rowValue(expression), let piece = value.node.titleText else {
          mistakes.add(
            code: "suite.bad-template",
            "${\(expression)} is no text, number or Boolean of the case's rows", at: node,
            fix: "name a value of the rows, or leave it out of \"\(what)\"")
          return nil
        }
        whole += piece
      }
    }
    return RowText(text: whole, isOfRow: template.literal == nil)
  }

  /// The case's own part of its id: what is written, or what its title makes; rows that do not
  /// differ in it are numbered.
  mutating func caseID(_ node: ManifestNode?, title: RowText, _ row: Row?) -> RowText {
    let written = node.flatMap { self.title($0, "id", row) }
    let id = written ?? RowText(text: CaseID.slug(of: title.text), isOfRow: title.isOfRow)
    guard let row, !id.isOfRow else { return id }
    return RowText(text: "\(id.text)-\(row.number)", isOfRow: true)
  }

  /// The cases of rows; where several have one title, it is followed by the values in which their
  /// rows differ.
  static func toldApart(_ cases: [Suite.Case], of rows: [[ManifestMember]]) -> [Suite.Case] {
    var cases = cases
    let twins = Dictionary(grouping: cases.indices) { cases[$0].title }
    for (title, numbers) in twins where numbers.count > 1 {
      let names = rows[numbers[0]].map(\.name)
      let texts = numbers.map { number in
        Dictionary(rows[number].map { ($0.name, $0.node.shortText) }) { first, _ in first }
      }
      let telling = names.filter { name in Set(texts.map { $0[name] }).count > 1 }
      guard !telling.isEmpty else { continue }
      for (number, texts) in zip(numbers, texts) {
        let values = telling.map { "\($0): \(texts[$0] ?? "")" }.joined(separator: ", ")
        cases[number] = cases[number].named(title: "\(title) (\(values))")
      }
    }
    return cases
  }

  /// What is written in the row, where a value is one place for a value of it and nothing else.
  ///
  /// Some things have to be known before a run, such as the statuses expected.
  mutating func writtenValue(_ node: ManifestNode) -> ManifestNode {
    rowValue(standingFor: node)?.node ?? node
  }

  /// The value of the row that is meant by one place for it and nothing else.
  mutating func rowValue(
    standingFor node: ManifestNode
  ) -> (name: String, node: ManifestNode)? {
    guard !row.isEmpty, let text = node.value.stringValue,
      let expression = (try? TemplateParser.parse(text))?.soleExpression
    else { return nil }
    return rowValue(expression)
  }

  /// Notes the use of the row's values in a text that takes none, so that what is refused there is
  /// not told to be unused as well; false where no value of the row stands in it.
  mutating func noteRowValues(in node: ManifestNode) -> Bool {
    var ignored = MistakeList()
    let names = (node.templatedValue(&ignored)?.variables ?? []).filter { row[$0] != nil }
    for name in names { _ = scope.use(name, isNeeded: false) }
    return !names.isEmpty
  }

  /// The value of the row that an expression names; notes its use.
  private mutating func rowValue(
    _ expression: TemplateExpression
  ) -> (name: String, node: ManifestNode)? {
    guard case .variable(let name) = expression, let node = row[name] else { return nil }
    _ = scope.use(name, isNeeded: true)
    return (name, node)
  }
}

extension ManifestNode {
  /// The value as it is written, cut where it is long.
  fileprivate var shortText: String {
    let own = value.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let text = (own ?? value.description).unicodeScalars
    return text.count <= 40 ? String(text) : String(text.prefix(39)) + "…"
  }

  /// The value as a part of a title; nil for a list, a mapping, null, and a text with templates.
  fileprivate var titleText: String? {
    switch value.kind {
    case .string:
      value.stringValue.flatMap { text in
        (try? TemplateParser.parse(text))?.literal
      }
    case .number, .boolean: value.description
    case .null, .array, .object: nil
    }
  }
}
