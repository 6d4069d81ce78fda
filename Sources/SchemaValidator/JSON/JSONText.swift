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
}
