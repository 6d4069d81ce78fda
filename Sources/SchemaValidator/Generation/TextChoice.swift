/// Finds texts that satisfy a demand: written by its pattern or format, tested by all the others.
struct TextChoice {
  let demand: TextDemand
  private let sources: [PatternText]

  /// Longer texts are not made.
  static let lengthLimit = 20_000
  /// So often a text is tried before it counts as not found.
  private static let attempts = 60

  init(_ demand: TextDemand, _ cache: inout [String: PatternText]) {
    self.demand = demand
    sources = demand.patterns.map { pattern in
      if let known = cache[pattern.source] { return known }
      let made = PatternText(pattern.root)
      cache[pattern.source] = made
      return made
    }
  }

  /// Whether the lengths alone rule every text out.
  var isEmpty: Bool { demand.minimum > demand.maximum ?? .max }

  /// Whether texts are longer than any that is made.
  var isTooLong: Bool { demand.minimum > Self.lengthLimit }

  /// The shortest text there is, about.
  func shortest(_ random: inout SeededRandom) -> String? {
    text(lengths: demand.minimum...max(demand.minimum, top), isPlain: true, &random)
  }

  /// Any text.
  func any(_ random: inout SeededRandom) -> String? {
    text(lengths: demand.minimum...max(demand.minimum, top), isPlain: false, &random)
  }

  /// A text of just so many code points; an astral one is made of characters that UTF-16 writes in
  /// two units.
  func text(length: Int, astral: Bool = false, _ random: inout SeededRandom) -> String? {
    guard length >= 0, length <= Self.lengthLimit else { return nil }
    guard astral else {
      return text(lengths: length...length, isPlain: true, &random)
        ?? text(lengths: length...length, isPlain: false, &random)
    }
    let text = String(repeating: "😀", count: length)
    return holds(text) ? text : nil
  }

  /// The longest text that is made without being asked for: lengths grow little by little.
  private var top: Int {
    min(demand.maximum ?? .max, max(demand.minimum + 24, 24), Self.lengthLimit)
  }

  private func text(
    lengths: ClosedRange<Int>, isPlain: Bool, _ random: inout SeededRandom
  ) -> String? {
    for attempt in 0..<Self.attempts {
      let plain = isPlain && attempt < 4
      guard let text = candidate(lengths, attempt, isPlain: plain, &random) else { continue }
      let count = text.unicodeScalars.count
      if lengths.contains(count) || count >= demand.minimum && !isExact(lengths), holds(text) {
        return text
      }
      // Without pattern and format all texts of a length are alike.
      if sources.isEmpty, demand.formats.isEmpty, demand.contents.isEmpty { return nil }
    }
    return nil
  }

  private func isExact(_ lengths: ClosedRange<Int>) -> Bool { lengths.count == 1 }

  private func candidate(
    _ lengths: ClosedRange<Int>, _ attempt: Int, isPlain: Bool, _ random: inout SeededRandom
  ) -> String? {
    let length: Int
    if isExact(lengths) || isPlain {
      // A little more with each attempt, as far as the lengths allow.
      length = min(lengths.lowerBound + (isExact(lengths) ? 0 : attempt), lengths.upperBound)
    } else {
      length = lengths.lowerBound + random.below(lengths.count)
    }
    if !sources.isEmpty, demand.formats.isEmpty || attempt % 3 != 2 {
      return patterned(length, lengths, attempt, isPlain: isPlain, &random)
    }
    if !demand.formats.isEmpty {
      let format = demand.formats[attempt % demand.formats.count]
      // Formats have lengths of their own; others are tried where those do not fit.
      let wished = demand.minimum > 0 || isExact(lengths) || attempt % 2 == 1 ? length : 0
      if let text = FormatText.text(format.name, length: wished, &random, isPlain: isPlain) {
        return text
      }
    }
    if !demand.contents.isEmpty { return ["{}", "e30=", "YQ==", "[1]", "WzFd"][attempt % 5] }
    return Self.free(length, isPlain: isPlain, &random)
  }

  /// A text by one of the patterns, made longer where it is too short.
  private func patterned(
    _ length: Int, _ lengths: ClosedRange<Int>, _ attempt: Int, isPlain: Bool,
    _ random: inout SeededRandom
  ) -> String? {
    let source = sources[attempt / 2 % sources.count]
    let around: PatternText.LookAround =
      source.looksAround ? [.over, .before, .nothing][attempt % 3] : .nothing
    guard
      var scalars = source.text(
        max(length, isPlain ? 0 : source.lengths.minimum), around, isPlain: isPlain, &random)
    else { return nil }
    if scalars.count < lengths.lowerBound {
      // What a pattern does not hold on to may go on before or behind what it matches.
      let padding = Array(repeating: UInt32(0x61), count: lengths.lowerBound - scalars.count)
      scalars = attempt % 2 == 0 ? scalars + padding : padding + scalars
    }
    if attempt >= 8 {
      // Whether a pattern holds may depend on what stands beside it.
      switch attempt % 5 {
      case 0: scalars.insert(0x61, at: 0)
      case 1: scalars.append(0x61)
      case 2: scalars.insert(0x20, at: 0)
      case 3: scalars.append(0x20)
      default: break
      }
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
    return String(text)
  }

  /// Whether a text satisfies the demand apart from its length.
  private func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return demand.patterns.allSatisfy { $0.match(bytes.span) == .matches }
      && demand.formats.allSatisfy { $0.holds(bytes.span) }
      && demand.contents.allSatisfy { $0.holds(bytes) }
  }

  private func holds(_ text: String) -> Bool {
    let count = text.unicodeScalars.count
    return count >= demand.minimum && count <= demand.maximum ?? .max && matches(text)
  }

  private static let alphabets: [[Unicode.Scalar]] = [
    Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars),
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".unicodeScalars),
    Array("abc def ghi'-.,".unicodeScalars), Array("äéñøßçğž".unicodeScalars),
    Array("日本語中文한글".unicodeScalars), Array("😀🎉🚀👍".unicodeScalars),
    Array("\"\\/<>&".unicodeScalars),
  ]

  /// A text without any rules but its length.
  static func free(_ length: Int, isPlain: Bool, _ random: inout SeededRandom) -> String {
    if isPlain { return String(repeating: "a", count: length) }
    let alphabet = alphabets[max(0, random.below(alphabets.count + 4) - 4)]
    var text = String.UnicodeScalarView()
    for _ in 0..<length { text.append(random.pick(alphabet)) }
    return String(text)
  }
}
