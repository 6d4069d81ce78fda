import ArgumentParser
import Conformance
import FoundationEssentials

/// The flag by which references to a network are served from files.
struct ReferenceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read FILE where a reference names URL; with a slash at its end, a folder of files.",
      valueName: "url=file"))
  var refMap: [String] = []

  /// The map as it was given; ``validate()`` has found it to be sound.
  var map: ReferenceMap {
    var map = ReferenceMap()
    for text in refMap { _ = map.add(text) }
    return map
  }

  func validate() throws {
    var map = ReferenceMap()
    for text in refMap {
      if let mistake = map.add(text) {
        throw ValidationError("--ref-map \(text): \(mistake); expected URL=FILE")
      }
    }
    for file in map.files where !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("--ref-map: \(file) does not exist")
    }
  }
}
