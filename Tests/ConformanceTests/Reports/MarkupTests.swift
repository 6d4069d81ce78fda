import Testing

@testable import Conformance

@Suite("Markup writer")
struct MarkupTests {
  private func xml(_ build: (inout MarkupWriter) -> Void) -> String {
    var writer = MarkupWriter(.xml)
    build(&writer)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    return String(text.drop { $0 != "\n" }.dropFirst())
  }

  @Test(
    "text shows as letters whatever it holds",
    arguments: [
      ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
      ("]]>", "]]&gt;"),
      ("a & b", "a &amp; b"),
      ("a\u{0}b", "a\\u0000b"),
      ("\u{1B}[31mred", "\\u001b[31mred"),
      ("line\r\nend", "line\\r\nend"),
      ("\u{202E}drow", "\\u202edrow"),
      ("\u{FFFE}\u{10FFFF}", "\\ufffe\\u{10ffff}"),
      ("\u{85}", "\\u0085"),
      ("\"quoted\" 'too'", "\"quoted\" 'too'"),
      ("é 日本 👩‍👩‍👧 e\u{301}", "é 日本 👩‍👩‍👧 e\u{301}"),
    ])
  func text(_ text: String, _ expected: String) {
    #expect(xml { $0.text(text) } == expected)
    #expect(xml { $0.element("p", text: text) } == "<p>\(expected)</p>")
  }

  @Test("attributes cannot be left and keep their line ends")
  func attributes() {
    #expect(
      xml { $0.empty("property", [("name", "\" onload=\"x\n\t<'>"), ("absent", nil)]) }
        == "<property name=\"&quot; onload=&quot;x&#10;&#9;&lt;'&gt;\"/>")
  }

  @Test("a text is cut between scalars and says so")
  func clipping() {
    #expect(VisibleText.prefix("aé日", bytes: 2) == "a")
    #expect(VisibleText.prefix("aé日", bytes: 3) == "aé")
    #expect(VisibleText.prefix("aé日", bytes: 100) == "aé日")
    #expect(VisibleText.clipped("one\ntwo three", scalars: 9) == "one\\ntwo…")
    #expect(VisibleText.clipped("short", scalars: 9) == "short")
  }
}
