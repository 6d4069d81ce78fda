import SchemaValidator

/// A text compared byte for byte, such as an id or a cursor.
struct ExactText: Sendable, Hashable, CustomStringConvertible {
  /// The text.
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The text of a string that is not empty, or the spelling of a number; nil for anything else.
  init?(_ value: JSONValue?) {
    guard let value else { return nil }
    switch value.kind {
    case .string:
      guard let text = value.stringValue, !text.utf8.isEmpty else { return nil }
      self.text = text
    case .number: text = value.description
    case .null, .boolean, .array, .object: return nil
    }
  }

  /// The text in quotation marks, cut where it is long.
  var description: String {
    let limit = 60
    guard text.unicodeScalars.count > limit else { return "\"\(text)\"" }
    return "\"\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))))…\""
  }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.isSameText(as: right.text)
  }

  func hash(into hasher: inout Hasher) {
    // What has the same bytes is the same text, and more than that is not asked of a hash.
    hasher.combine(text)
  }
}

extension Optional<JSONValue> {
  /// The value as a finding quotes it, cut where it is long.
  var quoted: String {
    guard let self else { return "nothing" }
    let text = self.description
    let limit = 80
    guard text.unicodeScalars.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
  }
}
