extension KeyProbe {
  /// Takes over what was done without an answer that tells of it, as far as the list of effects
  /// shows it: it is undone like everything else.
  ///
  /// Only this run has made up the tokens by which it is known. Nothing is done where the case has
  /// no `cleanup:`.
  func takeOverUntold() async {
    guard probe.creation.cleanup != nil else { return }
    // To look for what has to go is part of removing it.
    run.isCleaningUp = true
    // Of these only the list tells, and it may lag behind.
    let unowned = nameless.filter { attempt in
      !tokens.values.contains { $0.isSameText(as: attempt.token) }
    }
    if let count = probe.count {
      if !unowned.isEmpty {
        await readUntilShown(unowned, in: count)
      } else if shown == nil, hasSent {
        shown = try? await count.read(in: run)
      }
    }
    guard let list = probe.count, let shown else {
      for attempt in unowned { run.noteLeftover(attempt.exchange) }
      return
    }
    for attempt in unowned where !shows(attempt, shown, in: list) {
      run.noteLeftover(attempt.exchange)
    }
    for row in shown.rows(with: tokenStem, at: list) {
      guard let id = row.id, tokens[id] == nil else { continue }
      run.own(id, of: probe.creation)
    }
  }

  /// Reads the list of effects until it shows what requests did; what was read before stays where it
  /// cannot be read.
  private func readUntilShown(_ attempts: [Attempt], in list: EffectList) async {
    let sighting = try? await run.look(
      "look for what was answered without an id",
      until: { contents in attempts.allSatisfy { shows($0, contents, in: list) } }
    ) { () async throws(CaseStop) -> ListContents? in
      try await list.read(in: run)
    }
    if let sighting { shown = sighting.sight }
  }

  /// Whether a list shows what a request did, with an id by which it can be removed.
  private func shows(_ attempt: Attempt, _ contents: ListContents, in list: EffectList) -> Bool {
    contents.rows(with: attempt.token, at: list).contains { $0.id != nil }
  }

  /// Whether a request of the probe was sent, beside the reads of its list.
  private var hasSent: Bool {
    run.record.exchanges.contains { !$0.request.isSafe }
  }
}
