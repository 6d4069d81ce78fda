internal import Diagnostics
internal import SchemaValidator

/// Every operation documents how it refuses: what a client sends wrong is half of what it sends.
enum ErrorsAreDocumented: ContractLint {
  static func run(_ linter: ContractLinter) {
    for operation in linter.contract.operations where operation.isComplete {
      check(operation, linter)
    }
    checkOutliers(linter)
    checkUnheard(linter)
  }

  private static func check(_ operation: Operation, _ linter: ContractLinter) {
    let place = (operation.node["responses"] ?? operation.node).namePlace
    guard operation.responses.all.contains(where: \.isRefusal) else {
      linter.report(
        .noErrorResponse,
        "\(operation.id) documents no error: nothing says what a refusal looks like",
        at: place, fix: "add the errors it answers with, or \"default\"")
      return
    }
    let missing = expected(operation).filter { status, _ in
      status.allSatisfy { operation.responses.response(for: $0) == nil }
    }
    guard !missing.isEmpty else { return }
    let list = missing.map { status, reason in
      "\(status.map(String.init).joined(separator: " or ")) \(reason)"
    }
    linter.report(
      .undocumentedErrors, "\(operation.id) documents no \(list.joined(separator: ", no "))",
      at: place, fix: "add them, or \"default\"")
  }

  /// The refusals that an operation can hardly do without, each with its reason.
  private static func expected(_ operation: Operation) -> [(status: [Int], reason: String)] {
    var expected: [(status: [Int], reason: String)] = []
    let takesInput =
      operation.requestBody != nil
      || operation.parameters.contains { $0.location == .query || $0.location == .header }
    if takesInput { expected.append(([400, 422], "for input that breaks its schema")) }
    if !operation.allowsAnonymous { expected.append(([401], "without credentials")) }
    if !operation.path.parameterNames.isEmpty {
      expected.append(([404], "for what does not exist"))
    }
    return expected
  }

  /// Statuses that nearly all operations document and a few do not.
  private static func checkOutliers(_ linter: ContractLinter) {
    let operations = linter.contract.operations.filter {
      $0.isComplete && $0.responses.all.contains(where: \.isRefusal)
    }
    guard operations.count >= 10 else { return }
    let statuses = Set(operations.flatMap { $0.responses.all.compactMap(\.refusalCode) })
    var missing: [OperationID: [Int]] = [:]
    for status in statuses.sorted() {
      let asked = operations.filter { canMeet(status, $0) }
      let silent = asked.filter { $0.responses.response(for: status) == nil }
      guard silent.count * 10 <= asked.count else { continue }
      for operation in silent { missing[operation.id, default: []].append(status) }
    }
    for operation in operations {
      guard let statuses = missing[operation.id] else { continue }
      let list = statuses.map(String.init).joined(separator: ", ")
      linter.report(
        .statusOutlier,
        "\(operation.id) does not document \(list), as nearly all other operations do",
        at: (operation.node["responses"] ?? operation.node).namePlace,
        fix: "add what it can answer with")
    }
  }

  /// Whether an operation has what a status refuses: credentials, input, or something to find.
  private static func canMeet(_ status: Int, _ operation: Operation) -> Bool {
    switch status {
    case 401, 403: !operation.allowsAnonymous
    case 404, 410: !operation.path.parameterNames.isEmpty
    case 400, 409, 413, 415, 422:
      operation.requestBody != nil || operation.parameters.contains { $0.location != .cookie }
    default: true
    }
  }

  /// Refusals that a server or a gateway gives before the operation is reached.
  private static func checkUnheard(_ linter: ContractLinter) {
    let operations = linter.contract.operations
    guard let paths = linter.root["paths"], !operations.isEmpty else { return }
    let unheard = [403, 405, 406, 413, 415, 429].filter { status in
      operations.allSatisfy { $0.responses.response(for: status) == nil }
    }
    guard !unheard.isEmpty else { return }
    let list = unheard.map(String.init).joined(separator: ", ")
    linter.report(
      .undocumentedEverywhere,
      "no operation documents \(list): such an answer is no more than a warning",
      at: paths.namePlace, fix: "document those that the API gives")
  }
}

extension Response {
  /// The status of a refusal with one status; nil for others.
  fileprivate var refusalCode: Int? {
    if case .code(let code) = status, code >= 400 { code } else { nil }
  }
}
