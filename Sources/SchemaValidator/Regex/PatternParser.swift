/// Reads an ECMA-262 pattern into nodes.
///
/// The grammar is that of the `u` flag; with `Syntax.legacy` the additions of Annex B, which a
/// pattern without the flag may use. Both read the text by code points, so a surrogate pair is
/// always one character.
/// Source: [ECMA-262 22.2.1](https://tc39.es/ecma262/#sec-patterns) and
/// [B.1.2](https://tc39.es/ecma262/#sec-regular-expressions-patterns)
struct PatternParser {
  enum Syntax {
    /// The grammar with the `u` flag.
    case unicode
    /// The grammar without it, including Annex B.
    case legacy
  }

  /// Deeper groups are refused, so that no pass over the nodes can exhaust a stack.
  static let maximumDepth = 250

  let syntax: Syntax
  let scalars: [UInt32]
  var position = 0
  /// How many capturing groups have been opened so far.
  var captureCount = 0
  /// How many capturing groups the whole pattern has.
  let captureTotal: Int
  /// Whether any group of the pattern has a name.
  let hasNamedGroups: Bool
  var groupNumbers: [String: Int] = [:]
  /// References by name, resolved when all groups are known.
  var namedReferences: [(name: String, position: Int)] = []

  /// The nodes of a pattern.
  ///
  /// - Throws: ``PatternError`` at the first place the grammar does not allow.
  static func parse(
    _ pattern: String, syntax: Syntax
  ) throws(PatternError) -> PatternNode {
    var parser = PatternParser(pattern, syntax: syntax)
    let node = try parser.pattern()
    try parser.resolveNamedReferences()
    return parser.numberingReferences(in: node)
  }

  private init(_ pattern: String, syntax: Syntax) {
    self.syntax = syntax
    scalars = pattern.unicodeScalars.map(\.value)
    (captureTotal, hasNamedGroups) = Self.countGroups(scalars)
  }

  // MARK: Reading

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    let index = position + ahead
    return index < scalars.count ? Unicode.Scalar(scalars[index]) : nil
  }

  mutating func eat(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  mutating func eat(text: String) -> Bool {
    let wanted = text.unicodeScalars
    for (ahead, scalar) in wanted.enumerated() where peek(ahead) != scalar { return false }
    position += wanted.count
    return true
  }

  /// An error at a scalar index, by default at the current one.
  func error(found: String? = nil, expected: String, at index: Int? = nil) -> PatternError {
    let index = index ?? position
    let offset = scalars[..<min(index, scalars.count)].reduce(0) {
      $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4)
    }
    let here = index < scalars.count ? Unicode.Scalar(scalars[index]) : nil
    return PatternError(
      offset: offset, found: found ?? here.map { "'\($0)'" } ?? "the end of the pattern",
      expected: expected)
  }

  // MARK: Structure

  /// A bracket that is open, or the pattern itself, with what has been read inside it.
  ///
  /// Kept on a stack of our own: recursion would need kilobytes of the thread's for each level.
  private struct OpenGroup {
    enum Kind {
      case pattern
      case group(capture: Int?)
      case look(isAhead: Bool, isNegated: Bool)
    }

    let kind: Kind
    let start: Int
    private var alternatives: [PatternNode] = []
    private var terms: [PatternNode] = []

    init(_ kind: Kind, start: Int) {
      self.kind = kind
      self.start = start
    }

    mutating func append(_ term: PatternNode) { terms.append(term) }

    mutating func endAlternative() {
      switch terms.count {
      case 0: alternatives.append(.empty)
      case 1: alternatives.append(terms[0])
      default: alternatives.append(.sequence(terms))
      }
      terms = []
    }

    /// The node of the whole bracket.
    mutating func close() -> PatternNode {
      endAlternative()
      let body = alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
      switch kind {
      case .pattern: return body
      case .group(let capture): return .group(body, capture: capture)
      case .look(let isAhead, let isNegated):
        return .look(body, isAhead: isAhead, isNegated: isNegated)
      }
    }
  }

  private mutating func pattern() throws(PatternError) -> PatternNode {
    var outer: [OpenGroup] = []
    var current = OpenGroup(.pattern, start: 0)
    while let scalar = peek() {
      switch scalar {
      case "|":
        position += 1
        current.endAlternative()
      case "(":
        guard outer.count < Self.maximumDepth else {
          throw error(
            found: "groups nested deeper than \(Self.maximumDepth)", expected: "fewer levels")
        }
        outer.append(current)
        current = try openGroup()
      case ")":
        guard var parent = outer.popLast() else {
          throw error(found: "a closing ')' without its '('", expected: "the end")
        }
        position += 1
        let node = current.close()
        parent.append(isQuantifiable(current.kind) ? try quantified(node) : node)
        current = parent
      default:
        current.append(try term())
      }
    }
    guard outer.isEmpty else {
      throw error(
        found: "a '(' that is never closed", expected: "its ')'", at: current.start)
    }
    return current.close()
  }

  /// Whether a quantifier may follow: Annex B alone lets a look-ahead be repeated.
  private func isQuantifiable(_ kind: OpenGroup.Kind) -> Bool {
    if case .look(let isAhead, _) = kind { isAhead && syntax == .legacy } else { true }
  }

  private mutating func term() throws(PatternError) -> PatternNode {
    if eat("^") { return .startAssertion }
    if eat("$") { return .endAssertion }
    if eat(text: "\\b") { return .wordBoundary(isNegated: false) }
    if eat(text: "\\B") { return .wordBoundary(isNegated: true) }
    return try quantified(try atom())
  }

  private mutating func quantified(_ node: PatternNode) throws(PatternError) -> PatternNode {
    guard let (minimum, maximum) = try quantifier() else { return node }
    return .repetition(node, minimum: minimum, maximum: maximum, isGreedy: !eat("?"))
  }

  /// The bounds of a quantifier that stands here, if one does.
  private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
    if eat("*") { return (0, nil) }
    if eat("+") { return (1, nil) }
    if eat("?") { return (0, 1) }
    return try bracedQuantifier()
  }

  /// `{n}`, `{n,}` or `{n,m}`; reads nothing where none of them stands here.
  mutating func bracedQuantifier() throws(PatternError) -> (Int, Int?)? {
    let start = position
    guard eat("{") else { return nil }
    guard let minimum = decimal() else {
      position = start
      return nil
    }
    var maximum: Int? = minimum
    if eat(",") { maximum = decimal() }
    guard eat("}") else {
      position = start
      return nil
    }
    if let maximum, maximum < minimum {
      throw error(
        found: "a quantifier whose upper bound is below its lower bound",
        expected: "bounds in rising order", at: start)
    }
    return (minimum, maximum)
  }

  /// Decimal digits; a value too large to matter is read as a very large one.
  mutating func decimal() -> Int? {
    let start = position
    var value = 0
    while let digit = peek()?.decimalDigit {
      value = min(value * 10 + digit, 1 << 40)
      position += 1
    }
    return position > start ? value : nil
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    let start = position
    guard let scalar = peek() else { throw error(expected: "an atom") }
    switch scalar {
    case ".":
      position += 1
      return .set(.notLineTerminators)
    case "[":
      position += 1
      return .set(try characterClass(from: start))
    case "\\":
      return try atomEscape()
    case "*", "+", "?":
      throw error(expected: "something to repeat before the quantifier")
    case "{" where syntax == .legacy:
      if try bracedQuantifier() != nil {
        throw error(
          found: "a quantifier", expected: "something to repeat before it", at: start)
      }
    case "{", "}", "]":
      if syntax == .unicode { throw error(expected: "'\\\(scalar)' for the character itself") }
    default: break
    }
    position += 1
    return .set(ScalarSet(scalar: scalar.value))
  }

  private mutating func openGroup() throws(PatternError) -> OpenGroup {
    let start = position
    func look(isAhead: Bool, isNegated: Bool) -> OpenGroup {
      OpenGroup(.look(isAhead: isAhead, isNegated: isNegated), start: start)
    }
    if eat(text: "(?:") { return OpenGroup(.group(capture: nil), start: start) }
    if eat(text: "(?=") { return look(isAhead: true, isNegated: false) }
    if eat(text: "(?!") { return look(isAhead: true, isNegated: true) }
    if eat(text: "(?<=") { return look(isAhead: false, isNegated: false) }
    if eat(text: "(?<!") { return look(isAhead: false, isNegated: true) }
    var name: String?
    if eat(text: "(?<") {
      let nameStart = position
      let read = try groupName()
      if groupNumbers[read] != nil {
        throw error(
          found: "a second group named '\(read)'", expected: "each name once", at: nameStart)
      }
      name = read
    } else if eat(text: "(?") {
      throw error(
        found: "'(?' followed by \(peek().map { "'\($0)'" } ?? "the end of the pattern")",
        expected: "'(?:', '(?=', '(?!', '(?<=', '(?<!' or '(?<name>'", at: start)
    } else {
      position += 1
    }
    captureCount += 1
    if let name { groupNumbers[name] = captureCount }
    return OpenGroup(.group(capture: captureCount), start: start)
  }
}

extension Unicode.Scalar {
  /// The value of an ASCII digit.
  var decimalDigit: Int? { ("0"..."9").contains(self) ? Int(value - 0x30) : nil }

  /// The value of an ASCII hexadecimal digit.
  var hexadecimalDigit: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "a"..."f": value - 0x61 + 10
    case "A"..."F": value - 0x41 + 10
    default: nil
    }
  }
}
