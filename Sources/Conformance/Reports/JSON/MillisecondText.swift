/// Durations as decimal numbers of milliseconds, exact in both directions.
enum MillisecondText {
  /// An attosecond is 10⁻¹⁵ ms.
  private static let decimals = 15

  /// The number of milliseconds without an exponent and without trailing zeros.
  static func text(of duration: Duration) -> String {
    let attoseconds = duration.attoseconds
    let magnitude = attoseconds.magnitude
    let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
    let sign = attoseconds < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    var fraction = UInt64(rest)
    var length = decimals
    while fraction % 10 == 0 {
      fraction /= 10
      length -= 1
    }
    let digits = String(fraction)
    let zeros = String(repeating: "0", count: length - digits.utf8.count)
    return "\(sign)\(whole).\(zeros)\(digits)"
  }

  /// The duration that a number of milliseconds means.
  ///
  /// Nil for exponents, for more decimals than an attosecond has, and for what a `Duration`
  /// cannot hold: this program writes none of these.
  static func duration(of text: String) -> Duration? {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let parts = text.utf8.dropFirst(isNegative ? 1 : 0).split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap(number(of:)) else { return nil }
    var rest: UInt64 = 0
    if parts.count == 2 {
      guard parts[1].count <= decimals, let read = number(of: parts[1]) else { return nil }
      rest = (parts[1].count..<decimals).reduce(read) { value, _ in value * 10 }
    }
    let (seconds, milliseconds) = whole.quotientAndRemainder(dividingBy: 1000)
    guard let wholeSeconds = Int64(exactly: seconds) else { return nil }
    let duration = Duration(
      secondsComponent: wholeSeconds,
      attosecondsComponent: Int64(milliseconds) * 1_000_000_000_000_000 + Int64(rest))
    return isNegative ? .zero - duration : duration
  }

  /// A number of digits only: the standard library would take a sign as well.
  private static func number(of digits: Substring.UTF8View) -> UInt64? {
    let isPlain = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isPlain ? UInt64(Substring(digits)) : nil
  }
}
