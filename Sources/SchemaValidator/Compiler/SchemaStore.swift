internal import Diagnostics

/// The documents a compilation can reach, and where references lead in them.
struct SchemaStore {
  private let registry: SchemaRegistry
  private let defaultDialect: ActiveDialect
  private(set) var documents: [LoadedDocument] = []
  private var resources: [String: (document: Int, resource: Int)] = [:]
  private var unindexed: [String]
  /// Sets of bound dynamic anchors, by number; 0 is the empty set.
  private var contexts: [[String: SchemaPlace]] = [[:]]
  private var contextNumbers: [[String: SchemaPlace]: Int] = [[:]: 0]
  private var entered: [ContextEntry: Int] = [:]
  private var pointerTargets: [PointerTarget: Int] = [:]
  /// The members of wide objects, by document and node of the object.
  private var members: [ObjectPlace: [[UInt8]: Int]] = [:]

  private struct ContextEntry: Hashable {
    let context: Int
    let document: Int
    let resource: Int
  }

  private struct ObjectPlace: Hashable {
    let document: Int
    let node: Int
  }

  /// A JSON pointer within a resource.
  private struct PointerTarget: Hashable {
    let pointer: [UInt8]
    let document: Int
    let resource: Int
  }

  init(registry: SchemaRegistry, defaultDialect: ActiveDialect) {
    self.registry = registry
    self.defaultDialect = defaultDialect
    unindexed = registry.entries.keys.sorted()
  }

  /// Adds a document and makes its resources findable; returns its number.
  mutating func load(
    _ document: JSONDocument, uri: String, origin: SchemaOrigin?, dialect: ActiveDialect? = nil
  ) -> Int {
    let number = documents.count
    var problems: [(DialectResolver.Problem, node: Int)] = []
    let registry = self.registry
    var loaded = DocumentIndexer.index(
      document, uri: uri, origin: origin, defaultDialect: dialect ?? defaultDialect
    ) { uri, node in
      switch DialectResolver(registry: registry).dialect(uri) {
      case .success(let dialect): return dialect
      case .failure(let problem):
        problems.append((problem, node))
        return nil
      }
    }
    // One more than are listed, so that the list says that there are more.
    let limit = SchemaMistakes.limit + 1
    loaded.mistakes = problems.prefix(limit).map { $0.mistake(in: loaded, node: $1) }
    for (index, resource) in loaded.resources.enumerated() {
      if let earlier = resources[resource.uri], earlier.document == number, !resource.uri.isEmpty {
        if loaded.mistakes.count >= limit { continue }
        loaded.mistakes.append(
          loaded.mistake(
            resource.root, code: "schema.duplicate-id",
            "found a second schema with the URI \(Phrase.name(resource.uri)); expected each URI once",
            fix: "give one of the two another identifier"))
      } else if resources[resource.uri] == nil {
        resources[resource.uri] = (number, index)
      }
    }
    if resources[uri] == nil { resources[uri] = (number, 0) }
    documents.append(loaded)
    return number
  }

  /// The number of the document that was registered, or loaded first, with a URI; nil for none.
  mutating func document(_ uri: String) -> Int? {
    guard let known = try? resource(uri), known.resource == 0 else { return nil }
    return known.document
  }

  /// The resource with a URI, looked for in the loaded documents, the registry and the published
  /// meta-schemas, and asked for at last.
  private mutating func resource(
    _ uri: String
  ) throws(Failure) -> (document: Int, resource: Int)? {
    if let known = resources[uri] { return known }
    if let entry = registry.entries[uri] {
      unindexed.removeAll { $0 == uri }
      _ = load(entry.document, uri: uri, origin: entry.origin)
      return resources[uri]
    }
    if let document = MetaSchemas.document(uri) {
      _ = load(document, uri: uri, origin: nil)
      return resources[uri]
    }
    while let next = unindexed.popLast() {
      guard let entry = registry.entries[next] else { continue }
      _ = load(entry.document, uri: next, origin: entry.origin)
      if let found = resources[uri] { return found }
    }
    switch registry.retrieval?(uri) {
    case nil: return nil
    case .missing(let expected, let fix): throw .missingDocument(expected: expected, fix: fix)
    case .document(let document, let origin):
      _ = load(document, uri: uri, origin: origin)
      return resources[uri]
    }
  }

  /// Why a reference leads nowhere.
  enum Failure: Error {
    case unknownDocument(String)
    case missingDocument(expected: String, fix: String)
    case unknownAnchor(String)
    case nothingThere(String)
    case malformedFragment(String)
    case notASchema(String, found: String)
  }

  /// The schema a reference leads to from a place.
  mutating func resolve(_ reference: String, from place: SchemaPlace) throws(Failure) -> SchemaPlace
  {
    let base = documents[place.document].resources[place.resource].uri
    let parts = URIReference(reference)
    let uri = parts.resolved(against: base)
    let found: (document: Int, resource: Int)
    if uri == base {
      found = (place.document, place.resource)
    } else {
      guard let other = try resource(uri) else { throw .unknownDocument(uri) }
      found = other
    }
    return try target(parts.fragment ?? "", in: found.document, found.resource)
  }

  /// The schema a fragment names in a resource.
  private mutating func target(
    _ fragment: Substring, in document: Int, _ resource: Int
  ) throws(Failure) -> SchemaPlace {
    let loaded = documents[document]
    let root = loaded.resources[resource].root
    if fragment.utf8.isEmpty {
      return SchemaPlace(document: document, resource: resource, node: root)
    }
    guard let text = URIReference.percentDecoded(fragment) else {
      throw .malformedFragment(String(fragment))
    }
    if text.utf8.first != UInt8(ascii: "/") {
      guard let node = loaded.resources[resource].anchors[text] else {
        throw .unknownAnchor(text)
      }
      return SchemaPlace(document: document, resource: resource, node: node)
    }
    // Following a pointer takes time proportional to the objects on its way, and contracts refer
    // to the same few components over and over.
    let key = PointerTarget(pointer: Array(text.utf8), document: document, resource: resource)
    if let known = pointerTargets[key] {
      return SchemaPlace(
        document: document, resource: loaded.resource(holding: known), node: known)
    }
    guard let pointer = JSONPointer(parsing: text) else { throw .malformedFragment(text) }
    guard let value = value(at: pointer, from: root, in: document) else {
      throw .nothingThere(text)
    }
    guard value.kind == .object || value.kind == .boolean else {
      throw .notASchema(text, found: Phrase.value(loaded.document.tape, value.index))
    }
    pointerTargets[key] = value.index
    return SchemaPlace(
      document: document, resource: loaded.resource(holding: value.index), node: value.index)
  }

  /// Objects of more members are searched through an index: contracts refer to most of them.
  private static let searched = 32

  /// The value a pointer leads to from a node of a document.
  private mutating func value(
    at pointer: JSONPointer, from node: Int, in number: Int
  ) -> JSONValue? {
    let document = documents[number].document
    var value = JSONValue(document: document, index: node)
    for token in pointer.tokens {
      if value.kind == .object, value.count > Self.searched {
        let place = ObjectPlace(document: number, node: value.index)
        let index = members[place] ?? Self.members(of: value)
        members[place] = index
        guard let member = index[Array(token.utf8)] else { return nil }
        value = JSONValue(document: document, index: member)
      } else {
        guard let next = value.value(at: JSONPointer([token])) else { return nil }
        value = next
      }
    }
    return value
  }

  /// The values of an object's members by name, of those with one name the last.
  private static func members(of object: JSONValue) -> [[UInt8]: Int] {
    let tape = object.document.tape
    var members: [[UInt8]: Int] = [:]
    for name in tape.memberNames(object.index) {
      members[tape.unescapedText(name, lossy: false)] = name + 1
    }
    return members
  }

  /// The set of dynamic anchors after a schema's resource has been entered.
  mutating func context(_ context: Int, entering place: SchemaPlace) -> Int {
    let resource = documents[place.document].resources[place.resource]
    if resource.dynamicAnchors.isEmpty, !resource.hasRecursiveAnchor { return context }
    let entry = ContextEntry(
      context: context, document: place.document, resource: place.resource)
    if let known = entered[entry] { return known }
    var bound = contexts[context]
    func bind(_ name: String, _ node: Int) {
      if bound[name] == nil {
        bound[name] = SchemaPlace(
          document: place.document, resource: place.resource, node: node)
      }
    }
    for (name, node) in resource.dynamicAnchors { bind(name, node) }
    if resource.hasRecursiveAnchor { bind("", resource.root) }
    let number = contextNumbers[bound] ?? contexts.count
    if number == contexts.count {
      contexts.append(bound)
      boundCount += bound.count
      contextNumbers[bound] = number
    }
    entered[entry] = number
    return number
  }

  /// The outermost schema in scope that has a dynamic anchor.
  func bound(_ name: String, in context: Int) -> SchemaPlace? { contexts[context][name] }

  var contextCount: Int { contexts.count }

  /// How many anchors are bound in all sets together.
  private(set) var boundCount = 0
}
