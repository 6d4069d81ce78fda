extension JSON {
  /// The exact value behind the spelling of a number: `digits` × 10^`exponent`, with a sign.
  ///
  /// Two spellings of one value (`1`, `1.0`, `10e-1`) give equal decimals. Zero has no digits.
  struct Decimal: Equatable, Sendable {
    var isNegative: Bool
    /// Significant digits, without leading or trailing zeros.
    var digits: String
    var exponent: Int

    /// Takes a number apart; nil if the exponent itself has more than 15 digits.
    init?(spelling: String) {
      var whole = ""
      var fraction = ""
      var exponentText = ""
      var part = 0
      isNegative = spelling.hasPrefix("-")
      for scalar in spelling.unicodeScalars.drop(while: { $0 == "-" }) {
        switch scalar {
        case ".": part = 1
        case "e", "E": part = 2
        default:
          switch part {
          case 0: whole.unicodeScalars.append(scalar)
          case 1: fraction.unicodeScalars.append(scalar)
          default: exponentText.unicodeScalars.append(scalar)
          }
        }
      }
      guard exponentText.utf8.count <= 16,
        let written = Int(exponentText.isEmpty ? "0" : exponentText)
      else { return nil }
      var significant = Array((whole + fraction).utf8.drop { $0 == UInt8(ascii: "0") })
      var scale = written - fraction.utf8.count
      while significant.last == UInt8(ascii: "0") {
        significant.removeLast()
        scale += 1
      }
      digits = String(decoding: significant, as: UTF8.self)
      exponent = significant.isEmpty ? 0 : scale
      if significant.isEmpty { isNegative = false }
    }

    /// The value as an `Int`, or nil if it has a fraction or does not fit.
    var integer: Int? {
      if digits.isEmpty { return 0 }
      guard exponent >= 0, exponent <= 18, digits.utf8.count + exponent <= 19 else { return nil }
      return Int((isNegative ? "-" : "") + digits + String(repeating: "0", count: exponent))
    }

    /// One spelling for each value.
    var text: String {
      digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits + "e" + String(exponent)
    }
  }
}
