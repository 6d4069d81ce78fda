import Conformance
import Diagnostics
import FoundationEssentials
import Synchronization

/// The files of this machine, with a memory of those that were looked at, so that it can be told
/// when one of them is another.
final class WatchedFiles: FileReading {
  /// What a place was when it was looked at.
  private enum Stamp: Equatable {
    case absent
    case file(changed: Double, size: Int, number: Int)
    /// A folder, by the suites in it.
    case folder([String])
  }

  private let disk = DiskFiles()
  private let stamps = Mutex<[String: Stamp]>([:])

  /// Forgets everything that was looked at.
  func forget() { stamps.withLock { $0 = [:] } }

  /// How many files were read.
  var count: Int {
    stamps.withLock { stamps in
      stamps.values.count { if case .file = $0 { true } else { false } }
    }
  }

  /// The places that are others than when they were looked at, in order.
  var changes: [String] {
    stamps.withLock { $0 }.filter { Self.stamp(of: $0.key) != $0.value }.map(\.key).sorted()
  }

  /// Waits until something has changed and changes no more, and returns what; nothing when it is
  /// told to stop.
  func waitForChange(
    every interval: Duration = .milliseconds(300), unless isOver: () -> Bool
  ) async -> [String] {
    var seen: [String: Stamp] = [:]
    while !isOver() {
      try? await Task.sleep(for: interval)
      let changed = changes
      let now = Dictionary(uniqueKeysWithValues: changed.map { ($0, Self.stamp(of: $0)) })
      // An editor may write a file in several steps: the last has to be some time ago.
      if !now.isEmpty, now == seen { return changed }
      seen = now
    }
    return []
  }

  // MARK: Reading

  func exists(_ path: String) -> Bool {
    note(path)
    return disk.exists(path)
  }

  func leads(_ path: String, into folder: String) -> Bool { disk.leads(path, into: folder) }

  func name(ofFolder path: String) -> String? { disk.name(ofFolder: path) }

  func isFolder(_ path: String) -> Bool {
    note(path)
    return disk.isFolder(path)
  }

  func names(in folder: String) -> [String] {
    note(folder)
    return disk.names(in: folder)
  }

  func read(_ path: String) throws(Diagnostics) -> SourceText {
    // Before it is read: a change in between is noticed then.
    note(path)
    return try disk.read(path)
  }

  private func note(_ path: String) {
    stamps.withLock { stamps in
      if stamps[path] == nil { stamps[path] = Self.stamp(of: path) }
    }
  }

  private static func stamp(of path: String) -> Stamp {
    let disk = DiskFiles()
    if disk.isFolder(path) {
      // Reports may be written beside the suites: only suites count.
      let suites = disk.names(in: path).filter { $0.hasSuffix(WorkspaceLoader.suiteEnding) }
      return .folder(suites.sorted())
    }
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      return .absent
    }
    return .file(
      changed: (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0,
      size: (attributes[.size] as? any BinaryInteger).map { Int($0) } ?? 0,
      number: (attributes[.systemFileNumber] as? any BinaryInteger).map { Int($0) } ?? 0)
  }
}
