import SchemaValidator

extension KeyProbe {
  /// How many requests race.
  private static let racers = 5
  /// How many retries of losers are sent altogether.
  private static let maximumRetries = 5

  /// IDM-08 and IDM-09: of racing requests with one key and body one is carried out, and
  /// afterwards all of them get its answer.
  func raceOneKey() async throws(CaseStop) {
    guard judge.asksAny(["IDM-08", "IDM-09"]) else { return }
    guard keysWork else { return leaveOpenWithoutKeys(["IDM-08", "IDM-09"]) }
    guard probe.races > 0 else {
      return judge.leaveOpen(["IDM-08", "IDM-09"], "the case asks for no races")
    }
    _ = try await first()
    var overlapped = 0
    var retries = Self.maximumRetries
    for trial in 1...probe.races {
      judge.turn(to: "IDM-08")
      let race = try await race(trial, "one key and one body") { (_) in (newToken(), newKey()) }
      if race.overlapped { overlapped += 1 }
      let isRight = judgeOneKey(race)
      guard isRight, judge.asks("IDM-09") else {
        if !isRight { break }
        continue
      }
      judge.turn(to: "IDM-09")
      let losers = race.attempts.filter { !$0.isSuccess }
      for attempt in (losers.isEmpty ? Array(race.attempts.prefix(1)) : losers).prefix(retries) {
        retries -= 1
        try await retry(attempt, winner: race.attempts.first(where: \.isSuccess))
        if judge.hasReported("IDM-09") { retries = 0 }
        if retries == 0 { break }
      }
    }
    if overlapped > 0 { return judge.judge("IDM-08") }
    judge.leaveOpen(["IDM-08"], "no two requests overlapped in \(probe.races) trials")
  }

  /// IDM-10: of racing bodies under one key at most one is carried out.
  func raceBodies() async throws(CaseStop) {
    guard judge.takesUp("IDM-10") else { return }
    guard keysWork else { return leaveOpenWithoutKeys(["IDM-10"]) }
    guard probe.races > 0 else {
      return judge.leaveOpen(["IDM-10"], "the case asks for no races")
    }
    _ = try await first()
    for trial in 1...probe.races {
      if trial > 1 { run.errand = .repetition }
      let key = newKey()
      let race = try await race(trial, "one key and five bodies", isShared: false) { _ in
        (newToken(), key)
      }
      let winners = race.attempts.filter(\.isSuccess)
      if let winner = winners.first,
        let second = winners.dropFirst().first(where: { $0.id != winner.id })
      {
        return judge.report(
          suspicion(
            "IDM-10", "two bodies racing under one key were both carried out", second,
            related: winner, expected: "one effect, and refusals"))
      }
      if let winner = winners.first, let second = winners.dropFirst().first {
        judge.report(
          suspicion(
            judge.asks("IDM-03") ? "IDM-03" : "IDM-10",
            "a body racing under one key was answered with the effect of another", second,
            related: winner, expected: "a refusal"))
      }
      judgeLosers(
        race, requirement: "IDM-10", allowed: conventions.reuseStatuses.union([400]))
      claims.append(
        EffectClaim(
          requirement: "IDM-10", tokens: race.attempts.map(\.token), allowed: 0...1,
          what: "bodies racing under one key", exchange: race.attempts.first?.exchange.index ?? 0,
          isOnlyEvidence: true))
      if race.overlapped { return judge.judge("IDM-10") }
    }
    judge.leaveOpen(["IDM-10"], "no two requests overlapped in \(probe.races) trials")
  }

  /// IDM-11: racing requests with keys of their own are all carried out, each with its own answer.
  func raceKeys() async throws(CaseStop) {
    guard judge.takesUp("IDM-11") else { return }
    guard probe.races > 0 else {
      return judge.leaveOpen(["IDM-11"], "the case asks for no races")
    }
    _ = try await first()
    for trial in 1...probe.races {
      if trial > 1 { run.errand = .repetition }
      if try await raceKeys(trial) { return }
    }
    judge.leaveOpen(
      ["IDM-11"],
      "in \(probe.races) trials \(Self.racers) requests neither overlapped nor were all carried out"
    )
  }

  /// Races keys of their own once; whether that decides IDM-11.
  private func raceKeys(_ trial: Int) async throws(CaseStop) -> Bool {
    let race = try await race(trial, "five keys and five bodies", isShared: false) { _ in
      (newToken(), newKey())
    }
    let winners = race.attempts.filter(\.isSuccess)
    for (position, attempt) in race.attempts.enumerated() {
      // What is only accepted has no id yet.
      if attempt.isSuccess, let id = attempt.id,
        let twin = winners.first(where: { $0.id == id && $0.token != attempt.token })
      {
        judge.report(
          suspicion(
            "IDM-11", "two racing requests with keys of their own got one id", attempt,
            related: twin, expected: "an id of its own"))
        return true
      }
      let foreign = race.attempts.enumerated().first {
        $0.offset != position
          && attempt.exchange.response.body.contains(Array($0.element.token.utf8))
      }
      if let foreign {
        judge.report(
          suspicion(
            "IDM-11", "the answer to a racing request carries the data of another", attempt,
            related: foreign.element, expected: "its own data only"))
        return true
      }
      if attempt.isSuccess {
        claims.append(
          EffectClaim(
            requirement: "IDM-11", tokens: [attempt.token], allowed: 1...1,
            what: "a racing request with a key of its own", exchange: attempt.exchange.index))
      } else if !Self.momentary.contains(attempt.status) {
        judge.report(
          suspicion(
            "IDM-11", "a racing request with a key of its own was answered \(attempt.status)",
            attempt, expected: "status 2XX"))
      }
    }
    if judge.hasReported("IDM-11") { return true }
    guard race.overlapped, winners.count == Self.racers else { return false }
    judge.judge("IDM-11")
    return true
  }

  // MARK: One race

  private struct Race {
    let attempts: [Attempt]
    let overlapped: Bool
  }

  /// Releases requests at one instant; one token and key serve all of them where shared.
  private func race(
    _ trial: Int, _ what: String, isShared: Bool = true,
    _ choose: (Int) -> (token: String, key: String)
  ) async throws(CaseStop) -> Race {
    let common = choose(0)
    var choices: [(token: String, key: String)] = []
    var prepared: [RequestBuilder.Prepared] = []
    for racer in 0..<Self.racers {
      let choice = racer == 0 || isShared ? common : choose(racer)
      choices.append(choice)
      prepared.append(try prepare(choice.token, key: choice.key, mayBeRefused: true))
    }
    let answers = try await run.sendTogether(
      prepared, purpose: "race \(trial): \(what)",
      undoing: Array(repeating: probe.creation.undoing, count: prepared.count))
    var attempts: [Attempt] = []
    for ((choice, request), answer) in zip(zip(choices, prepared), answers) {
      guard let answer else { continue }
      attempts.append(attempt(choice.token, key: choice.key, request, answer))
    }
    guard !attempts.isEmpty else {
      throw .errored("none of \(Self.racers) racing requests got a response")
    }
    let timings = attempts.map(\.exchange.response.timings)
    let overlapped = timings.indices.contains { one in
      timings[..<one].contains { $0.overlaps(timings[one]) }
    }
    return Race(attempts: attempts, overlapped: overlapped)
  }

  /// IDM-08: one id among the successes, and the rest put off; false for a departure.
  private func judgeOneKey(_ race: Race) -> Bool {
    // What is only accepted has no id yet.
    let winners = race.attempts.filter { $0.isSuccess && $0.id != nil }
    if let winner = winners.first, let second = winners.first(where: { $0.id != winner.id }) {
      let ids = Set(winners.compactMap(\.id)).count
      judge.report(
        suspicion(
          "IDM-08", "racing requests with one key and body gave \(ids) ids", second,
          related: winner, expected: "id \(winner.id?.description ?? "") in every success"))
      return false
    }
    guard judgeLosers(race, requirement: "IDM-08", allowed: []) else { return false }
    if let first = race.attempts.first {
      claims.append(
        EffectClaim(
          requirement: "IDM-08", tokens: [first.token], allowed: 0...1,
          what: "racing requests with one key and body", exchange: first.exchange.index))
    }
    return true
  }

  /// Whether everything that was not carried out says so as it may, in the error envelope.
  ///
  /// What a gateway answered says nothing about that.
  @discardableResult
  private func judgeLosers(
    _ race: Race, requirement: RequirementID, allowed: Set<Int>
  ) -> Bool {
    let putOff = conventions.inFlightStatuses.union([425, 429, 503])
    let envelope = run.session.conventions.errors?.root
    for loser in race.attempts
    where !loser.isSuccess && !loser.exchange.isFromGateway(run.session.conventions) {
      let expected =
        "the winner's answer, or one of "
        + putOff.union(allowed).sorted().map(String.init).joined(separator: ", ")
      guard putOff.union(allowed).contains(loser.status) else {
        judge.report(
          suspicion(
            requirement, "a request that lost a race was answered \(loser.status)", loser,
            expected: expected))
        return false
      }
      if let envelope, loser.exchange.json?.value(at: envelope) == nil {
        judge.report(
          suspicion(
            requirement, "a request that lost a race was refused without the error envelope",
            loser, expected: "an error at \(envelope)"))
        return false
      }
    }
    return true
  }

  /// IDM-09: a retry of a racer gets the winner's answer, if need be after a while.
  private func retry(_ attempt: Attempt, winner: Attempt?) async throws(CaseStop) {
    let patience = Duration.seconds(30)
    var waited = Duration.zero
    var delay = Duration.milliseconds(250)
    while true {
      let again = try await run.sending(for: waited == .zero ? run.errand : .repetition) {
        () async throws(CaseStop) -> Attempt in
        try await send(
          attempt.token, key: attempt.key, mayBeRefused: true, "retry after the race")
      }
      if again.isSuccess {
        judge.judge("IDM-09")
        guard let winner, again.id != winner.id else { return }
        return judge.report(
          suspicion(
            "IDM-09", "after the race a retry got another id than the winner", again,
            related: winner, expected: "id \(winner.id?.description ?? "")"))
      }
      let mayPass = conventions.inFlightStatuses.union(Self.momentary).contains(again.status)
      guard mayPass, waited < patience else {
        return judge.report(
          suspicion(
            "IDM-09",
            mayPass
              ? "\(waited) after the race a retry is still answered \(again.status)"
              : "after the race a retry was answered \(again.status)",
            again, related: winner, expected: "the winner's answer"))
      }
      try await sleep(delay)
      waited += delay
      delay = min(delay * 2, .seconds(5))
    }
  }
}
