/// A piece of text that tells how a server is made inside.
struct InternalTrace: Hashable {
  /// What the text gives away.
  enum Kind: String, CaseIterable {
    /// Where in its program an error arose.
    case stackTrace = "a stack trace"
    /// The words of a database.
    case database = "a database error"
    /// A path on the server's disk.
    case filePath = "a file path"
    /// A name or address of the inner network.
    case host = "an internal host"
    /// A class or module of the program's libraries.
    case library = "a library name"
  }

  /// What the text gives away.
  let kind: Kind
  /// The part that does.
  let text: String

  /// The first trace of each kind in a text, unless the request itself holds it.
  static func all(in text: String, unlessIn input: String) -> [InternalTrace] {
    Kind.allCases.compactMap { kind in
      (markers[kind] ?? [])
        .first { marker in text.contains(marker) && !input.contains(marker) }
        .map { InternalTrace(kind: kind, text: $0) }
        ?? pattern(kind, text).flatMap { found in
          input.contains(found) ? nil : InternalTrace(kind: kind, text: found)
        }
    }
  }

  /// Texts that nobody writes for a client.
  private static let markers: [Kind: [String]] = [
    .stackTrace: [
      "Traceback (most recent call last)", "goroutine 1 [running]", "Caused by: ",
      "at Object.<anonymous>", "Stack trace:", "stack backtrace:", "thread 'main' panicked",
      "Exception in thread ", "#0 /", "node:internal/",
    ],
    .database: [
      "SQLSTATE", "You have an error in your SQL syntax", "syntax error at or near",
      "violates unique constraint", "violates foreign key constraint",
      "violates not-null constraint", "UNIQUE constraint failed", "Duplicate entry '",
      "duplicate key value", "no such table", "no such column", "ORA-0", "PG::", "psycopg",
      "E11000", "MongoServerError", "SQLITE_", "ER_DUP_ENTRY",
    ],
    .library: [
      "java.lang.", "java.util.", "org.springframework", "org.hibernate", "jakarta.", "javax.",
      "System.NullReferenceException", "NullPointerException", "ActiveRecord::",
      "ActionController::", "django.", "sqlalchemy", "werkzeug", "pydantic", "Sequelize",
      "PrismaClient", "Illuminate\\", "Symfony\\", "TypeError: ", "ReferenceError: ",
      "Cannot read propert", "is not a function", "nil pointer dereference",
      "invalid memory address", "fasthttp", "node_modules",
    ],
  ]

  /// What is known by its form.
  private static func pattern(_ kind: Kind, _ text: String) -> String? {
    let found: Substring? =
      switch kind {
      case .stackTrace: stackFrame(text)
      case .database: sqlStatement(text)
      case .filePath: filePath(text)
      case .host: host(text)
      case .library: nil
      }
    return found.map(String.init)
  }

  /// A line such as `at run (app.js:10:5)`, `File "app.py", line 3` or `main.go:41 +0x1f`.
  private static func stackFrame(_ text: String) -> Substring? {
    text.firstMatch(of: #/\bat [\w$.<>\[\] ]+\([^()\n]*:\d+(:\d+)?\)/#)?.output.0
      ?? text.firstMatch(of: #/File "[^"\n]+", line \d+/#)?.output
      ?? text.firstMatch(
        of: #/\b[\w\/.-]+\.(java|kt|rb|py|go|rs|php|ts|js|cs|swift):\d+/#)?.output.0
  }

  /// The beginning of a statement in SQL, its words in capitals as programs write them.
  private static func sqlStatement(_ text: String) -> Substring? {
    text.firstMatch(of: #/\bSELECT .{1,200}? FROM \S+/#)?.output
      ?? text.firstMatch(of: #/\b(INSERT INTO|DELETE FROM) \S+/#)?.output.0
      ?? text.firstMatch(of: #/\bUPDATE \S+ SET /#)?.output
  }

  /// An absolute path below a folder that servers live in; a path after a host is part of a URL.
  private static func filePath(_ text: String) -> Substring? {
    text.firstMatch(
      of:
        #/(?:^|[\s"'(=\[:,])(\/(?:usr|home|var|opt|srv|root|etc|tmp|app|workspace|mnt|proc)\/[\w.\-\/]+)/#
    )?.output.1
      ?? text.firstMatch(of: #/\b[A-Z]:\\[\w.\- \\]+/#)?.output
  }

  /// An address of a private network (RFC 1918) with or without a port, or a name that only an
  /// inner network resolves.
  private static func host(_ text: String) -> Substring? {
    text.firstMatch(
      of: #/\b(10\.\d{1,3}|192\.168|172\.(1[6-9]|2\d|3[01])|127\.0)\.\d{1,3}\.\d{1,3}\b(:\d+)?/#)?
      .output.0
      ?? text.firstMatch(of: #/\b[a-z0-9][a-z0-9.\-]*\.(svc\.cluster\.local|internal|local)\b/#)?
      .output.0
      ?? text.firstMatch(of: #/\blocalhost:\d+/#)?.output
  }
}
