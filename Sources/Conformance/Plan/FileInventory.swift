package import Diagnostics
import Synchronization

/// Reads files, and remembers what was in them: which contract and which suites a run went by.
package final class FileInventory: FileReading {
  private let files: any FileReading
  private let digests = Mutex<[String: String]>([:])

  /// Creates an inventory of what is read through it.
  package init(_ files: any FileReading) {
    self.files = files
  }

  /// Every file that was read, by its path, with its digest.
  package var records: [InputRecord] {
    digests.withLock { $0 }.map { InputRecord(file: $0.key, sha256: $0.value) }
      .sorted { $0.file < $1.file }
  }

  /// Whether there is a file or folder.
  package func exists(_ path: String) -> Bool { files.exists(path) }

  /// Whether there is a folder.
  package func isFolder(_ path: String) -> Bool { files.isFolder(path) }

  /// The names in a folder; empty when it cannot be read.
  package func names(in folder: String) -> [String] { files.names(in: folder) }

  /// Whether a path leads to something below a folder, symbolic links followed.
  package func leads(_ path: String, into folder: String) -> Bool {
    files.leads(path, into: folder)
  }

  /// The name of a folder, also where a path gives it as `.` or `..`; nil where it has none.
  package func name(ofFolder path: String) -> String? { files.name(ofFolder: path) }

  /// The bytes of a file.
  /// - Throws: ``Diagnostics`` that say why it cannot be read.
  package func read(_ path: String) throws(Diagnostics) -> SourceText {
    let text = try files.read(path)
    let digest = SHA256.hexadecimal(of: text.bytes)
    digests.withLock { $0[path] = digest }
    return text
  }
}
