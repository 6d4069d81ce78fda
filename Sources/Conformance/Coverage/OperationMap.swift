internal import SchemaValidator

/// What can be met of one operation, and where to look for it in an exchange.
struct OperationMap: Sendable {
  /// A parameter.
  struct Given: Sendable {
    let item: Int
    /// The values it is limited to, with their items.
    let values: [JSONValue: Int]
  }

  /// One media type of a body.
  struct Content: Sendable {
    let item: Int
    /// What its values are walked along; nil where there is no schema, or where it is not counted.
    let tree: CoverageTree?
    let direction: MessageDirection
  }

  /// The things that can be met.
  private(set) var items = CoverageItems()
  /// The parameters, as many as the operation has.
  private(set) var parameters: [Given] = []
  /// The media types of the request body, as many as the operation has.
  private(set) var requestContent: [Content] = []
  /// The responses, as many as the operation has.
  private(set) var responses: [(item: Int, content: [Content])] = []
  /// Whether the bodies have more to be met than is counted.
  private(set) var isCut = false
  private let bodyLimit: Int

  /// How many things to meet one body of a contract has at most: fewer where there are many bodies,
  /// so that a result stays readable whatever the contract is.
  static func bodyLimit(for contract: Contract) -> Int {
    let bodies = contract.operations.reduce(0) { count, operation in
      count + (operation.requestBody?.content.count ?? 0)
        + operation.responses.all.count(where: \.status.isSuccess)
    }
    return min(500, max(20, 50_000 / max(1, bodies)))
  }

  /// Lays out an operation, of each body up to so many things.
  ///
  /// Of answers only the bodies of successes are counted: errors look alike everywhere, and their
  /// statuses say which of them were met.
  init(_ operation: Operation, _ references: ReferenceFollower, bodyLimit: Int) {
    self.bodyLimit = bodyLimit
    let successes = operation.responses.all.filter(\.status.isSuccess)
    for response in operation.responses.all {
      responses.append((items.enter(.statuses, response.status.description), []))
    }
    for parameter in operation.parameters { enter(parameter, references) }
    for entry in operation.requestBody?.content ?? [] {
      let item = items.enter(.requestMediaTypes, entry.range.description)
      requestContent.append(content(entry, item, .request, isCounted: true, references))
    }
    for (number, response) in operation.responses.all.enumerated() {
      let isCounted =
        response.status.isSuccess || successes.isEmpty && response.status == .any
      for entry in response.content {
        let item = items.enter(
          .responseMediaTypes, "\(response.status) \(entry.range)")
        responses[number].content.append(
          content(entry, item, .response, isCounted: isCounted, references))
      }
    }
  }

  private mutating func enter(_ parameter: Parameter, _ references: ReferenceFollower) {
    let name = "\(parameter.location.rawValue) \(parameter.name)"
    let item = items.enter(.parameters, name)
    var values: [JSONValue: Int] = [:]
    if let schema = parameter.schema {
      // Elements of a list are limited in the same way as a value on its own.
      let roots = references.schemas(inPlaceOf: schema.node)
      let elements = roots.compactMap { $0["items"] }
        .flatMap { references.schemas(inPlaceOf: $0) }
      for schema in roots + elements {
        for value in (schema["enum"]?.value).map({ Array($0.elements) }) ?? [] {
          values[value] = items.enter(.parameterValues, "\(name) = \(value.plainText)")
        }
      }
    }
    parameters.append(Given(item: item, values: values))
  }

  private mutating func content(
    _ entry: MediaTypeEntry, _ item: Int, _ direction: MessageDirection, isCounted: Bool,
    _ references: ReferenceFollower
  ) -> Content {
    guard isCounted, let schema = entry.schema else {
      return Content(item: item, tree: nil, direction: direction)
    }
    let tree = CoverageTree(schema.node, in: direction, references, limit: bodyLimit, into: &items)
    isCut = isCut || tree.isCut
    return Content(item: item, tree: tree, direction: direction)
  }
}

extension Response.Status {
  /// Whether it stands for answers to what succeeded, or leads on to it.
  fileprivate var isSuccess: Bool {
    switch self {
    case .code(let code): code < 400
    case .range(let digit): digit < 4
    case .any: false
    }
  }
}
