internal import Diagnostics
internal import SchemaValidator

/// Every value of a discriminator's mapping leads to a schema.
///
/// Where branches stand beside it, the schema compiler tells which it does not lead to.
enum MappingsLead: ContractLint {
  static func run(_ linter: ContractLinter) {
    for site in linter.schemas.sites where site.node.value.kind == .object {
      guard let discriminator = site.node["discriminator"], discriminator.value.kind == .object,
        site.node.value["oneOf"] == nil, site.node.value["anyOf"] == nil
      else { continue }
      for (name, target) in discriminator["mapping"]?.members ?? [] {
        guard let text = target.value.stringValue, !leads(text, from: target, linter) else {
          continue
        }
        let names = linter.root["components"]?["schemas"]?.value.members.map(\.name) ?? []
        let last = text.split(separator: "/").last.map(String.init) ?? text
        linter.report(
          .unresolvedMapping, "the mapping of \"\(name)\" to \"\(text)\" leads nowhere",
          at: target.place,
          fix: EditDistance.nearest(to: last, in: names)
            .map { "write \"#/components/schemas/\($0)\"" } ?? "correct the reference")
      }
    }
  }

  /// Whether a text is the name of a schema, or a reference to one.
  private static func leads(
    _ text: String, from node: ContractNode, _ linter: ContractLinter
  ) -> Bool {
    if linter.root["components"]?["schemas"]?[text] != nil { return true }
    // What is not looked at is not found to be missing.
    if case .nowhere = linter.references.documents.lead(of: text, from: node) { return false }
    return true
  }
}
