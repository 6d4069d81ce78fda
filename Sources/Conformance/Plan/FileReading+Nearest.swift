import Diagnostics

extension FileReading {
  /// The path of the thing beside one that is not there, whose name comes nearest to its own: the
  /// same with another ending, else one that is spelled nearly so; nil where there is none.
  package func nearest(to path: String, isFile: Bool = false) -> String? {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let names = names(in: parent).sorted()
      .filter { $0 != name && (!isFile || !isFolder(folder + $0)) }
    let (stem, ending) = Self.parts(of: name)
    let twins = names.filter { Self.parts(of: $0).stem == stem }
    // What may be meant by one of these is another of them, and no page made of it.
    let formats = [".json", ".yaml", ".yml"]
    let isOfFormat = formats.contains(ending)
    if let twin = twins.first(where: { !isOfFormat || formats.contains(Self.parts(of: $0).ending) })
    {
      return folder + twin
    }
    // An ending that both have says nothing about how much alike two names are, and neither do
    // one or two letters.
    guard stem.unicodeScalars.count > 2 else { return nil }
    let stems = names.map(Self.parts).filter { $0.ending == ending }.map(\.stem)
    return EditDistance.nearest(to: stem, in: stems).map { folder + $0 + ending }
  }

  /// A name before and from its last dot on.
  private static func parts(of name: String) -> (stem: String, ending: String) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
    return (String(name[..<dot]), String(name[dot...]))
  }
}
