/// Finds the schemas whose verdicts may be asked for again and again about the same value.
///
/// A schema that leads back to itself through `anyOf`, `oneOf`, `not` or `if` can be reached on
/// many ways, and each level of the value multiplies them: without memory, time grows
/// exponentially with depth.
///
/// A schema that was there before never leads to one read later, so a cycle is complete when its
/// schemas have been read, and each schema is looked at once.
struct RecursionAnalysis {
  /// The strongly connected component of each schema.
  private var components: [Int] = []
  private var componentCount = 0

  /// Looks at the schemas from a number on; returns those on a cycle that has a branch in it.
  mutating func extend(over graph: SchemaGraph, from first: Int) -> [SchemaGraph.NodeID] {
    if first == graph.nodes.count { return [] }
    findComponents(graph, from: first)
    var hasBranch: Set<Int> = []
    var sizes: [Int: Int] = [:]
    for id in first..<graph.nodes.count {
      let component = components[id]
      sizes[component, default: 0] += 1
      for keyword in graph.nodes[id].keywords {
        keyword.rule.forEachTarget { target in
          if target == id { sizes[component, default: 0] += 1 }
          if components[target] == component, keyword.rule.isBranching {
            hasBranch.insert(component)
          }
        }
      }
    }
    return (first..<graph.nodes.count).filter {
      hasBranch.contains(components[$0]) && sizes[components[$0], default: 0] > 1
    }
  }

  /// Tarjan's algorithm without recursion.
  private mutating func findComponents(_ graph: SchemaGraph, from first: Int) {
    let count = graph.nodes.count - first
    components += repeatElement(-1, count: count)
    let edges = graph.nodes[first...].map { node in
      var edges: [Int] = []
      for keyword in node.keywords {
        keyword.rule.forEachTarget { if $0 >= first { edges.append($0 - first) } }
      }
      return edges
    }
    var order = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var open: [Int] = []
    var next = 0
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
          } else if components[first + target] < 0 {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        if low[node] == order[node] {
          while let member = open.popLast() {
            components[first + member] = componentCount
            if member == node { break }
          }
          componentCount += 1
        }
        stack.removeLast()
        if let parent = stack.last?.node { low[parent] = min(low[parent], low[node]) }
      }
    }
  }
}
