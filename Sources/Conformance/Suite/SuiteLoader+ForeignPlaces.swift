import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys of a request whose texts may hold a place for a value among other characters.
  private static let keysOfParts = ["path", "cookies", "auth"]
  /// The keys of what may have braces and dollars of its own, such as choices of members in a query,
  /// templates of paths in a field, and templates in a body.
  private static let keysOfWholes = ["query", "headers", "body", "form_body", "multipart_body"]

  /// Warns of names of variables that a request sends as they are written, since they stand in the
  /// braces of another language.
  mutating func remarkForeignPlaces(in mapping: ManifestMapping) {
    for key in Self.keysOfParts {
      if let node = mapping[key] { remarkForeignPlaces(in: node, isWhole: false) }
    }
    for key in Self.keysOfWholes {
      if let node = mapping[key] { remarkForeignPlaces(in: node, isWhole: true) }
    }
  }

  private mutating func remarkForeignPlaces(in node: ManifestNode, isWhole: Bool) {
    switch node.value.kind {
    case .object, .array:
      let inner =
        node.value.kind == .object ? node.value.members.map(\.value) : Array(node.value.elements)
      for value in inner {
        remarkForeignPlaces(
          in: ManifestNode(value: value, document: node.document), isWhole: isWhole)
      }
    case .string:
      guard let text = node.value.stringValue, let place = ForeignPlace(in: text, isWhole: isWhole),
        scope.names.contains(where: { $0.isSameText(as: place.name) })
      else { return }
      if scope.foreignPlaces[place.name] == nil { scope.foreignPlaces[place.name] = place.text }
      mistakes.add(
        .warning, code: "suite.foreign-place",
        "\"\(place.text)\" is sent as it is written, though there is a variable \"\(place.name)\"",
        at: node, fix: "write \"\(place.rightText)\"")
    case .number, .boolean, .null: break
    }
  }
}

/// The first place for a value in a text, as other languages write it: `{{name}}`, `{name}`, or
/// `$name` where that is all.
struct ForeignPlace {
  /// The name.
  let name: String
  /// The place as it is written.
  let text: String
  /// The whole text with the place as it ought to be.
  let rightText: String

  /// Finds the first place, which may have to be the whole text; nil for none.
  init?(in text: String, isWhole: Bool) {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "$") }),
      !text.contains("${")
    else { return nil }
    if text.first == "$", Self.isName(text.dropFirst()) {
      (name, self.text, rightText) = ("\(text.dropFirst())", text, "${\(text.dropFirst())}")
      return
    }
    guard let start = text.firstIndex(of: "{"), let end = text.firstIndex(of: "}"), start < end
    else { return nil }
    let isDouble = text[start...].hasPrefix("{{")
    let close = isDouble ? "}}" : "}"
    let inner = text[start..<end].dropFirst(isDouble ? 2 : 1)
    // Blanks in single braces make a language of queries of it.
    let trimmed = inner.drop { isDouble && $0 == " " }
    let name = trimmed.prefix { $0 != " " }
    guard text[end...].hasPrefix(close), Self.isName(name),
      trimmed.dropFirst(name.count).allSatisfy({ isDouble && $0 == " " })
    else { return nil }
    let last = text.index(end, offsetBy: close.count)
    if isWhole, start != text.startIndex || last != text.endIndex { return nil }
    self.name = String(name)
    self.text = String(text[start..<last])
    rightText = "\(text[..<start])${\(name)}\(text[last...])"
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}
