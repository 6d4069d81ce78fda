internal import Diagnostics
internal import SchemaValidator

/// In OpenAPI 3.0 a reference stands for the whole schema: what is written beside it does nothing.
enum ReferencesStandAlone: ContractLint {
  /// `nullable` beside a reference is told by the schema compiler; `type` mostly repeats what the
  /// reference says.
  private static let unsaid: Set<String> = ["$ref", "nullable", "type"]

  static func run(_ linter: ContractLinter) {
    guard linter.line == .v3_0 else { return }
    for site in linter.schemas.sites where site.node.value["$ref"]?.stringValue != nil {
      let ignored = site.node.value.members.filter {
        !Annotation.isOne($0.name) && !unsaid.contains($0.name)
      }
      guard let first = ignored.first, let child = site.node[first.name] else { continue }
      let names = ContractRemarks.list(ignored.map { "\"\($0.name)\"" }) ?? ""
      linter.report(
        .ignoredSibling,
        "\(names) \(ignored.count == 1 ? "stands" : "stand") beside \"$ref\" and "
          + "\(ignored.count == 1 ? "is" : "are") ignored",
        at: child.namePlace, fix: "put the reference into \"allOf\" beside it")
    }
  }
}
