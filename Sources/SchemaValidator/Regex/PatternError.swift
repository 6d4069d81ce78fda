/// Why a text is not an ECMA-262 regular expression, and where.
struct PatternError: Error, Equatable, CustomStringConvertible {
  /// The offset of the first wrong place, in UTF-8 bytes from the start of the pattern.
  let offset: Int
  /// What stands there, as a noun phrase.
  let found: String
  /// What the grammar asks for, as a noun phrase.
  let expected: String

  var description: String { "found \(found); expected \(expected)" }

  /// The same with the character at which it stands in the pattern, counted from 1.
  func description(in pattern: String) -> String {
    guard offset < pattern.utf8.count else { return description }
    let before = pattern.utf8.prefix(offset)
    let number = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
    return "at character \(number) found \(found); expected \(expected)"
  }
}
