/// The durations of ISO 8601 that are none of the format `duration`.
///
/// RFC 3339 has whole numbers only; ISO 8601 allows a fraction in the last one, such as in
/// `PT90.5S`, and many libraries write it.
package enum FractionalDuration {
  /// Whether a text is a duration but for a fraction of its last number.
  package static func holds(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let separator = bytes.lastIndex(where: { $0 == 0x2E || $0 == 0x2C }) else { return false }
    let fraction = bytes[(separator + 1)...].dropLast()
    guard !fraction.isEmpty, fraction.allSatisfy(isDigit),
      bytes[..<separator].last.map(isDigit) == true
    else { return false }
    let whole = Array(bytes[..<separator] + bytes.suffix(1))
    return DurationFormat.holds(whole.span)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
