internal import Diagnostics
internal import SchemaValidator

/// Every schema of a contract, each once, with how they apply to each other.
struct SchemaInventory: Sendable {
  /// How a schema hands a value on to another one.
  enum Relation: Sendable, Hashable {
    /// The same value, which has to fit: `allOf`, `$ref`, and branches that may decide.
    case inPlace
    /// The same value, which need not fit: `not`, `if`.
    case tested
    /// A part of the value.
    case part
    /// Nothing: `$defs` only keeps it.
    case kept
  }

  /// A schema and what it has to do with the others.
  struct Site: Sendable {
    /// The schema as written: an object or a boolean.
    let node: ContractNode
    /// The schemas it hands values to.
    fileprivate(set) var uses: [(site: Int, relation: Relation)] = []
    /// The schemas that hand the same value to it.
    fileprivate(set) var inPlaceParents: [Int] = []
    /// The sides whose messages reach it; empty for one that no operation uses.
    fileprivate(set) var directions: MessageInventory.Directions = []
    /// Whether a value that reaches it has to fit: false below `not` and `if` alone.
    fileprivate(set) var isAsserted = false
  }

  private(set) var sites: [Site] = []
  /// How many of them do not stand inside of another one.
  private(set) var rootCount = 0
  private var numbers: [ContractNode.Place: Int] = [:]
  private let references: ReferenceFollower
  private let isVersion30: Bool

  init(_ contract: Contract, _ messages: MessageInventory) {
    references = ReferenceFollower(documents: contract.schemas.documents)
    isVersion30 = references.isVersion30
    var roots: [Root] = []
    for value in messages.values {
      if let node = value.node["schema"] { roots.append((node, value.directions)) }
    }
    for body in messages.bodies {
      for name in ["schema", "itemSchema"] {
        if let node = body.node[name] { roots.append((node, body.directions)) }
      }
    }
    let components = ContractNode(rootOf: contract.document)["components"]?["schemas"]
    for (_, node) in components?.members ?? [] { roots.append((node, [])) }
    build(roots)
  }

  /// The number of a schema's site; nil for what is no schema of the contract.
  func number(of node: ContractNode) -> Int? { numbers[node.quickPlace] }

  /// The schemas that may judge the same value as a schema does, itself first: what its references
  /// lead to, and all branches.
  func schemas(inPlaceOf node: ContractNode) -> [ContractNode] {
    guard let start = number(of: node) else { return [node] }
    var numbers = [start]
    var seen: Set<Int> = [start]
    var next = 0
    while next < numbers.count {
      for use in sites[numbers[next]].uses where use.relation == .inPlace {
        if seen.insert(use.site).inserted { numbers.append(use.site) }
      }
      next += 1
    }
    return numbers.map { sites[$0].node }
  }

  /// The schemas that may judge what lies at a path in a value of a schema.
  func schemas(describing path: JSONPointer, from node: ContractNode) -> [ContractNode] {
    var schemas = schemas(inPlaceOf: node)
    for token in path.tokens {
      var seen: Set<ContractNode.Place> = []
      schemas = schemas.flatMap { Self.schemas(of: token, in: $0) }
        .flatMap { self.schemas(inPlaceOf: $0) }
        .filter { seen.insert($0.quickPlace).inserted }
    }
    return schemas
  }

  /// The schemas of a member or an element.
  private static func schemas(of token: String, in schema: ContractNode) -> [ContractNode] {
    if let property = schema["properties"]?[token] { return [property] }
    let keywords: [SchemaKeyword] = [
      .patternProperties, .additionalProperties, .unevaluatedProperties, .prefixItems, .items,
      .additionalItems, .contains, .unevaluatedItems,
    ]
    return keywords.flatMap { keyword in
      schema[keyword.rawValue].map { keyword.schemas(in: $0) } ?? []
    }
  }

  /// Whether some schema that may judge the same value is not found by following references.
  func leadsAstray(_ node: ContractNode) -> Bool {
    schemas(inPlaceOf: node).contains(where: references.leadsAstray)
  }

  /// A schema that does not stand inside of another one, and the sides that send its values.
  private typealias Root = (node: ContractNode, directions: MessageInventory.Directions)

  private mutating func build(_ roots: [Root]) {
    var starts: [(site: Int, directions: MessageInventory.Directions)] = []
    var distinct: Set<ContractNode.Place> = []
    for root in roots {
      guard let site = visit(root.node) else { continue }
      starts.append((site, root.directions.subtracting(.outgoing)))
      distinct.insert((references.resolved(root.node) ?? root.node).quickPlace)
    }
    rootCount = distinct.count
    var next = 0
    while next < sites.count {
      // Reading a site may add others at the end, which are read in their turn.
      read(next)
      next += 1
    }
    spread(starts)
  }

  /// The number of a schema, which is entered when it is new; nil for what cannot be a schema.
  private mutating func visit(_ node: ContractNode) -> Int? {
    guard node.value.kind == .object || node.value.kind == .boolean else { return nil }
    if let known = numbers[node.quickPlace] { return known }
    numbers[node.quickPlace] = sites.count
    sites.append(Site(node: node))
    return sites.count - 1
  }

  private mutating func read(_ number: Int) {
    let node = sites[number].node
    guard node.value.kind == .object else { return }
    if let target = references.target(of: node) { connect(number, target, .inPlace) }
    if references.ignoresSiblings(of: node) { return }
    for (name, child) in node.members {
      guard let keyword = SchemaKeyword(rawValue: name),
        !isVersion30 || keyword.isKnownIn30
      else { continue }
      for schema in keyword.schemas(in: child) { connect(number, schema, keyword.relation) }
    }
  }

  private mutating func connect(_ from: Int, _ node: ContractNode, _ relation: Relation) {
    guard let to = visit(node) else { return }
    sites[from].uses.append((to, relation))
    if relation == .inPlace || relation == .tested { sites[to].inPlaceParents.append(from) }
  }

  /// Tells every schema which messages reach it, and whether they have to fit.
  private mutating func spread(
    _ starts: [(site: Int, directions: MessageInventory.Directions)]
  ) {
    var pending = starts.map { (site: $0.site, directions: $0.directions, isAsserted: true) }
    while let (number, directions, isAsserted) = pending.popLast() {
      let site = sites[number]
      let isNew =
        !site.directions.isSuperset(of: directions) || (isAsserted && !site.isAsserted)
      guard isNew else { continue }
      sites[number].directions.formUnion(directions)
      sites[number].isAsserted = site.isAsserted || isAsserted
      for use in site.uses {
        pending.append(
          (
            use.site, use.relation == .kept ? [] : directions,
            use.relation == .kept || (isAsserted && use.relation != .tested)
          ))
      }
    }
  }
}

/// The keywords whose values hold schemas.
enum SchemaKeyword: String, Sendable {
  case allOf, anyOf, oneOf, then, `else`, dependentSchemas
  case not, `if`
  case properties, patternProperties, additionalProperties, propertyNames, unevaluatedProperties
  case items, prefixItems, additionalItems, contains, unevaluatedItems, contentSchema
  case defs = "$defs"
  case definitions

  /// How the keyword hands values on.
  var relation: SchemaInventory.Relation {
    switch self {
    case .allOf, .anyOf, .oneOf, .then, .else, .dependentSchemas: .inPlace
    case .not, .if: .tested
    case .properties, .patternProperties, .additionalProperties, .propertyNames,
      .unevaluatedProperties, .items, .prefixItems, .additionalItems, .contains,
      .unevaluatedItems, .contentSchema:
      .part
    case .defs, .definitions: .kept
    }
  }

  /// Whether the Schema Object of OpenAPI 3.0 has it.
  var isKnownIn30: Bool {
    switch self {
    case .allOf, .anyOf, .oneOf, .not, .properties, .additionalProperties, .items: true
    default: false
    }
  }

  /// The schemas in the keyword's value.
  func schemas(in value: ContractNode) -> [ContractNode] {
    switch self {
    case .allOf, .anyOf, .oneOf, .prefixItems: value.elements
    case .properties, .patternProperties, .dependentSchemas, .defs, .definitions:
      value.value.kind == .object ? value.members.map(\.node) : []
    case .items: value.value.kind == .array ? value.elements : [value]
    default: [value]
    }
  }
}
