/// Writes lines for a terminal or a log: safe text, colours, aligned labels, lines that fit.
package struct ConsoleWriter {
  /// A way to stress a word; without colours the text stands alone and says the same.
  package enum Tone: String {
    /// Nothing is done to it.
    case plain = ""
    /// Heavier.
    case bold = "1"
    /// Lighter: what helps but is not read first.
    case dim = "2"
    /// Wrong.
    case red = "31;1"
    /// Right.
    case green = "32;1"
    /// Doubtful.
    case yellow = "33;1"
    /// Not decided.
    case magenta = "35;1"
    /// Worth a look.
    case cyan = "36"
    /// Not to be missed.
    case alarm = "41;97;1"
  }

  /// A piece of a line.
  typealias Piece = (text: String, tone: Tone)

  private(set) var text = ""
  let settings: TerminalSettings

  /// Starts with nothing written.
  init(_ settings: TerminalSettings) {
    self.settings = settings
  }

  /// An empty line.
  mutating func blank() {
    text += "\n"
  }

  /// A line of pieces with nothing between them; it is not broken, however long.
  mutating func line(indent: Int = 0, _ pieces: Piece...) {
    text += String(repeating: " ", count: indent)
    for piece in pieces { text += paint(piece.text, piece.tone) }
    text += "\n"
  }

  /// A text broken at spaces to fit, every line indented.
  mutating func paragraph(indent: Int, _ content: String, _ tone: Tone = .plain) {
    let safe = VisibleText.clipped(content, scalars: Self.valueLimit)
    for line in Self.wrap(safe, width: room(after: indent)) {
      self.line(indent: indent, (line, tone))
    }
  }

  /// A word, what belongs to it, and a text that is broken to fit beside them.
  mutating func item(indent: Int, _ word: Piece, _ head: String, _ content: String) {
    let column = indent + Self.columns(of: word.text) + Self.columns(of: head)
    for (number, row) in Self.wrap(content, width: room(after: column)).enumerated() {
      if number == 0 {
        line(indent: indent, word, (head + row, .plain))
      } else {
        line(indent: column, (row, .plain))
      }
    }
  }

  /// Texts on one line, or on a line each where they do not fit.
  mutating func joined(_ texts: [String], separator: String) {
    let line = texts.joined(separator: separator)
    for text in fits(line) ? [line] : texts { self.line((text, .plain)) }
  }

  /// Short texts one after the other, as many on a line as fit; none of them is broken.
  mutating func flow(indent: Int, _ texts: [String], separator: String) {
    var row = ""
    for text in texts {
      let longer = row.isEmpty ? text : row + separator + text
      if let limit = room(after: indent), !row.isEmpty, Self.columns(of: longer) > limit {
        line(indent: indent, (row, .plain))
        row = text
      } else {
        row = longer
      }
    }
    if !row.isEmpty { line(indent: indent, (row, .plain)) }
  }

  /// How many scalars of a value are printed; the reports have all of it.
  private static let valueLimit = 2_000

  /// A label and its value in two columns.
  ///
  /// Values that are copied or clicked, such as commands and places, are not broken.
  mutating func labelled(
    indent: Int, _ label: String, _ value: String, isBroken: Bool = true, tone: Tone = .plain
  ) {
    let column = indent + Self.labelColumn
    let value = VisibleText.clipped(value, scalars: Self.valueLimit)
    let lines = isBroken ? Self.wrap(value, width: room(after: column)) : [value]
    for (number, line) in lines.enumerated() {
      let head = number == 0 ? label : ""
      text += String(repeating: " ", count: indent)
      text += paint(head, .dim)
      text += String(repeating: " ", count: max(1, Self.labelColumn - head.utf8.count))
      text += paint(line, tone) + "\n"
    }
  }

  /// Two labelled values in columns of their own, where the line is long enough for both; else
  /// one below the other.
  mutating func sideBySide(
    indent: Int, _ left: (label: String, value: String, tone: Tone),
    _ right: (label: String, value: String, tone: Tone)
  ) {
    guard let width = settings.width, width >= Self.twoColumns else {
      labelled(indent: indent, left.label, left.value, tone: left.tone)
      labelled(indent: indent, right.label, right.value, tone: right.tone)
      return
    }
    let column = (width - indent - 3) / 2
    let halves = [left, right].map { side in
      Self.wrap(
        VisibleText.clipped(side.value, scalars: Self.valueLimit),
        width: column - Self.labelColumn)
    }
    for row in 0..<max(halves[0].count, halves[1].count) {
      text += String(repeating: " ", count: indent)
      for (number, side) in [left, right].enumerated() {
        if number > 0 { text += paint(" │ ", .dim) }
        let head = row == 0 ? side.label : ""
        let value = row < halves[number].count ? halves[number][row] : ""
        text += paint(head, .dim)
        text += String(repeating: " ", count: max(1, Self.labelColumn - head.utf8.count))
        text += paint(value, side.tone)
        guard number == 0 else { continue }
        let used = Self.labelColumn + Self.columns(of: value)
        text += String(repeating: " ", count: max(0, column - used))
      }
      text += "\n"
    }
  }

  /// From this many columns on, two values stand side by side.
  private static let twoColumns = 100
  /// How many columns a label takes.
  private static let labelColumn = 10

  /// A text in a colour, where colours are on; control characters in it are spelled out.
  func paint(_ text: String, _ tone: Tone) -> String {
    Self.paint(text, tone, usesColor: settings.usesColor)
  }

  /// A text in a colour, where colours are on; control characters in it are spelled out.
  package static func paint(_ text: String, _ tone: Tone, usesColor: Bool) -> String {
    let safe = VisibleText.line(text)
    return usesColor && tone != .plain && !safe.utf8.isEmpty
      ? "\u{1B}[\(tone.rawValue)m\(safe)\u{1B}[0m" : safe
  }

  /// Whether a text fits on one line.
  func fits(indent: Int = 0, _ text: String) -> Bool {
    settings.width.map { indent + Self.columns(of: VisibleText.line(text)) <= $0 } ?? true
  }

  private func room(after indent: Int) -> Int? {
    settings.width.map { max(20, $0 - indent) }
  }

  /// The lines of a text that is broken at spaces, and inside a word only where it is longer
  /// than a line.
  static func wrap(_ text: String, width: Int?) -> [String] {
    guard let width, columns(of: text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var word = word
      var length = columns(of: word)
      if !line.utf8.isEmpty {
        if used + 1 + length <= width {
          line += " \(word)"
          used += 1 + length
          continue
        }
        lines.append(line)
      }
      while length > width {
        let head = prefix(of: word, columns: width)
        lines.append(String(head))
        word = word[head.endIndex...]
        length = columns(of: word)
      }
      line = String(word)
      used = length
    }
    lines.append(line)
    return lines
  }

  /// The beginning of a text that fits into a number of columns, ending in `…` where it was cut.
  static func clip(_ text: String, columns limit: Int) -> String {
    let line = VisibleText.line(text)
    return columns(of: line) <= limit ? line : prefix(of: line[...], columns: limit - 1) + "…"
  }

  private static func prefix(of text: Substring, columns limit: Int) -> Substring {
    var used = 0
    var end = text.startIndex
    for index in text.indices {
      used += columns(of: text[index...index])
      if used > limit { break }
      end = text.index(after: index)
    }
    // A line takes at least one character, or breaking would not come to an end.
    return end == text.startIndex ? text.prefix(1) : text[..<end]
  }

  /// How many columns a terminal gives a text.
  static func columns(of text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    // The wide and full-width blocks of UAX #11, and the pictographs that terminals draw wide.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}

extension Verdict {
  /// The verdict as logs have it: a word in capitals.
  var shout: String {
    switch self {
    case .passed: "PASS"
    case .failed: "FAIL"
    case .errored: "ERROR"
    case .warned: "WARN"
    case .inconclusive: "INCONCLUSIVE"
    case .blocked: "BLOCKED"
    case .deviating: "DEVIATING"
    case .skipped: "SKIP"
    case .notRun: "NOT RUN"
    }
  }

  /// The colour of the verdict.
  var tone: ConsoleWriter.Tone {
    switch self {
    case .passed: .green
    case .failed, .errored: .red
    case .warned: .yellow
    case .inconclusive: .magenta
    case .deviating: .cyan
    case .blocked, .skipped, .notRun: .dim
    }
  }
}
