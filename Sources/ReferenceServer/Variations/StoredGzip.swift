/// The gzip format without compression: stored blocks, a checksum, and the length.
///
/// Any decoder takes it, and it needs no compressor.
/// Source: [RFC 1952](https://www.rfc-editor.org/rfc/rfc1952) and RFC 1951 section 3.2.4
enum StoredGzip {
  /// What one stored block can hold, in bytes.
  private static let blockSize = 65_535

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let block = bytes[start..<min(start + blockSize, bytes.count)]
      start = block.endIndex
      let count = UInt16(block.count)
      encoded.append(start == bytes.count ? 1 : 0)
      encoded += littleEndian(UInt32(count), 2) + littleEndian(UInt32(~count), 2) + block
    } while start < bytes.count
    return encoded + littleEndian(checksum(of: bytes), 4)
      + littleEndian(UInt32(truncatingIfNeeded: bytes.count), 4)
  }

  /// CRC-32 with the reversed polynomial of RFC 1952 section 8.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
    return ~remainder
  }

  private static func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
