package import Diagnostics

/// A file of `NAME=value` lines.
package enum EnvironmentFile {
  /// Reads the values; blank lines and lines that begin with `#` are passed over, `export` before
  /// a name is allowed, and a value may stand in single or double quotes.
  /// - Throws: ``Diagnostics`` with every line that is none of these.
  package static func parse(_ text: SourceText) throws(Diagnostics) -> [String: String] {
    var values: [String: String] = [:]
    var mistakes: [Diagnostic] = []
    let lines = text.bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines {
      var words = Substring(String(decoding: line, as: UTF8.self)).trimmed
      if words.isEmpty || words.first == "#" { continue }
      if words.hasPrefix("export ") { words = words.dropFirst(7).trimmed }
      guard let equals = words.firstIndex(of: "="), equals != words.startIndex else {
        // The line itself is not shown: it may hold a secret.
        mistakes.append(
          Diagnostic(
            code: "variable.bad-line", "found a line without \"=\"; expected NAME=value",
            at: text.location(atByte: line.startIndex), fix: "write NAME=value"))
        continue
      }
      let value = words[words.index(after: equals)...].trimmed
      values[String(words[..<equals].trimmed)] = unquoted(value)
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return values
  }

  private static func unquoted(_ value: Substring) -> String {
    for quote in ["\"", "'"] where value.count >= 2 {
      if value.hasPrefix(quote), value.hasSuffix(quote) {
        return String(value.dropFirst().dropLast())
      }
    }
    return String(value)
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
