import Foundation
import Testing

/// The page on the suite language, taken apart.
struct LanguagePage {
  /// What an example is, by the words after its fence.
  enum Kind: String {
    case profile = "yaml profile"
    case conventions = "yaml conventions"
    case suite = "yaml suite"
    case cases = "yaml case"
    case deviatingCases = "yaml case deviating"
    case steps = "yaml steps"
    case library = "yaml library"
    case deviations = "yaml deviations"
    case requirements = "json requirements"
  }

  /// An example.
  struct Example: CustomTestStringConvertible {
    /// What it is; nil where the page does not say so in words that are known.
    let kind: Kind?
    let text: String
    /// The line of its fence, from 1.
    let line: Int
    /// The profile before it on the page.
    let profile: String

    var testDescription: String { "suites/README.md:\(line)" }

    /// The suite file that it is or that it is a part of; nil for other files.
    var suite: String? {
      switch kind {
      case .suite: text
      case .cases, .deviatingCases: "suite: Books\ncases:\n\(text)"
      case .steps:
        "suite: Books\ncases:\n- case: Steps\n  effect: external\n  steps:\n"
          + text.split(separator: "\n", omittingEmptySubsequences: false)
          .map { "  \($0)" }.joined(separator: "\n")
      case .profile, .conventions, .library, .deviations, .requirements, nil: nil
      }
    }
  }

  /// All examples in YAML, and those in JSON.
  let examples: [Example]
  /// The texts that stand between backticks, outside of examples, with the headings above them.
  let codeSpans: [(headings: [String], text: String)]

  /// Reads the page beside the suites.
  static let read = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../suites/README.md").standardizedFileURL
    return LanguagePage(try String(contentsOf: file, encoding: .utf8))
  }

  /// Takes a page apart.
  init(_ text: String) {
    var examples: [Example] = []
    var codeSpans: [(headings: [String], text: String)] = []
    var headings: [String] = []
    var fence: (info: String, line: Int, lines: [Substring])?
    var profile = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard line.hasPrefix("```") else {
        if fence != nil {
          fence?.lines.append(line)
        } else {
          let depth = line.prefix { $0 == "#" }.count
          if depth > 0 {
            headings = headings.prefix(depth - 1) + [String(line.dropFirst(depth + 1))]
          }
          codeSpans += line.split(separator: "`", omittingEmptySubsequences: false)
            .enumerated().filter { !$0.offset.isMultiple(of: 2) }
            .map { (headings, String($0.element)) }
        }
        continue
      }
      guard let example = fence else {
        fence = (String(line.dropFirst(3)), index + 1, [])
        continue
      }
      fence = nil
      guard example.info.hasPrefix("yaml") || example.info.hasPrefix("json") else { continue }
      let text = example.lines.joined(separator: "\n") + "\n"
      let kind = Kind(rawValue: example.info)
      if kind == .profile { profile = text }
      examples.append(Example(kind: kind, text: text, line: example.line, profile: profile))
    }
    self.examples = examples
    self.codeSpans = codeSpans
  }

  /// The text of the one example of a kind.
  func text(of kind: Kind) -> String? { examples.first { $0.kind == kind }?.text }

  /// Whether a name is explained under a heading: it stands between backticks, alone or before what
  /// it takes.
  func explains(_ name: String, under heading: String) -> Bool {
    codeSpans.contains { span in
      span.headings.contains(heading)
        && (span.text == name || span.text.hasPrefix("\(name):")
          || span.text.hasPrefix("\(name)("))
    }
  }

  /// Whether an example has a mapping with a key.
  func shows(key: String) -> Bool {
    examples.contains { example in
      example.text.split(separator: "\n").contains { line in
        let key = example.kind == .requirements ? "\"\(key)\":" : "\(key):"
        return line.ranges(of: key).contains { range in
          let before = line[..<range.lowerBound].last
          return before == nil || before == " " || before == "{"
        }
      }
    }
  }
}
