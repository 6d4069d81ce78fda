internal import FoundationEssentials

/// A schema with valid documents to judge.
struct Dataset {
  let name: String
  let schema: [UInt8]
  let documents: [[UInt8]]

  var byteCount: Int { documents.reduce(0) { $0 + $1.count } }

  /// Every folder below `root` that holds `schema.json` and `instances.jsonl`, by name.
  static func all(in root: URL) throws -> [Dataset] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root.path) else {
      throw UnreadableInput(path: root.path, expected: "a folder of datasets")
    }
    return try names.sorted().compactMap { name in
      let folder = root.appendingPathComponent(name)
      let schema = folder.appendingPathComponent("schema.json")
      guard FileManager.default.fileExists(atPath: schema.path) else { return nil }
      let lines = try InputFile.bytes(folder.appendingPathComponent("instances.jsonl"))
        .split(separator: UInt8(ascii: "\n"))
      return Dataset(
        name: name, schema: try InputFile.bytes(schema), documents: lines.map(Array.init))
    }
  }
}

/// Reading of whole files.
enum InputFile {
  /// - Throws: ``UnreadableInput`` when there is no such file, or it cannot be read.
  static func bytes(_ url: URL) throws -> [UInt8] {
    guard let data = try? Data(contentsOf: url) else {
      throw UnreadableInput(path: url.path, expected: "a file")
    }
    return [UInt8](data)
  }
}

/// A file or folder that is not there, or cannot be read.
struct UnreadableInput: Error, CustomStringConvertible {
  let path: String
  let expected: String

  var description: String { "\(path): found nothing that can be read; expected \(expected)" }
}
