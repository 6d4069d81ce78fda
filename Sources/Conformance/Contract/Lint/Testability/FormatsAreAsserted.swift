internal import Diagnostics
internal import SchemaValidator

/// Formats are known, and it is said which of them decide.
enum FormatsAreAsserted: ContractLint {
  /// Known formats that say something to programs only.
  private static let neverRefuse: Set<String> = ["binary", "password"]

  static func run(_ linter: ContractLinter) {
    var asserted: [String: (count: Int, first: ContractNode)] = [:]
    var unknown: [String: (count: Int, first: ContractNode)] = [:]
    for site in linter.schemas.sites where site.node.value.kind == .object {
      if linter.ignoresSiblings(of: site.node) { continue }
      guard let node = site.node["format"], let name = node.value.stringValue else { continue }
      if neverRefuse.contains(name) { continue }
      if SchemaFormat.isKnown(name) {
        asserted[name] = (asserted[name].map { $0.count + 1 } ?? 1, asserted[name]?.first ?? node)
      } else {
        unknown[name] = (unknown[name].map { $0.count + 1 } ?? 1, unknown[name]?.first ?? node)
      }
    }
    for (name, use) in unknown.sorted(by: { $0.key < $1.key }) {
      linter.report(
        .unknownFormat,
        "the format \"\(name)\" is not known here: any value passes (\(places(use.count)))",
        at: use.first.place, fix: "say it with \"pattern\" as well")
    }
    // In 3.0 a format is part of the type; since 3.1 the dialect makes it an annotation.
    guard linter.line >= .v3_1 else { return }
    for (name, use) in asserted.sorted(by: { $0.key < $1.key }) {
      linter.report(
        .assertedFormat,
        "the format \"\(name)\" is asserted, though OpenAPI \(linter.line.rawValue) itself only "
          + "annotates with it (\(places(use.count)))",
        at: use.first.place, fix: "say it with \"pattern\" as well, if answers have to keep it")
    }
  }

  private static func places(_ count: Int) -> String {
    count == 1 ? "1 place" : "\(count) places"
  }
}
