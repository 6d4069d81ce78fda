/// A pattern to search texts for, outside any schema: ECMA-262 as in the keyword `pattern`.
package struct TextPattern: Sendable {
  private let pattern: ECMAPattern

  /// Compiles a pattern; nil for one that ECMA-262 does not allow.
  package init?(_ source: String) {
    guard let pattern = try? ECMAPattern(source) else { return nil }
    self.pattern = pattern
  }

  /// Whether the pattern is found in a text; false as well when that could not be decided within
  /// the limits on steps.
  package func isFound(in text: String) -> Bool {
    pattern.match(Array(text.utf8).span) == .matches
  }
}
