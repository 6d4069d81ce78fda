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
    let longer = operations(endingIn: shape, method: id.method)
    // Another method of a path that is there would do something else.
    if !alike.isEmpty, longer.isEmpty {
      let same = alike.filter { $0.id.path.isSameText(as: id.path) }
      return "use a method that \(Self.methods(of: same.isEmpty ? alike : same))"
    }
    let nearest = nearestOperation(to: id.description)
    if !longer.isEmpty {
      // A slip in a path that is as long is as likely.
      let slip = [nearest].compactMap(\.self).filter { $0.segmentCount == id.path.segmentCount }
      return "write \((slip + longer.map(\.id.description)).map { "\"\($0)\"" }.alternatives)"
    }
    // The values of parameters stand beside the path. What is as long as another path that it is near
    // to is rather that with a slip.
    guard !id.path.utf8.contains(UInt8(ascii: "{")),
      let match = contract.match(method: id.method, path: id.path),
      !match.pathParameters.isEmpty
    else { return nil }
    guard
      nearest == match.operation.id.description
        || nearest?.segmentCount != id.path.segmentCount
    else { return nil }
    let values = match.pathParameters.map {
      "\(CoreSchema.scalar(for: $0.name)): \(CoreSchema.scalar(for: $0.text))"
    }
    return
      "write \"\(match.operation.id)\", and \"path: { \(values.joined(separator: ", ")) }\""
  }

  /// The operations of a method whose paths have something more before what a path looks like; none
  /// where that says little, or fits too many of them.
  private func operations(endingIn shape: [UInt8], method: String) -> [Operation] {
    let segments = shape.split(separator: UInt8(ascii: "/"))
    // What has no word of its own, such as "/{id}", ends many paths.
    guard segments.contains(where: { $0.first != UInt8(ascii: "{") }) else { return [] }
    let found = context.contract.operations.filter { operation in
      operation.id.method == method
        && Self.shape(of: operation.id.path).reversed().starts(with: shape.reversed())
    }
    return found.count <= 3 ? found : []
  }

  /// Which methods each path of some operations has: paths can differ in the names of parameters.
  private static func methods(of operations: [Operation]) -> String {
    var paths: [String] = []
    for operation in operations
    where !paths.contains(where: { $0.isSameText(as: operation.id.path) }) {
      paths.append(operation.id.path)
    }
    return paths.map { path in
      let methods = operations.filter { $0.id.path.isSameText(as: path) }.map(\.id.method)
      return "\(path) has: \(methods.alternatives)"
    }.joined(separator: ", or that ")
  }

  /// What to do about a text that names no operation.
  private func fix(forOperation text: String) -> String {
    if let nearest = nearestOperation(to: text) { return "write \"\(nearest)\"" }
    let first = context.contract.operations.first?.id.description ?? "GET /"
    return "write a method and a path template of the contract, such as \"\(first)\""
  }

  /// The operation that a text is nearly the name of; of a method that the contract has, one of that
  /// method.
  private func nearestOperation(to text: String) -> String? {
    let operations = context.contract.operations
    let method = OperationID(text)?.method
    let alike = operations.filter { $0.id.method == method }
    return EditDistance.nearest(
      to: text, in: (alike.isEmpty ? operations : alike).map(\.id.description))
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

extension CoreSchema {
  /// How a text is written in a mapping in braces, in quotation marks where it would be something
  /// else without them.
  fileprivate static func scalar(for text: String) -> String {
    let bytes = Array(text.utf8)
    let isWord = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "-"):
        true
      default: byte >= 0x80
      }
    }
    if isWord, bytes.first != UInt8(ascii: "-") {
      let scalar = resolve(bytes)
      if scalar == .string || scalar == .number(bytes) { return text }
    }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''") + "'"
  }
}
