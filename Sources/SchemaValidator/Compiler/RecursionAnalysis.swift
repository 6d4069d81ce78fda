/// Finds the schemas whose verdicts may be asked for again and again about the same value.
///
/// A schema that leads back to itself through `anyOf`, `oneOf`, `not` or `if` can be reached on
/// many ways, and each level of the value multiplies them; so does each level of schemas that
/// refer to the next one twice. Without memory, time grows exponentially with depth.
///
/// A schema that was there before never leads to one read later, so a cycle is complete when its
/// schemas have been read, and each schema is looked at once.
struct RecursionAnalysis {
  /// What is found out about a schema.
  struct Finding {
    let schema: SchemaGraph.NodeID
    let memory: VerdictMemory
    /// See ``SchemaNode/ways``.
    let ways: Int
  }

  /// The strongly connected component of each schema.
  private var components: [Int] = []
  private var componentCount = 0
  /// On how many ways one place of a value may be judged below each schema, up to the nearest
  /// schemas that remember.
  private var ways: [Int] = []

  /// From so many ways on verdicts are remembered.
  private static let waysWithoutMemory = 4_096

  /// Looks at the schemas from a number on.
  ///
  /// `heights` says how many schemas each applies to one value inside each other.
  mutating func extend(
    over graph: SchemaGraph, from first: Int, heights: [Int]
  ) -> [Finding] {
    if first == graph.nodes.count { return [] }
    let order = findComponents(graph, from: first, heights: heights)
    ways += repeatElement(1, count: graph.nodes.count - ways.count)
    let recursive = recursiveSchemas(graph, from: first)
    return order.map { id in
      let count = self.count(graph.nodes[id], id)
      if count >= Self.waysWithoutMemory {
        return Finding(schema: id, memory: .ofAll, ways: count)
      }
      ways[id] = count
      return Finding(
        schema: id, memory: recursive.contains(id) ? .ofContainers : .none, ways: count)
    }
  }

  /// On how many ways one place of a value may be judged by a schema.
  ///
  /// Members of different names, and elements at different positions, are different places: of
  /// those the one with the most ways counts.
  private func count(_ node: SchemaNode, _ id: SchemaGraph.NodeID) -> Int {
    // Which branches hold is asked once more to know what they looked at.
    let asksAgain = node.keywords.contains {
      switch $0.rule {
      case .unevaluatedItems, .unevaluatedProperties: true
      default: false
      }
    }
    // Below a child, the schemas of a cycle remember by themselves.
    func child(_ target: Int) -> Int { components[target] == components[id] ? 1 : ways[target] }
    var inPlace = 0
    var (named, matched, additional, names) = (0, 0, 0, 0)
    var (elements, contained) = (0, 0)
    for keyword in node.keywords {
      switch keyword.rule {
      case .condition(let test, let then, let otherwise):
        inPlace += ways[test] * (asksAgain ? 4 : 1)
        inPlace += max(then.map { ways[$0] } ?? 0, otherwise.map { ways[$0] } ?? 0)
      case .anyOf(let ids), .oneOf(let ids):
        inPlace += ids.reduce(0) { $0 + ways[$1] } * (asksAgain ? 2 : 1)
      case .discriminator(let discriminator):
        guard discriminator.isAsserted else { break }
        inPlace += discriminator.choices.map { ways[$0.branch] }.max() ?? 0
      case .properties(let schemas, _):
        named = schemas.reduce(0) { max($0, child($1.node)) }
      case .patternProperties(let schemas):
        matched = schemas.reduce(0) { $0 + child($1.node) }
      case .additionalProperties(let target, _, _): additional = child(target)
      case .unevaluatedProperties(let target), .unevaluatedItems(let target):
        additional += child(target)
      case .propertyNames(let target): names = child(target)
      case .prefixItems(let ids): elements = ids.reduce(elements) { max($0, child($1)) }
      case .items(let target, _): elements = max(elements, child(target))
      case .contains(let target, _, _, _): contained += child(target) * (asksAgain ? 2 : 1)
      case let rule: rule.forEachTarget { inPlace += ways[$0] }
      }
    }
    let members = named + matched + additional
    return min(1 << 20, max(1, inPlace + max(members, elements + contained + additional, names)))
  }

  /// The schemas on a cycle on which a value may be judged more than once.
  private func recursiveSchemas(
    _ graph: SchemaGraph, from first: Int
  ) -> Set<SchemaGraph.NodeID> {
    var multiplies: Set<Int> = []
    var sizes: [Int: Int] = [:]
    for id in first..<graph.nodes.count {
      let component = components[id]
      sizes[component, default: 0] += 1
      var back = 0
      var overlaps = false
      for keyword in graph.nodes[id].keywords {
        let before = back
        keyword.rule.forEachTarget { target in
          if target == id { sizes[component, default: 0] += 1 }
          if components[target] == component { back += 1 }
        }
        guard back > before else { continue }
        switch keyword.rule {
        // What stands beside a reference, or beside patterns, may be about the same child.
        case .ref, .patternProperties: overlaps = true
        case let rule: if rule.isBranching { multiplies.insert(component) }
        }
      }
      if overlaps, back > 1 { multiplies.insert(component) }
    }
    return Set(
      (first..<graph.nodes.count).filter {
        multiplies.contains(components[$0]) && sizes[components[$0], default: 0] > 1
      })
  }

  /// Tarjan's algorithm without recursion.
  ///
  /// Returns the schemas in an order in which each comes after what it leads to: other components
  /// are complete before, and in its own what it applies to the same value is less high.
  private mutating func findComponents(
    _ graph: SchemaGraph, from first: Int, heights: [Int]
  ) -> [SchemaGraph.NodeID] {
    var sequence: [SchemaGraph.NodeID] = []
    sequence.reserveCapacity(graph.nodes.count - first)
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
          let start = sequence.count
          while let member = open.popLast() {
            components[first + member] = componentCount
            sequence.append(first + member)
            if member == node { break }
          }
          if sequence.count - start > 1 {
            sequence[start...].sort { heights[$0] < heights[$1] }
          }
          componentCount += 1
        }
        stack.removeLast()
        if let parent = stack.last?.node { low[parent] = min(low[parent], low[node]) }
      }
    }
    return sequence
  }
}
