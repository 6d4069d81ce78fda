package import Diagnostics

/// Files that are read in place of what lies on a network: nothing is ever fetched.
package struct ReferenceMap: Sendable {
  private struct Entry: Sendable {
    let url: String
    let path: String
    /// Whether it maps everything below a URL to what is below a folder.
    let isPrefix: Bool
  }

  private var entries: [Entry] = []

  /// Creates an empty map.
  package init() {}

  /// Adds `URL=FILE`, or `URL/=FOLDER` for everything below a URL.
  ///
  /// Of several that fit one URL the longest counts. Returns what is wrong with a text that is
  /// neither.
  package mutating func add(_ text: String) -> String? {
    // A URL may hold an equals sign in its query; a file name in a query's place is rarer.
    guard let equals = text.lastIndex(of: "=") else { return "it has no \"=\"" }
    let url = String(text[..<equals])
    let path = String(text[text.index(after: equals)...])
    if path.isEmpty { return "no file follows the \"=\"" }
    guard url.contains("://") else { return "\"\(url)\" is no URL" }
    guard !url.contains("#") else { return "a URL is mapped as a whole, without \"#\"" }
    let isPrefix = url.hasSuffix("/")
    let bare = isPrefix && path.hasSuffix("/") ? String(path.dropLast()) : path
    entries.append(Entry(url: url, path: bare, isPrefix: isPrefix))
    return nil
  }

  /// The files that whole URLs are mapped to, in the order they were added.
  package var files: [String] { entries.filter { !$0.isPrefix }.map(\.path) }

  /// The file to read in place of a URL; nil for one that is not mapped.
  package func path(for url: String) -> String? {
    var best: (length: Int, path: String)?
    for entry in entries where url.hasPrefix(entry.url) {
      guard entry.isPrefix || url.utf8.count == entry.url.utf8.count else { continue }
      let rest = String(url.dropFirst(entry.url.count))
      guard !entry.isPrefix || Self.staysBelow(rest) else { continue }
      // A later entry takes the place of an earlier one for the same URL.
      guard entry.url.utf8.count >= best?.length ?? 0 else { continue }
      let path = entry.isPrefix ? "\(entry.path)/\(rest)" : entry.path
      best = (entry.url.utf8.count, path)
    }
    return best?.path
  }

  /// Whether a relative path cannot lead out of its folder, however it is encoded.
  private static func staysBelow(_ path: String) -> Bool {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      let segment = PercentEncoding.decode($0)
      return !segment.isEmpty && segment != Array("..".utf8) && segment != Array(".".utf8)
        && !segment.contains(UInt8(ascii: "/")) && !segment.contains(0)
    }
  }
}

/// The files that a contract's references lead to: those below its own folder, and the copies
/// that are kept of others.
package struct ReferencedFiles {
  private let files: any FileReading
  private let folder: String
  private let references: ReferenceMap

  /// Creates the access for a contract at a path.
  package init(of contract: String, files: any FileReading, references: ReferenceMap) {
    self.files = files
    self.references = references
    folder = contract.lastIndex(of: "/").map { String(contract[...$0]) } ?? ""
  }

  /// The text of a file below the contract's folder, or of the copy of a URL; nil when there is
  /// none.
  package func text(_ path: String) -> SourceText? {
    guard let place = path.contains("://") ? references.path(for: path) : folder + path,
      files.exists(place)
    else { return nil }
    return try? files.read(place)
  }
}
