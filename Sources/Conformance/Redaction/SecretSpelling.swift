/// Finds one text in bytes, whatever escapes its characters are written with.
///
/// Servers echo credentials in URLs, JSON, markup and form data, and every encoder has its own
/// mind about which characters it escapes. So each character may stand as itself or as any of
/// its escapes, whatever its neighbours do.
struct SecretSpelling: Sendable {
  private let scalars: [Unicode.Scalar]
  /// Whether a byte can begin the text, by its value.
  private let starters: [Bool]

  /// Creates the spelling of a text that is not empty.
  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var starters = [Bool](repeating: false, count: 256)
    for byte in Array(text.utf8.prefix(1)) + Array("%\\&".utf8) { starters[Int(byte)] = true }
    if scalars.first == " " { starters[Int(UInt8(ascii: "+"))] = true }
    self.starters = starters
  }

  /// How many code points the text has.
  var length: Int { scalars.count }

  /// The first place at or after an offset where the text stands.
  func firstMatch(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    guard start < bytes.count, !scalars.isEmpty else { return nil }
    for place in start..<bytes.count where starters[Int(bytes[place])] {
      if let end = end(in: bytes, from: place) { return place..<end }
    }
    return nil
  }

  /// Where the text ends that begins at a place: the furthest of the ways to read it.
  private func end(in bytes: [UInt8], from start: Int) -> Int? {
    var ends = [start]
    for scalar in scalars {
      var next: [Int] = []
      for end in ends {
        for further in Self.ends(of: scalar, in: bytes[end...]) where !next.contains(further) {
          next.append(further)
        }
      }
      if next.isEmpty { return nil }
      ends = next
    }
    return ends.max()
  }

  /// Where one character ends that stands at the beginning of some bytes, for each spelling.
  private static func ends(of scalar: Unicode.Scalar, in bytes: ArraySlice<UInt8>) -> [Int] {
    var ends: [Int] = []
    if let end = octets(of: scalar, in: bytes) { ends.append(end) }
    if bytes.starts(with: String(scalar).utf8) {
      ends.append(bytes.startIndex + String(scalar).utf8.count)
    }
    switch bytes.first {
    case UInt8(ascii: "+") where scalar == " ": ends.append(bytes.startIndex + 1)
    case UInt8(ascii: "\\"): ends += escapes(of: scalar, in: bytes)
    case UInt8(ascii: "&"): if let end = reference(to: scalar, in: bytes) { ends.append(end) }
    default: break
    }
    return ends
  }

  /// The character's bytes, each as itself or percent-encoded (RFC 3986 section 2.1).
  private static func octets(of scalar: Unicode.Scalar, in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    for octet in String(scalar).utf8 {
      if rest.first == UInt8(ascii: "%"),
        number(rest.dropFirst().prefix(2), radix: 16) == UInt32(octet)
      {
        rest = rest.dropFirst(3)
      } else if rest.first == octet {
        rest = rest.dropFirst()
      } else {
        return nil
      }
    }
    return rest.startIndex
  }

  /// A backslash before the character, or its UTF-16 units as `\u` escapes (RFC 8259 section 7).
  private static func escapes(of scalar: Unicode.Scalar, in bytes: ArraySlice<UInt8>) -> [Int] {
    var ends: [Int] = []
    let rest = bytes.dropFirst()
    if scalar.isASCII, rest.first == UInt8(scalar.value) { ends.append(rest.startIndex + 1) }
    var units = bytes
    for unit in String(scalar).utf16 {
      guard units.starts(with: "\\u".utf8),
        number(units.dropFirst(2).prefix(4), radix: 16) == UInt32(unit)
      else { return ends }
      units = units.dropFirst(6)
    }
    ends.append(units.startIndex)
    return ends
  }

  private static let names: [Unicode.Scalar: String] = [
    "&": "amp", "<": "lt", ">": "gt", "\"": "quot", "'": "apos",
  ]

  /// A character reference of HTML: by name, or by number in either radix.
  private static func reference(to scalar: Unicode.Scalar, in bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst().prefix(12)
    guard let semicolon = body.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let word = body[..<semicolon]
    if let name = names[scalar], word.elementsEqual(name.utf8) { return semicolon + 1 }
    guard word.first == UInt8(ascii: "#") else { return nil }
    let digits = word.dropFirst()
    let isHex = digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X")
    let value = isHex ? number(digits.dropFirst(), radix: 16) : number(digits, radix: 10)
    return value == scalar.value ? semicolon + 1 : nil
  }

  private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
  }
}
