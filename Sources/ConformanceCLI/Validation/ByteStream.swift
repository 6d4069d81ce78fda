import Conformance
import Diagnostics
import Glibc

/// A file, a pipe or standard input, read once from its beginning to its end.
final class ByteStream {
  /// What it is called in messages.
  let name: String
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 256 << 10)

  /// What stands for standard input on the command line.
  static let standardInput = "-"

  /// Opens a path; "-" is standard input.
  ///
  /// - Throws: ``Diagnostics`` that say why it cannot be read.
  init(_ path: String) throws(Diagnostics) {
    if path == Self.standardInput {
      name = "standard input"
      descriptor = STDIN_FILENO
      return
    }
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw Self.refusal(path, errno) }
    name = path
    descriptor = opened
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// The next bytes, as many as there are; nil at the end.
  func next() throws(Diagnostics) -> ArraySlice<UInt8>? {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.refusal(name, errno)
      }
      return count > 0 ? buffer[..<count] : nil
    }
  }

  /// All bytes up to the end.
  func readAll() throws(Diagnostics) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_size > 0 {
      bytes.reserveCapacity(Int(status.st_size))
    }
    while let chunk = try next() { bytes += chunk }
    return bytes
  }

  /// Reads a whole file as a text.
  static func text(_ path: String) throws(Diagnostics) -> SourceText {
    let stream = try ByteStream(path)
    return SourceText(try stream.readAll(), name: stream.name)
  }

  private static func refusal(_ path: String, _ code: Int32) -> Diagnostics {
    let reason =
      switch code {
      case ENOENT, ENOTDIR: "does not exist"
      case EISDIR: "is a folder; expected a file"
      default: unsafe "cannot be read: \(String(cString: strerror(code)))"
      }
    let nearest = code == ENOENT ? DiskFiles().nearest(to: path) : nil
    return Diagnostics([
      Diagnostic(
        code: "file.unreadable", "\(path) \(reason)",
        fix: nearest.map { "give \($0)" } ?? "check the path and its permissions")
    ])
  }
}

/// Paths taken apart and put together, as they were written.
enum FilePath {
  /// The folder a path names a thing in; empty for the working folder.
  static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map {
      String(path[path.utf8.index(after: $0)...])
    } ?? path
  }

  /// A path below a folder.
  static func join(_ folder: String, _ path: String) -> String {
    folder.utf8.isEmpty || folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// Whether a path is a folder, and not a link to one, which could lead in circles.
  static func isFolderItself(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
