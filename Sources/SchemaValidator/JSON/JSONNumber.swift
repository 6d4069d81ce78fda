/// A JSON number, exact: a decimal of any size, with the spelling it was written in.
///
/// Two numbers are equal when their values are: 1, 1.0 and 10e-1 are one number. Exponents are
/// exact up to 18 digits; beyond that a number counts as 10 to the power of ±10^18.
public struct JSONNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The spelling.
  public let text: String
  private let decimal: Decimal

  /// The value without the spelling.
  var exactValue: Decimal { decimal }

  init(_ bytes: ByteView, _ range: Range<Int>) {
    text = bytes.string(range)
    decimal = Decimal(bytes, range)
  }

  /// Creates the number of an integer.
  public init(_ value: Int) {
    text = String(value)
    decimal = Decimal(value)
  }

  /// Reads a number in JSON's grammar; nil for any other text.
  public init?(parsing text: String) {
    guard let document = try? JSONDocument(parsing: text),
      let number = document.root.numberValue, document.root.byteRange.count == text.utf8.count
    else { return nil }
    self = number
  }

  /// Whether the value has no fraction, however it is written.
  public var isInteger: Bool { decimal.isInteger }

  /// The value, if it is an integer that fits.
  public var intValue: Int? { decimal.intValue }

  /// The nearest `Double`; infinite when the value is out of range.
  public var doubleValue: Double { Double(text) ?? .nan }

  /// Whether the value is an integer multiple of another; false for a multiple of zero.
  public func isMultiple(of divisor: JSONNumber) -> Bool {
    decimal.isMultiple(of: divisor.decimal)
  }

  /// The spelling.
  public var description: String { text }

  /// Whether two numbers have the same value.
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.decimal == right.decimal
  }

  /// Orders by value.
  public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    left.decimal < right.decimal
  }

  /// Hashes the value, not the spelling.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(decimal)
  }
}

extension JSONNumber {
  /// An exact decimal in lowest terms: `±coefficient × 10^exponent`, where the coefficient does
  /// not end in zero unless it is zero.
  struct Decimal: Sendable, Hashable, Comparable {
    private(set) var isNegative: Bool
    /// The power of ten of the coefficient's last digit.
    private(set) var exponent: Int
    /// How many digits the coefficient has; 0 for zero.
    private(set) var digitCount: Int
    /// The coefficient, when it has at most 19 digits.
    private(set) var small: UInt64
    /// The coefficient's digits from the highest, as values 0 to 9, when it has more.
    private(set) var digits: [UInt8]

    static let zero = Decimal(0)

    init(_ value: Int) {
      isNegative = value < 0
      exponent = 0
      small = UInt64(value.magnitude)
      digits = []
      digitCount = 0
      while small != 0, small % 10 == 0 {
        small /= 10
        exponent += 1
      }
      var rest = small
      while rest != 0 {
        rest /= 10
        digitCount += 1
      }
    }

    /// Reads a token that the parser has accepted.
    init(_ bytes: ByteView, _ range: Range<Int>) {
      var position = range.lowerBound
      isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative { position += 1 }
      let mantissa = Mantissa(bytes, position, end: range.upperBound)
      guard mantissa.firstNonZero >= 0 else {
        self = Decimal(0)
        return
      }
      let written = Self.readExponent(bytes, mantissa.end, end: range.upperBound)
      exponent = mantissa.integerDigits - 1 - mantissa.lastNonZero + written
      digitCount = mantissa.lastNonZero - mantissa.firstNonZero + 1
      small = 0
      digits = []
      if digitCount > 19 { digits.reserveCapacity(digitCount) }
      var digitIndex = 0
      while digitIndex <= mantissa.lastNonZero {
        let byte = bytes[position]
        position += 1
        guard byte != UInt8(ascii: ".") else { continue }
        if digitIndex >= mantissa.firstNonZero {
          let digit = byte - UInt8(ascii: "0")
          if digitCount > 19 {
            digits.append(digit)
          } else {
            small = small &* 10 &+ UInt64(digit)
          }
        }
        digitIndex += 1
      }
    }

    /// Where the digits that matter stand in a number's text, counted without the point.
    private struct Mantissa {
      var firstNonZero = -1
      var lastNonZero = -1
      var integerDigits: Int
      var end: Int

      init(_ bytes: ByteView, _ start: Int, end limit: Int) {
        var position = start
        var digitIndex = 0
        var point = -1
        while position < limit {
          let byte = bytes[position]
          if byte == UInt8(ascii: ".") {
            point = digitIndex
          } else if byte | 0x20 == UInt8(ascii: "e") {
            break
          } else {
            if byte != UInt8(ascii: "0") {
              if firstNonZero < 0 { firstNonZero = digitIndex }
              lastNonZero = digitIndex
            }
            digitIndex += 1
          }
          position += 1
        }
        integerDigits = point < 0 ? digitIndex : point
        end = position
      }
    }

    /// The largest exponent that is told apart from larger ones.
    private static let exponentLimit = 1_000_000_000_000_000_000

    private static func readExponent(_ bytes: ByteView, _ start: Int, end: Int) -> Int {
      guard start < end else { return 0 }
      var position = start + 1
      let isNegative = bytes[position] == UInt8(ascii: "-")
      if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
      var value = 0
      while position < end {
        // One more digit reaches the limit; multiplied out it might reach past all integers.
        if value >= exponentLimit / 10 {
          value = exponentLimit
          break
        }
        value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
        position += 1
      }
      return isNegative ? -value : value
    }

    var isZero: Bool { digitCount == 0 }

    var isInteger: Bool { exponent >= 0 || isZero }

    var intValue: Int? {
      guard isInteger, digits.isEmpty, exponent <= 19 else { return nil }
      var magnitude = small
      for _ in 0..<exponent {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        magnitude = product
      }
      if isNegative {
        return magnitude <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- magnitude) : nil
      }
      return Int(exactly: magnitude)
    }

    static func < (left: Decimal, right: Decimal) -> Bool {
      if left.isNegative != right.isNegative { return left.isNegative }
      return left.isNegative
        ? magnitudeOrder(right, left) < 0 : magnitudeOrder(left, right) < 0
    }

    /// Negative, zero or positive as the left magnitude is smaller, equal or larger.
    private static func magnitudeOrder(_ left: Decimal, _ right: Decimal) -> Int {
      if left.isZero || right.isZero {
        return left.isZero ? (right.isZero ? 0 : -1) : 1
      }
      let leftTop = left.exponent + left.digitCount
      let rightTop = right.exponent + right.digitCount
      if leftTop != rightTop { return leftTop < rightTop ? -1 : 1 }
      if left.digits.isEmpty, right.digits.isEmpty {
        // Of the same order of magnitude: equally many digits make them comparable. They stay
        // below 10^19, which fits.
        let a = left.coefficient(digits: right.digitCount)
        let b = right.coefficient(digits: left.digitCount)
        return a < b ? -1 : (a == b ? 0 : 1)
      }
      let a = left.allDigits
      let b = right.allDigits
      for (x, y) in zip(a, b) where x != y { return x < y ? -1 : 1 }
      return a.count < b.count ? -1 : (a.count == b.count ? 0 : 1)
    }

    /// A small coefficient with zeros added until it has at least so many digits.
    private func coefficient(digits wanted: Int) -> UInt64 {
      var coefficient = small
      for _ in 0..<max(0, wanted - digitCount) { coefficient *= 10 }
      return coefficient
    }

    /// The coefficient's digits from the highest, whatever its size.
    var allDigits: [UInt8] {
      guard digits.isEmpty else { return digits }
      var reversed: [UInt8] = []
      var rest = small
      while rest != 0 {
        reversed.append(UInt8(rest % 10))
        rest /= 10
      }
      return reversed.reversed()
    }

    /// Whether this is an integer multiple of `divisor`.
    ///
    /// With both in lowest terms, a dividend whose exponent is the smaller one would need a
    /// coefficient divisible by ten, so only a remainder under a power of ten is left to take.
    func isMultiple(of divisor: Decimal) -> Bool {
      if divisor.isZero { return false }
      if isZero { return true }
      guard exponent >= divisor.exponent else { return false }
      let shift = exponent - divisor.exponent
      if divisor.digits.isEmpty {
        let modulus = divisor.small
        let power = Self.powerOfTen(shift, modulo: modulus)
        return Self.multiply(remainder(modulo: modulus), power, modulo: modulus) == 0
      }
      var remainder = WideRemainder(modulus: divisor.digits)
      for digit in allDigits { remainder.append(digit) }
      remainder.multiplyByPowerOfTen(shift)
      return remainder.isZero
    }

    private func remainder(modulo modulus: UInt64) -> UInt64 {
      if digits.isEmpty { return small % modulus }
      var remainder: UInt64 = 0
      for digit in digits {
        // (remainder * 10 + digit) mod modulus, without overflow
        remainder = Self.multiply(remainder, 10, modulo: modulus)
        let gap = modulus - remainder
        remainder =
          UInt64(digit) % modulus >= gap
          ? UInt64(digit) % modulus - gap : remainder + UInt64(digit) % modulus
      }
      return remainder
    }

    private static func multiply(_ a: UInt64, _ b: UInt64, modulo modulus: UInt64) -> UInt64 {
      let product = a.multipliedFullWidth(by: b)
      return modulus.dividingFullWidth((product.high % modulus, product.low)).remainder
    }

    private static func powerOfTen(_ power: Int, modulo modulus: UInt64) -> UInt64 {
      var result = 1 % modulus
      var base = 10 % modulus
      var rest = power
      while rest > 0 {
        if rest & 1 == 1 { result = multiply(result, base, modulo: modulus) }
        base = multiply(base, base, modulo: modulus)
        rest >>= 1
      }
      return result
    }
  }
}
