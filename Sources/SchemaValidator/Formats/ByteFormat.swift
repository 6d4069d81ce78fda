/// `byte`, of OpenAPI 3.0: base64 with padding and without line breaks.
/// Source: [RFC 4648 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)
enum ByteFormat {
  private static let alphabet = ASCIISet.lettersAndDigits.union(ASCIISet("+/"))

  static func holds(_ text: Span<UInt8>) -> Bool {
    guard text.count % 4 == 0 else { return false }
    var cursor = TextCursor()
    cursor.skip(alphabet, text)
    let padding = text.count - cursor.position
    guard padding <= 2 else { return false }
    for _ in 0..<padding where !cursor.eat(UInt8(ascii: "="), text) { return false }
    return true
  }
}
