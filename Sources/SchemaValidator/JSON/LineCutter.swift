/// Cuts a stream of bytes into lines, however it arrives in chunks and however long a line is.
///
/// A line is handed out without its line feed; a carriage return before that stays, since it is
/// white space to JSON. Every byte is looked at once and moved at most once for each chunk.
package struct LineCutter {
  private var bytes: [UInt8] = []
  /// Where the first line begins that was not handed out.
  private var start = 0
  /// Up to where no line feed stands after `start`.
  private var searched = 0

  /// Starts with nothing read.
  package init() {}

  /// Takes the next bytes of the stream.
  package mutating func append(_ chunk: ArraySlice<UInt8>) {
    bytes.removeSubrange(..<start)
    searched -= start
    start = 0
    bytes += chunk
  }

  /// The next whole line; nil when more bytes are needed.
  package mutating func next() -> ArraySlice<UInt8>? {
    guard let end = Self.lineFeed(in: bytes.span, from: searched) else {
      searched = bytes.count
      return nil
    }
    defer {
      start = end + 1
      searched = start
    }
    return bytes[start..<end]
  }

  /// What stands after the last line feed, once the stream has ended; nil when nothing does.
  package mutating func rest() -> ArraySlice<UInt8>? {
    defer { start = bytes.count }
    return start < bytes.count ? bytes[start...] : nil
  }

  /// The position of the first line feed from an offset on, eight bytes at a time.
  private static func lineFeed(in bytes: Span<UInt8>, from offset: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = unsafe bytes.bytes
    var position = offset
    while position + 8 <= bytes.count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      // The lowest bit set belongs to the first byte that is zero after the exclusive or.
      let differences = word.littleEndian ^ (ones &* UInt64(UInt8(ascii: "\n")))
      let zeros = (differences &- ones) & ~differences & (ones << 7)
      if zeros != 0 { return position + zeros.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { return position }
      position += 1
    }
    return nil
  }
}
