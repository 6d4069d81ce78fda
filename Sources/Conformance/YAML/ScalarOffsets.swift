/// The way from libyaml's offsets, which count Unicode scalars, to bytes.
struct ScalarOffsets: Sendable {
  /// The byte at which each scalar starts; nil when all are one byte long.
  private let starts: [UInt32]?
  private let count: Int

  init(of bytes: [UInt8]) {
    count = bytes.count
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      starts = nil
      return
    }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.count)
    for (offset, byte) in bytes.enumerated() where byte & 0b1100_0000 != 0b1000_0000 {
      starts.append(UInt32(clamping: offset))
    }
    self.starts = starts
  }

  /// The byte at which a scalar starts; the end of the text for one past the last.
  func byte(of scalar: Int) -> Int {
    guard let starts else { return min(scalar, count) }
    return scalar < starts.count ? Int(starts[scalar]) : count
  }

  /// The bytes of a range of scalars.
  func bytes(of scalars: Range<Int>) -> Range<Int> {
    byte(of: scalars.lowerBound)..<byte(of: scalars.upperBound)
  }
}
