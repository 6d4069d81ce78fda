import Diagnostics
import SchemaValidator

/// Compiles the JSON Schemas that suites write in place.
enum InlineSchema {
  /// Why a schema cannot be used.
  struct Failure: Error {
    let message: String
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
      throw Failure(message: error.diagnostics.first?.message ?? "the schema is not valid")
    } catch {
      throw Failure(message: "the schema is not valid: \(error)")
    }
  }
}
