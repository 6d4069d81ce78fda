/// Writes text into a part of a URL and reads it back.
///
/// A part names the characters that may stand there as themselves; the UTF-8 bytes of every
/// other character become `%XX`.
/// Source: [RFC 3986, section 2](https://www.rfc-editor.org/rfc/rfc3986#section-2)
package enum PercentEncoding: Sendable {
  /// Only letters, digits and `-._~` stay. Right for any value: no delimiter is left in it.
  case unreserved
  /// Reserved characters that a query can hold and existing `%XX` stay as well: what
  /// `allowReserved` asks for, and the author answers for the delimiters.
  ///
  /// `#`, `[` and `]` are encoded all the same, since RFC 3986 keeps them out of queries.
  case reserved
  /// As ``reserved``, in a path, where `/` and `?` would end the segment.
  case reservedInPath
  /// Every character stays: header fields are no URL.
  case none

  /// The text as it is written into the URL.
  package func encode(_ text: String) -> String {
    if case .none = self { return text }
    let bytes = Array(text.utf8)
    guard !bytes.allSatisfy(\.isUnreserved) else { return text }
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count * 3)
    for (index, byte) in bytes.enumerated() {
      if keeps(byte) || (isReserved && Self.startsTriplet(bytes, at: index)) {
        encoded.append(byte)
      } else {
        encoded += byte.triplet.utf8
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The bytes that a part of a URL stands for; a `%` without two digits stands for itself.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(text)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if startsTriplet(bytes, at: index), let high = bytes[index + 1].hexValue,
        let low = bytes[index + 2].hexValue
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }

  private var isReserved: Bool {
    switch self {
    case .reserved, .reservedInPath: true
    case .unreserved, .none: false
    }
  }

  private func keeps(_ byte: UInt8) -> Bool {
    if byte.isUnreserved { return true }
    switch self {
    case .reserved: return "!$&'()*+,;=:@/?".utf8.contains(byte)
    case .reservedInPath: return "!$&'()*+,;=:@".utf8.contains(byte)
    case .unreserved, .none: return false
    }
  }

  private static func startsTriplet(_ bytes: [UInt8], at index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "%") && index + 2 < bytes.count
      && bytes[index + 1].hexValue != nil && bytes[index + 2].hexValue != nil
  }
}

extension UInt8 {
  /// Whether the byte is one of RFC 3986's unreserved characters.
  var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Whether the byte may stand in a token (RFC 9110 section 5.6.2).
  var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
  }

  /// The byte percent-encoded: `%2F`.
  var triplet: String {
    let digits = String(self, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
  }

  /// The value of a hexadecimal digit.
  var hexValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
