extension KeyProbe {
  /// How long a key has to be remembered at the least.
  private static let span = Duration.seconds(5)

  /// IDM-26: a key is still known after a while.
  ///
  /// How long a key is kept altogether cannot be tested within a run, and is not claimed.
  func replayLater() async throws(CaseStop) {
    guard judge.takesUp("IDM-26") else { return }
    guard keysWork else { return leaveOpenWithoutKeys(["IDM-26"]) }
    let first = try await first()
    try await sleep(Self.span)
    let again = try await send(
      first.token, key: first.key, mayBeRefused: true, "the first request \(Self.span) later")
    if Self.momentary.contains(again.status) {
      return judge.leaveOpen(["IDM-26"], "the late retry was answered \(again.status)")
    }
    judge.judge("IDM-26")
    guard !again.isSuccess || again.id != first.id else { return }
    if again.isSuccess { dropClaims(on: first.token) }
    judge.report(
      suspicion(
        "IDM-26", "\(Self.span) later the key was no longer known", again, related: first,
        expected: "id \(first.id?.description ?? "")"))
  }
}
