/// The grammar of RFC 3986, and with Unicode that of RFC 3987.
///
/// The zone identifiers of RFC 6874 are not part of either.
struct URIGrammar {
  /// Whether the characters RFC 3987 adds are allowed.
  let allowsUnicode: Bool

  private static let schemeTail = ASCIISet.lettersAndDigits.union(ASCIISet("+-."))
  private static let unreserved = ASCIISet.lettersAndDigits.union(ASCIISet("-._~"))
  private static let registeredName = unreserved.union(ASCIISet("!$&'()*+,;="))
  private static let userInformation = registeredName.union(ASCIISet(":"))
  private static let path = userInformation.union(ASCIISet("@/"))
  private static let query = path.union(ASCIISet("?"))

  /// Whether a text is a reference, with a scheme if asked.
  func isReference(_ text: Span<UInt8>, needsScheme: Bool) -> Bool {
    var cursor = TextCursor()
    if let colon = Self.schemeEnd(text) {
      guard Self.isScheme(text, end: colon) else { return false }
      cursor.position = colon + 1
    } else if needsScheme {
      return false
    }
    var authority = cursor
    if authority.eat(UInt8(ascii: "/"), text), authority.eat(UInt8(ascii: "/"), text) {
      cursor = authority
      guard skipAuthority(&cursor, text) else { return false }
    }
    guard skip(Self.path, &cursor, text) else { return false }
    if cursor.eat(UInt8(ascii: "?"), text) {
      guard skip(Self.query, &cursor, text, allowsPrivate: true) else { return false }
    }
    if cursor.eat(UInt8(ascii: "#"), text) {
      guard skip(Self.query, &cursor, text) else { return false }
    }
    return cursor.isAtEnd(text)
  }

  /// The colon that ends a scheme: one before any slash, question mark or number sign.
  ///
  /// A relative reference cannot have one there, so what stands before it must be a scheme.
  private static func schemeEnd(_ text: Span<UInt8>) -> Int? {
    for index in 0..<text.count {
      switch text[index] {
      case UInt8(ascii: ":"): return index
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return nil
      default: continue
      }
    }
    return nil
  }

  private static func isScheme(_ text: Span<UInt8>, end: Int) -> Bool {
    guard end > 0, ASCIISet.letters.contains(text[0]) else { return false }
    let tail = schemeTail
    for index in 1..<max(end, 1) where !tail.contains(text[index]) { return false }
    return true
  }

  private func skipAuthority(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    var user = cursor
    if skip(Self.userInformation, &user, text), user.eat(UInt8(ascii: "@"), text) {
      cursor = user
    }
    if cursor.eat(UInt8(ascii: "["), text) {
      guard Self.skipLiteral(&cursor, text) else { return false }
    } else {
      guard skip(Self.registeredName, &cursor, text) else { return false }
    }
    if cursor.eat(UInt8(ascii: ":"), text) { cursor.skip(.digits, text) }
    switch cursor.peek(text) {
    case nil, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return true
    default: return false
    }
  }

  /// An IPv6 or a future address, after its opening bracket.
  private static func skipLiteral(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    let start = cursor.position
    if cursor.eat(letter: UInt8(ascii: "V"), text) {
      return cursor.skip(.hexadecimalDigits, text) > 0 && cursor.eat(UInt8(ascii: "."), text)
        && cursor.skip(userInformation, text) > 0 && cursor.eat(UInt8(ascii: "]"), text)
    }
    while let byte = cursor.peek(text), byte != UInt8(ascii: "]") { cursor.position += 1 }
    return IPv6Address.isValid(text, start..<cursor.position)
      && cursor.eat(UInt8(ascii: "]"), text)
  }

  /// Moves past members of a set, percent-encoded bytes and, in an IRI, the characters it adds;
  /// false at a percent sign without two hexadecimal digits or a character no IRI may hold.
  private func skip(
    _ set: ASCIISet, _ cursor: inout TextCursor, _ text: Span<UInt8>, allowsPrivate: Bool = false
  ) -> Bool {
    while true {
      cursor.skip(set, text)
      guard let byte = cursor.peek(text) else { return true }
      if byte == UInt8(ascii: "%") {
        guard Self.isPercentEncoded(text, at: cursor.position) else { return false }
        cursor.position += 3
      } else if byte >= 0x80 {
        guard allowsUnicode else { return false }
        let (scalar, length) = text.scalar(at: cursor.position)
        guard Self.isUnicodeCharacter(scalar) || allowsPrivate && Self.isPrivate(scalar) else {
          return false
        }
        cursor.position += length
      } else {
        return true
      }
    }
  }

  /// Whether a percent sign and two hexadecimal digits stand at an offset.
  static func isPercentEncoded(_ text: Span<UInt8>, at offset: Int) -> Bool {
    let digits = ASCIISet.hexadecimalDigits
    return offset + 2 < text.count && text[offset] == UInt8(ascii: "%")
      && digits.contains(text[offset + 1]) && digits.contains(text[offset + 2])
  }

  /// The `ucschar` of RFC 3987, less the bidirectional formatting characters its section 4.1
  /// forbids.
  static func isUnicodeCharacter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x200E, 0x200F, 0x202A...0x202E: false
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0x10000...0xDFFFF: scalar & 0xFFFF <= 0xFFFD
    case 0xE1000...0xEFFFD: true
    default: false
    }
  }

  /// The `iprivate` of RFC 3987.
  static func isPrivate(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: true
    default: false
    }
  }
}
