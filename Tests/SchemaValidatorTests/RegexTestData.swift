import Foundation

@testable import SchemaValidator

/// Data that lies beside the project and is never copied into it.
///
/// It is looked for in the directory `CONFORMANCE_TEST_DATA` names, else in `../shared` beside the
/// package. A test without its data prints that it was skipped.
enum RegexTestData {
  static let directory: URL = {
    if let named = ProcessInfo.processInfo.environment["CONFORMANCE_TEST_DATA"] {
      return URL(fileURLWithPath: named)
    }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// A JSON file of the data directory, or nil, with a line printed, where it is absent.
  static func json(_ path: String) throws -> Any? {
    let file = directory.appendingPathComponent(path)
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: \(path) is not in CONFORMANCE_TEST_DATA nor in ../shared")
      return nil
    }
    // JSONSerialization drops a byte order mark at the start of a string, but not its escape.
    let text = String(decoding: data, as: UTF8.self)
    let escaped = text.unicodeScalars.map { $0 == "\u{FEFF}" ? "\\uFEFF" : String($0) }.joined()
    return try JSONSerialization.jsonObject(with: Data(escaped.utf8))
  }
}

extension ECMAPattern {
  /// Searches a Swift string.
  func match(_ text: String) -> PatternMatch {
    let bytes = Array(text.utf8)
    return match(bytes.span)
  }

  /// The same pattern on another form, to compare forms with.
  func forced(_ form: Form) -> ECMAPattern {
    ECMAPattern(source: source, root: root, isLegacy: isLegacy, form: form)
  }

  /// Every form that can run this pattern: the one chosen first.
  var allForms: [ECMAPattern] {
    var forms = [self, forced(.backtracking(BacktrackingProgram(root)))]
    if let text = EnginePattern.text(for: root), let engine = RegexMatch(text) {
      forms.append(forced(.engine(engine)))
    }
    return forms
  }
}
