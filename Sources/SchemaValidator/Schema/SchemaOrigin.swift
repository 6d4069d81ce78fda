public import Diagnostics

/// The text a document was read from, so that a mistake in it can be shown where it stands.
public struct SchemaOrigin: Sendable {
  /// The text as it was written.
  public let text: SourceText
  private let place: (@Sendable (Range<Int>) -> Range<Int>)?

  /// Creates the origin of a document.
  ///
  /// A text that was turned into JSON to be read, such as YAML, needs a `place`: given the bytes of
  /// a value in the document, it tells those in the text.
  public init(_ text: SourceText, place: (@Sendable (Range<Int>) -> Range<Int>)? = nil) {
    self.text = text
    self.place = place
  }

  /// The bytes of the text that hold a value of the document.
  func range(_ bytes: Range<Int>) -> Range<Int> { place?(bytes) ?? bytes }
}

extension Diagnostic {
  /// Creates a diagnostic about a value of a document, which may have no text to point into.
  init(
    _ severity: Severity = .error, code: String, _ message: String, about bytes: Range<Int>,
    pointer: JSONPointer, in origin: SchemaOrigin?, fix: String? = nil
  ) {
    if let origin {
      self.init(
        severity, code: code, message, in: origin.text, bytes: origin.range(bytes),
        pointer: pointer, fix: fix)
    } else {
      self.init(severity, code: code, message, pointer: pointer, fix: fix)
    }
  }
}
