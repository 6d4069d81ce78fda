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
    if shown == nil, hasSent, let count = probe.count { shown = try? await count.read(in: run) }
    guard let list = probe.count, let shown else {
      for exchange in nameless { run.noteLeftover(exchange) }
      return
    }
    for row in shown.rows(with: tokenStem, at: list) {
      guard let id = row.id, tokens[id] == nil else { continue }
      run.own(id, of: probe.creation)
    }
  }

  /// Whether a request of the probe was sent, beside the reads of its list.
  private var hasSent: Bool {
    run.record.exchanges.contains { !$0.request.isSafe }
  }
}
