import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("YAML: aliases cannot make much of little")
struct AliasBombTests {
  /// A text that would become too much, with the place at which it is stopped.
  struct Bomb: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let line: Int
    let column: Int
    var code = "yaml.too-much-expansion"
    var fix = "write fewer aliases of long values, and fewer inside of aliased values"
    var testDescription: String { name }
  }

  /// Each list holds the one before it ten times: 41 bytes, then 421, up to 422,221 in level 4.
  private static var laughs: String {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      text += "a\(level): &a\(level) [\(list)]\n"
    }
    return text
  }

  /// Anchors inside of anchored values, each repeated beside itself: every level doubles.
  private static var nest: String {
    var text = "&a0 [xxxxxxxx]"
    for level in 1...40 { text = "&a\(level) [\(text), *a\(level - 1)]" }
    return text + "\n"
  }

  private static let long = String(repeating: "x", count: 1_000)
  private static let longer = String(repeating: "x", count: 100_000)

  static let bombs = [
    Bomb(name: "a billion laughs", text: laughs, line: 6, column: 42),
    Bomb(
      name: "anchors inside of anchored values", text: nest, line: 1, column: 364),
    Bomb(
      name: "a flat list of many aliases",
      text: "a: &a \(long)\nb:\n" + String(repeating: "- *a\n", count: 200_000), line: 4_188,
      column: 3),
    Bomb(
      name: "a long key in many places",
      text: "a: &a \(longer)\nb:\n" + String(repeating: "- *a : 1\n", count: 100_000), line: 44,
      column: 3),
    Bomb(
      name: "an anchored key as many values",
      text: "? &a \(longer)\n: b\nb:\n" + String(repeating: "- *a\n", count: 100_000), line: 45,
      column: 3),
  ]

  @Test("what would become too much is stopped while small, at its place", arguments: bombs)
  func bomb(_ bomb: Bomb) throws {
    let text = SourceText(bomb.text, name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == [bomb.code])
    let diagnostic = try #require(error?.all.first)
    #expect(
      diagnostic.location == SourceLocation(file: "t.yaml", line: bomb.line, column: bomb.column))
    #expect(diagnostic.fix == bomb.fix)
    #expect(diagnostic.excerpt != nil)
  }

  @Test(
    "a value that holds itself is refused at the alias",
    arguments: [
      ("a: &x [«*x»]\n", "/a/0"), ("&x {a: {b: [1, «*x»]}}\n", "/a/b/1"),
      ("a: &x\n  - &y [«*x», 1]\n  - *y\n", "/a/0/0"), ("&x\na: &y\n  b: «*y»\n", "/a/b"),
    ])
  func recursive(_ marked: String, _ pointer: String) throws {
    let marked = MarkedText(marked)
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: marked.text) }
    #expect(error?.all.map(\.code) == ["yaml.recursive-alias"])
    let diagnostic = try #require(error?.all.first)
    let place = try #require(marked.places.first)
    #expect(diagnostic.location == marked.text.location(atByte: place.lowerBound))
    #expect(diagnostic.pointer?.description == pointer)
    #expect(diagnostic.fix == "write the inner value out")
  }

  @Test("as many aliases as people write are no bomb")
  func harmless() throws {
    let text = SourceText(
      "a: &a {b: [1, 2, 3]}\nc:\n" + String(repeating: "- *a\n", count: 50_000), name: "t.yaml")
    let document = try SourceDocument(reading: text)
    #expect(document.root["c"]?.count == 50_000)
  }

  @Test("names that are longer than anyone mistypes are compared with none")
  func longNames() throws {
    let name = String(repeating: "n", count: 100_000)
    let text = SourceText("a: &\(name) 1\nb: *\(name)x\n", name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == ["yaml.unknown-alias"])
    #expect(error?.all.first?.location?.line == 2)
  }

  @Test("of several anchors that are equally near the same one is always proposed")
  func nearest() throws {
    let text = SourceText("[&ab 1, &ac 2, &ad 3, &ae 4, &af 5, *ax]", name: "t.yaml")
    for _ in 0..<20 {
      let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
      #expect(error?.all.map(\.fix) == ["write *ab"])
    }
  }
}
