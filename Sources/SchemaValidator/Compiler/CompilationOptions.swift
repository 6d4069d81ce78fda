/// When `format` decides about validity.
public enum FormatPolicy: Sendable, Hashable {
  /// Never: it is an annotation.
  case annotate
  /// Always, for every format that is known; in draft-07 also the content keywords.
  case assert
  /// When the schema's dialect declares the format-assertion vocabulary.
  case dialect
}

/// What the `discriminator` of OpenAPI does.
public enum DiscriminatorPolicy: Sendable, Hashable {
  /// It never changes a verdict, as OpenAPI 3.1 asks for; it tells which branch an explanation is
  /// about.
  case explain
  /// An object has to name a branch, and has to match the branch it names.
  case assert
}

/// Which way a message travels, for the `readOnly` and `writeOnly` rules of OpenAPI 3.0.
public enum MessageDirection: Sendable, Hashable {
  /// Not a message, or one whose direction does not matter.
  case either
  /// Sent by the client: `required` does not bind read-only properties.
  case request
  /// Sent by the server: `required` does not bind write-only properties.
  case response
}

/// The choices that change what a program does.
struct CompilationOptions: Sendable, Hashable {
  var formats: FormatPolicy
  var direction: MessageDirection
  var discriminators: DiscriminatorPolicy
}
