import Glibc

/// A file that only grows, line by line.
///
/// Held by one process at a time: a second one that opens it is refused.
///
/// Invariants: the descriptor is open from `init` to `deinit` and closed once; whoever holds the
/// file appends from one task at a time.
@safe
struct AppendedFile: ~Copyable {
  private let descriptor: Int32

  /// Why the file system refused, in the words of the C library.
  struct Refusal: Error {
    let reason: String

    fileprivate init() {
      reason = unsafe String(cString: strerror(errno))
    }

    fileprivate init(_ reason: String) {
      self.reason = reason
    }
  }

  /// Opens a file in place of what is in it, or creates it for this user alone.
  init(replacing path: String) throws(Refusal) {
    try self.init(path, mustBeNew: false)
    cut(to: 0)
  }

  /// Opens a file, or creates it for this user alone.
  init(_ path: String, mustBeNew: Bool) throws(Refusal) {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | (mustBeNew ? O_EXCL : 0)
    let opened = unsafe open(path, flags, 0o600)
    guard opened >= 0 else { throw Refusal() }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw Refusal("a process that is still running uses it")
    }
    descriptor = opened
    if mustBeNew { Self.syncFolder(of: path) }
  }

  /// Has the name of a new file on the disk as well, as far as the file system knows how.
  private static func syncFolder(of path: String) {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    fsync(opened)
    close(opened)
  }

  deinit {
    close(descriptor)
  }

  /// Leaves only the first bytes of the file; what is no file on a disk has nothing to cut.
  borrowing func cut(to size: Int) {
    _ = ftruncate(descriptor, off_t(size))
  }

  /// Appends bytes; with `isSynced` they are on the disk when this returns.
  borrowing func append(_ bytes: [UInt8], isSynced: Bool) throws(Refusal) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        throw Refusal()
      }
      rest = rest.dropFirst(count)
    }
    guard isSynced, fdatasync(descriptor) != 0 else { return }
    // Pipes and some file systems know no syncing; the bytes are as safe there as they can be.
    if errno != EINVAL, errno != ENOSYS { throw Refusal() }
  }
}
