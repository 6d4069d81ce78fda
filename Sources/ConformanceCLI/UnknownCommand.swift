import ArgumentParser
import Diagnostics

/// A word that stands where a command has to, and names none.
///
/// The parser alone calls it an unexpected argument, and knows no nearest spelling.
struct UnknownCommand {
  /// What it was given to, as a user writes it: `conformance` or `conformance report`.
  let parent: String
  let word: String
  /// The command that was most likely meant; nil when none is near.
  let nearest: String?

  /// Nil when the arguments name a command, or give an option before they do.
  init?(in arguments: some Sequence<String>, of root: any ParsableCommand.Type) {
    var command = root
    var path = [Self.name(of: root)]
    for word in arguments {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      guard let next = subcommands.first(where: { Self.name(of: $0) == word }) else {
        parent = path.joined(separator: " ")
        self.word = word
        nearest = EditDistance.nearest(to: word, in: subcommands.map(Self.name))
        return
      }
      command = next
      path.append(word)
    }
    return nil
  }

  /// What is wrong and what to do, in lines.
  var message: String {
    let fix =
      nearest.map { "say `\(parent) \($0)`" } ?? "`\(parent) --help` names the commands there are"
    return "error: `\(parent)` has no command \(word.debugDescription)\n  fix: \(fix)\n"
  }

  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? ""
  }
}
