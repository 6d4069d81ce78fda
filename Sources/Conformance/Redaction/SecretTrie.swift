/// Finds texts in bytes, whatever escapes their characters are written with.
///
/// Servers echo credentials in URLs, JSON, markup and form data, and every encoder has its own
/// mind about which characters it escapes. So each character may stand as itself or as any of
/// its escapes, whatever its neighbours do. All texts are looked for in one pass, however many
/// there are.
struct SecretTrie: Sendable {
  /// A place after some characters of one text or several.
  private struct Node: Sendable {
    var children: [Unicode.Scalar: Int] = [:]
    /// Whether a text ends here.
    var isEnd = false
  }

  private var nodes = [Node()]
  /// Whether a byte can begin a text, by its value.
  private var starters = [Bool](repeating: false, count: 256)

  /// Whether there is nothing to look for.
  var isEmpty: Bool { nodes.count == 1 }

  /// How many characters it holds; beginnings that texts share count once.
  var size: Int { nodes.count - 1 }

  /// Whether a text is one of those looked for.
  func holds(_ text: String) -> Bool {
    var place = 0
    for scalar in text.unicodeScalars {
      guard let next = nodes[place].children[scalar] else { return false }
      place = next
    }
    return nodes[place].isEnd
  }

  /// Adds a text; an empty one is none.
  mutating func insert(_ text: String) {
    guard let first = text.unicodeScalars.first else { return }
    for byte in Array(String(first).utf8.prefix(1)) + Array("%\\&".utf8) {
      starters[Int(byte)] = true
    }
    if first == " " { starters[Int(UInt8(ascii: "+"))] = true }
    var place = 0
    for scalar in text.unicodeScalars {
      if let next = nodes[place].children[scalar] {
        place = next
      } else {
        nodes.append(Node())
        nodes[place].children[scalar] = nodes.count - 1
        place = nodes.count - 1
      }
    }
    nodes[place].isEnd = true
  }

  /// Whether a text stands in the bytes.
  func isFound(in bytes: [UInt8]) -> Bool {
    var effort = Self.effort(for: bytes)
    return range(in: bytes, from: 0, &effort) != nil
  }

  /// Where texts stand in the bytes, in order; those that overlap as one.
  ///
  /// Bytes that can be read in so many ways that this would take too long count as found, from there
  /// to their end.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var effort = Self.effort(for: bytes)
    var ranges: [Range<Int>] = []
    while let range = range(in: bytes, from: ranges.last?.upperBound ?? 0, &effort) {
      ranges.append(range)
    }
    return ranges
  }

  /// How many readings of characters are worth while for some bytes.
  private static func effort(for bytes: [UInt8]) -> Int { 200_000 + 50 * bytes.count }

  /// The first range at or after a place.
  private func range(in bytes: [UInt8], from start: Int, _ effort: inout Int) -> Range<Int>? {
    guard !isEmpty, start < bytes.count else { return nil }
    for place in start..<bytes.count {
      guard var end = end(in: bytes, from: place, &effort) else { continue }
      var inner = place + 1
      while inner < end {
        end = max(end, self.end(in: bytes, from: inner, &effort) ?? end)
        inner += 1
      }
      return place..<end
    }
    return nil
  }

  /// Where the longest text ends that begins at a place.
  private func end(in bytes: [UInt8], from start: Int, _ effort: inout Int) -> Int? {
    guard starters[Int(bytes[start])] else { return nil }
    guard effort > 0 else { return bytes.count }
    var longest: Int?
    var states: Set = [State(node: 0, place: start)]
    while !states.isEmpty {
      effort -= states.count
      guard effort > 0 else { return bytes.count }
      var next: Set<State> = []
      for state in states {
        EscapedScalar.forEach(at: state.place, of: bytes) { scalar, end in
          guard let node = nodes[state.node].children[scalar] else { return }
          if nodes[node].isEnd { longest = max(longest ?? 0, end) }
          next.insert(State(node: node, place: end))
        }
      }
      states = next
    }
    return longest
  }

  /// How far a text was read.
  private struct State: Hashable {
    let node: Int
    let place: Int
  }
}

/// A character that stands in bytes, in one of the ways it can be written.
enum EscapedScalar {
  /// Gives each character that the bytes at a place can be read as, and where it ends.
  static func forEach(
    at place: Int, of bytes: [UInt8], _ found: (Unicode.Scalar, _ end: Int) -> Void
  ) {
    guard place < bytes.count else { return }
    let byte = bytes[place]
    if let (scalar, end) = octets(at: place, of: bytes, isEncoded: false) { found(scalar, end) }
    switch byte {
    case UInt8(ascii: "%"):
      if let (scalar, end) = octets(at: place, of: bytes, isEncoded: true) { found(scalar, end) }
    case UInt8(ascii: "+"): found(" ", place + 1)
    case UInt8(ascii: "\\"):
      if place + 1 < bytes.count, bytes[place + 1] < 0x80 {
        found(Unicode.Scalar(bytes[place + 1]), place + 2)
        if let control = controls[bytes[place + 1]] { found(control, place + 2) }
      }
      if let (scalar, end) = units(at: place, of: bytes) { found(scalar, end) }
    case UInt8(ascii: "&"):
      if let (scalar, end) = reference(at: place, of: bytes) { found(scalar, end) }
    default: break
    }
  }

  /// The control characters that have an escape of their own (RFC 8259 section 7).
  private static let controls: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r",
  ]

  /// A character by its UTF-8 bytes, each as itself or percent-encoded (RFC 3986 section 2.1), the
  /// first as is asked.
  private static func octets(
    at place: Int, of bytes: [UInt8], isEncoded: Bool
  ) -> (Unicode.Scalar, Int)? {
    var end = place
    func next(isEncoded: Bool) -> UInt8? {
      guard end < bytes.count else { return nil }
      if isEncoded {
        guard let value = number(bytes[end...].dropFirst().prefix(2), radix: 16, digits: 2)
        else { return nil }
        end += 3
        return UInt8(value)
      }
      end += 1
      return bytes[end - 1]
    }
    guard let first = next(isEncoded: isEncoded) else { return nil }
    let (count, mask): (Int, UInt8) =
      switch first {
      case 0..<0x80: (0, 0x7F)
      case 0xC2...0xDF: (1, 0x1F)
      case 0xE0...0xEF: (2, 0x0F)
      case 0xF0...0xF4: (3, 0x07)
      default: (-1, 0)
      }
    guard count >= 0 else { return nil }
    var value = UInt32(first & mask)
    for _ in 0..<count {
      guard end < bytes.count, let octet = next(isEncoded: bytes[end] == UInt8(ascii: "%")),
        octet & 0xC0 == 0x80
      else { return nil }
      value = value << 6 | UInt32(octet & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, end) }
  }

  /// A character by its UTF-16 units as `\u` escapes (RFC 8259 section 7).
  private static func units(at place: Int, of bytes: [UInt8]) -> (Unicode.Scalar, Int)? {
    func unit(at place: Int) -> UInt32? {
      guard bytes[place...].starts(with: "\\u".utf8) else { return nil }
      return number(bytes[place...].dropFirst(2).prefix(4), radix: 16, digits: 4)
    }
    guard let first = unit(at: place) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, place + 6) }
    guard place + 6 < bytes.count, 0xD800...0xDBFF ~= first, let second = unit(at: place + 6),
      0xDC00...0xDFFF ~= second
    else { return nil }
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    return Unicode.Scalar(value).map { ($0, place + 12) }
  }

  private static let names: [(name: String, scalar: Unicode.Scalar)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
  ]

  /// A character reference of HTML: by name, or by number in either radix.
  private static func reference(at place: Int, of bytes: [UInt8]) -> (Unicode.Scalar, Int)? {
    let body = bytes[place...].dropFirst().prefix(12)
    guard let semicolon = body.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let word = body[..<semicolon]
    guard word.first == UInt8(ascii: "#") else {
      return names.first { word.elementsEqual($0.name.utf8) }.map { ($0.scalar, semicolon + 1) }
    }
    let digits = word.dropFirst()
    let isHex = digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X")
    let value = isHex ? number(digits.dropFirst(), radix: 16) : number(digits, radix: 10)
    return value.flatMap(Unicode.Scalar.init).map { ($0, semicolon + 1) }
  }

  /// A number in ASCII digits, of exactly as many as are asked for; nil for anything else.
  private static func number(
    _ text: ArraySlice<UInt8>, radix: UInt32, digits: Int? = nil
  ) -> UInt32? {
    guard !text.isEmpty, digits.map({ text.count == $0 }) ?? true, text.count <= 8 else {
      return nil
    }
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
