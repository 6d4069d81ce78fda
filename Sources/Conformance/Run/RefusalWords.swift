import Diagnostics
import SchemaValidator

extension AnsweredExchange {
  /// What an error says of itself, quoted: its code and its sentence, such as
  /// `"name_taken", "Another label has this name"`; nil where it says neither.
  ///
  /// They are where the profile has them, else where problem details do (RFC 9457, section 3.1).
  func refusalWords(by errors: Conventions.Errors?) -> String? {
    guard isError, let json else { return nil }
    let places: [JSONPointer?] =
      errors.map { [$0.code ?? $0.type, $0.message] }
      ?? [JSONPointer(["title"]), JSONPointer(["detail"])]
    let words = places.compactMap(\.self).compactMap { json.value(at: $0) }
      .filter { $0.kind == .string }.map(\.shortText)
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
