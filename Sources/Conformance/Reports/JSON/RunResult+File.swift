package import Diagnostics
import SchemaValidator

extension RunResult {
  /// Reads the results of a run from a file.
  /// - Throws: ``Diagnostics`` for a file that cannot be read, and for one that holds no results;
  ///   every message names the file.
  package init(readingFile path: String) throws(Diagnostics) {
    self = try Self.read(path) { root throws(Diagnostics) in
      try RunResult(readingJSON: root)
    }
  }

  /// The ids of the cases that did not pass when they last ran, as a file of results tells.
  /// - Throws: ``Diagnostics`` for a file that cannot be read, for one that holds no results, and
  ///   where what tells the cases is missing or malformed; every message names the file.
  package static func openCases(inFile path: String) throws(Diagnostics) -> Set<String> {
    try read(path) { root throws(Diagnostics) in try openCases(readingJSON: root) }
  }

  private static func read<Value>(
    _ path: String, _ reading: (JSONValue) throws(Diagnostics) -> Value
  ) throws(Diagnostics) -> Value {
    let document = try SourceDocument(readingJSON: try DiskFiles().read(path))
    do throws(Diagnostics) {
      return try reading(document.root)
    } catch {
      throw Diagnostics(
        error.all.map { mistake in
          var mistake = mistake
          mistake.message = "\(path): \(mistake.message)"
          return mistake
        })
    }
  }
}
