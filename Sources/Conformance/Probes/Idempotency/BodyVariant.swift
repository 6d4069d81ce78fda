import Diagnostics
import SchemaValidator

/// A body that differs from another in one value.
struct BodyVariant {
  /// What is different, as the start of a sentence.
  let what: String
  /// Whether the difference is below the outermost object.
  let isDeep: Bool
  /// The body.
  let bytes: [UInt8]

  /// A body as a value; nil when it is not JSON.
  static func value(_ bytes: [UInt8]) -> JSONValue? {
    (try? JSONDocument(parsing: bytes))?.root
  }

  /// The variants that can be made of a body, each with one change that keeps the types.
  ///
  /// The text that holds the token may be changed freely.
  static func all(of body: JSONValue, holding token: String) -> [BodyVariant] {
    var variants: [BodyVariant] = []
    func add(_ what: String, at place: JSONPointer, _ literal: [UInt8]) {
      variants.append(
        BodyVariant(
          what: what, isDeep: place.tokens.count > 1,
          bytes: replacing(place, in: body, with: literal)))
    }
    let places = leaves(of: body)
    if let flag = places.first(where: { $0.value.kind == .boolean }) {
      let opposite = flag.value.boolValue == true ? "false" : "true"
      add(
        "\(flag.place) \(opposite) instead of \(flag.value)", at: flag.place, Array(opposite.utf8))
    }
    if let text = places.first(where: { $0.value.holds(token) }),
      let string = text.value.stringValue
    {
      add("a blank after \(text.place)", at: text.place, literal(string + " "))
      if let raised = raised(string) {
        add("one letter of \(text.place) in upper case", at: text.place, literal(raised))
      }
    }
    if let list = places.first(where: { $0.value.kind == .array && canBeReversed($0.value) }) {
      var writer = JSONWriter()
      writer.beginArray()
      for element in Array(list.value.elements).reversed() { writer.value(element) }
      writer.endArray()
      add("\(list.place) in another order", at: list.place, writer.finish())
    }
    return variants
  }

  /// A body with something added to the text that holds the token.
  static func appending(
    _ addition: String, to body: JSONValue, holding token: String
  ) -> [UInt8]? {
    guard let text = leaves(of: body).first(where: { $0.value.holds(token) }),
      let string = text.value.stringValue
    else { return nil }
    return replacing(text.place, in: body, with: literal(string + addition))
  }

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
  private static func leaves(
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

  private static func canBeReversed(_ list: JSONValue) -> Bool {
    guard let first = list.elements.first(where: { _ in true }) else { return false }
    let elements = Array(list.elements)
    return elements.contains { $0 != first }
      && zip(elements, elements.reversed()).contains { $0 != $1 }
  }

  /// The text with its first small letter of ASCII raised; nil when there is none.
  private static func raised(_ text: String) -> String? {
    var scalars = Array(text.unicodeScalars)
    guard let index = scalars.firstIndex(where: { ("a"..."z").contains($0) }) else { return nil }
    scalars[index] = Unicode.Scalar(UInt8(scalars[index].value - 32))
    return String(String.UnicodeScalarView(scalars))
  }

  private static func literal(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(text)
    return writer.finish()
  }

  /// A copy of a value in which one place holds something else.
  private static func replacing(
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
}

extension JSONValue {
  /// Whether this is a text with a token in it.
  fileprivate func holds(_ token: String) -> Bool {
    stringValue.map { Array($0.utf8).contains(Array(token.utf8)) } ?? false
  }
}
