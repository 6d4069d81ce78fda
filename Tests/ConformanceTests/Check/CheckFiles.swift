import Conformance
import Diagnostics

/// Files in memory for `check`.
struct CheckFiles: FileReading {
  let files: [String: String]

  init(_ files: [String: String]) {
    self.files = files
  }

  func exists(_ path: String) -> Bool { files[path] != nil || isFolder(path) }

  func isFolder(_ path: String) -> Bool { files.keys.contains { $0.hasPrefix(path + "/") } }

  func names(in folder: String) -> [String] {
    files.keys.filter { $0.hasPrefix(folder + "/") }
      .map { String($0.dropFirst(folder.utf8.count + 1)) }.filter { !$0.contains("/") }
  }

  func read(_ path: String) throws(Diagnostics) -> SourceText {
    guard let text = files[path] else {
      throw Diagnostics([Diagnostic(code: "file.unreadable", "\(path) does not exist")])
    }
    return SourceText(text, name: path)
  }

  /// A contract with two warnings of one code and one of another, and some notes.
  static let odd = CheckFiles([
    "api.json": partsText(
      """
      "A": {"type": "string", "default": 1},
          "B": {"type": "string", "default": 2, "minimum": 1}
      """)
  ])

  /// A contract with many warnings of one code.
  static func repeating(_ count: Int) -> CheckFiles {
    let parts = (1...count).map { "\"P\($0)\": {\"type\": \"string\", \"default\": \($0)}" }
    return CheckFiles([
      "api.json": partsText(parts.joined(separator: ",\n    ") + ",\n    \"Q\": {\"enum\": []}")
    ])
  }

  static func partsText(_ schemas: String) -> String {
    """
    {
      "openapi": "3.1.0",
      "info": {"title": "Shop", "version": "2"},
      "paths": {"/things": {"get": {"responses": {"200": {"description": "fine"}}}}},
      "components": {"schemas": {
        \(schemas)
      }}
    }
    """
  }
}
