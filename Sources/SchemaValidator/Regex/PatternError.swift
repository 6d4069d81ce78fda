/// Why a text is not an ECMA-262 regular expression, and where.
struct PatternError: Error, Equatable, CustomStringConvertible {
  /// The offset of the first wrong place, in UTF-8 bytes from the start of the pattern.
  let offset: Int
  /// What stands there, as a noun phrase.
  let found: String
  /// What the grammar asks for, as a noun phrase.
  let expected: String

  var description: String { "found \(found); expected \(expected)" }
}
