package import Diagnostics

/// What the user wants codes to weigh: `contract.example-mismatch=error`, `testability.*=off`.
package struct SeverityOverrides: Sendable {
  /// What a code is made to weigh.
  package enum Level: String, Sendable, Hashable, CaseIterable {
    /// Not told at all.
    case off
    /// Told as a note.
    case note
    /// Told as a warning.
    case warning
    /// Told as an error.
    case error

    /// The severity; nil for what is not told.
    var severity: Diagnostic.Severity? { Diagnostic.Severity(rawValue: rawValue) }
  }

  /// Why a text is no override.
  package struct Mistake: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what to write instead.
    package let description: String
  }

  private var entries: [(pattern: String, level: Level)] = []

  /// Creates overrides that change nothing.
  package init() {}

  /// Adds `CODE=LEVEL`, where a code may be a family such as `schema.*`, or `*` for all.
  ///
  /// Of several that fit one code the last one counts.
  /// - Throws: ``Mistake`` for a code that no diagnostic has, with the nearest that one has.
  package mutating func add(_ text: String) throws(Mistake) {
    let levels = Level.allCases.map(\.rawValue)
    guard let equals = text.lastIndex(of: "=") else {
      throw Mistake(
        description: "\"\(text)\" names no level; write \(text)=\(levels.joined(separator: "|"))")
    }
    let pattern = String(text[..<equals])
    let word = String(text[text.index(after: equals)...])
    guard let level = Level(rawValue: word) else {
      let near = EditDistance.nearest(to: word, in: levels)
      throw Mistake(
        description: "\"\(word)\" is no level; "
          + (near.map { "write \"\($0)\"" }
            ?? "write one of \(levels.joined(separator: ", "))"))
    }
    guard DiagnosticRules.all.contains(where: { Self.fits(pattern, $0.code) }) else {
      let near = DiagnosticRules.nearest(to: pattern)
      throw Mistake(
        description: "no code is called \"\(pattern)\"; "
          + (near.map { "did you mean \"\($0)\"?" } ?? "--list-codes names them all"))
    }
    entries.append((pattern, level))
  }

  /// The diagnostics with the severities asked for, without those that are off.
  ///
  /// What is an error by itself stays one: nothing can be made of such an input by calling it
  /// otherwise.
  package func applied(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard !entries.isEmpty else { return diagnostics }
    return diagnostics.compactMap { diagnostic in
      guard diagnostic.severity != .error,
        let entry = entries.last(where: { Self.fits($0.pattern, diagnostic.code) })
      else { return diagnostic }
      guard let severity = entry.level.severity else { return nil }
      var changed = diagnostic
      changed.severity = severity
      return changed
    }
  }

  private static func fits(_ pattern: String, _ code: String) -> Bool {
    guard pattern.hasSuffix("*") else { return pattern == code }
    return code.hasPrefix(pattern.dropLast())
  }
}
