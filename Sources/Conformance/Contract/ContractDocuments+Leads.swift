internal import Diagnostics
internal import SchemaValidator

extension ContractDocuments {
  /// Where a reference leads.
  enum Lead {
    case node(ContractNode)
    /// Nothing stands there.
    case nowhere
    /// What is meant is not in the documents of the contract, as far as can be told: it lies on a
    /// network, or is named in a way that only the schema compiler understands.
    case unknown
  }

  /// A reference taken apart.
  struct ReferenceParts {
    /// What stands before `#`.
    let uri: Substring
    /// What stands behind it, decoded, the empty text for nothing; nil for what is no text.
    let fragment: String?

    init(_ reference: String) {
      let parts = reference.utf8.split(
        separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
      uri = Substring(parts[0])
      let bytes = parts.count > 1 ? PercentEncoding.decode(parts[1]) : []
      fragment = String(validating: bytes, as: UTF8.self)
    }

    /// The fragment as a JSON Pointer; nil for one that is none.
    var pointer: JSONPointer? { fragment.flatMap { JSONPointer(parsing: $0) } }
  }

  /// Where a reference leads that stands at a node.
  ///
  /// Since OpenAPI 3.1 an `$id` gives a schema a URI, from which the references in it count, and
  /// anchors name schemas within it. References that stand on the way of a JSON Pointer are
  /// followed only when that is asked for.
  func lead(
    of reference: String, from node: ContractNode, throughReferences isPatient: Bool = false
  ) -> Lead {
    lead(of: reference, from: node, reach: isPatient ? Self.reach : 0)
  }

  /// How many references may stand on the way.
  private static let reach = 16

  private func lead(of reference: String, from node: ContractNode, reach: Int) -> Lead {
    let parts = ReferenceParts(reference)
    let resource = lead(ofURI: parts.uri, from: node)
    guard case .node(let start) = resource else { return resource }
    if let pointer = parts.pointer {
      return descendant(of: start, at: pointer, reach).map { .node($0) } ?? .nowhere
    }
    guard !isVersion30 else { return .nowhere }
    let named = parts.fragment.flatMap { surveys[start.document.identity]?.anchor($0, in: start) }
    return named.map { .node($0) } ?? .unknown
  }

  /// The document or schema that the part of a reference before `#` means.
  private func lead(ofURI uri: Substring, from node: ContractNode) -> Lead {
    if uri.utf8.isEmpty {
      return .node(resource(around: node) ?? ContractNode(rootOf: node.document))
    }
    let base = baseURI(around: node)
    if !resources.isEmpty {
      let name = URIReference(String(uri)).resolved(against: base ?? self.uri(of: node.document))
      if let known = resources[name] { return known.map { .node($0) } ?? .unknown }
    }
    if base != nil { return .unknown }
    switch lookup(uri, from: node.document) {
    case .document(let document): return .node(ContractNode(rootOf: document))
    case .remote: return .unknown
    case .outside, .missing, .unreadable: return resources.isEmpty ? .nowhere : .unknown
    }
  }

  /// The value a pointer leads to, as ``ContractNode/descendant(at:)`` finds it, but fast where an
  /// object has many members.
  func descendant(of start: ContractNode, at pointer: JSONPointer) -> ContractNode? {
    descendant(of: start, at: pointer, 0)
  }

  private func descendant(
    of start: ContractNode, at pointer: JSONPointer, _ reach: Int
  ) -> ContractNode? {
    var current = start
    for token in pointer.tokens {
      if let next = child(token, of: current) {
        current = next
      } else if reach > 0, let text = current.value["$ref"]?.stringValue,
        case .node(let target) = lead(of: text, from: current, reach: reach - 1),
        let next = child(token, of: target)
      {
        current = next
      } else {
        return nil
      }
    }
    return current
  }

  private func child(_ token: String, of node: ContractNode) -> ContractNode? {
    guard let members = surveys[node.document.identity]?.members(of: node.value) else {
      return node.descendant(at: JSONPointer([token]))
    }
    return members[Array(token.utf8)].map {
      ContractNode(
        document: node.document, pointer: node.pointer.appending(token), value: $0)
    }
  }

  /// The node that a reference leads to; nil when that is nowhere or not known.
  func target(of reference: String, from node: ContractNode) -> ContractNode? {
    if case .node(let target) = lead(of: reference, from: node) { target } else { nil }
  }

  /// The innermost schema with a URI of its own that a node is part of; nil for none.
  private func resource(around node: ContractNode) -> ContractNode? {
    guard !isVersion30, let survey = surveys[node.document.identity] else { return nil }
    return survey.resources.innermost(around: node.value).map { object($0, around: node) }
  }

  /// The keyword that a violation names, found again; nil where it is not found.
  func node(at violation: SchemaViolation, of schema: ContractNode) -> ContractNode? {
    let uri = violation.absoluteKeywordLocation.prefix { $0 != "#" }
    let document = document(uri: String(uri)) ?? schema.document
    return ContractNode(rootOf: document).descendant(at: violation.schemaPointer)
  }

  /// What names the dialect of the nearest schema around a node that has one; nil for none.
  func dialect(at node: ContractNode) -> ContractNode? {
    guard let entry = surveys[node.document.identity]?.dialects.innermost(around: node.value) else {
      return nil
    }
    return object(entry, around: node)["$schema"]
  }

  /// The dialect that the nearest schema around a node names, else the contract; nil where none
  /// does.
  func dialectName(at node: ContractNode) -> String? {
    (dialect(at: node)?.value ?? entry.root["jsonSchemaDialect"])?.stringValue
  }

  /// Whether a schema is a reference that hides what stands beside it, as in OpenAPI 3.0 and in
  /// the drafts up to 7.
  func ignoresSiblings(of schema: ContractNode) -> Bool {
    guard schema.value["$ref"] != nil else { return false }
    if isVersion30 { return true }
    switch dialectName(at: schema).flatMap({ SchemaDialect(metaSchemaURI: $0) }) {
    case .draft4, .draft6, .draft7, .openAPI30: return true
    case .draft201909, .draft202012, .openAPI31, .openAPI32, nil: return false
    }
  }

  /// One of the objects a node stands in.
  private func object(_ entry: NestedObjects.Entry, around node: ContractNode) -> ContractNode {
    ContractNode(
      document: node.document,
      pointer: JSONPointer(Array(node.pointer.tokens.prefix(entry.depth))), value: entry.value)
  }
}
