import SchemaValidator
import Testing

@Suite("Lines of a stream")
struct LineCutterTests {
  /// The lines a text has when it arrives in chunks.
  private func lines(_ text: [UInt8], chunks: [Int]) -> [[UInt8]] {
    var cutter = LineCutter()
    var found: [[UInt8]] = []
    var rest = text[...]
    for size in chunks + [text.count] {
      cutter.append(rest.prefix(size))
      rest = rest.dropFirst(size)
      while let line = cutter.next() { found.append(Array(line)) }
    }
    if let last = cutter.rest() { found.append(Array(last)) }
    #expect(cutter.next() == nil && cutter.rest() == nil)
    return found
  }

  @Test(
    "are what stands between line feeds, and after the last if anything does",
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
      ("\n\na\r\n\n", ["", "", "a\r", ""]),
      ("1234567\n12345678\n123456789\n", ["1234567", "12345678", "123456789"]),
      ("\u{0B}\u{8A}\n\u{10A}", ["\u{0B}\u{8A}", "\u{10A}"]),
    ])
  func lines(_ text: String, _ expected: [String]) {
    #expect(lines(Array(text.utf8), chunks: []) == expected.map { Array($0.utf8) })
  }

  @Test("do not depend on how the stream is chunked")
  func chunks() {
    let seed = UInt64.random(in: 0 ... .max)
    print("LineCutter: seed \(seed)")
    var generator = RegexTwinTests.Generator(state: seed)
    for _ in 0..<500 {
      let count = Int.random(in: 0...200, using: &generator)
      let text = (0..<count).map { _ in
        // Neighbours of the line feed, and bytes with the high bit, are what a search may mix up.
        [0x0A, 0x09, 0x0B, 0x8A, 0x41, 0x00].randomElement(using: &generator) ?? UInt8(0)
      }
      let chunks = (0..<20).map { _ in Int.random(in: 0...30, using: &generator) }
      var expected = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      if expected.last == [] { expected.removeLast() }
      #expect(lines(text, chunks: chunks) == expected)
    }
  }
}
