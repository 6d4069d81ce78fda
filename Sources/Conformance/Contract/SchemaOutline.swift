import Diagnostics
import SchemaValidator

/// What a schema of the contract speaks about, seen without a value: enough to know whether a
/// convention or a requirement has anything to do with it.
struct SchemaOutline: Sendable {
  /// The names of the keywords in the schema and in everything it refers to.
  let keywords: Set<String>
  /// The names that `properties` describes at the top of the value; nil when the schema leaves
  /// the members of the value open.
  let members: Set<String>?

  /// Whether the schema describes a member of the value, or leaves all members open.
  func allows(_ pointer: JSONPointer) -> Bool {
    guard let members, let name = pointer.tokens.first else { return true }
    return members.contains(name)
  }

  /// Whether the schema itself names a member of the value.
  func names(_ pointer: JSONPointer) -> Bool {
    guard let members, let name = pointer.tokens.first else { return false }
    return members.contains(name)
  }

  /// Reads a schema and what its local references lead to.
  init(of schema: ContractSchema) {
    var reader = OutlineReader(root: schema.node.document.root)
    reader.read(schema.json, isTop: true)
    keywords = reader.keywords
    members = reader.members
  }
}

/// Walks a schema along its applicators and references, each schema once.
private struct OutlineReader {
  let root: JSONValue
  var keywords: Set<String> = []
  var members: Set<String>?
  private var seen: Set<Int> = []
  private var seenAtTop: Set<Int> = []

  init(root: JSONValue) {
    self.root = root
  }

  /// Applicators whose schemas judge the same value.
  private static let inPlace: Set<String> = [
    "allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas",
  ]
  /// Applicators that hold schemas by name; the names are no keywords.
  private static let byName: Set<String> = [
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions",
  ]
  /// Keywords whose values are data.
  private static let data: Set<String> = ["enum", "const", "default", "example", "examples"]

  /// Reads a schema; `isTop` when it judges the whole value.
  mutating func read(_ schema: JSONValue, isTop: Bool) {
    guard schema.kind == .object else { return }
    let place = schema.byteRange.lowerBound
    let isNew = isTop ? seenAtTop.insert(place).inserted : seen.insert(place).inserted
    guard isNew else { return }
    for member in schema.members {
      keywords.insert(member.name)
      if Self.data.contains(member.name) { continue }
      if member.name == "$ref", let target = target(of: member.value) {
        read(target, isTop: isTop)
      } else if member.name == "properties" {
        if isTop { members = (members ?? []).union(member.value.members.map(\.name)) }
        for property in member.value.members { read(property.value, isTop: false) }
      } else if Self.byName.contains(member.name) {
        let staysAtTop = isTop && Self.inPlace.contains(member.name)
        for property in member.value.members { read(property.value, isTop: staysAtTop) }
      } else {
        let staysAtTop = isTop && Self.inPlace.contains(member.name)
        read(member.value, isTop: staysAtTop)
        for element in member.value.elements { read(element, isTop: staysAtTop) }
      }
    }
  }

  private func target(of reference: JSONValue) -> JSONValue? {
    guard let text = reference.stringValue, text.utf8.first == UInt8(ascii: "#"),
      let pointer = JSONPointer(parsing: String(text.dropFirst()))
    else { return nil }
    return root.value(at: pointer)
  }
}
