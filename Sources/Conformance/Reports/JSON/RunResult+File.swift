package import Diagnostics

extension RunResult {
  /// Reads the results of a run from a file.
  /// - Throws: ``Diagnostics`` for a file that cannot be read, and for one that holds no results;
  ///   every message names the file.
  package init(readingFile path: String, files: any FileReading = DiskFiles()) throws(Diagnostics) {
    let document = try SourceDocument(readingJSON: try files.read(path))
    do throws(Diagnostics) {
      try self.init(readingJSON: document.root)
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
