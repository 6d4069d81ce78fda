import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where a text is found that must not be anywhere in a value.
  ///
  /// What is looked for may be a secret that the target gave away: it is not repeated.
  mutating func mismatches(
    of value: JSONValue, withoutAny sought: TemplatedValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard let text = try? JSONDocument(parsing: try json(sought)).root.stringValue,
      !text.utf8.isEmpty
    else { throw TemplateFailure("$nowhere was given no text to look for") }
    return places(of: Array(text.utf8), in: value, at: pointer).map {
      Mismatch(pointer: $0, expected: "a value without that text", got: "a text that holds it")
    }
  }

  private func places(
    of text: [UInt8], in value: JSONValue, at pointer: JSONPointer
  ) -> [JSONPointer] {
    switch value.kind {
    case .string:
      Array((value.stringValue ?? "").utf8).contains(text) ? [pointer] : []
    case .array:
      value.elements.enumerated().flatMap { places(of: text, in: $1, at: pointer.appending($0)) }
    case .object:
      value.members.flatMap { member in
        (Array(member.name.utf8).contains(text) ? [pointer] : [])
          + places(of: text, in: member.value, at: pointer.appending(member.name))
      }
    case .number, .boolean, .null: []
    }
  }
}
