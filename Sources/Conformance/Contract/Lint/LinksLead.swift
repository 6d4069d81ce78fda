internal import Diagnostics
internal import SchemaValidator

/// Every link of a response names an operation that there is, and parameters that it has.
enum LinksLead: ContractLint {
  static func run(_ linter: ContractLinter) {
    var count = 0
    var first: ContractNode?
    for operation in linter.contract.operations {
      for response in operation.responses.all {
        guard let map = response.node["links"], map.value.kind == .object, map.value.count > 0
        else { continue }
        count += 1
        if first == nil { first = map }
        for (_, written) in map.members {
          guard let link = linter.references.resolved(written), link.value.kind == .object else {
            continue
          }
          check(link, linter)
        }
      }
    }
    if let first {
      linter.report(
        .notChecked,
        "links are not followed; \(count == 1 ? "a response has" : "\(count) responses have") them",
        at: first.namePlace)
    }
  }

  private static func check(_ link: ContractNode, _ linter: ContractLinter) {
    guard let operation = target(of: link, linter) else { return }
    for (written, node) in link["parameters"]?.members ?? [] {
      let isKnown = operation.parameters.contains { parameter in
        written == parameter.name || written == "\(parameter.location.rawValue).\(parameter.name)"
      }
      guard !isKnown, operation.isComplete else { continue }
      let names = operation.parameters.map(\.name)
      linter.report(
        .unresolvedLink, "\(operation.id) has no parameter \"\(written)\"", at: node.namePlace,
        fix: EditDistance.nearest(to: written, in: names).map { "write \"\($0)\"" }
          ?? "name a parameter of that operation")
    }
  }

  /// The operation a link means; nil, and a remark, when there is none.
  private static func target(of link: ContractNode, _ linter: ContractLinter) -> Operation? {
    let operations = linter.contract.operations
    if let name = link["operationId"], let text = name.value.stringValue {
      if let found = operations.first(where: { $0.operationID == text }) { return found }
      linter.report(
        .unresolvedLink, "no operation has the operationId \"\(text)\"", at: name.place,
        fix: EditDistance.nearest(to: text, in: operations.compactMap(\.operationID))
          .map { "write \"\($0)\"" } ?? "name an operation of this contract")
      return nil
    }
    guard let reference = link["operationRef"], let text = reference.value.stringValue else {
      return nil
    }
    let uri = text.prefix { $0 != "#" }
    if case .remote = linter.references.documents.lookup(uri, from: reference.document) {
      return nil
    }
    let node = linter.references.target(of: text, in: reference.document)
    if node == nil {
      linter.report(
        .unresolvedLink, "\"\(text)\" leads to no operation", at: reference.place,
        fix: "write a reference such as \"#/paths/~1things/get\"")
    }
    return operations.first { $0.node.quickPlace == node?.quickPlace }
  }
}
