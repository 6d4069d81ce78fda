import ArgumentParser
import Conformance
import Diagnostics

/// `conformance plan`: what a run would send, and what it would leave untested.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what a run would send: cases, requests, effects, and what stays untested.",
    discussion: """
      Nothing is sent, and nothing listened for. Variables count as given where a run would find them: on the command line, \
      in files and in the environment; what the target itself tells counts as known.

      Example: conformance plan suites/kirim --profile observe --format json

      Exit codes: 0 there is a plan; 2 usage; 3 contract or suite invalid; 5 no case is selected.
      """)

  @Argument(help: "Folders with suites, or suite files.")
  var paths: [String]

  @Option(help: "How far to go: observe, gate or full.")
  var profile = RunProfile.gate

  @OptionGroup var selection: SelectionArguments
  @OptionGroup var variables: VariableArguments
  @OptionGroup var receiver: ReceiverArguments

  @Option(help: "How the plan is written: text or json.")
  var format = PlanFormat.text

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  @OptionGroup var references: ReferenceArguments

  func run() throws {
    let digest: PlanDigest
    do throws(Diagnostics) {
      let workspace = try WorkspaceLoader(references: references.map).load(paths)
      let resolver = try variables.resolver()
      let values = try resolver.resolveAvailable(workspace.profile)
      let selection = try selection.cases()
      selection.tellStrangers(to: workspace)
      let plan = Plan(
        workspace: workspace, selection: selection, runProfile: profile,
        givenVariables: Set(values.byName.keys), hasReceiver: receiver.receive != nil)
      digest = PlanDigest(
        plan, profile: profile, lacks: resolver.missing(workspace.profile))
    } catch {
      StandardError.write(DiagnosticPrinter(color).text(of: error.all))
      throw RunJob.outcome(of: error).exitCode
    }
    switch format {
    case .text:
      StandardOutput.write(PlanTextReport(settings: .standardOutput(color)).render(digest))
    case .json:
      StandardOutput.write(String(decoding: PlanJSONReport().render(digest), as: UTF8.self))
    }
    if digest.plan.cases.isEmpty { throw Outcome.nothingJudged.exitCode }
  }
}

/// How a plan is written.
enum PlanFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
}
