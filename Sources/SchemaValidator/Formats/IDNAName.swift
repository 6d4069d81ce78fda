/// A host name taken apart under IDNA 2008.
///
/// Source: [RFC 5891 5.4](https://www.rfc-editor.org/rfc/rfc5891#section-5.4) and
/// [RFC 5893](https://www.rfc-editor.org/rfc/rfc5893#section-2)
struct IDNAName {
  /// The labels as U-labels where they are internationalized, else as they are.
  private var labels: [[Unicode.Scalar]] = []
  /// Octets of the name with its A-labels.
  private var length = -1

  private static let prefix = Array("xn--".utf8)

  /// Takes a name apart; nil where one label by itself is not allowed.
  init?(_ text: Span<UInt8>, isInternationalized: Bool) {
    var label: [Unicode.Scalar] = []
    var position = 0
    while position < text.count {
      let (value, length) = text.scalar(at: position)
      position += length
      guard let scalar = Unicode.Scalar(value) else { return nil }
      if scalar == "." || isInternationalized && Self.isFullStop(scalar) {
        guard append(label) else { return nil }
        label.removeAll(keepingCapacity: true)
      } else {
        label.append(scalar)
      }
    }
    guard append(label) else { return nil }
  }

  private static func isFullStop(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
  }

  private mutating func append(_ label: [Unicode.Scalar]) -> Bool {
    if label.allSatisfy(\.isASCII) { return appendASCII(label.map { UInt8($0.value) }) }
    guard IDNALabel(label).isULabel else { return false }
    let aLabelLength = Self.prefix.count + Punycode.encode(label).count
    guard aLabelLength <= 63 else { return false }
    length += 1 + aLabelLength
    labels.append(label)
    return true
  }

  private mutating func appendASCII(_ label: [UInt8]) -> Bool {
    let span = label.span
    guard HostnameRules.isLabel(span, 0..<label.count) else { return false }
    length += 1 + label.count
    guard HostnameRules.isALabelCandidate(span, 0..<label.count) else {
      labels.append(label.map { Unicode.Scalar($0) })
      return true
    }
    // An A-label is the one spelling of its U-label, the case of its letters aside.
    let lowercased = label.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let encoded = Array(lowercased[Self.prefix.count...])
    guard let decoded = Punycode.decode(encoded), decoded.contains(where: { !$0.isASCII }),
      IDNALabel(decoded).isULabel, Punycode.encode(decoded) == encoded
    else { return false }
    labels.append(decoded)
    return true
  }

  /// Whether the labels may stand together: the length of the name and the rules for names that
  /// are written from right to left.
  var isValid: Bool {
    guard HostnameRules.lengths.contains(length) else { return false }
    let texts = labels.map(BidiRule.text)
    return !texts.contains(where: BidiRule.isRightToLeft) || texts.allSatisfy(BidiRule.holds)
  }
}

/// The Bidi rule of RFC 5893, as patterns over Bidi_Class.
enum BidiRule {
  /// The UTF-8 of a label.
  static func text(_ label: [Unicode.Scalar]) -> [UInt8] {
    var string = String.UnicodeScalarView()
    string.append(contentsOf: label)
    return Array(String(string).utf8)
  }

  /// Whether a label makes its name a Bidi domain name (RFC 5893 1.4).
  static func isRightToLeft(_ label: [UInt8]) -> Bool {
    rightToLeft.search(label.span) == .matches
  }

  /// Whether a label follows the rule (RFC 5893 2).
  static func holds(_ label: [UInt8]) -> Bool {
    rule.search(label.span) == .matches
  }

  private static let rightToLeft = RegexMatch(required: "[\(classes("R AL AN"))]")

  /// Conditions 1 to 4 for labels from right to left, 1, 5 and 6 for those from left to right.
  private static let rule = RegexMatch(
    required: """
      (?s)\\A(?:\
      (?=[\(classes("R AL"))])\
      (?!.*\\p{bc:EN}.*\\p{bc:AN})(?!.*\\p{bc:AN}.*\\p{bc:EN})\
      [\(classes("R AL AN EN ES CS ET ON BN NSM"))]*[\(classes("R AL EN AN"))]\
      |(?=\\p{bc:L})\
      [\(classes("L EN ES CS ET ON BN NSM"))]*[\(classes("L EN"))]\
      )\\p{bc:NSM}*\\z
      """)

  private static func classes(_ names: String) -> String {
    names.split(separator: " ").map { "\\p{bc:\($0)}" }.joined()
  }
}
