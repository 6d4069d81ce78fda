internal import Diagnostics
internal import SchemaValidator

/// A keyword stands where it can refuse something: a bound of numbers beside the type "string"
/// says nothing, and was meant for something else.
enum KeywordsApply: ContractLint {
  /// The type that a keyword is about, for keywords that say nothing about other types.
  private static let subjects: [String: PossibleTypes] = [
    "multipleOf": .number, "minimum": .number, "maximum": .number, "exclusiveMinimum": .number,
    "exclusiveMaximum": .number, "minLength": .string, "maxLength": .string, "pattern": .string,
    "items": .array, "minItems": .array, "maxItems": .array, "uniqueItems": .array,
    "properties": .object, "required": .object, "additionalProperties": .object,
    "minProperties": .object, "maxProperties": .object,
  ]

  private static let subjectsSince31: [String: PossibleTypes] = [
    "prefixItems": .array, "contains": .array, "minContains": .array, "maxContains": .array,
    "unevaluatedItems": .array, "patternProperties": .object, "propertyNames": .object,
    "dependentRequired": .object, "dependentSchemas": .object, "unevaluatedProperties": .object,
  ]

  /// Keywords that only change what another one does.
  private static let companions = [
    ("then", "if"), ("else", "if"), ("minContains", "contains"), ("maxContains", "contains"),
  ]

  static func run(_ linter: ContractLinter) {
    for site in linter.schemas.sites where site.node.value.kind == .object {
      if linter.ignoresSiblings(of: site.node) { continue }
      checkSubjects(of: site.node, linter)
      checkCompanions(of: site.node, linter)
    }
  }

  private static func checkSubjects(of node: ContractNode, _ linter: ContractLinter) {
    guard let types = linter.reading.writtenTypes(of: node) else { return }
    let idle = node.value.members.filter { member in
      let subject =
        subjects[member.name] ?? (linter.line == .v3_0 ? nil : subjectsSince31[member.name])
      return subject.map(types.isDisjoint) == true && !isTrivial(member.value)
    }
    guard let first = idle.first, let child = node[first.name] else { return }
    let names = ContractRemarks.list(idle.map { "\"\($0.name)\"" }) ?? ""
    let subject = subjects[first.name] ?? subjectsSince31[first.name] ?? .all
    linter.report(
      .idleKeyword,
      "\(names) \(idle.count == 1 ? "does" : "do") nothing: the schema takes only \(types.plural)",
      at: child.namePlace,
      fix: "remove \(idle.count == 1 ? "it" : "them"), or let \"type\" name \(subject.plural)")
  }

  /// Whether a keyword says nothing in any case, as generators write it.
  private static func isTrivial(_ value: JSONValue) -> Bool {
    switch value.kind {
    case .object, .array: value.count == 0
    case .boolean, .null: true
    case .number, .string: false
    }
  }

  private static func checkCompanions(of node: ContractNode, _ linter: ContractLinter) {
    if linter.line == .v3_0 {
      for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        guard let child = node[flag], child.value.boolValue == true, node.value[bound] == nil
        else { continue }
        reportAlone(child, flag, bound, linter)
      }
      return
    }
    for (name, companion) in companions {
      guard let child = node[name], node.value[companion] == nil else { continue }
      reportAlone(child, name, companion, linter)
    }
  }

  private static func reportAlone(
    _ node: ContractNode, _ name: String, _ companion: String, _ linter: ContractLinter
  ) {
    linter.report(
      .idleKeyword, "\"\(name)\" does nothing without \"\(companion)\" beside it",
      at: node.namePlace, fix: "add \"\(companion)\", or remove \"\(name)\"")
  }
}
