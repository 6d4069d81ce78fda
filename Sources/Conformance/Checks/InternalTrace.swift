import SchemaValidator

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
  /// The part that does, or the beginning of the text with it.
  let text: String

  /// The longest text that is shown, in Unicode scalars.
  private static let shownLength = 200

  /// The first trace of each kind in a text, unless the request itself holds one like it.
  static func all(in text: String, unlessIn input: String) -> [InternalTrace] {
    Kind.allCases.compactMap { kind in
      if let marker = (markers[kind] ?? []).first(where: {
        text.contains($0) && !input.contains($0)
      }) {
        return InternalTrace(kind: kind, text: marker)
      }
      let isFound = (forms[kind] ?? []).contains { form in
        guard form.isFound(in: text) else { return false }
        guard [.host, .filePath].contains(kind) else { return !form.isFound(in: input) }
        // The request's URL has a path and names a host too, often one of an inner network: only
        // the very words that were sent are left out.
        return words(of: text).contains { form.isFound(in: $0) && !input.contains($0) }
      }
      guard isFound else { return nil }
      return InternalTrace(
        kind: kind, text: String(String.UnicodeScalarView(text.unicodeScalars.prefix(shownLength))))
    }
  }

  /// The words of a text, without the punctuation around them.
  private static func words(of text: String) -> [String] {
    text.split { $0.isWhitespace || "\"'([=,".contains($0) }.map { word in
      let end = word.reversed().prefix { ".,;:!?)]".contains($0) }.count
      return String(word.dropLast(end))
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

  /// What is known by its form, as ECMA-262 patterns.
  private static let forms: [Kind: [TextPattern]] = [
    // A line such as `at run (app.js:10:5)`, `File "app.py", line 3` or `main.go:41 +0x1f`.
    .stackTrace: [
      #"\bat [\w$.<>\[\] ]+\([^()\n]*:\d+(?::\d+)?\)"#, #"File "[^"\n]+", line \d+"#,
      #"\b[\w/.\-]+\.(?:java|kt|rb|py|go|rs|php|ts|js|cs|swift):\d+"#,
    ],
    // The beginning of a statement in SQL, its words in capitals as programs write them.
    .database: [
      #"\bSELECT .{1,200}? FROM \S+"#, #"\b(?:INSERT INTO|DELETE FROM) \S+"#, #"\bUPDATE \S+ SET "#,
    ],
    // An absolute path below a folder that servers live in; a path after a host is part of a URL.
    .filePath: [
      #"(?:^|[\s"'(=\[:,])/(?:usr|home|var|opt|srv|root|etc|tmp|app|workspace|mnt|proc)/[\w.\-/]+"#,
      #"\b[A-Z]:\\[\w.\- \\]+"#,
    ],
    // An address of a private network (RFC 1918), or a name that only an inner network resolves.
    .host: [
      #"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|127\.0)\.\d{1,3}\.\d{1,3}\b"#,
      #"\b[a-z0-9][a-z0-9.\-]*\.(?:svc\.cluster\.local|internal|local)\b"#, #"\blocalhost:\d+"#,
    ],
  ].mapValues { $0.compactMap(TextPattern.init) }
}
