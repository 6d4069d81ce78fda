extension StepRunner {
  /// Statuses that put a request off, so that it neither won nor lost.
  private static let momentary = [425, 429, 503]

  /// Sends the requests of a race at the same instant, and judges who won; whether two overlapped.
  func race(
    _ race: Suite.Race, of step: Suite.Step, purpose: String
  ) async throws(CaseStop) -> Bool {
    var prepared: [RequestBuilder.Prepared] = []
    for call in Array(repeating: step.call, count: race.copies) + race.rivals {
      prepared.append(try run.prepare(call))
    }
    let sent = try await run.sendTogether(prepared, purpose: purpose)
    let answers = sent.compactMap(\.self)
    guard !answers.isEmpty else {
      throw .errored("none of \(prepared.count) racing requests got a response")
    }
    let winners = answers.filter(\.isSuccess)
    // What was created is noted before anything is judged, so that it is removed in any case; the
    // first winner comes last, since what is kept of it is what the case goes on with.
    // Rivals are other calls, of which nothing is kept.
    let created = sent.prefix(race.copies).compactMap(\.self).filter(\.isSuccess)
    var stop: CaseStop?
    for winner in created.reversed() {
      mint(winner, of: step)
      do throws(CaseStop) {
        try capture(step.captures, from: StepAnswer(winner), of: step)
      } catch {
        stop = error
      }
      if let cleanup = step.cleanup { run.addCleanup(cleanup) }
    }
    if let stop { throw stop }
    if Task.isCancelled { throw .interrupted }
    let putOff =
      prepared.count - answers.count
      + answers.count { Self.momentary.contains($0.response.status) }
    var holds = judge(race, of: step, winners: winners, putOff: putOff, among: answers)
    for winner in winners {
      let fits = try compare(
        StepAnswer(winner), with: step.expectations, location: step.call.location)
      holds = holds && fits
    }
    for loser in answers
    where !loser.isSuccess && !Self.momentary.contains(loser.response.status) {
      let fits = try compare(
        StepAnswer(loser), with: race.losers, location: step.call.location)
      holds = holds && fits
    }
    guard holds else { throw .departed }
    let timings = answers.map(\.response.timings)
    return timings.indices.contains { one in
      timings[..<one].contains { $0.overlaps(timings[one]) }
    }
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
      suiteLocation: step.call.location)
    return severity != .fail
  }
}
