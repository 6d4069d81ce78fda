/// `json-pointer`: nothing, or reference tokens each led by a slash.
/// Source: [RFC 6901 3](https://www.rfc-editor.org/rfc/rfc6901#section-3)
enum JSONPointerFormat {
  static func holds(_ text: Span<UInt8>) -> Bool { isPointer(text, from: 0) }

  /// Whether the text from an offset on is a pointer.
  static func isPointer(_ text: Span<UInt8>, from start: Int) -> Bool {
    guard start < text.count else { return true }
    guard text[start] == UInt8(ascii: "/") else { return false }
    for index in start..<text.count where text[index] == UInt8(ascii: "~") {
      guard index + 1 < text.count, (0x30...0x31).contains(text[index + 1]) else { return false }
    }
    return true
  }
}

/// `relative-json-pointer`: how many levels up, then a pointer or `#`.
///
/// The index manipulation (`1+2/a`) of later drafts of that document is not part of the one JSON
/// Schema names.
/// Source: [draft-handrews-relative-json-pointer-01, 3](
/// https://datatracker.ietf.org/doc/html/draft-handrews-relative-json-pointer-01#section-3)
enum RelativeJSONPointerFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    let levels = cursor.skip(.digits, text)
    guard levels > 0, levels == 1 || text[0] != UInt8(ascii: "0") else { return false }
    if cursor.eat(UInt8(ascii: "#"), text) { return cursor.isAtEnd(text) }
    return JSONPointerFormat.isPointer(text, from: cursor.position)
  }
}
