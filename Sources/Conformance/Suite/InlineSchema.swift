import Diagnostics
import SchemaValidator

/// Compiles the JSON Schemas that suites write in place.
enum InlineSchema {
  /// Why a schema cannot be used.
  struct Failure: Error {
    let message: String
    /// What to do about it.
    let fix: String

    fileprivate init(_ message: String, fix: String? = nil) {
      self.message = message
      self.fix = fix ?? "write a valid JSON Schema"
    }
  }

  /// The program for a schema text, formats asserted.
  static func compile(
    _ text: [UInt8], dialect: SchemaDialect = .draft202012
  ) throws(Failure) -> SchemaProgram {
    do {
      let document = try JSONDocument(parsing: text)
      let compiler = SchemaCompiler(defaultDialect: dialect, formats: .assert)
      return try compiler.load(document, uri: "suite:inline").compile(at: .root)
    } catch let error as SchemaError {
      let first = error.diagnostics.first
      throw Failure(first?.message ?? "the schema is not valid", fix: first?.fix)
    } catch {
      throw Failure("the schema is not valid: \(error)")
    }
  }
}
