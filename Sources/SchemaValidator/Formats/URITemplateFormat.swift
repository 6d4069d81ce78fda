/// `uri-template`: literal text and expressions in braces, of any level.
/// Source: [RFC 6570 2](https://www.rfc-editor.org/rfc/rfc6570#section-2) with erratum 6937,
/// which allows an apostrophe in literal text
enum URITemplateFormat {
  private static let literal = ASCIISet.lettersAndDigits.union(
    ASCIISet("!#$&'()*+,-./:;=?@[]_~"))
  /// The operators of RFC 6570 and those it reserves.
  private static let operators = ASCIISet("+#./;?&=,!@|")
  private static let variable = ASCIISet.lettersAndDigits.union(ASCIISet("_"))

  static func holds(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    while true {
      cursor.skip(literal, text)
      guard let byte = cursor.peek(text) else { return true }
      if byte == UInt8(ascii: "{") {
        guard skipExpression(&cursor, text) else { return false }
      } else if byte >= 0x80 {
        let (scalar, length) = text.scalar(at: cursor.position)
        guard isUnicodeLiteral(scalar) else { return false }
        cursor.position += length
      } else {
        guard URIGrammar.isPercentEncoded(text, at: cursor.position) else { return false }
        cursor.position += 3
      }
    }
  }

  /// The `ucschar` and `iprivate` of RFC 3987, as RFC 6570 quotes them.
  private static func isUnicodeLiteral(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x200E, 0x200F, 0x202A...0x202E: true
    default: URIGrammar.isUnicodeCharacter(scalar) || URIGrammar.isPrivate(scalar)
    }
  }

  private static func skipExpression(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    cursor.position += 1
    if let byte = cursor.peek(text), operators.contains(byte) { cursor.position += 1 }
    repeat {
      guard skipName(&cursor, text), skipModifier(&cursor, text) else { return false }
    } while cursor.eat(UInt8(ascii: ","), text)
    return cursor.eat(UInt8(ascii: "}"), text)
  }

  /// Parts of letters, digits, low lines and percent-encoded bytes, joined by single dots.
  private static func skipName(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    repeat {
      let start = cursor.position
      while true {
        cursor.skip(variable, text)
        guard URIGrammar.isPercentEncoded(text, at: cursor.position) else { break }
        cursor.position += 3
      }
      guard cursor.position > start else { return false }
    } while cursor.eat(UInt8(ascii: "."), text)
    return true
  }

  /// `*`, or `:` and a length from 1 to 9999, or nothing.
  private static func skipModifier(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    if cursor.eat(UInt8(ascii: "*"), text) { return true }
    guard cursor.eat(UInt8(ascii: ":"), text) else { return true }
    return cursor.peek(text) != UInt8(ascii: "0")
      && (1...4).contains(cursor.skip(.digits, text))
  }
}
