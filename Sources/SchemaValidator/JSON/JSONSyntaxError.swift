public import Diagnostics

/// The first place where bytes stop being a JSON text, or where a limit is passed.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Kind: String, Sendable, Hashable {
    /// The text has no value at all.
    case empty
    /// The text ends before the value does.
    case unexpectedEnd
    /// A byte that cannot stand where it stands.
    case unexpectedByte
    /// Something other than white space follows the value.
    case trailingContent
    /// A byte order mark stands before the value (RFC 8259 section 8.1).
    case byteOrderMark
    /// Bytes inside a string that are not UTF-8.
    case invalidUTF8
    /// A control character stands unescaped inside a string.
    case controlCharacter
    /// A backslash is followed by something that is no escape.
    case invalidEscape
    /// A number breaks the grammar of RFC 8259 section 6.
    case invalidNumber
    /// More containers are open than ``JSONLimits/maximumDepth`` allows.
    case tooDeep
    /// The text is longer than ``JSONLimits/maximumBytes`` allows.
    case tooLarge
    /// The text holds more values than ``JSONLimits/maximumValues`` allows.
    case tooManyValues
  }

  /// What is wrong, for programs.
  public let kind: Kind
  /// The byte at which it was noticed, from 0.
  public let byteOffset: Int
  /// What was found against what was expected, as one sentence without a full stop.
  public let message: String

  /// The sentence with its offset.
  public var description: String { "\(message) at byte \(byteOffset)" }

  /// The error as a diagnostic that points into the text it was found in.
  public func diagnostic(in text: SourceText) -> Diagnostic {
    let end = min(byteOffset + 1, text.bytes.count)
    return Diagnostic(
      code: "json.\(kind.rawValue)", message, in: text,
      bytes: min(byteOffset, text.bytes.count)..<max(end, min(byteOffset, text.bytes.count)),
      fix: fix)
  }

  private var fix: String? {
    switch kind {
    case .byteOrderMark: "save the text as UTF-8 without a byte order mark"
    case .invalidUTF8: "save the text as UTF-8"
    case .controlCharacter: "write the character as an escape, such as \\n or \\u0009"
    case .invalidEscape:
      "use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t, or \\u and four hexadecimal digits"
    case .tooDeep, .tooLarge, .tooManyValues: "raise the limit if the text can be trusted"
    case .empty, .unexpectedEnd, .unexpectedByte, .trailingContent, .invalidNumber: nil
    }
  }
}
