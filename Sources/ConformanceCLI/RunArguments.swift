import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// The flags that `run` and `demo` share.
struct RunArguments: ParsableArguments {
  @OptionGroup var output: ReportArguments

  @Option(
    help: ArgumentHelp(
      "Write every exchange to FILE as the run goes: HAR where it ends in .har, else JSON lines.",
      valueName: "file"))
  var record: String?

  @OptionGroup var selection: SelectionArguments

  @Flag(
    help:
      "Run only what did not pass when it last ran, by the results in the folder of the reports."
  )
  var rerunFailed = false

  @Option(help: "Run every case so often, and tell which requirements are not stable.")
  var `repeat` = 1

  @Flag(help: "Propose a deviations.proposed.yaml in the reports' folder for what departs.")
  var updateDeviations = false

  @Flag(help: "Start cases in an order of the seed's.")
  var shuffle = false

  @Flag(help: "Stop starting cases after the first that failed.")
  var failFast = false

  @Option(help: "How many cases may run at once.")
  var concurrency = 8

  @Option(
    help: ArgumentHelp(
      """
      How fast to send: 10/s, 600/m, for one class read=600/m or write=60/m, or unlimited; the \
      profile's pace unless given. May be repeated.
      """, valueName: "rate"))
  var rate: [RateArgument] = []

  @Option(help: "How long an exchange may take, such as 500ms, 10s or 1m.")
  var timeout = TimeLimit(.seconds(30))

  @Option(help: "The number that all invented data derives from; random unless given.")
  var seed: UInt64?

  @Flag(help: "Warnings and open questions make the run red as well.")
  var strict = false

  @OptionGroup var coverage: CoverageArguments

  @Flag(name: .shortAndLong, help: "Only failures and the last lines.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also passing cases; twice: also requests.")
  var verbose: Int

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  @OptionGroup var references: ReferenceArguments

  func validate() throws {
    guard 1...10_000 ~= `repeat` else {
      throw ValidationError("--repeat is \(`repeat`); expected a number from 1 to 10000")
    }
    guard 1...256 ~= concurrency else {
      throw ValidationError("--concurrency is \(concurrency); expected a number from 1 to 256")
    }
  }
}

extension RunArguments {
  /// How much the summary tells.
  var verbosity: ConsoleReport.Verbosity {
    if quiet { return .quiet }
    let most = ConsoleReport.Verbosity.bodies.rawValue
    let level = ConsoleReport.Verbosity.normal.rawValue + verbose
    return ConsoleReport.Verbosity(rawValue: min(level, most)) ?? .normal
  }

  /// The pace asked for in place of another one.
  func pace(insteadOf pace: PaceOverride) -> PaceOverride {
    rate.reduce(into: pace) { pace, argument in
      let limit = argument.rate.map(PaceOverride.Limit.rate) ?? .unlimited
      if argument.appliesToReads { pace.read = limit }
      if argument.appliesToWrites { pace.write = limit }
    }
  }
}

/// `600/m`, `read=600/m`, `write=60/m` or `unlimited`.
struct RateArgument: ExpressibleByArgument {
  /// The rate; nil for any.
  let rate: Rate?
  let appliesToReads: Bool
  let appliesToWrites: Bool

  init?(argument: String) {
    let text = argument.drop { $0 != "=" }
    let name = text.isEmpty ? nil : argument.prefix { $0 != "=" }
    guard name == nil || name == "read" || name == "write" else { return nil }
    appliesToReads = name != "write"
    appliesToWrites = name != "read"
    let figure = name == nil ? argument : String(text.dropFirst())
    rate = figure == "unlimited" ? nil : Rate(figure)
    if rate == nil && figure != "unlimited" { return nil }
  }
}

/// When colour is used.
typealias ColorChoice = TerminalSettings.ColorChoice

extension TerminalSettings.ColorChoice: ExpressibleByArgument {}

extension JUnitReport.Dialect: ExpressibleByArgument {}

/// A duration on the command line: a number with its unit.
struct TimeLimit: ExpressibleByArgument {
  let duration: Duration

  init(_ duration: Duration) {
    self.duration = duration
  }

  init?(argument: String) {
    let units: [(ending: String, unit: Duration)] = [
      ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)),
    ]
    for (ending, unit) in units where argument.hasSuffix(ending) {
      guard let number = Double(argument.dropLast(ending.count)), number > 0, number < 1e6 else {
        return nil
      }
      duration = unit * number
      return
    }
    guard let seconds = Double(argument), seconds > 0, seconds < 1e6 else { return nil }
    duration = .seconds(seconds)
  }

  var defaultValueDescription: String { "30s" }
}
