/// Lays diagnostics out for people: the sentence, the line with a caret, the fix, the notes.
///
/// Names and values out of a document are shown, never obeyed: control characters are spelled
/// out, so that a document can neither steer a terminal nor begin a line of its own.
public struct DiagnosticRenderer: Sendable {
  /// How much of a diagnostic is laid out.
  public enum Detail: Sendable, Hashable {
    /// The sentence alone, on one line.
    case sentence
    /// Everything.
    case full
  }

  /// Whether severities, places and carets are coloured with ANSI sequences.
  public var usesColor: Bool
  /// How many columns a line may have; nil where sentences are not to be broken.
  public var width: Int?
  /// How much is laid out.
  public var detail = Detail.full
  /// Whether the pointer of the value is named: in a large document a line number alone does not
  /// say which part it belongs to.
  public var showsPointers = false

  /// Creates a renderer.
  public init(usesColor: Bool = false, width: Int? = nil) {
    self.usesColor = usesColor
    self.width = width
  }

  /// Lays out several diagnostics with a blank line between them; sentences alone without one.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(render).joined(separator: detail == .full ? "\n" : "")
  }

  /// Lays out one diagnostic; the text ends with a line end.
  public func render(_ diagnostic: Diagnostic) -> String {
    var text = sentence(of: diagnostic)
    guard detail == .full else { return text }
    if let excerpt = diagnostic.excerpt {
      text += render(excerpt, line: diagnostic.location?.line, diagnostic.severity)
    }
    if showsPointers, let pointer = diagnostic.pointer, !pointer.tokens.isEmpty {
      text += labelled("at", Style.dim, "#\(pointer)", isBroken: false)
    }
    if let fix = diagnostic.fix { text += labelled("fix:", Style.fix, fix) }
    for note in diagnostic.notes {
      let place = note.location.map { "\($0): " } ?? ""
      text += labelled("note:", Style.of(.note), place + note.message)
    }
    return text
  }

  /// The place, the severity, the sentence and the code; broken lines hang by four columns.
  private func sentence(of diagnostic: Diagnostic) -> String {
    var text = ""
    var used = 0
    if let location = diagnostic.location {
      let place = "\(location): ".visible
      text += paint(place, Style.bold)
      used = place.unicodeScalars.count
    }
    let severity = diagnostic.severity.rawValue
    text += paint(severity, Style.of(diagnostic.severity)) + ":"
    used += severity.utf8.count + 1
    var lines = wrapped(diagnostic.message.visible, first: used + 1, others: 4)
    let code = "[\(diagnostic.code)]"
    let room = width.map { $0 - (lines.count == 1 ? used + 1 : 4) } ?? .max
    if (lines.last?.unicodeScalars.count ?? 0) + 1 + code.utf8.count > room { lines.append("") }
    for (number, line) in lines.enumerated() {
      text += number == 0 ? "" : "\n   "
      if !line.utf8.isEmpty || number == 0 { text += " " + line }
    }
    return text + " " + paint(code, Style.dim) + "\n"
  }

  /// A line such as `  fix: …`; broken lines hang below its text.
  private func labelled(
    _ label: String, _ style: String, _ content: String, isBroken: Bool = true
  ) -> String {
    let margin = 2 + label.utf8.count + 1
    let safe = content.visible
    let lines = isBroken ? wrapped(safe, first: margin, others: margin) : [safe]
    let blanks = String(repeating: " ", count: margin)
    return "  \(paint(label, style)) \(lines.joined(separator: "\n" + blanks))\n"
  }

  /// The lines of a text broken at spaces; words are never broken, so that paths can be copied.
  private func wrapped(_ text: String, first: Int, others: Int) -> [String] {
    guard let width, first + text.unicodeScalars.count > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let length = word.unicodeScalars.count
      let room = width - (lines.isEmpty ? first : others)
      if used == 0 {
        line += word
        used = length
      } else if used + 1 + length <= room {
        line += " \(word)"
        used += 1 + length
      } else {
        lines.append(line)
        line = String(word)
        used = length
      }
    }
    return lines + [line]
  }
}

// MARK: - The line with its caret

extension DiagnosticRenderer {
  /// How many scalars of a line are shown where no width is given.
  private static let standardRoom = 120

  private func render(
    _ excerpt: SourceExcerpt, line number: Int?, _ severity: Diagnostic.Severity
  ) -> String {
    let scalars = Array(excerpt.line.unicodeScalars)
    let mark = min(excerpt.column - 1, scalars.count)
    let gutter = number.map(String.init) ?? ""
    let margin = String(repeating: " ", count: gutter.utf8.count)
    let room = max(24, width.map { $0 - gutter.utf8.count - 5 } ?? Self.standardRoom)
    // Minified documents have lines of megabytes: a window around the mark is shown.
    let isWhole = scalars.count <= room
    let end = min(mark + excerpt.length, scalars.count)
    let wanted = max(mark - room / 3, min(mark - 2, end + 2 - room))
    let first = isWhole ? 0 : max(0, min(wanted, scalars.count - room))
    let last = isWhole ? scalars.count : min(scalars.count, first + room)
    var shown = scalars[first..<last].map { $0.isPrintable ? $0 : " " }
    let isCutBefore = first > 0 || excerpt.isCutBefore
    if isCutBefore, mark > first { shown[0] = "…" }
    let isCutAfter = last < scalars.count || excerpt.isCutAfter
    if isCutAfter, last > mark + 1 { shown[shown.count - 1] = "…" }
    let caret = String(repeating: " ", count: mark - first) + "^"
    let tail = String(repeating: "~", count: max(1, min(excerpt.length, last - mark)) - 1)
    return """
        \(paint("\(gutter) |", Style.dim)) \(String(String.UnicodeScalarView(shown)))
        \(paint("\(margin) |", Style.dim)) \(paint(caret + tail, Style.of(severity)))

      """
  }
}

// MARK: - Colours

extension DiagnosticRenderer {
  /// ANSI styles; without colours the text says the same.
  private enum Style {
    static let bold = "1"
    static let dim = "2"
    static let fix = "32"

    static func of(_ severity: Diagnostic.Severity) -> String {
      switch severity {
      case .error: "31;1"
      case .warning: "33;1"
      case .note: "36"
      }
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension String {
  /// The text on one line, with every character that acts instead of being seen spelled out.
  fileprivate var visible: String {
    guard unicodeScalars.contains(where: { !$0.isPrintable }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isPrintable: text.unicodeScalars.append(scalar)
      default: text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether printing the scalar moves the cursor by one column and does nothing else.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
