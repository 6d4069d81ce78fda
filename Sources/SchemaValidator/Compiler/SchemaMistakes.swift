internal import Diagnostics

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
  /// The worst of the mistakes of a schema that were not kept, by schema.
  private var unlisted: [SchemaGraph.NodeID: Diagnostic.Severity] = [:]

  /// How many mistakes are kept: each takes time to be located.
  static let limit = 1_000

  /// Whether no further mistake is kept.
  var isFull: Bool { count >= Self.limit }

  /// Notes a mistake of one schema.
  mutating func add(_ mistake: SchemaMistake, of schema: SchemaGraph.NodeID) {
    found[schema, default: []].append((count, mistake))
    count += 1
  }

  /// Notes that a schema has a mistake too many to be kept.
  mutating func addUnlisted(_ severity: Diagnostic.Severity, of schema: SchemaGraph.NodeID) {
    unlisted[schema] = max(unlisted[schema] ?? severity, severity)
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
    var omitted: Diagnostic.Severity?
    for schema in reached {
      documents.insert(graph.nodes[schema].place.document)
      if let mistakes = found[schema] { numbered += mistakes }
      if let severity = unlisted[schema] { omitted = max(omitted ?? severity, severity) }
    }
    let ofDocuments = documents.sorted().flatMap { graph.documents[$0].mistakes }
    if numbered.isEmpty, ofDocuments.isEmpty, omitted == nil {
      for schema in reached { isClean[schema] = true }
      return []
    }
    let all = ofDocuments + numbered.sorted { $0.number < $1.number }.map(\.mistake)
    let place = graph.nodes[root].place
    return all.cut(in: graph.documents[place.document], at: place.node, omitting: omitted)
  }
}

extension [SchemaMistake] {
  /// The first so many mistakes and, in place of the others, one that says that there are more.
  ///
  /// `omitted` is the weight of others that are not among these.
  func cut(
    in document: LoadedDocument, at node: Int, omitting omitted: Diagnostic.Severity? = nil
  ) -> [SchemaMistake] {
    let limit = SchemaMistakes.limit
    guard count > limit || omitted != nil else { return self }
    let rest = dropFirst(limit).map(\.diagnostic.severity).max()
    let severity = [omitted, rest].compactMap { $0 }.max() ?? .error
    return prefix(limit) + [
      document.mistake(
        node, severity, code: "schema.too-many-mistakes",
        "found more mistakes than are listed; expected none", fix: "correct the listed ones first")
    ]
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
