/// Finds the schemas whose verdicts may be asked for again and again about the same value.
///
/// A schema that leads back to itself through `anyOf`, `oneOf`, `not` or `if` can be reached on
/// many ways, and each level of the value multiplies them: without memory, time grows
/// exponentially with depth.
enum RecursionAnalysis {
  /// For each schema, whether it stands on a cycle of schemas that has a branch in it.
  static func schemasWorthRemembering(_ graph: SchemaGraph) -> [Bool] {
    let components = components(graph)
    var hasBranch: Set<Int> = []
    var sizes: [Int: Int] = [:]
    for (id, component) in components.enumerated() {
      sizes[component, default: 0] += 1
      for keyword in graph.nodes[id].keywords {
        let targets = keyword.rule.targets
        if targets.contains(id) { sizes[component, default: 0] += 1 }
        switch keyword.rule {
        case .anyOf, .oneOf, .not, .condition, .contains, .dependentSchemas, .allOf,
          .unevaluatedItems, .unevaluatedProperties:
          if targets.contains(where: { components[$0] == component }) {
            hasBranch.insert(component)
          }
        default: break
        }
      }
    }
    return components.map { hasBranch.contains($0) && sizes[$0, default: 0] > 1 }
  }

  /// The strongly connected component of each schema, by Tarjan's algorithm without recursion.
  private static func components(_ graph: SchemaGraph) -> [Int] {
    let count = graph.nodes.count
    let edges = graph.nodes.map { $0.keywords.flatMap(\.rule.targets) }
    var order = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var component = [Int](repeating: -1, count: count)
    var open: [Int] = []
    var next = 0
    var found = 0
    for start in 0..<count where order[start] < 0 {
      var stack: [(node: Int, edge: Int)] = [(start, 0)]
      while let (node, edge) = stack.last {
        if edge == 0 {
          order[node] = next
          low[node] = next
          next += 1
          open.append(node)
        }
        if edge < edges[node].count {
          stack[stack.count - 1].edge += 1
          let target = edges[node][edge]
          if order[target] < 0 {
            stack.append((target, 0))
          } else if component[target] < 0 {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        if low[node] == order[node] {
          while let member = open.popLast() {
            component[member] = found
            if member == node { break }
          }
          found += 1
        }
        stack.removeLast()
        if let parent = stack.last?.node { low[parent] = min(low[parent], low[node]) }
      }
    }
    return component
  }
}

extension Rule {
  /// All subschemas of a keyword.
  var targets: [SchemaGraph.NodeID] {
    switch self {
    case .properties(let schemas, _): schemas.map(\.node)
    case .patternProperties(let schemas): schemas.map(\.node)
    case .additionalProperties(let id, _, _), .propertyNames(let id), .items(let id, _),
      .contains(let id, _, _, _), .unevaluatedItems(let id), .unevaluatedProperties(let id):
      [id]
    case .prefixItems(let ids): ids
    default: inPlaceTargets
    }
  }
}
