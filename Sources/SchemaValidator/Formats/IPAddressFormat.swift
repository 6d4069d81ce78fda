/// `ipv4`: four decimal numbers up to 255 without leading zeros.
/// Source: [RFC 2673 3.2](https://www.rfc-editor.org/rfc/rfc2673#section-3.2), read as RFC 3986's
/// `dec-octet`
enum IPv4Format {
  static func holds(_ text: Span<UInt8>) -> Bool {
    IPv4Address.isValid(text, 0..<text.count)
  }
}

/// `ipv6`: an address in any of the forms of RFC 4291, without a zone.
/// Source: [RFC 4291 2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2)
enum IPv6Format {
  static func holds(_ text: Span<UInt8>) -> Bool {
    IPv6Address.isValid(text, 0..<text.count)
  }
}

enum IPv4Address {
  /// Whether a range of a text is an address.
  ///
  /// Mail addresses alone allow leading zeros (RFC 5321 4.1.3, `Snum`).
  static func isValid(
    _ text: Span<UInt8>, _ range: Range<Int>, allowsLeadingZeros: Bool = false
  ) -> Bool {
    var position = range.lowerBound
    for octet in 0..<4 {
      if octet > 0 {
        guard position < range.upperBound, text[position] == UInt8(ascii: ".") else {
          return false
        }
        position += 1
      }
      let start = position
      var value = 0
      while position < range.upperBound, position - start < 4 {
        let digit = text[position] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        value = value * 10 + Int(digit)
        position += 1
      }
      guard (1...3).contains(position - start), value <= 255 else { return false }
      let hasLeadingZero = position - start > 1 && text[start] == UInt8(ascii: "0")
      guard allowsLeadingZeros || !hasLeadingZero else { return false }
    }
    return position == range.upperBound
  }
}

enum IPv6Address {
  /// Whether a range of a text is an address: eight groups of up to four hexadecimal digits, one
  /// run of which may be left out as "::", and of which the last two may be an IPv4 address.
  static func isValid(
    _ text: Span<UInt8>, _ range: Range<Int>, allowsLeadingZerosInIPv4: Bool = false
  ) -> Bool {
    var position = range.lowerBound
    var groups = 0
    var hasGap = false
    func isColon(_ offset: Int) -> Bool {
      offset < range.upperBound && text[offset] == UInt8(ascii: ":")
    }
    if isColon(position) {
      guard isColon(position + 1) else { return false }
      hasGap = true
      position += 2
    }
    let hexadecimal = ASCIISet.hexadecimalDigits
    while position < range.upperBound {
      let start = position
      while position < range.upperBound, hexadecimal.contains(text[position]) { position += 1 }
      if position < range.upperBound, text[position] == UInt8(ascii: ".") {
        groups += 2
        let isIPv4 = IPv4Address.isValid(
          text, start..<range.upperBound, allowsLeadingZeros: allowsLeadingZerosInIPv4)
        return isIPv4 && (hasGap ? groups < 8 : groups == 8)
      }
      guard (1...4).contains(position - start) else { return false }
      groups += 1
      guard position < range.upperBound else { break }
      guard isColon(position) else { return false }
      position += 1
      if isColon(position) {
        guard !hasGap else { return false }
        hasGap = true
        position += 1
      } else if position == range.upperBound {
        return false
      }
    }
    return hasGap ? groups < 8 : groups == 8
  }
}
