import SchemaValidator

/// Writes HTML and XML; the only place where text becomes markup.
///
/// Names of elements and attributes are literals of ours, everything else is escaped on its way
/// in: there is no way to write text from outside unescaped. Characters that XML 1.0 forbids,
/// and those that act on what shows them, become letters such as `\u001b` in both languages.
struct MarkupWriter {
  /// Whose rules apply where the two differ.
  enum Language {
    /// Void elements have no end tag; the body starts with a document type.
    case html
    /// Empty elements are closed in place; the body starts with an XML declaration.
    case xml
  }

  /// An attribute: a name of ours and its value; nil leaves the attribute out.
  typealias Attribute = (name: StaticString, value: String?)

  private let language: Language
  private(set) var bytes: [UInt8] = []

  /// Starts a document.
  init(_ language: Language) {
    self.language = language
    markup(
      language == .html ? "<!DOCTYPE html>\n" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
  }

  /// An element with content.
  mutating func element(
    _ name: StaticString, _ attributes: [Attribute] = [], _ content: (inout MarkupWriter) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  /// An element that holds only text.
  mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], text content: String)
  {
    open(name, attributes)
    text(content)
    close(name)
  }

  /// An element without content, such as `<meta>` or `<property/>`.
  mutating func empty(_ name: StaticString, _ attributes: [Attribute] = []) {
    startTag(name, attributes)
    markup(language == .html ? ">" : "/>")
  }

  /// Text between tags.
  mutating func text(_ text: some StringProtocol) {
    append(text, quotes: false)
  }

  /// A line end for whoever reads the source.
  mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The content of a `<style>` or `<script>` element of HTML, which knows no escapes.
  ///
  /// Takes only text that is fixed when the program is compiled.
  mutating func asset(_ name: StaticString, _ content: StaticString) {
    open(name, [])
    bytes.append(content)
    close(name)
  }

  /// Pieces of markup that the browser keeps as text until a script makes elements of one.
  ///
  /// One `<script>` of a type that no browser runs holds them all: what it holds is read at once,
  /// however much it is. It cannot end early, since text is escaped in it as everywhere; and
  /// nothing but us writes U+001E, which stands after each piece.
  mutating func deferred<Piece>(
    id: String, _ pieces: [Piece], _ content: (Piece, inout MarkupWriter) -> Void
  ) {
    element("script", [("type", "text/plain"), ("id", id)]) { html in
      for piece in pieces {
        content(piece, &html)
        html.bytes.append(0x1E)
      }
    }
  }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    startTag(name, attributes)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ name: StaticString) {
    markup("</")
    bytes.append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func startTag(_ name: StaticString, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(name)
    for attribute in attributes {
      guard let value = attribute.value else { continue }
      bytes.append(UInt8(ascii: " "))
      bytes.append(attribute.name)
      markup("=\"")
      append(value, quotes: true)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func markup(_ text: StaticString) {
    bytes.append(text)
  }

  /// Escapes a text; what is harmless in it is copied as it is, and most is.
  private mutating func append(_ text: some StringProtocol, quotes: Bool) {
    let plain = bytes.append(text, while: { Self.isPlain($0, quotes: quotes) })
    guard plain < text.utf8.count else { return }
    var rest = Substring(text[text.utf8.index(text.startIndex, offsetBy: plain)...])
    while let special = rest.unicodeScalars.first {
      append(special, quotes: quotes)
      rest = rest[rest.unicodeScalars.index(after: rest.startIndex)...]
      let plain = bytes.append(rest, while: { Self.isPlain($0, quotes: quotes) })
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: plain)...]
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, quotes: Bool) {
    switch scalar {
    case "&": markup("&amp;")
    case "<": markup("&lt;")
    // Also the end of "]]>", which XML forbids in text.
    case ">": markup("&gt;")
    case "\"" where quotes: markup("&quot;")
    case "\n" where quotes: markup("&#10;")
    case "\t" where quotes: markup("&#9;")
    case "\r": markup("\\r")
    case let scalar where VisibleText.isActing(scalar):
      bytes.append(contentsOf: VisibleText.spelling(scalar).utf8)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8, quotes: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
    case UInt8(ascii: "\""): !quotes
    case 0x20..<0x7F: true
    default: false
    }
  }
}
