extension [UInt8] {
  /// The first place at or after a start where other bytes, at least one, stand in these.
  func firstPlace(of part: [UInt8], from start: Int = 0) -> Int? {
    guard let first = part.first, count - start >= part.count else { return nil }
    for place in start...(count - part.count)
    where self[place] == first && self[place..<(place + part.count)].elementsEqual(part) {
      return place
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Whether these are as many bytes as others, and the same.
  func isSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for place in indices where self[place] != other[place] { return false }
    return true
  }

  /// Whether other bytes, at least one, stand in these; of letters of ASCII, which are small in the
  /// other bytes, also as capitals where that is asked for.
  func holds(_ part: Span<UInt8>, ignoringCase: Bool = false) -> Bool {
    guard !part.isEmpty, count >= part.count else { return false }
    for start in 0...(count - part.count)
    where holds(part, at: start, ignoringCase: ignoringCase) { return true }
    return false
  }

  /// Whether other bytes stand in these from a place on.
  func holds(_ part: Span<UInt8>, at start: Int, ignoringCase: Bool = false) -> Bool {
    guard count - start >= part.count else { return false }
    for place in part.indices {
      let byte = self[start + place]
      guard byte == part[place] || ignoringCase && byte.lowercasedASCII == part[place] else {
        return false
      }
    }
    return true
  }
}

extension UInt8 {
  /// Whether the byte is a digit of ASCII.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// The byte with the letters A to Z replaced by a to z.
  var lowercasedASCII: UInt8 {
    self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }
}
