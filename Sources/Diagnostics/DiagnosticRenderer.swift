/// Lays diagnostics out for people: the sentence, the line with a caret, the fix, the notes.
public struct DiagnosticRenderer: Sendable {
  /// Whether severities and carets are coloured with ANSI sequences.
  public var usesColor: Bool

  /// Creates a renderer.
  public init(usesColor: Bool = false) {
    self.usesColor = usesColor
  }

  /// Lays out several diagnostics with a blank line between them.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(render).joined(separator: "\n")
  }

  /// Lays out one diagnostic; the text ends with a line end.
  public func render(_ diagnostic: Diagnostic) -> String {
    var text = ""
    if let location = diagnostic.location { text += "\(location): " }
    text += paint(diagnostic.severity.rawValue, colorCode(of: diagnostic.severity))
    text += ": \(diagnostic.message) [\(diagnostic.code)]\n"
    if let excerpt = diagnostic.excerpt {
      text += render(excerpt, line: diagnostic.location?.line, diagnostic.severity)
    }
    if let fix = diagnostic.fix { text += "  fix: \(fix)\n" }
    for note in diagnostic.notes {
      text += "  note: "
      if let location = note.location { text += "\(location): " }
      text += "\(note.message)\n"
    }
    return text
  }

  /// How many scalars of a line are shown before and after the marked part of a long line.
  private static let context = 60

  private func render(
    _ excerpt: SourceExcerpt, line number: Int?, _ severity: Diagnostic.Severity
  ) -> String {
    let scalars = Array(excerpt.line.unicodeScalars)
    let mark = min(excerpt.column - 1, scalars.count)
    // Minified documents have lines of megabytes: show a window around the mark.
    let first = max(0, mark - Self.context)
    let last = min(scalars.count, mark + Self.context)
    let shown = scalars[first..<last].map { $0.isPrintable ? $0 : " " }
    let gutter = number.map(String.init) ?? ""
    let margin = String(repeating: " ", count: gutter.utf8.count)
    let marked = max(1, min(excerpt.length, last - mark))
    let caret = String(repeating: " ", count: mark - first) + "^"
    let tail = String(repeating: "~", count: marked - 1)
    return """
        \(gutter) | \(String(String.UnicodeScalarView(shown)))
        \(margin) | \(paint(caret + tail, colorCode(of: severity)))

      """
  }

  private func colorCode(of severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "31;1"
    case .warning: "33;1"
    case .note: "36"
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
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
