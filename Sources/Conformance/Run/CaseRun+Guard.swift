import Diagnostics
import SchemaValidator

/// What is refused before anything is sent, and what is written down before it is.
extension CaseRun {
  /// Makes the request for a call.
  @inline(never)
  package func prepare(
    _ call: Call, changes: CallChanges = CallChanges()
  ) throws(CaseStop) -> RequestBuilder.Prepared {
    do {
      var prepared = try session.requests.request(for: call, changes: changes, in: &scope)
      // What a probe changes is its own business, and what has to go is removed in any case.
      if !prepared.isFaulty, changes.isEmpty, !isCleaningUp, !isPreflight,
        let departure = prepared.departures(from: session.contract).first
      {
        throw CaseStop.errored(
          session.redactor.masked(
            "\(call.location): \(departure.message) (\(departure.node.location)); nothing was "
              + "sent; the usual cause is a variable that was given wrong"))
      }
      try hideCredentials(of: prepared, at: call.location)
      return prepared
    } catch let failure as TemplateFailure {
      throw .inconclusive("\(call.location): \(failure.message)")
    } catch let stop as CaseStop {
      throw stop
    } catch {
      throw .errored("\(call.location): \(error)")
    }
  }

  /// Takes what a case presents out of an answer, such as the token of a session, for secret from
  /// now on.
  ///
  /// What is written in a suite is no secret, and of variables the profile says which are.
  /// - Throws: ``CaseStop`` for one that would stand in clear wherever the target repeats it.
  private func hideCredentials(
    of prepared: RequestBuilder.Prepared, at location: SourceLocation
  ) throws(CaseStop) {
    for credential in prepared.presented
    where credential.template.variables.contains(where: { givenValues[$0] == nil }) {
      for text in [credential.text, credential.secret] {
        let length = text.utf8.count
        // A short one is masked in the field that presents it, if nowhere else. What has to go is
        // removed in any case.
        guard !session.redactor.learn(text), length >= Redactor.shortestLearned, !isCleaningUp
        else { continue }
        let reason =
          length > Redactor.longestLearned
          ? "it has \(length) bytes; the longest that is masked has \(Redactor.longestLearned)"
          : "the run has learned as many secrets as it can look for; run fewer cases at a time"
        throw .errored(
          "\(location): what \"auth\" presents cannot be masked where the target repeats it: "
            + "\(reason); nothing was sent")
      }
    }
  }

  /// Refuses a request that would change or remove what this run did not create.
  ///
  /// Every request comes by here as it will be sent, whoever made it. What it would touch is its last
  /// path value, or a raw path's last segment; that has to be something the run created, where it
  /// created it (``IDHome``), or hold something that it invented, such as an id that nothing can
  /// have.
  func refuseStrangersID(in prepared: RequestBuilder.Prepared) throws(CaseStop) {
    guard let stranger = strangersID(in: prepared) else { return }
    let place = prepared.location ?? testCase.location
    let id = "\"\(session.redactor.masked(stranger))\""
    let homes = session.ledger.homes(of: stranger).map { "\"\($0.word)\"" }.sorted()
    if !homes.isEmpty {
      throw .errored(
        "\(place): \(prepared.request.method) would change \(id) below "
          + "\"\(prepared.home(of: stranger).word)\", and what this run created with that id is below "
          + "\(homes.alternatives); nothing was sent; a short id counts where it was made, and where "
          + "\"Location\", a link of the contract or the step's own \"cleanup\" leads")
    }
    throw .errored(
      "\(place): \(prepared.request.method) would change \(id), which "
        + "this run did not create; nothing was sent; capture the id from the answer to this run's "
        + "own create, or make up an id that nothing has with a function such as ${ulid}")
  }

  /// Header fields by which some servers take a request for one of another method.
  private static let methodFields = [
    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
  ]

  /// What a request would change or remove that is not the run's; nil for nothing.
  func strangersID(in prepared: RequestBuilder.Prepared) -> String? {
    // Many servers take a method in small letters for the same, and some what a field says for the
    // method.
    let request = prepared.request
    if request.isSafe { return nil }
    let methods = [request.method] + Self.methodFields.compactMap(request.fields.value(named:))
    guard methods.contains(where: { ["PUT", "PATCH", "DELETE"].contains($0.uppercased()) }) else {
      return nil
    }
    for invented in scope.invented { session.ledger.invent(invented) }
    let targets =
      prepared.pathValues.last ?? [prepared.request.url.lastPathSegment].compactMap(\.self)
    return targets.first { !session.ledger.owns($0, at: prepared.home(of: $0)) }
  }

  /// How many requests the case may still send.
  package var remainingRequests: Int { requestAllowance - spentRequests }

  /// Keeps to what the plan says the case sends at most.
  ///
  /// The preflight is no case of a suite: it asks as often as the profile has it ask.
  func spend(_ count: Int) throws(CaseStop) {
    guard !isCleaningUp, !isPreflight else { return }
    spentRequests += count
    if session.environment.countsRequests { tally.add(count, for: errand) }
    guard spentRequests > requestAllowance else { return }
    throw .inconclusive(
      "\(testCase.location): the case has sent the \(requestAllowance) requests it may; "
        + "a probe's \"max_requests\" can be raised")
  }

  /// Creates nothing more once the run has left something behind, and keeps what reaches people to
  /// the number that the profile allows.
  func refuseCreation(
    _ prepared: [RequestBuilder.Prepared]
  ) throws(CaseStop) {
    guard !isCleaningUp else { return }
    let changing = prepared.count { !$0.request.isSafe }
    guard changing > 0 else { return }
    if let leftover = session.leftover {
      throw .blocked("nothing more is changed, since something was left behind: \(leftover)")
    }
    guard testCase.effect == .external else { return }
    let meant = prepared.count { !$0.request.isSafe && !$0.isFaulty }
    guard session.takeExternal(meant) else {
      throw .inconclusive(
        "\(testCase.location): the profile allows \(session.externalLimit) requests that reach "
          + "people or cost money, and they are spent; \"external_limit\" in it can be raised")
    }
  }

  /// Writes down in the ledger what is about to be sent, where it may create something; its
  /// number there.
  func enter(
    _ prepared: RequestBuilder.Prepared, _ search: LedgerEntry.Search?
  ) throws(CaseStop) -> Int? {
    // Changing or deleting what is there creates nothing that would have to go.
    let request = prepared.request
    let mayCreate = !request.isSafe && !["PATCH", "DELETE"].contains(request.method)
    guard mayCreate, !isCleaningUp else { return nil }
    let path = session.requests.path(of: request.url)
    let name =
      prepared.operation?.id.description
      ?? session.redactor.masked("\(request.method) \(path)")
    do throws(AppendedFile.Refusal) {
      let entry = try session.ledger.willSend(name, caseID: testCase.id, search: search)
      if let entry { settledEntries.append(entry) }
      return entry
    } catch {
      throw ledgerRefusal(error)
    }
  }

  /// What a case comes to whose requests cannot be written down.
  func ledgerRefusal(_ refusal: AppendedFile.Refusal) -> CaseStop {
    .errored("the ledger cannot be written: \(refusal.reason); nothing was sent")
  }

  /// Writes down that what was sent before is known: what it asks to undo is in the ledger.
  ///
  /// A request whose answer did not come, or whose undoing could not be written down, stays open.
  func closeSettledEntries() {
    for entry in settledEntries { session.ledger.noteAnswer(entry) }
    settledEntries = []
  }

  /// Leaves the requests sent last open in the ledger: they may have created what nobody knows.
  func abandonSettledEntries() { settledEntries = [] }
}
