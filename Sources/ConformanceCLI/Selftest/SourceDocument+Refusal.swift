import Conformance
import Diagnostics
import SchemaValidator

extension SourceDocument {
  /// What to say about a value, with the pointer that leads to it.
  func mistake(code: String, _ message: String, at value: JSONValue, fix: String) -> Diagnostic {
    let pointer = value.pointer
    return diagnostic(
      code: code, pointer == .root ? message : "\(pointer): \(message)", at: value, fix: fix)
  }

  /// What to say about a value that is of another kind than it has to be.
  func refusal(
    of value: JSONValue, code: String, expected: String, fix: String
  ) -> Diagnostic {
    let text = value.description.unicodeScalars
    let written = text.count <= 40 ? String(text) : String(text.prefix(39)) + "…"
    let found = value.kind == .null ? written : "\(value.kind.rawValue) \(written)"
    return mistake(code: code, "found \(found); expected \(expected)", at: value, fix: fix)
  }
}
