/// What a YAML scalar stands for, by the core schema of YAML 1.2, in terms of JSON.
///
/// Source: [YAML 1.2.2 section 10.3.2](https://yaml.org/spec/1.2.2/#1032-tag-resolution)
enum CoreSchema {
  /// A resolved scalar.
  enum Scalar: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// A number in JSON's grammar; the spelling is kept wherever JSON allows it.
    case number([UInt8])
    case string
    /// An infinity or NaN, which JSON does not have.
    case notFinite
    /// A hexadecimal or octal number with more than ``maximumDigits`` digits.
    case tooManyDigits
  }

  /// How long a hexadecimal or octal number may be: its conversion takes quadratic time.
  static let maximumDigits = 256

  /// What a scalar without quotation marks and tag stands for.
  static func resolve(_ text: [UInt8]) -> Scalar {
    // Nearly all plain scalars are words: their first letter settles it.
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return number(text) ?? .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "~"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      return word(text) ?? .string
    default:
      return .string
    }
  }

  private static func word(_ text: [UInt8]) -> Scalar? {
    switch String(decoding: text, as: UTF8.self) {
    case "null", "Null", "NULL", "~": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: nil
    }
  }

  /// A number of any of the schema's forms, or nil.
  static func number(_ text: [UInt8]) -> Scalar? {
    if text.starts(with: "0x".utf8) { return converted(text.dropFirst(2), base: 16) }
    if text.starts(with: "0o".utf8) { return converted(text.dropFirst(2), base: 8) }
    var rest = text[...]
    var json: [UInt8] = []
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      if sign == UInt8(ascii: "-") { json.append(sign) }
      rest = rest.dropFirst()
    }
    switch String(decoding: rest, as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return .notFinite
    case ".nan", ".NaN", ".NAN": return rest.count == text.count ? .notFinite : nil
    default: break
    }
    let whole = takeDigits(&rest)
    var fraction: ArraySlice<UInt8>?
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
    }
    guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
    // JSON wants exactly one leading zero where YAML allows none or many, and digits after a dot.
    let significant = whole.drop { $0 == UInt8(ascii: "0") }
    json += significant.isEmpty ? [UInt8(ascii: "0")] : significant
    if let fraction {
      json.append(UInt8(ascii: "."))
      json += fraction.isEmpty ? [UInt8(ascii: "0")] : fraction
    }
    guard !rest.isEmpty else { return .number(json) }
    guard let exponent = takeExponent(rest) else { return nil }
    return .number(json + exponent)
  }

  private static func takeDigits(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    text = text[digits.endIndex...]
    return digits
  }

  /// The whole rest as an exponent, or nil.
  private static func takeExponent(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let mark = text.first, mark | 0x20 == UInt8(ascii: "e") else { return nil }
    var digits = text.dropFirst()
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, takeDigits(&digits).endIndex == text.endIndex else { return nil }
    return text
  }

  /// Digits of a base as a decimal number, or nil when one of them is not of that base.
  private static func converted(_ digits: ArraySlice<UInt8>, base: Int) -> Scalar? {
    guard !digits.isEmpty else { return nil }
    var values: [Int] = []
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue, value < base else {
        return nil
      }
      values.append(value)
    }
    guard values.count <= maximumDigits else { return .tooManyDigits }
    var decimal = [0]  // the lowest digit first
    for value in values {
      var carry = value
      for index in decimal.indices {
        let sum = decimal[index] * base + carry
        decimal[index] = sum % 10
        carry = sum / 10
      }
      while carry > 0 {
        decimal.append(carry % 10)
        carry /= 10
      }
    }
    return .number(decimal.reversed().map { UInt8(ascii: "0") + UInt8($0) })
  }
}
