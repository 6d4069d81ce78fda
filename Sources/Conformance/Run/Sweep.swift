package import Diagnostics
import SchemaValidator

/// Finishes the cleanup of a run that was killed, by its ledger.
///
/// What the run had created is removed as its suites say, by the ids it got. Where it did not live
/// to see the answer to a create, what it made up for it is looked for in the list beside it; where
/// nothing can be looked for, that is said. Nothing is removed that may be somebody else's.
package struct Sweep: Sendable {
  /// What became of one thing.
  package enum Fate: Sendable, Hashable {
    /// It was removed.
    case removed
    /// It was gone already.
    case gone
    /// It could not be removed, or nobody can tell whether it is there; the reason as a sentence.
    case left(String)
  }

  /// One thing and what became of it.
  package struct Result: Sendable, Hashable {
    /// The request that removes it, or that may have created it.
    package let request: String
    /// What became of it.
    package let fate: Fate
  }

  private let record: LedgerRecord
  private let workspace: Workspace
  private let engine: any HTTPEngine
  private let requests: RequestBuilder
  private let redactor: Redactor
  private let ledger: AppendedLedger
  private let scope: TemplateScope
  private let patience = UndoingPatience()
  private let sleep: @Sendable (Duration) async throws -> Void

  /// Creates a sweep.
  ///
  /// What is done is noted in the ledger's file. The base URL is that of the run unless another is
  /// given.
  /// - Throws: ``Diagnostics`` for a base URL that cannot be called, for a transport that does not
  ///   fit it or the contract, and for a ledger that cannot
  ///   be written to.
  package init(
    _ record: LedgerRecord, file path: String, workspace: Workspace,
    values: VariableResolver.Values, engine: any HTTPEngine, baseURL: String? = nil,
    timeout: Duration = .seconds(30), transport: TransportOptions = TransportOptions(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) throws(Diagnostics) {
    self.sleep = sleep
    self.record = record
    self.workspace = workspace
    self.engine = engine
    let target = try BaseURL(baseURL ?? record.header.target)
    try transport.check(for: target, workspace.contract, workspace.profile.conventions)
    requests = RequestBuilder(
      baseURL: target.text,
      schemes: workspace.contract.securitySchemes, credentials: workspace.profile.credentials,
      timeout: timeout, transport: transport)
    redactor = Redactor(
      values.secrets + transport.secrets,
      schemes: Array(workspace.contract.securitySchemes.values))
    ledger = try AppendedLedger(path, wholeSize: record.wholeSize)
    scope = TemplateScope(
      run: record.header.run, nonce: record.header.run,
      values: workspace.profile.scopeValues(of: values.byName),
      generator: SeededGenerator(seed: 0, name: "sweep"), now: { Timestamp.now().text })
  }

  /// Removes everything the ledger tells of; what became of each, in the order it was tried.
  package func run() async -> [Result] {
    var results: [Result] = []
    for (number, undo) in record.undos {
      let fate = await remove(undo)
      if fate.isSettled { ledger.noteUndone(number) }
      results.append(Result(request: "\(undo.method) \(redactor.masked(undo.path))", fate: fate))
    }
    for unanswered in record.unanswered { results += await recover(unanswered) }
    return results
  }

  /// Looks for what a request without an answer may have created, and removes it.
  ///
  /// Without something that only this run can have made up nothing is removed: a name may be
  /// somebody else's after all.
  private func recover(_ unanswered: LedgerRecord.Unanswered) async -> [Result] {
    func left(_ reason: String) -> [Result] {
      [Result(request: unanswered.request, fate: .left(reason))]
    }
    let listing = unanswered.search?.list.operation.flatMap {
      workspace.contract.operation(called: $0)
    }
    guard let search = unanswered.search,
      let conventions = workspace.profile.conventions.pagination(of: listing)
    else {
      return left(
        "nobody knows what it made; look for names that begin with \(record.header.run)-")
    }
    let items = LostItems(search: search, conventions: conventions, baseURL: requests.baseURL)
    let found = await items.undos { page in
      guard let request = try? request(for: page),
        let response = try? await answer(to: request).get(), 200..<300 ~= response.status
      else { return nil }
      return (try? JSONDocument(parsing: response.body).root).map { ($0, response.fields) }
    }
    guard let found else {
      return left(
        "nobody knows what it made, and \(search.list.path) does not tell; look for names that begin "
          + "with \(record.header.run)-")
    }
    var results: [Result] = []
    for undo in found {
      results.append(
        Result(
          request: "\(undo.method) \(redactor.masked(undo.path))", fate: await remove(undo)))
    }
    if results.isEmpty { results = [Result(request: unanswered.request, fate: .gone)] }
    if results.allSatisfy(\.fate.isSettled) { ledger.noteUndone(unanswered.number) }
    return results
  }

  private func request(
    for stored: LedgerEntry.StoredRequest
  ) throws(TemplateFailure) -> HTTPRequest {
    var scope = self.scope
    let operation = stored.operation.flatMap { workspace.contract.operation(called: $0) }
    return try requests.request(for: stored, operation, in: &scope)
  }

  private func remove(_ undo: LedgerEntry.StoredRequest) async -> Fate {
    if let obstacle = undo.obstacle { return .left("\(obstacle); remove it by hand") }
    do throws(TemplateFailure) {
      return await send(try request(for: undo))
    } catch {
      return .left(error.message)
    }
  }

  private func send(_ request: HTTPRequest) async -> Fate {
    switch await answer(to: request) {
    case .success(let response): Fate(status: response.status)
    case .failure(let error): .left(redactor.masked(error.message))
    }
  }

  /// Sends a request that reads or undoes something, again where the target asks to wait, a
  /// connection breaks or a gateway did not reach it.
  private func answer(to request: HTTPRequest) async -> Swift.Result<HTTPResponse, TransportError> {
    let isUndoing = Resending.mayUndoTwice(request)
    var resending = Resending(
      request: request, isRepeatable: request.isSafe || isUndoing, isUndoing: isUndoing,
      conventions: workspace.profile.conventions)
    var attempt = 1
    while true {
      let result: Swift.Result<HTTPResponse, TransportError>
      do throws(TransportError) {
        result = .success(try await engine.send(request))
      } catch {
        result = .failure(error)
      }
      resending.undoingAttempts = patience.attempts(isHurried: Task.isCancelled)
      let decision = resending.decision(
        after: result, attempt: attempt, now: Timestamp.now().seconds)
      if isUndoing, decision == nil { patience.note(result) }
      guard let decision, (try? await sleep(decision.delay)) != nil else { return result }
      attempt += 1
    }
  }
}

extension Sweep.Fate {
  /// What the status of the answer to a removal tells.
  init(status: Int) {
    switch status {
    case 200..<300: self = .removed
    case 404, 410: self = .gone
    default: self = .left("the answer was \(status)")
    }
  }

  /// Whether there is nothing left to do.
  package var isSettled: Bool {
    if case .left = self { false } else { true }
  }
}

/// The ledger of another run, in which a sweep notes what it has done.
private final class AppendedLedger: Sendable {
  private let file: AppendedFile

  init(_ path: String, wholeSize: Int) throws(Diagnostics) {
    do throws(AppendedFile.Refusal) {
      file = try AppendedFile(path, mustBeNew: false)
      // The run may have been killed in the middle of a line, or before its end.
      file.cut(to: wholeSize)
      try file.append([UInt8(ascii: "\n")], isSynced: false)
    } catch {
      throw Diagnostics([
        Diagnostic(
          code: "file.unwritable", "the ledger \(path) cannot be written: \(error.reason)",
          fix: "make it writable, so that what is done can be noted")
      ])
    }
  }

  /// Best effort: an entry that is lost costs the next sweep one needless request.
  func noteUndone(_ number: Int) {
    try? file.append(LedgerEntry.undone(number: number).line, isSynced: true)
  }
}
