/// UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing above U+10FFFF.
enum UTF8Sequence {
  /// The length of the sequence outside ASCII that starts at an offset, or 0 if it is broken.
  @inline(__always)
  static func length(in bytes: ByteView, at offset: Int) -> Int {
    let lead = bytes[offset]
    let second = bytes[offset &+ 1]
    switch lead {
    case 0xC2...0xDF:
      return isContinuation(second) ? 2 : 0
    case 0xE0...0xEF:
      guard isContinuation(second), isContinuation(bytes[offset &+ 2]) else { return 0 }
      if lead == 0xE0, second < 0xA0 { return 0 }  // a longer form of U+0000 to U+07FF
      if lead == 0xED, second >= 0xA0 { return 0 }  // a surrogate
      return 3
    case 0xF0...0xF4:
      guard isContinuation(second), isContinuation(bytes[offset &+ 2]),
        isContinuation(bytes[offset &+ 3])
      else { return 0 }
      if lead == 0xF0, second < 0x90 { return 0 }
      if lead == 0xF4, second >= 0x90 { return 0 }  // above U+10FFFF
      return 4
    default:
      return 0
    }
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }
}

/// The text inside JSON strings: what its escapes stand for.
///
/// A lone surrogate escape is legal JSON (RFC 8259 section 8.2) and stands for no character.
/// It is kept in the three-byte form that UTF-8 would give it, so that strings that differ only
/// in it compare as different; it becomes U+FFFD wherever a Swift `String` is made.
enum JSONText {
  @inline(__always)
  static func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }

  /// The UTF-16 code unit written with four hexadecimal digits at an offset.
  @inline(__always)
  static func hexUnit(_ bytes: ByteView, at offset: Int) -> UInt16? {
    guard let a = hexDigit(bytes[offset]), let b = hexDigit(bytes[offset &+ 1]),
      let c = hexDigit(bytes[offset &+ 2]), let d = hexDigit(bytes[offset &+ 3])
    else { return nil }
    return a << 12 | b << 8 | c << 4 | d
  }

  /// The bytes a string's text stands for, its escapes resolved; lone surrogates as three bytes.
  ///
  /// The range has been checked by the parser: every backslash starts a whole escape.
  static func unescaped(_ bytes: ByteView, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        position += 1
        continue
      }
      let kind = bytes[position + 1]
      position += 2
      switch kind {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var scalar = UInt32(hexUnit(bytes, at: position) ?? 0)
        position += 4
        if scalar & 0xFC00 == 0xD800, position + 6 <= range.upperBound,
          bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u"),
          let low = hexUnit(bytes, at: position + 2), low & 0xFC00 == 0xDC00
        {
          scalar = 0x10000 + (scalar & 0x3FF) << 10 + UInt32(low & 0x3FF)
          position += 6
        }
        append(scalar, to: &result)
      default: result.append(kind)
      }
    }
    return result
  }

  /// Appends a code point, surrogates included, in the form UTF-8 gives to its number.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
      bytes.append(UInt8(scalar))
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | scalar >> 18))
      bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
