/// How deep the smallest value of each kind is at least, for every schema of a graph.
///
/// A kind that no value of a schema can have has no depth. The depths are lower bounds: keywords
/// that are hard to reckon with, such as `not`, are left out of account, so what has no depth is
/// shown to be impossible, recursion without an end included.
struct MinimalDepths: Sendable {
  /// A depth for each kind, by ``ValueKinds/position``.
  typealias Row = SIMD8<UInt16>

  /// In the place of a depth: there is no such value.
  static let impossible = UInt16.max

  private var rows: [Row]

  init(_ graph: SchemaGraph) {
    rows = Array(repeating: Row(repeating: Self.impossible), count: graph.nodes.count)
    var users = [[SchemaGraph.NodeID]](repeating: [], count: graph.nodes.count)
    for (id, node) in graph.nodes.enumerated() {
      for keyword in node.keywords { keyword.rule.forEachTarget { users[$0].append(id) } }
    }
    var pending = Array(graph.nodes.indices)
    var isPending = [Bool](repeating: true, count: pending.count)
    // Depths only ever fall, so the order does not matter.
    while let id = pending.popLast() {
      isPending[id] = false
      let row = row(of: graph.nodes[id], graph)
      guard row != rows[id] else { continue }
      rows[id] = row
      for user in users[id] where !isPending[user] {
        isPending[user] = true
        pending.append(user)
      }
    }
  }

  subscript(id: SchemaGraph.NodeID) -> Row { rows[id] }

  /// The depth of the smallest value of any kind.
  func least(_ id: SchemaGraph.NodeID) -> UInt16 { rows[id].min() }

  /// The kinds that a row leaves possible.
  static func kinds(_ row: Row) -> ValueKinds {
    var kinds: ValueKinds = []
    for position in 0..<8 where row[position] != impossible {
      kinds.insert(ValueKinds(rawValue: 1 << UInt8(position)))
    }
    return kinds
  }

  /// The row that allows some kinds, at any depth.
  static func row(_ kinds: ValueKinds) -> Row {
    var row = Row(repeating: impossible)
    for position in 0..<8 where kinds.rawValue & 1 << UInt8(position) != 0 { row[position] = 0 }
    return row
  }

  private static func deeper(_ depth: UInt16) -> UInt16 {
    depth >= impossible - 1 ? impossible : depth + 1
  }

  private func row(of node: SchemaNode, _ graph: SchemaGraph) -> Row {
    if let constant = node.constant {
      return Row(repeating: constant ? 0 : Self.impossible)
    }
    var row = Row(repeating: 0)
    for keyword in node.keywords {
      switch keyword.rule {
      case .ref(let id): row = pointwiseMax(row, rows[id])
      case .allOf(let ids): for id in ids { row = pointwiseMax(row, rows[id]) }
      case .anyOf(let ids), .oneOf(let ids):
        let best = ids.reduce(Row(repeating: Self.impossible)) { pointwiseMin($0, rows[$1]) }
        row = pointwiseMax(row, best)
      case .not(let id):
        row = pointwiseMax(row, Self.row(graph.kindsLeft(byNot: id)))
      case .type(let types): row = pointwiseMax(row, Self.row(ValueKinds(types)))
      case .enumeration(let values): row = pointwiseMax(row, Self.row(of: values.all))
      case .const(let value): row = pointwiseMax(row, Self.row(of: [value]))
      case .required(let names, _):
        let group = MemberGroup(node)
        var depth: UInt16 = names.isEmpty ? 0 : 1
        for name in names {
          for id in group.schemas(forName: Array(name.utf8)) {
            depth = max(depth, Self.deeper(least(id)))
          }
        }
        raise(&row, .object, to: depth)
      case .minProperties(let count): raise(&row, .object, to: count > 0 ? 1 : 0)
      case .minItems(let count):
        let group = ElementGroup(node)
        var depth: UInt16 = count > 0 ? 1 : 0
        // What stands behind the listed items is all the same.
        for index in 0..<min(count, group.prefix.count + 1) {
          if let id = group.schema(at: index) { depth = max(depth, Self.deeper(least(id))) }
        }
        raise(&row, .array, to: depth)
      case .contains(let id, let minimum, _, _):
        if minimum > 0 { raise(&row, .array, to: Self.deeper(least(id))) }
      default: break
      }
    }
    return row
  }

  private func raise(_ row: inout Row, _ kind: ValueKinds, to depth: UInt16) {
    row[kind.position] = max(row[kind.position], depth)
  }

  private static func row(of values: [JSONValue]) -> Row {
    var row = Row(repeating: impossible)
    for value in values {
      let position = ValueKinds(value).position
      row[position] = min(row[position], depth(value, 8))
    }
    return row
  }

  private static func depth(_ value: JSONValue, _ limit: Int) -> UInt16 {
    if limit == 0 || value.count == 0 { return 0 }
    let below =
      value.elements.map { depth($0, limit - 1) }
      + value.members.map { depth($0.value, limit - 1) }
    return 1 + (below.max() ?? 0)
  }
}

extension SchemaGraph {
  /// The keywords of a schema that decide about validity.
  func decidingKeywords(_ id: NodeID) -> [Keyword] {
    nodes[id].keywords.filter {
      switch $0.rule {
      case .annotation, .contentAnnotation: false
      case .discriminator(let discriminator): discriminator.isAsserted
      default: true
      }
    }
  }

  /// The kinds of values that may violate a schema, as far as its types alone tell.
  func kindsLeft(byNot id: NodeID) -> ValueKinds {
    if let constant = nodes[id].constant { return constant ? [] : .all }
    let keywords = decidingKeywords(id)
    if keywords.isEmpty { return [] }
    guard keywords.count == 1 else { return .all }
    switch keywords[0].rule {
    case .type(let types):
      var kinds = ValueKinds(types)
      // In draft-04 a whole number that is written with a point is no integer.
      if !kinds.contains(.fraction), !types.integralDecimals { kinds.remove(.integer) }
      return ValueKinds.all.subtracting(kinds)
    default: return .all
    }
  }
}

/// What one schema says about members by their names.
struct MemberGroup: Sendable {
  var named: [NamedSchema] = []
  var patterns: [PatternSchema] = []
  /// For members that the others do not cover.
  var additional: SchemaGraph.NodeID?
  private var byName: [[UInt8]: SchemaGraph.NodeID] = [:]

  init(_ node: SchemaNode) {
    for keyword in node.keywords {
      switch keyword.rule {
      case .properties(let schemas, _):
        named = schemas
        for schema in schemas { byName[schema.key] = schema.node }
      case .patternProperties(let schemas): patterns = schemas
      case .additionalProperties(let id, _, _): additional = id
      default: break
      }
    }
  }

  var isEmpty: Bool { named.isEmpty && patterns.isEmpty && additional == nil }

  /// The schemas for members of a name.
  func schemas(forName name: [UInt8]) -> [SchemaGraph.NodeID] {
    var found: [SchemaGraph.NodeID] = []
    if let id = byName[name] { found.append(id) }
    for schema in patterns where schema.pattern.match(name.span) == .matches {
      found.append(schema.node)
    }
    if found.isEmpty, let additional { found.append(additional) }
    return found
  }
}

/// What one schema says about elements by their positions.
struct ElementGroup: Sendable {
  var prefix: [SchemaGraph.NodeID] = []
  var rest: (node: SchemaGraph.NodeID, from: Int)?

  init(_ node: SchemaNode) {
    for keyword in node.keywords {
      switch keyword.rule {
      case .prefixItems(let ids): prefix = ids
      case .items(let id, let from): rest = (id, from)
      default: break
      }
    }
  }

  var isEmpty: Bool { prefix.isEmpty && rest == nil }

  /// The schema for the element at a position.
  func schema(at position: Int) -> SchemaGraph.NodeID? {
    if position < prefix.count { return prefix[position] }
    if let rest, position >= rest.from { return rest.node }
    return nil
  }
}
