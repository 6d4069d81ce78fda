/// `hostname`: labels of letters, digits and hyphens; those with "xn--" must be A-labels.
///
/// Sources: [RFC 1123 2.1](https://www.rfc-editor.org/rfc/rfc1123#section-2.1), which also rules
/// out four numbers (an address is no name), and
/// [RFC 5890 2.3.2.1](https://www.rfc-editor.org/rfc/rfc5890#section-2.3.2.1)
enum HostnameFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    guard HostnameRules.lengths.contains(text.count) else { return false }
    var start = 0
    var hasALabel = false
    for index in 0...text.count {
      if index < text.count, text[index] != UInt8(ascii: ".") { continue }
      guard HostnameRules.isLabel(text, start..<index) else { return false }
      hasALabel = hasALabel || HostnameRules.isALabelCandidate(text, start..<index)
      start = index + 1
    }
    if hasALabel { return IDNAName(text, isInternationalized: false)?.isValid ?? false }
    return !HostnameRules.isDottedDecimal(text)
  }
}

/// `idn-hostname`: a host name of which any label may be a U-label.
///
/// The ideographic, fullwidth and halfwidth full stops separate labels as well.
/// Source: [RFC 5890 2.3.2.3](https://www.rfc-editor.org/rfc/rfc5890#section-2.3.2.3)
enum IDNHostnameFormat {
  static func holds(_ text: Span<UInt8>) -> Bool {
    var isASCII = true
    for index in text.indices where text[index] >= 0x80 { isASCII = false }
    if isASCII { return HostnameFormat.holds(text) }
    return IDNAName(text, isInternationalized: true)?.isValid ?? false
  }
}

/// What holds for every host name, internationalized or not.
enum HostnameRules {
  /// Octets of a name as it is sent, without the length octets (RFC 1034 3.1).
  static let lengths = 1...253
  private static let labelText = ASCIISet.lettersAndDigits.union(ASCIISet("-"))

  /// Whether a range is a label of 1 to 63 letters, digits and hyphens, no hyphen at an end.
  static func isLabel(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (1...63).contains(range.count), text[range.lowerBound] != UInt8(ascii: "-"),
      text[range.upperBound - 1] != UInt8(ascii: "-")
    else { return false }
    let allowed = labelText
    for index in range where !allowed.contains(text[index]) { return false }
    return true
  }

  /// Whether a range starts with "xn--" in any case.
  static func isALabelCandidate(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    return range.count >= 4 && text[start] | 0x20 == UInt8(ascii: "x")
      && text[start + 1] | 0x20 == UInt8(ascii: "n") && text[start + 2] == UInt8(ascii: "-")
      && text[start + 3] == UInt8(ascii: "-")
  }

  /// Whether a text is four groups of digits, the form RFC 1123 says no host name can have.
  static func isDottedDecimal(_ text: Span<UInt8>) -> Bool {
    var dots = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: ".") {
        dots += 1
      } else if !ASCIISet.digits.contains(text[index]) {
        return false
      }
    }
    return dots == 3
  }
}
