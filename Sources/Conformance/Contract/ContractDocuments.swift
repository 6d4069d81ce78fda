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
  /// What a walk over each document found.
  private(set) var surveys: [ObjectIdentifier: DocumentSurvey] = [:]
  /// The schemas that have a URI of their own, by that URI; none for one that several claim.
  private(set) var resources: [String: ContractNode?] = [:]

  /// Reads the document's files, and theirs, as far as references lead.
  init(_ entry: SourceDocument, files: ContractFiles) {
    self.entry = entry
    isVersion30 = entry.root["openapi"]?.stringValue?.hasPrefix("3.0") == true
    let hasSchemesByURI = entry.root["openapi"]?.stringValue?.hasPrefix("3.2") == true
    let name = entry.text.name.utf8.split(separator: UInt8(ascii: "/")).last
    add(entry, path: name.map { String(Substring($0)) } ?? "")
    var pending = [entry]
    while let document = pending.popLast() {
      let survey = DocumentSurvey(of: document)
      surveys[document.identity] = survey
      for uri in survey.uris.union(hasSchemesByURI ? survey.schemeURIs : []).sorted() {
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
    if !isVersion30 { nameResources() }
  }

  /// Enters every schema that has a URI of its own: an `$id` counts from the URI around it.
  private mutating func nameResources() {
    for (_, document) in all {
      guard let found = surveys[document.identity]?.resources else { continue }
      var uris: [String] = []
      for entry in found.entries {
        let base = entry.outer.map { uris[$0] } ?? uri(of: document)
        let uri = URIReference(entry.value["$id"]?.stringValue ?? "").resolved(against: base)
        uris.append(uri)
        let node = ContractNode(
          document: document, pointer: entry.value.pointer, value: entry.value)
        resources[uri] = .some(resources[uri] == nil ? node : nil)
      }
    }
  }

  /// The URI from which the references at a node count, if a schema around it has one of its own.
  func baseURI(around node: ContractNode) -> String? {
    guard !isVersion30, let survey = surveys[node.document.identity] else { return nil }
    let around = survey.resources.entries(around: node.value)
    guard !around.isEmpty else { return nil }
    return around.reduce(uri(of: node.document)) { base, entry in
      URIReference(entry.value["$id"]?.stringValue ?? "").resolved(against: base)
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
}

extension SourceDocument {
  /// What tells this document from every other one that is alive.
  var identity: ObjectIdentifier { ObjectIdentifier(root.document) }
}
