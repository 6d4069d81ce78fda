internal import Diagnostics
internal import SchemaValidator

/// Every link of a response names an operation that there is, and parameters that it has.
enum LinksLead: ContractLint {
  static func run(_ linter: ContractLinter) {
    let operations = linter.contract.operations + linter.contract.outgoingOperations
    var count = 0
    var first: ContractNode?
    for response in operations.flatMap(\.responses.all) {
      guard let map = response.node["links"], !response.links.isEmpty else { continue }
      count += 1
      if first == nil { first = map }
      for link in response.links { check(link, operations, linter) }
    }
    if let first {
      linter.report(
        .notChecked,
        "links are not followed; \(count == 1 ? "a response has" : "\(count) responses have") them",
        at: first.namePlace)
    }
  }

  private static func check(_ link: Link, _ operations: [Operation], _ linter: ContractLinter) {
    guard let operation = linter.contract.operation(of: link, among: operations) else {
      return reportMissing(link, operations, linter)
    }
    for (written, node) in link.node["parameters"]?.members ?? [] {
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

  /// Writes down a link that leads to no operation, as far as that is certain.
  private static func reportMissing(
    _ link: Link, _ operations: [Operation], _ linter: ContractLinter
  ) {
    switch link.target {
    case nil: return
    case .operationID(let text):
      guard let name = link.node["operationId"] else { return }
      linter.report(
        .unresolvedLink, "no operation has the operationId \"\(text)\"", at: name.place,
        fix: EditDistance.nearest(to: text, in: operations.compactMap(\.operationID))
          .map { "write \"\($0)\"" } ?? "name an operation of this contract")
    case .reference(let text):
      guard let reference = link.node["operationRef"],
        case .nowhere = linter.references.documents.lead(
          of: text, from: reference, throughReferences: true)
      else { return }
      linter.report(
        .unresolvedLink, "\"\(text)\" leads to no operation", at: reference.place,
        fix: "write a reference such as \"#/paths/~1things/get\"")
    }
  }
}
