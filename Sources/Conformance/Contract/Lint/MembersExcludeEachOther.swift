internal import Diagnostics
internal import SchemaValidator

/// Of members that exclude each other only one is given.
enum MembersExcludeEachOther: ContractLint {
  static func run(_ linter: ContractLinter) {
    for node in linter.messages.values.map(\.node) + linter.messages.bodies.map(\.node) {
      check("example", "examples", of: node, "both are looked at", linter)
      guard let map = node["examples"], map.value.kind == .object else { continue }
      for (_, written) in map.members {
        guard let example = linter.references.resolved(written) else { continue }
        check("value", "externalValue", of: example, "\"value\" is taken", linter)
      }
    }
    for operation in linter.contract.operations {
      for response in operation.responses.all {
        for (_, written) in response.node["links"]?.members ?? [] {
          guard let link = linter.references.resolved(written) else { continue }
          check("operationRef", "operationId", of: link, "\"operationId\" is taken", linter)
        }
      }
    }
  }

  private static func check(
    _ first: String, _ second: String, of node: ContractNode, _ consequence: String,
    _ linter: ContractLinter
  ) {
    guard let one = node[first], let other = node[second] else { return }
    linter.report(
      .exclusiveMembers,
      "\"\(first)\" and \"\(second)\" exclude each other; \(consequence)", at: other.namePlace,
      fix: "remove one of the two", notes: [("\"\(first)\" stands here", one.namePlace)])
  }
}
