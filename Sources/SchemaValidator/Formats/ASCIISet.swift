/// A set of ASCII characters, tested with one shift.
struct ASCIISet: Sendable {
  /// Bit n is character n, below 64 and from 64 to 127.
  private let low: UInt64
  private let high: UInt64

  /// The set of the characters of a string, which must be ASCII.
  init(_ characters: String) {
    var masks: (low: UInt64, high: UInt64) = (0, 0)
    for byte in characters.utf8 {
      precondition(byte < 128, "an ASCII set holds ASCII only")
      if byte < 64 {
        masks.low |= 1 << UInt64(byte)
      } else {
        masks.high |= 1 << UInt64(byte - 64)
      }
    }
    (low, high) = masks
  }

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  static let digits = ASCIISet("0123456789")
  static let hexadecimalDigits = ASCIISet("0123456789abcdefABCDEF")
  static let letters = ASCIISet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  static let lettersAndDigits = letters.union(digits)

  func union(_ other: ASCIISet) -> ASCIISet {
    ASCIISet(low: low | other.low, high: high | other.high)
  }

  /// Whether a byte is a member; no byte above 127 is.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte) & 1 != 0
  }
}

/// Reading ASCII constructs of a text from the left.
///
/// The cursor is a place only; each step is given the text, which is borrowed.
struct TextCursor {
  /// The offset of the next byte.
  var position = 0

  /// The next byte, or nil at the end.
  func peek(_ text: Span<UInt8>) -> UInt8? {
    position < text.count ? text[position] : nil
  }

  func isAtEnd(_ text: Span<UInt8>) -> Bool { position >= text.count }

  /// Moves past one byte if it is the given one.
  mutating func eat(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
    guard peek(text) == byte else { return false }
    position += 1
    return true
  }

  /// Moves past one ASCII letter, of either case if `letter` is upper-case.
  mutating func eat(letter: UInt8, _ text: Span<UInt8>) -> Bool {
    guard let byte = peek(text), byte == letter || byte == letter | 0x20 else { return false }
    position += 1
    return true
  }

  /// Moves past members of a set; how many there were.
  @discardableResult
  mutating func skip(_ set: ASCIISet, _ text: Span<UInt8>) -> Int {
    let start = position
    while position < text.count, set.contains(text[position]) { position += 1 }
    return position - start
  }

  /// The value of exactly `count` decimal digits.
  mutating func number(digits count: Int, _ text: Span<UInt8>) -> Int? {
    guard position + count <= text.count else { return nil }
    var value = 0
    for index in position..<position + count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    position += count
    return value
  }
}
