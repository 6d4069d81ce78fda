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
    case file(changed: Double, size: Int, number: Int, permissions: Int)
    /// A folder, by the suites in it.
    case folder([String])
  }

  private struct Memory {
    var stamps: [String: Stamp] = [:]
    /// The places that this round has looked at.
    var seen: Set<String> = []
  }

  private let disk = DiskFiles()
  private let memory = Mutex(Memory())

  /// Begins another round.
  ///
  /// What the last one looked at counts as it is now until this one looks at it again: a round that
  /// ends early would otherwise wait for little, or for nothing.
  func beginRound() {
    memory.withLock { memory in
      memory.seen = []
      for path in memory.stamps.keys { memory.stamps[path] = Self.stamp(of: path) }
    }
  }

  /// Forgets what only earlier rounds looked at, since this one has read all it needs.
  func endRound() {
    memory.withLock { memory in
      memory.stamps = memory.stamps.filter { memory.seen.contains($0.key) }
    }
  }

  /// How many of the places are files that were there.
  var count: Int {
    memory.withLock { memory in
      memory.stamps.values.count { if case .file = $0 { true } else { false } }
    }
  }

  /// The places that are others than when they were looked at, in order.
  var changes: [String] {
    memory.withLock(\.stamps).filter { Self.stamp(of: $0.key) != $0.value }.map(\.key).sorted()
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
    memory.withLock { memory in
      if memory.seen.insert(path).inserted { memory.stamps[path] = Self.stamp(of: path) }
    }
  }

  private static func stamp(of path: String) -> Stamp {
    let disk = DiskFiles()
    if disk.isFolder(path) {
      // Reports may be written beside the suites: only suites count.
      let suites = disk.names(in: path).filter { $0.hasSuffix(WorkspaceLoader.suiteEnding) }
      return .folder(suites.sorted())
    }
    // Of a link, what it leads to is what is read.
    let file = URL(filePath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
      return .absent
    }
    func number(_ key: FileAttributeKey) -> Int {
      (attributes[key] as? any BinaryInteger).map { Int($0) } ?? 0
    }
    return .file(
      changed: (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0,
      size: number(.size), number: number(.systemFileNumber),
      permissions: number(.posixPermissions))
  }
}
