internal import Diagnostics

/// Reads schemas into a graph: keywords checked, references followed, dialects obeyed.
///
/// The graph grows from schema to schema that is asked for; what one has been read for, the next
/// finds there. References are followed through a queue and not by recursion, so a chain of any
/// length costs no stack.
struct GraphBuilder {
  var store: SchemaStore
  let options: CompilationOptions
  private(set) var graph = SchemaGraph()
  private var ids: [Key: SchemaGraph.NodeID] = [:]
  private var queue: [(id: SchemaGraph.NodeID, context: Int)] = []
  /// The schema being read: mistakes are its own.
  private var current = 0
  /// How many schemas were read with some set of dynamic anchors.
  private var copies = 0
  private var mistakes = SchemaMistakes()
  private var heights = CycleCheck()
  private var recursion = RecursionAnalysis()
  private var patterns: [String: ECMAPattern] = [:]

  private struct Key: Hashable {
    let document: Int
    let node: Int
    let context: Int
  }

  init(store: SchemaStore, options: CompilationOptions) {
    self.store = store
    self.options = options
  }

  /// Reads the schema at a value of a document and everything it reaches.
  mutating func build(at node: Int, inDocument document: Int) -> SchemaGraph.NodeID {
    let place = SchemaPlace(
      document: document, resource: store.documents[document].resource(holding: node), node: node)
    let known = graph.nodes.count
    let contextLimit = store.contextCount + Self.contextLimit
    let anchorLimit = store.boundCount + Self.copyLimit
    let copyLimit = copies + Self.copyLimit
    let root = id(of: place, context: 0)
    while let next = queue.popLast() {
      current = next.id
      if store.contextCount > contextLimit || store.boundCount > anchorLimit || copies > copyLimit {
        // Left unread, a schema would allow everything: whatever reaches it must be refused.
        reportTooManyScopes(place)
        continue
      }
      read(next.id, context: next.context)
    }
    for cycle in heights.extend(over: graph, from: known) {
      current = cycle.schema
      report(
        graph.nodes[current].place, cycle.value, code: cycle.code, cycle.message, fix: cycle.fix)
    }
    graph.height = max(graph.height, heights.heights[known...].max() ?? 0)
    for found in recursion.extend(over: graph, from: known, heights: heights.heights) {
      graph.nodes[found.schema].memory = found.memory
      graph.nodes[found.schema].ways = found.ways
    }
    graph.documents = store.documents
    return root
  }

  /// Everything that is wrong or doubtful about a schema and what it reaches, in reading order.
  mutating func mistakes(reachedFrom root: SchemaGraph.NodeID) -> [SchemaMistake] {
    mistakes.all(reachedFrom: root, in: graph)
  }

  /// How many sets of dynamic anchors one schema may lead to.
  private static let contextLimit = 10_000
  /// How many schemas may be read for them, and how many anchors they may bind.
  private static let copyLimit = 1_000_000

  private mutating func reportTooManyScopes(_ place: SchemaPlace) {
    report(
      place, place.node, code: "schema.dynamic-scope",
      "found too many different dynamic scopes; expected at most \(Self.contextLimit)",
      fix: "use fewer dynamic anchors with different names")
  }

  /// The number of a schema in the graph, reached from a scope.
  mutating func id(of place: SchemaPlace, context: Int) -> SchemaGraph.NodeID {
    let context = store.context(context, entering: place)
    let key = Key(document: place.document, node: place.node, context: context)
    if let known = ids[key] { return known }
    let id = graph.nodes.count
    ids[key] = id
    if context != 0 { copies += 1 }
    graph.nodes.append(SchemaNode(place: place))
    queue.append((id, context))
    return id
  }

  /// Notes a mistake of the schema being read at a value of a document.
  mutating func report(
    _ place: SchemaPlace, _ node: Int, _ severity: Diagnostic.Severity = .error, code: String,
    _ message: String, fix: String? = nil
  ) {
    if mistakes.isFull { return mistakes.addUnlisted(severity, of: current) }
    mistakes.add(
      store.documents[place.document].mistake(node, severity, code: code, message, fix: fix),
      of: current)
  }

  private mutating func read(_ id: SchemaGraph.NodeID, context: Int) {
    let place = graph.nodes[id].place
    let loaded = store.documents[place.document]
    let dialect = loaded.resources[place.resource].dialect
    let tape = loaded.document.tape
    switch tape.kind(place.node) {
    case .true, .false:
      graph.nodes[id].constant = tape.kind(place.node) == .true
    case .object:
      var reader = SchemaReader(
        place: place, document: loaded.document, dialect: dialect, context: context)
      reader.read(&self)
      graph.nodes[id].keywords = reader.keywords
      graph.nodes[id].title = reader.title
      graph.nodes[id].types = reader.types
      graph.nodes[id].unapplied = reader.unapplied
    default:
      let isReference =
        tape.kind(place.node) == .string
        && loaded.document.pointer(toNode: place.node).tokens.last == "$ref"
      report(
        place, place.node, code: "schema.not-a-schema",
        "found \(Phrase.value(tape, place.node)); expected a schema, which is an object or a boolean",
        fix: isReference
          ? "refer from each schema by itself: a reference cannot stand for a map of them"
          : "write a schema here, such as true or {}")
    }
  }

  mutating func noteUnevaluated() { graph.tracksEvaluated = true }

  /// A pattern, compiled once for all its uses; nil, and reported, when it is none.
  mutating func pattern(_ source: String, _ place: SchemaPlace, _ node: Int) -> ECMAPattern? {
    if let known = patterns[source] { return known }
    do {
      let pattern = try ECMAPattern(source)
      patterns[source] = pattern
      return pattern
    } catch {
      report(
        place, node, code: "schema.pattern",
        "found a pattern that is no regular expression of ECMA-262: \(error.description(in: source))",
        fix: "correct the pattern; JSON Schema uses the syntax of ECMA-262")
      return nil
    }
  }

  /// The schema a reference leads to; nil, and reported, when it leads nowhere.
  mutating func resolve(_ reference: String, _ place: SchemaPlace, _ node: Int) -> SchemaPlace? {
    do {
      return try store.resolve(reference, from: place)
    } catch {
      let (message, fix) = Self.explain(error, reference)
      report(place, node, code: "schema.unresolved-reference", message, fix: fix)
      return nil
    }
  }

  private static func explain(
    _ failure: SchemaStore.Failure, _ reference: String
  ) -> (message: String, fix: String) {
    let found = "found the reference \(Phrase.name(reference))"
    return switch failure {
    case .unknownDocument(let uri):
      (
        "\(found) to \(Phrase.name(uri)); expected a document that is known",
        "add the document to the registry; nothing is fetched"
      )
    case .missingDocument(let expected, let fix):
      ("\(found); expected \(expected)", fix)
    case .unknownAnchor(let name):
      (
        "\(found); expected an anchor \(Phrase.name(name)) in that resource",
        "declare the anchor, or write a JSON pointer that starts with #/"
      )
    case .nothingThere(let pointer):
      (
        "\(found); expected a schema at \(Phrase.cut(pointer)), where nothing is",
        "correct the pointer, or add the schema"
      )
    case .malformedFragment(let fragment):
      (
        "\(found); expected a fragment that is a JSON pointer or an anchor, not "
          + Phrase.name(fragment),
        "write ~ as ~0 and / as ~1 in the pointer, and percent-encode it as UTF-8"
      )
    case .notASchema(let pointer, let value):
      (
        "\(found) to \(value) at \(Phrase.cut(pointer)); expected a schema",
        "point the reference at a schema"
      )
    }
  }
}
