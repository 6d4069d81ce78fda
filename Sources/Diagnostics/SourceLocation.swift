/// A place in a text that a person can go to.
///
/// Lines and columns start at 1; a column counts Unicode scalars, as editors and compilers do.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// The name of the text as the user knows it: usually a relative path.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int

  /// Creates a location from its parts.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form that editors and CI logs turn into a link.
  public var description: String { "\(file):\(line):\(column)" }
}

/// The piece of a text that a diagnostic points at: one line, and the marked part of it.
public struct SourceExcerpt: Sendable, Hashable {
  /// The line without its line end; of a very long one, the part around the mark.
  public let line: String
  /// Where the marked part starts, in Unicode scalars of `line` from 1.
  public let column: Int
  /// How many Unicode scalars are marked; at least 1.
  public let length: Int
  /// Whether the text's line begins before `line` does.
  public let isCutBefore: Bool
  /// Whether the text's line goes on after `line`.
  public let isCutAfter: Bool

  /// Creates an excerpt from its parts.
  public init(
    line: String, column: Int, length: Int, isCutBefore: Bool = false, isCutAfter: Bool = false
  ) {
    self.line = line
    self.column = column
    self.length = max(1, length)
    self.isCutBefore = isCutBefore
    self.isCutAfter = isCutAfter
  }
}
