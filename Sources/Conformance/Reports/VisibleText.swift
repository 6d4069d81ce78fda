/// Text from outside made harmless to show: what would act instead of being read becomes letters.
enum VisibleText {
  /// Whether a scalar acts on what shows it instead of being seen: controls, which steer
  /// terminals and are no XML characters, and marks that reorder the text around them, which
  /// let an answer look like another one.
  ///
  /// Tab and line feed are left to the caller; both are harmless in some places.
  static func isActing(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional marks
    case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    case 0xE0001...0xE007F: true  // tags: invisible letters
    default: scalar.value & 0xFFFE == 0xFFFE  // the other noncharacters at the end of a plane
    }
  }

  /// The scalar spelled as JSON spells it, such as `\u001b`; outside the basic plane with braces.
  static func spelling(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return scalar.value > 0xFFFF
      ? "\\u{\(digits)}"
      : "\\u" + digits.zeroPadded(to: 4)
  }

  /// A text on one line: acting scalars spelled out, tabs and line ends as `\t` and `\n`.
  static func line(_ text: some StringProtocol) -> String {
    // Most texts have nothing to spell out.
    if text.utf8.allSatisfy(isPrintable) { return String(text) }
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": line += "\\t"
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case let scalar where isActing(scalar): line += spelling(scalar)
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// A text that may have lines: acting scalars spelled out, line ends kept, tabs kept.
  static func lines(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ isPrintable($0) || $0 == UInt8(ascii: "\n") }) {
      return String(text)
    }
    var lines = ""
    for scalar in text.unicodeScalars {
      if isActing(scalar) {
        if scalar == "\r" { lines += "\\r" } else { lines += spelling(scalar) }
      } else {
        lines.unicodeScalars.append(scalar)
      }
    }
    return lines
  }

  /// Whether a byte is a visible character or a space by itself.
  private static func isPrintable(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

  /// The beginning of a text that fits into a number of bytes, cut between scalars.
  static func prefix(_ text: String, bytes limit: Int) -> Substring {
    guard text.utf8.count > limit else { return text[...] }
    let utf8 = text.utf8
    var end = utf8.index(utf8.startIndex, offsetBy: max(0, limit))
    while end > utf8.startIndex, utf8[end] & 0b1100_0000 == 0b1000_0000 {
      end = utf8.index(before: end)
    }
    return text[..<end]
  }

  /// A text of one line and a limited number of scalars, ending in `…` where it was cut.
  static func clipped(_ text: String, scalars limit: Int) -> String {
    let line = line(prefix(text, bytes: limit * 8))
    guard line.unicodeScalars.count > limit else { return line }
    return String(String.UnicodeScalarView(line.unicodeScalars.prefix(limit - 1))) + "…"
  }
}
