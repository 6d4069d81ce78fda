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
  private var byPath: [String: SourceDocument] = [:]
  private var unreadable: [String: Diagnostics] = [:]
  private var paths: [ObjectIdentifier: String] = [:]

  /// Reads the document's files, and theirs, as far as references lead.
  init(_ entry: SourceDocument, files: ContractFiles) {
    self.entry = entry
    let name = entry.text.name.utf8.split(separator: UInt8(ascii: "/")).last
    add(entry, path: name.map { String(Substring($0)) } ?? "")
    var pending = [entry]
    while let document = pending.popLast() {
      for uri in Self.uris(in: document.root).sorted() {
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

  /// What stands before `#` in every reference of a document, each once.
  private static func uris(in root: JSONValue) -> Set<String> {
    var uris: Set<String> = []
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
          }
        }
      case .null, .boolean, .number, .string: break
      }
    }
    return uris
  }
}

extension SourceDocument {
  /// What tells this document from every other one that is alive.
  var identity: ObjectIdentifier { ObjectIdentifier(root.document) }
}
