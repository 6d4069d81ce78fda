import ArgumentParser
import Conformance
import Diagnostics

/// `conformance check`: contract and suites, without any request.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks contracts and suites without sending anything.",
    discussion: """
      Example: conformance check suites/kirim

      Exit codes: 0 usable, warnings included; 2 usage; 3 not usable, or a warning under --strict.
      """)

  @Argument(help: "Folders with suites, suite files, or OpenAPI documents.")
  var paths: [String]

  @Flag(help: "A warning makes it unusable.")
  var strict = false

  @Flag(help: "List the cases with their ids and effects.")
  var list = false

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func run() throws {
    let isContract: (String) -> Bool = { path in
      [".json", ".yaml", ".yml"].contains { path.hasSuffix($0) }
        && !path.hasSuffix(WorkspaceLoader.suiteEnding)
        && !path.hasSuffix(WorkspaceLoader.profileName)
    }
    var found: [Diagnostic] = []
    var lines: [String] = []
    for path in paths.filter(isContract) {
      do throws(Diagnostics) {
        let contract = try DiskFiles().contract(at: path)
        found += contract.warnings
        lines.append(
          "\(path): \(contract.title) \(contract.version), \(contract.operations.count) operations")
      } catch {
        found += error.all
      }
    }
    let suitePaths = paths.filter { !isContract($0) }
    if !suitePaths.isEmpty {
      do throws(Diagnostics) {
        let workspace = try WorkspaceLoader().load(suitePaths)
        found += workspace.warnings
        let cases = workspace.suites.reduce(0) { $0 + $1.cases.count }
        lines.append(
          "\(workspace.contractFile): \(workspace.contract.title) \(workspace.contract.version), "
            + "\(workspace.contract.operations.count) operations")
        lines.append("\(workspace.suites.count) suites, \(cases) cases")
        if list {
          lines += workspace.suites.flatMap(\.cases).map { "\($0.id)  (\($0.effect.rawValue))" }
        }
      } catch {
        found += error.all
      }
    }
    StandardError.write(DiagnosticPrinter(color).text(of: found))
    let errors = found.count { $0.severity == .error }
    let warnings = found.count { $0.severity == .warning }
    for line in lines { print(line) }
    print("\(errors) errors, \(warnings) warnings")
    let blocking = found.filter { $0.severity == .error }
    if !blocking.isEmpty { throw RunJob.outcome(of: Diagnostics(blocking)).exitCode }
    if strict && warnings > 0 { throw Outcome.invalid.exitCode }
  }
}
