/// The idempotency probe: repeats, changes and races requests under keys, and counts the effects.
///
/// It asks only what its case says it proves, and sends one request that all of it compares with.
struct IdempotencyProbeRun {
  /// What the suite says.
  let probe: IdempotencyProbe
  /// How a repeated request is recognised.
  let conventions: Conventions.Idempotency

  /// Runs the probe.
  /// - Throws: ``CaseStop`` when the operation does not answer plain requests.
  func run(_ run: CaseRun) async throws(CaseStop) {
    let keys = KeyProbe(run, probe, conventions)
    var stop: CaseStop?
    do throws(CaseStop) { try await ask(keys) } catch { stop = error }
    await keys.takeOverUntold()
    if let stop { throw stop }
  }

  private func ask(_ keys: KeyProbe) async throws(CaseStop) {
    try await keys.readUnderKey { () async throws(CaseStop) -> Void in
      try await keys.leaveKeyOut()
      try await keys.replay()
    }
    try await keys.separateKeys()
    try await keys.reuse()
    try await keys.varyBody()
    try await keys.separateLetterCases()
    try await keys.correctBody()
    try await keys.presentCredential()
    try await keys.lengthenKey()
    try await keys.sendEmptyKey()
    try await keys.raceOneKey()
    try await keys.raceBodies()
    try await keys.raceKeys()
    try await keys.replayLater()
    try await keys.retryFailure()
    try await keys.settleClaims()
  }
}
