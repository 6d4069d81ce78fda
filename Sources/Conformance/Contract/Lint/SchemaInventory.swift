internal import Diagnostics
internal import SchemaValidator

/// Every schema of a contract, each once, with how they apply to each other.
struct SchemaInventory: Sendable {
  /// A schema and what it has to do with the others.
  struct Site: Sendable {
    /// The schema as written: an object or a boolean.
    let node: ContractNode
    /// The schemas it hands values to.
    fileprivate(set) var uses: [(site: Int, relation: SchemaKeyword.Relation)] = []
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

  init(_ contract: Contract, _ messages: MessageInventory) {
    references = ReferenceFollower(documents: contract.schemas.documents)
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

  /// Whether some schema that may judge the same value is not found by following references.
  func leadsAstray(_ node: ContractNode) -> Bool {
    references.schemas(inPlaceOf: node).contains(where: references.leadsAstray)
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
    for (schema, relation) in references.uses(of: sites[number].node) {
      connect(number, schema, relation)
    }
  }

  private mutating func connect(
    _ from: Int, _ node: ContractNode, _ relation: SchemaKeyword.Relation
  ) {
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
