extension KeyProbe {
  /// How many requests are sent at most to meet a failure, where none was met before.
  private static let maximumTries = 6
  /// How long to wait before each further attempt under the key of a failure.
  private static let pauses: [Duration] = [.milliseconds(200), .seconds(1), .seconds(3)]

  /// IDM-17: a failure of the server is not the last word on a key, and nothing is done twice.
  ///
  /// Whether the failed request was carried out is open: what counts is that all attempts under its
  /// key come to one effect.
  func retryFailure() async throws(CaseStop) {
    guard judge.takesUp("IDM-17") else { return }
    judge.turn()
    for _ in 1...Self.maximumTries where failure == nil {
      _ = try await send(newToken(), key: newKey(), "a request that may meet a failure")
    }
    judge.turn(to: "IDM-17")
    guard let failure else {
      return judge.leaveOpen(["IDM-17"], "no request with a key met a failure of the server")
    }
    var again = try await send(
      failure.token, key: failure.key, body: failure.body, "the same request after the failure")
    // The failed request may still be under way.
    let waits = { (status: Int) in
      Self.isFailure(status) || self.conventions.inFlightStatuses.contains(status)
    }
    for pause in Self.pauses where waits(again.status) {
      try await run.pause(pause)
      run.errand = .repetition
      again = try await send(
        failure.token, key: failure.key, body: failure.body, "the same request once more")
    }
    if again.isSuccess { run.noteAnswer(toRequestsHolding: failure.token) }
    // What was claimed of the token so far did not reckon with a failure.
    dropClaims(on: failure.token)
    claims.append(
      EffectClaim(
        requirement: "IDM-17", tokens: [failure.token], allowed: 0...1,
        what: "a request repeated under its key after a \(failure.status)",
        exchange: again.exchange.index, isOnlyEvidence: true,
        isSaidToBeDone: again.isSuccess))
    guard !again.isSuccess, !Self.momentary.contains(again.status) else { return }
    judge.judge("IDM-17")
    judge.report(
      suspicion(
        "IDM-17",
        "after a \(failure.status) the same request under the same key is answered "
          + "\(again.status) for good",
        again, related: failure, expected: "status 2XX in the end"))
  }

  /// Whether a status tells of a failure of the server, after which a client tries again.
  static func isFailure(_ status: Int) -> Bool { status >= 500 }
}
