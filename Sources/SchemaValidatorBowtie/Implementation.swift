internal import Glibc
internal import SchemaValidator

/// What the validator tells about itself.
enum Implementation {
  /// The version of the program, the same as that of `conformance`.
  static let version = "0.1.0"

  /// Where the project is to be found.
  ///
  /// Bowtie asks for these addresses, and there are none yet: names below `.invalid` exist nowhere,
  /// and never will (RFC 6761 section 6.4).
  private static let homepage = "https://conformance.invalid/"
  private static let issues = "https://conformance.invalid/issues"
  private static let source = "https://conformance.invalid/source"

  /// The newest first.
  ///
  /// OpenAPI's dialects are spoken, but not named: Bowtie ends a run over a dialect it does not
  /// know itself.
  private static let dialects = [
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-04/schema#",
  ]

  /// The answer to `start`.
  static var started: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("version")
    writer.number(1)
    writer.name("implementation")
    writer.beginObject()
    for (name, text) in facts {
      writer.name(name)
      writer.string(text)
    }
    writer.name("dialects")
    writer.beginArray()
    for dialect in dialects { writer.string(dialect) }
    writer.endArray()
    writer.endObject()
    writer.endObject()
    return writer.finish()
  }

  private static var facts: [(name: String, text: String)] {
    var facts = [
      ("name", "SchemaValidator"), ("version", version), ("language", "swift"),
      ("homepage", homepage), ("issues", issues), ("source", source),
    ]
    if let languageVersion { facts.append(("language_version", languageVersion)) }
    var system = utsname()
    if unsafe uname(&system) == 0 {
      facts.append(("os", text(system.sysname)))
      facts.append(("os_version", text(system.release)))
    }
    return facts
  }

  /// The release of Swift that built the program; nil for one that is newer than this list.
  private static var languageVersion: String? {
    #if compiler(>=6.4)
      nil
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// The text in a C array, which ends at the first zero.
  private static func text(_ characters: some BitwiseCopyable) -> String {
    unsafe withUnsafeBytes(of: characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
