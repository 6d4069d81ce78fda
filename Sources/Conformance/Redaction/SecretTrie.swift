/// Finds texts in bytes, whatever escapes their characters are written with.
///
/// Servers echo credentials in URLs, JSON, markup and form data, and every encoder has its own
/// mind about which characters it escapes. So each character may stand as itself or as any of
/// its escapes, whatever its neighbours do. Letters of ASCII count without their case, and line
/// breaks within a text do not count. All texts are looked for in one pass, however many there are.
struct SecretTrie: Sendable {
  /// A place after some characters of one text or several.
  private struct Node: Sendable {
    /// The character by which the first text goes on; most places have no other, and a table for each
    /// would take several times the memory.
    private var scalar: Unicode.Scalar?
    private var child: Int32 = 0
    /// Where texts go on by other characters.
    private var others: [Unicode.Scalar: Int32]?
    /// Whether a text ends here.
    var isEnd = false
    /// Whether a separator may follow.
    var maySeparate = false

    /// Where the texts go on by a character; nil where none does.
    func child(by scalar: Unicode.Scalar) -> Int? {
      if self.scalar == scalar { return Int(child) }
      return others?[scalar].map { Int($0) }
    }

    /// Has texts go on by a character that none went on by.
    mutating func add(_ place: Int, by scalar: Unicode.Scalar) {
      if self.scalar == nil {
        (self.scalar, child) = (scalar, Int32(place))
      } else {
        others = others ?? [:]
        others?[scalar] = Int32(place)
      }
    }
  }

  private var nodes = [Node()]
  /// Whether two bytes in a row can begin a text: a bit for each, by their values.
  ///
  /// Of the bytes in which there is nothing to find, nearly all are passed by for this alone.
  private var beginnings = [UInt64](repeating: 0, count: 256 * 256 / 64)

  /// Whether there is nothing to look for.
  var isEmpty: Bool { nodes.count == 1 }

  /// How many characters it holds; beginnings that texts share count once.
  var size: Int { nodes.count - 1 }

  /// Whether a text is one of those looked for.
  func holds(_ text: String) -> Bool {
    var place = 0
    for scalar in text.unicodeScalars {
      guard let next = nodes[place].child(by: scalar.withoutCase) else { return false }
      place = next
    }
    return nodes[place].isEnd
  }

  /// How many characters at the end of others begin a text without ending it; nil where so few do
  /// that it may be chance.
  func beginning(atEndOf scalars: [Unicode.Scalar]) -> Int? {
    let tail = scalars.suffix(Self.longestBeginning).map(\.withoutCase)
    return tail.indices.dropLast(Self.shortestBeginning - 1).first { start in
      var place = 0
      for scalar in tail[start...] {
        guard let next = nodes[place].child(by: scalar) else { return false }
        place = next
      }
      return true
    }.map { tail.count - $0 }
  }

  /// Within which of these bounds beginnings of texts are looked for.
  private static let (shortestBeginning, longestBeginning) = (4, 512)

  /// Adds a text; an empty one is none.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isSeparated: Whether a colon, hyphen or blank may stand after each second character, as
  ///     between bytes in hexadecimal.
  mutating func insert(_ text: String, isSeparated: Bool = false) {
    let scalars = text.unicodeScalars.map(\.withoutCase)
    guard let first = scalars.first else { return }
    noteBeginning(first, scalars.dropFirst().first)
    var place = 0
    for (number, scalar) in scalars.enumerated() {
      if let next = nodes[place].child(by: scalar) {
        place = next
      } else {
        let next = nodes.count
        nodes.append(Node())
        nodes[place].add(next, by: scalar)
        place = next
      }
      if isSeparated, !number.isMultiple(of: 2) { nodes[place].maySeparate = true }
    }
    nodes[place].isEnd = true
  }

  /// Notes the bytes by which a text can begin that has these characters first.
  private mutating func noteBeginning(_ first: Unicode.Scalar, _ second: Unicode.Scalar?) {
    let all = Array(UInt8.min...UInt8.max)
    for byte in EscapedScalar.markers { note(byte, all) }
    var following = all
    if first.isASCII, let second {
      following = Self.firstBytes(of: second) + EscapedScalar.markers + Array("\r\n".utf8)
    }
    for byte in Self.firstBytes(of: first) { note(byte, following) }
  }

  private mutating func note(_ first: UInt8, _ following: [UInt8]) {
    for second in following {
      let number = Int(first) << 8 | Int(second)
      beginnings[number >> 6] |= 1 << UInt64(number & 63)
    }
  }

  /// The bytes by which a character can begin that is not escaped.
  private static func firstBytes(of scalar: Unicode.Scalar) -> [UInt8] {
    let byte = UTF8.encode(scalar)?.first ?? 0
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return [byte, byte ^ 0x20]
    case UInt8(ascii: " "): return [byte, UInt8(ascii: "+")]
    default: return [byte]
    }
  }

  /// Whether a text can begin at a place.
  private func mayBegin(at place: Int, of bytes: [UInt8]) -> Bool {
    guard place + 1 < bytes.count else { return true }
    let number = Int(bytes[place]) << 8 | Int(bytes[place + 1])
    return beginnings[number >> 6] & 1 << UInt64(number & 63) != 0
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
    guard mayBegin(at: start, of: bytes) else { return nil }
    guard effort > 0 else { return bytes.count }
    var longest: Int?
    var next: [State] = []
    func follow(_ node: Int, at place: Int) {
      EscapedScalar.forEach(at: place, of: bytes) { scalar, end in
        guard let node = nodes[node].child(by: scalar.withoutCase) else { return }
        if nodes[node].isEnd { longest = max(longest ?? 0, end) }
        next.append(State(node: node, place: end))
      }
    }
    follow(0, at: start)
    effort -= 1
    while !next.isEmpty {
      // Different readings may lead to the same place.
      let states = next.count > 4 ? Array(Set(next)) : next
      effort -= states.count
      guard effort > 0 else { return bytes.count }
      next = []
      for state in states {
        follow(state.node, at: state.place)
        if let end = EscapedScalar.endOfBreak(at: state.place, of: bytes) {
          follow(state.node, at: end)
        }
        if nodes[state.node].maySeparate, state.place < bytes.count,
          Self.separators.contains(bytes[state.place])
        {
          follow(state.node, at: state.place + 1)
        }
      }
    }
    return longest
  }

  private static let separators = Array(":- ".utf8)

  /// How far a text was read.
  private struct State: Hashable {
    let node: Int
    let place: Int
  }
}

extension Unicode.Scalar {
  /// The character with a to z for A to Z.
  fileprivate var withoutCase: Unicode.Scalar {
    isASCII ? Unicode.Scalar(UInt8(ascii: self).lowercasedASCII) : self
  }
}
