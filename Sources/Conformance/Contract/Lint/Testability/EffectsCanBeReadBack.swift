internal import Diagnostics
internal import SchemaValidator

/// What an operation changes can be seen through another one.
enum EffectsCanBeReadBack: ContractLint {
  static func run(_ linter: ContractLinter) {
    let readable = Set(
      linter.contract.operations.filter { $0.id.method == "GET" }.map { $0.path.shape })
    for operation in linter.contract.operations
    where ["POST", "PUT", "PATCH", "DELETE"].contains(operation.id.method) {
      let path = operation.path.shape
      // The thing itself, the collection it is in, or, after a POST, the things in the collection.
      var views = [path]
      if operation.path.text.last == "}" {
        views.append(String(path.dropLast(3)))
      } else if operation.id.method == "POST" {
        views.append(path + "/{}")
      }
      guard !views.contains(where: readable.contains) else { continue }
      linter.report(
        .noReadBack,
        "what \(operation.id) changes cannot be read back under its path: only its own answer is "
          + "certain to show it",
        at: operation.node.namePlace, fix: "describe the GET that shows it")
    }
  }
}
