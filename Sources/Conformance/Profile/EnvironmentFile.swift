package import Diagnostics

/// A file of `NAME=value` lines.
package enum EnvironmentFile {
  /// Reads the values; blank lines and lines that begin with `#` are passed over, `export` before
  /// a name is allowed, and a value may stand in single or double quotes.
  ///
  /// What could be meant in two ways is refused: a quotation mark without its other, and a `#`
  /// after a space in a value without quotes. So are names that no shell has, and control
  /// characters.
  /// - Throws: ``Diagnostics`` with every line that is none of these; none shows a value.
  package static func parse(_ text: SourceText) throws(Diagnostics) -> [String: String] {
    var values: [String: String] = [:]
    var mistakes: [Diagnostic] = []
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = text.bytes.dropFirst(text.bytes.starts(with: byteOrderMark) ? 3 : 0)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines {
      func refuse(_ message: String, fix: String) {
        mistakes.append(
          Diagnostic(
            code: "variable.bad-line", message, at: text.location(atByte: line.startIndex),
            fix: fix))
      }
      var words = Substring(String(decoding: line, as: UTF8.self)).trimmed
      if words.isEmpty || words.first == "#" { continue }
      if words.hasPrefix("export ") { words = words.dropFirst(7).trimmed }
      guard let equals = words.firstIndex(of: "="), equals != words.startIndex else {
        // The line itself is not shown: it may hold a secret.
        refuse("found a line without \"=\"; expected NAME=value", fix: "write NAME=value")
        continue
      }
      let name = words[..<equals].trimmed
      guard isName(name) else {
        refuse(
          "what stands before \"=\" is no name: expected letters, digits and \"_\"",
          fix: "write NAME=value")
        continue
      }
      let rest = words[words.index(after: equals)...]
      let written = rest.trimmed
      let isComment = written.first == "#" && rest.first != "#"
      if written.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
        refuse("the value of \(name) has a control character", fix: "write it without")
      } else if !isComment, let value = unquoted(written) {
        values[String(name)] = value
      } else {
        refuse(
          "the value of \(name) can be read in two ways: it has a quotation mark without its other, "
            + "or a \"#\" that may begin a comment",
          fix: "put the whole value into quotes, and a comment into a line of its own")
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return values
  }

  private static func isName(_ text: Substring) -> Bool {
    let first = text.utf8.first
    return first.map { $0.isLetter || $0 == UInt8(ascii: "_") } ?? false
      && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// The value that is meant; nil where that is open.
  private static func unquoted(_ value: Substring) -> String? {
    guard let quote = value.first, quote == "\"" || quote == "'" else {
      let scalars = value.unicodeScalars
      let isCommented = zip(scalars, scalars.dropFirst()).contains {
        $0.properties.isWhitespace && $1 == "#"
      }
      let isClosed = value.last == "\"" || value.last == "'"
      let isOpened = value.count { $0 == value.last } > 1
      return isCommented || isClosed && !isOpened ? nil : String(value)
    }
    let inner = value.dropFirst()
    return inner.last == quote ? String(inner.dropLast()) : nil
  }
}

extension UInt8 {
  /// Whether it is a letter of ASCII.
  fileprivate var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}

extension Substring {
  /// The text without white space around it.
  fileprivate var trimmed: Substring {
    var text = self.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return text
  }
}
