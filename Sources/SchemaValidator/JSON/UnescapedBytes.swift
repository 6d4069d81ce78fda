/// The bytes that the text of a JSON string stands for, one after the other, without memory.
///
/// The text has been checked by the parser: every backslash starts a whole escape. Lone
/// surrogates come in the three bytes that UTF-8 would give to their numbers, so that texts that
/// differ only in them stay different; or as U+FFFD, so that all bytes together are UTF-8.
struct UnescapedBytes: Sequence, IteratorProtocol {
  private let bytes: ByteView
  private var position: Int
  private let end: Int
  private let isLossy: Bool
  /// The bytes of an escaped code point that are still to come, the next one lowest.
  private var pending: UInt32 = 0
  private var pendingCount = 0

  init(_ bytes: ByteView, _ range: Range<Int>, lossy: Bool = false) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    isLossy = lossy
  }

  mutating func next() -> UInt8? {
    if pendingCount > 0 {
      defer { pending >>= 8 }
      pendingCount -= 1
      return UInt8(truncatingIfNeeded: pending)
    }
    guard position < end else { return nil }
    let byte = bytes[position]
    position += 1
    return byte == UInt8(ascii: "\\") ? escaped() : byte
  }

  /// The first byte of the escape whose backslash has been passed.
  private mutating func escaped() -> UInt8 {
    let kind = bytes[position]
    position += 1
    switch kind {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): return firstByte(of: codePoint())
    default: return kind
    }
  }

  /// The code point of a "\u" escape, taken together with that of a second half.
  private mutating func codePoint() -> UInt32 {
    let unit = UInt32(JSONText.hexUnit(bytes, at: position) ?? 0)
    position += 4
    if unit & 0xFC00 == 0xD800, position + 6 <= end, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u"),
      let low = JSONText.hexUnit(bytes, at: position + 2), low & 0xFC00 == 0xDC00
    {
      position += 6
      return 0x10000 + (unit & 0x3FF) << 10 + UInt32(low & 0x3FF)
    }
    return isLossy && unit & 0xF800 == 0xD800 ? 0xFFFD : unit
  }

  /// Leaves all but the first byte of a code point pending.
  private mutating func firstByte(of scalar: UInt32) -> UInt8 {
    func continuation(_ shift: UInt32) -> UInt32 { 0x80 | scalar >> shift & 0x3F }
    switch scalar {
    case 0..<0x80:
      return UInt8(scalar)
    case 0x80..<0x800:
      (pending, pendingCount) = (continuation(0), 1)
      return UInt8(0xC0 | scalar >> 6)
    case 0x800..<0x10000:
      (pending, pendingCount) = (continuation(6) | continuation(0) << 8, 2)
      return UInt8(0xE0 | scalar >> 12)
    default:
      pending = continuation(12) | continuation(6) << 8 | continuation(0) << 16
      pendingCount = 3
      return UInt8(0xF0 | scalar >> 18)
    }
  }
}

extension TapeView {
  /// A longer text with escapes is resolved in memory of its own.
  private static let longestOnStack = 512

  /// Lends the text of a string as the bytes it stands for.
  ///
  /// With `lossy` they are UTF-8, lone surrogates being U+FFFD.
  @inline(__always)
  func withText<Result>(
    _ string: Int, lossy: Bool = true, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    if self[string].head & StringFlag.escaped == 0 {
      return bytes.withSpan(textRange(string), body)
    }
    return withUnescapedText(string, lossy: lossy, body)
  }

  @inline(never)
  private func withUnescapedText<Result>(
    _ string: Int, lossy: Bool, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let range = textRange(string)
    if range.count > Self.longestOnStack { return body(unescapedText(string, lossy: lossy).span) }
    // An escape is never shorter than what it stands for.
    var text = InlineArray<512, UInt8>(repeating: 0)
    var count = 0
    for byte in UnescapedBytes(bytes, range, lossy: lossy) {
      text[count] = byte
      count += 1
    }
    return body(text.span.extracting(0..<count))
  }

  /// The bytes a string stands for, in an order to be walked.
  func unescapedBytes(_ string: Int) -> UnescapedBytes {
    UnescapedBytes(bytes, textRange(string))
  }
}
