internal import Diagnostics
internal import SchemaValidator

/// An operation that is not safe to repeat says what happens when it is repeated.
enum RepeatsAreRuled: ContractLint {
  static func run(_ linter: ContractLinter) {
    for operation in linter.contract.operations {
      let key = operation.parameters.first { isKey($0) }
      if let key { checkKey(key, of: operation, linter) }
      switch operation.id.method {
      case "POST" where key == nil && !saysSo(operation):
        linter.report(
          .noIdempotency,
          "\(operation.id) takes no idempotency key: what a repeated request does is not stated",
          at: operation.node.namePlace, fix: "declare the header that makes a repeat harmless")
      case "PATCH": checkPatch(operation, linter)
      default: break
      }
      checkCreation(operation, linter)
    }
  }

  /// Whether a parameter makes repeated requests one.
  private static func isKey(_ parameter: Parameter) -> Bool {
    PagingWords.folded(parameter.name).contains("idempoten")
  }

  /// Whether the operation calls itself idempotent.
  private static func saysSo(_ operation: Operation) -> Bool {
    operation.prose.lowercased().contains("idempoten")
  }

  private static func checkKey(
    _ key: Parameter, of operation: Operation, _ linter: ContractLinter
  ) {
    let bounds = ["maxLength", "pattern", "format", "enum"]
    if let schema = key.node["schema"], !linter.reading.states(bounds, in: schema) {
      linter.report(
        .unboundedParameter, "nothing says how long \"\(key.name)\" may be, or what it consists of",
        at: key.node.place, fix: "add \"maxLength\" to its schema")
    }
    let missing = [(409, "while the first request is under way"), (422, "for another body")]
      .filter { operation.responses.response(for: $0.0) == nil }
    guard !missing.isEmpty else { return }
    let list = missing.map { "\($0.0) \($0.1)" }.joined(separator: ", no ")
    linter.report(
      .idempotencyAnswers, "\(operation.id) takes \"\(key.name)\", but documents no \(list)",
      at: (operation.node["responses"] ?? operation.node).namePlace,
      fix: "document what a key that is in use is answered with")
  }

  /// What an absent member, or null, means depends on the kind of patch.
  private static func checkPatch(_ operation: Operation, _ linter: ContractLinter) {
    let entries = operation.requestBody?.content ?? []
    guard let entry = entries.first(where: { $0.range.isJSON }),
      !entries.contains(where: { $0.range.description.contains("patch") })
    else { return }
    linter.report(
      .patchSemantics,
      "\(operation.id) takes \(entry.range), which is no patch format: how objects inside of it are "
        + "merged is not stated",
      at: entry.node.namePlace, fix: "name application/merge-patch+json, if it is that")
  }

  /// A POST that makes a thing, and answers as if it had not.
  private static func checkCreation(_ operation: Operation, _ linter: ContractLinter) {
    guard operation.id.method == "POST", operation.responses.response(for: 201) == nil,
      operation.responses.response(for: 202) == nil,
      let good = operation.responses.all.first(where: { $0.status == .code(200) })
    else { return }
    // A collection is what has members below it, each by one more segment.
    let prefix = operation.path.text + "/{"
    let isCollection = linter.contract.operations.contains { other in
      other.path.text.hasPrefix(prefix) && other.id.method == "GET"
        && other.path.text.dropFirst(prefix.count).last == "}"
        && !other.path.text.dropFirst(prefix.count).contains("/")
    }
    guard isCollection else { return }
    linter.report(
      .createdStatus,
      "\(operation.id) seems to create, and documents 200 alone: 201 and Location cannot be expected",
      at: good.node.namePlace, fix: "document 201, if it is that")
  }
}

extension SchemaReading {
  /// Whether some conjunct of a schema has one of the keywords, or may have it where nobody sees
  /// it.
  func states(_ keywords: [String], in node: ContractNode) -> Bool {
    conjuncts(of: node).contains { conjunct in
      references.leadsAstray(conjunct) || keywords.contains { conjunct.value[$0] != nil }
    }
  }
}
