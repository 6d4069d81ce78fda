internal import Foundation

/// A schema with documents to judge.
struct Dataset {
  let name: String
  let schema: [UInt8]
  let documents: [[UInt8]]

  var byteCount: Int { documents.reduce(0) { $0 + $1.count } }

  /// Every folder below `root` that holds `schema.json` and `instances.jsonl`.
  static func all(in root: URL) throws -> [Dataset] {
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    return try names.compactMap { name in
      let folder = root.appendingPathComponent(name)
      let schema = folder.appendingPathComponent("schema.json")
      guard FileManager.default.fileExists(atPath: schema.path) else { return nil }
      return Dataset(
        name: name, schema: [UInt8](try Data(contentsOf: schema)),
        documents: try lines(folder.appendingPathComponent("instances.jsonl")))
    }
  }

  private static func lines(_ url: URL) throws -> [[UInt8]] {
    [UInt8](try Data(contentsOf: url)).split(separator: UInt8(ascii: "\n")).map(Array.init)
  }
}
