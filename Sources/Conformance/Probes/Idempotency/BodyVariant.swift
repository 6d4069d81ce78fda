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
          bytes: JSONEdit.replacing(place, in: body, with: literal)))
    }
    let places = JSONEdit.leaves(of: body)
    if let flag = places.first(where: { $0.value.kind == .boolean }) {
      let opposite = flag.value.boolValue == true ? "false" : "true"
      add(
        "\(flag.place) \(opposite) instead of \(flag.value)", at: flag.place, Array(opposite.utf8))
    }
    if let text = places.first(where: { $0.value.holds(token) }),
      let string = text.value.stringValue
    {
      add("a blank after \(text.place)", at: text.place, JSONEdit.literal(string + " "))
      if let raised = raised(string) {
        add("one letter of \(text.place) in upper case", at: text.place, JSONEdit.literal(raised))
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
    guard let text = JSONEdit.leaves(of: body).first(where: { $0.value.holds(token) }),
      let string = text.value.stringValue
    else { return nil }
    return JSONEdit.replacing(text.place, in: body, with: JSONEdit.literal(string + addition))
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
}
