import SchemaValidator

/// Other ways to write a JSON text that mean the same value.
enum JSONSpelling: String, CaseIterable {
  /// The members of every object the other way round, a line per value.
  case reordered = "with its members in another order and more blanks"
  /// Every character of every string value as an escape.
  case escaped = "with its texts escaped"

  /// The bytes of a value in this spelling.
  func bytes(of value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(self == .reordered ? .pretty : .compact)
    write(value, to: &writer)
    return writer.finish()
  }

  private func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .object:
      writer.beginObject()
      let members = Array(value.members)
      for member in self == .reordered ? members.reversed() : members {
        writer.name(member.name)
        write(member.value, to: &writer)
      }
      writer.endObject()
    case .array:
      writer.beginArray()
      for element in value.elements { write(element, to: &writer) }
      writer.endArray()
    case .string where self == .escaped:
      writer.raw(Self.escapes(of: value.stringValue ?? ""))
    case .string, .number, .boolean, .null: writer.value(value)
    }
  }

  /// A string literal in which every UTF-16 code unit is an escape.
  private static func escapes(of text: String) -> [UInt8] {
    var literal = "\""
    for unit in text.utf16 {
      let digits = String(unit, radix: 16)
      literal += "\\u" + digits.zeroPadded(to: 4)
    }
    return Array((literal + "\"").utf8)
  }
}
