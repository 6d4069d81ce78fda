import Diagnostics
import Testing

@Suite("SourceText: from a byte to its line")
struct SourceTextTests {
  struct Place: Sendable, CustomTestStringConvertible {
    var claim: String
    var text: String
    var byte: Int
    var line: Int
    var column: Int

    var testDescription: String { claim }
  }

  @Test(
    "locates a byte",
    arguments: [
      Place(claim: "an empty text has a first line", text: "", byte: 0, line: 1, column: 1),
      Place(claim: "the first byte", text: "ab\ncd", byte: 0, line: 1, column: 1),
      Place(claim: "a byte inside a line", text: "ab\ncd", byte: 4, line: 2, column: 2),
      Place(claim: "a line end belongs to its line", text: "ab\ncd", byte: 2, line: 1, column: 3),
      Place(claim: "the byte after a line end", text: "ab\ncd", byte: 3, line: 2, column: 1),
      Place(claim: "an empty line", text: "a\n\nb", byte: 2, line: 2, column: 1),
      Place(claim: "CRLF ends one line, not two", text: "a\r\nb", byte: 3, line: 2, column: 1),
      Place(claim: "a lone CR ends no line", text: "a\rb", byte: 2, line: 1, column: 3),
      Place(claim: "a tab is one column", text: "\t\tx", byte: 2, line: 1, column: 3),
      Place(claim: "two bytes are one column", text: "é=x", byte: 3, line: 1, column: 3),
      Place(claim: "four bytes are one column", text: "😀=x", byte: 5, line: 1, column: 3),
      Place(
        claim: "a combining mark has its own column", text: "e\u{301}x", byte: 3, line: 1, column: 3
      ),
      Place(claim: "the end of the text", text: "ab\ncd", byte: 5, line: 2, column: 3),
      Place(claim: "the end after a line end", text: "ab\n", byte: 3, line: 2, column: 1),
      Place(claim: "past the end stands for the end", text: "ab", byte: 90, line: 1, column: 3),
    ])
  func location(_ place: Place) {
    let location = SourceText(place.text, name: "a.yaml").location(atByte: place.byte)
    #expect(location == SourceLocation(file: "a.yaml", line: place.line, column: place.column))
  }

  struct Marked: Sendable, CustomTestStringConvertible {
    var claim: String
    var text: String
    var bytes: Range<Int>
    var line: String
    var column: Int
    var length: Int

    var testDescription: String { claim }
  }

  @Test(
    "cuts out the line and marks the range",
    arguments: [
      Marked(claim: "a word", text: "a: bc\nd", bytes: 3..<5, line: "a: bc", column: 4, length: 2),
      Marked(
        claim: "the last line", text: "a\nbcd", bytes: 3..<5, line: "bcd", column: 2, length: 2),
      Marked(
        claim: "a range over lines stops at its line's end", text: "ab\ncd", bytes: 1..<4,
        line: "ab", column: 2, length: 1),
      Marked(
        claim: "CRLF is not shown", text: "ab\r\ncd", bytes: 0..<2, line: "ab", column: 1, length: 2
      ),
      Marked(
        claim: "the CR of a CRLF is not marked", text: "ab\r\ncd", bytes: 1..<3, line: "ab",
        column: 2, length: 1),
      Marked(
        claim: "an empty range marks one column", text: "ab", bytes: 1..<1, line: "ab", column: 2,
        length: 1),
      Marked(
        claim: "the end of the text marks the column after it", text: "ab", bytes: 2..<2,
        line: "ab", column: 3, length: 1),
      Marked(
        claim: "past the end marks the end", text: "ab", bytes: 7..<9, line: "ab", column: 3,
        length: 1),
      Marked(claim: "an empty text", text: "", bytes: 0..<0, line: "", column: 1, length: 1),
      Marked(
        claim: "columns and length count scalars", text: "\"é😀\": 1", bytes: 1..<7,
        line: "\"é😀\": 1", column: 2, length: 2),
      Marked(
        claim: "on a line end the line before it", text: "ab\ncd", bytes: 2..<3, line: "ab",
        column: 3, length: 1),
    ])
  func excerpt(_ marked: Marked) {
    let excerpt = SourceText(marked.text, name: "a").excerpt(marked.bytes)
    #expect(
      excerpt == SourceExcerpt(line: marked.line, column: marked.column, length: marked.length))
  }

  @Test("keeps the part of a long line that lies around the mark")
  func longLine() {
    let line = String(repeating: "é", count: 5_000) + "WORD" + String(repeating: "€", count: 5_000)
    let text = SourceText("first\n\(line)\nlast", name: "min.json")
    let start = 6 + 10_000
    let excerpt = text.excerpt(start..<start + 4)
    let scalars = Array(excerpt.line.unicodeScalars)
    #expect(scalars.count < 1_000)
    #expect(!scalars.contains("\u{FFFD}"))
    #expect(
      Array(scalars[(excerpt.column - 1)...].prefix(excerpt.length)) == Array("WORD".unicodeScalars)
    )
    #expect(excerpt.isCutBefore && excerpt.isCutAfter)
    let short = text.excerpt(0..<5)
    #expect(short == SourceExcerpt(line: "first", column: 1, length: 5))
    let last = text.excerpt(text.bytes.count - 4..<text.bytes.count)
    #expect(last.line == "last" && !last.isCutBefore && !last.isCutAfter)
  }

  @Test("points into bytes that are not UTF-8")
  func brokenUTF8() {
    let text = SourceText([0x61, 0xFF, 0x62, 0x0A, 0xC3, 0x28], name: "broken")
    #expect(text.location(atByte: 2) == SourceLocation(file: "broken", line: 1, column: 3))
    #expect(text.excerpt(4..<5).line == "\u{FFFD}(")
    #expect(text.excerpt(4..<5).column == 1)
  }

  @Test("agrees with counting by hand on random texts")
  func randomTexts() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SplitMix(state: seed)
    let alphabet: [Unicode.Scalar] = ["a", "\n", "\r", "\t", "é", "\u{301}", "€", "😀"]
    for _ in 0..<200 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        scalars.append(alphabet.randomElement(using: &generator) ?? "a")
      }
      let text = SourceText(String(scalars), name: "random")
      var line = 1
      var column = 1
      var byte = 0
      for scalar in scalars {
        let expected = SourceLocation(file: "random", line: line, column: column)
        #expect(text.location(atByte: byte) == expected, "seed \(seed)")
        byte += UTF8.width(scalar)
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
      }
    }
  }
}

/// A small repeatable generator: the same state gives the same numbers on every machine.
///
/// Source: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
