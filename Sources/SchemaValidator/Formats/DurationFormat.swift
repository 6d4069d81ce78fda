/// `duration`: the ISO 8601 durations that RFC 3339 defines.
///
/// Units stand in falling order without gaps, numbers are whole, and weeks stand alone. The
/// letters may be of either case, as in any ABNF.
/// Source: [RFC 3339 Appendix A](https://www.rfc-editor.org/rfc/rfc3339#appendix-A)
enum DurationFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    guard cursor.eat(letter: UInt8(ascii: "P"), text) else { return false }
    if isWeeks(cursor, text) { return true }
    let hasDate = units(.date, &cursor, text)
    if cursor.eat(letter: UInt8(ascii: "T"), text) {
      guard units(.time, &cursor, text) else { return false }
    } else if !hasDate {
      return false
    }
    return cursor.isAtEnd(text)
  }

  /// The three units of one half of a duration, the largest first.
  private struct Units {
    let letters: InlineArray<3, UInt8>

    static let date = Units(
      letters: [UInt8(ascii: "Y"), UInt8(ascii: "M"), UInt8(ascii: "D")])
    static let time = Units(
      letters: [UInt8(ascii: "H"), UInt8(ascii: "M"), UInt8(ascii: "S")])
  }

  private static func isWeeks(_ start: TextCursor, _ text: Span<UInt8>) -> Bool {
    var cursor = start
    return cursor.skip(.digits, text) > 0 && cursor.eat(letter: UInt8(ascii: "W"), text)
      && cursor.isAtEnd(text)
  }

  /// Moves past numbers with units, of which the first may be any and each other must be the one
  /// that follows; whether there was one.
  private static func units(
    _ units: Units, _ cursor: inout TextCursor, _ text: Span<UInt8>
  ) -> Bool {
    var found = false
    for index in 0..<3 {
      var ahead = cursor
      if ahead.skip(.digits, text) > 0, ahead.eat(letter: units.letters[index], text) {
        found = true
        cursor = ahead
      } else if found {
        break
      }
    }
    return found
  }
}
