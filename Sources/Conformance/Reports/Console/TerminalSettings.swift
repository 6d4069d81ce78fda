/// How a stream is written to: decided once from the stream, the environment and the flags.
package struct TerminalSettings: Sendable, Hashable {
  /// What the user asked for on the command line.
  package enum ColorChoice: String, Sendable, Hashable, CaseIterable {
    /// Colour where it is seen.
    case auto
    /// Colour even into a file.
    case always
    /// No colour.
    case never
  }

  /// Whether ANSI colours are written.
  package let usesColor: Bool
  /// Whether one line may be redrawn in place.
  package let isLive: Bool
  /// How many columns a line has; nil where lines are not to be broken.
  package let width: Int?

  /// Decides for one stream.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether the stream itself is a terminal.
  ///   - columns: The terminal's width, where the system knows it.
  ///   - environment: The variables of the process.
  ///   - color: The flag.
  package init(
    isTerminal: Bool, columns: Int?, environment: [String: String], color: ColorChoice = .auto
  ) {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").utf8.isEmpty }
    let isDumb = environment["TERM"] == "dumb"
    let forced = environment["FORCE_COLOR"] ?? ""
    switch color {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      usesColor  // Who says no is heard before who says yes (https://no-color.org).
      =
        if isSet("NO_COLOR") {
          false
        } else if !forced.utf8.isEmpty {
          forced != "0" && forced != "false"
        } else {
          isTerminal && !isDumb
        }
    }
    // CI systems may offer a terminal, but keep every redrawn line in their logs.
    let isCI = isSet("CI") && environment["CI"] != "false" && environment["CI"] != "0"
    isLive = isTerminal && !isDumb && !isCI
    let known = columns ?? environment["COLUMNS"].flatMap { Int($0) }
    width = isTerminal ? max(40, known.flatMap { $0 > 0 ? $0 : nil } ?? 80) : nil
  }

  /// Settings given directly, for a stream that is not asked.
  package init(usesColor: Bool, isLive: Bool, width: Int?) {
    self.usesColor = usesColor
    self.isLive = isLive
    self.width = width
  }
}
