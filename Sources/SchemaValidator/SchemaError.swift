public import Diagnostics

/// The mistakes that keep a schema from being compiled.
public struct SchemaError: Error, Sendable, CustomStringConvertible {
  /// Every mistake found, in document order as far as it is known; at least one.
  public let diagnostics: [Diagnostic]

  /// Creates an error from its diagnostics.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// The diagnostics laid out for people.
  public var description: String { DiagnosticRenderer().render(diagnostics) }
}
