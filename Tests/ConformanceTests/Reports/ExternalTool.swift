import Foundation

/// A program of the system that checks what we write; tests go on without it and say so.
struct ExternalTool {
  let path: String

  /// Finds a program on the path, or says that what it checks is skipped.
  init?(_ name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let found = folders.map({ "\($0)/\(name)" })
        .first(where: FileManager.default.isExecutableFile(atPath:))
    else {
      print("skipped: \(name) is not installed")
      return nil
    }
    path = found
  }

  /// Runs the program and waits; output and errors together.
  func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// A file in a folder of its own that goes away with the value.
final class TemporaryFile: Sendable {
  let folder: String
  let path: String

  convenience init(_ text: String, name: String) throws {
    try self.init(Array(text.utf8), name: name)
  }

  init(_ bytes: [UInt8], name: String) throws {
    folder = "\(NSTemporaryDirectory())/reports-\(UUID().uuidString)"
    path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }
}

/// The test data that lies beside the project and is not part of it.
enum TestData {
  /// A folder of it, or nil after saying that what needs it is skipped.
  static func folder(_ name: String) -> String? {
    let root =
      ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"]
      ?? URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("../shared").standardizedFileURL.path
    let path = "\(root)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else {
      print("skipped: no test data at \(path); set CONFORMANCE_TEST_DATA to the folder that has it")
      return nil
    }
    return path
  }
}
