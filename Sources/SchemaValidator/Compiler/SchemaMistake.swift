package import Diagnostics

/// What is wrong or doubtful about a schema, with the value it is about.
///
/// Whoever keeps documents in another form than JSON text, such as YAML, finds the place in that
/// form by the value; the diagnostic alone does not say which document its pointer counts in.
package struct SchemaMistake: Sendable {
  /// The diagnostic, with line and column where the document's text is known.
  package let diagnostic: Diagnostic
  /// The value the diagnostic points at.
  package let value: JSONValue
}

/// What became of a schema that was to be compiled.
package struct SchemaCompilation: Sendable {
  /// The program; nil when one of the mistakes is an error.
  package let program: SchemaProgram?
  /// Everything that is wrong or doubtful, in reading order.
  package let mistakes: [SchemaMistake]
}
