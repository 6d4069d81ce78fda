extension KeyProbe {
  /// IDM-03 and IDM-04: a key is refused for another body, which then is not carried out.
  func reuse() async throws(CaseStop) {
    guard judge.takesUp("IDM-03", "IDM-04") else { return }
    guard keysWork else { return leaveOpenWithoutKeys(["IDM-03", "IDM-04"]) }
    let first = try await first()
    let other = try await send(
      newToken(), key: first.key, mayBeRefused: true, "another body under the same key")
    judge.judge("IDM-03")
    judgeRefusal(of: other, under: first, requirement: "IDM-03", "another body")
    guard judge.takesUp("IDM-04") else { return }
    guard !other.isSuccess else {
      return judge.leaveOpen(["IDM-04"], "the other body was not refused")
    }
    claims.append(
      EffectClaim(
        requirement: "IDM-04", tokens: [other.token], allowed: 0...0,
        what: "a body refused under a used key", exchange: other.exchange.index,
        isOnlyEvidence: true))
    let again = try await send(first.token, key: first.key, "the first request once more")
    guard again.id != first.id else { return }
    judge.report(
      suspicion(
        "IDM-04", "after a refused reuse the key no longer gives its first answer", again,
        related: first, expected: "id \(first.id?.description ?? "")"))
  }

  /// Judges the answer to a body that is not the one its key stands for.
  func judgeRefusal(
    of attempt: Attempt, under first: Attempt, requirement: RequirementID, _ what: String
  ) {
    if conventions.reuseStatuses.contains(attempt.status) { return }
    let expected =
      "status "
      + conventions.reuseStatuses.sorted().map(String.init).joined(separator: " or ")
    var found = suspicion(
      requirement, "\(what) under a used key was answered \(attempt.status)", attempt,
      related: first, expected: expected)
    if attempt.isSuccess {
      found.message =
        attempt.id == first.id
        ? "\(what) under a used key was answered as if it were the first"
        : "\(what) under a used key was carried out"
    } else if [400, 409, 422].contains(attempt.status) {
      found.details = [
        "\(attempt.status) refuses reuse as well; it is not what the profile says under \"reuse\""
      ]
    }
    judge.report(found)
  }

  /// IDM-22 and IDM-23: what makes two bodies the same is their value, all of it.
  func varyBody() async throws(CaseStop) {
    let asked: [RequirementID] = ["IDM-03", "IDM-22", "IDM-23"].filter(judge.asks)
    guard !asked.isEmpty else { return }
    guard keysWork else { return leaveOpenWithoutKeys(asked) }
    _ = try await first()
    // A request of its own, so that what happens here is counted apart.
    let first = try await prepared("a request whose body is to be varied")
    guard let body = first.bodyValue else {
      return judge.leaveOpen(["IDM-22", "IDM-23"], "the request has no JSON body")
    }
    if judge.takesUp("IDM-22") {
      for spelling in JSONSpelling.allCases {
        try await respell(first, as: spelling.bytes(of: body), spelling.rawValue)
      }
    }
    if judge.asks("IDM-22"), !judge.hasReported("IDM-22") {
      claims.append(
        EffectClaim(
          requirement: "IDM-22", tokens: [first.token], allowed: 1...1,
          what: "a body in several spellings under one key", exchange: first.exchange.index))
    }
    guard !judge.hasReported("IDM-03") else {
      return judge.leaveOpen(["IDM-23"], "any other body is already accepted under a used key")
    }
    // With IDM-23 not asked for, one change deep in the body belongs to IDM-03.
    let isFull = judge.takesUp("IDM-23")
    if !isFull { judge.turn(to: "IDM-03") }
    let variants = BodyVariant.all(of: body, holding: first.token)
    for variant in isFull ? variants : variants.filter(\.isDeep).prefix(1).map({ $0 }) {
      let attempt = try await send(
        first.token, key: first.key, body: variant.bytes, mayBeRefused: true,
        "\(variant.what) under the same key")
      // A body that is not valid on its own is refused for that, and says nothing about keys.
      if attempt.status == 400, !conventions.reuseStatuses.contains(400) { continue }
      judge.judge(isFull ? "IDM-23" : "IDM-03")
      judgeRefusal(
        of: attempt, under: first, requirement: isFull ? "IDM-23" : "IDM-03", variant.what)
      if attempt.isSuccess, attempt.id != first.id { dropClaims(on: first.token) }
    }
    if isFull { try await compareNormalForms() }
    judge.leaveOpen(["IDM-23"], "no valid change of the body could be made up")
  }

  /// IDM-22: the same value in another spelling is not carried out a second time.
  private func respell(
    _ first: Attempt, as bytes: [UInt8], _ how: String
  ) async throws(CaseStop) {
    let attempt = try await send(
      first.token, key: first.key, body: bytes, mayBeRefused: true, "the same body, \(how)")
    judge.judge("IDM-22")
    if attempt.isSuccess, attempt.id == first.id { return }
    var found = suspicion(
      "IDM-22", "the same body, \(how), was answered \(attempt.status) under its key", attempt,
      related: first, expected: "the first answer, or a refusal as reuse")
    if attempt.isSuccess {
      found.message = "the same body, \(how), was carried out a second time under its key"
    } else if conventions.reuseStatuses.contains(attempt.status) {
      found.severity = .info
      found.message = "the same body, \(how), is refused as another one"
    }
    judge.report(found)
  }

  /// IDM-23: composed and decomposed letters are different values.
  private func compareNormalForms() async throws(CaseStop) {
    guard !judge.hasReported("IDM-23") else { return }
    let token = newToken()
    let key = newKey()
    let plain = try prepare(token, key: key)
    guard let body = (plain.request.body).flatMap({ BodyVariant.value($0) }),
      let composed = BodyVariant.appending("\u{e9}", to: body, holding: token),
      let decomposed = BodyVariant.appending("e\u{301}", to: body, holding: token)
    else { return }
    let first = try await run.sending(for: .preparation) { () async throws(CaseStop) -> Attempt in
      try await send(token, key: key, body: composed, "a body with a composed letter")
    }
    guard first.isSuccess else { return }
    let other = try await send(
      token, key: key, body: decomposed, mayBeRefused: true, "the same with a decomposed letter")
    judge.judge("IDM-23")
    judgeRefusal(of: other, under: first, requirement: "IDM-23", "a decomposed letter")
  }
}
