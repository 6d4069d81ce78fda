import ArgumentParser

/// `conformance completions`: what a shell needs to complete commands and options.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Prints the completions for a shell: bash, zsh or fish.",
    discussion: """
      Examples:
        conformance completions bash > ~/.local/share/bash-completion/completions/conformance
        conformance completions zsh > "${fpath[1]}/_conformance"
        conformance completions fish > ~/.config/fish/completions/conformance.fish
      """)

  @Argument(help: "The shell.")
  var shell: Shell

  /// A shell with completions.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash
    case zsh
    case fish

    /// The shell as the generator calls it.
    fileprivate var generator: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  func run() throws {
    StandardOutput.write(ConformanceCommand.completionScript(for: shell.generator) + "\n")
  }
}

/// `conformance manual`: the manual page, made from the commands themselves.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Prints the manual page of all commands.",
    discussion: """
      Examples:
        conformance manual | man -l -
        conformance manual > /usr/local/share/man/man1/conformance.1
      """)

  func run() throws {
    StandardOutput.write(
      try ManualPage(help: ConformanceCommand._dumpHelp(), version: ConformanceCommand.version)
        .text)
  }
}
