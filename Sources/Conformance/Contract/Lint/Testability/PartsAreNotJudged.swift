internal import Diagnostics
internal import SchemaValidator

/// What the contract describes and a run does not judge: said, so that nobody believes it was.
enum PartsAreNotJudged: ContractLint {
  /// Keywords that say no more than that there are bytes of some kind.
  private static let tellsTheKind: Set<String> = [
    "$ref", "type", "format", "nullable", "contentMediaType", "contentEncoding",
  ]

  static func run(_ linter: ContractLinter) {
    for body in linter.messages.bodies where body.isWhole && body.directions.contains(.response) {
      guard !body.range.isJSON, let schema = body.node["schema"],
        !SchemaCoverage(reading: linter.reading).refusesNothing(schema)
      else { continue }
      // A schema such as {"type": "string", "format": "binary"} says no more than the media type.
      let names = linter.reading.conjuncts(of: schema).flatMap { $0.value.members.map(\.name) }
      if names.allSatisfy({ Annotation.isOne($0) || tellsTheKind.contains($0) }) { continue }
      linter.report(
        .notJudged, "a body in \(body.range) is not judged by its schema: only JSON is",
        at: body.node.namePlace, fix: "test it in a suite")
    }
    for scheme in linter.contract.securitySchemes.values.sorted(by: { $0.name < $1.name }) {
      guard case .mutualTLS = scheme.kind else { continue }
      linter.report(
        .notJudged, "\"\(scheme.name)\" asks for a client certificate, which is not checked",
        at: scheme.node.namePlace, fix: "test it apart")
    }
  }
}
