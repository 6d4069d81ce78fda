/// What is wrong or doubtful about the schemas of a growing graph, by schema.
///
/// A mistake counts for every schema that reaches it, however long ago it was read.
struct SchemaMistakes {
  private var found: [SchemaGraph.NodeID: [(number: Int, mistake: SchemaMistake)]] = [:]
  private var count = 0
  /// Schemas that are known to reach no mistake.
  ///
  /// They stay so: what they reach has been read.
  private var isClean: [Bool] = []

  /// Notes a mistake of one schema.
  mutating func add(_ mistake: SchemaMistake, of schema: SchemaGraph.NodeID) {
    found[schema, default: []].append((count, mistake))
    count += 1
  }

  /// The mistakes of a schema and of all it reaches, in the order they were found.
  mutating func all(
    reachedFrom root: SchemaGraph.NodeID, in graph: SchemaGraph
  ) -> [SchemaMistake] {
    // Most documents have no mistake at all.
    if found.isEmpty, graph.documents.allSatisfy(\.mistakes.isEmpty) { return [] }
    isClean += repeatElement(false, count: graph.nodes.count - isClean.count)
    if isClean[root] { return [] }
    let reached = graph.reach(of: [root]) { isClean[$0] }
    var documents: Set<Int> = []
    var numbered: [(number: Int, mistake: SchemaMistake)] = []
    for schema in reached {
      documents.insert(graph.nodes[schema].place.document)
      if let mistakes = found[schema] { numbered += mistakes }
    }
    let ofDocuments = documents.sorted().flatMap { graph.documents[$0].mistakes }
    if numbered.isEmpty, ofDocuments.isEmpty {
      for schema in reached { isClean[schema] = true }
      return []
    }
    return ofDocuments + numbered.sorted { $0.number < $1.number }.map(\.mistake)
  }
}

extension SchemaGraph {
  /// Some schemas and all they reach, each once, without those to skip and what only they reach.
  func reach(of roots: [NodeID], skipping isSkipped: (NodeID) -> Bool = { _ in false }) -> [NodeID]
  {
    var isSeen = [Bool](repeating: false, count: nodes.count)
    var reached: [NodeID] = []
    func visit(_ id: NodeID) {
      if isSeen[id] || isSkipped(id) { return }
      isSeen[id] = true
      reached.append(id)
    }
    for root in roots { visit(root) }
    var next = 0
    while next < reached.count {
      let node = nodes[reached[next]]
      next += 1
      for keyword in node.keywords { keyword.rule.forEachTarget(visit) }
      for target in node.unapplied { visit(target) }
    }
    return reached
  }
}
