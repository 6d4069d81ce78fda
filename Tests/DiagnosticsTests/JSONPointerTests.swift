import Diagnostics
import Testing

@Suite("JSONPointer: RFC 6901")
struct JSONPointerTests {
  struct Form: Sendable, CustomTestStringConvertible {
    var text: String
    var tokens: [String]
    var fragment: String

    init(_ text: String, _ tokens: [String], _ fragment: String) {
      self.text = text
      self.tokens = tokens
      self.fragment = fragment
    }

    var testDescription: String { text.isEmpty ? "the whole document" : text }
  }

  /// The examples of sections 5 and 6, and what they leave out.
  @Test(
    "reads and prints the text and fragment forms",
    arguments: [
      Form("", [], "#"),
      Form("/foo", ["foo"], "#/foo"),
      Form("/foo/0", ["foo", "0"], "#/foo/0"),
      Form("/", [""], "#/"),
      Form("/a~1b", ["a/b"], "#/a~1b"),
      Form("/c%d", ["c%d"], "#/c%25d"),
      Form("/e^f", ["e^f"], "#/e%5Ef"),
      Form("/g|h", ["g|h"], "#/g%7Ch"),
      Form("/i\\j", ["i\\j"], "#/i%5Cj"),
      Form("/k\"l", ["k\"l"], "#/k%22l"),
      Form("/ ", [" "], "#/%20"),
      Form("/m~0n", ["m~n"], "#/m~0n"),
      Form("/~01", ["~1"], "#/~01"),
      Form("//a//", ["", "a", "", ""], "#//a//"),
      Form("/é", ["é"], "#/%C3%A9"),
      Form("/\u{1}", ["\u{1}"], "#/%01"),
      Form(
        "/paths/~1labels~1{id}/get", ["paths", "/labels/{id}", "get"],
        "#/paths/~1labels~1%7Bid%7D/get"),
    ])
  func forms(_ form: Form) throws {
    let pointer = try #require(JSONPointer(parsing: form.text))
    #expect(pointer == JSONPointer(form.tokens))
    #expect(pointer.description == form.text)
    #expect(pointer.fragment == form.fragment)
  }

  @Test(
    "refuses what is no pointer",
    arguments: ["foo", "#/foo", "0", "/~", "/~2", "/a~", "/a~/b", " /a"])
  func refused(_ text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test("takes canonically equivalent names for different ones")
  func canonicalEquivalence() {
    let composed = JSONPointer(["\u{E9}"])
    let decomposed = JSONPointer(["e\u{301}"])
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(!decomposed.starts(with: composed))
  }

  @Test("keeps the borders between tokens")
  func borders() {
    #expect(JSONPointer(["ab"]) != JSONPointer(["a", "b"]))
    #expect(JSONPointer([]) != JSONPointer([""]))
    #expect(
      Set([JSONPointer(["ab"]), JSONPointer(["a", "b"]), JSONPointer(["a", "b"])]).count == 2)
  }

  @Test("is put together and taken apart token by token")
  func building() {
    let data = JSONPointer.root.appending("data")
    #expect(data.appending(0).description == "/data/0")
    #expect(data.appending("a/b~c").description == "/data/a~1b~0c")
    #expect(data.appending(JSONPointer(["0", "id"])).description == "/data/0/id")
    #expect(data.appending(0).parent == data)
    #expect(data.parent == .root)
    #expect(JSONPointer.root.parent == .root)
  }

  @Test("starts with itself and its parents, not with a name that only begins alike")
  func prefixes() {
    let pointer = JSONPointer(["data", "0", "id"])
    #expect(pointer.starts(with: .root))
    #expect(pointer.starts(with: JSONPointer(["data", "0"])))
    #expect(pointer.starts(with: pointer))
    #expect(!pointer.starts(with: JSONPointer(["da"])))
    #expect(!pointer.starts(with: pointer.appending("x")))
  }

  @Test("reads back what it prints, whatever the tokens")
  func roundTrip() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SplitMix(state: seed)
    let alphabet: [Unicode.Scalar] = ["~", "/", "0", "1", "a", "é", "%", "\u{301}", "😀"]
    for _ in 0..<300 {
      let tokens = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        var token = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
          token.append(alphabet.randomElement(using: &generator) ?? "a")
        }
        return String(token)
      }
      let pointer = JSONPointer(tokens)
      #expect(JSONPointer(parsing: pointer.description) == pointer, "seed \(seed)")
    }
  }
}
