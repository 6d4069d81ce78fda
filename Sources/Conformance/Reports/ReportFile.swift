package import Diagnostics
import FoundationEssentials
import Glibc

/// A file that a report is written to: whole or not at all, however the run ends.
package struct ReportFile: Sendable, Hashable {
  /// The path as the user gave it.
  package let path: String

  /// Names a file; nothing is touched yet.
  package init(_ path: String) {
    self.path = path
  }

  /// Whether another path leads to the same file, symbolic links followed.
  package func isSame(as other: String) -> Bool {
    func place(_ path: String) -> String {
      URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    return place(path) == place(other)
  }

  /// The path's last part.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Replaces the file's content in one step and makes the folders that lead to it.
  ///
  /// The bytes go to a temporary file in the same folder, which is then renamed: a reader never
  /// meets half a report, and a failed write leaves the previous one as it was.
  ///
  /// - Throws: one diagnostic that names the path and the system's reason.
  package func write(_ bytes: [UInt8]) throws(Diagnostics) {
    let folder = Self.folder(of: path)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw refusal("the folder \(folder) cannot be made", Self.reason(error))
    }
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      throw refusal("\(path) cannot be written", "there is a folder of that name")
    }
    // What is no file on a disk, such as a pipe, is written to and not replaced; behind a link it is
    // the file that is replaced.
    let target = URL(filePath: path).resolvingSymlinksInPath()
    if let type = try? FileManager.default.attributesOfItem(atPath: target.path)[.type],
      type as? FileAttributeType != .typeRegular
    {
      return try append(bytes)
    }
    do {
      try Data(bytes).write(to: target, options: .atomic)
    } catch {
      throw refusal("\(path) cannot be written", Self.reason(error))
    }
  }

  /// Adds bytes to the end of the file, which others write to as well.
  ///
  /// - Throws: one diagnostic that names the path and the system's reason.
  package func append(_ bytes: [UInt8]) throws(Diagnostics) {
    do throws(AppendedFile.Refusal) {
      let file = try AppendedFile(path, mustBeNew: false)
      try file.append(bytes, isSynced: false)
    } catch {
      throw refusal("\(path) cannot be written", error.reason)
    }
  }

  /// How many bytes the file has; 0 where there is none.
  package var size: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? any BinaryInteger).map { Int($0) } ?? 0
  }

  private func refusal(_ message: String, _ reason: String) -> Diagnostics {
    Diagnostics([
      Diagnostic(
        code: "report-not-written", "\(message): \(reason)",
        fix: "name a place that can be written to, for instance with --reports")
    ])
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The words for an error of the file system, without the layers that Foundation adds.
  private static func reason(_ error: any Error) -> String {
    if let posix = (error as? CocoaError)?.underlying as? POSIXError ?? error as? POSIXError {
      switch posix.code {
      case .EACCES, .EPERM: return "permission denied"
      case .ENOSPC, .EDQUOT: return "no space is left"
      case .EROFS: return "the file system is read-only"
      case .ENOTDIR, .EEXIST: return "a file stands where a folder is needed"
      case .ENAMETOOLONG: return "the name is too long"
      case .ENOENT: return "there is no such place"
      case .EIO: return "the disk reports an error"
      default: return "system error \(posix.code.rawValue)"
      }
    }
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission?: return "permission denied"
    case .fileWriteOutOfSpace?: return "no space is left"
    case .fileWriteVolumeReadOnly?: return "the file system is read-only"
    case .fileWriteFileExists?: return "a file stands where a folder is needed"
    case .fileWriteInvalidFileName?: return "the name is not possible here"
    default: return "\(error)"
    }
  }
}
