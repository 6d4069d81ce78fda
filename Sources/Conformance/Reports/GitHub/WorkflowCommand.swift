/// A line on standard output or standard error that GitHub Actions makes an annotation of.
///
/// Source: [Workflow commands](
/// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions)
package struct WorkflowCommand {
  /// What the annotation is.
  enum Kind: String {
    case notice
    case warning
    case error
  }

  /// How many annotations of one kind a step shows; the last of them counts the others.
  static let limit = 10

  let kind: Kind
  /// What commands of one cause have in common.
  var code = ""
  /// The file, as the repository has it.
  var file: String?
  var line: Int?
  var column: Int?
  var title: String?
  let message: String

  /// The line, with its end.
  var text: String {
    let properties: [(name: String, value: String?)] = [
      ("file", file), ("line", line.map(String.init)), ("col", column.map(String.init)),
      ("title", title),
    ]
    let list = properties.compactMap { property in
      property.value.map { "\(property.name)=\(Self.escapedProperty($0))" }
    }
    let head = list.isEmpty ? "" : " " + list.joined(separator: ",")
    return "::\(kind.rawValue)\(head)::\(Self.escaped(message))\n"
  }

  /// Commands of one kind as lines: as many as a step shows, one of each cause first, and in place
  /// of all others a last one that says how many there are and where.
  static func lines(_ all: [WorkflowCommand], elsewhere: String) -> String {
    guard all.count > limit, let kind = all.first?.kind else { return all.map(\.text).joined() }
    // Ten times the same would hide the others.
    var chosen: Set<Int> = []
    var codes: Set<String> = []
    for (index, command) in all.enumerated() where chosen.count < limit - 1 {
      if codes.insert(command.code).inserted { chosen.insert(index) }
    }
    for index in all.indices where chosen.count < limit - 1 { chosen.insert(index) }
    let rest = WorkflowCommand(
      kind: kind, message: "and \(all.count - chosen.count) more; \(elsewhere)")
    return chosen.sorted().map { all[$0].text }.joined() + rest.text
  }

  /// A text in which no line is a command, whatever names of files and values it begins with.
  package static func harmless(_ text: String) -> String {
    // By scalars: a carriage return and a line feed are one character, and two line ends.
    text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }.map {
      let line = Substring($0)
      // Every kind of white space is passed over there.
      let start = line.drop(while: \.isWhitespace)
      // The older form of a command may stand anywhere in a line.
      let isCommand = start.hasPrefix("::") || line.contains("##[")
      return isCommand ? "| " + line.replacing("##[", with: "# #[") : String(line)
    }.joined(separator: "\n")
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
}
