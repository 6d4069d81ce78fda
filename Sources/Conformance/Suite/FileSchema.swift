import Diagnostics
import SchemaValidator

/// The JSON Schema of one kind of file that people write.
///
/// Editors check files by the same text. The readers tell mistakes better than a schema can; the
/// schema stands behind them, so that nothing passes here that an editor marks.
enum FileSchema {
  /// Of `*.suite.yaml`.
  case suite
  /// Of `*.steps.yaml`.
  case library
  /// Of `conformance.yaml`.
  case profile

  private static let suiteProgram = compile(FileSchemaText.suite, at: .root)
  private static let libraryProgram = compile(
    FileSchemaText.suite, at: JSONPointer(["$defs", "library"]))
  private static let profileProgram = compile(FileSchemaText.conformance, at: .root)

  /// The compiled schema.
  var program: SchemaProgram {
    switch self {
    case .suite: Self.suiteProgram
    case .library: Self.libraryProgram
    case .profile: Self.profileProgram
    }
  }

  private static func compile(_ text: String, at pointer: JSONPointer) -> SchemaProgram {
    do {
      let document = try JSONDocument(parsing: Array(text.utf8))
      return try SchemaCompiler(defaultDialect: .draft202012)
        .load(document, uri: "conformance:file").compile(at: pointer)
    } catch {
      // The text is a part of the program, and a test compiles it.
      preconditionFailure("the schema of a file is broken: \(error)")
    }
  }

  /// Notes what the schema refuses, where the readers have refused nothing.
  func check(_ document: SourceDocument, _ mistakes: inout MistakeList) {
    guard mistakes.isUsable else { return }
    for violation in program.evaluate(document.root).violations {
      guard let value = document.root.value(at: violation.instanceLocation) else { continue }
      mistakes.add(
        code: "suite.schema", "found \(violation.got); expected \(violation.want)",
        at: ManifestNode(value: value, document: document),
        fix: "write it as suites/README.md tells")
    }
  }
}
