import Diagnostics

extension SuiteLoader {
  /// Finds an operation by its name; refuses an unknown one.
  mutating func operation(_ text: String, at node: ManifestNode) -> Operation? {
    let id = OperationID(text)
    if let id, let operation = context.contract.operation(named: id) { return operation }
    let named = context.contract.operations.first { $0.operationID == text }
    if let named { return named }
    mistakes.add(
      code: "suite.unknown-operation", "the contract has no operation \"\(text)\"", at: node,
      fix: id.flatMap { fix(forOperation: $0) } ?? fix(forOperation: text))
    return nil
  }

  /// What to do about a method and a path that are nearly those of an operation in another way than
  /// by a slip; nil where nothing is sure.
  private func fix(forOperation id: OperationID) -> String? {
    let contract = context.contract
    if let mark = id.path.firstIndex(of: "?") {
      let bare = OperationID(method: id.method, path: String(id.path[..<mark]))
      if contract.operation(named: bare) != nil {
        return "write \"\(bare)\", and what follows the \"?\" under \"query:\""
      }
    }
    let shape = Self.shape(of: id.path)
    let alike = contract.operations.filter { Self.shape(of: $0.id.path) == shape }
    if let namesake = alike.first(where: { $0.id.method == id.method }) {
      return "write \"\(namesake.id)\""
    }
    // Another method of a path that is there would do something else.
    if alike.count > 1, let path = alike.first?.id.path {
      return "use a method that \(path) has: \(alike.map(\.id.method).alternatives)"
    }
    // The values of parameters stand beside the path. What is as long as another path that it is near
    // to is rather that with a slip.
    guard !id.path.utf8.contains(UInt8(ascii: "{")),
      let match = contract.match(method: id.method, path: id.path),
      let first = match.pathParameters.first
    else { return nil }
    let nearest = nearestOperation(to: id.description)
    guard
      nearest == match.operation.id.description
        || nearest?.segmentCount != id.path.segmentCount
    else { return nil }
    return "write \"\(match.operation.id)\", and \"path: { \(first.name): \(first.text) }\""
  }

  /// What to do about a text that names no operation.
  private func fix(forOperation text: String) -> String {
    if let nearest = nearestOperation(to: text) { return "write \"\(nearest)\"" }
    let first = context.contract.operations.first?.id.description ?? "GET /"
    return "write a method and a path template of the contract, such as \"\(first)\""
  }

  private func nearestOperation(to text: String) -> String? {
    EditDistance.nearest(to: text, in: context.contract.operations.map(\.id.description))
  }

  /// A path with the names between its braces left out.
  private static func shape(of path: String) -> [UInt8] {
    var shape: [UInt8] = []
    var isName = false
    for byte in path.utf8 {
      if byte == UInt8(ascii: "}") { isName = false }
      if !isName { shape.append(byte) }
      if byte == UInt8(ascii: "{") { isName = true }
    }
    return shape
  }
}

extension String {
  /// How many segments a path has, whatever stands before it.
  fileprivate var segmentCount: Int { utf8.count { $0 == UInt8(ascii: "/") } }
}
