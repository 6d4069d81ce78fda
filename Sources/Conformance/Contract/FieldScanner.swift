/// Reads the parts that HTTP field values are made of.
struct FieldScanner {
  /// The elements of a list with commas, without the blanks around them; a comma between
  /// quotation marks separates nothing (RFC 9110 section 5.6.1).
  static func list(_ text: String) -> [String] {
    var elements: [[UInt8]] = [[]]
    var isQuoted = false
    var isEscaped = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: ","), !isQuoted {
        elements.append([])
        continue
      }
      elements[elements.count - 1].append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), isQuoted {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
    }
    return elements.map { String(decoding: $0[...].trimmed, as: UTF8.self) }
      .filter { !$0.utf8.isEmpty }
  }

  private var rest: ArraySlice<UInt8>

  init(_ text: String) {
    rest = Array(text.utf8)[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Skips spaces and tabs (OWS).
  mutating func skipWhitespace() {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Skips one character if it comes next.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The token that comes next, or nil for none.
  mutating func token() -> String? {
    let token = rest.prefix(while: \.isTokenByte)
    guard !token.isEmpty else { return nil }
    rest = rest[token.endIndex...]
    return String(decoding: token, as: UTF8.self)
  }

  /// The text of the quoted string that comes next, or nil for none or one without an end.
  ///
  /// A backslash takes the meaning of the character after it. Names of files hold backslashes
  /// that nobody has doubled: `keepsBackslashes` leaves those before other characters in.
  mutating func quotedString(keepsBackslashes: Bool = false) -> String? {
    guard skip("\"") else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        if keepsBackslashes, !"\"\\".utf8.contains(escaped) { bytes.append(byte) }
        bytes.append(escaped)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}
