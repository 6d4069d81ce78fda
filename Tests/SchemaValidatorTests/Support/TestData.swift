import Foundation

/// The public test collections that lie beside the project and are never copied into it.
enum TestData {
  /// The folder of all collections: `CONFORMANCE_TEST_DATA`, else `../shared` beside the package.
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"] {
      return URL(fileURLWithPath: path)
    }
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { package.deleteLastPathComponent() }
    return package.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// A collection's folder, or nil with a printed note that says where to get it.
  static func folder(_ path: String, home: String) -> URL? {
    let url = root.appendingPathComponent(path)
    if FileManager.default.fileExists(atPath: url.path) { return url }
    print("skipped: no test data at \(path); get it from \(home) and set CONFORMANCE_TEST_DATA")
    return nil
  }

  /// Every file below a folder whose name ends with a suffix, sorted by path.
  static func files(in folder: URL, suffix: String) -> [URL] {
    let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (walk?.compactMap { $0 as? URL } ?? [])
      .filter { $0.lastPathComponent.hasSuffix(suffix) }
      .sorted { $0.path < $1.path }
  }

  /// The most memory this process has had so far, in MiB.
  static var peakMemory: Int {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }

  /// The bytes of a file.
  static func bytes(_ url: URL) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url))
  }
}
