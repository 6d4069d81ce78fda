import ArgumentParser
import Diagnostics

/// A word that stands where a command has to, and names none.
///
/// The parser alone calls it an unexpected argument, and knows no nearest spelling.
struct UnknownCommand {
  /// What it was given to, as a user writes it: `conformance` or `conformance report`.
  let parent: String
  let word: String
  /// The command that was most likely meant, as a user writes it; nil when none is near.
  let nearest: String?

  /// Nil when the arguments name a command, or give an option before they do.
  init?(in arguments: some Sequence<String>, of root: any ParsableCommand.Type) {
    var command = root
    var path = [Self.name(of: root)]
    for word in arguments {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
      // The parser's own command, which only the root has.
      if path.count == 1, word == "help" { return nil }
      guard let next = subcommands.first(where: { Self.name(of: $0) == word }) else {
        parent = path.joined(separator: " ")
        self.word = word
        // A command of another level is more than a slip.
        nearest =
          Self.path(to: word, below: root)
          ?? EditDistance.nearest(to: word, in: subcommands.map(Self.name))
          .map { (path + [$0]).joined(separator: " ") }
        return
      }
      command = next
      path.append(word)
    }
    return nil
  }

  /// What is wrong and what to do, in lines.
  var message: String {
    let fix = nearest.map { "say `\($0)`" } ?? "`\(parent) --help` names the commands there are"
    return "error: `\(parent)` has no command \(word.debugDescription)\n  fix: \(fix)\n"
  }

  /// How a user writes the first command of a name below another one; nil when there is none.
  private static func path(to word: String, below command: any ParsableCommand.Type) -> String? {
    for subcommand in command.configuration.subcommands {
      let found = name(of: subcommand) == word ? word : path(to: word, below: subcommand)
      if let found { return "\(name(of: command)) \(found)" }
    }
    return nil
  }

  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? ""
  }
}
