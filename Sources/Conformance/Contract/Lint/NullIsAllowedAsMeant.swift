internal import Diagnostics
internal import SchemaValidator

/// Where a schema means to allow null, null is allowed.
///
/// Servers send null where a contract seems to allow it; what the contract really says is that
/// those answers are wrong.
enum NullIsAllowedAsMeant: ContractLint {
  static func run(_ linter: ContractLinter) {
    for site in linter.schemas.sites where site.node.value.kind == .object {
      if linter.ignoresSiblings(of: site.node) { continue }
      checkEnum(site.node, linter)
      if linter.line == .v3_0 { checkNullable(site.node, linter) }
    }
  }

  /// A list of values without null takes back what the type allows.
  private static func checkEnum(_ node: ContractNode, _ linter: ContractLinter) {
    guard let list = node["enum"], list.value.kind == .array, list.value.count > 0,
      linter.reading.writtenTypes(of: node)?.contains(.null) == true,
      !list.value.elements.contains(where: \.isNull)
    else { return }
    let word = linter.line == .v3_0 ? "\"nullable\"" : "\"type\""
    linter.report(
      .nullableEnum, "\(word) allows null, but \"enum\" does not list it: null is refused",
      at: list.namePlace, fix: "add null to \"enum\"")
  }

  /// `nullable` adds null to the `type` beside it, and does nothing without one (OpenAPI 3.0.4,
  /// Schema Object).
  private static func checkNullable(_ node: ContractNode, _ linter: ContractLinter) {
    guard let flag = node["nullable"], flag.value.boolValue == true, node.value["type"] == nil,
      !linter.reading.types(of: node).contains(.null)
    else { return }
    let combination = ["allOf", "anyOf", "oneOf"].first { node.value[$0] != nil }
    linter.report(
      .idleNullable,
      "\"nullable\" has no \"type\" beside it and does nothing: null is refused",
      at: flag.namePlace,
      fix: combination == "allOf"
        ? "let the schema in \"allOf\" be nullable itself"
        : combination.map { "add a branch to \"\($0)\" that allows null" }
          ?? "write \"type\" beside it")
  }
}
