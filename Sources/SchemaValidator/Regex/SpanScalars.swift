/// Reading valid UTF-8 by scalars. Truncated sequences, which valid text has not, read as one
/// byte that no set contains.
extension Span where Element == UInt8 {
  /// What a malformed sequence reads as: above every code point.
  static var malformed: UInt32 { ScalarSet.maximum + 1 }

  /// The scalar that starts at an offset below `count`, and how many bytes it takes.
  @inline(__always)
  func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    let lead = self[offset]
    if lead < 0x80 { return (UInt32(lead), 1) }
    return wideScalar(at: offset, lead: lead)
  }

  private func wideScalar(at offset: Int, lead: UInt8) -> (value: UInt32, length: Int) {
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard offset + length <= count else { return (Self.malformed, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      value = value << 6 | UInt32(self[index] & 0x3F)
    }
    return (value, length)
  }

  /// The scalar that ends before an offset above 0, and how many bytes it takes.
  func scalar(before offset: Int) -> (value: UInt32, length: Int) {
    var start = offset - 1
    while start > 0, offset - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
    let (value, length) = scalar(at: start)
    return length == offset - start ? (value, length) : (Self.malformed, 1)
  }

  /// Whether the bytes from an offset on begin with the given ones.
  func hasBytes(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset + bytes.count <= count else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }
}
