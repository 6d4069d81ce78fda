extension KeyProbe {
  /// IDM-05: two keys are two requests, even with the same body.
  func separateKeys() async throws(CaseStop) {
    guard judge.takesUp("IDM-05") else { return }
    _ = try await first()
    // Alike up to the last character, so that a key that is cut or hashed badly shows.
    let key = newKey()
    try await performTwice("IDM-05", keys: ["\(key)-1", "\(key)-2"], "two keys")
  }

  /// IDM-18: keys that differ in letter case are two keys.
  func separateLetterCases() async throws(CaseStop) {
    guard judge.takesUp("IDM-18") else { return }
    guard !judge.hasReported("IDM-05") else {
      return judge.leaveOpen(["IDM-18"], "different keys are already taken for one")
    }
    _ = try await first()
    let key = newKey()
    try await performTwice(
      "IDM-18", keys: ["\(key)-a", "\(key)-A"], "two keys that differ in letter case")
  }

  /// Sends one body under two keys, and expects two effects.
  private func performTwice(
    _ requirement: RequirementID, keys: [String], _ what: String
  ) async throws(CaseStop) {
    let token = newToken()
    let one = try await perform(token, key: keys[0], "a body under the first of \(what)")
    let two = try await send(token, key: keys[1], "the same body under the second of \(what)")
    if Self.momentary.contains(two.status) {
      return judge.leaveOpen([requirement], "the second request was answered \(two.status)")
    }
    judge.judge(requirement)
    if two.isSuccess, two.id != one.id {
      claims.append(
        EffectClaim(
          requirement: requirement, tokens: [token], allowed: 2...2, what: "\(what), one body",
          exchange: two.exchange.index))
      return
    }
    judge.report(
      suspicion(
        requirement, "\(what) were taken for one", two, related: one,
        expected: "status 2XX and another id than \(one.id?.description ?? "")"))
  }

  /// IDM-06 and IDM-07: the key may be left out, and then nothing is recognised.
  func leaveKeyOut() async throws(CaseStop) {
    guard judge.takesUp("IDM-06", "IDM-07") else { return }
    let parameter = probe.creation.call.target.operation?.parameter(conventions.header, in: .header)
    guard parameter?.isRequired != true else {
      return judge.leaveOpen(["IDM-06", "IDM-07"], "the contract requires the key")
    }
    let token = newToken()
    let one = try await send(token, key: nil, "a request without a key")
    if Self.momentary.contains(one.status) {
      return judge.leaveOpen(
        ["IDM-06", "IDM-07"], "the request without a key was answered \(one.status)")
    }
    guard one.isSuccess else {
      _ = try await first()  // with a key it is answered; otherwise the key is not to blame
      judge.report(
        suspicion(
          "IDM-07", "a request without a key was answered \(one.status)", one,
          expected: "status 2XX, since the key is optional"))
      return judge.leaveOpen(["IDM-06"], "a request without a key is refused")
    }
    judge.judge("IDM-07")
    guard judge.asks("IDM-06") else { return }
    let two = try await send(token, key: nil, "the same request without a key")
    guard two.isSuccess else {
      return judge.leaveOpen(["IDM-06"], "the second request was answered \(two.status)")
    }
    judge.judge("IDM-06")
    guard two.id == one.id else { return }
    var found = suspicion(
      "IDM-06", "the same body without a key is carried out once", two, related: one,
      expected: "another id than \(one.id?.description ?? "")")
    found.severity = .info  // recognising equal content is a choice
    judge.report(found)
  }
}
