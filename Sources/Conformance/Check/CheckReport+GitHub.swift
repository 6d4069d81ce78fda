internal import Diagnostics

/// Writes the result of a check as workflow commands of GitHub Actions, and as text below them.
///
/// Source: [Workflow commands](
/// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions)
package struct CheckGitHubReport {
  /// How many annotations of one kind a step shows; the last of them counts the others.
  private static let limit = 10

  private let context: CheckReportContext
  private let text: CheckTextReport

  /// Creates a report.
  ///
  /// Notes become annotations only where the text lists them, too.
  package init(_ context: CheckReportContext, text: CheckTextReport) {
    self.context = context
    self.text = text
  }

  /// The report, ending with a line end.
  package func render(_ result: CheckResult) -> String {
    CheckGitHubReport(context.reporting(result), text: text).lines(of: result)
  }

  private func lines(of result: CheckResult) -> String {
    var lines = ""
    let diagnostics = result.diagnostics
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      if severity == .note, !text.listsNotes { continue }
      lines += commands(diagnostics.filter { $0.severity == severity }, severity)
    }
    return lines + Self.harmless(text.render(result))
  }

  private func commands(_ all: [Diagnostic], _ severity: Diagnostic.Severity) -> String {
    guard all.count > Self.limit else { return all.map(command).joined() }
    // One of each code first: ten times the same would hide the others.
    var chosen: Set<Int> = []
    var codes: Set<String> = []
    for (index, diagnostic) in all.enumerated() where chosen.count < Self.limit - 1 {
      if codes.insert(diagnostic.code).inserted { chosen.insert(index) }
    }
    for index in all.indices where chosen.count < Self.limit - 1 { chosen.insert(index) }
    let more = all.count - chosen.count
    return chosen.sorted().map { command(all[$0]) }.joined()
      + "::\(Self.word(severity))::and \(more) more; the log of this step has them\n"
  }

  /// One workflow command.
  private func command(_ diagnostic: Diagnostic) -> String {
    var properties: [(name: String, value: String)] = []
    var message = diagnostic.message
    if let location = diagnostic.location {
      if let file = context.file(of: location) {
        properties.append(("file", file))
        properties.append(("line", String(location.line)))
        properties.append(("col", String(location.column)))
      } else {
        message = "\(location): \(message)"
      }
    }
    let title = DiagnosticRules.rule(diagnostic.code)?.title
    properties.append(("title", title.map { "\($0) [\(diagnostic.code)]" } ?? diagnostic.code))
    let fix = diagnostic.fix.map { "\nfix: \($0)" } ?? ""
    let list = properties.map { "\($0.name)=\(Self.escapedProperty($0.value))" }
    return "::\(Self.word(diagnostic.severity)) \(list.joined(separator: ","))::"
      + Self.escaped(message + fix) + "\n"
  }

  private static func word(_ severity: Diagnostic.Severity) -> String {
    severity == .note ? "notice" : severity.rawValue
  }

  /// The text of a command: what would end it, or begin an escape, is escaped.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The value of a property, in which commas and colons mean something as well.
  private static func escapedProperty(_ text: String) -> String {
    var escaped = ""
    for scalar in Self.escaped(text).unicodeScalars {
      switch scalar {
      case ":": escaped += "%3A"
      case ",": escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A text in which no line is a command, whatever names of files and values it begins with.
  private static func harmless(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let start = line.drop { $0 == " " || $0 == "\t" }
      return start.hasPrefix("::") || start.hasPrefix("##[") ? "| " + line : String(line)
    }.joined(separator: "\n")
  }
}
