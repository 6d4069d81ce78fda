import Diagnostics
import SchemaValidator

/// How a case leaves nothing behind.
extension CaseRun {
  /// What undoes a step.
  struct Cleanup {
    let call: Call
    /// The values of the moment it was needed.
    let scope: TemplateScope
    /// Its number in the ledger.
    var entry: Int?
    /// Requests there which it undoes, whether they took effect or not, where it goes to the same place.
    var requests: [(entry: Int, url: String)] = []
  }

  /// Something that may have been created, without an answer that tells.
  struct Lost {
    let search: LedgerEntry.Search
    /// Its requests' numbers in the ledger.
    let entries: [Int]
    /// Whether an answer to a later attempt tells that nothing else may come of it.
    var isAnswered: Bool
  }

  /// What exchanges are for that undo what a case did.
  static let cleanupPurpose = "cleanup"

  /// Notes that something may have been created of which no answer tells.
  func lose(
    _ search: LedgerEntry.Search?, _ undoing: Undoing?, entries: [Int?], url: String,
    isAnswered: Bool
  ) {
    let entries = entries.compactMap(\.self)
    guard let search else {
      if undoing != nil { untracedEntries += entries.map { ($0, url) } }
      return
    }
    lost.append(Lost(search: search, entries: entries, isAnswered: isAnswered))
  }

  /// How many refused creates are looked for at most, the last ones: each takes a walk through a list.
  private static let mostSuspects = 10

  /// Notes that a create was refused.
  func suspect(_ exchange: AnsweredExchange, madeBy call: Call) {
    guard exchange.request.method == "POST" else { return }
    suspects.append((exchange, call))
  }

  /// Has what refused creates may have made all the same looked for.
  ///
  /// What that takes is spent only where the case failed, so that the target does not do as it says,
  /// or came to no end, so that nobody knows.
  func searchSuspects() {
    for suspect in suspects.suffix(Self.mostSuspects) {
      let creation = session.contract.creation(by: suspect.call, as: "POST", session.conventions)
      let search = creation?.undoing.flatMap {
        session.search(
          for: suspect.exchange.request, of: suspect.exchange.operation, $0, in: scope)
      }
      guard let search, !lost.contains(where: { $0.search == search }) else { continue }
      lost.append(Lost(search: search, entries: [], isAnswered: true))
    }
    suspects = []
  }

  /// Notes that a later answer tells what became of requests that held a text which the run made up.
  func noteAnswer(toRequestsHolding text: String) {
    for place in lost.indices
    where lost[place].search.traits.values.contains(where: { $0.contains(text) }) {
      lost[place].isAnswered = true
    }
  }

  /// Notes what undoes a step, with the values of this moment.
  package func addCleanup(_ call: Call) {
    let written = try? writtenCleanup(call, in: scope)
    if written?.entry == nil, session.ledger.hasFile { abandonSettledEntries() }
    cleanups.append(written ?? Cleanup(call: call, scope: scope, entry: nil))
  }

  /// What undoes a step, written down; nil where its values do not tell, or what they lead to is not
  /// this run's.
  private func writtenCleanup(
    _ call: Call, in scope: TemplateScope
  ) throws(AppendedFile.Refusal) -> Cleanup? {
    // Only looked at: the values of the case go on as if nobody had made this request.
    var ahead = scope
    // A sweep carries out what is written down, and asks nobody whose it is.
    guard let prepared = session.preparedUndo(call, in: &ahead), strangersID(in: prepared) == nil
    else { return nil }
    let entry = try session.ledger.willUndo(session.stored(prepared, of: call))
    return Cleanup(call: call, scope: scope, entry: entry)
  }

  /// Carries out a step that changes what is there already.
  ///
  /// What puts it back is on the disk before that, where it needs nothing of the answer; and it is put
  /// back where an answer does not come or tells of a failure, since it may have been changed.
  func changing(
    _ step: Suite.Step, by cleanup: Call, _ change: () async throws(CaseStop) -> Void
  ) async throws(CaseStop) {
    var before = scope
    // What an earlier trial kept of its answer says nothing about this one.
    for capture in step.captures { before.values[capture.name] = nil }
    let foreseen: Cleanup?
    do throws(AppendedFile.Refusal) {
      foreseen = try writtenCleanup(cleanup, in: before)
    } catch {
      throw ledgerRefusal(error)
    }
    let (sent, known) = (record.exchanges.count, cleanups.count)
    let untraced = untracedEntries.count
    defer {
      let isUnknown = record.exchanges[sent...].contains { $0.mayHaveChanged(by: step.call) }
      if let foreseen {
        if cleanups.count == known, isUnknown {
          cleanups.append(foreseen)
        } else if cleanups.count > known, cleanups[known].entry == nil {
          // What is known now could not be written down: what is written stands for it.
          cleanups[known].entry = foreseen.entry
        } else if let entry = foreseen.entry {
          session.ledger.noteUndone(entry)
        }
      }
      if cleanups.count > known { cleanups[known].requests += untracedEntries[untraced...] }
    }
    try await change()
  }

  /// Undoes what the case did, the last first; returns what could not be undone.
  package func cleanUp() async -> [RunResult.Notice] {
    closeSettledEntries()
    isCleaningUp = true
    // Most cases change nothing.
    return cleanups.isEmpty && lost.isEmpty ? leftovers : await undoAll()
  }

  @inline(never)
  private func undoAll() async -> [RunResult.Notice] {
    var notices = leftovers
    for cleanup in cleanups.reversed() {
      scope = cleanup.scope
      do throws(CaseStop) {
        let exchange = try await send(cleanup.call, purpose: Self.cleanupPurpose)
        let fate = Sweep.Fate(status: exchange.response.status)
        // Something that is gone already needs no removing.
        if fate.isSettled || wasRemoved(before: exchange) {
          if let entry = cleanup.entry { session.ledger.noteUndone(entry) }
          // What was not there may come to be a little later.
          for request in cleanup.requests
          where fate == .removed && request.url == exchange.request.url {
            session.ledger.noteAnswer(request.entry)
          }
          continue
        }
        notices.append(
          notice(
            "\(exchange.request.method) answered \(exchange.response.status)",
            at: cleanup.call.location))
      } catch {
        let location = "\(cleanup.call.location): "
        let sentence = error.sentence
        notices.append(
          notice(
            sentence.hasPrefix(location) ? String(sentence.dropFirst(location.count)) : sentence,
            at: cleanup.call.location))
      }
    }
    cleanups = []
    for lost in lost { notices += await recover(lost) }
    lost = []
    return notices
  }

  /// Whether the case has removed before what a DELETE is refused for, and changed nothing since
  /// that tells of it: who asks for what is not there may be refused for want of a right to it.
  private func wasRemoved(before refused: AnsweredExchange) -> Bool {
    let request = refused.request
    guard request.method == "DELETE", (400..<500).contains(refused.response.status),
      ![408, 425, 429].contains(refused.response.status),
      let id = request.url.lastPathSegment.map({ Array($0.utf8) }), !id.isEmpty
    else { return false }
    for kept in record.exchanges.reversed() {
      guard let answer = try? kept.result.get(), 200..<300 ~= answer.status else { continue }
      if kept.request.method == "DELETE", kept.request.url == request.url {
        // What was only taken in may still be there.
        return answer.status != 202
      }
      if kept.request.isSafe { continue }
      let texts = [answer.body, kept.request.body ?? [], Array(kept.request.url.utf8)]
      if texts.contains(where: { $0.names(id) }) { return false }
    }
    return false
  }

  /// Looks for what a request without an answer has created, and removes it; returns what could
  /// not be removed.
  private func recover(_ lost: Lost) async -> [RunResult.Notice] {
    let listing = lost.search.list.operation.flatMap { session.contract.operation(called: $0) }
    guard let conventions = session.conventions.pagination(of: listing) else { return [] }
    let items = LostItems(
      search: lost.search, conventions: conventions, baseURL: session.requests.baseURL)
    let undos = await items.undos { page in
      let answer = try? await send(
        page, purpose: "\(Self.cleanupPurpose), look for what may have been created")
      guard let answer, answer.isSuccess else { return nil }
      return answer.json.map { ($0, answer.response.fields) }
    }
    guard let undos else {
      hasLostTrack = true
      return []
    }
    var notices: [RunResult.Notice] = []
    for undo in undos {
      // It was found by what the run had made up for it.
      if let found = undo.path.lastPathSegment {
        let home = undo.operation.flatMap { session.contract.operation(called: $0) }?.path.idHome
        session.ledger.mint(found, at: [home ?? undo.path.home(of: found)])
      }
      let status = (try? await send(undo, purpose: Self.cleanupPurpose))?.response.status
      if let status, Sweep.Fate(status: status).isSettled { continue }
      let outcome = status.map { "answered \($0)" } ?? "got no answer"
      notices.append(notice("\(undo.method) \(undo.path) \(outcome)", at: testCase.location))
    }
    // What has not been found may come to be a little later: a sweep looks for it once more.
    if notices.isEmpty, lost.isAnswered || !undos.isEmpty {
      for entry in lost.entries { session.ledger.noteAnswer(entry) }
    }
    return notices
  }

  /// Sends a request as the ledger keeps it.
  private func send(
    _ stored: LedgerEntry.StoredRequest, purpose: String
  ) async throws(CaseStop) -> AnsweredExchange {
    let operation = stored.operation.flatMap { session.contract.operation(called: $0) }
    let request: HTTPRequest
    do throws(TemplateFailure) {
      request = try session.requests.request(for: stored, operation, in: &scope)
    } catch {
      throw .inconclusive(error.message)
    }
    return try await send(
      RequestBuilder.Prepared(
        request: request, operation: operation, isFaulty: false, pathValues: [],
        pathParameters: []),
      purpose: purpose)
  }

  /// Notes that a request may have made something which this run has no way to remove.
  ///
  /// Unlike a cleanup that fails this says nothing about other ones: the run goes on creating.
  func noteLeftover(_ exchange: AnsweredExchange) {
    leftovers.append(
      .init(
        code: "cleanup-failed",
        message: "\(testCase.location): \(line(of: exchange.request)) answered "
          + "\(exchange.response.status); whatever it made of case \"\(testCase.title)\" was left "
          + "behind, since nothing tells how it is removed"))
  }

  /// Says what could not be undone; nothing more is created from then on.
  private func notice(_ what: String, at location: SourceLocation) -> RunResult.Notice {
    let message = session.redactor.masked(
      "\(location): \(what); something of case \"\(testCase.title)\" was left behind")
    session.noteLeftover(message)
    return .init(code: "cleanup-failed", message: message)
  }
}

extension KeptExchange {
  /// Whether the request of a call may have changed something without an answer that says so.
  fileprivate func mayHaveChanged(by call: Call) -> Bool {
    guard request.method == call.target.method else { return false }
    return switch result {
    case .success(let response): response.status >= 500
    case .failure(let error): error.mayHaveArrived
    }
  }
}

extension [UInt8] {
  /// Whether an id stands in a text by itself, and not as a part of a longer one.
  fileprivate func names(_ id: [UInt8]) -> Bool {
    func belongsToID(_ position: Int) -> Bool {
      guard indices.contains(position) else { return false }
      switch self[position] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x80...0xFF: return true
      default: return false
      }
    }
    var start = 0
    while let place = firstPlace(of: id, from: start) {
      if !belongsToID(place - 1), !belongsToID(place + id.count) { return true }
      start = place + 1
    }
    return false
  }
}
