/// A borrowed run of bytes that can be read past its end by up to ``ByteView/padding`` zero bytes.
///
/// Invariants: whoever made the view keeps the memory alive and unchanged while the view is used;
/// at least `padding` readable zero bytes follow the last byte. The padding is what lets the
/// scanner load eight bytes at a time, and look at "the next byte", without a bounds check.
@safe
struct ByteView: @unchecked Sendable {
  /// How many zero bytes follow the text.
  static let padding = 64

  private let base: UnsafePointer<UInt8>

  @inline(__always)
  init(_ base: UnsafePointer<UInt8>) {
    unsafe self.base = base
  }

  /// The same bytes, counted from an offset on.
  func advanced(by offset: Int) -> ByteView {
    unsafe ByteView(base + offset)
  }

  /// The byte at an offset.
  @inline(__always)
  subscript(offset: Int) -> UInt8 {
    unsafe base[offset]
  }

  /// The eight bytes from an offset on, the first in the lowest bits.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self))
  }

  /// The four bytes from an offset on, the first in the lowest bits.
  @inline(__always)
  func halfWord(at offset: Int) -> UInt32 {
    unsafe UInt32(
      littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt32.self))
  }

  /// Whether `count` bytes here and in another view agree.
  @inline(__always)
  func equals(at offset: Int, _ other: ByteView, at otherOffset: Int, count: Int) -> Bool {
    // Both sides are padded, so the last load may read past the run; the mask drops the surplus.
    var done = 0
    while done + 8 <= count {
      if word(at: offset + done) != other.word(at: otherOffset + done) { return false }
      done += 8
    }
    if done == count { return true }
    let mask: UInt64 = (1 << UInt64(8 * (count - done))) &- 1
    return (word(at: offset + done) ^ other.word(at: otherOffset + done)) & mask == 0
  }

  /// The bytes of a range as a string; broken UTF-8 becomes U+FFFD.
  func string(_ range: Range<Int>) -> String {
    unsafe String(
      decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count),
      as: UTF8.self)
  }

  /// A copy of a range.
  func array(_ range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Adds a copy of a range to other bytes.
  func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Feeds a text to a hasher.
  static func combine(_ text: Span<UInt8>, into hasher: inout Hasher) {
    unsafe text.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }

  /// Lends a range to code that takes a span.
  @inline(__always)
  func withSpan<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    let buffer = unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    return unsafe body(buffer.span)
  }

  /// How many code points the UTF-8 of a range holds: its bytes that continue none.
  func codePointCount(_ range: Range<Int>) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    var continuations = 0
    var position = range.lowerBound
    while position + 8 <= range.upperBound {
      // A continuation byte is 10xxxxxx: its top bit set and the next one clear.
      let word = word(at: position)
      continuations += (word & ~(word << 1) & high).nonzeroBitCount
      position += 8
    }
    while position < range.upperBound {
      if self[position] & 0b1100_0000 == 0b1000_0000 { continuations += 1 }
      position += 1
    }
    return range.count - continuations
  }
}

/// Bytes owned by this process and followed by zeros, grown and used again.
///
/// Invariants: `base` has room for `capacity` bytes; the first `count` are the text, and the
/// `ByteView.padding` after them are zero. Freed once, in `deinit`.
@safe
struct PaddedBytes: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes the text has.
  private(set) var count: Int

  /// Creates an empty text.
  init(reserving size: Int = 0) {
    capacity = size + ByteView.padding
    unsafe base = .allocate(capacity: capacity)
    unsafe base.initialize(repeating: 0, count: ByteView.padding)
    count = 0
  }

  /// Creates a copy of a text.
  init(_ bytes: [UInt8]) {
    self.init(reserving: bytes.count)
    replace(with: bytes)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// The bytes, for as long as this owner lives and is not changed.
  var view: ByteView {
    @inline(__always) get { unsafe ByteView(UnsafePointer(base)) }
  }

  /// Puts another text in place of this one.
  mutating func replace(with bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { buffer in unsafe replace(with: buffer) }
  }

  /// Puts another text in place of this one.
  mutating func replace(with bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in unsafe replace(with: buffer) }
  }

  /// Puts another text in place of this one.
  private mutating func replace(with bytes: UnsafeBufferPointer<UInt8>) {
    let needed = bytes.count + ByteView.padding
    if needed > capacity {
      unsafe base.deallocate()
      capacity = max(needed, 2 * capacity)
      unsafe base = .allocate(capacity: capacity)
    }
    count = bytes.count
    if let source = bytes.baseAddress { unsafe copy(from: source) }
    unsafe (base + count).initialize(repeating: 0, count: ByteView.padding)
  }

  /// Copies in blocks of 64 bytes.
  ///
  /// The C library's copy of 16 to 256 KiB falls to a tenth of its speed on some processors
  /// ("rep movsb" with unlucky distances); a plain vector loop does not.
  private func copy(from source: UnsafePointer<UInt8>) {
    guard count < 1 << 20 else {
      unsafe base.update(from: source, count: count)
      return
    }
    let from = unsafe UnsafeRawPointer(source)
    let to = unsafe UnsafeMutableRawPointer(base)
    var done = 0
    while done + 64 <= count {
      let a = unsafe from.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self)
      let b = unsafe from.loadUnaligned(fromByteOffset: done + 16, as: SIMD16<UInt8>.self)
      let c = unsafe from.loadUnaligned(fromByteOffset: done + 32, as: SIMD16<UInt8>.self)
      let d = unsafe from.loadUnaligned(fromByteOffset: done + 48, as: SIMD16<UInt8>.self)
      unsafe to.storeBytes(of: a, toByteOffset: done, as: SIMD16<UInt8>.self)
      unsafe to.storeBytes(of: b, toByteOffset: done + 16, as: SIMD16<UInt8>.self)
      unsafe to.storeBytes(of: c, toByteOffset: done + 32, as: SIMD16<UInt8>.self)
      unsafe to.storeBytes(of: d, toByteOffset: done + 48, as: SIMD16<UInt8>.self)
      done += 64
    }
    if done < count { unsafe (base + done).update(from: source + done, count: count - done) }
  }
}
