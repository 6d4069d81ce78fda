extension JSON {
  /// Why a text is not JSON.
  package struct SyntaxError: Error, Sendable {
    /// The byte at which reading stopped.
    package var offset: Int
    /// What is wrong there, as a phrase.
    package var reason: String
  }

  /// Reads one JSON text: strict UTF-8, nothing before or after it but white space.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - maximumDepth: How many arrays and objects may be open at once.
  /// - Throws: ``SyntaxError`` at the first byte that breaks RFC 8259; also for a byte order mark,
  ///   for half of a surrogate pair, and for deeper nesting than allowed.
  package init(parsing bytes: [UInt8], maximumDepth: Int = 64) throws(SyntaxError) {
    var reader = Reader(bytes: bytes, maximumDepth: maximumDepth)
    self = try reader.readText()
  }

  /// A recursive descent over the bytes; the depth limit bounds the recursion.
  private struct Reader {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0
    var depth = 0

    init(bytes: [UInt8], maximumDepth: Int) {
      self.bytes = bytes
      self.maximumDepth = maximumDepth
    }

    mutating func readText() throws(SyntaxError) -> JSON {
      skipBlanks()
      let value = try readValue()
      skipBlanks()
      guard position == bytes.count else { throw failure("text after the value") }
      return value
    }

    private mutating func readValue() throws(SyntaxError) -> JSON {
      guard let byte = peek else { throw failure("the text ends where a value should stand") }
      switch byte {
      case UInt8(ascii: "{"): return try readObject()
      case UInt8(ascii: "["): return try readArray()
      case UInt8(ascii: "\""): return .string(try readString())
      case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
      case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
      case UInt8(ascii: "n"): return try readLiteral("null", .null)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
      default: throw failure("no value starts with this byte")
      }
    }

    private mutating func readObject() throws(SyntaxError) -> JSON {
      try enter()
      var members: [Member] = []
      skipBlanks()
      if take(UInt8(ascii: "}")) { return leave(.object([])) }
      while true {
        skipBlanks()
        guard peek == UInt8(ascii: "\"") else { throw failure("expected a member name") }
        let name = try readString()
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { throw failure("expected a colon") }
        skipBlanks()
        members.append(Member(name: name, value: try readValue()))
        skipBlanks()
        if take(UInt8(ascii: "}")) { return leave(.object(members)) }
        guard take(UInt8(ascii: ",")) else { throw failure("expected a comma or a closing brace") }
      }
    }

    private mutating func readArray() throws(SyntaxError) -> JSON {
      try enter()
      var elements: [JSON] = []
      skipBlanks()
      if take(UInt8(ascii: "]")) { return leave(.array([])) }
      while true {
        skipBlanks()
        elements.append(try readValue())
        skipBlanks()
        if take(UInt8(ascii: "]")) { return leave(.array(elements)) }
        guard take(UInt8(ascii: ",")) else {
          throw failure("expected a comma or a closing bracket")
        }
      }
    }

    private mutating func readLiteral(_ word: StaticString, _ value: JSON) throws(SyntaxError)
      -> JSON
    {
      let expected = Array(word.description.utf8)
      guard bytes.dropFirst(position).starts(with: expected) else {
        throw failure("expected \(word)")
      }
      position += expected.count
      return value
    }

    private mutating func readNumber() throws(SyntaxError) -> JSON {
      let start = position
      _ = take(UInt8(ascii: "-"))
      if !take(UInt8(ascii: "0")) { try readDigits() }
      if take(UInt8(ascii: ".")) { try readDigits() }
      if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        try readDigits()
      }
      return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func readDigits() throws(SyntaxError) {
      let start = position
      while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        position += 1
      }
      if position == start { throw failure("expected a digit") }
    }

    private mutating func readString() throws(SyntaxError) -> String {
      position += 1  // the opening quote
      var text: [UInt8] = []
      var runStart = position
      while let byte = peek {
        switch byte {
        case UInt8(ascii: "\""):
          text += bytes[runStart..<position]
          position += 1
          guard let string = String(validating: text, as: UTF8.self) else {
            position = runStart
            throw failure("a string that is not UTF-8")
          }
          return string
        case UInt8(ascii: "\\"):
          text += bytes[runStart..<position]
          position += 1
          text += Array(String(try readEscape()).utf8)
          runStart = position
        case 0..<0x20: throw failure("a control character inside a string")
        default: position += 1
        }
      }
      throw failure("a string without its closing quote")
    }

    private mutating func readEscape() throws(SyntaxError) -> Unicode.Scalar {
      guard let byte = peek else { throw failure("an escape without its letter") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "u"): return try readUnicodeEscape()
      default:
        position -= 1
        throw failure("an unknown escape")
      }
    }

    private mutating func readUnicodeEscape() throws(SyntaxError) -> Unicode.Scalar {
      let unit = try readFourHexDigits()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      guard (0xD800..<0xDC00).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
      else { throw failure("half of a surrogate pair") }
      let second = try readFourHexDigits()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      else { throw failure("half of a surrogate pair") }
      return scalar
    }

    private mutating func readFourHexDigits() throws(SyntaxError) -> UInt32 {
      var value: UInt32 = 0
      for _ in 0..<4 {
        guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
          throw failure("expected four hexadecimal digits")
        }
        value = value << 4 | UInt32(digit)
        position += 1
      }
      return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard peek == byte else { return false }
      position += 1
      return true
    }

    private mutating func skipBlanks() {
      while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        position += 1
      }
    }

    private mutating func enter() throws(SyntaxError) {
      guard depth < maximumDepth else { throw failure("more than \(maximumDepth) nested values") }
      depth += 1
      position += 1
    }

    private mutating func leave(_ value: JSON) -> JSON {
      depth -= 1
      return value
    }

    private func failure(_ reason: String) -> SyntaxError {
      SyntaxError(offset: position, reason: reason)
    }
  }
}
