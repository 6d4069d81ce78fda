import SchemaValidator

/// A manual page in the macros of man(7), from the description that the parser of arguments gives
/// of itself: a command or an option can be missing in neither or in both.
struct ManualPage {
  /// The page.
  let text: String

  /// Lays a page out.
  /// - Parameters:
  ///   - help: The description, as JSON.
  ///   - version: The version of the program.
  /// - Throws: A mistake in the description.
  init(help: String, version: String) throws {
    let root = try JSONDocument(parsing: Array(help.utf8)).root
    var page = Roff()
    if let command = root["command"].map(CommandHelp.init) {
      page.macro("TH", command.name.uppercased(), "1", "", "\(command.name) \(version)", "")
      page.macro("SH", "NAME")
      page.line("\(command.name) \\- ", command.abstract)
      Self.write(command, path: command.name, to: &page)
    }
    text = page.text
  }

  /// A command with its options, then the commands below it.
  private static func write(_ command: CommandHelp, path: String, to page: inout Roff) {
    let isWhole = path == command.name
    page.macro("SH", isWhole ? "SYNOPSIS" : path)
    if !isWhole { page.line("", command.abstract) }
    page.macro("PP")
    page.bold(([path] + command.synopsis).joined(separator: " "))
    if let discussion = command.discussion {
      if isWhole { page.macro("SH", "DESCRIPTION") } else { page.macro("PP") }
      page.paragraphs(discussion)
    }
    if !command.arguments.isEmpty, isWhole { page.macro("SH", "OPTIONS") }
    for argument in command.arguments {
      page.macro("TP")
      page.bold(argument.spelling)
      page.line("", argument.explanation)
    }
    for subcommand in command.subcommands {
      write(subcommand, path: "\(path) \(subcommand.name)", to: &page)
    }
  }
}

/// What the parser of arguments says of one command.
private struct CommandHelp {
  let name: String
  let abstract: String
  let discussion: String?
  let arguments: [ArgumentHelp]
  let subcommands: [CommandHelp]

  init(_ value: JSONValue) {
    name = value["commandName"]?.stringValue ?? ""
    abstract = value["abstract"]?.stringValue ?? ""
    discussion = value["discussion"]?.stringValue
    arguments = Self.shown(value["arguments"]).map(ArgumentHelp.init)
    // "help" tells nothing that is not on this page.
    subcommands = Self.shown(value["subcommands"]).map(CommandHelp.init)
      .filter { $0.name != "help" }
  }

  /// The arguments as a line shows how they are put together.
  var synopsis: [String] {
    arguments.map { argument in
      let repeated = argument.isRepeating ? " ..." : ""
      return argument.isOptional
        ? "[\(argument.shortest)]\(repeated)" : "\(argument.shortest)\(repeated)"
    } + (subcommands.isEmpty ? [] : ["<command>"])
  }

  private static func shown(_ list: JSONValue?) -> [JSONValue] {
    list?.elements.filter { $0["shouldDisplay"]?.boolValue != false } ?? []
  }
}

/// What the parser of arguments says of one argument, option or flag.
private struct ArgumentHelp {
  let names: [String]
  let valueName: String?
  let abstract: String
  let discussion: String?
  let defaultValue: String?
  let values: [String]
  let isOptional: Bool
  let isRepeating: Bool

  init(_ value: JSONValue) {
    let isFlag = value["kind"]?.stringValue == "flag"
    names = (value["names"]?.elements.map { $0 } ?? []).map { name in
      let text = name["name"]?.stringValue ?? ""
      return name["kind"]?.stringValue == "long" ? "--\(text)" : "-\(text)"
    }
    valueName = isFlag ? nil : value["valueName"]?.stringValue ?? "value"
    abstract = value["abstract"]?.stringValue ?? ""
    discussion = value["discussion"]?.stringValue
    defaultValue = value["defaultValue"]?.stringValue
    values =
      (value["allValueStrings"] ?? value["allValues"])?.elements.compactMap(\.stringValue) ?? []
    isOptional = value["isOptional"]?.boolValue ?? false
    isRepeating = value["isRepeating"]?.boolValue ?? false
  }

  /// All its names and its value.
  var spelling: String {
    let value = valueName.map { "<\($0)>" }
    return ([names.joined(separator: ", ")] + [value].compactMap(\.self))
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Its longest name and its value.
  var shortest: String {
    let name = names.first { $0.hasPrefix("--") } ?? names.first
    return [name, valueName.map { "<\($0)>" }].compactMap(\.self).joined(separator: " ")
  }

  /// What it is for, what it takes, and what holds without it.
  var explanation: String {
    var parts = [abstract, discussion].compactMap(\.self).filter { !$0.isEmpty }
    if !values.isEmpty { parts.append("One of: \(values.joined(separator: ", ")).") }
    if let defaultValue { parts.append("Default: \(defaultValue).") }
    return parts.joined(separator: " ")
  }
}

/// Text with the macros of man(7), in which no text of ours is taken for a request.
private struct Roff {
  private(set) var text = ""

  /// A macro with its arguments.
  mutating func macro(_ name: String, _ arguments: String...) {
    let quoted = arguments.map { " \"\(Self.escaped($0).replacing("\"", with: "\\(dq"))\"" }
    text += ".\(name)\(quoted.joined())\n"
  }

  /// A line of text after markup of ours.
  mutating func line(_ markup: String, _ content: String) {
    text += markup + Self.escaped(content, isBeginning: markup.isEmpty) + "\n"
  }

  /// A line in bold.
  mutating func bold(_ content: String) {
    text += "\\fB\(Self.escaped(content))\\fR\n"
  }

  /// Several paragraphs; lines that are set off by blanks are kept as they are.
  mutating func paragraphs(_ content: String) {
    for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        macro("PP")
      } else if line.hasPrefix(" ") {
        macro("br")
        text += "\\ \\ " + Self.escaped(String(line.drop { $0 == " " })) + "\n"
      } else {
        self.line("", String(line))
      }
    }
  }

  private static func escaped(_ content: String, isBeginning: Bool = true) -> String {
    let escaped = content.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("\n", with: " ")
    // A line that begins so would be a request.
    return isBeginning && (escaped.hasPrefix(".") || escaped.hasPrefix("'"))
      ? "\\&" + escaped : escaped
  }
}
