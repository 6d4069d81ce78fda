/// Punycode with the parameters of IDNA.
/// Source: [RFC 3492](https://www.rfc-editor.org/rfc/rfc3492#section-6)
enum Punycode {
  private static let base = 36
  private static let minimumThreshold = 1
  private static let maximumThreshold = 26
  private static let initialBias = 72
  private static let initialCodePoint = 128

  /// The scalars a label encodes, without its "xn--"; nil where it encodes none.
  static func decode(_ bytes: [UInt8]) -> [Unicode.Scalar]? {
    let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(hyphen ?? 0)].map { Unicode.Scalar($0) }
    var codePoint = initialCodePoint
    var bias = initialBias
    var insertion = 0
    var index = hyphen.map { $0 + 1 } ?? 0
    while index < bytes.count {
      let previous = insertion
      var weight = 1
      var place = base
      while true {
        guard index < bytes.count, let digit = digit(bytes[index]) else { return nil }
        index += 1
        let (product, overflows) = digit.multipliedReportingOverflow(by: weight)
        // A label has 63 octets: anything this large is far beyond the last code point.
        guard !overflows, product < 1 << 40 else { return nil }
        insertion += product
        let threshold = threshold(place, bias)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight < 1 << 40 else { return nil }
        place += base
      }
      let count = output.count + 1
      bias = adapt(insertion - previous, count: count, isFirst: previous == 0)
      codePoint += insertion / count
      insertion %= count
      guard codePoint <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(codePoint)) else {
        return nil
      }
      output.insert(scalar, at: insertion)
      insertion += 1
    }
    return output
  }

  /// The Punycode of a label, without "xn--".
  static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8] {
    var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var codePoint = initialCodePoint
    var bias = initialBias
    var delta = 0
    var handled = basicCount
    while handled < scalars.count {
      let next = scalars.lazy.map { Int($0.value) }.filter { $0 >= codePoint }.min() ?? codePoint
      delta += (next - codePoint) * (handled + 1)
      codePoint = next
      for scalar in scalars {
        if scalar.value < codePoint { delta += 1 }
        guard scalar.value == codePoint else { continue }
        appendNumber(delta, bias, to: &output)
        bias = adapt(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      codePoint += 1
    }
    return output
  }

  private static func appendNumber(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
    var rest = number
    var place = base
    while true {
      let threshold = threshold(place, bias)
      guard rest >= threshold else { break }
      output.append(character(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      place += base
    }
    output.append(character(rest))
  }

  private static func threshold(_ place: Int, _ bias: Int) -> Int {
    min(max(place - bias, minimumThreshold), maximumThreshold)
  }

  private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    let skew = 38
    let damp = 700
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var steps = 0
    while delta > (base - minimumThreshold) * maximumThreshold / 2 {
      delta /= base - minimumThreshold
      steps += base
    }
    return steps + (base - minimumThreshold + 1) * delta / (delta + skew)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
    default: nil
    }
  }

  private static func character(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? Int(UInt8(ascii: "a")) + digit : Int(UInt8(ascii: "0")) + digit - 26)
  }
}
