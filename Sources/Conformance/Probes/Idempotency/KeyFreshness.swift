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
    judge.turn(to: "IDM-25")
    let before = try await run.send(call, purpose: "the list under a key", changes: changes)
    try await effects()
    _ = try await first()
    judge.turn(to: "IDM-25")
    let first = try await run.send(
      call, purpose: "the list under the same key", changes: changes)
    let ignored = Volatile.pointers(conventions, run.session.conventions)
    func isStale(_ read: AnsweredExchange) -> Bool {
      guard let old = before.json, let new = read.json else { return false }
      return JSONDifference.places(old, new, ignoring: ignored).isEmpty
    }
    // Asked once: a page that does not show what is newest never changes, however long one waits.
    let plain = try await run.send(call, purpose: "the list without a key")
    guard plain.isSuccess, plain.json != nil, before.json != nil, first.json != nil else {
      return judge.leaveOpen(["IDM-25"], "the list answered \(plain.response.status)")
    }
    guard !isStale(plain) else {
      return judge.leaveOpen(["IDM-25"], "the first page shows nothing of what the probe did")
    }
    judge.judge("IDM-25")
    // The first of the reads may have met a copy that lagged behind.
    var known: AnsweredExchange? = first
    let purpose = "the list under the same key again"
    let sighting = try await run.look(purpose, until: { !isStale($0) }) {
      () async throws(CaseStop) -> AnsweredExchange? in
      defer { known = nil }
      if let known { return known }
      return try await run.send(call, purpose: purpose, changes: changes)
    }
    guard let after = sighting?.sight, isStale(after) else { return }
    judge.report(
      Suspicion(
        requirement: "IDM-25", message: "a read under a key that was used before is not fresh",
        exchange: after.index, related: [before.index, plain.index], place: .body(.root),
        expected: "the list as it is now", got: "the list as it was"))
  }
}
