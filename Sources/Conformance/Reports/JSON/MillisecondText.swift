/// Durations as decimal numbers of milliseconds, exact in both directions.
enum MillisecondText {
  /// An attosecond is 10⁻¹⁵ ms.
  private static let decimals = 15
  /// How many attoseconds a millisecond has.
  private static let attoseconds: UInt64 = 1_000_000_000_000_000

  /// The number of milliseconds without an exponent and without trailing zeros.
  static func text(of duration: Duration) -> String {
    let parts = duration.components
    let (milliseconds, rest) = parts.attoseconds.magnitude
      .quotientAndRemainder(dividingBy: attoseconds)
    var text = parts.seconds < 0 || parts.attoseconds < 0 ? "-" : ""
    if parts.seconds == 0 {
      text += String(milliseconds)
    } else {
      text += String(parts.seconds.magnitude) + String(milliseconds).zeroPadded(to: 3)
    }
    guard rest > 0 else { return text }
    var fraction = rest
    var length = decimals
    while fraction % 10 == 0 {
      fraction /= 10
      length -= 1
    }
    let digits = String(fraction)
    text += "."
    for _ in digits.utf8.count..<length { text += "0" }
    return text + digits
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
