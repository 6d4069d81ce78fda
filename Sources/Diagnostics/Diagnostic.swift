/// One mistake in something a person wrote: a schema, a contract, a suite, a command line.
///
/// It says where, what was found against what was expected, and what to do. It holds facts and
/// finished sentences; `DiagnosticRenderer` only lays them out.
public struct Diagnostic: Error, Sendable, Hashable {
  /// How much a diagnostic weighs.
  public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Worth knowing; nothing has to change.
    case note
    /// Something is doubtful; the work goes on.
    case warning
    /// The input cannot be used as it stands.
    case error

    /// Orders by weight, the lightest first.
    public static func < (left: Severity, right: Severity) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// A second place that belongs to the same mistake.
  public struct Note: Sendable, Hashable {
    /// What is to be seen there.
    public let message: String
    /// Where; nil when the note is only a sentence.
    public let location: SourceLocation?

    /// Creates a note from its parts.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// How much it weighs.
  public var severity: Severity
  /// A stable dotted word to search for and to silence by, such as `suite.unknown-key`.
  public var code: String
  /// What was found and what was expected, as one sentence without a full stop.
  public var message: String
  /// Where it stands; nil for what has no text, such as a missing file.
  public var location: SourceLocation?
  /// The line it stands on, for the caret.
  public var excerpt: SourceExcerpt?
  /// The value it is about, inside its document.
  public var pointer: JSONPointer?
  /// What to do, starting with a verb.
  public var fix: String?
  /// Second places that belong to it.
  public var notes: [Note]

  /// Creates a diagnostic from its parts.
  public init(
    _ severity: Severity = .error, code: String, _ message: String,
    at location: SourceLocation? = nil, excerpt: SourceExcerpt? = nil,
    pointer: JSONPointer? = nil, fix: String? = nil, notes: [Note] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.excerpt = excerpt
    self.pointer = pointer
    self.fix = fix
    self.notes = notes
  }

  /// Creates a diagnostic about a range of bytes of a text.
  public init(
    _ severity: Severity = .error, code: String, _ message: String, in text: SourceText,
    bytes: Range<Int>, pointer: JSONPointer? = nil, fix: String? = nil, notes: [Note] = []
  ) {
    self.init(
      severity, code: code, message, at: text.location(atByte: bytes.lowerBound),
      excerpt: text.excerpt(bytes), pointer: pointer, fix: fix, notes: notes)
  }
}

/// Several mistakes found together, at least one of them an error.
public struct Diagnostics: Error, Sendable {
  /// The diagnostics in the order they were found.
  public let all: [Diagnostic]

  /// Creates a collection to throw.
  public init(_ all: [Diagnostic]) {
    self.all = all
  }
}
