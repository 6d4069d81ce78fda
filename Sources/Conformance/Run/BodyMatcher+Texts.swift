import Diagnostics
import SchemaValidator

extension BodyMatcher {
  /// Where a text is found that must not be anywhere in a value.
  ///
  /// What is looked for may be a secret that the target gave away: it is shown only where the suite
  /// has it in clear.
  mutating func mismatches(
    of value: JSONValue, withoutAny sought: TemplatedValue, at pointer: JSONPointer
  ) throws(TemplateFailure) -> [Mismatch] {
    guard let text = try? JSONDocument(parsing: try json(sought)).root.stringValue,
      !text.utf8.isEmpty
    else { throw TemplateFailure("$nowhere was given no text to look for") }
    let expected = try description(withoutAny: sought)
    return places(of: Array(text.utf8), in: value, at: pointer).map { place, found in
      Mismatch(
        pointer: place, expected: expected,
        got: sought.isConstantText ? found : "a text that holds it")
    }
  }

  /// The absence of a text in words.
  mutating func description(
    withoutAny sought: TemplatedValue
  ) throws(TemplateFailure) -> String {
    guard sought.isConstantText else { return "a value without that text" }
    return "a value without \(String(decoding: try json(sought), as: UTF8.self))"
  }

  private func places(
    of text: [UInt8], in value: JSONValue, at pointer: JSONPointer
  ) -> [(place: JSONPointer, found: String)] {
    switch value.kind {
    case .string:
      Array((value.stringValue ?? "").utf8).contains(text) ? [(pointer, value.shortText)] : []
    case .array:
      value.elements.enumerated().flatMap { places(of: text, in: $1, at: pointer.appending($0)) }
    case .object:
      value.members.flatMap { member in
        (Array(member.name.utf8).contains(text) ? [(pointer, "the member \"\(member.name)\"")] : [])
          + places(of: text, in: member.value, at: pointer.appending(member.name))
      }
    case .number, .boolean, .null: []
    }
  }
}

extension TemplatedValue {
  /// Whether it is a text that the suite has in clear.
  fileprivate var isConstantText: Bool {
    if case .template(let template) = self { template.constant != nil } else { false }
  }
}
