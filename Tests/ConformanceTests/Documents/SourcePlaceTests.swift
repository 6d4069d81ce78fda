import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("Source documents: places of keys and values")
struct SourcePlaceTests {
  /// A text with `«»` around the value, or the key, that a pointer names.
  struct Place: Sendable, CustomTestStringConvertible {
    let pointer: String
    let marked: String
    var testDescription: String { "\(pointer) in \(marked.debugDescription)" }

    init(_ pointer: String, _ marked: String) {
      self.pointer = pointer
      self.marked = marked
    }
  }

  @Test(
    "a value is found where it was written",
    arguments: [
      Place("/a", "a: «1»\nb: 2\n"), Place("/b", "a: 1\nb: «\"x y\"»\n"),
      Place("/ä/1", "ä: [ö, «ü», ß]\n"), Place("/a/b", "a:\n  b: «'q'»  # c\n"),
      Place("/a", "a: «{b: 1,\n c: 2}» # x\n"), Place("/a", "a:\n  «b: 1\n  c: [2]»\nd: 3\n"),
      Place("/a", "a:\n  «- 1\n  - b: 2»\n\nd: 3\n"), Place("", "«a: 1\nb: 2»\n"),
      Place("/a/0/b", "a:\n- b: «c d»\n"), Place("/a", "a: «|\n  text\n  more\n»b: 1\n"),
      Place("/a", "a:«»\nb: 1\n"), Place("/b", "a: &x [1]\nb: «*x»\n"),
      Place("/b/0", "a: &x [«1»]\nb: *x\n"), Place("/b/k/1", "a: &x {k: [1, «2»]}\nb: *x\n"),
      Place("/c", "a: &x [1]\nb: [*x, *x]\nc: «3»\n"), Place("/a", "a: «&x 1»\n"),
      Place("/b", "a: 1\r\nb: «2»\r\n"), Place("/a", "\u{FEFF}a: «1»\n"),
    ])
  func value(_ place: Place) throws {
    let marked = MarkedText(place.marked)
    let document = try SourceDocument(reading: marked.text)
    let pointer = try #require(JSONPointer(parsing: place.pointer))
    let value = try #require(document.root.value(at: pointer))
    let range = document.range(of: value)
    let expected = try #require(marked.places.first)
    #expect(range == expected)
    #expect(document.location(of: value) == marked.text.location(atByte: expected.lowerBound))
    let diagnostic = document.diagnostic(code: "test.place", "here", at: value)
    #expect(diagnostic.location == document.location(of: value))
    #expect(diagnostic.excerpt == marked.text.excerpt(expected))
    #expect(diagnostic.pointer == pointer)
  }

  @Test(
    "a key is found where it was written",
    arguments: [
      Place("/a", "«a»: 1\n"), Place("/a/ü b", "a:\n  \"x\": 1\n  «\"ü b\"»: 2\n"),
      Place("/200", "1: x\n«200»: y\n"), Place("/b/k", "a: &x {«k»: 1}\nb: *x\n"),
    ])
  func name(_ place: Place) throws {
    let marked = MarkedText(place.marked)
    let document = try SourceDocument(reading: marked.text)
    let pointer = try #require(JSONPointer(parsing: place.pointer))
    let parent = try #require(document.root.value(at: pointer.parent))
    let member = try #require(parent.members.first { $0.name == pointer.tokens.last })
    let expected = try #require(marked.places.first)
    #expect(document.nameRange(of: member) == expected)
    let diagnostic = document.diagnostic(code: "test.place", "here", atNameOf: member)
    #expect(diagnostic.location == marked.text.location(atByte: expected.lowerBound))
  }

  @Test("a column far into a document of one line is counted in scalars, as a near one is")
  func longLine() throws {
    // Letters of one to four bytes, so that blocks of bytes end in the middle of some.
    let names = (0..<4_000).map { "\"\(["a", "é", "€", "😀"][$0 % 4])\($0)\": \($0)" }
    let text = SourceText("\n{\(names.joined(separator: ", "))}", name: "t.json")
    let document = try SourceDocument(reading: text)
    for (number, member) in document.root.members.enumerated() where number % 97 == 0 {
      let range = document.range(of: member.value)
      #expect(
        document.location(of: member.value) == text.location(atByte: range.lowerBound),
        "\(member.name)")
    }
    #expect(text.bytes.count > 4_096 * 10)
  }

  @Test("places in JSON are the places of the text itself")
  func json() throws {
    let marked = MarkedText("{\n  \"ü\": [1, «\"two\"»]\n}\n", name: "t.json")
    let document = try SourceDocument(reading: marked.text)
    let value = try #require(document.root["ü"]?[1])
    #expect(document.range(of: value) == marked.places.first)
    #expect(document.location(of: value).description == "t.json:2:12")
  }
}
