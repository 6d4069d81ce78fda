import Foundation

/// The public test collections that lie beside the project and are never copied into it.
enum TestData {
  /// The folder of all collections: `CONFORMANCE_TEST_DATA`, else `../shared` beside the package.
  private static let root: URL =
    ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"].map { URL(filePath: $0) }
    ?? CommandLineTool.packageFolder.deletingLastPathComponent().appending(path: "shared")

  /// A collection's folder, or nil with a printed note that says where to get it.
  static func folder(_ path: String, home: String) -> URL? {
    let url = root.appending(path: path)
    if FileManager.default.fileExists(atPath: url.path) { return url }
    print("skipped: no test data at \(path); get it from \(home) and set CONFORMANCE_TEST_DATA")
    return nil
  }

  /// The official JSON Schema Test Suite.
  static let schemaSuite = folder(
    "json-schema-test-suite", home: "https://github.com/json-schema-org/JSON-Schema-Test-Suite")

  /// The JSON files of a folder, those in its folders included, sorted by path.
  static func jsonFiles(in folder: URL) -> [URL] {
    let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (walk?.compactMap { $0 as? URL } ?? [])
      .filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
  }
}
