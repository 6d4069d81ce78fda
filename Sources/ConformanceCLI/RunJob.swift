import ArgumentParser
import Conformance
import Diagnostics
import FoundationEssentials

/// One run as the command line asks for it: reads, runs, reports.
struct RunJob {
  let paths: [String]
  let baseURL: String
  let profile: RunProfile
  let variables: [(name: String, value: String)]
  let envFiles: [String]
  let arguments: RunArguments
  /// How the server is reached.
  var transport: TransportArguments?
  /// Values by the names of environment variables, from the command itself; files go before them.
  var ownValues: [String: String] = [:]
  /// Whether a server that the contract calls production may be changed.
  var allowsProduction = false
  /// What takes in the server's webhooks; nil where nothing does.
  var inbox: DeliveryInbox?
  /// How fast it goes, where the command line does not say otherwise.
  var ownPace = PaceOverride()
  /// Whether what has to be undone is written down for `sweep`; there is no use in it for a target
  /// that ends with the run.
  var keepsLedger = true

  /// How files are read.
  var files: any FileReading = DiskFiles()

  /// The cases that are meant, where that is settled already; see ``readSelection()``.
  var selection: CaseSelection?

  /// Carries it out; from its first request on a signal stops it.
  /// - Throws: The exit code for input that cannot be used; nothing was sent then.
  func run(interruption: Interruption = Interruption()) async throws -> Outcome {
    let seed = arguments.seed ?? UInt64.random(in: 1...UInt64(UInt32.max))
    let environment = RunEnvironment.live(seed: seed)
    let ledgerFile = keepsLedger ? freeLedgerFile(for: environment.prefix) : nil
    let flags = self.transport?.flags
    let transportFiles = [flags?.certificateAuthorities, flags?.certificate, flags?.key]
      .compactMap(\.self)
    let transport = try refuse { () throws(Diagnostics) in
      try self.transport?.options(files: files) ?? TransportOptions()
    }
    let selection = try self.selection ?? readSelection()
    let inventory = FileInventory(files)
    let launcher = try launcher(
      seed: seed, ledgerFile: ledgerFile, selection, transport, inventory)
    guard !launcher.plan.cases.isEmpty || launcher.plan.isEmptyShard else {
      StandardError.write(
        arguments.rerunFailed
          ? "error: no case is left: of what the command line selects, every one passed the last "
            + "time or does not apply [run.nothing-selected]\n"
            + "  fix: leave out --rerun-failed to run them all\n"
          : "error: no case is left of what the command line selects [run.nothing-selected]\n"
            + "  fix: `\(ShellWords.joined(["conformance", "check"] + paths + ["--list"]))` names the "
            + "cases there are\n")
      return .nothingJudged
    }
    let inputs = inventory.records.map(\.file) + envFiles + transportFiles
    try refuse { () throws(Diagnostics) in
      try arguments.output.reportSet.checkPlaces(sparing: inputs)
    }
    // Results that cannot be read are none: they are about to be replaced.
    let openBefore = (try? RunResult.openCases(inFile: resultsFile)) ?? []
    let engine = try engine(transport)
    let ledger = try refuse { () throws(Diagnostics) in try launcher.ledger(for: environment) }
    let recording = try recording(launcher, environment, sparing: inputs)
    let display = RunDisplay(arguments: arguments)
    // A signal from here on is heard, and cancels as soon as there is something to cancel.
    interruption.watch {}
    let run = Task {
      await launcher.run(
        engine: engine, ledger: ledger, recording: recording, environment: environment,
        events: { display.show($0) })
    }
    interruption.watch { run.cancel() }
    var result = await run.value
    engine.shutDown()
    result.inputs = inventory.records
    launcher.keepOpen(openBefore, in: &result)
    if engine.answersInOtherVersions > 0 {
      result.notices.append(
        .init(
          code: "transport.http-version",
          message: "\(engine.answersInOtherVersions) answers came in another version of HTTP than "
            + "the \(transport.httpVersion.rawValue) asked for: the server does not offer it"))
    }
    if let demand = arguments.coverage.minCoverage { result.hold(to: demand) }
    if let ledgerFile { settle(ledger, ledgerFile) }
    if arguments.updateDeviations { propose(result, launcher) }
    display.finish()
    var outcome = Outcome(RunSummary(result).outcome, signal: interruption.signal)
    var delivery = ReportDelivery(
      arguments: arguments.output, redactor: launcher.redactor, color: arguments.color,
      verbosity: arguments.verbosity)
    // Both forms of a recording are JSON, whatever its name.
    if let file = arguments.record { delivery.otherFiles.append((file, .json)) }
    if arguments.updateDeviations { delivery.otherFiles.append((proposalFile, .plain)) }
    delivery.workingFiles = [ledgerFile].compactMap(\.self)
    delivery.deliver(result, &outcome)
    return outcome
  }

  /// The file that every exchange is written to; nil where none is asked for.
  private func recording(
    _ launcher: RunLauncher, _ environment: RunEnvironment, sparing inputs: [String]
  ) throws -> RecordingFile? {
    guard let file = arguments.record else { return nil }
    return try refuse { () throws(Diagnostics) in
      if inputs.contains(where: { ReportFile(file).isSame(as: $0) }) {
        throw Diagnostics([ReportSet.overwriting(file)])
      }
      if arguments.output.reportSet.writes(file)
        || arguments.updateDeviations && ReportFile(file).isSame(as: proposalFile)
      {
        throw Diagnostics([
          Diagnostic(
            code: "file.used-twice", "a report and the recording would be written to \(file)",
            fix: "give the recording a file of its own")
        ])
      }
      return try launcher.recording(file, of: environment)
    }
  }

  /// Where the deviations are proposed that the result asks for.
  private var proposalFile: String { "\(arguments.output.reports)/deviations.proposed.yaml" }

  /// Writes down which deviations the result asks for, to be reviewed by a person.
  private func propose(_ result: RunResult, _ launcher: RunLauncher) {
    let proposal = DeviationProposal(
      result, known: launcher.plan.deviations, now: Timestamp.now())
    let file = proposalFile
    do throws(Diagnostics) {
      try ReportFile(file).write(launcher.redactor.masked(Array(proposal.text.utf8)))
      StandardError.write(
        proposal.newCount == 0
          ? "\(file): nothing departs that is not known\n"
          : "\(file) has \(proposal.newCount) new entries; each needs a reason and an owner\n")
    } catch {
      StandardError.write(DiagnosticPrinter(arguments.color).text(of: error.all))
    }
  }

  /// Removes a ledger with nothing open in it; says what to do about any other.
  private func settle(_ ledger: Ledger, _ file: String) {
    guard ledger.isOpen else {
      try? FileManager.default.removeItem(atPath: file)
      return
    }
    // The target is reached as the run did; what is secret is left for the person to put in.
    let command = ShellWords.joined(
      ["conformance", "sweep", file] + (transport?.flags.words ?? []))
    StandardError.write(
      "Something may have been left on the target\(reason(in: file)); to see to it:\n  \(command)\n"
    )
  }

  /// Why something may have been left, by the first of what is open in a ledger.
  private func reason(in file: String) -> String {
    guard let bytes = try? Data(contentsOf: URL(filePath: file)),
      let record = try? LedgerRecord(reading: SourceText(Array(bytes), name: file))
    else { return "" }
    let first =
      record.unanswered.first.map { "nobody knows what \($0.request) may have made" }
      ?? record.undos.first.map { "\($0.undo.method) \($0.undo.path) did not get through" }
    let count = record.unanswered.count + record.undos.count
    return first.map { ": \($0)" + (count > 1 ? ", and \(count - 1) more like it" : "") } ?? ""
  }

  /// A ledger beside the reports: never one that an earlier run with the same seed has left.
  private func freeLedgerFile(for run: String) -> String {
    let stem = "\(arguments.output.reports)/ledger-\(run)"
    var file = "\(stem).jsonl"
    var number = 2
    while FileManager.default.fileExists(atPath: file) {
      file = "\(stem)-\(number).jsonl"
      number += 1
    }
    return file
  }

  private func engine(_ transport: TransportOptions) throws -> CurlEngine {
    do {
      return try CurlEngine(
        .init(maximumConnections: max(64, arguments.concurrency), transport: transport))
    } catch {
      StandardError.write("error: the HTTP engine cannot start: \(error.message)\n")
      throw Outcome.errored.exitCode
    }
  }

  /// The results that an earlier run has left where this one writes its own.
  private var resultsFile: String { "\(arguments.output.reports)/results.json" }

  /// The cases that the command line means, by the results of earlier runs where it refers to such.
  /// - Throws: The exit code for a usage error, after saying which results cannot be read.
  func readSelection() throws -> CaseSelection {
    try refuse(as: .usage) { () throws(Diagnostics) in
      try arguments.selection.cases(of: arguments.rerunFailed ? openCases() : nil)
    }
  }

  /// The cases that did not pass when they last ran.
  private func openCases() throws(Diagnostics) -> Set<String> {
    guard DiskFiles().exists(resultsFile) else {
      throw Diagnostics([
        Diagnostic(
          code: "file.unreadable",
          "there is no earlier run to go by: \(resultsFile) does not exist",
          fix: "leave out --rerun-failed, or name the folder of the earlier run with --reports")
      ])
    }
    return try RunResult.openCases(inFile: resultsFile)
  }

  /// Reads everything, and refuses what cannot be run before anything is sent.
  private func launcher(
    seed: UInt64, ledgerFile: String?, _ selection: CaseSelection, _ transport: TransportOptions,
    _ inventory: FileInventory
  ) throws -> RunLauncher {
    try refuse { () throws(Diagnostics) in
      let workspace = try WorkspaceLoader(files: inventory, references: arguments.references.map)
        .load(paths)
      tellWarnings(of: workspace)
      selection.tellStrangers(to: workspace)
      let resolver = try VariableResolver(
        flags: variables, files: envFiles, values: ownValues, reading: files)
      return try RunLauncher(
        workspace: workspace, values: resolver.resolve(workspace.profile),
        options: options(seed: seed, ledgerFile: ledgerFile, selection, transport))
    }
  }

  /// Says how much is odd about the files, which may explain what the run is about to find.
  private func tellWarnings(of workspace: Workspace) {
    let count = workspace.warnings.count { $0.severity == .warning }
    guard count > 0, !arguments.quiet else { return }
    let command = ShellWords.joined(["conformance", "check"] + paths)
    StandardError.write(
      "\(count) warning\(count == 1 ? "" : "s") on reading the files; to list them: "
        + "\(command)\n")
  }

  /// Mistakes in what was typed are usage; mistakes in what was written are invalid input.
  static func outcome(of error: Diagnostics) -> Outcome {
    let isTyped = error.all.allSatisfy { diagnostic in
      ["target.", "transport.", "variable.", "file.", "suite.not-found", "suite.no-suites"]
        .contains { diagnostic.code.hasPrefix($0) }
    }
    return isTyped ? .usage : .invalid
  }

  private func options(
    seed: UInt64, ledgerFile: String?, _ selection: CaseSelection, _ transport: TransportOptions
  ) -> RunOptions {
    var options = RunOptions(
      baseURL: baseURL, seed: seed, command: repeatingCommand(seed: seed),
      toolVersion: ConformanceCommand.version)
    options.ledgerFile = ledgerFile
    // A sweep may start from another folder.
    options.suitePaths = paths.map { URL(fileURLWithPath: $0).path }
    options.profile = profile
    options.allowsProduction = allowsProduction
    options.selection = selection
    options.isShuffled = arguments.shuffle
    options.rounds = arguments.repeat
    options.concurrency = arguments.concurrency
    options.pace = arguments.pace(insteadOf: ownPace)
    options.timeout = arguments.timeout.duration
    options.transport = transport
    options.isStrict = arguments.strict
    options.failsFast = arguments.failFast
    options.inbox = inbox
    return options
  }

  /// The words of a command line that runs once, with the same invented data.
  private func repeatingCommand(seed: UInt64) -> [String] {
    let words = CommandLine.arguments
    // What comes after "--" is no option.
    let options = words.prefix { $0 != "--" }
    return options.filter { $0 != "--watch" }
      + (arguments.seed == nil ? ["--seed", "\(seed)"] : []) + words[options.endIndex...]
  }

  /// Ends the command after saying why its input cannot be used: with the exit code of `outcome`,
  /// or else with the one that fits the mistakes.
  private func refuse<Value>(
    as outcome: Outcome? = nil, _ work: () throws(Diagnostics) -> Value
  ) throws -> Value {
    do throws(Diagnostics) {
      return try work()
    } catch {
      StandardError.write(DiagnosticPrinter(arguments.color).text(of: error.all))
      throw (outcome ?? Self.outcome(of: error)).exitCode
    }
  }
}
