internal import Diagnostics
internal import SchemaValidator

/// Every parameter, header and media type of a contract, each object once, those that only the
/// components hold included.
struct MessageInventory: Sendable {
  /// A parameter or a header.
  struct Value: Sendable {
    /// The object, its reference followed.
    let node: ContractNode
    /// Its name.
    let name: String
    /// Where it stands in a message.
    let location: Parameter.Location
    /// The side that sends it; either where the API is the one that calls.
    let direction: MessageDirection

    /// What a sentence calls it, such as `query parameter "limit"`.
    var title: String { location.title(of: name) }
    /// The style it is written in.
    var style: ParameterStyle {
      let written = node.value["style"]?.stringValue.flatMap { ParameterStyle(rawValue: $0) }
      return written ?? .standard(for: location)
    }
    /// Whether each element of an array is written on its own.
    var explode: Bool { node.value["explode"]?.boolValue ?? style.explodesByDefault }
  }

  /// An entry of a `content` map.
  struct Body: Sendable {
    /// The media type object.
    let node: ContractNode
    /// The media type.
    let range: MediaTypeRange
    /// The side that sends it; either where the API is the one that calls.
    let direction: MessageDirection
    /// Whether it describes the body of a message, and not one parameter.
    let isWhole: Bool
  }

  private(set) var values: [Value] = []
  private(set) var bodies: [Body] = []
  private var seen: Set<ContractNode.Place> = []
  private let references: ReferenceFollower

  init(_ contract: Contract) {
    references = ReferenceFollower(documents: contract.schemas.documents)
    for operation in contract.operations { add(operation, isCallback: false) }
    for operation in contract.outgoingOperations { add(operation, isCallback: true) }
    addComponents(ContractNode(rootOf: contract.document)["components"])
  }

  /// Adds the messages of an operation; in one that the API calls, who is client and who is server
  /// depends on the way one looks at it.
  private mutating func add(_ operation: Operation, isCallback: Bool) {
    let sent: MessageDirection = isCallback ? .either : .request
    let answered: MessageDirection = isCallback ? .either : .response
    // A parameter that stands in for an undeclared one has no object of its own.
    for parameter in operation.parameters where parameter.node["in"] != nil {
      add(parameter.node, parameter.name, parameter.location, sent)
    }
    for entry in operation.requestBody?.content ?? [] {
      add(entry.node, entry.range, sent, isWhole: true)
    }
    for response in operation.responses.all {
      for header in response.headers {
        add(header.node, header.name, .header, answered)
      }
      for entry in response.content { add(entry.node, entry.range, answered, isWhole: true) }
    }
  }

  private mutating func add(
    _ node: ContractNode, _ name: String, _ location: Parameter.Location,
    _ direction: MessageDirection
  ) {
    guard node.value.kind == .object, seen.insert(node.quickPlace).inserted else { return }
    values.append(Value(node: node, name: name, location: location, direction: direction))
    addContent(node["content"], direction, isWhole: false)
  }

  private mutating func add(
    _ node: ContractNode, _ range: MediaTypeRange, _ direction: MessageDirection, isWhole: Bool
  ) {
    guard node.value.kind == .object, seen.insert(node.quickPlace).inserted else { return }
    bodies.append(Body(node: node, range: range, direction: direction, isWhole: isWhole))
    for (_, part) in node["encoding"]?.members ?? [] { addHeaders(part["headers"], direction) }
  }

  private mutating func addContent(
    _ map: ContractNode?, _ direction: MessageDirection, isWhole: Bool
  ) {
    for (name, written) in map?.members ?? [] {
      guard let range = MediaTypeRange(name), let node = references.resolved(written) else {
        continue
      }
      add(node, range, direction, isWhole: isWhole)
    }
  }

  private mutating func addHeaders(_ map: ContractNode?, _ direction: MessageDirection) {
    for (name, written) in map?.members ?? [] {
      guard let node = references.resolved(written) else { continue }
      add(node, name, .header, direction)
    }
  }

  /// What the components hold and no operation uses has mistakes too.
  private mutating func addComponents(_ components: ContractNode?) {
    func entries(_ section: String) -> [ContractNode] {
      (components?[section]?.members ?? []).compactMap { references.resolved($0.node) }
    }
    for node in entries("parameters") {
      guard let name = node.value["name"]?.stringValue,
        let location = node.value["in"]?.stringValue.flatMap({ Parameter.Location(rawValue: $0) })
      else { continue }
      add(node, name, location, .request)
    }
    for node in entries("requestBodies") { addContent(node["content"], .request, isWhole: true) }
    for node in entries("responses") {
      addHeaders(node["headers"], .response)
      addContent(node["content"], .response, isWhole: true)
    }
    addHeaders(components?["headers"], .response)
  }
}

extension ContractNode {
  /// What tells a place of a contract from every other one; cheaper than ``Identity``.
  struct Place: Hashable, Sendable {
    let document: ObjectIdentifier
    let offset: Int
  }

  /// Which place this is: no two values of a document begin at the same byte.
  var quickPlace: Place {
    Place(document: document.identity, offset: value.byteRange.lowerBound)
  }
}
