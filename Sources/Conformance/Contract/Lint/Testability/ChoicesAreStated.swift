internal import Diagnostics
internal import SchemaValidator

/// What is taken when a client does not choose is stated.
enum ChoicesAreStated: ContractLint {
  static func run(_ linter: ContractLinter) {
    var unnamed = 0
    for operation in linter.contract.operations {
      if operation.operationID == nil { unnamed += 1 }
      let prose = operation.prose.lowercased()
      for parameter in operation.parameters where parameter.location == .query {
        check(parameter, of: operation, prose, linter)
      }
    }
    if unnamed > 0, let paths = linter.root["paths"] {
      linter.report(
        .noOperationID,
        "\(unnamed) of \(linter.contract.operations.count) operations have no operationId: they "
          + "are known by method and path",
        at: paths.namePlace, fix: "give each an operationId, which survives a change of path")
    }
  }

  private static func check(
    _ parameter: Parameter, of operation: Operation, _ prose: String, _ linter: ContractLinter
  ) {
    guard !parameter.isRequired, let schema = parameter.node["schema"],
      linter.reading.states(["enum"], in: schema), !linter.reading.states(["default"], in: schema)
    else { return }
    let own = [parameter.node, schema].compactMap { $0.value["description"]?.stringValue }
    // "Defaults to …", here or in the operation's own text, is no schema but a statement.
    if (own + [prose]).contains(where: { $0.lowercased().contains("default") }) { return }
    linter.report(
      .noDefault,
      "\(operation.id) does not say what it does without \"\(parameter.name)\", which chooses "
        + "among listed values",
      at: parameter.node.place, fix: "add \"default\", or say in \"description\" what is taken")
  }
}
