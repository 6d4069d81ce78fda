package import Diagnostics
import FoundationEssentials

/// The last look at everything that a run leaves behind, on the disk, byte by byte.
///
/// Whatever is recorded is masked when it is recorded, and each report once more when it is
/// written. Should a secret have found a third way, it is masked in the file, and that is told. What
/// turned out to be secret only after it was written down is masked as well, and is nobody's fault.
package struct SecretScan {
  private let redactor: Redactor

  /// Creates a scan for the secrets of a run.
  package init(_ redactor: Redactor) {
    self.redactor = redactor
  }

  /// Searches files and masks what they should not hold; says in which there was something.
  ///
  /// What looks like a secret in the words of the program itself, such as the name of a member, is
  /// none.
  package func mask(_ files: [(path: String, form: TextForm)]) -> [Diagnostic] {
    if redactor.isEmpty { return [] }
    return files.flatMap { path, form -> [Diagnostic] in
      guard let bytes = Self.bytes(of: path) else { return [] }
      let clean = redactor.masked(bytes, as: form)
      guard clean != bytes else { return [] }
      do throws(Diagnostics) {
        try ReportFile(path).write(clean)
      } catch {
        return [Self.alarm("\(path) holds a secret, and cannot be changed")] + error.all
      }
      guard redactor.forGiven.masked(bytes, as: form) != bytes else { return [] }
      return [Self.alarm("\(path) held a secret; it was masked")]
    }
  }

  /// Searches files that are of no use with a mask in them; says in which there was something.
  package func find(_ paths: [String]) -> [Diagnostic] {
    if redactor.isEmpty { return [] }
    return paths.compactMap { path in
      guard let bytes = Self.bytes(of: path), redactor.finds(in: bytes) else { return nil }
      return Self.alarm(
        "\(path) holds a secret that the target has used for a name",
        fix: "keep the file to yourself, and remove it when it has served its purpose")
    }
  }

  /// What is in a file; nil where there is none.
  private static func bytes(of path: String) -> [UInt8]? {
    // What is no file on a disk, such as /dev/null, keeps nothing.
    guard FileManager.default.isRegularFile(path) else { return nil }
    return (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
  }

  private static func alarm(
    _ message: String, fix: String = "report this as a fault of conformance"
  ) -> Diagnostic {
    Diagnostic(code: "report.held-secret", message, fix: fix)
  }
}

extension FileManager {
  /// Whether a path names a file on a disk, and no folder, link or pipe.
  func isRegularFile(_ path: String) -> Bool {
    let attributes = try? attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
}
