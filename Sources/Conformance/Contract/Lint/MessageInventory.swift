internal import Diagnostics
internal import SchemaValidator

/// Every parameter, header and media type of a contract, each object once, those that only the
/// components hold included.
struct MessageInventory: Sendable {
  /// The sides that send an object's values.
  struct Directions: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// The client.
    static let request = Directions(rawValue: 1)
    /// The server.
    static let response = Directions(rawValue: 2)
    /// Either, where the API is the one that calls: who is client and who is server depends on the
    /// way one looks at it.
    static let outgoing = Directions(rawValue: 4)

    /// The one direction in which schemas judge the values; either where there are several.
    var direction: MessageDirection {
      self == .request ? .request : self == .response ? .response : .either
    }
  }

  /// A parameter or a header.
  struct Value: Sendable {
    /// The object, its reference followed.
    let node: ContractNode
    /// Its name.
    let name: String
    /// Where it stands in a message.
    let location: Parameter.Location
    /// The sides that send it.
    fileprivate(set) var directions: Directions

    /// What a sentence calls it, such as `query parameter "limit"`.
    var title: String { location.title(of: name) }
    /// The style it is written in.
    var style: ParameterStyle {
      let written = node.value["style"]?.stringValue.flatMap { ParameterStyle(rawValue: $0) }
      return written ?? .standard(for: location)
    }
    /// Whether nothing may stand behind its name: `allowEmptyValue`, for the query only.
    var mayBeEmpty: Bool {
      location == .query && node.value["allowEmptyValue"]?.boolValue == true
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
    /// The sides that send it.
    fileprivate(set) var directions: Directions
    /// Whether it describes the body of a message, and not one parameter.
    let isWhole: Bool
  }

  private(set) var values: [Value] = []
  private(set) var bodies: [Body] = []
  private var valueNumbers: [ContractNode.Place: Int] = [:]
  private var bodyNumbers: [ContractNode.Place: Int] = [:]
  private let references: ReferenceFollower

  init(_ contract: Contract) {
    references = ReferenceFollower(documents: contract.schemas.documents)
    for operation in contract.operations { add(operation, isCallback: false) }
    for operation in contract.outgoingOperations { add(operation, isCallback: true) }
    addComponents(ContractNode(rootOf: contract.document)["components"])
  }

  private mutating func add(_ operation: Operation, isCallback: Bool) {
    let sent: Directions = isCallback ? .outgoing : .request
    let answered: Directions = isCallback ? .outgoing : .response
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
    _ directions: Directions
  ) {
    guard node.value.kind == .object else { return }
    // What components hold may travel both ways.
    if let known = valueNumbers[node.quickPlace] {
      values[known].directions.formUnion(directions)
    } else {
      valueNumbers[node.quickPlace] = values.count
      values.append(Value(node: node, name: name, location: location, directions: directions))
    }
    addContent(node["content"], directions, isWhole: false)
  }

  private mutating func add(
    _ node: ContractNode, _ range: MediaTypeRange, _ directions: Directions, isWhole: Bool
  ) {
    guard node.value.kind == .object else { return }
    if let known = bodyNumbers[node.quickPlace] {
      bodies[known].directions.formUnion(directions)
    } else {
      bodyNumbers[node.quickPlace] = bodies.count
      bodies.append(Body(node: node, range: range, directions: directions, isWhole: isWhole))
    }
    for (_, part) in node["encoding"]?.members ?? [] { addHeaders(part["headers"], directions) }
  }

  private mutating func addContent(
    _ map: ContractNode?, _ directions: Directions, isWhole: Bool
  ) {
    for (name, written) in map?.members ?? [] {
      guard let range = MediaTypeRange(name), let node = references.resolved(written) else {
        continue
      }
      add(node, range, directions, isWhole: isWhole)
    }
  }

  private mutating func addHeaders(_ map: ContractNode?, _ directions: Directions) {
    for (name, written) in map?.members ?? [] {
      guard let node = references.resolved(written) else { continue }
      add(node, name, .header, directions)
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
