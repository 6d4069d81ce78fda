import Diagnostics

extension KeyProbe {
  /// IDM-25: a key does nothing to a read, which stays fresh.
  func readUnderKey(
    around effects: () async throws(CaseStop) -> Void
  ) async throws(CaseStop) {
    guard judge.asks("IDM-25") else { return try await effects() }
    guard let call = probe.count?.call, call.target.method == "GET" else {
      judge.leaveOpen(["IDM-25"], "the case names no list to read under a key")
      return try await effects()
    }
    let changes = CallChanges.field(conventions.header, newKey())
    let before = try await run.send(call, purpose: "the list under a key", changes: changes)
    try await effects()
    _ = try await first()
    var after = try await run.send(
      call, purpose: "the list under the same key", changes: changes)
    let plain = try await run.send(call, purpose: "the list without a key")
    let ignored = Volatile.pointers(conventions, run.session.conventions)
    guard let old = before.json, after.json != nil, let real = plain.json, plain.isSuccess
    else { return judge.leaveOpen(["IDM-25"], "the list answered \(plain.response.status)") }
    guard !JSONDifference.places(old, real, ignoring: ignored).isEmpty else {
      return judge.leaveOpen(["IDM-25"], "the first page shows nothing of what the probe did")
    }
    judge.judge("IDM-25")
    func isStale(_ read: AnsweredExchange) -> Bool {
      guard let new = read.json else { return false }
      return JSONDifference.places(old, new, ignoring: ignored).isEmpty
    }
    // The first of the reads may have met a copy that lagged behind.
    for delay in ResourceProbe.delays where isStale(after) {
      try await sleep(delay)
      after = try await run.send(
        call, purpose: "the list under the same key again", changes: changes)
    }
    guard isStale(after) else { return }
    judge.report(
      Suspicion(
        requirement: "IDM-25", message: "a read under a key that was used before is not fresh",
        exchange: after.index, related: [before.index, plain.index], place: .body(.root),
        expected: "the list as it is now", got: "the list as it was"))
  }
}
