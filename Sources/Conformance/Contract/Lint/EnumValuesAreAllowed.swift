internal import Diagnostics
internal import SchemaValidator

/// The values that `enum` and `const` list are values the rest of the schema allows, each once.
///
/// A value that the schema's own `type` refuses can never be sent: it was meant otherwise.
enum EnumValuesAreAllowed: ContractLint {
  private struct Task {
    let keyword: String
    let value: ContractNode
    let schema: ContractNode
  }

  static func run(_ linter: ContractLinter) {
    var tasks: [Task] = []
    for site in linter.schemas.sites where site.node.value.kind == .object {
      let node = site.node
      if linter.ignoresSiblings(of: node) { continue }
      if let list = node["enum"], list.value.kind == .array {
        checkRepeats(list, linter)
        tasks += list.elements.map { Task(keyword: "enum", value: $0, schema: node) }
      }
      if linter.line >= .v3_1, let value = node["const"] {
        tasks.append(Task(keyword: "const", value: value, schema: node))
      }
    }
    judge(tasks.filter { !isPlain($0, linter) }, linter)
  }

  /// Whether the type alone settles that a value is allowed, without a program for the schema.
  private static func isPlain(_ task: Task, _ linter: ContractLinter) -> Bool {
    let others = task.schema.value.members.map(\.name).filter {
      !Annotation.isOne($0) && $0 != "type" && $0 != "nullable" && $0 != task.keyword
    }
    guard others.isEmpty else { return false }
    let types = linter.reading.writtenTypes(of: task.schema) ?? .all
    return types.isSuperset(of: PossibleTypes(of: task.value.value))
  }

  private static func judge(_ tasks: [Task], _ linter: ContractLinter) {
    let programs = tasks.map { task in
      [.request, .response].map { linter.program(for: task.schema, direction: $0) }
    }
    for (task, programs) in zip(tasks, programs) {
      let verdicts = programs.compactMap { $0?.evaluate(task.value.value) }
      guard verdicts.count == programs.count, verdicts.allSatisfy({ $0.outcome == .invalid }),
        let violation = verdicts.first?.violations.first
      else { continue }
      // The two keywords refuse each other: the one value of const has to be in the list.
      if task.keyword == "enum", violation.keyword == "const" { continue }
      linter.report(
        .enumMismatch,
        "\"\(task.keyword)\" names a value that the schema refuses: \(violation.message)",
        at: task.value.place, fix: fix(task, violation))
    }
  }

  private static func fix(_ task: Task, _ violation: SchemaViolation) -> String {
    let value = task.value.value
    let isBare = value.kind == .number || value.kind == .boolean
    if violation.keyword == "type", isBare, violation.want == "a string" {
      return "write \"\(value.description)\" in quotation marks"
    }
    if violation.keyword == "type", value.isNull { return "let \"type\" allow null as well" }
    return "remove the value, or let \"\(violation.keyword)\" allow it"
  }

  private static func checkRepeats(_ list: ContractNode, _ linter: ContractLinter) {
    var first: [JSONValue: ContractNode] = [:]
    for element in list.elements {
      if let known = first[element.value] {
        linter.report(
          .duplicateEnumValue, "\"enum\" lists \(element.value.summary) twice", at: element.place,
          fix: "remove one of the two", notes: [("it stands here first", known.place)])
      } else {
        first[element.value] = element
      }
    }
  }
}
