/// A number format of OpenAPI: a name and a test on the number as written in JSON.
///
/// Numbers are taken exactly, whatever their length: 1.0 and 10e-1 are integers,
/// 9223372036854775808 is not an `int64`.
/// Source: [OpenAPI Format Registry](https://spec.openapis.org/registry/format/)
enum NumberFormat: String, Sendable, CaseIterable {
  /// A whole number of 32 bits with a sign.
  case int32
  /// A whole number of 64 bits with a sign.
  case int64
  /// A number within the range of IEEE 754 binary32; it may have more digits than that keeps.
  case float
  /// A number within the range of IEEE 754 binary64; it may have more digits than that keeps.
  case double

  /// The format of a name; nil for names OpenAPI does not define for numbers.
  static func named(_ name: String) -> NumberFormat? { NumberFormat(rawValue: name) }

  /// Whether a JSON number, given as the token JSON's grammar allows, has this format.
  func holds(_ number: Span<UInt8>) -> Bool {
    switch self {
    case .int32:
      guard let value = IntegerToken(number) else { return false }
      return value.magnitude <= (value.isNegative ? 1 << 31 : 1 << 31 - 1)
    case .int64:
      guard let value = IntegerToken(number) else { return false }
      return value.magnitude <= (value.isNegative ? 1 << 63 : 1 << 63 - 1)
    case .float:
      return Self.hasDigits(atMost: 38, number) || Float(Self.text(number))?.isFinite ?? false
    case .double:
      return Self.hasDigits(atMost: 308, number) || Double(Self.text(number))?.isFinite ?? false
    }
  }

  /// Whether a number is written without an exponent and in at most so many characters before
  /// its point, which settles most numbers: 10^38 and 10^308 are within the ranges.
  private static func hasDigits(atMost limit: Int, _ number: Span<UInt8>) -> Bool {
    var digits = 0
    var isInFraction = false
    for index in number.indices {
      switch number[index] {
      case UInt8(ascii: "e"), UInt8(ascii: "E"): return false
      case UInt8(ascii: "."): isInFraction = true
      default: if !isInFraction { digits += 1 }
      }
    }
    return digits <= limit
  }

  private static func text(_ number: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    for index in number.indices { bytes.append(number[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A JSON number that is a whole number below 2⁶⁴ in magnitude.
private struct IntegerToken {
  let isNegative: Bool
  let magnitude: UInt64

  /// Reads a token; nil where it has a fraction or is larger.
  init?(_ number: Span<UInt8>) {
    var cursor = TextCursor()
    isNegative = cursor.eat(UInt8(ascii: "-"), number)
    var significand: UInt64 = 0
    var overflows = false
    // Zeros since the last other digit: they count only once another follows.
    var zeros = 0
    var fractionDigits = 0
    var isInFraction = false
    while let byte = cursor.peek(number), byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      cursor.position += 1
      if byte == UInt8(ascii: ".") {
        isInFraction = true
        continue
      }
      if isInFraction { fractionDigits += 1 }
      guard byte != UInt8(ascii: "0") else {
        zeros += 1
        continue
      }
      let digit = UInt64(byte &- UInt8(ascii: "0"))
      if significand > 0 || overflows {
        overflows = Self.scale(&significand, by: zeros + 1) || overflows
      }
      zeros = 0
      let (sum, carries) = significand.addingReportingOverflow(digit)
      significand = sum
      overflows = overflows || carries
    }
    if significand == 0, !overflows {
      magnitude = 0
      return
    }
    let exponent = Self.exponent(&cursor, number) - fractionDigits + zeros
    guard exponent >= 0, !overflows, !Self.scale(&significand, by: exponent) else { return nil }
    magnitude = significand
  }

  /// Multiplies by a power of ten; whether the result is too large.
  private static func scale(_ value: inout UInt64, by zeros: Int) -> Bool {
    guard zeros < 20 else { return true }
    for _ in 0..<zeros {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      if overflows { return true }
      value = product
    }
    return false
  }

  /// The exponent after an "e", as far as it can matter.
  private static func exponent(_ cursor: inout TextCursor, _ number: Span<UInt8>) -> Int {
    guard cursor.eat(letter: UInt8(ascii: "E"), number) else { return 0 }
    let isNegative = cursor.eat(UInt8(ascii: "-"), number)
    if !isNegative { _ = cursor.eat(UInt8(ascii: "+"), number) }
    var value = 0
    while let byte = cursor.peek(number), ASCIISet.digits.contains(byte) {
      value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1 << 50)
      cursor.position += 1
    }
    return isNegative ? -value : value
  }
}
