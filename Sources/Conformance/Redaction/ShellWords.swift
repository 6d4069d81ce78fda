/// Words as a POSIX shell reads them back.
package enum ShellWords {
  /// The words in one line, those with special characters in quotes.
  package static func joined(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  /// One word, in single quotes unless it has only characters that mean themselves.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        // The range of marks is "+,-./".
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+")...UInt8(ascii: "/"),
        UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard !isPlain || word.isEmpty else { return word }
    guard word.utf8.contains(UInt8(ascii: "'")) else { return "'\(word)'" }
    let pieces = word.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
    return "'" + pieces.map { String(decoding: $0, as: UTF8.self) }.joined(separator: #"'\''"#)
      + "'"
  }
}
