/// What is worked out once for all schemas of a source before values are made for any of them.
///
/// Immutable and shared freely; a large contract needs one for all its programs.
package final class GenerationModel: Sendable {
  let graph: SchemaGraph
  let depths: MinimalDepths
  /// Whether some schema tells `1` from `1.0`, as draft-04 does.
  let tellsIntegersBySpelling: Bool
  /// Code in which each schema has its own number as its entry.
  private let code: FastProgram
  private let source: SchemaSource

  /// Works out what is needed for every schema that had been compiled when the program was.
  package init(_ program: SchemaProgram) {
    source = program.source
    graph = program.graph
    depths = MinimalDepths(graph)
    code = FastProgram(graph, roots: Array(graph.nodes.indices))
    tellsIntegersBySpelling = graph.nodes.lazy.flatMap(\.keywords).contains { keyword in
      guard case .type(let types) = keyword.rule, !types.integralDecimals else { return false }
      let kinds = ValueKinds(types)
      return kinds.contains(.integer) && !kinds.contains(.fraction)
    }
  }

  /// Whether the program's schema is one of those worked out here.
  package func covers(_ program: SchemaProgram) -> Bool {
    program.source === source && program.root < graph.nodes.count
  }

  /// Whether a value satisfies one schema; nil where that cannot be told.
  func verdict(_ schema: SchemaGraph.NodeID, _ value: JSONValue) -> Bool? {
    var state = Machine.State()
    return Machine.verdict(code, value.document.tape, value.index, schema: schema, &state)
  }

  /// Whether a value is known to satisfy all that a demand lists.
  func holds(_ schemas: [SchemaGraph.NodeID], _ value: JSONValue) -> Bool {
    schemas.allSatisfy { id in
      SchemaGraph.excluded(id).map { verdict($0, value) == false } ?? (verdict(id, value) == true)
    }
  }
}

extension SchemaGraph {
  /// What stands in a demand for a schema that must not hold.
  static func excluding(_ id: NodeID) -> NodeID { ~id }

  /// The schema that must not hold, if an entry of a demand says so.
  static func excluded(_ entry: NodeID) -> NodeID? { entry < 0 ? ~entry : nil }

  /// The schema at the end of references that have nothing else beside them.
  func target(_ id: NodeID) -> NodeID {
    var id = id
    // References may lead in a circle.
    for _ in nodes.indices {
      let keywords = decidingKeywords(id)
      guard keywords.count == 1, case .ref(let next) = keywords[0].rule else { break }
      id = next
    }
    return id
  }
}
