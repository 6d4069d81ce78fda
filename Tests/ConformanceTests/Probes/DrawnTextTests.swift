import Testing

@testable import Conformance

@Suite("Texts that are made up after others")
struct DrawnTextTests {
  @Test(
    "nothing has a text of which enough was drawn",
    arguments: [
      ("lbl_01HXYZABCDEFGHJKMNPQRSTVWX", true), ("550e8400-e29b-41d4-a716-446655440000", true),
      ("4711", false), ("12345678", false), ("123456789012345", true), ("red", false),
      ("a-b-c-d", false), ("--------------", false), ("", false),
    ])
  func unlikely(_ model: String, _ isUnlikely: Bool) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let drawn = DrawnText(
      like: model, from: 0, in: ["0"..."9", "a"..."z", "A"..."Z"], using: &random)
    #expect(drawn.isUnlikely == isUnlikely, "seed \(seed)")
    #expect(drawn.text.utf8.count == model.utf8.count)
    for (old, new) in zip(model, drawn.text) {
      #expect((old == new) == !(old.isLetter || old.isNumber), "seed \(seed)")
      #expect(old.isNumber == new.isNumber && old.isUppercase == new.isUppercase, "seed \(seed)")
    }
  }

  @Test(
    "a changed end stands for something else in base64 and in hex",
    arguments: [
      ("xbcA", "xbcg"), ("abcg", "abcA"), ("eyJh.c2ln.QQ", "eyJh.c2ln.Qw"), ("00ff", "00f1"),
      ("0001", "0002"), ("key~", "keyg"), ("", ""),
    ])
  func lastChanged(_ text: String, _ expected: String) {
    #expect(text.withLastChanged == expected)
  }

  @Test(
    "numbers in hex are known by their characters",
    arguments: [
      ("550e8400-e29b-41d4-a716-446655440000", true), ("DEADbeef", true), ("lbl_01", false),
      ("sk-1", false), ("é", false),
    ])
  func hex(_ text: String, _ isHex: Bool) {
    #expect(text.isHex == isHex)
  }
}
