extension StepRunner {
  /// Statuses that put a request off, so that it neither won nor lost.
  private static let momentary = [425, 429, 503]

  /// Whether an answer puts its request off, or did not come from the server; one whose status is
  /// named is what was asked for.
  private func isPutOff(_ answer: AnsweredExchange, _ expectations: [Expectation]) -> Bool {
    let status = answer.response.status
    return !expectations.name(status)
      && (Self.momentary.contains(status) || answer.isFromGateway(run.session.conventions))
  }

  /// Sends a request several times at the same instant; every answer has to be as expected.
  func together(
    _ copies: Int, of step: Suite.Step, purpose: String
  ) async throws(CaseStop) {
    let sent = try await release(
      Array(repeating: step.call, count: copies), copies: copies, of: step, purpose: purpose)
    let judged = sent.compactMap(\.self).filter { answer in
      !isPutOff(answer, step.expectations)
        && step.openStatus?.accepts(answer.response.status) != true
    }
    var holds = true
    for answer in judged {
      let fits = try compare(
        StepAnswer(answer), with: step.expectations, location: step.call.location)
      holds = holds && fits
    }
    guard holds else { throw .departed }
    guard judged.count == copies else {
      throw .inconclusive(
        "\(step.call.location): \(copies - judged.count) of \(copies) requests at the same instant got no answer "
          + "to judge")
    }
  }

  /// Sends the requests of a race at the same instant, and judges who won.
  func race(
    _ race: Suite.Race, of step: Suite.Step, purpose: String
  ) async throws(CaseStop) {
    let calls = Array(repeating: step.call, count: race.copies) + race.rivals
    let sent = try await release(calls, copies: race.copies, of: step, purpose: purpose)
    let answers = sent.compactMap(\.self)
    let winners = answers.filter(\.isSuccess)
    let putOff =
      calls.count - answers.count + answers.count { isPutOff($0, race.losers) }
    var holds = judge(race, of: step, winners: winners, putOff: putOff, among: answers)
    for winner in winners {
      let fits = try compare(
        StepAnswer(winner), with: step.expectations, location: step.call.location)
      holds = holds && fits
    }
    for loser in answers
    where !loser.isSuccess && !isPutOff(loser, race.losers) {
      let fits = try compare(
        StepAnswer(loser), with: race.losers, location: step.call.location)
      holds = holds && fits
    }
    guard holds else { throw .departed }
    // What follows relies on what the race left: that has to be known.
    let lost = calls.count - answers.count
    guard lost == 0 else {
      throw .errored(
        "\(step.call.location): \(lost) of \(calls.count) requests at the same instant got no "
          + "response, so that nobody knows what they did")
    }
    guard winners.count >= race.winners else {
      throw .inconclusive(
        "\(step.call.location): \(putOff) of \(calls.count) requests at the same instant were put "
          + "off, so that too few could succeed")
    }
  }

  /// Sends requests at the same instant, the first of them copies of the step's own, and keeps
  /// what they created and how many of them overlapped.
  private func release(
    _ calls: [Call], copies: Int, of step: Suite.Step, purpose: String
  ) async throws(CaseStop) -> [AnsweredExchange?] {
    var prepared: [RequestBuilder.Prepared] = []
    for call in calls { prepared.append(try run.prepare(call)) }
    let sent = try await run.sendTogether(
      prepared, purpose: purpose, undoing: Array(repeating: step.undoing, count: copies))
    let answers = sent.compactMap(\.self)
    guard !answers.isEmpty else {
      if Task.isCancelled { throw .interrupted }
      throw .errored("none of \(calls.count) requests at the same instant got a response")
    }
    let timings = answers.map(\.response.timings)
    let overlapping = timings.indices.count { one in
      timings.indices.contains { $0 != one && timings[$0].overlaps(timings[one]) }
    }
    run.note(
      OverlapCount(
        purpose: purpose, location: step.call.location, requests: calls.count,
        overlapping: overlapping))
    // What was created is noted before anything is judged, so that it is removed in any case; the
    // first winner comes last, since what is kept of it is what the case goes on with.
    // Rivals are other calls, of which nothing is kept.
    let created = sent.prefix(copies).compactMap(\.self).filter(\.isSuccess)
    var stop: CaseStop?
    for winner in created.reversed() {
      mint(winner, of: step)
      do throws(CaseStop) {
        try capture(step.captures, from: StepAnswer(winner), of: step)
      } catch {
        stop = error
      }
      removeCreated(by: winner, of: step)
    }
    if let stop { throw stop }
    if Task.isCancelled { throw .interrupted }
    return sent
  }

  /// Whether as many requests succeeded as have to, those put off aside.
  private func judge(
    _ race: Suite.Race, of step: Suite.Step, winners: [AnsweredExchange], putOff: Int,
    among answers: [AnsweredExchange]
  ) -> Bool {
    let requirements = requirements(of: step.expectations.first { $0.isExplicit })
    run.noteExpectation(requirements)
    guard winners.count > race.winners || winners.count + putOff < race.winners else {
      return true
    }
    let evidence = winners.dropFirst(race.winners).first ?? answers.first { !$0.isSuccess }
    let severity = run.depart(
      from: requirements.first ?? Self.ownRequirement,
      "of \(answers.count) requests at the same instant \(winners.count) succeeded",
      exchange: evidence?.index, related: winners.map(\.index).filter { $0 != evidence?.index },
      operation: step.call.target.operation, at: .status,
      expected: "\(race.winners) to succeed, and the others to be refused",
      got: answers.map { String($0.response.status) }.joined(separator: ", "),
      clause: evidence.map { clause(for: requirements.first, at: .status, of: $0) },
      suiteLocation: race.winnersPlace.location(ofStepAt: step.call.location))
    return severity != .fail
  }
}
