/// Finds schemas that apply themselves to the same value again: evaluation would never end.
///
/// A schema that was there before never leads to one read later, so each is looked at once,
/// however the graph grows.
struct CycleCheck {
  /// A mistake at a keyword's value of a schema.
  struct Finding {
    let schema: SchemaGraph.NodeID
    let value: Int
    let code: String
    let message: String
    let fix: String
  }

  /// How many schemas each applies to one value inside each other, itself included; 0 while that
  /// is not known.
  private(set) var heights: [Int] = []
  private var findings: [Finding] = []

  /// How many schemas may be applied to one value inside each other.
  private static let heightLimit = 1_000

  private struct Edge {
    let target: Int
    let value: Int
  }

  /// Looks at the schemas from a number on and returns every reference that closes such a cycle.
  mutating func extend(over graph: SchemaGraph, from first: Int) -> [Finding] {
    if first == graph.nodes.count { return [] }
    heights += repeatElement(0, count: graph.nodes.count - heights.count)
    var isOpen = [Bool](repeating: false, count: graph.nodes.count - first)
    findings = []
    for start in first..<graph.nodes.count where heights[start] == 0 {
      // An explicit stack: a chain of references may be of any length.
      var stack: [(node: Int, edges: [Edge], next: Int)] = [
        (start, Self.edges(graph.nodes[start]), 0)
      ]
      isOpen[start - first] = true
      while let top = stack.last {
        guard top.next < top.edges.count else {
          heights[top.node] = 1 + (top.edges.map { heights[$0.target] }.max() ?? 0)
          if heights[top.node] == Self.heightLimit { addHeight(top.node, graph) }
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let edge = top.edges[top.next]
        if heights[edge.target] > 0 { continue }
        if isOpen[edge.target - first] {
          addCycle(edge, from: top.node)
        } else {
          isOpen[edge.target - first] = true
          stack.append((edge.target, Self.edges(graph.nodes[edge.target]), 0))
        }
      }
    }
    return findings
  }

  private static func edges(_ node: SchemaNode) -> [Edge] {
    var edges: [Edge] = []
    for keyword in node.keywords where keyword.rule.isInPlace {
      keyword.rule.forEachTarget { edges.append(Edge(target: $0, value: keyword.value)) }
    }
    return edges
  }

  private mutating func addHeight(_ schema: SchemaGraph.NodeID, _ graph: SchemaGraph) {
    findings.append(
      Finding(
        schema: schema, value: graph.nodes[schema].place.node, code: "schema.too-deep",
        message: "found \(Self.heightLimit) schemas applied to the same value inside each other; "
          + "expected fewer",
        fix: "shorten the chain of references"))
  }

  private mutating func addCycle(_ edge: Edge, from schema: SchemaGraph.NodeID) {
    findings.append(
      Finding(
        schema: schema, value: edge.value, code: "schema.endless-reference",
        message: "found a schema that applies itself to the same value again; expected an end",
        fix: "let the reference stand below a keyword that descends, such as properties or items"))
  }
}
