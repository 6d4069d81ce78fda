extension PatternParser {
  /// An escape outside a class, at its backslash.
  mutating func atomEscape() throws(PatternError) -> PatternNode {
    let start = position
    position += 1
    guard let scalar = peek() else {
      throw error(found: "a '\\' at the end of the pattern", expected: "an escape", at: start)
    }
    if scalar == "k", syntax == .unicode || hasNamedGroups {
      return try namedReference(from: start)
    }
    if let digit = scalar.decimalDigit, digit != 0, let node = try backreference(from: start) {
      return node
    }
    if let set = try classEscape(from: start) { return .set(set) }
    return .set(ScalarSet(scalar: try characterEscape(from: start)))
  }

  private mutating func namedReference(from start: Int) throws(PatternError) -> PatternNode {
    position += 1
    guard eat("<") else {
      throw error(found: "'\\k' without '<name>'", expected: "'\\k<name>'", at: start)
    }
    let nameStart = position
    namedReferences.append((try groupName(), nameStart))
    // The group may be opened later: a negative number is the place in `namedReferences`.
    return .backreference(-namedReferences.count)
  }

  /// `\1` and so on; nil where Annex B reads the digits as a character instead.
  private mutating func backreference(from start: Int) throws(PatternError) -> PatternNode? {
    guard let number = decimal() else { return nil }
    if number <= captureTotal { return .backreference(number) }
    if syntax == .unicode {
      throw error(
        found: "'\\\(number)' where the pattern has \(captureTotal) groups",
        expected: "a reference to a group that exists", at: start)
    }
    position = start + 1
    return nil
  }

  /// Checks that every group referred to by name exists.
  func resolveNamedReferences() throws(PatternError) {
    for (name, position) in namedReferences where groupNumbers[name] == nil {
      throw error(
        found: "a reference to '\(name)'", expected: "the name of a group in this pattern",
        at: position)
    }
  }

  /// The nodes with every reference by name replaced by its group's number.
  func numberingReferences(in node: PatternNode) -> PatternNode {
    guard !namedReferences.isEmpty else { return node }
    switch node {
    case .empty, .set, .startAssertion, .endAssertion, .wordBoundary: return node
    case .sequence(let nodes): return .sequence(nodes.map(numberingReferences))
    case .alternation(let nodes): return .alternation(nodes.map(numberingReferences))
    case .group(let body, let capture):
      return .group(numberingReferences(in: body), capture: capture)
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      return .repetition(
        numberingReferences(in: body), minimum: minimum, maximum: maximum, isGreedy: isGreedy)
    case .look(let body, let isAhead, let isNegated):
      return .look(numberingReferences(in: body), isAhead: isAhead, isNegated: isNegated)
    case .backreference(let number):
      guard number < 0 else { return node }
      return groupNumbers[namedReferences[-number - 1].name].map(PatternNode.backreference)
        ?? .empty
    }
  }

  /// `\d \D \s \S \w \W`, and with the `u` flag `\p{…} \P{…}`, after the backslash.
  mutating func classEscape(from start: Int) throws(PatternError) -> ScalarSet? {
    let set: ScalarSet
    switch peek() {
    case "d": set = .digits
    case "D": set = ScalarSet.digits.inverted
    case "s": set = .whiteSpace
    case "S": set = ScalarSet.whiteSpace.inverted
    case "w": set = .wordCharacters
    case "W": set = ScalarSet.wordCharacters.inverted
    case "p" where syntax == .unicode: return try property(from: start)
    case "P" where syntax == .unicode: return try property(from: start).inverted
    default: return nil
    }
    position += 1
    return set
  }

  private mutating func property(from start: Int) throws(PatternError) -> ScalarSet {
    let letter = peek() ?? "p"
    position += 1
    guard eat("{") else {
      throw error(
        found: "'\\\(letter)' without braces", expected: "'\\\(letter){Property}'", at: start)
    }
    let name = propertyWord()
    var value: String?
    if eat("=") { value = propertyWord() }
    guard eat("}") else { throw error(expected: "'}' after the property") }
    guard let set = UnicodeProperty.set(name: name, value: value) else {
      throw error(
        found: "'\(name)\(value.map { "=" + $0 } ?? "")'",
        expected: "a Unicode property that ECMA-262 names", at: start)
    }
    return set
  }

  private mutating func propertyWord() -> String {
    var word = ""
    while let scalar = peek(), scalar.isASCII,
      scalar.properties.isAlphabetic
        || scalar == "_" || scalar.decimalDigit != nil
    {
      word.unicodeScalars.append(scalar)
      position += 1
    }
    return word
  }

  /// An escape that stands for one character, after the backslash; the code point.
  mutating func characterEscape(from start: Int) throws(PatternError) -> UInt32 {
    guard let scalar = peek() else {
      throw error(found: "a '\\' at the end of the pattern", expected: "an escape", at: start)
    }
    switch scalar {
    case "f", "n", "r", "t", "v":
      position += 1
      return Self.controlEscapes[scalar] ?? scalar.value
    case "c": return try controlLetter(from: start)
    case "0"..."9":
      if let value = octalEscape() { return value }
      if syntax == .unicode {
        throw error(
          found: "'\\\(scalar)' as an octal escape", expected: "'\\0' alone, or '\\x00'",
          at: start)
      }
    case "x":
      if let value = hexadecimal(after: 1, digits: 2) {
        position += 3
        return value
      }
      if syntax == .unicode {
        throw error(
          found: "'\\x' without two hexadecimal digits", expected: "'\\xHH'", at: start)
      }
    case "u":
      if let value = unicodeEscape(allowsBraces: syntax == .unicode) { return value }
      if syntax == .unicode {
        throw error(
          found: "'\\u' without a code point", expected: "'\\uHHHH' or '\\u{H}' up to 10FFFF",
          at: start)
      }
    default:
      let isSyntax = Self.syntaxCharacters.contains(scalar)
      if syntax == .unicode && !isSyntax {
        throw error(
          found: "the escape '\\\(scalar)'", expected: "an escape that ECMA-262 defines",
          at: start)
      }
    }
    position += 1
    return scalar.value
  }

  private static let controlEscapes: [Unicode.Scalar: UInt32] = [
    "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B,
  ]

  private static let syntaxCharacters: Set<Unicode.Scalar> = [
    "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/",
  ]

  /// A control escape such as `\cA`; Annex B reads a `\c` without its letter as a backslash and `c`.
  private mutating func controlLetter(from start: Int) throws(PatternError) -> UInt32 {
    if let letter = peek(1), ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) {
      position += 2
      return letter.value % 32
    }
    if syntax == .unicode {
      throw error(found: "'\\c' without a letter", expected: "'\\cA' to '\\cZ'", at: start)
    }
    return UInt32(UInt8(ascii: "\\"))
  }

  /// `\0`, and in Annex B one to three octal digits up to 377.
  private mutating func octalEscape() -> UInt32? {
    guard let first = peek()?.octalDigit else { return nil }
    if syntax == .unicode {
      guard first == 0, peek(1)?.decimalDigit == nil else { return nil }
      position += 1
      return 0
    }
    var value: UInt32 = 0
    let longest = first <= 3 ? 3 : 2
    for _ in 0..<longest {
      guard let digit = peek()?.octalDigit else { break }
      value = value * 8 + digit
      position += 1
    }
    return value
  }

  /// The value of exactly `digits` hexadecimal digits, read without moving.
  private func hexadecimal(after: Int, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for ahead in after..<after + digits {
      guard let digit = peek(ahead)?.hexadecimalDigit else { return nil }
      value = value * 16 + digit
    }
    return value
  }

  /// `uHHHH`, a pair of surrogates written so, or `u{H…}`; reads nothing where none stands here.
  mutating func unicodeEscape(allowsBraces: Bool) -> UInt32? {
    if allowsBraces, peek(1) == "{" { return bracedCodePoint() }
    guard let first = hexadecimal(after: 1, digits: 4) else { return nil }
    position += 5
    if (0xD800...0xDBFF).contains(first), peek() == "\\", peek(1) == "u",
      let second = hexadecimal(after: 2, digits: 4), (0xDC00...0xDFFF).contains(second)
    {
      position += 6
      return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    return first
  }

  private mutating func bracedCodePoint() -> UInt32? {
    var ahead = 2
    var value: UInt32 = 0
    while let digit = peek(ahead)?.hexadecimalDigit {
      value = value * 16 + digit
      guard value <= ScalarSet.maximum else { return nil }
      ahead += 1
    }
    guard ahead > 2, peek(ahead) == "}" else { return nil }
    position += ahead + 1
    return value
  }

  /// The name of a group and its closing `>`.
  mutating func groupName() throws(PatternError) -> String {
    let start = position
    var name = ""
    while let scalar = peek(), scalar != ">" {
      let here = position
      var value = scalar.value
      if scalar == "\\" {
        position += 1
        guard peek() == "u", let escaped = unicodeEscape(allowsBraces: true) else {
          throw error(expected: "a '\\u' escape in a group name", at: here)
        }
        value = escaped
      } else {
        position += 1
      }
      guard let part = Unicode.Scalar(value), part.isIdentifierPart(first: name.isEmpty) else {
        throw error(expected: "a group name: an identifier followed by '>'", at: here)
      }
      name.unicodeScalars.append(part)
    }
    guard !name.isEmpty, eat(">") else {
      throw error(
        found: "a group name that does not end", expected: "an identifier followed by '>'",
        at: start)
    }
    return name
  }

  /// How many capturing groups a pattern has, and whether one of them has a name.
  static func countGroups(_ scalars: [UInt32]) -> (total: Int, hasNames: Bool) {
    var total = 0
    var hasNames = false
    var isInClass = false
    var index = 0
    func scalar(_ ahead: Int) -> UInt8 {
      index + ahead < scalars.count ? UInt8(exactly: scalars[index + ahead]) ?? 0 : 0
    }
    while index < scalars.count {
      switch scalar(0) {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "(") where !isInClass:
        guard scalar(1) == UInt8(ascii: "?") else {
          total += 1
          break
        }
        let isNamed =
          scalar(2) == UInt8(ascii: "<") && scalar(3) != UInt8(ascii: "=")
          && scalar(3) != UInt8(ascii: "!")
        if isNamed {
          total += 1
          hasNames = true
        }
      default: break
      }
      index += 1
    }
    return (total, hasNames)
  }
}

extension Unicode.Scalar {
  fileprivate var octalDigit: UInt32? { ("0"..."7").contains(self) ? value - 0x30 : nil }

  /// Whether the scalar may stand in an identifier (ECMA-262 12.7).
  fileprivate func isIdentifierPart(first: Bool) -> Bool {
    if self == "$" || self == "_" { return true }
    if first { return properties.isIDStart }
    return properties.isIDContinue || self == "\u{200C}" || self == "\u{200D}"
  }
}
