/// `email`: a mailbox as SMTP takes it.
/// Source: [RFC 5321 4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)
enum EmailFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    Mailbox(allowsUnicode: false).isValid(text)
  }
}

/// `idn-email`: a mailbox whose parts may use Unicode.
///
/// A label of the domain that is not ASCII need not be in normalization form C: RFC 6531 leaves
/// that to the program that looks the domain up.
/// Source: [RFC 6531 3.3](https://www.rfc-editor.org/rfc/rfc6531#section-3.3)
enum IDNEmailFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    Mailbox(allowsUnicode: true).isValid(text)
  }
}

/// The `Mailbox` production of RFC 5321, and with Unicode that of RFC 6531.
private struct Mailbox {
  let allowsUnicode: Bool

  private static let atomText = ASCIISet.lettersAndDigits.union(ASCIISet("!#$%&'*+-/=?^_`{|}~"))
  private static let labelText = ASCIISet.lettersAndDigits.union(ASCIISet("-"))
  /// RFC 5321 4.5.3.1.1 and 4.5.3.1.2, octets.
  private static let maximumLocalPart = 64
  private static let maximumDomain = 255
  private static let maximumLabel = 63

  func isValid(_ text: Span<UInt8>) -> Bool {
    var cursor = TextCursor()
    let hasLocalPart =
      cursor.peek(text) == UInt8(ascii: "\"")
      ? skipQuotedString(&cursor, text) : skipDotString(&cursor, text)
    guard hasLocalPart, cursor.position <= Self.maximumLocalPart,
      cursor.eat(UInt8(ascii: "@"), text), text.count - cursor.position <= Self.maximumDomain
    else { return false }
    if cursor.eat(UInt8(ascii: "["), text) {
      return isAddressLiteral(text, from: cursor.position)
    }
    return isDomain(&cursor, text)
  }

  /// Moves past members of a set and, where Unicode is allowed, everything above ASCII.
  private func skip(_ set: ASCIISet, _ cursor: inout TextCursor, _ text: Span<UInt8>) -> Int {
    let start = cursor.position
    while let byte = cursor.peek(text), set.contains(byte) || allowsUnicode && byte >= 0x80 {
      cursor.position += 1
    }
    return cursor.position - start
  }

  private func skipDotString(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    repeat {
      guard skip(Self.atomText, &cursor, text) > 0 else { return false }
    } while cursor.eat(UInt8(ascii: "."), text)
    return true
  }

  private func skipQuotedString(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    cursor.position += 1
    while let byte = cursor.peek(text) {
      cursor.position += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"):
        guard let escaped = cursor.peek(text), (0x20...0x7E).contains(escaped) else {
          return false
        }
        cursor.position += 1
      case 0x20...0x7E: continue
      default:
        guard allowsUnicode, byte >= 0x80 else { return false }
      }
    }
    return false
  }

  private func isDomain(_ cursor: inout TextCursor, _ text: Span<UInt8>) -> Bool {
    repeat {
      let start = cursor.position
      let length = skip(Self.labelText, &cursor, text)
      guard (1...Self.maximumLabel).contains(length), text[start] != UInt8(ascii: "-"),
        text[cursor.position - 1] != UInt8(ascii: "-")
      else { return false }
    } while cursor.eat(UInt8(ascii: "."), text)
    return cursor.isAtEnd(text)
  }

  /// `[127.0.0.1]` or `[IPv6:::1]`; no other tag has been registered for general literals.
  private func isAddressLiteral(_ text: Span<UInt8>, from start: Int) -> Bool {
    let end = text.count - 1
    guard end >= start, text[end] == UInt8(ascii: "]") else { return false }
    let tag = Array("ipv6:".utf8)
    let hasTag =
      end - start >= tag.count && tag.indices.allSatisfy { tag[$0] == text[start + $0] | 0x20 }
    return hasTag
      ? IPv6Address.isValid(text, start + tag.count..<end, allowsLeadingZerosInIPv4: true)
      : IPv4Address.isValid(text, start..<end, allowsLeadingZeros: true)
  }
}
