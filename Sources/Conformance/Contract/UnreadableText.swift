/// What keeps a text from being read as the contract describes it.
///
/// A departure, not a failure of the harness: it is kept as a value wherever many texts are read.
package struct UnreadableText: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the text belongs to, such as `query parameter "limit"`; nil where the caller knows.
  package var subject: String?
  /// What stands there, cut where it is long.
  package let found: String
  /// What could stand there.
  package let expected: String

  /// Creates a departure from its two sides.
  init(found: String, expected: String, subject: String? = nil) {
    self.found = found
    self.expected = expected
    self.subject = subject
  }

  /// Creates a departure about a text that is quoted.
  init(text: some Sequence<UInt8>, expected: String) {
    self.init(found: Self.quote(String(decoding: Array(text), as: UTF8.self)), expected: expected)
  }

  /// The departure of a part, with what it is a part of.
  func of(_ subject: String) -> UnreadableText {
    var named = self
    named.subject = self.subject.map { "\(subject), \($0)" } ?? subject
    return named
  }

  /// `found "x"; expected an integer`, after what it is about.
  package var description: String {
    (subject.map { "\($0): " } ?? "") + "found \(found); expected \(expected)"
  }

  /// A text in quotation marks, cut where it is long.
  static func quote(_ text: String) -> String {
    let limit = 60
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return "\"\(text)\"" }
    return "\"\(String(String.UnicodeScalarView(scalars.prefix(limit))))…\""
  }
}

/// A value that has no text in the form the contract asks for.
package struct UnwritableValue: Error, Sendable, Hashable, CustomStringConvertible {
  /// What cannot be written and why, as one sentence without a full stop.
  package let message: String

  /// The message.
  package var description: String { message }
}
