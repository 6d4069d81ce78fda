internal import Diagnostics

/// A schema document with its resources found: what `$id` and the anchors in it name.
struct LoadedDocument: Sendable {
  /// A schema resource: a subtree with a URI and a dialect of its own.
  struct Resource: Sendable {
    /// The absolute URI, without fragment; the empty text for a document that has none.
    let uri: String
    /// The root's index on the document's tape.
    let root: Int
    let dialect: ActiveDialect
    /// `$anchor` and `$dynamicAnchor` names (and `$id: "#name"` up to draft-07) to nodes.
    var anchors: [String: Int] = [:]
    /// `$dynamicAnchor` names to nodes.
    var dynamicAnchors: [String: Int] = [:]
    var hasRecursiveAnchor = false
    /// The resource around this one.
    var parent: Int?
  }

  let document: JSONDocument
  let origin: SchemaOrigin?
  /// The resources in document order; the first is the whole document.
  var resources: [Resource]
  /// What is wrong with the document as such, whichever of its schemas is meant.
  var mistakes: [SchemaMistake] = []

  /// The innermost resource that holds a node.
  func resource(holding node: Int) -> Int {
    if resources.count == 1 { return 0 }
    let tape = document.tape
    // The last one that starts before the node, or the nearest around that one that holds it.
    var (low, high) = (0, resources.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if resources[middle].root <= node { low = middle } else { high = middle }
    }
    while node >= tape.next(resources[low].root) {
      guard let outer = resources[low].parent else { return 0 }
      low = outer
    }
    return low
  }

  /// Puts the resources in document order and notes which stand inside each other.
  mutating func arrangeResources() {
    resources.sort { $0.root < $1.root }
    let tape = document.tape
    var open: [Int] = []
    for index in resources.indices {
      let root = resources[index].root
      while let last = open.last, tape.next(resources[last].root) <= root { open.removeLast() }
      resources[index].parent = open.last
      open.append(index)
    }
  }

  /// A mistake at one of the document's values.
  func mistake(
    _ node: Int, _ severity: Diagnostic.Severity = .error, code: String, _ message: String,
    fix: String? = nil
  ) -> SchemaMistake {
    let value = JSONValue(document: document, index: node)
    let diagnostic = Diagnostic(
      severity, code: code, message, about: value.byteRange, pointer: value.pointer, in: origin,
      fix: fix)
    return SchemaMistake(diagnostic: diagnostic, value: value)
  }
}
