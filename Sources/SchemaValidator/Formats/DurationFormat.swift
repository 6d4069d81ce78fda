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
    let hasDate = units("YMD", &cursor, text)
    if cursor.eat(letter: UInt8(ascii: "T"), text) {
      guard units("HMS", &cursor, text) else { return false }
    } else if !hasDate {
      return false
    }
    return cursor.isAtEnd(text)
  }

  private static func isWeeks(_ start: TextCursor, _ text: Span<UInt8>) -> Bool {
    var cursor = start
    return cursor.skip(.digits, text) > 0 && cursor.eat(letter: UInt8(ascii: "W"), text)
      && cursor.isAtEnd(text)
  }

  /// Moves past numbers with units, of which the first may be any and each other must be the one
  /// that follows; whether there was one.
  private static func units(
    _ letters: StaticString, _ cursor: inout TextCursor, _ text: Span<UInt8>
  ) -> Bool {
    var found = false
    for letter in String(describing: letters).utf8 {
      var ahead = cursor
      if ahead.skip(.digits, text) > 0, ahead.eat(letter: letter, text) {
        found = true
        cursor = ahead
      } else if found {
        break
      }
    }
    return found
  }
}
