package import Diagnostics

/// What a diagnostic's code stands for.
package struct DiagnosticRule: Sendable, Hashable {
  /// The code.
  package let code: String
  /// How much a diagnostic with this code weighs unless the user says otherwise.
  package let severity: Diagnostic.Severity
  /// What is wrong, in a few words.
  package let title: String
  /// Why it matters, and what to do.
  package let help: String

  /// Creates a rule from its parts.
  init(_ code: String, _ severity: Diagnostic.Severity, _ title: String, _ help: String) {
    self.code = code
    self.severity = severity
    self.title = title
    self.help = help
  }

  /// The part of the code before the dot.
  package var family: String { String(code.prefix { $0 != "." }) }
}

/// Every code that a contract, a suite or one of their files can be remarked on with.
package enum DiagnosticRules {
  /// All of them, family by family.
  package static let all: [DiagnosticRule] =
    document + references + paths + parameters + messages + values + schemas + testability
    + compiler + files + suites

  /// The rule of a code; nil for an unknown one.
  package static func rule(_ code: String) -> DiagnosticRule? { byCode[code] }

  /// The known spelling that is nearest to a code, or to a family with a star.
  package static func nearest(to word: String) -> String? {
    let families = Set(all.map { "\($0.family).*" }).sorted()
    return EditDistance.nearest(to: word, in: all.map(\.code) + families)
  }

  private static let byCode: [String: DiagnosticRule] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.code, $0) })
}
