/// Texts that have a format.
enum FormatText {
  /// A text of a format, about so long where the format allows that, 0 leaving it open; nil for
  /// formats that are not known.
  ///
  /// A plain one is always the same.
  static func text(_ format: String, length: Int, _ random: inout SeededRandom, isPlain: Bool)
    -> String?
  {
    var maker = Maker(random: random, isPlain: isPlain, length: length)
    defer { random = maker.random }
    return maker.text(format)
  }

  /// Texts that hardly any format allows, for breaking one.
  static let broken = [
    "not a %s", "", "-", "%", "2024-13-45", "@", "1.2.3", "\u{1}", "[", "a b", "\\", "/~2", "(",
    "{",
  ].map { $0.replacing("%s", with: "value") }

  private struct Maker {
    var random: SeededRandom
    let isPlain: Bool
    let length: Int

    mutating func number(_ range: ClosedRange<Int>) -> Int {
      isPlain ? range.lowerBound : range.lowerBound + random.below(range.count)
    }

    mutating func two(_ range: ClosedRange<Int>) -> String { padded(number(range), 2) }

    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    mutating func hex(_ count: Int) -> String {
      (0..<count).map { _ in String(number(0...15), radix: 16) }.joined()
    }

    mutating func letters(_ count: Int) -> String {
      (0..<max(0, count)).map { _ in
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number(0...25))))
      }.joined()
    }

    mutating func pick(_ choices: [String]) -> String {
      isPlain ? choices[0] : random.pick(choices)
    }

    mutating func date() -> String {
      "\(isPlain ? 2024 : number(1970...2099))-\(two(1...12))-\(two(1...28))"
    }

    mutating func time() -> String {
      let fraction = pick(["", "", ".5", ".123456"])
      return "\(two(0...23)):\(two(0...59)):\(two(0...59))\(fraction)"
        + pick(["Z", "Z", "+00:00", "-05:30", "+14:00"])
    }

    /// A name of labels, about as long as asked.
    mutating func host(_ length: Int) -> String {
      if length <= 11 {
        return length > 0 && length < 11
          ? letters(length) : pick(["example.com", "example.org", "a.example"])
      }
      var rest = min(length, 253) - 11
      var labels = ""
      while rest > 1 {
        let size = min(63, rest - 1)
        // A single character cannot be left over: a label needs one, and a point.
        let taken = rest - size - 1 == 1 ? size - 1 : size
        labels += letters(taken) + "."
        rest -= taken + 1
      }
      return labels + "example.com"
    }

    mutating func email() -> String {
      if length > 0, length < 13 { return letters(max(1, length - 2)) + "@a" }
      if length <= 13 { return letters(isPlain ? 1 : number(1...12)) + "@example.com" }
      let local = min(64, length - 12)
      let rest = length - local - 1
      return letters(local) + "@" + host(rest)
    }

    mutating func address() -> String {
      let start = "https://example.com/"
      if length > 0, length < start.utf8.count { return "a:" + letters(length - 2) }
      if length > start.utf8.count { return start + letters(length - start.utf8.count) }
      return start + (isPlain ? "" : letters(number(0...8)))
    }

    mutating func base64() -> String {
      let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
      let groups = (length + 3) / 4
      let text = (0..<4 * groups).map { _ in String(alphabet[number(0...63)]) }.joined()
      return !isPlain && groups > 0 && random.chance(30)
        ? String(text.dropLast(2)).dropLast() + "A==" : text
    }

    mutating func text(_ format: String) -> String? {
      switch format {
      case "date-time": return date() + "T" + time()
      case "date": return date()
      case "time": return time()
      case "duration":
        return pick([
          "P\(number(1...9))D", "PT\(number(1...99))H", "P\(number(1...9))W", "P1Y2M3DT4H5M6S",
          "PT\(number(1...59))M",
        ])
      case "email", "idn-email": return email()
      case "hostname", "idn-hostname": return host(length)
      case "ipv4":
        return isPlain
          ? "192.0.2.1" : (0..<4).map { _ in String(number(0...255)) }.joined(separator: ".")
      case "ipv6":
        return isPlain || random.chance(30)
          ? "2001:db8::1" : (0..<8).map { _ in hex(number(1...4)) }.joined(separator: ":")
      case "uri", "iri", "uri-template": return address()
      case "uri-reference", "iri-reference":
        return length > 0
          ? letters(length) : pick(["", "/a", "#a", "../a?b=c", "https://example.com/"])
      case "uuid": return "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))"
      case "json-pointer":
        return length > 0 ? "/" + letters(length - 1) : pick(["", "/a", "/a~1b/0"])
      case "relative-json-pointer": return pick(["0", "1/a", "2#"])
      case "regex": return length > 0 ? letters(length) : pick(["^a$", "[0-9]+", "a|b"])
      case "byte": return base64()
      default: return nil
      }
    }
  }
}
