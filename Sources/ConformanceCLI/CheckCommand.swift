import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// `conformance check`: contracts and suites, without any request.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks contracts and suites without sending anything.",
    discussion: """
      Examples:
        conformance check suites/shop
        conformance check openapi.yaml --strict --severity 'contract.default-mismatch=off'
        conformance check openapi.yaml --format sarif > check.sarif

      Errors keep a contract or suite from being used. Warnings say what is wrong but does not. \
      Notes say what is odd but harmless, and what a run cannot test because the contract does \
      not say it: they are counted, by code with -v, and listed with --testability. Text shows five of each code \
      (--all shows all); json and sarif hold everything.

      Nothing is fetched: --ref-map names the copy of what a reference finds on a network.

      Exit codes: 0 usable, warnings included; 2 usage, or a file cannot be read; 3 not usable, \
      or a warning under --strict.
      """)

  @Argument(help: "OpenAPI documents (\"-\": standard input), suite files, or folders of suites.")
  var paths: [String] = []

  @Flag(help: "A warning makes it unusable.")
  var strict = false

  @Flag(help: "List the notes: what a run cannot test, and why.")
  var testability = false

  @Flag(name: .shortAndLong, help: "Count the notes code by code.")
  var verbose = false

  @Flag(help: "Show every remark, however often its code occurs.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "What a code weighs: off, note, warning or error; a code may end in *. Errors stay errors.",
      valueName: "code=level"))
  var severity: [String] = []

  @Option(help: "How the result is written: text, json, github or sarif.")
  var format = CheckFormat.text

  @OptionGroup var references: ReferenceArguments

  @Flag(help: "List the cases with their ids and effects.")
  var list = false

  @Flag(help: "Name all codes, what they weigh and what they stand for.")
  var listCodes = false

  @Flag(name: .shortAndLong, help: "A line for each error and warning, and the last line.")
  var quiet = false

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func validate() throws {
    if paths.isEmpty && !listCodes {
      throw ValidationError("give an OpenAPI document, a suite, or a folder of suites")
    }
    guard paths.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input can be given once")
    }
    _ = try overrides()
  }

  func run() throws {
    if listCodes {
      print(Self.codes(), terminator: "")
      return
    }
    let checker = Checker(
      references: references.map,
      standardInput: {
        Result { () throws(Diagnostics) in
          try ByteStream(ByteStream.standardInput).readAll()
        }
      })
    let result = checker.check(paths).weighed(by: try overrides())
    let context = CheckReportContext(
      toolVersion: ConformanceCommand.version,
      workingFolder: FileManager.default.currentDirectoryPath, repository: repository,
      isStrict: strict)
    StandardOutput.write(report(result, context))
    let errors = result.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw RunJob.outcome(of: Diagnostics(errors)).exitCode }
    if !context.isUsable(result) { throw Outcome.invalid.exitCode }
  }

  private func overrides() throws -> SeverityOverrides {
    var overrides = SeverityOverrides()
    for text in severity {
      do throws(SeverityOverrides.Mistake) {
        try overrides.add(text)
      } catch {
        throw ValidationError("--severity: \(error)")
      }
    }
    return overrides
  }

  private func report(_ result: CheckResult, _ context: CheckReportContext) -> String {
    // Only a text for people is coloured: commands and logs of a workflow have colours of their
    // own.
    var text = CheckTextReport(
      settings: format == .text
        ? .standardOutput(color) : TerminalSettings(usesColor: false, isLive: false, width: nil))
    text.listsNotes = testability
    text.countsCodes = verbose
    text.showsAll = all
    text.isQuiet = quiet
    text.listsCases = list
    switch format {
    case .text: return text.render(result)
    case .github: return CheckGitHubReport(context, text: text).render(result)
    case .json: return String(decoding: CheckJSONReport(context).render(result), as: UTF8.self)
    case .sarif: return String(decoding: CheckSARIFReport(context).render(result), as: UTF8.self)
    }
  }

  /// The repository of the workflow this runs in, from which its services count paths.
  private var repository: String? {
    guard format == .github || format == .sarif else { return nil }
    return ProcessInfo.processInfo.environment["GITHUB_WORKSPACE"]
  }

  private static func codes() -> String {
    let longest = DiagnosticRules.all.map(\.code.utf8.count).max() ?? 0
    return DiagnosticRules.all.map { rule in
      let padding = String(repeating: " ", count: longest - rule.code.utf8.count)
      let severity = rule.severity.rawValue
      let blanks = String(repeating: " ", count: 7 - severity.utf8.count)
      return "\(rule.code)\(padding)  \(severity)\(blanks)  \(rule.title)\n"
    }.joined()
  }
}

extension CheckFormat: ExpressibleByArgument {}
