import Diagnostics
import SchemaValidator

extension SuiteLoader {
  /// The keys of a request whose texts may hold a place for a value among other characters.
  private static let keysOfParts = ["path", "cookies", "auth"]
  /// The keys of what may have braces and dollars of its own, such as choices of members in a query,
  /// templates of paths in a field, and templates in a body.
  private static let keysOfWholes = ["query", "headers", "body", "form_body", "multipart_body"]

  /// Warns of names of variables that a request sends as they are written, since they stand in the
  /// braces of another language, or behind a dollar alone.
  mutating func remarkForeignPlaces(in mapping: ManifestMapping) {
    for key in Self.keysOfParts {
      if let node = mapping[key] { remarkForeignPlaces(in: node, .ofPart) }
    }
    for key in Self.keysOfWholes {
      if let node = mapping[key] { remarkForeignPlaces(in: node, .ofWhole) }
    }
  }

  /// Warns of names of variables that an answer is to have as they are written, since they stand
  /// behind a dollar alone.
  mutating func remarkForeignPlaces(inExpectation node: ManifestNode) {
    for expectation in node.oneOrMore {
      for key in ["headers", "body"] {
        if let node = expectation[key] { remarkForeignPlaces(in: node, .ofExpectation) }
      }
    }
  }

  /// Where a text stands, by which it is known what is meant in it.
  private enum TextUse {
    /// What may hold a place for a value among other characters.
    case ofPart
    /// What may have braces and dollars of its own.
    case ofWhole
    /// What an answer is to have, braces of its own among it.
    case ofExpectation
  }

  /// The matchers whose texts are in languages of their own.
  private static let matchersOfSchemas = ["$pattern", "$fits", "$type", "$format"]

  private mutating func remarkForeignPlaces(in node: ManifestNode, _ use: TextUse) {
    switch node.value.kind {
    case .object:
      for member in node.value.members {
        if use == .ofExpectation, Self.matchersOfSchemas.contains(member.name) { continue }
        remarkForeignPlaces(in: ManifestNode(value: member.value, document: node.document), use)
      }
    case .array:
      for value in node.value.elements {
        remarkForeignPlaces(in: ManifestNode(value: value, document: node.document), use)
      }
    case .string:
      if let text = node.value.stringValue, let place = foreignPlace(in: text, use) {
        remark(place, at: node, isSent: use != .ofExpectation)
      }
    case .number, .boolean, .null: break
    }
  }

  /// The first place in a text that is meant for a value by all that is known.
  private func foreignPlace(in text: String, _ use: TextUse) -> ForeignPlace? {
    let isOfPart = use == .ofPart
    if use != .ofExpectation, let place = ForeignPlace(inBracesOf: text, isWhole: !isOfPart),
      isVariable(place.name)
    {
      return place
    }
    return ForeignPlace(behindDollarIn: text) { name, isWhole in
      (isOfPart ? TemplateFunction.namesOfValues : Self.ownFunctions)
        .contains { $0.isSameText(as: name) }
        || (isWhole || isOfPart) && isVariable(name)
    }
  }

  /// Functions that nothing in a body is called as: a query of another language may have a `$uuid`.
  private static let ownFunctions = ["nonce", "ulid"]

  private func isVariable(_ name: String) -> Bool {
    scope.names.contains { $0.isSameText(as: name) }
  }

  private mutating func remark(_ place: ForeignPlace, at node: ManifestNode, isSent: Bool) {
    let isVariable = isVariable(place.name)
    if isVariable, scope.foreignPlaces[place.name] == nil {
      scope.foreignPlaces[place.name] = place.text
    }
    mistakes.add(
      .warning, code: "suite.foreign-place",
      "\"\(place.text)\" is \(isSent ? "sent" : "expected") as it is written, though there is a "
        + "\(isVariable ? "variable" : "function") \"\(place.name)\"",
      at: node, fix: "write \"\(place.rightText)\"")
  }
}

/// A place for a value in a text, as other languages write it: `{{name}}`, `{name}` or `$name`.
struct ForeignPlace {
  /// The name.
  let name: String
  /// The place as it is written.
  let text: String
  /// The whole text with the place as it ought to be.
  let rightText: String

  /// Finds the first `$name` that is no part of a longer word, and that is known; nil for none.
  ///
  /// Whether it is known may depend on whether it is the whole text.
  init?(behindDollarIn text: String, isKnown: (_ name: String, _ isWhole: Bool) -> Bool) {
    guard text.utf8.contains(UInt8(ascii: "$")), !text.contains("${") else { return nil }
    var before: Character?
    for index in text.indices {
      defer { before = text[index] }
      // A dollar that stands behind another, a backslash or a letter means itself.
      guard text[index] == "$",
        before.map({ !$0.isLetter && !$0.isNumber && $0 != "$" && $0 != "\\" }) ?? true
      else { continue }
      let name = text[text.index(after: index)...].prefix(while: Self.isOfName)
      guard Self.isName(name), isKnown(String(name), name.utf8.count + 1 == text.utf8.count)
      else { continue }
      self.name = String(name)
      self.text = "$\(name)"
      rightText = "\(text[..<index])${\(name)}\(text[name.endIndex...])"
      return
    }
    return nil
  }

  /// Finds the first place in braces, which may have to be the whole text; nil for none.
  init?(inBracesOf text: String, isWhole: Bool) {
    guard text.utf8.contains(UInt8(ascii: "{")), !text.contains("${"),
      let start = text.firstIndex(of: "{"), let end = text.firstIndex(of: "}"), start < end
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
    return text.allSatisfy(isOfName)
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-"
  }
}
