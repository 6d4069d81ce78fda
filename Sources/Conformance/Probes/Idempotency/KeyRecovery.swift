extension KeyProbe {
  /// IDM-15: a body that was refused does not spoil its key for the corrected one.
  func correctBody() async throws(CaseStop) {
    guard judge.takesUp("IDM-15") else { return }
    _ = try await first()
    let token = newToken()
    let key = newKey()
    guard let body = try prepare(token, key: key).request.body.flatMap({ BodyVariant.value($0) }),
      let broken = JSONEdit.removing(memberHolding: token, from: body)
    else {
      return judge.leaveOpen(["IDM-15"], "the request has no JSON object to leave a part out of")
    }
    let refused = try await send(
      token, key: key, body: broken, mayBeRefused: true, "a body that lacks a part")
    guard 400..<500 ~= refused.status, !Self.momentary.contains(refused.status) else {
      return judge.leaveOpen(
        ["IDM-15"], "the body that lacks a part was answered \(refused.status)")
    }
    let corrected = try await send(
      token, key: key, mayBeRefused: true, "the corrected body under the same key")
    if conventions.reuseStatuses.contains(corrected.status), corrected.status != refused.status {
      return judge.judge("IDM-15")
    }
    judgeRecovery(corrected, after: refused, requirement: "IDM-15", "a refused body")
  }

  /// IDM-16: a request refused for its credential is not what its key stands for.
  func presentCredential() async throws(CaseStop) {
    guard judge.takesUp("IDM-16") else { return }
    let operation = probe.creation.call.target.operation
    guard let schemes = operation?.security.first(where: { !$0.isEmpty })?.keys.sorted() else {
      return judge.leaveOpen(["IDM-16"], "the operation asks for no credential")
    }
    _ = try await first()
    let token = newToken()
    let key = newKey()
    let wrong = Template(segments: [.text("no-credential-\(run.scope.nonce)")])
    let call = probe.creation.call.presenting(.custom(schemes.map { ($0, wrong) }))
    let refused = try await send(
      token, key: key, as: call, mayBeRefused: true, "a wrong credential under a fresh key")
    guard refused.status == 401 || refused.status == 403 else {
      return judge.leaveOpen(["IDM-16"], "the wrong credential was answered \(refused.status)")
    }
    let accepted = try await send(token, key: key, "the right credential under the same key")
    judgeRecovery(accepted, after: refused, requirement: "IDM-16", "a refused credential")
  }

  /// Judges the request that should be carried out after one that was refused under its key.
  private func judgeRecovery(
    _ attempt: Attempt, after refused: Attempt, requirement: RequirementID, _ what: String
  ) {
    if Self.momentary.contains(attempt.status) {
      return judge.leaveOpen([requirement], "the second request was answered \(attempt.status)")
    }
    judge.judge(requirement)
    guard attempt.isSuccess else {
      return judge.report(
        suspicion(
          requirement,
          "after \(what) the right request under the same key was answered "
            + "\(attempt.status)",
          attempt, related: refused, expected: "status 2XX"))
    }
    claims.append(
      EffectClaim(
        requirement: requirement, tokens: [attempt.token], allowed: 1...1,
        what: "a request repeated after \(what)", exchange: attempt.exchange.index))
  }
}
