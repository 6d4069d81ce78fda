internal import Diagnostics

/// Walks a document along the keywords that hold schemas and finds its resources and anchors.
///
/// Only those keywords are followed, so that an `$id` inside `enum`, `const` or a word no dialect
/// knows names nothing.
struct DocumentIndexer {
  private let document: JSONDocument
  private let tape: TapeView
  private let dialectNamed: (_ uri: String, _ node: Int) -> ActiveDialect?
  private var loaded: LoadedDocument
  private var pending: [(node: Int, resource: Int)] = []

  /// Indexes a document.
  ///
  /// `dialectNamed` finds the dialect of a `$schema` value; it returns nil, and reports, where
  /// there is none.
  static func index(
    _ document: JSONDocument, uri: String, origin: SchemaOrigin?, defaultDialect: ActiveDialect,
    dialectNamed: @escaping (_ uri: String, _ node: Int) -> ActiveDialect?
  ) -> LoadedDocument {
    var indexer = DocumentIndexer(document, origin, dialectNamed: dialectNamed)
    if document.root["openapi"] != nil, document.root["$schema"] == nil {
      indexer.indexContract(uri: uri, defaultDialect: defaultDialect)
    } else {
      indexer.indexSchema(uri: uri, defaultDialect: defaultDialect)
    }
    indexer.loaded.arrangeResources()
    return indexer.loaded
  }

  private init(
    _ document: JSONDocument, _ origin: SchemaOrigin?,
    dialectNamed: @escaping (String, Int) -> ActiveDialect?
  ) {
    self.document = document
    tape = document.tape
    self.dialectNamed = dialectNamed
    loaded = LoadedDocument(document: document, origin: origin, resources: [])
  }

  private mutating func indexSchema(uri: String, defaultDialect: ActiveDialect) {
    let dialect = declaredDialect(0) ?? defaultDialect
    var own = uri
    if let id = identifier(0, dialect), !id.hasPrefix("#") {
      own = URIReference(id).resolved(against: uri)
    }
    loaded.resources.append(.init(uri: own, root: 0, dialect: dialect))
    pending.append((0, 0))
    drain()
  }

  /// An OpenAPI document is no schema; its Schema Objects stand below `schemas` and `schema`.
  private mutating func indexContract(uri: String, defaultDialect: ActiveDialect) {
    loaded.resources.append(.init(uri: uri, root: 0, dialect: defaultDialect))
    guard defaultDialect.draft.isAtLeast(.draft6) else { return }
    var ends: [(end: Int, isObject: Bool)] = []
    var index = 0
    while index < document.valueCount {
      while let last = ends.last, last.end == index { ends.removeLast() }
      if ends.last?.isObject == true {
        let isSchema = tape.string(index, equals: Self.schemaName)
        let isMap = tape.string(index, equals: Self.schemasName)
        index += 1
        if isSchema {
          pending.append((index, 0))
          drain()
          index = tape.next(index)
          continue
        }
        if isMap, tape.kind(index) == .object {
          pending += tape.memberNames(index).map { ($0 + 1, 0) }
          drain()
          index = tape.next(index)
          continue
        }
      }
      switch tape.kind(index) {
      case .object: ends.append((tape.next(index), true))
      case .array: ends.append((tape.next(index), false))
      default: break
      }
      index += 1
    }
  }

  private static let schemaName = Array("schema".utf8)
  private static let schemasName = Array("schemas".utf8)

  private mutating func drain() {
    while let next = pending.popLast() { visit(next.node, next.resource) }
  }

  private mutating func visit(_ node: Int, _ parent: Int) {
    guard tape.kind(node) == .object else { return }
    var resource = parent
    let outer = loaded.resources[parent]
    var dialect = outer.dialect
    if node != outer.root {
      let declared = declaredDialect(node)
      let hidden = (declared ?? dialect).refHidesSiblings && member(node, .ref) != nil
      if !hidden, let id = identifier(node, declared ?? dialect), !Self.isAnchor(id) {
        dialect = declared ?? dialect
        resource = loaded.resources.count
        loaded.resources.append(
          .init(
            uri: URIReference(id).resolved(against: outer.uri), root: node, dialect: dialect))
      }
    }
    readAnchors(node, resource, dialect)
    for name in tape.memberNames(node) {
      guard let keyword = KeywordName.spelled(tape.string(name)) else { continue }
      pushSubschemas(of: keyword, name + 1, resource, dialect.draft)
    }
  }

  private mutating func pushSubschemas(
    of keyword: KeywordName, _ value: Int, _ resource: Int, _ draft: SchemaDialect
  ) {
    switch keyword.subschemas(in: draft) {
    case .none: break
    case .schema: pending.append((value, resource))
    case .array: pending += tape.elementNodes(value).map { ($0, resource) }
    case .map: pending += tape.memberNames(value).map { ($0 + 1, resource) }
    case .schemaOrArray, .mapOrNames:
      if keyword == .dependencies {
        pending += tape.memberNames(value).map { ($0 + 1, resource) }
      } else if tape.kind(value) == .array {
        pending += tape.elementNodes(value).map { ($0, resource) }
      } else {
        pending.append((value, resource))
      }
    }
  }

  private mutating func readAnchors(_ node: Int, _ resource: Int, _ dialect: ActiveDialect) {
    if dialect.draft.isAtLeast(.draft201909) {
      if let anchor = string(node, .anchor) { loaded.resources[resource].anchors[anchor] = node }
      if dialect.draft.core == .draft202012, let anchor = string(node, .dynamicAnchor) {
        loaded.resources[resource].anchors[anchor] = node
        loaded.resources[resource].dynamicAnchors[anchor] = node
      }
      if dialect.draft == .draft201909, loaded.resources[resource].root == node,
        let flag = member(node, .recursiveAnchor), tape.kind(flag) == .true
      {
        loaded.resources[resource].hasRecursiveAnchor = true
      }
    } else if let id = identifier(node, dialect), Self.isAnchor(id),
      member(node, .ref) == nil || !dialect.refHidesSiblings
    {
      loaded.resources[resource].anchors[String(id.dropFirst())] = node
    }
  }

  private static func isAnchor(_ id: String) -> Bool { id.utf8.first == UInt8(ascii: "#") }

  private func identifier(_ node: Int, _ dialect: ActiveDialect) -> String? {
    guard dialect.draft != .openAPI30 else { return nil }
    return string(node, dialect.draft.core == .draft4 ? .legacyID : .id)
  }

  /// The dialect that `$schema` declares; it counts only where a resource starts.
  private func declaredDialect(_ node: Int) -> ActiveDialect? {
    guard tape.kind(node) == .object, let value = member(node, .schema),
      tape.kind(value) == .string
    else { return nil }
    return dialectNamed(tape.string(value), value)
  }

  private func string(_ node: Int, _ keyword: KeywordName) -> String? {
    guard let value = member(node, keyword), tape.kind(value) == .string else { return nil }
    return tape.string(value)
  }

  private func member(_ node: Int, _ keyword: KeywordName) -> Int? {
    tape.member(node, named: Array(keyword.rawValue.utf8))
  }
}
