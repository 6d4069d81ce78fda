/// A file that is meant for suites or shared steps, and is not read since its name ends in nearly
/// what theirs do.
struct MisnamedFile {
  /// Its name.
  let name: String
  /// The name it ought to have.
  let meant: String
  /// What that ends in.
  let ending: String

  /// Tells what is meant by the name of a file; nil where it is read, or looks like no such file.
  ///
  /// Only what has both parts of the ending counts: a document of an API, a body to send or a copy
  /// that was put aside may well have one of them.
  init?(_ name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2, let format = parts.last,
      ["yaml", "yml"].contains(format.lowercased()),
      let ending = Self.endings[parts[parts.count - 2].lowercased()], !name.hasSuffix(ending)
    else { return nil }
    let stem = parts.dropLast(2).joined(separator: ".")
    guard !stem.isEmpty else { return nil }
    self.name = name
    self.ending = ending
    meant = stem + ending
  }

  /// What the words before the format of a file stand for.
  private static let endings = [
    "suite": WorkspaceLoader.suiteEnding, "suites": WorkspaceLoader.suiteEnding,
    "steps": WorkspaceLoader.libraryEnding, "step": WorkspaceLoader.libraryEnding,
  ]
}
