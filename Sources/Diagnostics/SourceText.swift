/// A named text: the bytes of a file as they were read, and the way from a byte to its line.
///
/// The bytes need not be valid UTF-8, so that a broken file can still be pointed into.
public struct SourceText: Sendable {
  /// The name as the user knows it: usually a relative path.
  public let name: String
  /// The bytes exactly as read.
  public let bytes: [UInt8]

  /// Creates a text from bytes.
  public init(_ bytes: [UInt8], name: String) {
    self.name = name
    self.bytes = bytes
  }

  /// Creates a text from a string.
  public init(_ string: String, name: String) {
    self.init(Array(string.utf8), name: name)
  }

  /// The line and column of a byte.
  ///
  /// Costs one pass over the bytes before it: ask for a few places, not for every value. An
  /// offset past the end stands for the end.
  public func location(atByte offset: Int) -> SourceLocation {
    let start = lineStart(before: offset)
    var line = 1
    for byte in bytes[..<start] where byte == UInt8(ascii: "\n") { line += 1 }
    let end = min(offset, bytes.count)
    return SourceLocation(file: name, line: line, column: 1 + scalarCount(start..<end))
  }

  /// How many bytes of a line are kept on each side of where a mark starts.
  ///
  /// Minified documents have lines of megabytes, and a diagnostic holds its excerpt.
  private static let excerptReach = 400

  /// The line that holds a range of bytes, with that range marked.
  ///
  /// A range that goes on past the end of its line is marked up to there. Of a line longer than
  /// anyone reads, the part around the mark is cut out.
  public func excerpt(_ range: Range<Int>) -> SourceExcerpt {
    let first = min(range.lowerBound, bytes.count)
    let floor = scalarStart(atOrAfter: max(0, first - Self.excerptReach), limit: first)
    let ceiling = scalarStart(
      atOrAfter: min(bytes.count, first + Self.excerptReach), limit: bytes.count)
    let isLineEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") }
    let lineStart = bytes[floor..<first].lastIndex(where: isLineEnd).map { $0 + 1 }
    let start = lineStart ?? floor
    let lineEnd = bytes[first..<ceiling].firstIndex(where: isLineEnd)
    var end = lineEnd ?? ceiling
    if end > first, lineEnd != nil || end == bytes.count, bytes[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    let marked = first..<max(first, min(range.upperBound, end))
    return SourceExcerpt(
      line: String(decoding: bytes[start..<max(start, end)], as: UTF8.self),
      column: 1 + scalarCount(start..<first),
      length: scalarCount(marked),
      isCutBefore: lineStart == nil && floor > 0 && !isLineEnd(bytes[floor - 1]),
      isCutAfter: lineEnd == nil && ceiling < bytes.count && !isLineEnd(bytes[ceiling]))
  }

  /// The first byte from an offset on that starts a scalar; `limit` when none does before it.
  private func scalarStart(atOrAfter offset: Int, limit: Int) -> Int {
    var offset = offset
    while offset < limit, bytes[offset] & 0b1100_0000 == 0b1000_0000 { offset += 1 }
    return offset
  }

  /// The offset at which the line holding `offset` starts.
  private func lineStart(before offset: Int) -> Int {
    let end = min(offset, bytes.count)
    return bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  /// How many Unicode scalars start in a range: every byte that is not a UTF-8 continuation.
  private func scalarCount(_ range: Range<Int>) -> Int {
    bytes[range].reduce(0) { $1 & 0b1100_0000 == 0b1000_0000 ? $0 : $0 + 1 }
  }
}
