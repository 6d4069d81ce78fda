internal import Diagnostics
internal import SchemaValidator

/// What one walk over a document finds out about the references in it, and about the names that
/// its schemas have.
struct DocumentSurvey: Sendable {
  /// What stands before `#` in every reference, each once.
  let uris: Set<String>
  /// What stands before `#` in the names of security requirements that are URIs, as since OpenAPI
  /// 3.2 they may be.
  let schemeURIs: Set<String>
  /// The objects that have a URI of their own, by `$id`.
  let resources: NestedObjects
  /// The objects that name a dialect, by `$schema`.
  let dialects: NestedObjects

  private typealias MemberIndex = [[UInt8]: JSONValue]

  private let document: SourceDocument
  /// What anchors name: first by the byte at which their resource begins; none for a name that
  /// several have.
  private let anchors: [Int: [String: JSONValue?]]
  /// The members of objects that have many, by the byte at which the object begins.
  private let indices: [Int: MemberIndex]

  /// How many members an object needs to be worth an index.
  private static let manyMembers = 32

  init(of document: SourceDocument) {
    var uris: Set<String> = []
    var schemeURIs: Set<String> = []
    var resources: [NestedObjects.Entry] = []
    var dialects: [NestedObjects.Entry] = []
    var named: [(name: String, value: JSONValue)] = []
    var indices: [Int: MemberIndex] = [:]
    var pending: [(value: JSONValue, depth: Int)] = [(document.root, 0)]
    while let (value, depth) = pending.popLast() {
      if value.kind == .array { pending += value.elements.map { ($0, depth + 1) } }
      guard value.kind == .object else { continue }
      for member in value.members {
        guard let text = member.value.stringValue else {
          if member.value.kind == .object || member.value.kind == .array {
            pending.append((member.value, depth + 1))
          }
          if member.name == "security" { schemeURIs.formUnion(Self.schemeURIs(member.value)) }
          continue
        }
        switch member.name {
        case "$ref": uris.insert(String(ContractDocuments.ReferenceParts(text).uri))
        case "$schema": dialects.append(.init(value: value, depth: depth))
        // Up to draft-07 an `$id` of a fragment alone is an anchor.
        case "$id" where text.hasPrefix("#"): named.append((String(text.dropFirst()), value))
        case "$id": resources.append(.init(value: value, depth: depth))
        case "$anchor", "$dynamicAnchor": named.append((text, value))
        default: break
        }
      }
      if value.count > Self.manyMembers {
        let members = value.members.map { (Array($0.name.utf8), $0.value) }
        indices[value.byteRange.lowerBound] = MemberIndex(members) { _, last in last }
      }
    }
    let nested = NestedObjects(resources)
    var anchors: [Int: [String: JSONValue?]] = [:]
    for (name, value) in named {
      let resource = nested.innermost(around: value)?.value ?? document.root
      let known = anchors[resource.byteRange.lowerBound]?[name]
      anchors[resource.byteRange.lowerBound, default: [:]][name] = .some(known == nil ? value : nil)
    }
    self.document = document
    self.uris = uris
    self.schemeURIs = schemeURIs
    self.resources = nested
    self.dialects = NestedObjects(dialects)
    self.anchors = anchors
    self.indices = indices
  }

  private static func schemeURIs(_ requirements: JSONValue) -> [String] {
    requirements.elements.flatMap(\.members).map(\.name).filter(isURI)
      .map { String(ContractDocuments.ReferenceParts($0).uri) }
  }

  /// Whether the name of a security scheme may be its URI.
  static func isURI(_ name: String) -> Bool { name.utf8.contains { "#/:".utf8.contains($0) } }

  /// What an anchor of a resource names; nil where none has the name, or several.
  func anchor(_ name: String, in resource: ContractNode) -> ContractNode? {
    let value = anchors[resource.value.byteRange.lowerBound]?[name] ?? nil
    return value.map { ContractNode(document: document, pointer: $0.pointer, value: $0) }
  }

  /// The members of an object by the bytes of their names; nil for an object that has few.
  func members(of object: JSONValue) -> [[UInt8]: JSONValue]? {
    object.count > Self.manyMembers ? indices[object.byteRange.lowerBound] : nil
  }
}

/// Objects of one document, some of which lie in others, found again from what lies in them.
struct NestedObjects: Sendable {
  /// One of the objects.
  struct Entry: Sendable {
    let value: JSONValue
    /// How many values it lies in.
    let depth: Int
    /// The number of the innermost object that it lies in.
    fileprivate(set) var outer: Int?
  }

  /// The objects in document order.
  private(set) var entries: [Entry]

  init(_ objects: [Entry]) {
    entries = objects.sorted { $0.value.byteRange.lowerBound < $1.value.byteRange.lowerBound }
    var open: [Int] = []
    for number in entries.indices {
      let start = entries[number].value.byteRange.lowerBound
      while let last = open.last, entries[last].value.byteRange.upperBound <= start {
        open.removeLast()
      }
      entries[number].outer = open.last
      open.append(number)
    }
  }

  /// The innermost of them that a value is, or lies in; nil for none.
  func innermost(around value: JSONValue) -> Entry? {
    number(around: value).map { entries[$0] }
  }

  /// All of them that a value is, or lies in, from the outermost on.
  func entries(around value: JSONValue) -> [Entry] {
    let innermost = sequence(first: number(around: value)) { $0.map { entries[$0].outer } }
    return innermost.compactMap { $0 }.map { entries[$0] }.reversed()
  }

  private func number(around value: JSONValue) -> Int? {
    let start = value.byteRange.lowerBound
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].value.byteRange.lowerBound <= start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // Of those that begin before it, the last one, or the nearest around that one that reaches it.
    var number = low > 0 ? low - 1 : nil
    while let inner = number, entries[inner].value.byteRange.upperBound <= start {
      number = entries[inner].outer
    }
    return number
  }
}
