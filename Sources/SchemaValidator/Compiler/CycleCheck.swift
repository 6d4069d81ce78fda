internal import Diagnostics

/// Finds schemas that apply themselves to the same value again: evaluation would never end.
enum CycleCheck {
  private enum Mark {
    case open
    case done
  }

  /// Reports every reference that closes such a cycle.
  static func run(_ builder: inout GraphBuilder) {
    var marks: [Int: Mark] = [:]
    var heights = [Int](repeating: 0, count: builder.graph.nodes.count)
    for start in builder.graph.nodes.indices where marks[start] == nil {
      // An explicit stack: a chain of references may be of any length.
      var stack: [(node: Int, edges: [Edge], next: Int)] = [
        (start, edges(builder.graph.nodes[start]), 0)
      ]
      marks[start] = .open
      while let top = stack.last {
        guard top.next < top.edges.count else {
          marks[top.node] = .done
          heights[top.node] = 1 + (top.edges.map { heights[$0.target] }.max() ?? 0)
          if heights[top.node] == heightLimit { reportHeight(top.node, &builder) }
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let edge = top.edges[top.next]
        switch marks[edge.target] {
        case .done: continue
        case .open: report(edge, from: top.node, &builder)
        case nil:
          marks[edge.target] = .open
          stack.append((edge.target, edges(builder.graph.nodes[edge.target]), 0))
        }
      }
    }
  }

  /// How many schemas may be applied to one value inside each other.
  private static let heightLimit = 1_000

  private static func reportHeight(_ node: Int, _ builder: inout GraphBuilder) {
    let place = builder.graph.nodes[node].place
    builder.report(
      place, place.node, code: "schema.too-deep",
      "found \(heightLimit) schemas applied to the same value inside each other; expected fewer",
      fix: "shorten the chain of references")
  }

  private struct Edge {
    let target: Int
    let value: Int
  }

  private static func edges(_ node: SchemaNode) -> [Edge] {
    node.keywords.flatMap { keyword in
      keyword.rule.inPlaceTargets.map { Edge(target: $0, value: keyword.value) }
    }
  }

  private static func report(_ edge: Edge, from node: Int, _ builder: inout GraphBuilder) {
    let place = builder.graph.nodes[node].place
    builder.report(
      place, edge.value, code: "schema.endless-reference",
      "found a schema that applies itself to the same value again; expected an end",
      fix: "let the reference stand below a keyword that descends, such as properties or items")
  }
}

extension Rule {
  /// The subschemas that are applied to the same value.
  var inPlaceTargets: [SchemaGraph.NodeID] {
    switch self {
    case .ref(let id), .not(let id): [id]
    case .allOf(let ids), .anyOf(let ids), .oneOf(let ids): ids
    case .condition(let test, let then, let otherwise):
      [test] + [then, otherwise].compactMap { $0 }
    case .dependentSchemas(let schemas): schemas.map(\.node)
    default: []
    }
  }
}
