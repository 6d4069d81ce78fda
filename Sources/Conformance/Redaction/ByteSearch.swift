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

extension UInt8 {
  /// The byte with the letters A to Z replaced by a to z.
  var lowercasedASCII: UInt8 {
    self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }
}
