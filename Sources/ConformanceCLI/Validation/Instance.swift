import Conformance
import Diagnostics
import SchemaValidator

/// One text to judge, and where it was found.
struct Instance {
  /// The name of the file, or of standard input.
  let file: String
  /// The line that it is, where every line is an instance.
  let line: Int?
  /// The text.
  let text: ArraySlice<UInt8>

  /// What it is called in front of its verdict.
  var name: String { line.map { "\(file):\($0)" } ?? file }

  /// Whether it is to be read as YAML.
  var isYAML: Bool {
    line == nil && [".yaml", ".yml"].contains { file.lowercased().hasSuffix($0) }
  }

  /// Reads a YAML instance.
  func yaml() throws(Diagnostics) -> SourceDocument {
    try SourceDocument(reading: SourceText(Array(text), name: file))
  }

  /// A mistake in the text, with its place in the file.
  func diagnostic(of error: JSONSyntaxError) -> Diagnostic {
    var diagnostic = error.diagnostic(in: SourceText(Array(text), name: file))
    switch error.kind {
    case .tooDeep, .tooLarge, .tooManyValues: diagnostic.fix = nil  // the limits are fixed here
    default: break
    }
    if [[0xFF, 0xFE], [0xFE, 0xFF]].contains(where: text.starts(with:)) {
      diagnostic.fix = "save the text as UTF-8; it begins like UTF-16"
    }
    if let line, let location = diagnostic.location {
      diagnostic.location = SourceLocation(file: file, line: line, column: location.column)
    }
    return diagnostic
  }
}

extension JSONLimits {
  /// As much as can be read: what is judged here was given by the one who asks.
  static let widest = JSONLimits(maximumDepth: deepest, maximumBytes: .max, maximumValues: .max)
}

/// An instance that was read, and where its values stand.
struct InstanceDocument {
  /// The value to judge.
  let root: JSONValue
  private let places: Places

  private enum Places {
    case bytes(LineTable, firstLine: Int)
    case yaml(SourceDocument)
  }

  /// Reads an instance.
  ///
  /// - Throws: ``Diagnostics`` where it stops being JSON, or YAML.
  init(_ instance: Instance) throws(Diagnostics) {
    if instance.isYAML {
      let document = try instance.yaml()
      root = document.root
      places = .yaml(document)
      return
    }
    do {
      let document = try JSONDocument(parsing: Array(instance.text), limits: .widest)
      root = document.root
      places = .bytes(LineTable(document.bytes), firstLine: instance.line ?? 1)
    } catch {
      throw Diagnostics([instance.diagnostic(of: error)])
    }
  }

  /// The line and column of the value that a violation is about.
  func place(of violation: SchemaViolation) -> (line: Int, column: Int) {
    switch places {
    case .bytes(let table, let firstLine):
      let (line, column) = table.place(of: violation.instanceRange.lowerBound)
      return (firstLine + line, column)
    case .yaml(let document):
      let location = document.location(
        of: root.value(at: violation.instanceLocation) ?? root)
      return (location.line, location.column)
    }
  }
}

/// Where the lines of a text begin, so that many places in a long text are found quickly.
private struct LineTable {
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The line from 0 and the column from 1, in Unicode scalars.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = bytes[starts[low]..<offset].reduce(1) {
      $1 & 0b1100_0000 == 0b1000_0000 ? $0 : $0 + 1
    }
    return (low, column)
  }
}

/// The files that the arguments of a command line mean.
enum InstanceFiles {
  /// The endings of JSON and YAML files.
  static let documents = [".json", ".yaml", ".yml"]
  /// The endings of files in which every line is an instance.
  static let lines = [".ndjson", ".jsonl"]

  /// A path, or every file below a folder that has one of the endings, in the order of their paths.
  static func expand(_ path: String, endings: [String]) throws(Diagnostics) -> [String] {
    guard path != ByteStream.standardInput, DiskFiles().isFolder(path) else { return [path] }
    var files: [String] = []
    var pending = [path]
    while let folder = pending.popLast() {
      for name in DiskFiles().names(in: folder) where !name.hasPrefix(".") {
        let below = FilePath.join(folder, name)
        if FilePath.isFolderItself(below) {
          pending.append(below)
        } else if endings.contains(where: name.lowercased().hasSuffix) {
          files.append(below)
        }
      }
    }
    if files.isEmpty {
      let list = endings.map { "*\($0)" }.joined(separator: ", ")
      throw Diagnostics([
        Diagnostic(
          code: "validate.no-files", "the folder \(path) holds no file \(list)",
          fix: "give files, or another folder")
      ])
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
