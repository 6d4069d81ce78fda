package import Diagnostics

/// What a person chose for a run.
package struct RunOptions: Sendable {
  /// The base URL of the target.
  package var baseURL: String
  /// How far the run may go.
  package var profile = RunProfile.gate
  /// Whether a server that the contract calls production may be changed.
  package var allowsProduction = false
  /// Which cases are meant.
  package var selection = CaseSelection()
  /// How many cases may run at once.
  package var concurrency = 8
  /// What is to be another pace than the profile tells.
  package var pace = PaceOverride()
  /// How long an exchange may take.
  package var timeout = Duration.seconds(30)
  /// How the target is reached.
  package var transport = TransportOptions()
  /// Whether warnings and open questions make the run red.
  package var isStrict = false
  /// Whether the first failed case ends the run.
  package var failsFast = false
  /// Whether cases are started in an order of the seed's, and not in the plan's.
  package var isShuffled = false
  /// How often every case is run.
  package var rounds = 1
  /// The number that all invented data derives from.
  package var seed: UInt64
  /// How much is kept of cases in which nothing was found.
  package var evidenceLimit = EvidenceLimit.usual
  /// The file that tells what the run has to undo; nil to keep that in memory alone.
  package var ledgerFile: String?
  /// The suites' paths as given, for the ledger.
  package var suitePaths: [String] = []
  /// What takes in the webhooks of the target; nil where nothing receives them.
  package var inbox: DeliveryInbox?
  /// The words of the command line as typed.
  package var command: [String]
  /// The version of this program.
  package var toolVersion: String

  /// Creates options with the defaults for everything that has one.
  package init(baseURL: String, seed: UInt64, command: [String], toolVersion: String) {
    self.baseURL = baseURL
    self.seed = seed
    self.command = command
    self.toolVersion = toolVersion
  }
}

/// Puts a run together and carries it out: workspace, variables and options in, result out.
package struct RunLauncher: Sendable {
  private let workspace: Workspace
  private let values: VariableResolver.Values
  private let options: RunOptions
  /// What is going to happen.
  package let plan: Plan
  /// What takes secrets out of everything recorded.
  package let redactor: Redactor
  private let baseURL: BaseURL

  /// Decides everything that can be decided without a request.
  /// - Throws: ``Diagnostics`` for a base URL that cannot be called, for a transport that does not
  ///   fit it or the contract, and for a target that the contract calls production where the run would change something.
  package init(
    workspace: Workspace, values: VariableResolver.Values, options: RunOptions
  ) throws(Diagnostics) {
    self.workspace = workspace
    self.values = values
    self.options = options
    baseURL = try BaseURL(options.baseURL)
    try options.transport.check(
      for: baseURL, workspace.contract, workspace.profile.conventions)
    if options.profile != .observe, !options.allowsProduction {
      try ProductionGuard(workspace.contract).refuse(baseURL)
    }
    plan = Plan(
      workspace: workspace, selection: options.selection, runProfile: options.profile,
      givenVariables: Set(values.byName.keys), hasReceiver: options.inbox != nil)
    redactor = Redactor(
      values.secrets + options.transport.secrets,
      schemes: Array(workspace.contract.securitySchemes.values))
  }

  /// The ledger of a run that is about to begin.
  /// - Throws: ``Diagnostics`` when its file cannot be written.
  package func ledger(for environment: RunEnvironment) throws(Diagnostics) -> Ledger {
    guard let path = options.ledgerFile else { return Ledger() }
    return try Ledger(
      file: path,
      header: LedgerEntry.Header(
        run: environment.prefix, target: redactor.masked(baseURL.text),
        suites: options.suitePaths, startedAt: Timestamp(seconds: environment.now()).text))
  }

  /// The recording of a run that is about to begin.
  /// - Throws: ``Diagnostics`` when it cannot be written.
  package func recording(
    _ path: String, of environment: RunEnvironment
  ) throws(Diagnostics) -> RecordingFile {
    try RecordingFile(
      path,
      header: RecordingHeader(
        toolVersion: options.toolVersion, contract: contractRecord,
        profileFile: workspace.profile.file, target: redactor.masked(baseURL.text),
        runProfile: options.profile.rawValue, seed: options.seed, runPrefix: environment.prefix,
        startedAt: Timestamp(seconds: environment.now()).text),
      redactor: redactor)
  }

  /// Runs the plan; whatever happens becomes a verdict.
  package func run(
    engine: any HTTPEngine, ledger: Ledger = Ledger(), recording: RecordingFile? = nil,
    environment: RunEnvironment, events: @escaping @Sendable (RunEvent) -> Void
  ) async -> RunResult {
    let startedAt = Timestamp(seconds: environment.now())
    if plan.isEmptyShard {
      return RunResult(
        environment: record(
          environment, startedAt: startedAt, waited: .zero, requestCount: 0, resentCount: 0),
        contract: contractRecord, suites: [], requirements: [],
        notices: [
          .init(
            code: "empty-shard",
            message: "this shard has no cases: there are fewer of them than shards")
        ] + [recording?.finish()].compactMap(\.self), wasInterrupted: false)
    }
    let session = session(
      engine: engine, ledger: ledger, recording: recording, environment: environment,
      events: events)
    // What a person names in answer to the profile's question may be changed as well. A default
    // nobody named, and what the target tells neither.
    for variable in workspace.profile.variables where variable.mayBeChanged {
      guard let value = values.byName[variable.name], value != variable.fallback else { continue }
      session.ledger.mint(value)
    }
    let runner = Runner(
      plan: plan, session: session, pace: options.pace,
      concurrency: options.concurrency,
      failsFast: options.failsFast, isShuffled: options.isShuffled, rounds: options.rounds)
    let outcome = await withTaskExecutorPreference(engine.taskExecutor) { await runner.run() }
    var result = RunResult(
      environment: record(
        environment, startedAt: startedAt, waited: session.idleClock.total,
        requestCount: session.requestCount, resentCount: session.resentCount),
      contract: contractRecord,
      suites: outcome.suites, requirements: catalogue.requirements(in: outcome.suites),
      notices: outcome.notices + leftBehind(by: session)
        + [recording?.finish(), noticeOfUnmasked].compactMap(\.self),
      wasInterrupted: outcome.wasInterrupted)
    result.coverage = session.coverage.coverage(
      of: workspace.catalogue, unreached: workspace.profile.unreached)
    return result
  }

  /// Keeps in mind which cases did not pass when they last ran, so that a run of some of them does not
  /// make the failures of others forgotten.
  package func keepOpen(_ earlier: Set<String>, in result: inout RunResult) {
    let known = Set(workspace.suites.flatMap(\.allCases).map(\.id))
    let decided = Set(result.cases.lazy.filter { $0.verdict != .skipped }.map(\.id))
    result.openBefore = earlier.filter { id in
      // Of suites that were read, only what is still in them; other suites may run again as well.
      !decided.contains(id)
        && (known.contains(id) || !workspace.suites.contains { id.hasPrefix("\($0.id)/") })
    }.sorted()
  }

  /// What stays on the target though it was made as it should be: the suites have nothing that removes
  /// it, which `check` warns of as well.
  private func leftBehind(by session: RunSession) -> [RunResult.Notice] {
    let told = workspace.suites.reduce(into: Set<SourceLocation>()) { $0.formUnion($1.leftBehind) }
    let places = session.uncleanedCreates.intersection(told)
    return places.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }.map {
      .init(
        code: "left-behind",
        message: "\($0): what this creates stays on the target: nothing in the suite removes it")
    }
  }

  /// What to tell where secrets came up in the run that are not looked for; nil where none did.
  private var noticeOfUnmasked: RunResult.Notice? {
    guard redactor.hasRefused else { return nil }
    return RunResult.Notice(
      code: "secrets-not-masked",
      message: "the target has handed out secrets that are longer than "
        + "\(Redactor.longestLearned) bytes, or too many of them: they may stand in clear in the "
        + "reports and the recording of this run, where the target told them; look before you pass "
        + "them on, and run fewer cases at a time")
  }

  /// The conditions of a run that is over.
  private func record(
    _ environment: RunEnvironment, startedAt: Timestamp, waited: Duration, requestCount: Int,
    resentCount: Int
  ) -> RunEnvironmentRecord {
    var record = RunEnvironmentRecord(
      toolVersion: options.toolVersion, baseURL: redactor.masked(baseURL.text),
      profile: options.profile.rawValue, seed: options.seed, runPrefix: environment.prefix,
      command: ShellWords.joined(options.command.map(redactor.masked)), startedAt: startedAt.text,
      duration: environment.elapsed(), waited: waited, requestCount: requestCount,
      resentCount: resentCount, isStrict: options.isStrict)
    record.shard = options.selection.shard
    record.isPartial = plan.extent == .part
    record.transport = TransportRecord(options.transport, redactor: redactor)
    return record
  }

  /// The requirements, with the weight that this run gives them.
  private var catalogue: RequirementCatalogue {
    guard let promises = workspace.profile.promises, values.byName[promises.variable] != nil else {
      return workspace.catalogue
    }
    return workspace.catalogue.failing(for: promises.requirements)
  }

  private var contractRecord: ContractRecord {
    ContractRecord(workspace.contract, file: workspace.contractFile)
  }

  private func session(
    engine: any HTTPEngine, ledger: Ledger, recording: RecordingFile?,
    environment: RunEnvironment, events: @escaping @Sendable (RunEvent) -> Void
  ) -> RunSession {
    let conventions = workspace.profile.conventions
    let errorSchema = conventions.errors?.schema
    // What only the way to the API is told may come back without harm.
    let ownSecrets = Redactor(values.secrets)
    let context = CheckContext(
      contract: workspace.contract, conventions: conventions,
      errorSchema: errorSchema.flatMap { try? workspace.contract.schema(at: $0) },
      memory: RunMemory(), now: environment.now,
      holdsSecret: { ownSecrets.finds(in: $0) })
    return RunSession(
      contract: workspace.contract, conventions: conventions, catalogue: catalogue,
      engine: engine,
      requests: RequestBuilder(
        baseURL: baseURL.text, schemes: workspace.contract.securitySchemes,
        credentials: workspace.profile.credentials, timeout: options.timeout,
        transport: options.transport),
      redactor: redactor, checks: .standard(for: conventions), checkContext: context,
      ledger: ledger,
      review: DeviationReview(
        workspace.deviations, at: Timestamp(seconds: environment.now())),
      pacer: Pacer(options.pace.applied(to: workspace.profile.pace.fixed)),
      environment: environment, externalLimit: workspace.profile.externalLimit,
      evidenceLimit: options.evidenceLimit,
      givenValues: workspace.profile.scopeValues(of: values.byName), recording: recording,
      inbox: options.inbox, events: events)
  }
}

extension RequirementCatalogue {
  /// The requirements that a case names or a finding rests on, by id.
  func requirements(in suites: [SuiteResult]) -> [Requirement] {
    var ids: Set<RequirementID> = []
    for suite in suites {
      for testCase in suite.cases { ids.formUnion(testCase.requirements.map(\.id)) }
    }
    return ids.sorted().compactMap { id in
      id == StepRunner.ownRequirement ? Requirement.ownExpectations : self[id]
    }
  }
}

extension ContractRecord {
  /// The record of a contract that was read from a file.
  init(_ contract: Contract, file: String) {
    self.init(
      file: file, title: contract.title, version: contract.version,
      operationCount: contract.operations.count)
  }
}

/// The base URL of a target.
package struct BaseURL: Sendable, Hashable {
  /// The URL that paths are appended to: no slash, query or fragment at its end.
  package let text: String

  /// Reads a base URL.
  /// - Throws: ``Diagnostics`` for anything but an absolute `http` or `https` URL with a host and
  ///   without query and fragment.
  package init(_ text: String) throws(Diagnostics) {
    func refuse(_ reason: String) -> Diagnostics {
      // What stands before an @ may be a password, and what follows a question mark a key.
      let plain = String(text.prefix { $0 != "?" && $0 != "#" })
      let shown = text.contains("@") ? "" : " \"\(VisibleText.clipped(plain, scalars: 200))\""
      return Diagnostics([
        Diagnostic(
          code: "target.bad-url", "the base URL\(shown) \(reason)",
          fix: "give a URL such as https://staging.example.com/v1")
      ])
    }
    let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
    guard let scheme else { throw refuse("does not begin with http:// or https://") }
    let rest = text.dropFirst(scheme.count)
    // Printable ASCII without what RFC 3986 has no place for.
    guard
      rest.utf8.allSatisfy({ 0x21...0x7E ~= $0 && !#"<>"\^`{|}"#.utf8.contains($0) })
    else {
      throw refuse("has characters that a URL cannot have")
    }
    guard !rest.contains("?"), !rest.contains("#") else { throw refuse("has a query or fragment") }
    let authority = rest.prefix { $0 != "/" }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path = path.dropLast() }
    guard !authority.contains("@") else {
      throw refuse("holds credentials; they belong into the profile's \"auth\"")
    }
    guard let first = authority.first, first != ":" else { throw refuse("has no host") }
    // The colons of an IPv6 address stand inside brackets.
    let afterAddress = authority.lastIndex(of: "]").map { authority[authority.index(after: $0)...] }
    guard afterAddress?.first ?? ":" == ":" else { throw refuse("has no port after its address") }
    if let afterAddress {
      let address = authority.dropFirst().prefix(upTo: afterAddress.startIndex).dropLast()
      guard authority.first == "[", address.count(where: { $0 == ":" }) > 1,
        address.allSatisfy({ $0.isHexDigit || ":.%".contains($0) })
      else { throw refuse("has something else than an IPv6 address in its brackets") }
    }
    let portPart = afterAddress ?? authority
    if let colon = portPart.firstIndex(of: ":") {
      let port = portPart[portPart.index(after: colon)...]
      guard port.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
        let number = Int(port), 1...65535 ~= number
      else { throw refuse("has a port that is not a number from 1 to 65535") }
    }
    self.text = scheme + authority + path
  }
}
