/// A character that stands in bytes, in one of the ways it can be written.
///
/// A text that was escaped several times, as JSON within JSON is, is read as well: each further
/// layer only escapes what begins an escape, in a way that can be read off the bytes.
enum EscapedScalar {
  /// The bytes that begin an escape.
  static let markers = Array("%\\&=".utf8)

  /// How many backslashes in a row are read as layers of escapes.
  private static let longestRun = 16
  /// How many layers of percent-encoding or markup are read.
  private static let layerLimit = 8

  /// Gives each character that the bytes at a place can be read as, and where it ends.
  static func forEach(
    at place: Int, of bytes: [UInt8], _ found: (Unicode.Scalar, _ end: Int) -> Void
  ) {
    guard place < bytes.count else { return }
    let byte = bytes[place]
    if let (scalar, end) = scalar(startingWith: byte, from: place + 1, of: bytes) {
      found(scalar, end)
    }
    switch byte {
    case UInt8(ascii: "%"): percentEncoded(at: place, of: bytes, found)
    case UInt8(ascii: "="):
      // Quoted-printable (RFC 2045 section 6.7).
      if let octet = pair(at: place + 1, of: bytes),
        let (scalar, end) = scalar(startingWith: octet, from: place + 3, of: bytes)
      {
        found(scalar, end)
      }
    case UInt8(ascii: "+"): found(" ", place + 1)
    case UInt8(ascii: "\\"): backslashed(at: place, of: bytes, found)
    case UInt8(ascii: "&"): referred(at: place, of: bytes, found)
    default: break
    }
  }

  /// Where the text goes on after line breaks, in whatever way they are written; nil for none.
  ///
  /// Base64 is wrapped (RFC 2045 section 6.8), fields are folded and values of YAML indented.
  static func endOfBreak(at place: Int, of bytes: [UInt8]) -> Int? {
    guard place < bytes.count, bytes[place] < 0x20 || markers.contains(bytes[place]) else {
      return nil
    }
    var end = place
    if bytes[place] == UInt8(ascii: "="), place + 1 < bytes.count, bytes[place + 1] < 0x20 {
      end += 1
    }
    let start = end
    for _ in 0..<4 {
      var after: Int?
      forEach(at: end, of: bytes) { scalar, stop in
        if scalar == "\r" || scalar == "\n" { after = max(after ?? stop, stop) }
      }
      guard let after else { break }
      end = after
    }
    guard end > start else { return nil }
    let blanks = bytes[end...].prefix(64).prefix { $0 == UInt8(ascii: " ") || $0 == 0x09 }
    return end + blanks.count
  }

  // MARK: Octets

  /// A character by its UTF-8 bytes of which the first was read; each of the others stands as
  /// itself or escaped.
  private static func scalar(
    startingWith first: UInt8, from start: Int, of bytes: [UInt8]
  ) -> (Unicode.Scalar, Int)? {
    let (count, mask): (Int, UInt8)
    switch first {
    case 0..<0x80: return (Unicode.Scalar(first), start)
    case 0xC2...0xDF: (count, mask) = (1, 0x1F)
    case 0xE0...0xEF: (count, mask) = (2, 0x0F)
    case 0xF0...0xF4: (count, mask) = (3, 0x07)
    default: return nil
    }
    var value = UInt32(first & mask)
    var end = start
    for _ in 0..<count {
      guard let (octet, next) = octet(at: end, of: bytes), octet & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(octet & 0x3F)
      end = next
    }
    return Unicode.Scalar(value).map { ($0, end) }
  }

  /// An octet beyond ASCII, and where it ends.
  private static func octet(at place: Int, of bytes: [UInt8]) -> (UInt8, Int)? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "%"):
      var start = place + 1
      for _ in 0..<layerLimit where pair(at: start, of: bytes) == UInt8(ascii: "%") { start += 2 }
      return pair(at: start, of: bytes).map { ($0, start + 2) }
    case UInt8(ascii: "="): return pair(at: place + 1, of: bytes).map { ($0, place + 3) }
    case UInt8(ascii: "\\"): return byteEscape(at: endOfRun(at: place, of: bytes), of: bytes)
    case let byte: return (byte, place + 1)
    }
  }

  /// The octet that two digits in hex are.
  private static func pair(at place: Int, of bytes: [UInt8]) -> UInt8? {
    guard place + 1 < bytes.count else { return nil }
    return number(bytes[place..<(place + 2)], radix: 16).map { UInt8($0) }
  }

  /// Percent-encoding (RFC 3986 section 2.1); a further layer writes `%` as `%25`.
  private static func percentEncoded(
    at place: Int, of bytes: [UInt8], _ found: (Unicode.Scalar, _ end: Int) -> Void
  ) {
    var start = place + 1
    for _ in 0..<layerLimit {
      guard let octet = pair(at: start, of: bytes) else { return }
      start += 2
      if let (scalar, end) = scalar(startingWith: octet, from: start, of: bytes) {
        found(scalar, end)
      }
      guard octet == UInt8(ascii: "%") else { return }
    }
  }

  // MARK: Backslashes

  /// The escapes of JSON (RFC 8259 section 7) and of programming languages; a further layer doubles
  /// the backslashes, or adds one to each.
  private static func backslashed(
    at place: Int, of bytes: [UInt8], _ found: (Unicode.Scalar, _ end: Int) -> Void
  ) {
    let end = endOfRun(at: place, of: bytes)
    for length in [2, 4, 8] where place + length <= end { found("\\", place + length) }
    guard end < bytes.count, bytes[end] != UInt8(ascii: "\\") else { return }
    let letter = bytes[end]
    if letter < 0x80 {
      found(Unicode.Scalar(letter), end + 1)
      if let control = controls[letter] { found(control, end + 1) }
    }
    if let (octet, next) = byteEscape(at: end, of: bytes) {
      if let (scalar, end) = scalar(startingWith: octet, from: next, of: bytes) {
        found(scalar, end)
      }
      // Some languages mean the character of that number.
      if octet >= 0x80 { found(Unicode.Scalar(octet), next) }
    }
    if let (scalar, end) = unicodeEscape(at: end, of: bytes) { found(scalar, end) }
  }

  /// Where a run of backslashes ends, or the part of it that is read.
  private static func endOfRun(at place: Int, of bytes: [UInt8]) -> Int {
    place + bytes[place...].prefix(longestRun).prefix { $0 == UInt8(ascii: "\\") }.count
  }

  /// The control characters that have an escape of their own.
  private static let controls: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r",
  ]

  /// The octet of `\x2F` or `\057`, of which the backslashes were read.
  private static func byteEscape(at place: Int, of bytes: [UInt8]) -> (UInt8, Int)? {
    guard place < bytes.count else { return nil }
    if bytes[place] == UInt8(ascii: "x") {
      return pair(at: place + 1, of: bytes).map { ($0, place + 3) }
    }
    guard place + 3 <= bytes.count,
      let value = number(bytes[place..<(place + 3)], radix: 8), value < 256
    else { return nil }
    return (UInt8(value), place + 3)
  }

  /// The character of `\u002F`, `\u{2F}` or `\U0000002F`, of which the backslashes were read.
  private static func unicodeEscape(at place: Int, of bytes: [UInt8]) -> (Unicode.Scalar, Int)? {
    if place + 9 <= bytes.count, bytes[place] == UInt8(ascii: "U") {
      return number(bytes[(place + 1)..<(place + 9)], radix: 16)
        .flatMap(Unicode.Scalar.init).map { ($0, place + 9) }
    }
    guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "u") else { return nil }
    if bytes[place + 1] == UInt8(ascii: "{") {
      let digits = bytes[(place + 2)...].prefix(8).prefix { $0 != UInt8(ascii: "}") }
      guard digits.endIndex < bytes.count, bytes[digits.endIndex] == UInt8(ascii: "}") else {
        return nil
      }
      return number(digits, radix: 16).flatMap(Unicode.Scalar.init)
        .map { ($0, digits.endIndex + 1) }
    }
    guard let first = unit(at: place, of: bytes) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, place + 5) }
    guard place + 5 < bytes.count, bytes[place + 5] == UInt8(ascii: "\\"),
      0xD800...0xDBFF ~= first
    else { return nil }
    let start = endOfRun(at: place + 5, of: bytes)
    guard let second = unit(at: start, of: bytes), 0xDC00...0xDFFF ~= second else { return nil }
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    return Unicode.Scalar(value).map { ($0, start + 5) }
  }

  /// The UTF-16 unit of `u` and four digits.
  private static func unit(at place: Int, of bytes: [UInt8]) -> UInt32? {
    guard place + 5 <= bytes.count, bytes[place] == UInt8(ascii: "u") else { return nil }
    return number(bytes[(place + 1)..<(place + 5)], radix: 16)
  }

  // MARK: References

  /// The names that HTML has for characters of ASCII, in small letters.
  private static let names: [[UInt8]: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: [
      ("tab", "\t"), ("newline", "\n"), ("excl", "!"), ("quot", "\""), ("num", "#"),
      ("dollar", "$"), ("percnt", "%"), ("amp", "&"), ("apos", "'"), ("lpar", "("), ("rpar", ")"),
      ("ast", "*"), ("midast", "*"), ("plus", "+"), ("comma", ","), ("period", "."), ("sol", "/"),
      ("colon", ":"), ("semi", ";"), ("lt", "<"), ("equals", "="), ("gt", ">"), ("quest", "?"),
      ("commat", "@"), ("lsqb", "["), ("lbrack", "["), ("bsol", "\\"), ("rsqb", "]"),
      ("rbrack", "]"), ("hat", "^"), ("lowbar", "_"), ("underbar", "_"), ("grave", "`"),
      ("diacriticalgrave", "`"), ("lcub", "{"), ("lbrace", "{"), ("verbar", "|"), ("vert", "|"),
      ("verticalline", "|"), ("rcub", "}"), ("rbrace", "}"),
    ].map { (Array($0.0.utf8), $0.1) })
  private static let longestName = 16
  /// The names that browsers read without a semicolon.
  private static let openNames = ["quot", "amp", "lt", "gt"].map { Array($0.utf8) }

  /// A character reference of HTML, by name or by number in either radix; a further layer writes `&`
  /// as `&amp;`.
  private static func referred(
    at place: Int, of bytes: [UInt8], _ found: (Unicode.Scalar, _ end: Int) -> Void
  ) {
    var start = place + 1
    for _ in 0..<layerLimit where bytes[start...].starts(with: "amp;".utf8) {
      start += 4
      found("&", start)
    }
    guard start < bytes.count else { return }
    if bytes[start] == UInt8(ascii: "#") {
      let rest = bytes[start...].dropFirst()
      let isHex = rest.first == UInt8(ascii: "x") || rest.first == UInt8(ascii: "X")
      let digits = rest.dropFirst(isHex ? 1 : 0).prefix(8).prefix {
        number([$0], radix: isHex ? 16 : 10) != nil
      }
      let isClosed = bytes[digits.endIndex...].first == UInt8(ascii: ";")
      // Without a semicolon the digits that follow may be those of the text.
      for count in (isClosed ? digits.count : 1)..<(digits.count + 1) {
        if let scalar = number(digits.prefix(count), radix: isHex ? 16 : 10)
          .flatMap(Unicode.Scalar.init)
        {
          found(scalar, digits.startIndex + count + (isClosed ? 1 : 0))
        }
      }
      return
    }
    let name = bytes[start...].prefix(longestName).prefix { 0x61...0x7A ~= $0 | 0x20 }
    let word = name.map(\.lowercasedASCII)
    if bytes[name.endIndex...].first == UInt8(ascii: ";") {
      if let scalar = names[word] { found(scalar, name.endIndex + 1) }
    }
    for open in openNames where word.starts(with: open) {
      if let scalar = names[open] { found(scalar, start + open.count) }
    }
  }

  /// A number in at most eight ASCII digits; nil for anything else.
  private static func number(_ text: ArraySlice<UInt8>, radix: UInt32) -> UInt32? {
    guard !text.isEmpty, text.count <= 8 else { return nil }
    var value: UInt32 = 0
    for byte in text {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      guard UInt32(digit) < radix else { return nil }
      value = value &* radix &+ UInt32(digit)
    }
    return value
  }
}
