import Diagnostics
import SchemaValidator

/// One of several sets of values that a case is run with.
struct Row {
  /// Its number, from 1.
  let number: Int
  /// Its values by name, in the order of the file.
  let members: [ManifestMember]
  /// Where each name that all rows have to have stands first.
  let nameRanges: [String: Range<Int>]
}

/// The rows of a case.
struct RowTable {
  /// The values of each row by name, in the order of the file.
  var rows: [[ManifestMember]] = []
  /// Where each name that all rows have to have stands first.
  var nameRanges: [String: Range<Int>] = [:]
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
  mutating func rows(_ node: ManifestNode) -> RowTable {
    guard let nodes = node.list("rows", &mistakes) else { return RowTable() }
    guard 1...Self.rowLimit ~= nodes.count else {
      mistakes.add(
        code: "suite.empty", "found \(nodes.count) rows; expected 1 to \(Self.rowLimit)", at: node,
        fix: nodes.isEmpty ? "add a row such as \"{ color: teal }\"" : "divide the case")
      return RowTable()
    }
    let mappings = nodes.compactMap { $0.mapping("a row", &mistakes) }
    guard let first = mappings.first else { return RowTable() }
    let names = Self.commonNames(of: mappings)
    if names.isEmpty {
      let isBare = mappings.allSatisfy(\.members.isEmpty)
      mistakes.add(
        code: "suite.empty",
        isBare ? "the row has no values" : "the rows have no name in common", at: first.node,
        fix: isBare ? "add values such as \"{ color: teal }\"" : "give each row the same names")
      if !isBare { return RowTable() }
    }
    let rows = mappings.map { row($0, names: names) }
    var examples: [ManifestMember] = []
    for member in rows.joined() where !examples.contains(where: { $0.name == member.name }) {
      examples.append(member)
    }
    return RowTable(
      rows: rows.map { row in
        // With a value of another row for one that is missing, nothing else is told because of it.
        row + examples.filter { example in !row.contains { $0.name == example.name } }
      },
      nameRanges: Dictionary(
        examples.filter { names.contains($0.name) }.map { ($0.name, $0.nameRange) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The names that most rows have; where half of them do, those of the first row count.
  private static func commonNames(of rows: [ManifestMapping]) -> [String] {
    var names: [String] = []
    var counts: [String: Int] = [:]
    for name in rows.lazy.flatMap(\.members).map(\.name) {
      if counts[name] == nil { names.append(name) }
      counts[name, default: 0] += 1
    }
    return names.filter { name in
      let twice = 2 * (counts[name] ?? 0)
      return twice > rows.count || twice == rows.count && rows[0][name] != nil
    }
  }

  /// Reads a row that has to have certain names and no others; a value whose name is nearly one of
  /// them is taken for that one's.
  private mutating func row(_ mapping: ManifestMapping, names: [String]) -> [ManifestMember] {
    var missing = names.filter { mapping[$0] == nil }
    let members = mapping.members.map { member in
      guard !names.contains(member.name) else { return member }
      let nearest = EditDistance.nearest(to: member.name, in: missing)
      mistakes.add(
        code: "suite.unknown-key", "unknown key \"\(member.name)\" in the row",
        in: member.node.document, bytes: member.nameRange,
        fix: nearest.map { "write \"\($0)\"" } ?? "add it to all rows, or remove it here")
      guard let nearest else { return member }
      missing.removeAll { $0 == nearest }
      return ManifestMember(name: nearest, nameRange: member.nameRange, node: member.node)
    }
    for name in missing {
      mistakes.add(
        code: "suite.missing-key", "the row has no \"\(name)\", which other rows have",
        at: mapping.node, fix: "add \"\(name):\"; null is a value as well")
    }
    return members
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
