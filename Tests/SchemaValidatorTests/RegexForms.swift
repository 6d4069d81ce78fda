@testable import SchemaValidator

extension ECMAPattern {
  /// Searches a Swift string.
  func match(_ text: String) -> PatternMatch {
    let bytes = Array(text.utf8)
    return match(bytes.span)
  }

  /// The same pattern on another form, to compare forms with.
  func forced(_ form: Form) -> ECMAPattern {
    ECMAPattern(source: source, root: root, isLegacy: isLegacy, form: form)
  }

  /// Every form that can run this pattern: the one chosen first, then our own matcher.
  var allForms: [ECMAPattern] {
    var forms = [self, forced(.backtracking(BacktrackingProgram(root)))]
    if let text = EnginePattern.text(for: root), let engine = RegexMatch(text) {
      forms.append(forced(.engine(engine)))
    }
    return forms
  }
}
