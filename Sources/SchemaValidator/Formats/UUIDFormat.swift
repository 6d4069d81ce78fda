/// `uuid`: 8, 4, 4, 4 and 12 hexadecimal digits of either case between hyphens; any version.
/// Source: [RFC 4122 3](https://www.rfc-editor.org/rfc/rfc4122#section-3)
enum UUIDFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    let hexadecimal = ASCIISet.hexadecimalDigits
    for index in 0..<36 {
      switch index {
      case 8, 13, 18, 23: guard text[index] == UInt8(ascii: "-") else { return false }
      default: guard hexadecimal.contains(text[index]) else { return false }
      }
    }
    return true
  }
}
