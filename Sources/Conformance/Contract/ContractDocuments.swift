package import Diagnostics
internal import SchemaValidator

/// The files a contract may refer to.
///
/// Given a path below the folder of the contract, such as `resources/labels.yml`, it returns the
/// text of that file, or nil when there is none. Given a URL, such as
/// `https://example.com/common.json`, it may return the copy that is kept of it.
package typealias ContractFiles = (_ path: String) -> SourceText?

/// The documents of a contract: the one it starts with, and every file that references lead to.
struct ContractDocuments: Sendable {
  /// Where the part of a reference before `#` leads.
  enum Lookup {
    /// A document of the contract.
    case document(SourceDocument)
    /// Somewhere on a network, and no copy of it is kept.
    case remote(url: String)
    /// Outside of the folder of the contract.
    case outside
    /// A file that is not there.
    case missing(path: String)
    /// A file that is neither JSON nor YAML.
    case unreadable(Diagnostics)
  }

  /// The document the contract starts with.
  let entry: SourceDocument
  /// Whether the contract's schemas are those of OpenAPI 3.0, which know neither `$id` nor
  /// anchors.
  let isVersion30: Bool
  private var byPath: [String: SourceDocument] = [:]
  private var unreadable: [String: Diagnostics] = [:]
  private var paths: [ObjectIdentifier: String] = [:]
  /// What schemas of each document say about themselves.
  private var selfDescriptions: [ObjectIdentifier: SelfDescription] = [:]

  /// Reads the document's files, and theirs, as far as references lead.
  init(_ entry: SourceDocument, files: ContractFiles) {
    self.entry = entry
    isVersion30 = entry.root["openapi"]?.stringValue?.hasPrefix("3.0") == true
    let name = entry.text.name.utf8.split(separator: UInt8(ascii: "/")).last
    add(entry, path: name.map { String(Substring($0)) } ?? "")
    var pending = [entry]
    while let document = pending.popLast() {
      let (uris, description) = Self.survey(document.root)
      selfDescriptions[document.identity] = description
      for uri in uris.sorted() {
        let path: String
        switch lookup(uri, from: document) {
        case .missing(let missing): path = missing
        case .remote(let url): path = url
        case .document, .outside, .unreadable: continue
        }
        guard let text = files(path) else { continue }
        do throws(Diagnostics) {
          let found = try SourceDocument(reading: text)
          add(found, path: path)
          pending.append(found)
        } catch {
          unreadable[path] = error
        }
      }
    }
  }

  /// Whether the contract is one document alone.
  var isSingle: Bool { byPath.count == 1 }

  /// Every document with its path from the contract's folder.
  var all: [(path: String, document: SourceDocument)] {
    byPath.map { ($0.key, $0.value) }
  }

  /// The document that a value is part of; nil for one from elsewhere.
  func holding(_ value: JSONValue) -> SourceDocument? {
    paths[ObjectIdentifier(value.document)].flatMap { byPath[$0] }
  }

  /// The path of a document from the contract's folder.
  func path(of document: SourceDocument) -> String { paths[document.identity] ?? "" }

  /// Where the part of a reference before `#` leads, seen from a document.
  func lookup(_ uri: some StringProtocol, from document: SourceDocument) -> Lookup {
    let bytes = Array(uri.utf8)
    if bytes.isEmpty { return .document(document) }
    let base = path(of: document)
    if Self.isURL(uri) || bytes.starts(with: "//".utf8) || Self.isURL(base) {
      let url = URIReference(String(uri)).resolved(against: Self.isURL(base) ? base : "")
      if let known = byPath[url] { return .document(known) }
      if let failure = unreadable[url] { return .unreadable(failure) }
      return .remote(url: url)
    }
    guard let path = Self.resolve(bytes, against: base) else { return .outside }
    if let known = byPath[path] { return .document(known) }
    if let failure = unreadable[path] { return .unreadable(failure) }
    return .missing(path: path)
  }

  /// The URI by which schemas refer to a document.
  func uri(of document: SourceDocument) -> String {
    isSingle ? "" : Self.uri(ofPath: path(of: document))
  }

  /// The document with a URI; nil for none of these.
  func document(uri: String) -> SourceDocument? {
    if isSingle { return entry }
    return byPath.first { Self.uri(ofPath: $0.key) == uri }?.value
  }

  /// Of files only the way from one to the other matters; what a URL stands for keeps it.
  static func uri(ofPath path: String) -> String { isURL(path) ? path : "contract:/" + path }

  /// Whether a text begins with a scheme, and is not a path.
  private static func isURL(_ text: some StringProtocol) -> Bool {
    let head = text.utf8.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
    return head.endIndex < text.utf8.endIndex && text.utf8[head.endIndex] == UInt8(ascii: ":")
  }

  private mutating func add(_ document: SourceDocument, path: String) {
    byPath[path] = document
    paths[document.identity] = path
  }

  /// A relative path seen from a file; nil when it leaves the contract's folder.
  private static func resolve(_ reference: [UInt8], against base: String) -> String? {
    guard reference.first != UInt8(ascii: "/") else { return nil }
    var segments = base.split(separator: "/").dropLast().map(String.init)
    for part in reference.split(separator: UInt8(ascii: "/")) {
      let decoded = PercentEncoding.decode(part)
      // An encoded slash would make one name two segments, and "..%2F" a way out.
      guard !decoded.contains(UInt8(ascii: "/")), !decoded.contains(0) else { return nil }
      switch String(decoding: decoded, as: UTF8.self) {
      case ".": break
      case "..":
        if segments.popLast() == nil { return nil }
      case let name: segments.append(name)
      }
    }
    return segments.joined(separator: "/")
  }

  /// What some schema of a document says about itself, and changes the meaning of what is in it.
  private struct SelfDescription: OptionSet {
    let rawValue: UInt8
    /// Some schema has a URI of its own.
    static let identifier = SelfDescription(rawValue: 1)
    /// Some schema has a dialect of its own.
    static let dialect = SelfDescription(rawValue: 2)
  }

  /// What stands before `#` in every reference of a document, each once, and what its schemas say
  /// about themselves.
  private static func survey(_ root: JSONValue) -> (uris: Set<String>, SelfDescription) {
    var uris: Set<String> = []
    var description: SelfDescription = []
    var pending = [root]
    while let value = pending.popLast() {
      switch value.kind {
      case .array: pending += value.elements
      case .object:
        for member in value.members {
          if member.name == "$ref", let text = member.value.stringValue {
            uris.insert(String(text.prefix { $0 != "#" }))
          } else if member.value.kind == .object || member.value.kind == .array {
            pending.append(member.value)
          } else if member.name == "$id" {
            description.insert(.identifier)
          } else if member.name == "$schema" {
            description.insert(.dialect)
          }
        }
      case .null, .boolean, .number, .string: break
      }
    }
    return (uris, description)
  }
}

// MARK: - Where references lead

extension ContractDocuments {
  /// Where a reference leads.
  enum Lead {
    case node(ContractNode)
    /// Nothing stands there.
    case nowhere
    /// What is meant is not found by following a JSON Pointer from a document of the contract: it
    /// is named by an anchor or by the URI of a schema, or lies on a network.
    case unknown
  }

  /// Where a reference leads that stands at a node.
  ///
  /// Since OpenAPI 3.1 an `$id` gives a schema a URI, from which the references in it count. A
  /// JSON Pointer alone is followed from there; where any other reference leads, the schema
  /// compiler knows.
  func lead(of reference: String, from node: ContractNode) -> Lead {
    let parts = reference.utf8.split(
      separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
    let uri = Substring(parts[0])
    let resource = resource(around: node)
    var start = resource ?? ContractNode(rootOf: node.document)
    if !uri.utf8.isEmpty {
      if resource != nil { return .unknown }
      switch lookup(uri, from: node.document) {
      case .document(let document): start = ContractNode(rootOf: document)
      case .remote: return .unknown
      case .outside, .missing, .unreadable:
        let hasIdentifiers = selfDescriptions.values.contains { $0.contains(.identifier) }
        return hasIdentifiers && !isVersion30 ? .unknown : .nowhere
      }
    }
    let fragment = parts.count > 1 ? PercentEncoding.decode(parts[1]) : []
    guard let text = String(validating: fragment, as: UTF8.self),
      let pointer = JSONPointer(parsing: text)
    else { return isVersion30 ? .nowhere : .unknown }
    return start.descendant(at: pointer).map { .node($0) } ?? .nowhere
  }

  /// The node that a reference leads to; nil when that is nowhere or not known.
  func target(of reference: String, from node: ContractNode) -> ContractNode? {
    if case .node(let target) = lead(of: reference, from: node) { target } else { nil }
  }

  /// The innermost schema with a URI of its own that a node is part of; nil for none.
  private func resource(around node: ContractNode) -> ContractNode? {
    guard selfDescriptions[node.document.identity]?.contains(.identifier) == true, !isVersion30
    else { return nil }
    // Up to draft-07 an `$id` of a fragment alone is an anchor.
    return node.nearest { $0.value["$id"]?.stringValue.map { !$0.hasPrefix("#") } ?? false }
  }

  /// The keyword that a violation names, found again; nil where it is not found.
  func node(at violation: SchemaViolation, of schema: ContractNode) -> ContractNode? {
    let uri = violation.absoluteKeywordLocation.prefix { $0 != "#" }
    let document = document(uri: String(uri)) ?? schema.document
    return ContractNode(rootOf: document).descendant(at: violation.schemaPointer)
  }

  /// The dialect that the nearest schema around a node names; nil where none does.
  func dialectName(at node: ContractNode) -> String? {
    guard selfDescriptions[node.document.identity]?.contains(.dialect) == true else { return nil }
    return node.nearest { $0.value["$schema"]?.stringValue != nil }?.value["$schema"]?.stringValue
  }
}

extension SourceDocument {
  /// What tells this document from every other one that is alive.
  var identity: ObjectIdentifier { ObjectIdentifier(root.document) }
}
