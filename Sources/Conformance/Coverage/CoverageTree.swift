internal import Diagnostics
internal import SchemaValidator

/// What of the values of a schema can be met, laid out for walking along a value.
///
/// A node stands for a place in the value, whichever of the schemas around it speak of it. Schemas
/// may lead back to themselves, and may be far larger than anything that is ever sent: the tree
/// ends where one repeats, and grows level by level up to a number of things to meet.
struct CoverageTree: Sendable {
  /// One place in a value.
  struct Node: Sendable {
    /// The item that stands for the place itself; nil for the root and for elements.
    var item: Int?
    /// The described members.
    var members: [String: Int] = [:]
    /// Members that are not named.
    var otherMembers: Int?
    /// Elements.
    var elements: Int?
    /// The values that the place is limited to, with their items.
    var values: [JSONValue: Int] = [:]
    /// The branches that may judge the place.
    var branches: [Branch] = []
  }

  /// One branch of an `anyOf` or a `oneOf`.
  struct Branch: Sendable {
    let schema: ContractNode
    let item: Int
  }

  /// The nodes; the first is the root.
  private(set) var nodes: [Node] = []
  /// Whether there is more than was laid out.
  private(set) var isCut = false

  /// Lays out a schema, up to so many things to meet; items are entered where the operation keeps
  /// them.
  init(
    _ schema: ContractNode, in direction: MessageDirection, _ references: ReferenceFollower,
    limit: Int, into items: inout CoverageItems
  ) {
    let isRequest = direction == .request
    let kinds = Kinds(
      member: isRequest ? .requestMembers : .responseMembers,
      value: isRequest ? .requestValues : .responseValues,
      branch: isRequest ? .requestBranches : .responseBranches)
    var pending = [Pending(schemas: [schema], path: "", node: 0, around: [])]
    let limit = items.count + limit
    nodes.append(Node())
    var next = 0
    while next < pending.count {
      let place = pending[next]
      next += 1
      guard items.count < limit else {
        isCut = true
        break
      }
      pending += grow(place, kinds, flag: isRequest ? "readOnly" : "writeOnly", references, &items)
    }
  }

  private struct Kinds {
    let member: Coverage.Kind
    let value: Coverage.Kind
    let branch: Coverage.Kind
  }

  /// A place of which the schemas are known and not looked at.
  private struct Pending {
    let schemas: [ContractNode]
    let path: String
    let node: Int
    /// The schemas around it.
    let around: Set<ContractNode.Place>
  }

  /// Enters everything about a place; returns the places in it.
  private mutating func grow(
    _ place: Pending, _ kinds: Kinds, flag: String, _ references: ReferenceFollower,
    _ items: inout CoverageItems
  ) -> [Pending] {
    let inPlace = SchemasInPlace(of: place.schemas, references)
    for branch in inPlace.branches {
      let item = items.enter(
        kinds.branch, "\(place.path.isEmpty ? "/" : place.path) \(branch.name)",
        title: branch.schema.value["title"]?.stringValue)
      nodes[place.node].branches.append(Branch(schema: branch.schema, item: item))
    }
    var names: [String] = []
    var members: [String: [ContractNode]] = [:]
    var others: [ContractNode] = []
    var elements: [ContractNode] = []
    for schema in inPlace.schemas where schema.value.kind == .object {
      for value in (schema["enum"]?.value).map({ Array($0.elements) }) ?? [] {
        enter(value, at: place, kinds, &items)
      }
      if let value = schema["const"]?.value { enter(value, at: place, kinds, &items) }
      for (name, member) in schema["properties"]?.members ?? [] {
        if member.value[flag]?.boolValue == true { continue }
        if members[name] == nil { names.append(name) }
        members[name, default: []].append(member)
      }
      others += schema["additionalProperties"].map { [$0] } ?? []
      others += (schema["patternProperties"]?.members ?? []).map(\.node)
      elements += schema["prefixItems"]?.elements ?? []
      elements += schema["items"].map { SchemaKeyword.items.schemas(in: $0) } ?? []
    }
    let around = place.around.union(inPlace.schemas.map(\.quickPlace))
    var pending: [Pending] = []
    func child(_ schemas: [ContractNode], _ path: String, _ item: Int?) -> Int {
      nodes.append(Node(item: item))
      let node = nodes.count - 1
      let isNew = schemas.allSatisfy { schema in
        !around.contains(references.resolved(schema)?.quickPlace ?? schema.quickPlace)
      }
      if isNew {
        pending.append(Pending(schemas: schemas, path: path, node: node, around: around))
      }
      return node
    }
    for name in names {
      let path = place.path + JSONPointer.root.appending(name).description
      let item = items.enter(kinds.member, path)
      nodes[place.node].members[name] = child(members[name, default: []], path, item)
    }
    let described = others.filter { $0.value.kind == .object && $0.value.count > 0 }
    if !described.isEmpty {
      nodes[place.node].otherMembers = child(described, place.path + "/*", nil)
    }
    if !elements.isEmpty {
      nodes[place.node].elements = child(elements, place.path + "/*", nil)
    }
    return pending
  }

  private mutating func enter(
    _ value: JSONValue, at place: Pending, _ kinds: Kinds, _ items: inout CoverageItems
  ) {
    guard nodes[place.node].values[value] == nil else { return }
    nodes[place.node].values[value] = items.enter(
      kinds.value, "\(place.path.isEmpty ? "/" : place.path) = \(value.plainText)")
  }
}

/// The schemas that may judge one value, and the branches among them.
private struct SchemasInPlace {
  /// One branch with what tells it from others of the same value.
  struct Branch {
    let schema: ContractNode
    let name: String
  }

  private(set) var schemas: [ContractNode] = []
  private(set) var branches: [Branch] = []
  private let references: ReferenceFollower
  private var seen: Set<ContractNode.Place> = []
  /// How often each keyword came up on the way to a branch.
  private var uses: [String: Int] = [:]

  init(of start: [ContractNode], _ references: ReferenceFollower) {
    self.references = references
    for schema in start { add(schema, prefix: "") }
  }

  private mutating func add(_ schema: ContractNode, prefix: String) {
    guard seen.insert(schema.quickPlace).inserted else { return }
    schemas.append(schema)
    guard schema.value.kind == .object else { return }
    if let target = references.target(of: schema) { add(target, prefix: prefix) }
    if references.ignoresSiblings(of: schema) { return }
    for keyword in [SchemaKeyword.allOf, .then, .else, .dependentSchemas] {
      guard let holder = schema[keyword.rawValue] else { continue }
      for part in keyword.schemas(in: holder) { add(part, prefix: prefix) }
    }
    for keyword in [SchemaKeyword.anyOf, .oneOf] {
      guard let choices = schema[keyword.rawValue]?.elements, !choices.isEmpty else { continue }
      let plain = prefix + keyword.rawValue
      uses[plain, default: 0] += 1
      let number = uses[plain, default: 1]
      let name = number == 1 ? plain : "\(plain)(\(number))"
      for (place, choice) in choices.enumerated() {
        branches.append(Branch(schema: choice, name: "\(name)/\(place)"))
        add(choice, prefix: "\(name)/\(place)/")
      }
    }
  }
}

/// The things of one operation that can be met, each once.
struct CoverageItems: Sendable {
  private(set) var all: [CoverageItem] = []
  private var numbers: [Coverage.Kind: [String: Int]] = [:]

  /// How many there are.
  var count: Int { all.count }

  /// Enters a thing, or finds it where it is known; its number.
  mutating func enter(_ kind: Coverage.Kind, _ name: String, title: String? = nil) -> Int {
    if let number = numbers[kind]?[name] { return number }
    all.append(CoverageItem(kind: kind, name: name, title: title))
    numbers[kind, default: [:]][name] = all.count - 1
    return all.count - 1
  }
}

extension JSONValue {
  /// The value as it reads in a line: a string without quotation marks, unless it could be taken for
  /// something else then.
  var plainText: String {
    guard let text = stringValue else { return description }
    let isPlain =
      !text.isEmpty && text.first != " " && text.last != " "
      && (try? JSONDocument(parsing: Array(text.utf8))) == nil
    return isPlain ? text : description
  }
}
