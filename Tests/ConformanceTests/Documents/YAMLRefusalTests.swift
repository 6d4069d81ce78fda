import Conformance
import Diagnostics
import SchemaValidator
import Testing

@Suite("YAML: what is refused, and where")
struct YAMLRefusalTests {
  /// A text with `«»` around the place of each mistake, and of the notes that belong to it.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let code: String
    let marked: String
    let fix: String?
    let pointer: String?
    /// How many notes point at the first marks of the text.
    let notes: Int
    var testDescription: String { "\(code): \(marked.debugDescription)" }

    init(_ code: String, _ marked: String, fix: String?, pointer: String? = nil, notes: Int = 0) {
      self.code = "yaml.\(code)"
      self.marked = marked
      self.fix = fix
      self.pointer = pointer
      self.notes = notes
    }
  }

  @Test(
    "a mistake is located and comes with a fix",
    arguments: [
      Refusal(
        "duplicate-key", "«a»: 1\nb: 2\n«a»: 3\n", fix: "remove one of the two",
        pointer: "/a", notes: 1),
      Refusal(
        "duplicate-key", "x:\n  - {«ü»: 1, «\"\\u00fc\"»: 2}\n",
        fix: "remove one of the two", pointer: "/x/0/ü", notes: 1),
      Refusal("duplicate-key", "«1»: a\n«'1'»: b\n", fix: "remove one of the two", notes: 1),
      Refusal(
        "merge-key", "a: &a {b: 1}\nc:\n  «<<»: *a\n",
        fix: "write the merged members out, or \"<<\" in quotes for the text itself"),
      Refusal(
        "not-finite", "a: [1, «.inf»]\n", fix: "put it in quotes if the text is meant",
        pointer: "/a/1"),
      Refusal("not-finite", "a: «-.Inf»\n", fix: "put it in quotes if the text is meant"),
      Refusal("not-finite", "«.NaN»", fix: "put it in quotes if the text is meant", pointer: ""),
      Refusal("unsupported-tag", "a: «!mine x»\n", fix: "remove the tag", pointer: "/a"),
      Refusal("unsupported-tag", "a: «!!binary aGk=»\n", fix: "remove the tag"),
      Refusal("unsupported-tag", "a: «!!set {»b}\n", fix: "remove the tag"),
      Refusal("tag-mismatch", "a: «!!int 1.5»\n", fix: "remove the tag or correct the value"),
      Refusal("tag-mismatch", "a: «!!bool 'yes'»\n", fix: "remove the tag or correct the value"),
      Refusal("complex-key", "a: 1\n? «[»1, 2]\n: x\n", fix: "write the key as text"),
      Refusal("complex-key", "{«{»a: [b]}: x}", fix: "write the key as text"),
      Refusal("complex-key", "a: &x [1]\n«*x» : 2\n", fix: "write the key out"),
      Refusal("empty-key", "?«»\n: x\n", fix: "write the key, or \"\" for an empty one"),
      Refusal("unknown-alias", "a: &first 1\nb: «*frist»\n", fix: "write *first", pointer: "/b"),
      Refusal("unknown-alias", "a: «*x»\n", fix: "add &x to an earlier value"),
      Refusal(
        "recursive-alias", "a: &x\n  b: «*x»\n", fix: "write the inner value out",
        pointer: "/a/b"),
      Refusal(
        "number-too-long", "a: «0x\(String(repeating: "1", count: 257))»\n",
        fix: "write it as a decimal number, or in quotes if the text is meant"),
      Refusal("empty", "«»", fix: "write a mapping such as `key: value`"),
      Refusal("empty", "«»# only a comment\n\n", fix: "write a mapping such as `key: value`"),
      Refusal("empty", "«»---\n...\n", fix: "write a mapping such as `key: value`"),
      Refusal(
        "multiple-documents", "«»a: 1\n«---»\nb: 2\n", fix: "move it to a file of its own",
        notes: 1),
      Refusal("syntax", "a:\n«\t»b: 1\n", fix: "indent with spaces instead of tabs"),
      Refusal("syntax", "a: «@»b\n", fix: "put the text in quotes"),
      Refusal(
        "syntax", "a: b«:» c\n",
        fix: "put the text in quotes if the colon belongs to it, or check the lines' indentation"
      ),
      Refusal(
        "syntax", "ü: \"é«\\»d\"\n",
        fix: "double the backslash, or use single quotes"),
      Refusal("syntax", "a:\n  - b: c\n«\t»d: e\n", fix: "indent with spaces instead of tabs"),
      Refusal(
        "syntax", "a: [1, 2\nb«:» 3\n",
        fix: "add what is missing, or put text that holds brackets in quotes"),
      Refusal(
        "syntax", "a: {id: $«{»x}}\n",
        fix: "add what is missing, or put text that holds braces in quotes"),
      Refusal("syntax", "a: «\"»open\nb: 1\n", fix: "close it"),
      Refusal("syntax", "a: 1\n«b»\nc\n", fix: "add a colon and a space after the key"),
      Refusal(
        "syntax", "- a\n«b»: 1\n",
        fix: "start it with -, or indent it like what it belongs to"),
      Refusal(
        "syntax", "a: 'it'«s»'\n",
        fix: "align it with the other keys, or put the value before it in quotes"),
      Refusal("syntax", "a: *«\n»", fix: "put text that begins with & or * in quotes"),
      Refusal("syntax", "a: «!»x!y z\n", fix: "remove the tag"),
      Refusal(
        "control-character", "ü: a«\u{1}»b\n",
        fix: "write it as an escape in double quotes, such as \"\\u0001\""),
    ])
  func refusal(_ refusal: Refusal) throws {
    let marked = MarkedText(refusal.marked)
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: marked.text) }
    let diagnostics = try #require(error).all
    let diagnostic = try #require(diagnostics.first)
    #expect(diagnostics.count == 1, "\(diagnostics)")
    #expect(diagnostic.code == refusal.code)
    #expect(diagnostic.fix == refusal.fix)
    let place = try #require(marked.places.last)
    #expect(diagnostic.location == marked.text.location(atByte: place.lowerBound))
    #expect(diagnostic.excerpt == marked.text.excerpt(place))
    if let pointer = refusal.pointer { #expect(diagnostic.pointer?.description == pointer) }
    for (note, place) in zip(diagnostic.notes.prefix(refusal.notes), marked.places) {
      #expect(note.location == marked.text.location(atByte: place.lowerBound))
    }
    #expect(diagnostic.notes.count >= refusal.notes)
  }

  @Test("all mistakes are reported, in order")
  func several() throws {
    let text = SourceText("a: .inf\na: !x y\nb: *z\n<<: 1\n", name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(
      error?.all.map(\.code) == [
        "yaml.not-finite", "yaml.duplicate-key", "yaml.unsupported-tag", "yaml.unknown-alias",
        "yaml.merge-key",
      ])
    #expect(error?.all.map { $0.location?.line } == [1, 2, 2, 3, 4])
  }

  @Test("mistakes before a syntax error are reported with it")
  func beforeSyntaxError() throws {
    let text = SourceText("a: .inf\nb: [1\nc: 2\n", name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == ["yaml.not-finite", "yaml.syntax"])
  }

  @Test(
    "bytes that are not UTF-8 are pointed at",
    arguments: [[0xFF], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
  func invalidUTF8(_ bytes: [UInt8]) throws {
    let start = Array("ü: 1\nb: x".utf8)
    let text = SourceText(start + bytes + Array("\nc: 1\n".utf8), name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.first?.code == "yaml.invalid-utf8")
    #expect(error?.all.first?.location?.line == 2)
    #expect(error?.all.first?.fix == "save the text as UTF-8")
  }

  @Test("a text in UTF-16 is refused as not being UTF-8")
  func utf16() throws {
    let text = SourceText([0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00, 0x20, 0x00], name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.first?.code == "yaml.invalid-utf8")
  }

  @Test("aliases that multiply are stopped while small")
  func aliasBomb() throws {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(list)]\n"
    }
    let text = SourceText(yaml, name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == ["yaml.too-much-expansion"])
  }

  @Test("aliases cannot nest deeper than written collections may")
  func aliasDepth() throws {
    var yaml = "a0: &a0 [x]\n"
    for level in 1...600 { yaml += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    let text = SourceText(yaml, name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == ["yaml.too-deep"])
    #expect(error?.all.first?.location?.line == 512)
  }

  @Test("nesting is followed to 512 levels and refused beyond", arguments: ["[a, ", "{a: ", "- "])
  func depth(opening: String) throws {
    func nested(_ levels: Int) -> SourceText {
      let closing = opening == "- " ? "" : opening == "{a: " ? "}" : "]"
      return SourceText(
        String(repeating: opening, count: levels) + "1" + String(repeating: closing, count: levels),
        name: "t.yaml")
    }
    _ = try SourceDocument(reading: nested(512))
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: nested(513)) }
    #expect(error?.all.first?.code == "yaml.too-deep")
    #expect(error?.all.first?.location?.column == 1 + 512 * opening.utf8.count)
    #expect(throws: Diagnostics.self) { try SourceDocument(reading: nested(200_000)) }
  }

  @Test("a refused key nests no deeper than a value", arguments: [512, 200_000])
  func depthOfKey(levels: Int) {
    let text = SourceText("? " + String(repeating: "[", count: levels), name: "t.yaml")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: text) }
    #expect(error?.all.map(\.code) == ["yaml.complex-key", "yaml.too-deep"])
  }

  @Test("no text brings the reader down", arguments: 0..<50)
  func noise(round: Int) throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomYAML(seed: seed)
    let alphabet = Array("ab01: \n\n-[]{},?&*!|>'\"%@#~<.\t\r\\xü".utf8)
    for _ in 0..<40 {
      let bytes = (0..<random.below(60)).map { _ in alphabet[random.below(alphabet.count)] }
      // Whatever comes of it, a diagnostic points into the text.
      do {
        let document = try SourceDocument(reading: SourceText(bytes, name: "t.yaml"))
        _ = document.location(of: document.root)
      } catch {
        #expect(!error.all.isEmpty, "seed \(seed): \(bytes)")
        for diagnostic in error.all {
          #expect(diagnostic.location != nil, "seed \(seed): \(bytes)")
        }
      }
    }
  }
}

@Suite("JSON as a source document")
struct JSONSourceTests {
  @Test("a member given twice is refused, with both places")
  func duplicate() throws {
    let marked = MarkedText(#"{"x": [{«"a"»: 1, «"\u0061"»: 2}]}"#, name: "t.json")
    let error = #expect(throws: Diagnostics.self) { try SourceDocument(reading: marked.text) }
    let diagnostic = try #require(error?.all.first)
    #expect(diagnostic.code == "json.duplicateMember")
    #expect(diagnostic.pointer?.description == "/x/0/a")
    #expect(diagnostic.location == marked.text.location(atByte: marked.places[1].lowerBound))
    #expect(
      diagnostic.notes.first?.location
        == marked.text.location(atByte: marked.places[0].lowerBound))
  }

  @Test("a text named .json is held to JSON", arguments: ["a: 1", "{a: 1}", "[1,]", "", "# x"])
  func strict(text: String) throws {
    let error = #expect(throws: Diagnostics.self) {
      try SourceDocument(reading: SourceText(text, name: "API.JSON"))
    }
    #expect(error?.all.first?.code.hasPrefix("json.") == true)
  }

  @Test("a text not named .json may be YAML that begins like JSON")
  func flow() throws {
    let document = try SourceDocument(reading: SourceText("{a: 1}", name: "t.yaml"))
    #expect(document.root.description == #"{"a":1}"#)
  }
}
