package import Diagnostics
import FoundationEssentials

/// How files are read: from disk, or from a table in tests.
package protocol FileReading: Sendable {
  /// Whether there is a file or folder.
  func exists(_ path: String) -> Bool
  /// Whether there is a folder.
  func isFolder(_ path: String) -> Bool
  /// The names in a folder; empty when it cannot be read.
  func names(in folder: String) -> [String]
  /// The bytes of a file.
  /// - Throws: ``Diagnostics`` that say why it cannot be read.
  func read(_ path: String) throws(Diagnostics) -> SourceText
  /// Whether a path leads to something below a folder, symbolic links followed.
  func leads(_ path: String, into folder: String) -> Bool
  /// The name of a folder, also where a path gives it as `.` or `..` or by a symbolic link; nil where
  /// it has none.
  func name(ofFolder path: String) -> String?
}

extension FileReading {
  /// Whether a path leads to something below a folder, where there are no symbolic links.
  package func leads(_ path: String, into folder: String) -> Bool {
    path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  /// The last part of a folder's path; nil where that is no name.
  package func name(ofFolder path: String) -> String? {
    guard let name = path.split(separator: "/").last, name != ".", name != ".." else { return nil }
    return String(name)
  }
}

/// The files of this machine.
package struct DiskFiles: FileReading {
  /// Creates the reader.
  package init() {}

  /// Whether there is a file or folder.
  package func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Whether there is a folder.
  package func isFolder(_ path: String) -> Bool {
    var isFolder: Bool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder
  }

  /// The names in a folder; empty when it cannot be read.
  package func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// Whether a path leads to something below a folder, symbolic links followed.
  package func leads(_ path: String, into folder: String) -> Bool {
    func parts(_ path: String) -> [String] {
      URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
    }
    return parts(path).starts(with: parts(folder))
  }

  /// The name of a folder, also where a path gives it as `.` or `..`; nil for the root.
  package func name(ofFolder path: String) -> String? {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
      .last { $0 != "/" }
  }

  /// The bytes of a file.
  /// - Throws: ``Diagnostics`` that say why it cannot be read.
  package func read(_ path: String) throws(Diagnostics) -> SourceText {
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      return SourceText(Array(data), name: path)
    } catch {
      let reason =
        isFolder(path)
        ? "is a folder; expected a file"
        : exists(path) ? "cannot be read" : "does not exist"
      let nearest = exists(path) ? nil : nearest(to: path, isFile: true)
      throw Diagnostics([
        Diagnostic(
          code: "file.unreadable", "\(path) \(reason)",
          fix: nearest.map { "give \($0)" } ?? "check the path and its permissions")
      ])
    }
  }
}
