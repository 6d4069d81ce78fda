import Diagnostics
import SchemaValidator

/// Makes JSON texts that differ from another in one place.
enum JSONEdit {
  /// A body without the outermost member that holds the token; nil when it has no such member.
  static func removing(memberHolding token: String, from body: JSONValue) -> [UInt8]? {
    guard body.kind == .object,
      let culprit = body.members.first(where: { member in
        leaves(of: member.value).contains { $0.value.holds(token) }
      })
    else { return nil }
    var writer = JSONWriter()
    writer.beginObject()
    for member in body.members where !member.name.isSameText(as: culprit.name) {
      writer.name(member.name)
      writer.value(member.value)
    }
    writer.endObject()
    return writer.finish()
  }

  /// Arrays and single values of a body with their places, outermost first.
  static func leaves(
    of value: JSONValue, at place: JSONPointer = .root
  ) -> [(place: JSONPointer, value: JSONValue)] {
    switch value.kind {
    case .object:
      value.members.flatMap { leaves(of: $0.value, at: place.appending($0.name)) }
    case .array:
      [(place, value)]
        + value.elements.enumerated().flatMap { leaves(of: $1, at: place.appending($0)) }
    case .string, .number, .boolean, .null: [(place, value)]
    }
  }

  /// A text as JSON.
  static func literal(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(text)
    return writer.finish()
  }

  /// A copy of a value in which one place holds something else.
  static func replacing(
    _ place: JSONPointer, in body: JSONValue, with literal: [UInt8]
  ) -> [UInt8] {
    var writer = JSONWriter()
    copy(body, at: .root, replacing: place, with: literal, to: &writer)
    return writer.finish()
  }

  private static func copy(
    _ value: JSONValue, at here: JSONPointer, replacing place: JSONPointer,
    with literal: [UInt8], to writer: inout JSONWriter
  ) {
    if here == place { return writer.raw(literal) }
    guard place.starts(with: here) else { return writer.value(value) }
    switch value.kind {
    case .object:
      writer.beginObject()
      for member in value.members {
        writer.name(member.name)
        copy(
          member.value, at: here.appending(member.name), replacing: place, with: literal,
          to: &writer)
      }
      writer.endObject()
    case .array:
      writer.beginArray()
      for (position, element) in value.elements.enumerated() {
        copy(element, at: here.appending(position), replacing: place, with: literal, to: &writer)
      }
      writer.endArray()
    case .string, .number, .boolean, .null: writer.value(value)
    }
  }

  /// A body with one member more; nil where it is no object.
  static func adding(_ name: String, _ text: String, to bytes: [UInt8]) -> [UInt8]? {
    guard let body = (try? JSONDocument(parsing: bytes))?.root, body.kind == .object else {
      return nil
    }
    var writer = JSONWriter()
    writer.beginObject()
    for member in body.members {
      writer.name(member.name)
      writer.value(member.value)
    }
    writer.name(name)
    writer.string(text)
    writer.endObject()
    return writer.finish()
  }

  /// A body in which the text that holds the token is another value; nil where there is none.
  static func replacing(
    memberHolding token: String, in bytes: [UInt8], by literal: [UInt8]
  ) -> [UInt8]? {
    guard let body = (try? JSONDocument(parsing: bytes))?.root,
      let text = leaves(of: body).first(where: { $0.value.holds(token) })
    else { return nil }
    return replacing(text.place, in: body, with: literal)
  }
}

extension MediaTypeEntry {
  /// Whether a body without any member will do.
  var allowsEmptyObject: Bool {
    guard let empty = BodyVariant.value(Array("{}".utf8)) else { return false }
    return schema?.program.isValid(empty) ?? true
  }
}

extension JSONValue {
  /// Whether this is a text with a token in it.
  func holds(_ token: String) -> Bool {
    stringValue.map { Array($0.utf8).contains(Array(token.utf8)) } ?? false
  }
}
