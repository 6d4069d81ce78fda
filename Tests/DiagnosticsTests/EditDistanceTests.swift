import Testing

@testable import Diagnostics

@Suite("EditDistance: the nearest known spelling")
struct EditDistanceTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    var left: String
    var right: String
    var distance: Int

    init(_ left: String, _ right: String, _ distance: Int) {
      self.left = left
      self.right = right
      self.distance = distance
    }

    var testDescription: String { "\(left)|\(right)" }
  }

  @Test(
    "counts insertions, deletions, replacements and swaps of neighbours",
    arguments: [
      Pair("", "", 0), Pair("", "abc", 3), Pair("abc", "", 3), Pair("abc", "abc", 0),
      Pair("abc", "abd", 1), Pair("abc", "ab", 1), Pair("abc", "abcd", 1), Pair("abc", "acb", 1),
      Pair("kitten", "sitting", 3), Pair("sunday", "saturday", 3),
      Pair("ca", "abc", 3),  // swapped letters are not touched again: 2 for the unrestricted one
      Pair("e\u{301}", "\u{E9}", 2),  // scalars, not what Swift's == takes for equal
    ])
  func distance(_ pair: Pair) {
    let left = Array(pair.left.unicodeScalars)
    let right = Array(pair.right.unicodeScalars)
    #expect(EditDistance.between(left, right) == pair.distance)
    #expect(EditDistance.between(right, left) == pair.distance)
  }

  struct Lookup: Sendable, CustomTestStringConvertible {
    var claim: String
    var word: String
    var candidates: [String]
    var nearest: String?

    var testDescription: String { claim }
  }

  @Test(
    "proposes a candidate only when it is near",
    arguments: [
      Lookup(
        claim: "one letter missing", word: "expct", candidates: ["effect", "expect"],
        nearest: "expect"),
      Lookup(
        claim: "the nearer of two", word: "paginated", candidates: ["pagination", "paginate"],
        nearest: "paginate"),
      Lookup(
        claim: "the first of equals", word: "cat", candidates: ["car", "can"], nearest: "car"),
      Lookup(
        claim: "letter case and dashes are no edits", word: "Idempotency-Key",
        candidates: ["idempotency_key"], nearest: "idempotency_key"),
      Lookup(
        claim: "a short word has one edit", word: "id", candidates: ["if"], nearest: "if"),
      Lookup(claim: "two edits in a short word are too many", word: "id", candidates: ["of"]),
      Lookup(
        claim: "a third of the length is near", word: "paginate", candidates: ["pagination"],
        nearest: nil),
      Lookup(
        claim: "two edits in eight letters are near", word: "paginatn",
        candidates: ["pagination"], nearest: "pagination"),
      Lookup(claim: "nothing is near a strange word", word: "zebra", candidates: ["case", "step"]),
      Lookup(claim: "no candidates, no proposal", word: "case", candidates: []),
    ])
  func nearest(_ lookup: Lookup) {
    #expect(EditDistance.nearest(to: lookup.word, in: lookup.candidates) == lookup.nearest)
  }
}
